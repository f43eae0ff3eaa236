"""Matching lines of bank and platform statements with what customers owe."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.views.desk import Desk


def match_bank_lines(desk: Desk, parent: QWidget) -> None:
    """Open the lines that nobody decided on yet, with what is proposed for each."""
    from app.views.acting import open_dialog
    from app.views.matching.matching_dialog import MatchingDialog

    open_dialog(desk, MatchingDialog(desk, parent))
