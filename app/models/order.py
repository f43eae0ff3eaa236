"""Orders and their lines: states, allowed changes, and what is derived from money, goods and invoices."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from peewee import IntegerField

from app.i18n import N_
from app.models.base import DayField, FlagField, MomentField, Record, money, reference, text
from app.models.search_key import order_key


class OrderState(StrEnum):
    DRAFT = "draft"
    QUOTED = "quoted"
    REVIEW = "review"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


S = OrderState

# The only changes of state that exist. Deleting a draft is no state.
TRANSITIONS: dict[OrderState, frozenset[OrderState]] = {
    S.DRAFT: frozenset({S.QUOTED, S.REVIEW, S.CONFIRMED}),
    S.QUOTED: frozenset({S.DRAFT, S.REVIEW, S.CONFIRMED, S.CANCELLED}),
    S.REVIEW: frozenset({S.CONFIRMED, S.DRAFT}),
    S.CONFIRMED: frozenset({S.PROCESSING, S.COMPLETED, S.CANCELLED}),
    S.PROCESSING: frozenset({S.COMPLETED, S.CANCELLED}),
    S.COMPLETED: frozenset({S.PROCESSING}),
    S.CANCELLED: frozenset({S.DRAFT}),
}

# Only orders in these states are worth something, are debt, and count in statistics.
COUNTED = frozenset({S.CONFIRMED, S.PROCESSING, S.COMPLETED})
# Orders in these states may still be edited freely.
EDITABLE = frozenset({S.DRAFT, S.QUOTED, S.REVIEW})
# Orders in these states wait for nothing any more.
ENDED = frozenset({S.COMPLETED, S.CANCELLED})

STATE_WORDS = {
    S.DRAFT: N_("draft"),
    S.QUOTED: N_("quoted"),
    S.REVIEW: N_("in review"),
    S.CONFIRMED: N_("confirmed"),
    S.PROCESSING: N_("processing"),
    S.COMPLETED: N_("completed"),
    S.CANCELLED: N_("cancelled"),
}


# The columns of an order that say where its goods go.
SHIP_TO = ("consignee", "ship_phone", "ship_country", "region", "city", "ship_address", "ship_postal_code")


class Collection(StrEnum):
    NOTHING_DUE = "nothing_due"
    UNPAID = "unpaid"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    REFUNDED = "refunded"


class Delivery(StrEnum):
    NOTHING = "nothing_to_ship"
    WAITING = "waiting"
    PARTLY = "partly_shipped"
    SHIPPED = "shipped"
    SIGNED = "signed_for"


class Invoicing(StrEnum):
    NONE = "none"
    REQUESTED = "requested"
    PARTLY = "partly_invoiced"
    INVOICED = "invoiced"
    TO_CREDIT = "to_be_credited"


class OrderKind(StrEnum):
    NORMAL = "normal"
    PRE_SALE = "pre_sale"
    MADE_TO_ORDER = "made_to_order"
    TRADE_IN = "trade_in"
    INSTALMENTS = "instalments"


class LineKind(StrEnum):
    """Goods count as revenue; shipping and fees are lines with a tax code but no revenue; gifts are goods at 0."""

    GOODS = "goods"
    SERVICE = "service"
    SHIPPING = "shipping"
    FEE = "fee"


REVENUE_LINES = frozenset({LineKind.GOODS, LineKind.SERVICE})


class Channel(Record):
    """Where an order came from: phone, shop, website, a marketplace."""

    kind: ClassVar[str] = "channel"

    name = text()
    active = FlagField(default=True)
    import_batch_id = reference("import_batch", null=True)

    class Meta:
        indexes = ((("name",), True),)


class Order(Record):
    """What a customer bought, with every figure that is derived from its lines, money, goods and invoices.

    ``total`` is the gross amount of the lines after all discounts. ``worth``, ``outstanding`` and the three derived
    states are written by ``derive`` only. Rates and prices are scaled as ``app/money.py`` says.
    """

    kind: ClassVar[str] = "order"
    personal: ClassVar[frozenset[str]] = frozenset(
        {
            "consignee",
            "ship_phone",
            "ship_address",
            "ship_postal_code",
            "note",
            "document_note",
            "tags",
            "customer_reference",
            "hold_reason",
            "cancel_reason",
            "review_reason",
            "sent_back_reason",
            "satisfaction_comment",
            "search_key",
        }
    )

    number = text()
    channel_id = reference("channel")
    customer_id = reference("customer")
    state = text(OrderState.DRAFT)
    order_kind = text(OrderKind.NORMAL)
    date = DayField()
    order_time = IntegerField(null=True)  # minutes since midnight in ``zone``
    zone = text()
    promised_date = DayField(null=True)
    due_date = DayField(null=True)
    payment_terms = text()
    terms = text()
    salesperson_id = reference("user", null=True)
    customer_reference = text()

    prices_include_tax = FlagField(default=False)
    tax_rounding = text("document")
    discount_rate = IntegerField(default=0)
    discount_amount = money()
    rounding_off = money()
    cash_rounding = money()
    goods_amount = money()  # Σ line amounts before document discounts
    discount_total = money()  # document discount and rounding-off that was spread
    net = money()
    tax = money()
    total = money()
    revenue = money()
    stated_difference = money()

    worth = money()
    paid = money()
    refunded = money()
    refund_promised = money()
    credited = money()
    written_off = money()
    outstanding = money()
    invoiced = money()
    invoice_requested = money()
    earmarked = money()
    to_ship = IntegerField(default=0)
    shipped = IntegerField(default=0)
    signed = FlagField(default=False)
    collection = text(Collection.NOTHING_DUE)
    delivery = text(Delivery.NOTHING)
    invoicing = text(Invoicing.NONE)

    consignee = text()
    ship_phone = text()
    ship_country = text()
    region = text()
    city = text()
    ship_address = text()
    ship_postal_code = text()
    carrier = text()

    note = text()
    document_note = text()
    tags = text()
    hold = FlagField(default=False)
    hold_reason = text()
    quotation_number = text()
    expiry_date = DayField(null=True)
    review_reason = text()
    review_asked_by = reference("user", null=True)
    sent_back_reason = text()
    sent_back_by = reference("user", null=True)
    cancel_reason = text()
    cancel_when_refunded = FlagField(default=False)  # on hold until its refund is paid, then cancelled
    satisfaction = IntegerField(null=True)
    satisfaction_comment = text()
    revision = IntegerField(default=0)
    opening = FlagField(default=False)
    source_hash = text()
    search_key = text()
    import_batch_id = reference("import_batch", null=True)
    created_at = MomentField()
    created_by = reference("user", null=True)
    confirmed_at = MomentField(null=True)
    completed_at = MomentField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "sales_order"

    def prepare(self) -> None:
        """Write what the order is found by besides its number, customer and goods."""
        self.search_key = order_key(
            self.consignee, self.ship_phone, self.note, self.customer_reference, self.quotation_number
        )

    @property
    def counted(self) -> bool:
        """Whether the order is worth something: confirmed, processing or completed."""
        return self.state in COUNTED

    @property
    def to_be_credited(self) -> int:
        """What was invoiced beyond the order's worth."""
        return max(0, self.invoiced - self.worth)

    @property
    def proposed_refund(self) -> int:
        """What a refund is proposed with: the customer's credit on this order, less what is promised already."""
        return max(0, -self.outstanding - self.refund_promised)

    @property
    def refundable(self) -> int:
        """The most that may still be promised back: paid, not refunded, not promised."""
        return max(0, self.paid - self.refunded - self.refund_promised)

    def derive(self) -> None:
        """Write every figure and state that follows from the others."""
        self.worth = self.total - self.credited if self.counted else 0
        settled_money = self.paid - self.refunded
        self.outstanding = self.worth - self.written_off - settled_money
        self.collection = self._collection(settled_money + self.written_off)
        self.delivery = self._delivery()
        self.invoicing = self._invoicing()

    def _collection(self, settled: int) -> Collection:
        if self.worth == 0 and self.refunded > 0:
            return Collection.REFUNDED
        if self.worth == 0 and settled == 0:
            return Collection.NOTHING_DUE
        if settled > self.worth:
            return Collection.OVERPAID
        if settled == self.worth:
            return Collection.PAID
        return Collection.UNPAID if settled <= 0 else Collection.PARTLY_PAID

    def _delivery(self) -> Delivery:
        if self.shipped <= 0 and (self.to_ship <= 0 or not self.counted):
            return Delivery.NOTHING
        if self.shipped <= 0:
            return Delivery.WAITING
        if self.shipped < self.to_ship:
            return Delivery.PARTLY
        return Delivery.SIGNED if self.signed else Delivery.SHIPPED

    def _invoicing(self) -> Invoicing:
        if self.invoiced > self.worth:
            return Invoicing.TO_CREDIT
        if self.invoiced > 0:
            return Invoicing.INVOICED if self.invoiced >= self.worth else Invoicing.PARTLY
        return Invoicing.REQUESTED if self.invoice_requested > 0 else Invoicing.NONE


