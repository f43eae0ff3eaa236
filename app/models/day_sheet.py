"""What the sheet of a closed day says, frozen when the day is signed.

``DaySheet.to_json()`` is canonical: the same sheet always gives the same text, and the same PDF. It names documents by
their numbers and no customer, so that it may be kept for as long as the books.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from typing import Any

from app.errors import BookError
from app.i18n import _
from app.models.document import Mark, Party

VERSION = 1

STOCK = "stock"
STEPS = ("paid_not_shipped", "shipped_not_paid", "refunds", "requests", "drafts", STOCK, "gaps")
"""What is looked at after the money, in this order; ``STOCK`` only in a book that keeps stock."""


def steps_of(*, keeps_stock: bool) -> tuple[str, ...]:
    """The steps of a book, in order."""
    return tuple(key for key in STEPS if key != STOCK or keeps_stock)


@dataclass(frozen=True, slots=True)
class MethodCount:
    """The money of one method, in minor units: what was there, came in, went out; what was counted; what stays.

    ``left`` is what is there when the next day begins; the rest of what was counted was taken out (to the bank).
    ``reason`` explains a difference. ``name`` is the book's own name of the method, empty for a usual one.
    """

    method: str
    opening: int
    received: int
    paid_out: int
    counted: int
    left: int
    reason: str = ""
    name: str = ""

    @property
    def expected(self) -> int:
        """What has to be there by what is recorded."""
        return self.opening + self.received - self.paid_out

    @property
    def difference(self) -> int:
        """What is there beyond it; below zero where money is missing."""
        return self.counted - self.expected


@dataclass(frozen=True, slots=True)
class LateMoney:
    """Money that was recorded after the day it is dated on had been closed; below zero where it went out."""

    number: str
    date: str
    method: str
    amount: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class OpenThing:
    """Something that a step found: a record by kind and id, its number, its date, and its amount where it has one."""

    kind: str
    id: int
    number: str
    date: str = ""
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class StepFound:
    """What one step found: how many things, their sum where they have amounts, and the first of them.

    ``remark`` is what the person wrote to it; without one the step was only looked at.
    """

    key: str
    count: int
    amount: int | None = None
    things: tuple[OpenThing, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A closed day. Dates are ISO texts; ``since`` is the day closed before it, empty for the first one."""

    day: str
    since: str
    seller: Party
    currency: str
    language: str
    signed_by: str
    signed_at: str
    money: tuple[MethodCount, ...]
    late: tuple[LateMoney, ...]
    steps: tuple[StepFound, ...]
    note: str = ""
    mark: Mark = Mark.NONE
    logo: bytes = b""

    @property
    def expected(self) -> int:
        """What all methods have to hold."""
        return sum(line.expected for line in self.money)

    @property
    def counted(self) -> int:
        """What was counted in all."""
        return sum(line.counted for line in self.money)

    def to_json(self) -> str:
        """The canonical text of this sheet."""
        plain: dict[str, Any] = {"version": VERSION, **asdict(self)}
        plain["logo"] = base64.b64encode(self.logo).decode("ascii")
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> DaySheet:
        """The sheet that ``to_json`` wrote. Raises BookError for a damaged text or one of a newer Daybook."""
        try:
            found = json.loads(text)
            if found.pop("version") != VERSION:
                raise BookError(
                    _("This document was stored by a newer Daybook. Open the book with that version to print it."),
                    code="document_newer",
                )
            return cls(
                **{
                    **found,
                    "seller": Party(**found["seller"]),
                    "money": tuple(MethodCount(**line) for line in found["money"]),
                    "late": tuple(LateMoney(**line) for line in found["late"]),
                    "steps": tuple(
                        StepFound(**{**step, "things": tuple(OpenThing(**each) for each in step["things"])})
                        for step in found["steps"]
                    ),
                    "mark": Mark(found["mark"]),
                    "logo": base64.b64decode(found["logo"], validate=True),
                }
            )
        except (AttributeError, KeyError, TypeError, ValueError, binascii.Error) as error:
            raise BookError(
                _("The stored contents of this document are damaged. Check the book, or restore a backup."),
                code="document_damaged",
            ) from error
