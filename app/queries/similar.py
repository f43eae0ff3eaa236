"""Customers that may be the one that is being typed: equal name however it is written, phone or tax number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from app.models.actor import Actor, Permission, Scope
from app.models.base import connection
from app.models.search_key import normal, search_key
from app.models.user import shown_name
from app.queries.filters import LIKE, pattern

LEAST_DIGITS = 7
"""Digits that a phone must have before it is compared."""
MOST = 3
_NO_DIGIT = re.compile(r"\D")
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Similar:
    """A customer that may be meant. ``why`` holds ``name``, ``sound`` (the pinyin is equal), ``phone``, ``tax_number``.

    Of a colleague's customer that the viewer may not see only ``owner`` and ``why`` are told, and ``id`` is None.
    """

    id: int | None
    name: str
    code: str
    phone: str
    city: str
    owner: str
    why: tuple[str, ...]


_SELECT = (
    f"SELECT c.id, c.name, c.code, c.phone, c.city, c.owner_id, coalesce({shown_name('u')}, "
    "''), c.search_key FROM customer c LEFT JOIN user u ON u.id = c.owner_id WHERE c.merged_into_id IS NULL AND "
    "c.id IS NOT ? AND "
)
_BY_SOUND = _SELECT + "c.search_key >= ? AND c.search_key < ? LIMIT 2000"
_BY_KEY = _SELECT + f"c.search_key {LIKE} LIMIT 50"
_BY_TAX = (
    _SELECT + "(upper(replace(c.tax_number, ' ', '')) = ? OR c.id IN (SELECT customer_id FROM invoice_title "
    "WHERE upper(replace(tax_number, ' ', '')) = ?)) LIMIT 20"
)
_BY_PEOPLE = (
    _SELECT + "c.id IN (SELECT customer_id FROM contact WHERE phone LIKE ? UNION SELECT customer_id FROM address "
    "WHERE phone LIKE ?) LIMIT 200"
)
_PHONES = (
    "SELECT phone FROM customer WHERE id = ?1 UNION ALL SELECT phone FROM contact WHERE customer_id = ?1 "
    "UNION ALL SELECT phone FROM address WHERE customer_id = ?1"
)
_LIKELIEST = ("tax_number", "phone", "name", "sound")
Found = Iterator[tuple[tuple[Any, ...], str]]


def similar(
    viewer: Actor, name: str, phone: str = "", tax_number: str = "", but: int | None = None
) -> tuple[Similar, ...]:
    """At most three customers that may be the one being typed, the likeliest first; ``but`` is the one being edited.

    Names are equal without regard to case, width, signs, simplified or traditional characters; or by their pinyin.
    """
    found: dict[int, tuple[tuple[Any, ...], set[str]]] = {}
    for row, why in chain(_by_name(name, but), _by_phone(phone, but), _by_tax_number(tax_number, but)):
        found.setdefault(row[0], (row, set()))[1].add(why)
    own = viewer.scope(Permission.SEE_CUSTOMERS) is not Scope.ALL
    place = _LIKELIEST.index
    likeliest = sorted(found.values(), key=lambda f: (min(map(place, f[1])), -len(f[1]), f[0][0]))
    return tuple(_told(viewer, row, tuple(sorted(why, key=place)), own) for row, why in likeliest[:MOST])


def _told(viewer: Actor, row: tuple[Any, ...], why: tuple[str, ...], own: bool) -> Similar:
    record_id, name, code, phone, city, owner_id, owner, _key = row
    if own and owner_id is not None and owner_id != viewer.user_id:
        return Similar(None, "", "", "", "", owner, why)
    return Similar(record_id, name, code, phone, city, owner, why)


def letters(name: str) -> str:
    """A name as it is compared: without case, width, spaces and signs, in simplified characters."""
    return _NO_WORD.sub("", normal(name))


def sound(name: str, key: str = "") -> str:
    """How a name is read: the pinyin of a Chinese one, the letters of any other. ``key``: its search key, if known."""
    plain = letters(name)
    begins = (key or search_key(name)).split(" ", 1)[0]
    # The key of a Chinese name begins with its pinyin, that of any other one with the name as it is.
    return plain if plain.startswith(letters(begins)) else _NO_WORD.sub("", begins)


def _by_name(name: str, but: int | None) -> Found:
    mine, read = letters(name), sound(name)
    if len(mine) < 2:
        return
    begins = read[:3]
    for row in connection().execute(_BY_SOUND, (but, begins, begins + "\U0010ffff")):
        if sound(row[1], row[7]) == read:
            yield row, "name" if letters(row[1]) == mine else "sound"


def _by_phone(phone: str, but: int | None) -> Found:
    digits = phone_digits(phone)
    if len(digits) < LEAST_DIGITS:
        return
    tail = f"%{digits[-4:]}%"
    rows = chain(
        connection().execute(_BY_KEY, (but, pattern(digits))), connection().execute(_BY_PEOPLE, (but, tail, tail))
    )
    for row in list(rows):
        if any(phone_digits(str(other[0])) == digits for other in connection().execute(_PHONES, (row[0],))):
            yield row, "phone"


def phone_digits(phone: str) -> str:
    """The digits of a phone as they are compared: without the sign of China before a mobile number."""
    digits = _NO_DIGIT.sub("", normal(phone))
    return digits.removeprefix("00").removeprefix("86") if len(digits) in (13, 15) else digits


def _by_tax_number(tax_number: str, but: int | None) -> Found:
    number = normal(tax_number).upper().replace(" ", "")
    if len(number) >= LEAST_DIGITS:
        for row in connection().execute(_BY_TAX, (but, number, number)):
            yield row, "tax_number"
