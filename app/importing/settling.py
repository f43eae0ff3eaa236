"""What an order comes to, what was paid and refunded, and which state follows: by the file's own words and amounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.i18n import _
from app.importing.grouping import Groups
from app.importing.profile import Profile
from app.importing.reading import Trouble, Values

Amounts = list[int | None]


class Money:
    """The order amounts of a file by order: stated totals, paid, refunded, shipping, discount and tax (None: not
    told)."""

    def __init__(self, values: Values, groups: Groups, profile: Profile | None) -> None:
        self.values = values
        self.groups = groups
        self.per_line = set(profile.per_line) if profile else set()
        self.total = self._column("order_total")
        self.subtotal = self._column("subtotal")
        self.paid = self._column("paid")
        self.refunded = self._column("refunded")
        self.shipping = self._column("shipping")
        self.discount = self._column("order_discount")
        self.tax = self._tax()
        self.net = self._paid_is_net(profile)
        self.inferred = 0

    def _column(self, key: str) -> Amounts | None:
        column = self.values.get(key)
        return None if column is None else self.groups.amounts(column, add=key in self.per_line)

    def _tax(self) -> Amounts | None:
        stated = self._column("tax_total")
        if stated is not None:
            return stated
        column = self.values.get("tax_amount")
        return None if column is None else self.groups.amounts(column, add=True)

    def _paid_is_net(self, profile: Profile | None) -> bool:
        """Is the amount paid what was kept after refunds? Said by the profile, or by the amounts of refunded orders."""
        if self.paid is None or self.refunded is None:
            return False
        if profile is not None and profile.paid_is_net:
            return True
        if self.total is None:
            return False
        cases = [
            (total, paid or 0, back)
            for total, paid, back in zip(self.total, self.paid, self.refunded, strict=True)
            if back and total
        ]
        fits = sum(1 for total, paid, back in cases if total == paid + back and paid != total)
        return bool(cases) and fits >= 0.9 * len(cases)

    def settle(self, order: int, lines: int) -> tuple[int, int, int, int, int, bool]:
        """Total, difference to the lines, shipping, discount, tax and whether prices include it, of one order."""
        shipping = (self.shipping[order] or 0) if self.shipping is not None else 0
        discount = abs(self.discount[order] or 0) if self.discount is not None else 0
        tax = (self.tax[order] or 0) if self.tax is not None else 0
        stated = self.total[order] if self.total is not None else None
        outside = lines + shipping - discount
        if stated is None:
            return outside + tax, 0, shipping, discount, tax, False
        if tax and stated == outside:
            return stated, 0, shipping, discount, tax, True
        if discount and stated == lines + shipping + tax:
            return stated, 0, shipping, 0, tax, False
        if stated == lines:
            return stated, 0, 0, 0, tax, bool(tax)
        return stated, stated - outside - tax, shipping, discount, tax, False


def settle_payment(money: Money, order: int, total: int, word: str, after: str, paid_on: str | None) -> tuple[int, int]:
    """What the buyer paid and what was given back, of one order.

    Stated amounts come first; then the payment word; then a day of payment means paid in full. A refund without any
    word of a payment means that the order had been paid.
    """
    paid = money.paid[order] if money.paid is not None else None
    refunded = (money.refunded[order] or 0) if money.refunded is not None else 0
    if paid is not None and money.net:
        paid += refunded
    if paid is None:
        if word in ("paid", "refunded", "partly_refunded") or (not word and paid_on):
            paid = total
        elif refunded and not word:
            paid = total
            money.inferred += 1
        else:
            paid = 0
    if not refunded and ("refunded" in (word, after)) and money.refunded is None:
        refunded = paid
    return max(paid, 0), abs(refunded)


def settle_state(stated: str | None, delivery: str | None, cancelled_on: str | None, total: int, paid: int) -> str:
    """The state of an imported order: what the file says; else confirmed, and completed when paid in full."""
    if cancelled_on:
        return "cancelled"
    if stated:
        return stated
    full = paid >= total > 0
    if delivery in ("confirmed", "processing"):
        return delivery
    if delivery == "completed":
        return "completed" if full else "processing"
    return "completed" if full else "confirmed"


def contradiction(state: str, total: int, paid: int, refunded: int, show: Any) -> str:
    """Why an order's state and amounts cannot both be true; empty when they can."""
    if refunded > paid:
        return _("More was refunded ({refunded}) than paid ({paid}).").format(refunded=show(refunded), paid=show(paid))
    if state == "cancelled" and paid != refunded:
        return _(
            "The order is cancelled, but {amount} was paid and not refunded. Correct the state or the amounts."
        ).format(amount=show(paid - refunded))
    if total < 0:
        return _("The order comes to less than nothing ({total}); returns are recorded as credits.").format(
            total=show(total)
        )
    return ""


def move_returns(values: Values, keys: Sequence[str]) -> tuple[set[int], dict[str, int]]:
    """Rows of returned goods (negative quantity or amount): those of an order with goods sold become a refund of it.

    Returns the rows taken out and the amount refunded by order key; returns without a sale become troubles.
    """
    quantities, amounts = values.get("quantity"), values.get("amount")
    if amounts is None and quantities is None:
        return set(), {}
    lowest = min(
        (v for column in (quantities, amounts) if column is not None for v in column if type(v) is int), default=0
    )
    if lowest >= 0:
        return set(), {}
    sold: dict[str, int] = {}
    back: dict[str, list[tuple[int, int]]] = {}
    for i, key in enumerate(keys):
        quantity = quantities[i] if quantities is not None and type(quantities[i]) is int else None
        amount = amounts[i] if amounts is not None and type(amounts[i]) is int else None
        if (quantity is not None and quantity < 0) or (amount is not None and amount < 0):
            back.setdefault(key, []).append((i, abs(amount or 0)))
        else:
            sold[key] = sold.get(key, 0) + (amount or 0)
    moved: set[int] = set()
    refunds: dict[str, int] = {}
    troubles: list[Trouble] = []
    for key, rows in back.items():
        whole = sum(amount for _row, amount in rows)
        clean = all(amounts is not None and type(amounts[row]) is int for row, _amount in rows)
        if clean and key in sold and 0 < whole <= sold[key]:
            moved.update(row for row, _amount in rows)
            refunds[key] = whole
        else:
            reason = _("The row is a return or a deduction (negative). Record it as a credit or refund of its order.")
            for row, _amount in rows:
                quantity = quantities[row] if quantities is not None else 0
                field = "quantity" if type(quantity) is int and quantity < 0 else "amount"
                troubles.append((row, field, "", reason))
    values.troubles.extend(troubles)
    return moved, refunds
