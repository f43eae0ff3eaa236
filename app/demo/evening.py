"""The last day of the demo that was closed: its cash counted, what was open looked at, its sheet kept."""

from __future__ import annotations

from datetime import date

from app.demo.office import Office, value
from app.models.actor import Actor
from app.operations.day_close import Counted, close_day, keep_day_sheet
from app.queries.day_close import day_check, day_sheet, missing_numbers, with_remark
from app.reports.day_close import day_sheet_bytes

_LAST = "SELECT max(date) FROM payment WHERE date < ? AND state = 'live' AND amount > 0"


def close_last_day(office: Office) -> None:
    """Close the last day, before the one that the demo has reached, on which money came in."""
    last = value(_LAST, office.finance.today().isoformat())
    if last is not None:
        _close(office.finance, date.fromisoformat(last))


def _close(actor: Actor, day: date) -> None:
    check = day_check(actor, day)
    money = [
        Counted(each.method, each.amount, each.amount, each.amount if each.method == "cash" else 0)
        for each in check.money.methods
    ]
    shown = {**check.shown, "gaps": missing_numbers()}
    closed = close_day(actor, day, money, [with_remark(shown[key].found, "") for key in check.keys]).value
    sheet = day_sheet(actor, closed)
    keep_day_sheet(actor, closed, day_sheet_bytes(sheet), f"{sheet.day}.pdf")
