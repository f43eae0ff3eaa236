"""Who works in the demo, by which clock, and how it looks things up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from app.models.actor import Actor
from app.models.base import connection


class MovingClock(Protocol):
    """A clock that can be set on."""

    def today(self) -> date: ...
    def move(self, day: date) -> None: ...


@dataclass(frozen=True)
class Office:
    """The people of the demo."""

    owner: Actor
    first_seller: Actor
    second_seller: Actor
    warehouse: Actor
    finance: Actor
    manager: Actor

    @property
    def sellers(self) -> tuple[Actor, Actor]:
        """The two who sell."""
        return self.first_seller, self.second_seller


def row_of(statement: str, *values: Any) -> tuple[Any, ...]:
    """The first row of a query; empty if there is none."""
    row = connection().execute(statement, values).fetchone()
    return tuple(row) if row is not None else ()


def value(statement: str, *values: Any) -> Any:
    """The single value of a query."""
    return row_of(statement, *values)[0]
