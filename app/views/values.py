"""How stored values look in a list and on a page: one place for every kind of column."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from app.i18n import _
from app.money import PRICE, QUANTITY, RATE, Currency, plain, show, show_scaled
from app.queries.columns import Kind
from app.queries.words import state_word
from app.reports.cells import guarded

RIGHT = frozenset({Kind.MONEY, Kind.QUANTITY, Kind.PRICE, Kind.RATE, Kind.COUNT})
"""Kinds whose values and headers stand at the right."""

# Phone numbers and the like begin as a formula does and are harmless as they are.
_NUMBER = re.compile(r"[+-][\d\s()./-]*")


def word_of(key: str, state: str) -> str:
    """The word people know a state by, as it stands alone in a chip; ``key`` is the column's."""
    return first_capital(state_word(key, state))


def first_capital(word: str) -> str:
    """A word as it stands alone, or at the beginning of a sentence or caption."""
    return word[:1].upper() + word[1:]


def shown(kind: Kind, value: Any, currency: Currency, key: str = "") -> str:
    """A value as people read it; nothing for None."""
    if value is None:
        return ""
    match kind:
        case Kind.MONEY:
            return show(value, currency)
        case Kind.QUANTITY:
            return show_scaled(value, QUANTITY)
        case Kind.PRICE:
            return show_scaled(value, PRICE, least=currency.decimals)
        case Kind.RATE:
            return show_scaled(value, RATE) + " %"
        case Kind.COUNT:
            return f"{value:,}"
        case Kind.MOMENT:
            return local_moment(value)
        case Kind.STATE:
            return word_of(key, value) if value else ""
        case Kind.FLAG:
            return _("Yes") if value else ""
        case _:
            return str(value)


def copied(kind: Kind, value: Any, currency: Currency, key: str = "") -> str:
    """A value as a spreadsheet takes it: numbers without grouping, dates as ISO, and no text that runs as a formula."""
    if value is None:
        return ""
    match kind:
        case Kind.MONEY:
            return plain(value, currency)
        case Kind.QUANTITY:
            return show_scaled(value, QUANTITY).replace(",", "")
        case Kind.PRICE:
            return show_scaled(value, PRICE, least=currency.decimals).replace(",", "")
        case Kind.RATE:
            return show_scaled(value, RATE).replace(",", "") + "%"
        case Kind.COUNT:
            return str(value)
        case _:
            text = shown(kind, value, currency, key)
            text = text.replace("\t", " ").replace("\r", " ").replace("\n", " ")
            return text if _NUMBER.fullmatch(text) else guarded(text)


def local_moment(value: str) -> str:
    """A stored moment (UTC) in this desk's time, to the minute."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    if moment.tzinfo is None:
        from datetime import UTC

        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def day_of(text: str | None) -> date | None:
    """A stored date; None for nothing."""
    return date.fromisoformat(text) if text else None
