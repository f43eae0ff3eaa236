"""The settings of papers, each kind and each part as somebody leaves it, for ``tests.shots``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from tests.shots_lists import wait


def paper_shots(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """Names and what opens them."""

    def section(kind: str, part: str) -> None:
        shown = window.show_page("settings").show_section("papers")
        shown.show_kind(kind)
        shown.tabs.choose(part)
        shown.draw_sample()
        wait(desk)

    for kind, part in (
        ("all", "look"),
        ("order_sheet", "columns"),
        ("invoice", "shown"),
        ("delivery_note", "texts"),
        ("statement", "look"),
    ):
        yield f"papers_{kind}_{part}", lambda kind=kind, part=part: section(kind, part)
