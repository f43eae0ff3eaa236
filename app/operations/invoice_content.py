"""What stands on an invoice: its buyer, the lines taken from orders, and the frozen content. Private to invoicing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.errors import UserError
from app.i18n import _, translator
from app.models.company import Company, TaxCode
from app.models.customer import Customer, InvoiceTitle
from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, Party, TaxRow, seller_party
from app.models.invoice_kinds import OWN, InvoiceKind
from app.models.order import Order, OrderLine
from app.models.paper_style import paper_language, style_of
from app.models.pricing import line_amount
from app.models.shares import Share
from app.models.terms import own_words
from app.money import PRICE, QUANTITY, Currency, currency, divide
from app.operations.steps import order_name
from app.operations.work import Work


@dataclass(frozen=True)
class Buyer:
    """To whom an invoice is made out. ``title_kind`` is ``company`` or ``person``; ``bank`` is bank and account."""

    title: str
    title_kind: str = "company"
    tax_number: str = ""
    address: str = ""
    phone: str = ""
    bank: str = ""


@dataclass(frozen=True)
class Billed:
    """What an invoice takes of one order: a share per line, and what the order is worth beyond its lines."""

    order: Order
    parts: tuple[tuple[OrderLine, Share], ...]
    beyond: int

    @property
    def total(self) -> int:
        """What the invoice bills of this order."""
        return sum(share.gross for _line, share in self.parts) + self.beyond


def buyer_of(work: Work, customer_id: int) -> Buyer:
    """The customer's main invoice title, or the customer as it stands."""
    titles = work.find(InvoiceTitle, "customer_id = ?", (customer_id,), order="main DESC, id")
    customer = work.known(Customer, customer_id)
    if titles:
        title = titles[0]
        return Buyer(
            title=title.title,
            title_kind=title.title_kind,
            tax_number=title.tax_number,
            address=title.address,
            phone=title.phone,
            bank=" ".join(part for part in (title.bank_name, title.bank_account) if part),
        )
    return Buyer(
        title=customer.name,
        title_kind="person" if customer.customer_kind == "person" else "company",
        tax_number=customer.tax_number,
        address=customer.address,
        phone=customer.phone,
    )


def check_buyer(kind: InvoiceKind, buyer: Buyer) -> None:
    """Refuse a buyer without a name, or without the tax number that this kind of invoice must carry."""
    if not buyer.title.strip():
        raise UserError(
            _("An invoice needs the buyer's name. Fill in the title."), field="buyer.title", code="no_title"
        )
    if kind.needs_tax_number(buyer.title_kind) and not buyer.tax_number.strip():
        raise UserError(
            _("This kind of invoice carries the buyer's tax number. Fill it in, or choose another kind."),
            field="buyer.tax_number",
            code="no_tax_number",
        )


def invoice_snapshot(
    work: Work,
    kind: InvoiceKind,
    buyer: Buyer,
    billed: Sequence[Billed],
    *,
    code: str,
    number: str,
    day: date,
    due_date: date | None,
    notes: str,
    terms: str | None,
) -> DocumentSnapshot:
    """The content of an invoice to be frozen. Amounts beyond the lines stand as cash rounding, outside ``gross``.

    A paper of the book's own says what was paid by then; ``terms`` None are the orders'.
    """
    company = work.company
    unit = currency(company.currency)
    include = billed[0].order.prices_include_tax
    lines = tuple(_line(work, b.order, line, share, unit) for b in billed for line, share in b.parts)
    bases = sum(line.gross if include else line.net for line in lines)
    subtotal = sum(line.amount for line in lines)
    rounding_off = _rounding_off(billed, subtotal - bases)
    orders = [b.order for b in billed]
    total = sum(b.total for b in billed)
    paid = sum(_paid(b) for b in billed) if kind.own_series else 0
    return DocumentSnapshot(
        kind=DocumentKind.INVOICE,
        number=number,
        date=day.isoformat(),
        seller=seller_party(company),
        buyer=Party(
            name=buyer.title,
            tax_number=buyer.tax_number,
            address=buyer.address,
            phone=buyer.phone,
            bank=buyer.bank,
            country=_only([work.known(Customer, o.customer_id).country for o in orders]),
        ),
        lines=lines,
        taxes=tax_rows(work, lines),
        net=sum(line.net for line in lines),
        tax=sum(line.tax for line in lines),
        gross=sum(line.gross for line in lines),
        currency=company.currency,
        language=company.document_language,
        prices_include_tax=include,
        subtotal=subtotal,
        discount=subtotal - bases - rounding_off,
        rounding_off=rounding_off,
        cash_rounding=sum(b.beyond for b in billed),
        shows_payments=paid > 0,
        paid=paid,
        outstanding=total - paid if paid else 0,
        due_date=due_date.isoformat() if due_date is not None else "",
        order_numbers=", ".join(order_name(o) for o in orders),
        buyer_reference=_only([o.customer_reference for o in orders]),
        invoice_kind="" if kind.key == OWN else _on_paper(work, kind.title),
        invoice_code=code,
        terms=_only([_terms(o, company) for o in orders]) if terms is None else terms,
        notes=notes or _only([o.document_note for o in orders]),
        issued_by=work.actor.name,
        yuan="圆" if company.country == "CN" else "元",
        logo=bytes(company.logo or b""),
    )


