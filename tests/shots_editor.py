"""The order editor in every state that it can be in, for the pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.money import PRICE, QUANTITY
from app.queries.choices import customers, products
from app.views.orders.editor import OrderEditor, open_editor
from app.views.orders.lines_model import EACH, NUMBER, DraftLine
from app.views.orders.order_merge import merge
from app.views.orders.paste import PasteDialog


def editor_shots(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """The states, each with what brings it about in the window."""
    yield "editor_empty", lambda: _new(window, desk) and None
    yield "editor_paste_empty", lambda: _pasted(window, desk, "")
    yield "editor_paste", lambda: _pasted(window, desk, _message(desk))
    if not customers(desk.actor, "", 1):
        return
    yield "editor_three", lambda: _typed(window, desk, 3) and None
    yield "editor_forty", lambda: _typed(window, desk, 40) and None
    yield "editor_address", lambda: _address(window, desk)
    yield "editor_wrong", lambda: _wrong(window, desk)
    yield "editor_warned", lambda: _warned(window, desk)
    yield "editor_conflict", lambda: _conflict(window, desk)
    yield "editor_customers", lambda: _choices(window, desk)


def _message(desk: Any) -> str:
    names = [found.title for found in products(desk.actor, "", 2)]
    goods = "，".join(f"{name[:-1] if number else name} {number + 2}箱" for number, name in enumerate(names))
    return (
        f"小王 09:12\n老板您好，麻烦下单：{goods}，再来一台空气净化器\n"
        "收件人：王秀英 13700001111 山东省青岛市市南区香港中路10号\n下周三前送到，送货前打电话\n昨晚的球赛真精彩"
    )


def _pasted(window: Any, desk: Any, text: str) -> PasteDialog:
    window.show_page("orders")
    dialog = PasteDialog(desk, text, parent=window)
    dialog.open()
    for _turn in range(40):
        QTest.qWait(25)
        if not desk.background.reading:
            break
    return dialog


def _new(window: Any, desk: Any) -> OrderEditor:
    open_editor(desk)
    page = window.current_page()
    assert isinstance(page, OrderEditor)
    page.banner.dismiss()
    return page


def _typed(window: Any, desk: Any, count: int) -> OrderEditor:
    page = _new(window, desk)
    page.head.choose_customer(customers(desk.actor, "", 1)[0].id)
    page.view.start()
    offered = products(desk.actor, "", 20)
    for number in range(count):
        page.view.choose_product(number, offered[number % len(offered)])
        page.model.change(number, quantity=(number % 7 + 1) * QUANTITY)
    page.view.start()
    return page


def _address(window: Any, desk: Any) -> None:
    _typed(window, desk, 3).side.ship_to.unfold()


def _wrong(window: Any, desk: Any) -> None:
    page = _typed(window, desk, 3)
    page.head.customer.set_value(None)
    page.head.due.setText("soon")
    page.model.change(1, quantity=0)
    page.model.set_error(2, EACH, "“dear” is not a number. Write it like 1,234.50.")
    page.saving.save(confirm=True)


def _warned(window: Any, desk: Any) -> None:
    page = _typed(window, desk, 3)
    page.model.change(0, quantity=90_000 * QUANTITY)
    page.model.change(1, unit_price=PRICE // 100, discount_rate=500_000)
    page.view.go_to(0, NUMBER)


def _conflict(window: Any, desk: Any) -> None:
    page = _typed(window, desk, 3)
    base = page.content.typed_version()
    lines = tuple(replace(line, id=number) for number, line in enumerate(base.lines, start=1))
    base = replace(base, lines=lines)
    head = dict(base.forms["head"])
    theirs_lines = (replace(lines[0], quantity=9 * QUANTITY), *lines[1:], DraftLine(description="Delivery", id=9))
    theirs = replace(
        base,
        forms={**base.forms, "head": {**head, "promised_date": "2026-12-01", "customer_reference": "PO-88"}},
        lines=theirs_lines,
    )
    mine = replace(
        base,
        forms={**base.forms, "head": {**head, "promised_date": "2026-12-05"}},
        lines=(replace(lines[0], quantity=4 * QUANTITY), *lines[1:]),
    )
    found = merge(base, theirs, mine)
    page.content.show_version(found.merged)
    page.conflict.show_merge(found, "王芳", page.watch.words)


def _choices(window: Any, desk: Any) -> QWidget:
    page = _new(window, desk)
    page.head.customer.setFocus()
    page.head.customer.search("")
    for _turn in range(400):
        QTest.qWait(25)
        if not desk.background.reading:
            break
    return page.head.customer._popup
