"""Reads the texts of this folder with their catalogue, and says where what was understood is not what is meant."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from app.paste.draft import Draft, Goods, Known
from app.paste.reading import Reader
from tests.paste.texts import CATALOGUE, CUSTOMERS, TODAY, Text


@cache
def reader() -> Reader:
    """A reader that knows the catalogue and the customers."""
    return Reader(
        [Goods(i, g.code, g.name, g.unit, g.aliases) for i, g in enumerate(CATALOGUE, 1)],
        [Known(i, c.name, c.phones, c.contacts) for i, c in enumerate(CUSTOMERS, 1)],
    )


def read(text: str) -> Draft:
    """What is understood of a text."""
    return reader().read(text, TODAY)


def differences(text: Text) -> dict[str, tuple[object, object]]:
    """Each field that was understood otherwise: what was understood, and what is meant."""
    draft = read(text.text)
    lines = [
        (
            CATALOGUE[line.product - 1].code if line.product else "",
            line.quantity,
            line.unit,
            line.price,
            "" if line.product else line.words,
        )
        for line in draft.lines
    ]
    meant = [
        (line.code, Decimal(line.quantity), line.unit, Decimal(line.price) if line.price else None, line.words)
        for line in text.lines
    ]
    marked = {line[0] or line[4] for line, found in zip(lines, draft.lines, strict=True) if found.doubts}
    pairs: dict[str, tuple[object, object]] = {
        "consignee": (draft.consignee.text, text.consignee),
        "phone": (draft.phone.text, text.phone),
        "region": (draft.region.text, text.region),
        "city": (draft.city.text, text.city),
        "address": (draft.address.text, text.address),
        "postal_code": (draft.postal_code.text, text.postal_code),
        "promised": (draft.promised.day if draft.promised else None, text.promised),
        "note": (tuple(n for n in draft.note.text.split("\n") if n), text.note),
        "customer": (CUSTOMERS[draft.customers[0].id - 1].name if draft.customers else "", text.customer),
        "lines": (lines, meant),
        "doubtful": (marked & set(text.doubtful), set(text.doubtful)),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
