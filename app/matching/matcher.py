"""Proposes whose money a line is: by amount, name, numbers in the remark and date, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from app.matching import proposal as say
from app.matching.entry import Entry
from app.matching.owed import Order, Owed, Recorded, payer_key
from app.matching.proposal import Proposal, Proposals, Reason, reason
from app.matching.words import DEDUCTED, KINDS, UNSETTLED, words
from app.models.search_key import normal

SURE = 85
"""A proposal of at least this score may be confirmed among many."""
_ENOUGH = 42
_DESPITE = 75
"""From this score on words such as "fee" in a remark don't make a line another business."""
_APART = 5
"""How much better the first proposal has to be than that of another customer."""
_NAME = 45
_MOST = 5
_LINK_DAYS = 7
_KNOWN_NAME = 0.75
_FLAT_FEE = 5000
"""Most that a bank is thought to keep of a transfer, in minor units."""


class _Told(NamedTuple):
    """What a line says of one customer."""

    alike: float
    learnt: bool
    in_remark: bool
    named: frozenset[int]
    bare: frozenset[int]

    @property
    def sure(self) -> float:
        """How far name and payer say that it is this customer."""
        return 1.0 if self.learnt else self.alike


class Matcher:
    """Matches lines with what is owed; making it takes a moment, asking it hardly any."""

    def __init__(self, owed: Owed) -> None:
        self._owed = owed
        self._own = {payer_key(name) for name in owed.own if name}
        self._alike: dict[tuple[str, bool], Mapping[int, float]] = {}

    def propose(self, entry: Entry) -> Proposals:
        """What is proposed for a line."""
        idle = self._idle(entry)
        if idle is not None:
            return Proposals(none=idle)
        other = self._other_business(entry)
        found = sorted(self._found(entry), key=_rank)
        best: dict[tuple[int | None, tuple[int, ...], int | None], Proposal] = {}
        for each in found:
            best.setdefault((each.customer, tuple(sorted(o for o, _p in each.parts)), each.payment), each)
        ranked = list(best.values())[:_MOST]
        if not ranked:
            return Proposals(none=other or reason(say.NOBODY))
        first = ranked[0]
        if other is not None and first.score < _DESPITE:
            return Proposals(none=other)
        rival = next((each for each in ranked[1:] if each.customer != first.customer), None)
        if first.score < _ENOUGH:
            return Proposals(others=tuple(ranked), none=reason(say.NOBODY))
        if rival is not None and first.score - rival.score < _APART:
            return Proposals(others=tuple(ranked), none=reason(say.SEVERAL))
        apart = rival is None or first.score - rival.score >= 2 * _APART
        sure = first.exact and first.known and first.score >= SURE and apart
        return Proposals(first, tuple(ranked[1:]), sure=sure)

    def _idle(self, entry: Entry) -> Reason | None:
        if entry.amount <= 0:
            return reason(say.OUTGOING)
        if UNSETTLED.search(normal(entry.state)):
            return reason(say.UNSETTLED)
        if payer_key(entry.party) in self._own:
            return reason(say.KINDS["own"])
        return None

    def _other_business(self, entry: Entry) -> Reason | None:
        """What a line seems to be if it is no customer's money."""
        if self._owed.named(f"{entry.remark} {entry.party}"):
            return None
        if normal(entry.kind) in words("neither"):
            return reason(say.KINDS["own"])
        told = normal(f"{entry.kind} {entry.party} {entry.remark}")
        kind = next((kind for kind, pattern in KINDS.items() if pattern.search(told)), None)
        return reason(say.KINDS[kind]) if kind is not None else None

    # Who may be meant

    def _found(self, entry: Entry) -> Iterable[Proposal]:
        owed = self._owed
        told = self._told(entry)
        for customer, what in told.items():
            yield from self._of_customer(entry, customer, what)
        yield from self._recorded(entry, told)
        grosses = {entry.amount} | ({entry.amount + entry.fee} if entry.fee else set())
        alone = {order for gross in grosses for order in owed.by_amount.get(gross, ())}
        for order_id in alone:
            order = owed.by_id[order_id]
            if order.customer not in told:
                yield from self._by_amount_only(entry, order, alone)

    def _told(self, entry: Entry) -> dict[int, _Told]:
        owed = self._owed
        learnt: frozenset[int] = frozenset()
        for said in (entry.account, entry.party):
            key = payer_key(said)
            if key and key in owed.payers:
                learnt |= owed.payers[key]
        by_party = self._names_alike(entry.party, within=False)
        by_remark = self._names_alike(entry.remark, within=True) if entry.remark else {}
        text = f"{entry.remark} {entry.party}"
        named = owed.named(text)
        customers = {
            *learnt,
            *(c for c, s in by_party.items() if s >= 0.3),
            *(c for c, s in by_remark.items() if s >= 0.4),
        }
        customers |= {owed.by_id[order].customer for order in named}
        for order_id in owed.by_amount.get(entry.amount, ()):
            order = owed.by_id[order_id]
            if owed.bare(text, (order,)):
                customers.add(order.customer)
        found = {}
        for customer in customers:
            orders = owed.of_customer.get(customer, ())
            party, remark = by_party.get(customer, 0.0), by_remark.get(customer, 0.0)
            # A name in a remark beside a payer of another name: somebody pays for the customer.
            in_remark = remark > party
            alike = max(party, remark * (0.95 if entry.party else 1.0))
            mine = frozenset(order for order in named if owed.by_id[order].customer == customer)
            found[customer] = _Told(alike, customer in learnt, in_remark, mine, owed.bare(text, orders))
        return found

    def _names_alike(self, written: str, *, within: bool) -> Mapping[int, float]:
        key = (written, within)
        known = self._alike.get(key)
        if known is None:
            known = self._alike[key] = self._owed.names.alike(written, within=within)
        return known

    # What of a customer it may settle

    def _of_customer(self, entry: Entry, customer: int, told: _Told) -> Iterable[Proposal]:
        base = round(_NAME * told.sure)
        reasons: list[Reason] = []
        if told.learnt:
            reasons.append(reason(say.LEARNT))
        elif told.alike >= 0.97:
            reasons.append(reason(say.NAME_IN_REMARK if told.in_remark else say.NAME_SAME))
        elif told.alike >= 0.4:
            reasons.append(reason(say.NAME_IN_REMARK if told.in_remark and entry.party else say.NAME_ALIKE))
        known = told.sure >= _KNOWN_NAME or bool(told.named)
        for found in self._amounts(entry, customer, told):
            orders = {order for order, _part in found.parts}
            score, more = base, list(reasons)
            hit, bare = orders & told.named, orders & told.bare - told.named
            if hit:
                score += 40 if hit == orders else 25
                more.extend(reason(say.NAMED, order=self._number(order)) for order in sorted(hit))
            elif told.named:
                score -= 25
            if bare:
                score += 20
                more.extend(reason(say.BARE, order=self._number(order)) for order in sorted(bare))
            late = [order for order in orders if self._owed.by_id[order].day > entry.day]
            if late:
                score -= 6
                more.append(reason(say.LATER_ORDER))
            if entry.fee:
                more.append(reason(say.FEE, amount=entry.fee))
            made = Proposal(
                customer, found.gross, found.parts, fee=found.fee, score=found.score, exact=found.exact, known=known,
                reasons=found.reasons,
            )  # fmt: skip
            yield made.better(score, *more)

    def _amounts(self, entry: Entry, customer: int, told: _Told) -> Iterable[Proposal]:
        orders = self._owed.of_customer.get(customer, [])
        amount, fee = entry.amount, entry.fee
        named = [order for order in orders if order.id in told.named]
        exactly = list(self._exactly(customer, orders, amount, fee))
        yield from exactly
        if named:
            yield from self._over_named(entry, customer, named)
        if told.sure < _KNOWN_NAME and not named:
            if told.bare or told.sure >= 0.5:
                yield from self._nearly(entry, customer, orders)
            return
        several = self._owed.several(customer, amount) if not exactly else ()
        if several:
            whole = len(several) == len(orders)
            words = reason(say.SAME_ALL) if whole else reason(say.SAME_SUM, n=str(len(several)))
            yield Proposal(
                customer, amount, tuple((o, self._owed.by_id[o].due) for o in several), fee=fee,
                score=42 if whole else 40, exact=True, reasons=(words,),
            )  # fmt: skip
        yield from self._nearly(entry, customer, orders)
        yield self._spread(entry, customer, orders)

    def _exactly(self, customer: int, orders: Iterable[Order], amount: int, fee: int) -> Iterable[Proposal]:
        first = True
        for order in orders:
            if order.due == amount:
                score, words = 50, reason(say.SAME_ORDER, order=order.number)
            elif amount in order.parts:
                score, words = 48, reason(say.SAME_PART, order=order.number)
            else:
                continue
            # Of several that fit alike the oldest comes first.
            yield Proposal(
                customer, amount, ((order.id, amount),), fee=fee, score=score if first else score - 6, exact=True,
                reasons=(words,),
            )  # fmt: skip
            first = False

    def _over_named(self, entry: Entry, customer: int, named: list[Order]) -> Iterable[Proposal]:
        amount, due = entry.amount, sum(order.due for order in named)
        if amount == due and len(named) > 1:
            words = reason(say.SAME_SUM, n=str(len(named)))
            parts = tuple((order.id, order.due) for order in named)
            yield Proposal(customer, amount, parts, fee=entry.fee, score=50, exact=True, reasons=(words,))
        elif amount < due:
            first = reason(say.PART_NAMED, order=named[0].number)
            yield Proposal(customer, amount, _oldest(named, amount), fee=entry.fee, score=28, reasons=(first,))
        elif amount > due:
            words = reason(say.OVER, amount=amount - due)
            parts = tuple((order.id, order.due) for order in named)
            yield Proposal(customer, amount, parts, fee=entry.fee, score=24, reasons=(words,))

    def _nearly(self, entry: Entry, customer: int, orders: Iterable[Order]) -> Iterable[Proposal]:
        amount = entry.amount
        explained = bool(DEDUCTED.search(normal(entry.remark)))
        for order in orders:
            less = order.due - amount
            if 0 < less <= order.due // 20 and explained:
                words = reason(say.SHORT, amount=less, order=order.number)
                yield Proposal(customer, amount, ((order.id, amount),), score=32, reasons=(words,))
            elif not entry.fee and less > 0 and _like_a_fee(less, order.due):
                words = reason(say.NET, amount=less, order=order.number)
                yield Proposal(customer, order.due, ((order.id, order.due),), fee=less, score=34, reasons=(words,))
            elif 0 < -less <= max(100, order.due // 500):
                words = reason(say.SLIGHTLY_OVER, amount=-less, order=order.number)
                yield Proposal(customer, amount, ((order.id, order.due),), fee=entry.fee, score=30, reasons=(words,))

    def _spread(self, entry: Entry, customer: int, orders: list[Order]) -> Proposal:
        """To the oldest first; what stays over becomes balance."""
        parts = _oldest(orders, entry.amount)
        left = entry.amount - sum(part for _order, part in parts)
        if not parts:
            score, words = 10, reason(say.NOTHING_DUE)
        elif left:
            score, words = 14, reason(say.OVER, amount=left)
        else:
            score, words = 20, reason(say.PART)
        return Proposal(customer, entry.amount, parts, fee=entry.fee, score=score, reasons=(words,))

    def _by_amount_only(self, entry: Entry, order: Order, alone: set[int]) -> Iterable[Proposal]:
        """Somebody unknown pays just what one order is due: worth a look where the amount is not a round one."""
        score = 28
        if len(alone) == 1 and entry.amount % 10_000 and order.day <= entry.day:
            score = _ENOUGH + 2
        gross = entry.amount
        yield Proposal(
            order.customer, gross, ((order.id, gross),), fee=entry.fee, score=score, exact=True,
            reasons=(reason(say.SAME_ORDER, order=order.number), reason(say.ONLY_AMOUNT)),
        )  # fmt: skip

    # Payments in the book already

    def _recorded(self, entry: Entry, told: Mapping[int, _Told]) -> Iterable[Proposal]:
        amounts = {entry.amount, entry.amount - entry.fee, entry.amount + entry.fee}
        known = self._owed.payments_by_amount
        for payment in {each.id: each for amount in amounts for each in known.get(amount, ())}.values():
            made = self._link(entry, payment, told)
            if made is not None:
                yield made

    def _link(self, entry: Entry, payment: Recorded, told: Mapping[int, _Told]) -> Proposal | None:
        days = abs((date.fromisoformat(entry.day) - date.fromisoformat(payment.day)).days)
        same = bool(payment.reference) and payer_key(payment.reference) in {
            payer_key(entry.reference), *map(payer_key, entry.remark.split())
        }  # fmt: skip
        if days > _LINK_DAYS and not same:
            return None
        what = told.get(payment.customer) if payment.customer is not None else None
        alike = what.sure if what is not None else 0.0
        if payer_key(payment.payer) and payer_key(payment.payer) == payer_key(entry.party):
            alike = 1.0
        reasons = [reason(say.RECORDED, number=payment.number, day=payment.day)]
        if same:
            reasons.append(reason(say.SAME_REFERENCE))
        if alike >= 0.97:
            reasons.append(reason(say.NAME_SAME))
        elif alike >= 0.4:
            reasons.append(reason(say.NAME_ALIKE))
        score = 40 + round(_NAME * alike) + (40 if same else 0) + max(0, 14 - 3 * days)
        known = same or alike >= 0.6
        return Proposal(
            payment.customer, payment.amount, payment=payment.id, fee=payment.fee,
            score=score if known else min(38, score), exact=True, known=known, reasons=tuple(reasons),
        )  # fmt: skip

    def _number(self, order: int) -> str:
        return self._owed.by_id[order].number


def _rank(each: Proposal) -> tuple[int, int, int, int]:
    return (-each.score, each.payment is None, len(each.parts), each.parts[0][0] if each.parts else 0)


def _oldest(orders: Iterable[Order], amount: int) -> tuple[tuple[int, int], ...]:
    """An amount over orders, one after the other."""
    parts = []
    for order in orders:
        taken = min(amount, order.due)
        if taken:
            parts.append((order.id, taken))
        amount -= taken
    return tuple(parts)


def _like_a_fee(less: int, due: int) -> bool:
    """Is what is missing of the kind that a bank or platform keeps?"""
    rate = less / due
    return 0.0015 <= rate <= 0.045 or (less <= _FLAT_FEE and rate <= 0.03)
