"""Looks beside the window at what an order lacks or exceeds while it is typed, and says so in a bar with choices."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.i18n import N_, _
from app.models.company import ShortagePolicy
from app.money import PRICE, QUANTITY, show, show_scaled
from app.queries.order_checks import OrderChecks, OtherTax, Short, TooCheap, Twin, TypedLine, TypedOrder, order_checks
from app.views.desk import Desk
from app.views.moments import soon
from app.views.orders.lines_model import EACH, NUMBER, TAX, Cell, LinesModel
from app.views.promises import later_words, promise_words
from app.views.texts import Saying, spoken
from app.views.widgets.banner import Level
from app.views.widgets.labelled_field import LabelledField
from app.views.widgets.notices import Notice, NoticeBar

WAIT = 250
"""Milliseconds without a key before the order is looked at."""
NAMED = 8
"""How many lines a message names by their numbers."""


def typed_lines(model: LinesModel) -> tuple[TypedLine, ...]:
    """The lines that say something, as the checks take them."""
    return tuple(
        TypedLine(
            row,
            line.product_id,
            line.line_kind,
            line.quantity,
            line.unit_price,
            line.discount_rate,
            line.tax_code_id or model.default_tax,
        )
        for row, line in enumerate(model.lines)
        if not line.empty
    )


class Checker(QObject):
    """Asks again a moment after the last key; ``typed`` gives the order as it stands."""

    found = Signal()

    def __init__(
        self, desk: Desk, model: LinesModel, bar: NoticeBar, typed: Callable[[], TypedOrder], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.desk, self.model, self.bar = desk, model, bar
        self._typed = typed
        self.checks = OrderChecks()
        self.fields: Callable[[], list[LabelledField]] = list
        self.open_order: Callable[[int], object] = lambda _id: None
        self._wait = soon(self, WAIT, self.look)

    def typing(self) -> None:
        """Something was typed."""
        self._wait.start()

    def look(self) -> None:
        """Look at the order as it stands."""
        self._wait.stop()
        order, actor = self._typed(), self.desk.actor
        self.desk.read(lambda: order_checks(actor, order), self._arrived, key=f"order_checks.{id(self)}", owner=self)

    def _arrived(self, checks: OrderChecks) -> None:
        self.checks = checks
        self.model.set_hints(self._hints(checks))
        self.model.set_remarks(self._remarks(checks))
        self.show()
        self.found.emit()

    def show(self) -> None:
        """Say what is wrong in a cell, and then what was found."""
        wrong = [
            Notice(f"cell.{row}.{column}.{told}", "danger", lambda row=row, told=told: self._in_line(row, told))
            for (row, column), told in sorted(self.model.errors.items())
        ]
        cut = [
            Notice(f"field.{f.name}.{f.error}", "danger", lambda f=f: f"{spoken(f.caption)}: {f.error}")
            for f in self.fields()
            if f.error and f.cut
        ]
        self.bar.show_notices([*wrong, *cut, *self._notices(self.checks)])

    @staticmethod
    def _in_line(row: int, told: str) -> str:
        return _("Line {n}: {problem}").format(n=row + 1, problem=told)

    def _remarks(self, checks: OrderChecks) -> dict[Cell, str]:
        remarks: dict[Cell, str] = {}
        for short in checks.short:
            for row in short.rows:
                remarks[(row, NUMBER)] = self._only(short, checks)
        for cheap in checks.too_cheap:
            remarks[(cheap.row, EACH)] = _("Below the lowest price of {price}").format(price=self._price(cheap))
        if checks.other_tax is not None:
            remarks |= {(row, TAX): _(checks.other_tax.remark) for row in checks.other_tax.rows}
        return remarks

    @staticmethod
    def _only(short: Short, checks: OrderChecks) -> str:
        told = _("Only {available} available").format(available=show_scaled(short.available, QUANTITY))
        later = later_words(checks.promises.get(short.product_id, ()))
        return _(", ").join((told, later)) if later else told

    def _hints(self, checks: OrderChecks) -> dict[Cell, str]:
        return {
            (row, NUMBER): promise_words(checks.promises[line.product_id])
            for row, line in enumerate(self.model.lines)
            if line.product_id in checks.promises and line.product_id is not None
        }

    def _notices(self, checks: OrderChecks) -> list[Notice]:
        notices = [
            self._short(short, checks.shortage_policy, later_words(checks.promises.get(short.product_id, ())))
            for short in checks.short
        ]
        over = checks.over_credit
        if over is not None:
            unit = self.desk.currency

            def told() -> str:
                return _("{customer} would owe {amount}, {more} more than the credit limit of {limit}.").format(
                    customer=over.customer,
                    amount=show(over.owes, unit),
                    more=show(over.owes - over.limit, unit),
                    limit=show(over.limit, unit),
                )

            notices.append(Notice(f"credit.{over.owes}", "warn", told))
        notices += [self._cheap(cheap) for cheap in checks.too_cheap]
        notices += [self._other_tax(checks.other_tax)] if checks.other_tax is not None else []
        notices += [self._twin(twin) for twin in checks.twins[:1]]
        return notices

    def _short(self, short: Short, policy: str, later: str) -> Notice:
        lacking = show_scaled(short.wanted - short.available, QUANTITY)
        facts = {
            "product": short.product,
            "wanted": show_scaled(short.wanted, QUANTITY),
            "available": show_scaled(short.available, QUANTITY),
            "missing": f"{lacking} {short.unit}".strip(),
        }
        sentences = {
            ShortagePolicy.BLOCK: N_(
                "{product}: {wanted} wanted, {available} available. Lower the quantity by {missing}, or receive goods "
                "first."
            ),
            ShortagePolicy.PRE_SALE: N_(
                "{product}: {wanted} wanted, {available} available. The order becomes a pre-sale for want of {missing}."
            ),
        }
        usual = N_("{product}: {wanted} wanted, {available} available; {missing} short.")
        sentence = sentences.get(ShortagePolicy(policy), usual)
        choices: list[tuple[Saying, Callable[[], object]]] = []
        if short.available > 0 and len(short.rows) == 1:
            choices.append(
                (
                    lambda: _("Take {quantity}").format(quantity=show_scaled(short.available, QUANTITY)),
                    lambda: self.model.change(short.rows[0], quantity=short.available, worked=("", "")),
                )
            )
        if policy != ShortagePolicy.BLOCK:
            choices.append((N_("Order all the same"), self.bar.put_away))
        level: Level = "danger" if policy == ShortagePolicy.BLOCK else "warn"
        key = f"short.{short.product_id}.{short.wanted}.{short.available}.{later}"

        def told() -> str:
            said = _(sentence).format(**facts)
            return said + " " + _("Can be promised: {later}.").format(later=later) if later else said

        return Notice(key, level, told, tuple(choices))

    def _cheap(self, cheap: TooCheap) -> Notice:
        line = self.model.line(cheap.row)

        def told() -> str:
            return _("{product} is below its lowest price of {price}.").format(
                product=cheap.product, price=self._price(cheap)
            )

        def lift() -> None:
            self.model.change(cheap.row, unit_price=cheap.floor_price, discount_rate=0, suggested="", amount=None)

        return Notice(
            f"floor.{cheap.row}.{line.unit_price}.{line.discount_rate}",
            "warn",
            told,
            ((N_("Use the lowest price"), lift), (N_("Keep this price"), self.bar.put_away)),
        )

    def _other_tax(self, other: OtherTax) -> Notice:
        taxes = self.model.taxes
        numbers = [str(row + 1) for row in other.rows]

        def told() -> str:
            named = _(", ").join(numbers[:NAMED]) + ("…" if len(numbers) > NAMED else "")
            return _("Line {n}: {problem}").format(n=named, problem=_(other.remark))

        def change() -> None:
            self.model.change_all(other.rows, tax_code_id=other.instead)

        choices: list[tuple[Saying, Callable[[], object]]] = [(N_("Keep this tax"), self.bar.put_away)]
        if other.instead in taxes:
            words = taxes[other.instead or 0].name
            choices.insert(0, (lambda: _("Take {tax}").format(tax=words), change))
        return Notice(f"tax.{other.remark}.{','.join(numbers)}", "warn", told, tuple(choices))

    def _twin(self, twin: Twin) -> Notice:
        def told() -> str:
            return _("Is this {order} again? It has the same customer, day and total.").format(order=twin.name)

        return Notice(
            f"twin.{twin.id}",
            "info",
            told,
            ((N_("Show that order"), lambda: self.open_order(twin.id)), (N_("It is another one"), self.bar.put_away)),
        )

    def _price(self, cheap: TooCheap) -> str:
        return show_scaled(cheap.floor_price, PRICE, least=self.desk.currency.decimals)
