"""What stands above the pages takes room only while it is shown, and Tab comes to it before the pages."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.views.above_pages import AbovePages
from app.views.widgets.banner import Banner


def test_it_takes_no_room_without_anything_to_show(styled: QApplication, qtbot: Any) -> None:
    above, banner = AbovePages(), Banner("window_banner")
    qtbot.addWidget(above)
    above.add(banner)
    assert above.isHidden()
    banner.tell("warn", "No backup yet.")
    assert not above.isHidden()
    banner.dismiss()
    assert above.isHidden()


def test_tab_comes_to_what_is_added_late_before_the_page(styled: QApplication, qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    above, banner, page = AbovePages(), Banner("window_banner"), QLineEdit()
    above.add(banner)
    column.addWidget(above)
    column.addWidget(page)
    late, first = QPushButton("Backup"), QPushButton("Put it away")
    above.add(late)
    above.add(first, first=True)
    order: list[QWidget] = []
    part = window.nextInFocusChain()
    while part is not window:
        order.append(part)
        part = part.nextInFocusChain()
    assert order.index(first) < order.index(banner._close) < order.index(late) < order.index(page)
