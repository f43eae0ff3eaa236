"""What is typed and ticked while a day is closed, as it is kept until the day is signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.views.day_close.found_step import FoundStep
from app.views.day_close.money_step import MoneyStep
from app.views.day_close.sign_step import SignStep


def typed(day: date, money: MoneyStep, found: Mapping[str, FoundStep], sign: SignStep) -> dict[str, Any]:
    """Everything that was typed and ticked for a day; empty while there is nothing."""
    content = {
        "money": money.typed(),
        "ticked": [key for key, step in found.items() if step.count and step.tick.isChecked()],
        "remarks": {key: step.remark.text() for key, step in found.items() if step.remark.text()},
        "note": sign.note.text(),
    }
    return {"day": day.isoformat(), **content} if any(content.values()) else {}


def put_typed(
    kept: Mapping[str, Any], day: date, money: MoneyStep, found: Mapping[str, FoundStep], sign: SignStep
) -> None:
    """Show what was kept, if it was typed for this day."""
    if kept.get("day") != day.isoformat():
        return
    money.put(kept.get("money", {}))
    for key in kept.get("ticked", ()):
        if key in found:
            found[key].tick.setChecked(True)
    for key, text in kept.get("remarks", {}).items():
        if key in found:
            found[key].remark.setText(str(text))
    sign.note.setText(str(kept.get("note", "")))
