"""What the settings of a book show: taxes, payment methods, number series, and people with those who left."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models.base import connection
from app.models.numbering import period_of, render
from app.models.user import called
from app.queries.words import method_word


@dataclass(frozen=True)
class Tax:
    """A tax code; ``rate`` is the one in force, ``since`` its first day, both empty before the first rate begins."""

    id: int
    code: str
    name: str
    rate: int | None
    since: str
    active: bool


@dataclass(frozen=True)
class Method:
    """A way in which money comes or goes; ``fee_rate`` in ten-thousandths of a percent."""

    id: int
    code: str
    name: str
    needs_reference: bool
    active: bool
    needs_date: bool = False
    fee_rate: int = 0


@dataclass(frozen=True)
class ChannelUse:
    """A place where orders come from, and how many came from it."""

    id: int
    name: str
    active: bool
    orders: int


@dataclass(frozen=True)
class Numbers:
    """A series of numbers, and the number that the next document would get."""

    id: int
    name: str
    pattern: str
    restart: str
    strict: bool
    next: str


@dataclass(frozen=True)
class Member:
    """A person of the book, also one who no longer signs in."""

    id: int
    name: str
    full_name: str
    roles: tuple[str, ...]
    active: bool
    has_password: bool
    last_sign_in: str

    @property
    def shown_name(self) -> str:
        """How screens name the person."""
        return called(self.name, self.full_name)


def setting(name: str, default: Any = None) -> Any:
    """What the book keeps under a name (see ``change_setting``), or ``default`` if nothing is."""
    row = connection().execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return default if row is None else json.loads(str(row[0]))


def taxes(day: date) -> tuple[Tax, ...]:
    """All tax codes with their rates of a day."""
    rows = connection().execute(
        "SELECT t.id, t.code, t.name, r.rate, coalesce(r.valid_from, ''), t.active FROM tax_code t "
        "LEFT JOIN tax_rate r ON r.id = (SELECT id FROM tax_rate WHERE tax_code_id = t.id AND valid_from <= ? "
        "ORDER BY valid_from DESC LIMIT 1) ORDER BY t.active DESC, t.id",
        (day.isoformat(),),
    )
    return tuple(Tax(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in rows)


def payment_methods() -> tuple[Method, ...]:
    """All payment methods that a person may choose, with those out of use."""
    rows = connection().execute(
        "SELECT id, code, name, needs_reference, active, needs_date, fee_rate FROM payment_method "
        "WHERE code <> 'imported' ORDER BY position, id"
    )
    return tuple(
        Method(row[0], row[1], method_word(row[1], row[2]), bool(row[3]), bool(row[4]), bool(row[5]), row[6])
        for row in rows
    )


def channel_uses() -> tuple[ChannelUse, ...]:
    """All channels with the number of their orders. Takes a moment in a large book."""
    rows = connection().execute(
        "SELECT c.id, c.name, c.active, coalesce(o.orders, 0) FROM channel c LEFT JOIN "
        "(SELECT channel_id, count(*) AS orders FROM sales_order GROUP BY channel_id) o ON o.channel_id = c.id "
        "ORDER BY c.active DESC, c.id"
    )
    return tuple(ChannelUse(row[0], row[1], bool(row[2]), row[3]) for row in rows)


def number_series(day: date) -> tuple[Numbers, ...]:
    """All series of numbers."""
    found = []
    for row in connection().execute(
        "SELECT id, name, pattern, restart, strict, period, next_number FROM series ORDER BY id"
    ):
        counter = row[6] if row[5] == period_of(row[3], day) else 1
        found.append(Numbers(row[0], row[1], row[2], row[3], bool(row[4]), render(row[2], day, counter)))
    return tuple(found)


def members() -> tuple[Member, ...]:
    """All people of the book, those who may sign in first."""
    link = connection()
    roles: dict[int, list[str]] = {}
    for user_id, role in link.execute("SELECT user_id, role FROM user_role ORDER BY role"):
        roles.setdefault(user_id, []).append(role)
    rows = link.execute(
        "SELECT id, name, full_name, active, password <> '', coalesce(last_sign_in, '') FROM user "
        "ORDER BY active DESC, id"
    )
    return tuple(
        Member(row[0], row[1], row[2], tuple(roles.get(row[0], ())), bool(row[3]), bool(row[4]), str(row[5]))
        for row in rows
    )