def _terms(order: Order, company: Company) -> str:
    kind = DocumentKind.INVOICE.value
    said = bool(style_of(kind).terms)
    words = translator(paper_language(kind))
    return order.terms or own_words(order.payment_terms, company.default_terms, said=said, translate=words)


def _paid(billed: Billed) -> int:
    # What was paid of an order belongs to its earlier invoices first.
    order = billed.order
    return min(max(0, order.paid - order.refunded - max(0, order.invoiced)), billed.total)


def _only(texts: Sequence[str]) -> str:
    return texts[0] if len(set(texts)) == 1 else ""


def _rounding_off(billed: Sequence[Billed], deducted: int) -> int:
    # Rounding-off is named on its own only where whole orders are billed; in a part it is one discount with the rest.
    whole = all(share == Share(line.quantity, line.net, line.tax) for b in billed for line, share in b.parts)
    off = sum(b.order.rounding_off for b in billed)
    every = all(len(b.parts) > 0 for b in billed)
    return min(off, max(deducted, 0)) if whole and every else 0


def _line(work: Work, order: Order, line: OrderLine, share: Share, unit: Currency) -> DocumentLine:
    base, whole = (share.gross, line.gross) if order.prices_include_tax else (share.net, line.net)
    amount = divide(line.amount * base, whole) if whole else base
    price, discount = line.unit_price, line.discount_rate
    if line_amount(share.quantity, price, discount, unit) != amount:
        discount = 0
        price = divide(amount * QUANTITY * PRICE, share.quantity * unit.minor) if share.quantity else 0
    tax_code = work.known(TaxCode, line.tax_code_id) if line.tax_code_id is not None else None
    return DocumentLine(
        description=line.description,
        quantity=share.quantity,
        price=price,
        amount=amount,
        code=line.code,
        unit=line.unit,
        discount=discount,
        tax_code=tax_code.code if tax_code is not None else "",
        tax_rate=line.tax_rate,
        tax_label=_on_paper(work, tax_code.name) if tax_code is not None and line.tax_rate == 0 else "",
        net=share.net,
        tax=share.tax,
        gross=share.gross,
        note=line.note,
    )


def _on_paper(work: Work, name: str) -> str:
    # A tax code that came with the book has an English name, which papers show in their own language.
    return translator(paper_language(DocumentKind.INVOICE.value))(name) if name else ""


def tax_rows(work: Work, lines: Sequence[DocumentLine]) -> tuple[TaxRow, ...]:
    """The tax of each tax code over the lines, in the order in which the codes appear."""
    rows: dict[tuple[str, int], TaxRow] = {}
    for line in lines:
        if not line.tax_code and not line.tax:
            continue
        key = (line.tax_code, line.tax_rate)
        row = rows.get(key)
        if row is None:
            row = _tax_row(work, *key)
        rows[key] = replace(row, net=row.net + line.net, tax=row.tax + line.tax)
    return tuple(rows.values())


def _tax_row(work: Work, code: str, rate: int) -> TaxRow:
    found = work.find(TaxCode, "code = ?", (code,))
    if not found:
        return TaxRow(code, "", rate, 0, 0)
    tax = found[0]
    return TaxRow(code, _on_paper(work, tax.name), rate, 0, 0, tax.category, _on_paper(work, tax.exemption_reason))
