"""Single settings as data: what they are called, where they are kept, what they are unless somebody changes them.

A section lists its items; the page finds them by their words, and ``rows.SettingRow`` shows and changes each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.models.actor import Actor
from app.models.company import the_company
from app.operations.company import change_company, change_setting
from app.queries.book_settings import setting
from app.views.desk import Desk

Kind = Literal["switch", "choice", "count", "money", "rate", "line", "text"]
Place = Literal["company", "book", "desk"]


class Unset:
    """Stands for "nothing is usual here": facts such as a name have no default."""


UNSET = Unset()


@dataclass(frozen=True)
class Item:
    """One setting. ``key`` is its name where it is kept: a column of the company, a setting of the book, or a
    preference of this desk.

    ``choices`` (values with marked words) are those of a *choice*, or a function of the desk that gives them now, with
    words that are shown as they are. ``apply`` brings a preference of this desk about at once. ``consequence`` is the
    plain sentence of a dangerous one.
    """

    key: str
    title: str
    kind: Kind
    default: Any = UNSET
    place: Place = "company"
    hint: str = ""
    choices: Mapping[Any, str] | Callable[[Desk], Mapping[Any, str]] = field(default_factory=dict)
    least: int = 0
    most: int = 365
    empty_is: Any = None
    """What an emptied field stands for."""
    apply: Callable[[Desk, Any], object] | None = None
    consequence: str = ""
    show: Callable[[Any], Any] | None = None
    """How the kept value is shown in its field, and ``take`` how what the field says is kept."""
    take: Callable[[Any], Any] | None = None
    change: Callable[[Actor, Any], Any] | None = None
    """The operation that gives it another value, where more follows from it than the value; it is taken back as a
    whole."""
    country: str = ""
    """The country whose books alone have it; empty for all."""

    @property
    def name(self) -> str:
        """Its object name."""
        return self.key.replace(".", "_").replace("-", "_")

    def read(self, desk: Desk) -> Any:
        """What it is now. Quick: one row of the book, or memory."""
        if self.place == "company":
            value = getattr(the_company(), self.key)
            return bool(value) if self.kind == "switch" else value
        if self.place == "book":
            return setting(self.key, None if self.default is UNSET else self.default)
        return desk.preferences.get(self.key, None if self.default is UNSET else self.default)

    def operation(self, value: Any) -> Callable[[Actor], Any]:
        """The operation that gives it another value; not for those of this desk."""
        if self.change is not None:
            change = self.change
            return lambda actor: change(actor, value)
        if self.place == "book":
            kept = None if value == self.default else value
            return lambda actor: change_setting(actor, self.key, kept)
        return lambda actor: change_company(actor, {self.key: value})

    @property
    def here(self) -> bool:
        """Whether the book that is open has it."""
        return self.country in ("", the_company().country)

    def keep(self, desk: Desk, value: Any) -> None:
        """Keep a preference of this desk, and bring it about."""
        if value == self.default:
            desk.preferences.forget(self.key)
        else:
            desk.preferences.set(self.key, value)
        if self.apply is not None:
            self.apply(desk, value)


@dataclass(frozen=True)
class Group:
    """Settings that belong together, in one card. ``danger`` ones stand apart, with what they bring about."""

    name: str
    title: str = ""
    hint: str = ""
    items: tuple[Item, ...] = ()
    danger: bool = False
