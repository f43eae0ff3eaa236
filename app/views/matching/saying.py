"""What lines and proposals are called on the screen."""

from __future__ import annotations

from app.i18n import _, ngettext
from app.matching.proposal import Proposal, Proposals
from app.models.bank import LineState
from app.money import Currency, show
from app.queries.bank_lines import Desk, Line
from app.queries.columns import Row

_GOOD = 85
_NAMED = 3
"""Orders that are named; more are counted."""


def who(line: Line) -> str:
    """Whose name stands on a line, or else what was written."""
    return line.party or line.remark or line.business


def proposed(each: Proposal, known: Desk) -> str:
    """Whose money a line is thought to be, and what for."""
    if each.payment is not None:
        return _("Payment {number} in the book").format(number=known.payments.get(each.payment, ""))
    customer = known.customers.get(each.customer or 0, "")
    if not each.parts:
        return _("{customer}: balance").format(customer=customer)
    numbers = [known.orders[order][0] for order, _part in each.parts if order in known.orders]
    if len(numbers) > _NAMED:
        told = ngettext("{n} order", "{n} orders", len(numbers)).format(n=len(numbers))
    else:
        told = ", ".join(numbers)
    return _("{customer}: {orders}").format(customer=customer, orders=told)


def fit(each: Proposals) -> str:
    """How well the first proposal fits: ``sure``, ``likely``, ``look``, or nothing without one."""
    if each.first is None:
        return ""
    return "sure" if each.sure else "likely" if each.first.score >= _GOOD else "look"


def parts(each: Proposal, known: Desk, currency: Currency) -> list[str]:
    """What of the money goes where, line by line."""
    told = []
    for order, part in each.parts:
        number, due = known.orders.get(order, ("", part))
        amounts = {"order": number, "part": show(part, currency), "due": show(due, currency)}
        whole = part == due
        told.append((_("{order}: {part}") if whole else _("{order}: {part} of {due}")).format(**amounts))
    if each.payment is None and each.rest:
        told.append(_("Balance: {amount}").format(amount=show(each.rest, currency)))
    if each.payment is None and each.fee:
        told.append(_("Fee: {amount}").format(amount=show(each.fee, currency)))
    return told


def new_row(line: Line, known: Desk) -> Row:
    """A line that nothing was decided on, for the table."""
    found = known.proposals[line.id]
    words = proposed(found.first, known) if found.first is not None else ""
    if not words and found.none is not None:
        words = found.none.words(str)
    return Row(line.id, (line.date, who(line), line.amount, words, fit(found)))


def old_row(line: Line) -> Row:
    """A line that was matched or ignored."""
    if line.state == LineState.IGNORED:
        words = line.reason
    else:
        words = ": ".join(word for word in (line.payment, line.customer) if word)
    return Row(line.id, (line.date, who(line), line.amount, words, ""))
