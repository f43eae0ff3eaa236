"""The rows of a list as values: every mapped column converted, each unreadable cell remembered for its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from app.errors import UserError
from app.i18n import _, ngettext
from app.importing import convert
from app.importing.convert import Column
from app.importing.fields import fields
from app.importing.layout import Table
from app.importing.options import Options
from app.importing.plan import Question
from app.importing.profile import Profile
from app.importing.values import Bad, sign_codes
from app.money import CURRENCIES, currency, divide

Trouble = tuple[int, str, Any, str]
"""Row index, field key, the cell, and the reason."""

_MONEY = (
    "order_total",
    "subtotal",
    "paid",
    "refunded",
    "shipping",
    "order_discount",
    "tax_total",
    "amount",
    "tax_amount",
)
_STATES = ("draft", "quoted", "confirmed", "processing", "completed", "cancelled")
_PAYMENT_WORDS = ("paid", "unpaid", "partly", "refunded", "partly_refunded", "none")


@dataclass
class Values:
    """The converted columns by field key, one entry per row of the list, and what went wrong."""

    count: int
    columns: dict[str, list[Any]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    currency: str = ""
    money_discount: bool = False

    def get(self, key: str) -> list[Any] | None:
        """A column, or nothing when the file has none."""
        return self.columns.get(key)


def convert_table(table: Table, options: Options, profile: Profile | None) -> Values:
    """Convert every mapped column of a list."""
    reader = _Reader(table, options, profile)
    for key, position in table.mapping.by_field.items():
        if key != "skip":
            reader.read(key, table.columns[position], table.headers[position])
    reader.settle_dates()
    reader.settle_currency()
    found = reader.values.columns
    if reader.values.money_discount and not found.keys() & {"amount", "unit_price", "order_discount"}:
        found["order_discount"] = found.pop("discount")
        reader.values.money_discount = False
    if "date" not in found:
        for other in ("paid_on", "shipped"):
            if other in found:
                found["date"] = list(found[other])
                break
    return reader.values


class _Reader:
    def __init__(self, table: Table, options: Options, profile: Profile | None) -> None:
        self.table = table
        self.options = options
        self.values = Values(len(table))
        self.minor = currency(options.currency or "CNY").minor
        self.accepted = self._accepted()
        self.decimals = options.decimals or self._file_decimals()
        self.words = {key: dict(chosen) for key, chosen in (profile.values if profile else {}).items()}
        for key, chosen in options.value_map.items():
            self.words.setdefault(key, {}).update(chosen)
        self.dates: dict[str, tuple[Sequence[Any], str, Column]] = {}
        self.signs: set[str] = set()

    def _accepted(self) -> frozenset[str] | None:
        """The codes that amounts may carry: the book's and those with a rate; None where there is nothing to
        compare."""
        if not self.options.currency or self.options.as_book_currency:
            return None
        return frozenset({self.options.currency, *self.options.rates})

    def _file_decimals(self) -> str:
        """The decimal sign that all number columns of the file together settle, for those that don't settle it
        alone."""
        cells: set[Any] = set()
        for key, position in self.table.mapping.by_field.items():
            if fields()[key].type in ("money", "price", "quantity"):
                cells.update(cell for cell in self.table.columns[position][:5000] if type(cell) is str)
        return convert.decimal_sign(tuple(cells)) if cells else "."

    def read(self, key: str, cells: Sequence[Any], header: str) -> None:
        """Convert one column and remember its troubles."""
        kind = fields()[key].type
        decimals = (
            self.options.decimals or convert.decimal_sign(cells, self.decimals)
            if kind in ("money", "price", "quantity", "discount", "rate")
            else "."
        )
        simple: dict[str, Callable[[Sequence[Any]], Column]] = {
            "text": convert.texts,
            "id": convert.identities,
            "email": convert.identities,
            "phone": convert.phones,
            "time": convert.clocks,
            "currency": convert.codes,
        }
        if kind in simple:
            column = simple[kind](cells)
        elif kind == "postcode":
            column = convert.postcodes(cells, header)
        elif kind == "money":
            column = convert.money(cells, self.minor, decimals, self.accepted)
        elif kind == "price":
            column = convert.prices(cells, decimals, self.accepted)
        elif kind in ("quantity", "count"):
            column = convert.quantities(cells, decimals)
        elif kind in ("discount", "rate"):
            column = convert.rates(cells, decimals, header, discount=kind == "discount", minor=self.minor)
            self.values.money_discount = self.values.money_discount or column.money_discount
        elif kind == "date":
            column = convert.moments(cells, header, self.options.day_first, key)
            self.dates[key] = (cells, header, column)
            return
        else:
            column = convert.state_words(cells, key, self.words.get(key, {}))
            if column.question:
                self._ask_words(key, cells, header, column)
            if key == "status":
                self.values.columns["status_money"] = convert.money_words(cells)
        self.signs |= column.signs
        self._keep(key, cells, column)

    def _keep(self, key: str, cells: Sequence[Any], column: Column) -> None:
        values = self.values
        values.columns[key] = column.values
        values.warnings.extend(column.warnings)
        if column.bad:
            for i, value in enumerate(column.values):
                if type(value) is Bad:
                    values.troubles.append((i, key, cells[i], value.reason))

    def settle_dates(self) -> None:
        """Columns whose day-month order nothing settles take that of the file's other columns; else it is asked."""
        from app.importing.dates import ambiguous

        known = {
            order
            for cells, _h, _c in self.dates.values()
            if (order := ambiguous([c for c in set(cells) if type(c) is str])[0]) is not None
        }
        order = known.pop() if len(known) == 1 else None
        for key, (cells, header, column) in self.dates.items():
            if column.question and order is not None:
                column = convert.moments(cells, header, order, key)
            if column.question:
                rows = sum(1 for value in column.values if type(value) is Bad)
                example = next(
                    (str(cell) for cell, value in zip(cells, column.values, strict=True) if type(value) is Bad), ""
                )
                self.values.questions.append(
                    Question(
                        "day_first",
                        key,
                        header,
                        example,
                        _("Column {column}: is {example} written day first or month first?").format(
                            column=header, example=example
                        ),
                        ("day", "month"),
                        rows,
                    )
                )
            self._keep(key, cells, column)
            if key == "date":
                if column.times is not None:
                    self.values.columns["clock"] = column.times
                if column.zones is not None:
                    self.values.columns["zone"] = column.zones

    def _ask_words(self, key: str, cells: Sequence[Any], header: str, column: Column) -> None:
        unknown: dict[str, int] = {}
        for cell, value in zip(cells, column.values, strict=True):
            if type(value) is Bad:
                word = str(cell).strip()
                unknown[word] = unknown.get(word, 0) + 1
        for word, rows in sorted(unknown.items(), key=lambda item: -item[1])[:50]:
            answers = _STATES if key in ("status", "delivery_status") else _PAYMENT_WORDS
            text = ngettext(
                "Column {column}: what does the word {word} in {n} row mean?",
                "Column {column}: what does the word {word} in {n} rows mean?",
                rows,
            ).format(column=header, word=word, n=rows)
            self.values.questions.append(Question("value_map", key, header, word, text, answers, rows))

    def settle_currency(self) -> None:
        """Refuse rows in another currency than the book's, or convert them by the stated rate."""
        values, book = self.values, self.options.currency
        codes = values.get("currency")
        if codes is None:
            seen = [known for sign in self.signs if (known := sign_codes(sign))]
            if seen:
                common = frozenset.intersection(*seen)
                values.currency = book if book in common else next((code for code in CURRENCIES if code in common), "")
                if values.currency and book and values.currency != book:
                    self._exchange({values.currency: range(values.count)})
            return
        found = {code for code in codes if type(code) is str and code}
        values.currency = book if book in found else next(iter(sorted(found)), "")
        if self.options.as_book_currency:
            return
        expected = book or (values.currency if len(found) == 1 else max(found, key=codes.count) if found else "")
        values.currency = expected if expected in found else values.currency
        foreign: dict[str, list[int]] = {}
        position = self.table.mapping.by_field["currency"]
        # Rows that repeat nothing of their order but its number leave the currency empty: they follow their order.
        for i, code in enumerate(codes):
            if type(code) is str and code and code != expected:
                foreign.setdefault(code, []).append(i)
        for code, rows in foreign.items():
            if code in self.options.rates:
                self._exchange({code: rows})
                continue
            reason = _("The amounts are in {other}, the book is in {currency}. State a rate to convert them.").format(
                other=code, currency=expected
            )
            cells = self.table.columns[position]
            values.troubles.extend((i, "currency", cells[i], reason) for i in rows)

    def _exchange(self, rows_by_code: dict[str, Sequence[int] | range]) -> None:
        for code, rows in rows_by_code.items():
            try:
                top, bottom = Decimal(self.options.rates.get(code, "1")).as_integer_ratio()
            except InvalidOperation as error:
                raise UserError(
                    _("The rate of {code} is not a number.").format(code=code), field="rates", code="bad_rate"
                ) from error
            for key in (*_MONEY, "unit_price"):
                column = self.values.columns.get(key)
                if column is not None:
                    for i in rows:
                        if type(column[i]) is int:
                            column[i] = divide(column[i] * top, bottom)
