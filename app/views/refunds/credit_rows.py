"""What the form of a credit says of each line of an order: what there was, what is left of it, and its cap in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import N_, _
from app.models.shares import Share
from app.money import QUANTITY, RATE, Currency, show, show_scaled
from app.queries.creditable import Creditable, CreditableLine
from app.views.refunds.credit_lines import CreditRow
from app.views.texts import say
from app.views.widgets.number_fields import NumberField, QuantityField
from app.views.widgets.part_field import PartField

TYPED = {"return": N_("Comes back"), "allowance": N_("Costs less by"), "termination": N_("Ends")}
"""What is typed for each line, by the kind of credit."""


def lowered_rows(form: Creditable, currency: Currency) -> list[CreditRow]:
    """Every line of the order that no amendment took away, with what it is still worth and how much less it costs."""
    return [_amount_row(line, currency, "allowance", line.free) for line in form.lines if line.whole != Share()]


def ended_rows(form: Creditable, currency: Currency) -> list[CreditRow]:
    """The lines of which something is still to be delivered, and those that are no goods."""
    rows = []
    for line in form.lines:
        if not line.goods and line.free.gross > 0:
            rows.append(_amount_row(line, currency, "termination", line.free))
        elif line.open:
            gone = max(0, line.whole.quantity - line.shipped - line.open)
            told = (
                (N_("{n} ordered"), line.whole.quantity),
                (N_("{n} shipped"), line.shipped),
                (N_("{n} ended or credited"), gone),
            )
            rows.append(_quantity_row(line, "termination", line.open, told))
    return rows


def returned_rows(form: Creditable, currency: Currency) -> list[CreditRow]:
    """The lines of which something can come back, and those that are no goods."""
    rows = []
    for line in form.lines:
        if not line.goods and line.left.gross > 0:
            rows.append(_amount_row(line, currency, "return", line.left))
        elif line.returnable:
            told = (
                (N_("{n} shipped"), line.shipped),
                (N_("{n} came back or are asked for"), max(0, line.shipped - line.returnable)),
            )
            rows.append(_quantity_row(line, "return", line.returnable, told))
    return rows


def cap_of(form: Creditable, currency: Currency) -> str:
    """How much less a whole order can cost at most, and why not more."""
    whole = form.worth + form.waiting
    waits = ((N_("it is worth {n}"), whole), (N_("{n} is asked for"), form.waiting)) if form.waiting else ()
    return _capped(show(form.worth, currency), _named([(text, show(n, currency)) for text, n in waits], _(", ")))


def _amount_row(line: CreditableLine, currency: Currency, kind: str, left: Share) -> CreditRow:
    most = max(0, left.gross)
    field = PartField(f"{kind}_amount_{line.id}", currency, most)
    rate = f"{show_scaled(line.tax_rate, RATE)}%" if line.tax_rate else ""
    taken = [
        (text, show(figure, currency) if figure else "")
        for text, figure in (
            (N_("{n} is credited already"), line.whole.gross - line.left.gross),
            (N_("{n} is asked for"), line.left.gross - left.gross),
        )
    ]

    def facts() -> str:
        return _named([(N_("{n} tax"), rate), *taken], " · ")

    def cap() -> str:
        came_to = (N_("it came to {n}"), show(line.whole.gross, currency))
        return _capped(show(most, currency), _named([came_to, *taken], _(", ")) if most < line.whole.gross else "")

    return _row(line, kind, field, most, show(most, currency), facts, cap)


def _quantity_row(line: CreditableLine, kind: str, most: int, told: Sequence[tuple[str, int]]) -> CreditRow:
    def figures(between: str) -> str:
        return _named([(text, show_scaled(n, QUANTITY) if n else "") for text, n in told], between)

    room = f"{show_scaled(most, QUANTITY)} {line.unit}".strip()
    return _row(
        line,
        kind,
        QuantityField(f"{kind}_quantity_{line.id}"),
        most,
        room,
        lambda: figures(" · "),
        lambda: _capped(room, figures(_(", "))),
    )


def _row(
    line: CreditableLine,
    kind: str,
    field: NumberField,
    most: int,
    room: str,
    facts: Callable[[], str],
    cap: Callable[[], str],
) -> CreditRow:
    field.setFixedWidth(112)
    say(field.setAccessibleName, lambda: f"{_(TYPED[kind])}: {line.description}")
    return CreditRow(line.id, line.description, facts, room, most, cap, field)


def _capped(most: str, why: str) -> str:
    return _("At most {most}: {why}.").format(most=most, why=why) if why else _("At most {most}.").format(most=most)


def _named(texts: Sequence[tuple[str, str]], between: str) -> str:
    return between.join(_(text).format(n=figure) for text, figure in texts if figure)
