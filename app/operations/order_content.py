"""How what a person typed becomes an order's fields and lines. Private to the order operations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.errors import Problems, UserError
from app.i18n import _
from app.models.customer import Address, Customer
from app.models.order import SHIP_TO, Channel, Order, OrderLine, OrderState
from app.models.pricing import line_amount, price
from app.models.product import Product
from app.models.terms import checked_key, terms_from
from app.money import LARGEST, RATE_WHOLE, currency
from app.operations.inputs import LineInput, OrderInput
from app.operations.steps import refuse
from app.operations.work import Work


def rate_on(work: Work, tax_code: int | None, day: date) -> int:
    """The rate of a tax code on a date, in ten-thousandths of a percent; 0 without a code."""
    if tax_code is None:
        return 0
    rate = work.value(
        "SELECT rate FROM tax_rate WHERE tax_code_id = ? AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1",
        (tax_code, day.isoformat()),
    )
    return int(rate or 0)


def fill(work: Work, order: Order, content: OrderInput) -> None:
    """Write the typed fields of the order's head; what was left open comes from customer, company and today."""
    company = work.company
    customer = _active_customer(work, content.customer_id)
    order.customer_id = customer.id
    order.date = content.date or work.today
    order.channel_id = content.channel_id or _default_channel(work)
    order.salesperson_id = content.salesperson_id or customer.owner_id or work.actor.user_id or None
    order.order_kind = content.order_kind
    order.promised_date = content.promised_date
    order.payment_terms = checked_key(content.payment_terms) or customer.payment_terms or company.default_terms
    order.due_date = content.due_date or terms_from(order.payment_terms).due(order.date)
    order.terms = content.terms
    order.customer_reference = content.customer_reference
    order.prices_include_tax = (
        company.prices_include_tax if content.prices_include_tax is None else content.prices_include_tax
    )
    order.tax_rounding = company.tax_rounding
    order.discount_rate = content.discount_rate
    order.discount_amount = content.discount_amount
    order.rounding_off = content.rounding_off
    order.cash_rounding = content.cash_rounding
    order.carrier = content.carrier
    order.note = content.note
    order.document_note = content.document_note
    order.tags = content.tags
    _fill_ship_to(work, order, content, customer)


def _fill_ship_to(work: Work, order: Order, content: OrderInput, customer: Customer) -> None:
    kept = work.find(Address, "customer_id = ? AND main = 1", (customer.id,))
    usual = _of_address(kept[0], customer) if kept else _of_customer(customer)
    for name in SHIP_TO:
        typed = getattr(content, name)
        setattr(order, name, usual[name] if typed is None else typed.strip())


def _of_address(address: Address, customer: Customer) -> dict[str, str]:
    return {
        "consignee": address.consignee or customer.name,
        "ship_phone": address.phone or customer.phone,
        "ship_country": address.country or customer.country,
        "region": address.region,
        "city": address.city,
        "ship_address": address.address,
        "ship_postal_code": address.postal_code,
    }


def _of_customer(customer: Customer) -> dict[str, str]:
    return {
        "consignee": customer.name,
        "ship_phone": customer.phone,
        "ship_country": customer.country,
        "region": customer.region,
        "city": customer.city,
        "ship_address": customer.address,
        "ship_postal_code": customer.postal_code,
    }


def _default_channel(work: Work) -> int:
    found = work.value("SELECT id FROM channel WHERE active = 1 ORDER BY id LIMIT 1")
    if found is None:
        return work.add(Channel(name=_("Phone"))).id
    return int(found)


def put_lines(work: Work, order: Order, typed: Sequence[LineInput], existing: Sequence[OrderLine]) -> list[OrderLine]:
    """Bring an order's lines to what was typed: lines named by id are changed, others added, the rest removed.

    A line that a voided paper or a rejected request still speaks of stays, with quantity 0.
    Prices the whole order. The order itself must be stored already; saving it stays with the caller.
    """
    known = {line.id: line for line in existing}
    kept: list[OrderLine] = []
    fresh: set[int] = set()
    for position, item in enumerate(typed, start=1):
        line = known.pop(item.id, None) if item.id is not None else None
        if line is None:
            line = OrderLine(order_id=order.id)
            fresh.add(position)
        _fill_line(work, order, line, item, position)
        kept.append(line)
    for line in known.values():
        if _has_history(work, line):
            _strike(line, len(kept) + 1)
            kept.append(line)
        else:
            work.remove(line)
    price(order, kept, currency(work.company.currency))
    for line in kept:
        if line.position in fresh:
            work.add(line)
        else:
            work.save(line)
    return kept


def _has_history(work: Work, line: OrderLine) -> bool:
    tables = ("shipment_line", "credit_line", "invoice_line")
    return any(work.value(f"SELECT 1 FROM {t} WHERE order_line_id = ? LIMIT 1", (line.id,)) for t in tables)


def _strike(line: OrderLine, position: int) -> None:
    line.position = position
    line.quantity = 0
    line.amount = 0
    line.amount_stated = False


