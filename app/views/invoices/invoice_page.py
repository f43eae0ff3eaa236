"""The page of one invoice or credit note: what was frozen, its lines, what was credited, the paper as it went out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.invoice_kinds import KINDS, InvoiceKind
from app.money import show
from app.operations.invoices import void_invoice
from app.queries import invoicing
from app.queries.columns import Column, Kind, Row
from app.queries.invoice_at_bureau import InvoiceAtBureau, invoice_at_bureau
from app.queries.money_details import InvoiceDetail
from app.queries.words import state_word
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.invoices.crediting import ISSUE, CreditNoteDialog
from app.views.invoices.originals import OriginalsCard
from app.views.invoices.paper_dialog import tell_issued
from app.views.invoices.red_slips import RedSlipsCard
from app.views.orders.order_parts import Sums
from app.views.papers import keep_paper, print_invoices
from app.views.record_actions import RecordAction, WithReason
from app.views.record_page import RecordPage, section
from app.views.records import open_record
from app.views.values import first_capital, local_moment
from app.views.widgets.labels import Card
from app.views.widgets.small_table import SmallTable

_LINES = (
    Column("order", N_("Order"), Kind.TEXT, 120),
    Column("description", N_("Product"), Kind.TEXT, 200),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 80),
    Column("unit", N_("Unit"), Kind.TEXT, 52),
    Column("net", N_("Net"), Kind.MONEY, 100),
    Column("tax_rate", N_("Tax rate"), Kind.RATE, 76),
    Column("tax", N_("Tax amount"), Kind.MONEY, 104),
)
_NOTES = (
    Column("number", N_("Number"), Kind.TEXT, 140),
    Column("date", N_("Date"), Kind.DATE, 100),
    Column("state", N_("State"), Kind.STATE, 110),
    Column("total", N_("Total"), Kind.MONEY, 110),
)


def _paper_words(record: InvoiceDetail) -> str:
    if not record.has_file:
        return _("Drawn from the frozen content")
    kind = KINDS.get(record.invoice_kind)
    own = kind is not None and kind.own_series
    return _("Kept with its electronic invoice") if own and record.electronic else _("Kept as it was handed out")


def print_one(desk: Desk, parent: QWidget, invoice_id: int) -> None:
    """Show the paper as it went out."""
    print_invoices(desk, parent, [invoice_id])


def credit(desk: Desk, parent: QWidget, invoice_id: int, *, anew: bool = False) -> None:
    """Issue a credit note over an invoice, keep its paper and show it; then the new invoice, if it is made out anew."""
    from app.views.invoices import issue_invoice, open_invoice

    def issued(note_id: Any) -> None:
        desk.perform(lambda actor: keep_paper(actor, note_id), title=_("Keep the paper"))
        dialog.original.keep(note_id)
        if desk.shell is not None and isinstance(note_id, int):
            open_invoice(desk, desk.shell, note_id)
            tell_issued(desk, note_id, dialog.shown_number, N_("The credit note was issued."))
            if dialog.follows == ISSUE:
                orders, asked = invoicing.billed_anew(invoice_id)
                issue_invoice(desk, desk.shell, orders, request_ids=asked)

    dialog = CreditNoteDialog(desk, invoicing.correctable(desk.actor, invoice_id), parent, anew=anew)
    open_dialog(desk, dialog, after=issued)


def reissue(desk: Desk, parent: QWidget, invoice_id: int) -> None:
    """Take a wrong invoice back as a whole and make it out anew, beginning with what it said."""
    credit(desk, parent, invoice_id, anew=True)


void = WithReason(
    "void_invoice_dialog",
    N_("Void invoice"),
    N_("Void invoice"),
    lambda actor, invoice_id, reason: void_invoice(actor, invoice_id, reason),
    N_("The invoice was voided."),
    N_("Its number stays used, and its orders can be invoiced again. This cannot be taken back."),
    danger=True,
    usual="void",
)

ACTIONS = (
    RecordAction("print", N_("Print…"), "printer", print_one, shortcut="Ctrl+P"),
    RecordAction("credit_invoice", N_("Credit…"), "undo-2", credit),
    RecordAction("reissue_invoice", N_("Take back and issue anew…"), "rotate-ccw", reissue),
    RecordAction("void_invoice", N_("Void…"), "ban", void, danger=True),
)


class InvoicePage(RecordPage):
    """One invoice or credit note."""

    chip_kinds = ("invoice",)
    watches = frozenset({"invoice", "invoice_file", "red_slip"})
    help_topic = "invoices"
    locked_offers = ("credit_invoice", "reissue_invoice", "void_invoice")
    leads = ("customer", "corrects")
    facts_titles = (
        ("customer", N_("Customer")),
        ("title", N_("Made out to")),
        ("tax_number", N_("Tax number")),
        ("kind", N_("Kind")),
        ("code", N_("Invoice code")),
        ("date", N_("Date")),
        ("due_date", N_("Due date")),
        ("credited", N_("Credited")),
        ("corrects", N_("Corrects invoice")),
        ("why", N_("Because of")),
        ("reason", N_("Reason")),
        ("void_reason", N_("Voided because")),
        ("issued", N_("Issued")),
        ("issuer", N_("Issued by")),
        ("paper", N_("Paper")),
    )

    def __init__(self, desk: Desk, invoice_id: int) -> None:
        super().__init__(desk, "invoice", invoice_id, ACTIONS, (), frozenset({"print"}))

    def read_record(self) -> InvoiceAtBureau:
        return invoice_at_bureau(self.desk.actor, self.record_id)

    def cards(self) -> Sequence[QWidget]:
        currency = self.desk.currency
        card = Card("invoice_lines_card", padding=16)
        self.lines = SmallTable("invoice_lines_table", N_("Lines"), _LINES, currency, most=14)
        self._orders: dict[int, int] = {}
        self.lines.opens_with(self._open_order)
        card.add_table(self.lines)
        self.sums = Sums("invoice_sums")
        card.add_table(self.sums)
        self.notes = SmallTable("invoice_notes_table", N_("Credit notes"), _NOTES, currency)
        self.notes.opens_with(self.opener("invoice"))
        self.notes_card = section("invoice_notes_card", N_("Credit notes"), self.notes)
        self.originals = OriginalsCard(self.desk)
        self.slips = RedSlipsCard(self.desk)
        return card, self.notes_card, self.slips, self.originals

    def _open_order(self, position: int, beside: bool) -> None:
        order = self._orders.get(position)
        if order:
            open_record(self.desk, "order", order, beside=beside)

    def title_of(self, record: Any) -> str:
        word = state_word("document_type", record.document_type)
        return f"{first_capital(word)} {record.number}"

    def locked(self, record: InvoiceDetail) -> str:
        return _("Frozen when it was issued: it is never changed.")

    def leads_to(self, record: Any, key: str) -> tuple[str, int] | None:
        if key == "corrects":
            return ("invoice", record.corrects_id) if record.corrects_id is not None else None
        return super().leads_to(record, key)

    def _show_bureau(self, record: InvoiceAtBureau, kind: InvoiceKind | None) -> None:
        """What the tax bureau's platform made of the invoice."""
        self.originals.setVisible(kind is not None and not kind.own_series)
        self.originals.show_kept(record.id, record.originals)
        slips = kind is not None and kind.red_slip and record.document_type == "invoice" and record.state == "issued"
        self.slips.setVisible(slips)
        self.slips.show_slips(record.id, record.slips, record.total - record.credited)

    def show_record(self, record: InvoiceAtBureau) -> None:
        currency = self.desk.currency
        if record.state == "voided":
            self.banner.tell(
                "danger",
                lambda: _("Voided on {date}: {reason}").format(date=record.voided_on, reason=record.void_reason),
                dismissible=False,
            )
        else:
            self.banner.hide()
        self._orders = {n.position: n.order_id or 0 for n in record.lines}
        self.lines.show_rows(
            [
                Row(
                    n.position,
                    (n.order or "", n.description, n.quantity or None, n.unit, n.net, n.tax_rate or None, n.tax),
                )
                for n in record.lines
            ]
        )
        sums = (
            [(_("Net"), show(record.net, currency)), (_("Tax amount"), show(record.tax, currency))]
            if record.tax
            else []
        )
        self.sums.show_sums(
            [*sums, (_("Total ({currency})").format(currency=currency.code), show(record.total, currency))]
        )
        self.notes.show_rows([Row(n.id, (n.number, n.date, n.state, n.total)) for n in record.credit_notes])
        self.notes_card.setVisible(bool(record.credit_notes))
        kind = KINDS.get(record.invoice_kind)
        self._show_bureau(record, kind)
        self.show_facts(
            (
                ("customer", record.customer),
                ("title", record.title if record.title != record.customer else ""),
                ("tax_number", record.tax_number),
                ("kind", first_capital(_(kind.title)) if kind is not None else record.invoice_kind),
                ("code", record.code),
                ("date", record.date),
                ("due_date", record.due_date or ""),
                ("credited", show(record.credited, currency) if record.credited else ""),
                ("corrects", record.corrects or ""),
                ("why", first_capital(state_word("credit_kind", record.reason_kind)) if record.reason_kind else ""),
                ("reason", record.reason),
                ("void_reason", record.void_reason),
                ("issued", local_moment(record.issued_at)),
                ("issuer", record.issuer or ""),
                ("paper", _paper_words(record)),
            )
        )
