"""Who works in the book, and the ``Actor`` that each of them acts as."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.errors import NotFound
from app.i18n import _
from app.models.actor import Actor, Role, utc_now
from app.models.base import connection, moment_from
from app.models.user import called


@dataclass(frozen=True)
class Person:
    """A person who may sign in. ``password`` is the stored hash, empty for one who signs in without."""

    id: int
    name: str
    full_name: str
    roles: frozenset[str]
    password: str
    paused_until: datetime | None

    @property
    def shown_name(self) -> str:
        """How screens name the person."""
        return called(self.name, self.full_name)


def people() -> tuple[Person, ...]:
    """All active people, owners first."""
    roles: dict[int, set[str]] = {}
    link = connection()
    for user_id, role in link.execute("SELECT user_id, role FROM user_role"):
        roles.setdefault(user_id, set()).add(role)
    found = [
        Person(
            row[0],
            row[1],
            row[2],
            frozenset(roles.get(row[0], ())),
            row[3],
            moment_from(row[4]) if row[4] else None,
        )
        for row in link.execute(
            "SELECT id, name, full_name, password, paused_until FROM user WHERE active = 1 ORDER BY id"
        )
    ]
    return tuple(sorted(found, key=lambda p: (Role.OWNER not in p.roles, p.id)))


def person_named(name: str) -> Person:
    """The active person with this sign-in name. Raises ``NotFound``."""
    for person in people():
        if person.name.casefold() == name.strip().casefold():
            return person
    raise NotFound(
        _("There is no user {name} in this book. Check the name, or ask the owner.").format(name=name), code="no_user"
    )


def actor_of(person: Person, *, today: Callable[[], date] = date.today, now: Callable[[], datetime] = utc_now) -> Actor:
    """The person as an actor, for one run of the program at this computer."""
    return Actor(
        user_id=person.id,
        name=person.shown_name,
        roles=person.roles,
        today=today,
        now=now,
        run=secrets.token_hex(8),
        computer=socket.gethostname(),
        alone=len(people()) == 1,
    )


def must_change_password(user_id: int) -> bool:
    """Whether the password of this person was set last by somebody else, who therefore knows it."""
    row = (
        connection()
        .execute(
            "SELECT user_id FROM trail WHERE about_kind = 'user' AND about_id = ? "
            "AND operation IN ('add user', 'change password', 'reset password') ORDER BY id DESC LIMIT 1",
            (user_id,),
        )
        .fetchone()
    )
    return row is not None and row[0] != user_id
