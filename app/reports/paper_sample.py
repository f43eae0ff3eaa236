"""A paper of each kind with made-up goods, to see what a style brings about before any paper is made in it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from app.i18n import translator
from app.models.company import the_company
from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, Party, TaxRow, seller_party
from app.models.paper_style import PICTURES, SHARED, Look, dressed, look_in, merged
from app.models.reminder_letter import Letter, filled, text_of
from app.models.reminding import OpenOrder, Owing
from app.money import PRICE, QUANTITY, RATE, currency, divide
from app.queries.statements import Ageing, Statement, StatementLine
from app.reports.delivery_note import ALWAYS as NOTE_ALWAYS
from app.reports.delivery_note import COLUMNS as NOTE_COLUMNS
from app.reports.documents import draw
from app.reports.pdf import pdf_bytes
from app.reports.reminder import draw_reminder
from app.reports.statement import draw_statement
from app.reports.trade import ALWAYS, COLUMNS, HIDDEN

_RATE = 13 * RATE
_SERIES = {
    "quotation": "QT",
    "invoice": "INV",
    "credit_note": "CN",
    "receipt": "RC",
    "refund_voucher": "RV",
    "delivery_note": "DN",
}


@dataclass(frozen=True, slots=True)
class Choosable:
    """The columns that a kind of paper may have, those that it always has, and those that it has only on request."""

    keys: tuple[str, ...]
    always: frozenset[str]
    hidden: frozenset[str]


_TRADE = Choosable(COLUMNS, ALWAYS, HIDDEN)
# What is issued holds no pictures: they would stay in the book with it for ever.
_ISSUED = Choosable(tuple(key for key in COLUMNS if key != PICTURES), ALWAYS, HIDDEN)

COLUMNS_OF: Mapping[str, Choosable] = {
    "quotation": _TRADE,
    "order_sheet": _TRADE,
    "invoice": _ISSUED,
    "credit_note": _ISSUED,
    "delivery_note": Choosable(NOTE_COLUMNS, NOTE_ALWAYS, frozenset()),
}
"""Which columns may be chosen for a kind of paper; those that are not named have fixed ones."""


def sample_pdf(kind: str, shared: Mapping[str, Any], own: Mapping[str, Any], today: date) -> bytes:
    """The PDF of a made-up paper in the style that these values give. ``SHARED`` shows it on an order sheet."""
    shown = "order_sheet" if kind == SHARED else kind
    style = merged(shown, shared, {} if kind == SHARED else own)
    footer = style.footer or the_company().document_footer
    look = look_in(replace(style, footer=footer))
    if shown == "statement":
        return pdf_bytes(draw_statement(_statement(look, today)))
    if shown == "reminder":
        return pdf_bytes(draw_reminder(_letter(look, today)))
    return pdf_bytes(draw(dressed(_document(DocumentKind(shown), look, today), look)))


def _document(kind: DocumentKind, look: Look, today: date) -> DocumentSnapshot:
    company = the_company()
    language = look.style.language or company.document_language
    _ = translator(language)
    unit = currency(company.currency)
    goods = (
        ("PA-480", _("Copy paper A4"), _("80 g/m²"), _("box"), 24_900_000, 12, 0),
        ("LA-112", _("Desk lamp with clamp"), _("black"), _("pc"), 86_000_000, 4, 5),
        ("NB-205", _("Notebook, squared"), _("96 sheets"), _("pc"), 6_400_000, 60, 0),
        ("SV-001", _("Delivery to the door"), "", "", 35_000_000, 1, 0),
    )
    lines: list[DocumentLine] = []
    for code, name, specification, measure, price, pieces, discount in goods:
        amount = divide(price * pieces * (100 - discount) * unit.minor, PRICE * 100)
        tax = divide(amount * _RATE, 100 * RATE)
        lines.append(
            DocumentLine(
                description=name,
                quantity=pieces * QUANTITY,
                price=price,
                amount=amount,
                code=code,
                specification=specification,
                unit=measure,
                discount=discount * RATE,
                tax_code="S",
                tax_rate=_RATE,
                net=amount,
                tax=tax,
                gross=amount + tax,
                picture=_picture(len(lines)) if look.style.pictures and measure else b"",
            )
        )
    net = sum(line.amount for line in lines)
    tax = divide(net * _RATE, 100 * RATE)
    credit = kind is DocumentKind.CREDIT_NOTE
    snapshot = DocumentSnapshot(
        kind=kind,
        number=f"{_SERIES.get(kind.value, 'SO')}-{today.year}-0042",
        date=today.isoformat(),
        seller=seller_party(company),
        buyer=_buyer(language),
        lines=tuple(lines),
        taxes=(TaxRow("S", "", _RATE, net, tax),),
        net=net,
        tax=tax,
        gross=net + tax,
        currency=company.currency,
        language=language,
        subtotal=net,
        due_date=(today + timedelta(days=30)).isoformat() if kind is DocumentKind.INVOICE else "",
        expiry_date=(today + timedelta(days=14)).isoformat() if kind is DocumentKind.QUOTATION else "",
        delivery_date=(today + timedelta(days=3)).isoformat() if not credit else "",
        order_numbers="" if kind in (DocumentKind.QUOTATION, DocumentKind.ORDER_SHEET) else f"SO-{today.year}-0117",
        terms=_("Payment within 30 days by bank transfer.") if not credit and not look.style.terms else "",
        salesperson=_("Maya Lin"),
        issued_by=_("Maya Lin"),
        corrects=f"INV-{today.year}-0042" if credit else "",
        reason=_("Goods returned") if credit else _("Office supplies") if kind is DocumentKind.RECEIPT else "",
        method="bank_transfer",
        ship_to=Party(name=_("Site office"), address=_("Dock Road 3"), contact=_("Tom Brandt")),
        logo=bytes(company.logo or b""),
    )
    if kind is DocumentKind.DELIVERY_NOTE:
        return replace(snapshot, gross=net, net=net, tax=0, taxes=())
    if kind is DocumentKind.REFUND_VOUCHER:
        # A voucher says what was given back with its tax.
        given = tuple(replace(line, amount=line.gross) for line in lines)
        back = sum(line.gross for line in given)
        return replace(snapshot, lines=given, subtotal=back, net=back, tax=0, gross=back, taxes=())
    return snapshot


@cache
def _picture(number: int) -> bytes:
    """A plain picture in a colour of its own."""
    from PIL import Image

    content = io.BytesIO()
    Image.new("RGB", (96, 72), ("#C9D8EE", "#F2D9B8", "#CDE5D4")[number % 3]).save(content, "PNG")
    return content.getvalue()


def _buyer(language: str) -> Party:
    _ = translator(language)
    return Party(
        name=_("Harbour & Hale Architects"),
        address=_("22 Quayside"),
        contact=_("Ruth Okafor"),
        phone="0000 555 018",
        tax_number="00 907 1123 44",
    )


def _statement(look: Look, today: date) -> Statement:
    company = the_company()
    language = look.style.language or company.document_language
    moves = (("order", "SO", 24, 189_000, 0), ("payment", "PAY", 17, 0, 120_000), ("order", "SO", 6, 64_350, 0))
    lines: list[StatementLine] = []
    owed = 41_200
    for place, (entry, series, days, charged, received) in enumerate(moves):
        owed += charged - received
        day = (today - timedelta(days=days)).isoformat()
        lines.append(StatementLine(place, day, entry, f"{series}-{today.year}-01{place + 12}", charged, received, owed))
    buyer = _buyer(language)
    return Statement(
        customer_id=0,
        name=buyer.name,
        first=(today - timedelta(days=30)).isoformat(),
        last=today.isoformat(),
        opening=41_200,
        charged=sum(line.charged for line in lines),
        received=sum(line.received for line in lines),
        closing=owed,
        lines=tuple(lines),
        ageing=Ageing(owed - 41_200, 41_200, 0, 0, 0, 0),
        invoiced=189_000,
        not_invoiced=64_350,
        seller=seller_party(company),
        buyer=buyer,
        currency=company.currency,
        language=language,
        logo=bytes(company.logo or b"") if look.style.logo else b"",
        look=look,
    )


def _letter(look: Look, today: date) -> Letter:
    company = the_company()
    language = look.style.language or company.document_language
    buyer = _buyer(language)
    orders = tuple(
        OpenOrder(
            place,
            f"SO-{today.year}-01{place + 12}",
            (today - timedelta(days=days + 30)).isoformat(),
            (today - timedelta(days=days)).isoformat(),
            owed,
            owed,
            days,
            "",
            "",
        )
        for place, (days, owed) in enumerate(((41, 189_000), (12, 64_350)))
    )
    owing = Owing(0, buyer.name, today.isoformat(), orders, 0, None, "friendly")
    made = Letter(
        owing,
        "friendly",
        (today + timedelta(days=10)).isoformat(),
        "",
        seller_party(company),
        buyer,
        company.currency,
        language,
        logo=bytes(company.logo or b"") if look.style.logo else b"",
        look=look,
    )
    return replace(made, text=filled(text_of("friendly", language), made))
