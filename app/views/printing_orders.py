"""Order sheets and quotations in the preview, noted once they are printed or saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.views.desk import Desk


def print_orders(desk: Desk, parent: QWidget, order_ids: Sequence[int]) -> None:
    """Show the sheets of these orders in one preview."""
    from app.views.papers import print_sheets

    print_sheets(desk, parent, order_ids)
