"""The business that owns the book, its policies, and the codes it taxes with."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, ClassVar, cast

from peewee import IntegerField

from app.models.base import DayField, FlagField, Record, blob, connection, money, reference, shape, text
from app.money import Currency, currency


class TaxRounding(StrEnum):
    """Where tax is rounded: once per line, or once per tax code of the document."""

    LINE = "line"
    DOCUMENT = "document"


class StockPolicy(StrEnum):
    NOT_KEPT = "not_kept"
    KEPT = "kept"


class ShortagePolicy(StrEnum):
    WARN = "warn"
    BLOCK = "block"
    PRE_SALE = "pre_sale"


class Company(Record):
    """The one company of the book (id 1), as it stands on its papers, and the policies that its owner chose."""

    kind: ClassVar[str] = "company"

    uuid = text()
    name = text()
    legal_name = text()
    country = text("CN")
    currency = text("CNY")
    time_zone = text("Asia/Shanghai")
    start_date = DayField(null=True)
    tax_number = text()
    address = text()
    phone = text()
    email = text()
    website = text()
    bank_name = text()
    bank_account = text()
    logo = blob()
    document_language = text("zh_CN")
    document_footer = text()
    prices_include_tax = FlagField(default=False)
    tax_rounding = text(TaxRounding.DOCUMENT)
    default_tax_code_id = reference("tax_code", null=True)
    default_terms = text("0")
    stock_policy = text(StockPolicy.NOT_KEPT)
    shortage_policy = text(ShortagePolicy.WARN)
    write_off_limit = money()
    review_amount = money()
    review_discount = IntegerField(default=0)
    review_below_floor = FlagField(default=False)
    review_credit_limit = FlagField(default=True)
    closed_until = DayField(null=True)
    practice = FlagField(default=False)


SAMPLE = "sample"
"""The setting that marks all that a book shows and prints as a sample."""


class Setting(Record):
    """A setting of the book that is not worth a column: a name and a JSON value."""

    kind: ClassVar[str] = "setting"

    name = text()
    value = text("null")

    @property
    def content(self) -> Any:
        """The value as Python data."""
        return json.loads(self.value)

    class Meta:
        indexes = ((("name",), True),)


class TaxCode(Record):
    """How something is taxed: category, rate and, at 0 %, why; taxes are grouped by code, not by rate."""

    kind: ClassVar[str] = "tax_code"

    code = text()
    name = text()
    category = text("standard")
    exemption_reason = text()
    active = FlagField(default=True)

    class Meta:
        indexes = ((("code",), True),)


class TaxRate(Record):
    """The rate of a tax code from a date on, in ten-thousandths of a percent."""

    kind: ClassVar[str] = "tax_rate"

    tax_code_id = reference("tax_code")
    valid_from = DayField()
    rate = IntegerField()

    class Meta:
        indexes = ((("tax_code_id", "valid_from"), True),)


class PaymentMethod(Record):
    """A way in which money comes or goes, and which details it must carry.

    With ``needs_date`` the day is never proposed: it is the one on the statement. ``fee_rate`` is what the bank usually
    keeps, in ten-thousandths of a percent.
    """

    kind: ClassVar[str] = "payment_method"

    code = text()
    name = text()
    needs_reference = FlagField(default=False)
    needs_date = FlagField(default=False)
    fee_rate = IntegerField(default=0)
    active = FlagField(default=True)
    position = IntegerField(default=0)

    class Meta:
        indexes = ((("code",), True),)


def book_currency() -> Currency:
    """The currency of the open book."""
    return currency(next(connection().execute("SELECT currency FROM company WHERE id = 1"))[0])


def the_company() -> Company:
    """The company of the open book, read afresh."""
    form = shape(Company)
    row = connection().execute(form.select + " WHERE id = 1").fetchall()[0]
    return cast(Company, form.record(row))