class OrderLine(Record):
    """One line. ``net``, ``tax``, ``gross``: its share after all discounts; ``revenue``: its net before rounding-off.

    ``amount`` is quantity × price less the line's discount, or as an import stated it (``amount_stated``).
    """

    kind: ClassVar[str] = "order_line"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})

    order_id = reference("sales_order")
    position = IntegerField()
    line_kind = text(LineKind.GOODS)
    product_id = reference("product", null=True)
    code = text()
    description = text()
    unit = text()
    quantity = IntegerField()
    unit_price = IntegerField()
    discount_rate = IntegerField(default=0)
    amount = money()
    amount_stated = FlagField(default=False)
    stated_difference = money()
    tax_code_id = reference("tax_code", null=True)
    tax_rate = IntegerField(default=0)
    net = money()
    tax = money()
    gross = money()
    revenue = money()
    shipped = IntegerField(default=0)
    ended = IntegerField(default=0)  # what approved terminations took of the quantity
    returned = IntegerField(default=0)
    credited_net = money()
    credited_tax = money()
    invoiced_quantity = IntegerField(default=0)
    invoiced_net = money()
    invoiced_tax = money()
    note = text()

    class Meta:
        indexes = ((("order_id", "position"), False),)

    @property
    def rest(self) -> int:
        """What is still to be delivered: neither shipped nor ended."""
        return max(0, self.quantity - self.ended - self.shipped)

    @property
    def least(self) -> int:
        """What the quantity cannot go below."""
        return self.shipped + self.ended


