"""A year of trade, day by day: what happens is put on a list by its day, and each thing that happens brings others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from app.demo.diary import Task
from app.demo.office import value
from app.demo.trouble import LEFT_OPEN, Trouble
from app.i18n import N_
from app.models.actor import Actor, Progress
from app.models.base import connection
from app.models.open_lines import PARTS
from app.money import QUANTITY, RATE
from app.operations.amendments import close_rest
from app.operations.follow_ups import add_follow_up
from app.operations.inputs import LineInput, OrderInput
from app.operations.order_course import cancel_order
from app.operations.orders import confirm_order, make_order
from app.operations.quotations import quote_order
from app.operations.shipments import ship_order, sign_for_shipment
from app.operations.stock import receive_goods

# How busy each month is: few orders in summer, many before the holidays.
_SEASON = (0, 8, 7, 9, 9, 10, 9, 6, 6, 10, 11, 13, 12)


class Trade(Trouble):
    """Runs the year. Chances decide what happens to each order; everything goes through operations."""

    def run(self, orders: int, progress: Progress) -> int:
        """Let the year pass; returns the number of orders made."""
        first = self.clock.today() + timedelta(days=1)
        for day in self._days(max(0, orders - LEFT_OPEN), first):
            self.plan(day, self._sell)
        for at, customer in enumerate(self.customers):
            if at % 3:
                self.plan(first + timedelta(days=self.chance.randrange((self.end - first).days)), self._speak(customer))
        for month in range(1, 12):
            self.plan(first + timedelta(days=30 * month), self._restock)
        self.plan(self.end, self._leave_open)
        self.live(progress)
        return int(value("SELECT count(*) FROM sales_order"))

    def _days(self, orders: int, first: date) -> list[date]:
        days = [first + timedelta(days=i) for i in range((self.end - first).days + 1)]
        busy = [_SEASON[day.month] * (1 + i / len(days) / 2) for i, day in enumerate(days)]
        return sorted(self.chance.choices(days, busy, k=orders))

    def _sell(self) -> None:
        chance, cast = self.chance, self.cast
        at = chance.choices(range(len(self.customers)), self.loyalty)[0]
        seller = self.office.sellers[at % 2]
        lines = tuple(self._line(product) for product in self._picked())
        order = make_order(
            seller,
            OrderInput(
                customer_id=self.customers[at],
                lines=lines,
                channel_id=chance.choice(self.channels),
                promised_date=self.clock.today() + timedelta(days=chance.randint(5, 15)),
                discount_rate=chance.choice((0, 0, 0, 0, 2, 5)) * RATE,
                carrier=chance.choice(cast.carriers),
                note=chance.choice(cast.notes) if chance.random() < 0.15 else "",
            ),
        ).value
        fate = chance.random()
        fresh = (self.end - self.clock.today()).days < 12
        if fresh and fate < 0.12:
            return
        if fate < 0.12:
            quote_order(seller, order)
            if chance.random() < 0.6:
                self.later(2, 12, lambda: self._confirm(order, seller))
        else:
            self.later(0, 2, lambda: self._confirm(order, seller))

    def _picked(self) -> list[tuple[int, int, bool]]:
        wanted = self.chance.choice((1, 1, 2, 2, 3, 4, 5))
        return list(dict.fromkeys(self.chance.choices(self.products, self.weights, k=wanted)))

    def _line(self, product: tuple[int, int, bool]) -> LineInput:
        number, price, service = product
        chance = self.chance
        most = 3 if service else 12 if price < 40_000_000 else 5
        return LineInput(
            quantity=chance.randint(1, most) * QUANTITY,
            unit_price=price,
            product_id=number,
            discount_rate=chance.choice((0, 0, 0, 5, 10)) * RATE,
            line_kind="service" if service else "goods",
        )

    def _confirm(self, order: int, seller: Actor) -> None:
        if confirm_order(seller, order).value == "review":
            self.later(1, 3, lambda: self._review(order, seller))
        else:
            self._go_on(order, seller)

    def _review(self, order: int, seller: Actor) -> None:
        confirm_order(self.office.manager, order)
        self._go_on(order, seller)

    def _go_on(self, order: int, seller: Actor) -> None:
        chance = self.chance
        fate = chance.random()
        if fate < 0.04:
            self.later(1, 5, lambda: self._cancel(order, seller))
            return
        if fate < 0.3:
            self.later(0, 2, lambda: self._pay(order, chance.choice((1.0, 1.0, 0.5, 0.3))))
        self.later(1, 7, lambda: self._ship(order, seller))
        if chance.random() < 0.3:
            self.later(0, 3, lambda: self._ask_invoice(order, seller))

    def _cancel(self, order: int, seller: Actor) -> None:
        cancel_order(seller, order, self.chance.choice(self.cast.cancellations))

    def _ship(self, order: int, seller: Actor) -> None:
        chance = self.chance
        state, open_lines = self._open_lines(order)
        if state not in ("confirmed", "processing"):
            return
        if not open_lines:
            self.later(0, 4, lambda: self._bill(order))
            return
        part = None
        if len(open_lines) > 1 and chance.random() < 0.15:
            part = {open_lines[0][0]: open_lines[0][2]}
        going = open_lines[:1] if part else open_lines
        if not self._in_stock(going):
            self._fetch(going)
            self.later(2, 6, lambda: self._ship(order, seller))
            return
        shipment = ship_order(self.office.warehouse, order, part, tracking_number=f"T{chance.randrange(10**9, 10**10)}")
        self.later(1, 4, lambda: self._sign(shipment.value))
        if part is None:
            self.later(0, 4, lambda: self._bill(order))
            if chance.random() < 0.07:
                self.later(4, 20, lambda: self._complain(order, seller))
        elif chance.random() < 0.15:
            self.later(5, 15, lambda: self._close(order, seller))
        else:
            self.later(3, 14, lambda: self._ship(order, seller))

    def _open_lines(self, order: int) -> tuple[str, list[tuple[int, int, int]]]:
        """The order's state, and (line, product, quantity) of what is still to be shipped."""
        state = value("SELECT state FROM sales_order WHERE id = ?", order)
        return state, list(connection().execute(PARTS, (order,)))

    def _in_stock(self, lines: Sequence[tuple[int, int, int]]) -> bool:
        return all(value("SELECT on_hand FROM product WHERE id = ?", p) >= wanted for _line, p, wanted in lines)

    def _fetch(self, lines: Sequence[tuple[int, int, int]]) -> None:
        for _line, product, wanted in lines:
            if value("SELECT on_hand FROM product WHERE id = ?", product) < wanted:
                receive_goods(self.office.warehouse, product, wanted + self.chance.randrange(5, 40) * QUANTITY)

    def _restock(self) -> None:
        low = connection().execute(
            "SELECT id FROM product WHERE stock_kept = 1 AND on_hand - reserved <= low_stock ORDER BY id"
        )
        for row in low.fetchall():
            product: Any = row[0]
            if self.chance.random() < 0.8:
                receive_goods(self.office.warehouse, product, self.chance.randrange(20, 80) * QUANTITY)

    def _sign(self, shipment: int) -> None:
        sign_for_shipment(self.office.warehouse, shipment)

    def _close(self, order: int, seller: Actor) -> None:
        if self._open_lines(order)[1] and not value("SELECT invoiced FROM sales_order WHERE id = ?", order):
            close_rest(seller, order, self.cast.say(_SOLD_OUT))
            self.later(0, 3, lambda: self._bill(order))

    def _speak(self, customer: int) -> Task:
        def speak() -> None:
            chance, cast = self.chance, self.cast
            owner = value("SELECT owner_id FROM customer WHERE id = ?", customer)
            seller = next(s for s in self.office.sellers if s.user_id == owner)
            ahead = chance.choice((0, 7, 14, 30))
            add_follow_up(
                seller,
                customer,
                chance.choice(cast.said),
                self.cast.say(chance.choice(_WAYS)),
                stage=chance.choice(cast.stages),
                next_date=self.clock.today() + timedelta(days=ahead) if ahead else None,
            )
            self.later(20, 60, speak)

        return speak


_WAYS = (N_("Phone"), N_("E-mail"), N_("Visit"))
_SOLD_OUT = N_("Sold out")
