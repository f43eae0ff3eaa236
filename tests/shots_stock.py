"""Pictures of stock: its lists, the desk of a stocktake, and what is asked there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.models.base import connection
from app.operations.stock import expect_goods, receive_goods
from app.operations.stocktakes import count_product, start_stocktake
from app.queries.stock_choices import kept_products

_PASTED = "{first}\t12\n{second}\t3.5\nSomething else\t4\n"


def stock_shots(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """The scenes, each with what brings it about."""
    from app.views import stock
    from app.views.stock.actions import enter_opening, receive_delivery
    from app.views.stock.dialogs import LinesDialog
    from tests.shots_lists import wait

    def opened(show: Callable[[Any, Any], Any]) -> None:
        show(desk, window)
        wait(desk)

    def dialog(start: Callable[[], Any]) -> QWidget:
        start()
        wait(desk)
        shown: QWidget = next(d for d in window.findChildren(QDialog) if d.isVisible())
        return shown

    yield "stock_list", lambda: opened(stock.show_stock)
    yield "stock_movements", lambda: opened(stock.show_movements)
    yield "stocktakes", lambda: opened(stock.show_stocktakes)
    if not connection().execute("SELECT count(*) FROM product").get:
        return
    _begin(desk)

    def delivery() -> QWidget:
        shown = dialog(lambda: receive_delivery(desk, window))
        assert isinstance(shown, LinesDialog)
        for number, choice in enumerate(kept_products(desk.actor, "", 3), start=1):
            shown.put(choice, number * 40_000)
        return shown

    yield "stock_expected", lambda: opened(stock.show_expected)
    yield "stock_receive", delivery
    yield "stock_opening", lambda: dialog(lambda: enter_opening(desk, window))
    yield "stocktake_start", lambda: dialog(lambda: stock.start_stocktake(desk, window, window))
    yield "stocktake_desk", lambda: opened(lambda d, w: stock.open_stocktake(d, w, _stocktake()))
    for name in ("book_stocktake", "count_products", "print_count_sheet"):
        yield f"stocktake_{name}", lambda name=name: dialog(lambda: _act(desk, window, name))
    product = int(connection().execute("SELECT id FROM product WHERE stock_kept = 1 LIMIT 1").get)
    for name in ("scrap_goods", "expect_goods"):
        yield f"stock_{name}", lambda name=name: dialog(lambda: _product_act(desk, window, name, product))


def _act(desk: Any, window: Any, name: str) -> None:
    from app.views.stock.actions import STOCKTAKE_ACTIONS

    next(a for a in STOCKTAKE_ACTIONS if a.name == name).run(desk, window, _stocktake())
    if name == "count_products":
        shown: Any = window.findChild(QDialog, "take_counts")
        first, second = (c.facts["code"] for c in kept_products(desk.actor, "", 2))
        shown.text.setPlainText(_PASTED.format(first=first, second=second))


def _product_act(desk: Any, window: Any, name: str, product: int) -> None:
    from app.views.stock.actions import EXPECT, SCRAP

    {"scrap_goods": SCRAP, "expect_goods": EXPECT}[name].run(desk, window, product)


def _stocktake() -> int:
    return int(connection().execute("SELECT max(id) FROM stocktake").get)


def _begin(desk: Any) -> None:
    if connection().execute("SELECT count(*) FROM stocktake").get:
        return
    actor = desk.actor
    begun = start_stocktake(actor).value
    for number, choice in enumerate(kept_products(actor, "", 9)):
        lies = int(choice.facts["on_hand"])
        count_product(actor, begun, choice.id, max(0, lies + (number % 3 - 1) * 20_000))
        if number % 4 == 0:
            expect_goods(actor, choice.id, 300_000, actor.today() + timedelta(days=5 * number), "PO 118")
    receive_goods(actor, choice.id, 50_000)