class Amendment(Record):
    """A recorded change to a confirmed order: before, after, revision and its own date."""

    kind: ClassVar[str] = "amendment"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    order_id = reference("sales_order", index=True)
    revision = IntegerField()
    date = DayField()
    reason = text()
    before = text("{}")
    after = text("{}")
    user_id = reference("user", null=True)
    created_at = MomentField()


class Instalment(Record):
    """One line of an order's payment plan."""

    kind: ClassVar[str] = "instalment"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})

    order_id = reference("sales_order", index=True)
    due_date = DayField()
    amount = money()
    note = text()


class Shipment(Record):
    """Goods leaving for an order. ``before_daybook`` marks imported ones that moved no stock."""

    kind: ClassVar[str] = "shipment"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})

    number = text()
    order_id = reference("sales_order", index=True)
    date = DayField()
    state = text("shipped")
    carrier = text()
    tracking_number = text()
    signed_on = DayField(null=True)
    void_reason = text()
    before_daybook = FlagField(default=False)
    note = text()
    import_batch_id = reference("import_batch", null=True)
    created_at = MomentField()
    created_by = reference("user", null=True)


class ShipmentLine(Record):
    """How much of an order line went with a shipment."""

    kind: ClassVar[str] = "shipment_line"

    shipment_id = reference("shipment", index=True)
    order_line_id = reference("order_line", index=True)
    quantity = IntegerField()
