"""What is printed: order sheets and quotations from the order as it stands, invoices as they were frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.errors import UserError
from app.i18n import _, translator
from app.models.actor import Actor
from app.models.base import connection, gone, shape
from app.models.buyers import buyer_party as buyer_party
from app.models.company import the_company
from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, Mark, Party, TaxRow, seller_party
from app.models.invoice import InvoiceState
from app.models.order import EDITABLE, Order, OrderLine, OrderState
from app.models.paper_style import dress, paper_language, style_of
from app.models.terms import own_words
from app.models.user import shown_name
from app.queries.beginning import is_sample
from app.queries.invoices import INVOICES
from app.queries.orders import ORDERS
from app.queries.shapes import require

_PRODUCTS = "SELECT id, specification FROM product WHERE id IN (SELECT product_id FROM order_line WHERE order_id = ?)"
_PICTURES = (
    "SELECT product_id, content FROM product_picture WHERE product_id IN "
    "(SELECT product_id FROM order_line WHERE order_id = ?)"
)
_TAX_CODES = "SELECT id, code, name FROM tax_code"


def order_document(viewer: Actor, order_id: int, kind: DocumentKind | None = None) -> DocumentSnapshot:
    """The order sheet or quotation of an order as it stands; the kind follows from its state unless given.

    Raises NotFound, NotAllowed, and UserError for a quotation that was never quoted.
    """
    require(ORDERS, viewer, order_id, "sales_order")
    order = _order(order_id)
    if kind is None:
        kind = DocumentKind.QUOTATION if order.state == OrderState.QUOTED else DocumentKind.ORDER_SHEET
    if kind is DocumentKind.QUOTATION and not order.quotation_number:
        raise UserError(
            _("This order was never quoted, so it has no quotation to print. Print its order sheet instead."),
            code="no_quotation",
        )
    company = the_company()
    # A line that an amendment took down to nothing stays only for the papers that name it.
    lines = [
        OrderLine(**row) for row in _rows(OrderLine, "order_id = ? AND quantity <> 0 ORDER BY position, id", order_id)
    ]
    specifications: dict[int | None, str] = dict(connection().execute(_PRODUCTS, (order_id,)))
    pictures: dict[int | None, bytes] = {}
    if style_of(kind.value).pictures:
        pictures = {key: bytes(content) for key, content in connection().execute(_PICTURES, (order_id,))}
    # A tax code that came with the book has an English name, which papers show in their own language.
    said = translator(paper_language(kind.value))
    codes: dict[int | None, tuple[Any, ...]] = {
        key: (code, said(name) if name else "") for key, code, name in connection().execute(_TAX_CODES)
    }
    quotation = kind is DocumentKind.QUOTATION
    draft = order.state in EDITABLE and not (quotation and order.state == OrderState.QUOTED)
    mark = Mark.DRAFT if draft else Mark.VOID if order.state == OrderState.CANCELLED else Mark.NONE
    if is_sample():
        mark = Mark.SAMPLE
    number = order.quotation_number if quotation else order.number
    snapshot = DocumentSnapshot(
        kind=kind,
        number=number or _("draft #{id}").format(id=order.id),
        date=order.date.isoformat(),
        seller=seller_party(company),
        buyer=buyer_party(order.customer_id),
        lines=tuple(
            replace(_line(line, specifications, codes), picture=pictures.get(line.product_id, b"")) for line in lines
        ),
        taxes=_taxes(lines, codes),
        net=order.net,
        tax=order.tax,
        gross=order.net + order.tax,
        currency=company.currency,
        language=company.document_language,
        prices_include_tax=bool(order.prices_include_tax),
        subtotal=order.goods_amount,
        discount=order.discount_total - order.rounding_off,
        rounding_off=order.rounding_off,
        cash_rounding=order.cash_rounding + order.stated_difference,
        shows_payments=bool(order.counted),
        paid=order.paid - order.refunded,
        outstanding=order.outstanding,
        ship_to=_ship_to(order),
        due_date=_day(order.due_date),
        delivery_date=_day(order.promised_date),
        expiry_date=_day(order.expiry_date) if quotation else "",
        buyer_reference=order.customer_reference,
        terms=order.terms
        or own_words(order.payment_terms, company.default_terms, said=bool(style_of(kind.value).terms), translate=said),
        notes=order.document_note,
        salesperson=_person(order.salesperson_id),
        issued_by=viewer.name,
        mark=mark,
        logo=bytes(company.logo or b""),
    )
    return dress(snapshot)


def invoice_document(viewer: Actor, invoice_id: int, *, copy: bool = False) -> DocumentSnapshot:
    """An invoice or credit note exactly as it was issued; voided, repeated and sample ones carry their mark."""
    require(INVOICES, viewer, invoice_id, "invoice")
    state, text = next(connection().execute("SELECT state, snapshot FROM invoice WHERE id = ?", (invoice_id,)))
    snapshot = DocumentSnapshot.from_json(text)
    if is_sample():
        return replace(snapshot, mark=Mark.SAMPLE)
    if state == InvoiceState.VOIDED:
        return replace(snapshot, mark=Mark.VOID)
    return replace(snapshot, mark=Mark.COPY) if copy else snapshot


def invoice_file(viewer: Actor, invoice_id: int, file_kind: str = "pdf") -> bytes | None:
    """The bytes that were kept when the invoice was issued, or None when none are kept."""
    require(INVOICES, viewer, invoice_id, "invoice")
    row = (
        connection()
        .execute(
            "SELECT content FROM invoice_file WHERE invoice_id = ? AND file_kind = ? ORDER BY id LIMIT 1",
            (invoice_id, file_kind),
        )
        .fetchone()
    )
    return bytes(row[0]) if row is not None else None


def _rows(model: type[OrderLine], where: str, value: int) -> list[dict[str, Any]]:
    form = shape(model)
    rows = connection().execute(f"{form.select} WHERE {where}", (value,))
    return [form.record(row).__data__ for row in rows]


def _order(order_id: int) -> Order:
    form = shape(Order)
    row = connection().execute(form.select + " WHERE id = ?", (order_id,)).fetchone()
    if row is None:
        raise gone("no_order")
    record = form.record(row)
    assert isinstance(record, Order)
    return record


def _ship_to(order: Order) -> Party | None:
    if not (order.consignee or order.ship_address):
        return None
    place = " ".join(p for p in (order.region, order.city, order.ship_postal_code) if p)
    street = order.ship_address
    return Party(
        name=order.consignee,
        phone=order.ship_phone,
        address="\n".join(p for p in ((place, street) if order.ship_country == "CN" else (street, place)) if p),
        country=order.ship_country,
    )


def _line(
    line: OrderLine, specifications: Mapping[int | None, str], codes: Mapping[int | None, tuple[Any, ...]]
) -> DocumentLine:
    code, name = codes.get(line.tax_code_id, ("", ""))
    return DocumentLine(
        description=line.description,
        quantity=line.quantity,
        price=line.unit_price,
        amount=line.amount,
        code=line.code,
        specification=specifications.get(line.product_id, ""),
        unit=line.unit,
        discount=line.discount_rate,
        tax_code=code,
        tax_rate=line.tax_rate,
        tax_label=name if not line.tax_rate else "",
        net=line.net,
        tax=line.tax,
        gross=line.gross,
        note=line.note,
    )


def _taxes(lines: Sequence[OrderLine], codes: Mapping[int | None, tuple[Any, ...]]) -> tuple[TaxRow, ...]:
    sums: dict[tuple[int | None, int], list[int]] = {}
    for line in lines:
        part = sums.setdefault((line.tax_code_id, line.tax_rate), [0, 0])
        part[0] += line.net
        part[1] += line.tax
    return tuple(
        TaxRow(code=codes[code][0], label=codes[code][1], rate=rate, net=net, tax=tax)
        for (code, rate), (net, tax) in sums.items()
        if code in codes
    )


def _person(user_id: int | None) -> str:
    row = connection().execute(f"SELECT {shown_name('user')} FROM user WHERE id = ?", (user_id,)).fetchone()
    return str(row[0]) if row is not None else ""


def _day(day: Any) -> str:
    return day.isoformat() if day is not None else ""
