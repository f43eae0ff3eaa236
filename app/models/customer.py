"""Who buys: customers, how to reach them, what was said to them, and their account."""

from __future__ import annotations

from typing import ClassVar

from peewee import IntegerField

from app.models.base import DayField, FlagField, MomentField, Record, money, reference, text


class Customer(Record):
    """A person or firm that buys.

    ``outstanding`` (Σ of its orders), ``balance`` (paid and not used) and the counts are kept in step by
    ``models/totals.py``; ``search_key`` by ``models/search_key.py``.
    """

    kind: ClassVar[str] = "customer"
    personal: ClassVar[frozenset[str]] = frozenset(
        {
            "name",
            "phone",
            "email",
            "address",
            "postal_code",
            "note",
            "search_key",
            "tax_number",
            "wechat",
            "source_key",
            "tags",
        }
    )

    code = text()
    name = text()
    customer_kind = text("company")
    grade = text()
    source = text()
    phone = text()
    email = text()
    wechat = text()
    country = text()
    region = text()
    city = text()
    address = text()
    postal_code = text()
    tax_number = text()
    owner_id = reference("user", null=True)
    credit_limit = IntegerField(null=True)
    payment_terms = text()
    tags = text()
    note = text()
    active = FlagField(default=True)
    do_not_contact = FlagField(default=False)
    merged_into_id = reference("customer", null=True)
    next_follow_up = DayField(null=True)
    stage = text()
    source_key = text()
    search_key = text()
    orders = IntegerField(default=0)
    revenue = money()
    outstanding = money()
    debt = money()
    balance = money()
    last_order_date = DayField(null=True)
    import_batch_id = reference("import_batch", null=True)
    created_at = MomentField()
    created_by = reference("user", null=True)
    version = IntegerField(default=1)


class Contact(Record):
    """A person to speak to at a customer."""

    kind: ClassVar[str] = "contact"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "position", "phone", "email", "note"})

    customer_id = reference("customer", index=True)
    name = text()
    position = text()
    phone = text()
    email = text()
    note = text()
    main = FlagField(default=False)


class Address(Record):
    """An address that goods of a customer go to."""

    kind: ClassVar[str] = "address"
    personal: ClassVar[frozenset[str]] = frozenset({"label", "consignee", "phone", "address", "postal_code"})

    customer_id = reference("customer", index=True)
    label = text()
    consignee = text()
    phone = text()
    country = text()
    region = text()
    city = text()
    address = text()
    postal_code = text()
    main = FlagField(default=False)


class InvoiceTitle(Record):
    """To whom a customer wants its invoices made out."""

    kind: ClassVar[str] = "invoice_title"
    personal: ClassVar[frozenset[str]] = frozenset(
        {"title", "tax_number", "address", "phone", "bank_name", "bank_account", "deliver_to"}
    )

    customer_id = reference("customer", index=True)
    title_kind = text("company")
    title = text()
    tax_number = text()
    address = text()
    phone = text()
    bank_name = text()
    bank_account = text()
    deliver_to = text()
    main = FlagField(default=False)


class FollowUp(Record):
    """One contact with a customer, and the date of the next one; ``letter_id`` is the reminder that it was made by."""

    kind: ClassVar[str] = "follow_up"
    personal: ClassVar[frozenset[str]] = frozenset({"said", "outcome"})

    customer_id = reference("customer")
    order_id = reference("sales_order", null=True)
    date = DayField()
    way = text()
    said = text()
    stage = text()
    outcome = text()
    next_date = DayField(null=True)
    done = FlagField(default=False)
    letter_id = reference("customer_letter", null=True)
    user_id = reference("user", null=True)
    created_at = MomentField()


class LedgerLine(Record):
    """One dated movement of a customer's account: positive is owed to us, negative is paid or let off.

    The sum is what the customer owes less what is paid ahead: Σ outstanding of orders − balance.
    """

    kind: ClassVar[str] = "ledger_line"

    customer_id = reference("customer")
    order_id = reference("sales_order", null=True)
    date = DayField()
    entry = text()
    amount = money()
    about_kind = text()
    about_id = IntegerField(null=True)
    import_batch_id = reference("import_batch", null=True)

    class Meta:
        indexes = ((("customer_id", "date", "id"), False), (("order_id",), False))
