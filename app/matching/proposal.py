"""What is proposed for a line of a statement, with how well it fits and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.i18n import N_, _

SAME_ORDER = N_("Same amount as {order}")
SAME_PART = N_("Same amount as a part of the payment plan of {order}")
SAME_SUM = N_("Same amount as {n} orders together")
SAME_ALL = N_("Same amount as everything that is due")
NET = N_("{amount} less than {order}, as if a fee was kept")
SLIGHTLY_OVER = N_("{amount} more than {order}")
PART = N_("Less than is due: it goes to the oldest first")
PART_NAMED = N_("A part of {order}")
SHORT = N_("{amount} less than {order}")
OVER = N_("{amount} more than is due: it stays as balance")
NOTHING_DUE = N_("Nothing is due: it stays as balance")
NAMED = N_("{order} is named in the remark")
BARE = N_("The number of {order} stands in the remark")
NAME_SAME = N_("Same name")
NAME_ALIKE = N_("Name alike")
NAME_IN_REMARK = N_("Named in the remark")
LEARNT = N_("This payer was confirmed for the customer before")
ONLY_AMOUNT = N_("Nobody else owes this amount, but the name says nothing")
RECORDED = N_("Payment {number} of {day} has the same amount")
SAME_REFERENCE = N_("Same reference")
FEE = N_("{amount} was kept as a fee")
LATER_ORDER = N_("The order was made after the money came")

OUTGOING = N_("Money that went out")
UNSETTLED = N_("The statement says that this did not go through")
KINDS = {
    "interest": N_("Looks like interest"),
    "charge": N_("Looks like a charge of the bank"),
    "own": N_("Looks like a transfer between own accounts"),
    "loan": N_("Looks like a loan"),
    "back": N_("Looks like money given back"),
}
NOBODY = N_("Nobody known owes this")
SEVERAL = N_("Several could be meant")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: a marked text with what stands in it; amounts are integers in minor units."""

    text: str
    values: tuple[tuple[str, str | int], ...] = ()

    def words(self, show: Callable[[int], str]) -> str:
        """The reason in the language of the screen; ``show`` writes an amount."""
        values = {name: show(value) if isinstance(value, int) else value for name, value in self.values}
        return _(self.text).format(**values)


def reason(text: str, **values: str | int) -> Reason:
    """A reason with its values."""
    return Reason(text, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whose money a line is: parts for orders of a customer, or a payment that is in the book already.

    ``gross`` settles debts, ``fee`` was kept of it; what ``parts`` don't take stays as balance. ``score`` orders
    proposals: 85 and more is good. ``exact`` means that the amount is just what is due, ``known`` that name, payer or
    number say whose it is.
    """

    customer: int | None
    gross: int
    parts: tuple[tuple[int, int], ...] = ()
    payment: int | None = None
    fee: int = 0
    score: int = 0
    exact: bool = False
    known: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def rest(self) -> int:
        """What no order takes."""
        return self.gross - sum(part for _order, part in self.parts)

    def better(self, by: int, *more: Reason) -> Proposal:
        """The same with another score and further reasons."""
        return replace(self, score=self.score + by, reasons=(*self.reasons, *more))


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed for a line: ``first`` if one stands out, ``others`` to choose from, and else ``none`` says why.

    ``sure``: amount and payer both fit and nothing else comes near, so that it may be confirmed among many.
    """

    first: Proposal | None = None
    others: tuple[Proposal, ...] = ()
    none: Reason | None = None
    sure: bool = False

    @property
    def all(self) -> tuple[Proposal, ...]:
        """The first one and the others."""
        return (self.first, *self.others) if self.first is not None else self.others
