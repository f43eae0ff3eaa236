"""What is wrong with orders, in words; the notes of how problems were solved, and which of them suit another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.i18n import N_, _, ngettext
from app.models.actor import Actor, Permission, Scope
from app.models.base import connection
from app.models.company import book_currency
from app.models.order_problems import AND_ALSO, BETWEEN, TOPICS, Topic
from app.models.user import shown_name
from app.money import PRICE, QUANTITY, show, show_scaled
from app.queries.filters import Filter, Part, one_of
from app.queries.pins import Pin, any_of, late_word

NOTED = "exception"
"""The pin of what operations noted themselves; its detail is the topic and the sentence."""

_MOST = 3
"""How many earlier solutions are offered."""
_LOOKED_AT = 300
"""Among how many of the newest solutions of a topic the similar ones are looked for."""

_LONG_AGO = (f"2026-01-01{BETWEEN}1", date(2026, 10, 1))


def _parts(detail: str) -> list[list[str]]:
    return [each.split(BETWEEN) for each in detail.split(AND_ALSO)]


def _late(day: str, today: date) -> int:
    return (today - date.fromisoformat(day)).days


def _late_word(detail: Any, today: date) -> str:
    return late_word(_parts(detail)[0][0], today)


def _overdue(detail: Any, today: date) -> str:
    due = _parts(detail)[0][0]
    days = _late(due, today)
    return ngettext("Payment was due on {date}, {n} day ago.", "Payment was due on {date}, {n} days ago.", days).format(
        date=due, n=days
    )


def _late_delivery(detail: Any, today: date) -> str:
    days = _late(detail, today)
    return ngettext(
        "Delivery was promised for {date}, {n} day ago.", "Delivery was promised for {date}, {n} days ago.", days
    ).format(date=detail, n=days)


_ADDRESS_PARTS = {"consignee": N_("Consignee"), "phone": N_("Phone"), "address": N_("Address")}


def _address(detail: Any, _today: date) -> str:
    lacking = _(", ").join(_(_ADDRESS_PARTS[part]) for part in detail.split())
    return _("The address is incomplete. Missing: {parts}.").format(parts=lacking)


def _shortage(detail: Any, _today: date) -> str:
    goods = _(", ").join(f"{name} × {show_scaled(int(wanted), QUANTITY)}" for name, wanted in _parts(detail))
    return _("There is not enough in stock: {goods}.").format(goods=goods)


def _duplicate(detail: Any, _today: date) -> str:
    return _("{order} has the same customer, day and total. Perhaps the order was entered twice.").format(
        order=_parts(detail)[0][1]
    )


def _floor(detail: Any, _today: date) -> str:
    least = book_currency().decimals
    goods = _(", ").join(f"{each[0]} {show_scaled(int(each[1]), PRICE, least=least)}" for each in _parts(detail))
    return _("Sold below the floor price: {goods}.").format(goods=goods)


def _amounts(detail: Any, _today: date) -> str:
    ((kind, amount),) = _parts(detail)
    told = show(int(amount), book_currency(), symbol=True)
    if kind == "paid":
        return _("{amount} more was paid than the order is worth, and no refund is asked for.").format(amount=told)
    return _("The total was stated {amount} away from what it comes to.").format(amount=told)


def _lines(detail: Any, _today: date) -> str:
    told = show(int(detail), book_currency(), symbol=True)
    return _("Amounts of lines were stated {amount} away from quantity times price.").format(amount=told)


_NOTED_TITLES = {
    "to_be_credited": N_("To credit"),
    "completed_unpaid": N_("Unpaid"),
    "bounced": N_("Bounced"),
}


def _noted_word(detail: Any, _today: date) -> str:
    word = _NOTED_TITLES.get(detail.partition(":")[0])
    return _(word) if word else _("Problem")


def _bound(sql: str) -> Callable[[Actor], Part]:
    marks = sql.count("?")
    return lambda viewer: (sql, (viewer.today().isoformat(),) * marks)


def _pin(topic: Topic, title: str, column: str, chip: Any, reason: Any, widest: tuple[Any, date] | None = None) -> Pin:
    return Pin(topic.key, title, column, _bound(topic.open), _bound(topic.at_row), chip, reason, topic.needs, widest)


def _word(text: str) -> Callable[[Any, date], str]:
    return lambda _detail, _today: _(text)


PINS = (
    _pin(TOPICS["overdue"], N_("Overdue"), "collection", _late_word, _overdue, _LONG_AGO),
    _pin(TOPICS["late_delivery"], N_("Delivery is late"), "delivery", _late_word, _late_delivery, _LONG_AGO),
    _pin(TOPICS["address"], N_("Incomplete address"), "delivery", _word(N_("Address")), _address),
    _pin(TOPICS["shortage"], N_("Not enough in stock"), "delivery", _word(N_("Short")), _shortage),
    _pin(TOPICS["duplicate"], N_("Likely duplicate"), "state", _word(N_("Twice?")), _duplicate),
    _pin(TOPICS["floor"], N_("Below the floor price"), "state", _word(N_("Low price")), _floor),
    _pin(TOPICS["amounts"], N_("Amounts contradict each other"), "collection", _word(N_("Amounts")), _amounts),
    _pin(TOPICS["lines"], N_("Amounts of lines are off"), "state", _word(N_("Amounts")), _lines),
    Pin(
        NOTED,
        N_("With an exception"),
        "state",
        _bound(
            "SELECT o.date, o.id FROM order_exception y CROSS JOIN sales_order o ON o.id = y.order_id "
            "WHERE y.solved_at IS NULL"
        ),
        _bound(
            "(SELECT x.topic || ':' || x.reason FROM order_exception x WHERE x.order_id = o.id AND x.solved_at IS NULL "
            "ORDER BY x.id LIMIT 1)"
        ),
        _noted_word,
        lambda detail, _today: detail.partition(":")[2],
        Permission.SEE_MONEY,
    ),
)
_BY_KEY = {pin.key: pin for pin in PINS}


def pins_for(viewer: Actor) -> tuple[Pin, ...]:
    """The kinds of problem of orders that this viewer may see."""
    return tuple(pin for pin in PINS if pin.needs is None or viewer.may(pin.needs))


# Filters of the list


def _with(pins: Callable[[Actor], tuple[Pin, ...]]) -> Callable[[Actor, bool], Part]:
    def part(viewer: Actor, wanted: bool) -> Part:
        found, values = any_of(viewer, pins(viewer))
        return f"o.id {'IN' if wanted else 'NOT IN'} ({found})", values

    return part


_YES_NO = (("yes", N_("yes")), ("no", N_("no")))
_ANY = _with(pins_for)
_BESIDE_OVERDUE = _with(lambda viewer: tuple(pin for pin in pins_for(viewer) if pin.key != "overdue"))
_KINDS = one_of("problem_kind", N_("Kind of problem"), "", ((pin.key, pin.title) for pin in PINS))


def _flag(key: str, title: str, part: Callable[[Actor, bool], Part]) -> Filter:
    check = one_of(key, title, "", _YES_NO)

    def asked(viewer: Actor, value: str) -> Part:
        check.part(viewer, value)
        return part(viewer, value == "yes")

    return Filter(key, title, "flag", asked, _YES_NO)


def _of_kind(viewer: Actor, value: str) -> Part:
    _KINDS.part(viewer, value)
    chosen = {key.strip() for key in value.split(",")}
    return _with(lambda who: tuple(pin for pin in pins_for(who) if pin.key in chosen))(viewer, True)


FILTERS = (
    _flag("problem", N_("With a problem"), _ANY),
    _flag("exception", N_("With another problem than a late payment"), _BESIDE_OVERDUE),
    Filter("problem_kind", N_("Kind of problem"), "choice", _of_kind, _KINDS.values),
)


# The problems of one order


@dataclass(frozen=True)
class OpenProblem:
    """Something that is wrong with an order today. ``detail`` says what, for the words and for solving it."""

    topic: str
    detail: str
    today: str

    @property
    def title(self) -> str:
        """What kind of problem it is."""
        return topic_title(self.topic)

    @property
    def reason(self) -> str:
        """The problem in a sentence."""
        return reason_of(self.topic, self.detail, self.today)


@dataclass(frozen=True)
class SolvedProblem:
    """How a problem of an order was solved, when and by whom. ``holds`` is 0 once its cause has gone or changed."""

    id: int
    topic: str
    detail: str
    found_at: str
    solved_at: str
    solution: str
    solver: str | None
    holds: int

    @property
    def title(self) -> str:
        """What kind of problem it was."""
        return topic_title(self.topic)

    @property
    def reason(self) -> str:
        """What was wrong, in a sentence, as it was on the day on which it was solved."""
        return reason_of(self.topic, self.detail, self.solved_at[:10])


def topic_title(topic: str) -> str:
    """What a kind of problem is called."""
    if topic in _BY_KEY:
        return _(_BY_KEY[topic].title)
    return _(_NOTED_TITLES.get(topic, N_("Problem")))


def reason_of(topic: str, detail: str, today: str) -> str:
    """A problem in a sentence, from what was found."""
    pin = _BY_KEY.get(topic)
    if pin is None or not detail:
        return detail
    return pin.reason(detail, date.fromisoformat(today))


_NOTED = "SELECT topic, reason FROM order_exception WHERE order_id = ? AND solved_at IS NULL ORDER BY id"
_SOLVED = (
    f"SELECT x.id, x.topic, x.reason, x.found_at, x.solved_at, x.solution, {shown_name('u')}, "
    "x.sign <> '' FROM order_exception x LEFT JOIN user u ON u.id = x.solved_by "
    "WHERE x.order_id = ? AND x.solved_by IS NOT NULL ORDER BY x.solved_at DESC, x.id DESC"
)


def problems_of(viewer: Actor, order_id: int) -> tuple[OpenProblem, ...]:
    """What is wrong with an order, as far as this viewer may know; the order itself is one that they may see."""
    today = viewer.today().isoformat()
    found = []
    pins = [pin for pin in pins_for(viewer) if pin.key != NOTED]
    parts = [pin.at_row(viewer) for pin in pins]
    sql = f"SELECT {', '.join(sql for sql, _values in parts) or '0'} FROM sales_order o WHERE o.id = ?"
    row = connection().execute(sql, (*(v for _sql, values in parts for v in values), order_id)).fetchone()
    if row is not None:
        found = [OpenProblem(pin.key, d, today) for pin, d in zip(pins, row, strict=False) if d is not None and pins]
    if viewer.may(Permission.SEE_MONEY):
        found += [OpenProblem(str(t), str(r), today) for t, r in connection().execute(_NOTED, (order_id,))]
    return tuple(found)


def solved_of(viewer: Actor, order_id: int) -> tuple[SolvedProblem, ...]:
    """How problems of an order were solved, the newest first."""
    rows = (SolvedProblem(*row) for row in connection().execute(_SOLVED, (order_id,)))
    return tuple(each for each in rows if viewer.may(needs_of(each.topic)))


def needs_of(topic: str) -> Permission:
    """The right to see problems of this kind."""
    return TOPICS[topic].needs if topic in TOPICS else Permission.SEE_MONEY


# Earlier solutions


@dataclass(frozen=True)
class Earlier:
    """A solution of a like problem: what was done, for which order, and what the two orders have in common."""

    id: int
    solution: str
    solved_at: str
    solver: str
    order: str
    same: tuple[str, ...]
    times: int = 1

    @property
    def why(self) -> str:
        """What the cases have in common, in words."""
        return _(", ").join(_(_SAME[key][0]) for key in self.same) or _("same kind of problem")


# What two cases may have in common, and how much it counts.
_SAME: dict[str, tuple[str, int]] = {
    "order": (N_("this very order"), 16),
    "customer": (N_("same customer"), 8),
    "product": (N_("same product"), 4),
    "amount": (N_("similar amount"), 2),
    "channel": (N_("same channel"), 1),
}
_CASES = (
    f"SELECT x.id, x.solution, x.solved_at, coalesce({shown_name('u')}, ''), "
    "CASE WHEN o.number <> '' THEN o.number ELSE '#' || o.id END, o.id = m.id, o.customer_id = m.customer_id, "
    "EXISTS (SELECT 1 FROM order_line a JOIN order_line b ON b.product_id = a.product_id "
    "WHERE a.order_id = o.id AND b.order_id = m.id), "
    "o.total > 0 AND o.total BETWEEN m.total / 2 AND m.total * 2, o.channel_id = m.channel_id "
    "FROM order_exception x INDEXED BY order_exception_solved JOIN sales_order m ON m.id = ? "
    "JOIN sales_order o ON o.id = x.order_id LEFT JOIN user u ON u.id = x.solved_by "
    "WHERE x.topic = ? AND x.solved_by IS NOT NULL{} ORDER BY x.solved_at DESC, x.id DESC LIMIT ?"
)


def earlier(viewer: Actor, order_id: int, topic: str, limit: int = _MOST) -> tuple[Earlier, ...]:
    """How the most similar problems of this kind were solved, most similar first, then the newest.

    The same words count once, with how often they were used. Who sees own orders only learns from those.
    """
    own = ""
    who: tuple[int, ...] = ()
    if viewer.scope(Permission.SEE_ORDERS) is not Scope.ALL:
        own, who = " AND o.salesperson_id = ?", (viewer.user_id,)
    ranked: list[tuple[int, Earlier]] = []
    for row in connection().execute(_CASES.format(own), (order_id, topic, *who, _LOOKED_AT)):
        same = tuple(key for key, has in zip(_SAME, row[5:], strict=True) if has)
        same = tuple(key for key in same if key == "order" or "order" not in same)
        ranked.append((sum(_SAME[key][1] for key in same), Earlier(row[0], row[1], row[2], row[3], row[4], same)))
    ranked.sort(key=lambda pair: -pair[0])
    kept: dict[str, Earlier] = {}
    times: dict[str, int] = {}
    for _points, each in ranked:
        words = " ".join(each.solution.split()).casefold()
        kept.setdefault(words, each)
        times[words] = times.get(words, 0) + 1
    return tuple(replace(each, times=times[words]) for words, each in list(kept.items())[:limit])