def _fill_line(work: Work, order: Order, line: OrderLine, item: LineInput, position: int) -> None:
    product = work.get(Product, item.product_id) if item.product_id is not None else None
    line.position = position
    line.line_kind = item.line_kind
    line.product_id = item.product_id
    line.code = product.code if product is not None else ""
    line.description = item.description.strip() or (product.name if product is not None else "")
    line.unit = item.unit or (product.unit if product is not None else "")
    line.quantity = item.quantity
    line.unit_price = item.unit_price
    line.discount_rate = item.discount_rate
    line.amount_stated = item.amount is not None
    if item.amount is not None:
        line.amount = item.amount
    line.note = item.note
    code = item.tax_code_id or (product.tax_code_id if product is not None else None)
    line.tax_code_id = code or work.company.default_tax_code_id
    line.tax_rate = rate_on(work, line.tax_code_id, order.date)


def check_content(work: Work, content: OrderInput) -> None:
    """Refuse what no order may hold, all problems at once, each at its field."""
    problems: list[UserError] = []

    def wrong(message: str, field: str) -> None:
        problems.append(UserError(message, field=field, code="order_content"))

    for name in ("discount_amount", "rounding_off"):
        if getattr(content, name) < 0:
            wrong(_("A discount or rounding-off cannot be below zero."), name)
    if not 0 <= content.discount_rate <= RATE_WHOLE:
        wrong(_("A discount lies between 0 and 100 percent."), "discount_rate")
    unit = currency(work.company.currency)
    for number, line in enumerate(content.lines, start=1):
        where = f"lines.{number}."
        if line.quantity <= 0:
            wrong(_("Line {n}: the quantity must be more than zero.").format(n=number), where + "quantity")
        if line.unit_price < 0:
            wrong(_("Line {n}: the price cannot be below zero.").format(n=number), where + "unit_price")
        if not 0 <= line.discount_rate <= RATE_WHOLE:
            wrong(_("Line {n}: a discount lies between 0 and 100 percent.").format(n=number), where + "discount_rate")
        if line.product_id is None and not line.description.strip():
            wrong(_("Line {n}: choose a product or write what is sold.").format(n=number), where + "description")
        if line_amount(max(line.quantity, 0), max(line.unit_price, 0), 0, unit) > LARGEST // 10_000_000:
            wrong(_("Line {n}: the amount is larger than Daybook can keep.").format(n=number), where + "quantity")
    if problems:
        raise Problems(problems)


def check_ready(order: Order, lines: Sequence[OrderLine]) -> None:
    """Refuse to go on with an order that lacks something, naming everything that is missing."""
    refuse(lacking(order, lines))


def lacking(order: Order, lines: Sequence[OrderLine]) -> list[UserError]:
    """Everything that an order lacks in itself before it can count, each at its field."""
    problems: list[UserError] = []
    if not any(line.quantity for line in lines):
        problems.append(UserError(_("The order has no lines. Add what is sold first."), field="lines", code="no_lines"))
    if order.hold:
        problems.append(
            UserError(
                _("The order is on hold: {reason}. Release it first.").format(reason=order.hold_reason),
                field="hold",
                code="on_hold",
            )
        )
    if order.total < 0:
        problems.append(UserError(_("An order cannot add up to less than zero."), field="lines", code="below_zero"))
    return problems


def blank_order(work: Work) -> Order:
    """A new draft without content."""
    now = work.actor.now()
    return Order(state=OrderState.DRAFT, created_at=now, created_by=work.actor.user_id or None)


def typed_from(order: Order, lines: Sequence[OrderLine]) -> OrderInput:
    """An order as somebody would type it again: for copies and amendments. Lines that were struck out are left out."""
    return OrderInput(
        customer_id=order.customer_id,
        lines=tuple(
            LineInput(
                quantity=line.quantity,
                unit_price=line.unit_price,
                product_id=line.product_id,
                description=line.description,
                unit=line.unit,
                discount_rate=line.discount_rate,
                tax_code_id=line.tax_code_id,
                line_kind=line.line_kind,
                amount=line.amount if line.amount_stated else None,
                note=line.note,
                id=line.id,
            )
            for line in lines
            if line.quantity
        ),
        date=order.date,
        channel_id=order.channel_id,
        salesperson_id=order.salesperson_id,
        order_kind=order.order_kind,
        promised_date=order.promised_date,
        due_date=order.due_date,
        payment_terms=order.payment_terms,
        terms=order.terms,
        customer_reference=order.customer_reference,
        prices_include_tax=order.prices_include_tax,
        discount_rate=order.discount_rate,
        discount_amount=order.discount_amount,
        rounding_off=order.rounding_off,
        cash_rounding=order.cash_rounding,
        consignee=order.consignee,
        ship_phone=order.ship_phone,
        ship_country=order.ship_country,
        region=order.region,
        city=order.city,
        ship_address=order.ship_address,
        ship_postal_code=order.ship_postal_code,
        carrier=order.carrier,
        note=order.note,
        document_note=order.document_note,
        tags=order.tags,
    )


def _active_customer(work: Work, customer_id: int) -> Customer:
    """The customer of a document; an inactive one is refused for new documents."""
    customer = work.get(Customer, customer_id)
    if not customer.active:
        raise UserError(
            _("{name} is set inactive. Set the customer active again first.").format(name=customer.name),
            field="customer",
            code="customer_inactive",
        )
    return customer
