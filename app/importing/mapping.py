"""Which column fills which field: recognised by name, changed by the person, remembered by the layout's fingerprint."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.importing.fields import fields, synonyms
from app.importing.names import clean_header, compact, without_brackets

_SOURCES_OF_MONEY = ("amount", "unit_price", "order_total", "paid", "subtotal")
_OF_AN_ORDER = ("number", "date", "customer_name", "customer_code", "customer_account", "consignee", "paid_on")


@dataclass
class Mapping:
    """Header names by column, the field that each column fills, and how sure the recognition is (0–100).

    ``columns`` column position → field key; a column that is missing there is not imported.
    """

    headers: tuple[str, ...]
    columns: dict[int, str]
    confidence: dict[int, int] = field(default_factory=dict)

    def column(self, key: str) -> int | None:
        """The column that fills a field."""
        for position, name in self.columns.items():
            if name == key:
                return position
        return None

    @property
    def by_field(self) -> dict[str, int]:
        """Field key → column position."""
        return {key: position for position, key in self.columns.items()}

    @property
    def fingerprint(self) -> str:
        """The same for files with the same columns in the same order."""
        names = "\x1f".join(compact(header) for header in self.headers)
        return hashlib.blake2b(names.encode(), digest_size=12).hexdigest()

    @property
    def usable(self) -> bool:
        """Are there columns enough to make orders: some amount, and something that tells orders apart?"""
        found = set(self.columns.values())
        sold = "quantity" in found and bool(found & {"product_name", "product_code"})
        return bool(found.intersection(_SOURCES_OF_MONEY)) and (sold or bool(found.intersection(_OF_AN_ORDER)))

    def with_column(self, position: int, key: str) -> Mapping:
        """The mapping with one column changed; an empty key leaves the column out, a field moves away from its old
        column."""
        columns = {
            at: name
            for at, name in self.columns.items()
            if at != position and (not key or name != key or key == "skip")
        }
        if key:
            columns[position] = key
        return Mapping(self.headers, columns, {**self.confidence, position: 100})

    def to_json(self) -> str:
        """The mapping as text, for keeping."""
        return json.dumps(
            {"headers": self.headers, "columns": {str(k): v for k, v in self.columns.items()}},
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, written: str) -> Mapping:
        """The mapping that ``to_json`` wrote; unknown fields of other versions are left out."""
        data = json.loads(written)
        known = fields()
        return cls(tuple(data["headers"]), {int(k): v for k, v in data["columns"].items() if v in known})


def unique_headers(cells: Sequence[object], width: int) -> tuple[str, ...]:
    """Header names as shown: cleaned, equal ones numbered, missing ones named by the column's letter."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for position in range(width):
        name = clean_header(cells[position]) if position < len(cells) else ""
        name = name or letter(position)
        key = compact(name) or name
        seen[key] = seen.get(key, 0) + 1
        names.append(name if seen[key] == 1 else f"{name} ({seen[key]})")
    return tuple(names)


def letter(position: int) -> str:
    """The letter of a column: 0 → A, 26 → AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def candidates(header: str) -> tuple[tuple[str, int], ...]:
    """The fields a header may mean, best first, with weights (full name 100, in brackets' absence 95, weak 60)."""
    known = synonyms()
    key = compact(header)
    if key in known:
        return known[key]
    short = compact(without_brackets(header))
    if short and short != key and short in known:
        return tuple((name, weight - 5) for name, weight in known[short])
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-./]", " ", header)
    for prefix in ("lineitem ", "item ", "order ", "so ", "销售", "订单", "客户"):
        lowered = spaced.casefold().strip()
        if lowered.startswith(prefix) and compact(lowered[len(prefix) :]) in known:
            return tuple((name, min(weight, 60) - 10) for name, weight in known[compact(lowered[len(prefix) :])])
    return ()


def recognise_columns(headers: Sequence[str]) -> Mapping:
    """The mapping that the header names alone suggest: every field once, the surest column first, then the leftmost."""
    claims: list[tuple[int, int, str]] = []
    for position, header in enumerate(headers):
        claims.extend((-weight, position, key) for key, weight in candidates(header))
    columns: dict[int, str] = {}
    sure: dict[int, int] = {}
    taken: set[str] = set()
    for weight, position, key in sorted(claims):
        if position in columns or (key in taken and key != "skip"):
            continue
        columns[position] = key
        sure[position] = -weight
        taken.add(key)
    return _settle(Mapping(tuple(headers), columns, sure))


def _settle(mapping: Mapping) -> Mapping:
    """Choices that only the other columns can settle."""
    found = mapping.by_field
    header = {key: compact(mapping.headers[position]) for key, position in found.items()}

    def give(key: str, new: str) -> None:
        position = found.pop(key)
        if new in found or not new:
            mapping.columns.pop(position)
        else:
            mapping.columns[position] = new
            found[new] = position

    if "customer_name" not in found and header.get("product_name") == "name" and "product_code" not in found:
        give("product_name", "customer_name")
    if header.get("amount") == "price" and "quantity" in found:
        give("amount", "unit_price")
    if header.get("unit_price") == "rate" and "quantity" not in found:
        give("unit_price", "")
    if (
        header.get("order_total") in ("totalprice", "total", "总价", "总额", "总计", "合计")
        and "amount" not in found
        and "unit_price" not in found
        and "quantity" in found
    ):
        give("order_total", "amount")
    if "products_cell" in found and "product_name" in found:
        give("products_cell", "")
    return mapping


def from_fields(headers: Sequence[str], chosen: AnyMapping[str, str]) -> Mapping:
    """A mapping made of field → header name, as a profile states it; headers that are not there are left out."""
    places: dict[str, int] = {}
    for position, header in enumerate(headers):
        places.setdefault(compact(header), position)
    columns: dict[int, str] = {}
    for key, header in chosen.items():
        found = places.get(compact(header))
        if found is not None:
            columns.setdefault(found, key)
    return Mapping(tuple(headers), columns, dict.fromkeys(columns, 100))


def score(mapping: Mapping) -> int:
    """How much a header row looks like one of an order table."""
    points = sum(mapping.confidence.get(position, 0) for position, key in mapping.columns.items() if key != "skip")
    return points + (150 if mapping.usable else 0) + (100 if mapping.column("number") is not None else 0)
