"""The page of one order: how far it is, what was sold, what was paid, shipped and invoiced, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.actor import Actor
from app.models.terms import terms_from
from app.money import show
from app.operations.notes import note_order
from app.queries import order_details
from app.queries.order_details import OrderDetail
from app.views.desk import Desk
from app.views.note_field import NoteField
from app.views.orders.actions import ACTIONS, NEXT_STEPS
from app.views.orders.order_parts import LinesCard
from app.views.orders.order_steps import order_steps, order_tracks
from app.views.orders.problems_part import ProblemsPart
from app.views.orders.related_parts import OrderRelated
from app.views.printing_orders import print_orders
from app.views.record_actions import RecordAction
from app.views.record_page import RecordPage
from app.views.records import open_record
from app.views.theme import mark
from app.views.values import word_of
from app.views.widgets.banner import Level
from app.views.widgets.labels import Card
from app.views.widgets.stepper import Step


def _write_note(actor: Actor, order_id: int, note: str, before: str) -> object:
    return note_order(actor, order_id, note, before)


def print_sheet(desk: Desk, parent: QWidget, order_id: int) -> None:
    """Show the order sheet as it will be printed."""
    print_orders(desk, parent, [order_id])


_PRINT = RecordAction("print_order", N_("Print…"), "printer", print_sheet, shortcut="Ctrl+P")


class OrderPage(RecordPage):
    """One order. It reads itself again whenever an operation touched an order, money or goods."""

    help_topic = "orders"
    watches = frozenset(
        {
            "order",
            "order_line",
            "payment",
            "allocation",
            "refund",
            "credit",
            "invoice",
            "invoice_request",
            "shipment",
            "instalment",
            "write_off",
            "customer",
            "exception",
        }
    )
    facts_titles = (
        ("outstanding", N_("Outstanding")),
        ("worth", N_("Worth")),
        ("customer", N_("Customer")),
        ("date", N_("Order date")),
        ("due", N_("Due date")),
        ("terms", N_("Payment terms")),
        ("promised", N_("Promised date")),
        ("salesperson", N_("Salesperson")),
        ("channel", N_("Channel")),
        ("reference", N_("Customer's reference")),
        ("ship_to", N_("Ship to")),
        ("kind", N_("Kind of order")),
        ("quoted", N_("Quotation")),
        ("satisfaction", N_("Satisfaction")),
        ("balance", N_("Balance")),
        ("owes", N_("Total outstanding")),
    )

    def __init__(self, desk: Desk, order_id: int) -> None:
        super().__init__(
            desk,
            "order",
            order_id,
            (*ACTIONS.values(), _PRINT),
            NEXT_STEPS,
            always=frozenset({"print_order"}),
        )
        self.commands["print_order"].setEnabled(True)

    def read_record(self) -> OrderDetail:
        return order_details.order(self.desk.actor, self.record_id)

    def cards(self) -> Sequence[QWidget]:
        self.lines = LinesCard(self.desk.currency)
        self.lines.table.opens_with(self._open_product)
        self.related = OrderRelated(self.desk, self.start)
        mark(self.facts.values["outstanding"], role="section")
        mark(self.facts.values["worth"], role="section")
        self.problems = ProblemsPart(self.desk, self._solve)
        return self.problems, self.lines, self.related, self.problems.card

    def side_cards(self) -> Sequence[QWidget]:
        card = Card("order_note_card")
        self.note_field = NoteField(self.desk, "orders", _write_note)
        self.note_field.left.connect(self.setFocus)
        self.note_field.outdated.connect(self.refresh)
        self.note = self.note_field.edit
        card.body.addWidget(self.note_field)
        return (card,)

    # Showing

    def title_of(self, record: OrderDetail) -> str:
        return record.name

    def states_of(self, record: OrderDetail) -> Mapping[str, str]:
        return {"state": record.shown_state(self.desk.actor.today())}

    def locked(self, record: OrderDetail) -> str:
        if record.state in ("confirmed", "processing"):
            return _("A confirmed order stays as it was agreed. Amend it to change it.")
        if record.state == "completed":
            return _("A completed order is closed. Re-open it to change it.")
        return ""

    def steps(self, record: OrderDetail) -> tuple[Sequence[Step], Sequence[Step]]:
        return order_steps(record), order_tracks(record, self.desk.currency)

    def step(self, record: OrderDetail) -> str:
        due = record.outstanding > 0
        return next((n for n in NEXT_STEPS if n in record.actions and (due or n != "record_payment")), "")

    def show_record(self, record: OrderDetail) -> None:
        self.problems.show_order(record)
        self.lines.show_order(record)
        self.related.show_order(record)
        self.note_field.show_note(record.id, record.note, record.why_not.get("note_order", ""))
        self._show_banner(record)
        place = " ".join(p for p in (record.region, record.city, record.ship_address, record.ship_postal_code) if p)
        currency = self.desk.currency
        self.show_facts(
            (
                ("outstanding", show(record.outstanding, currency) if record.shows_money else ""),
                ("worth", show(record.worth, currency) if record.shows_money else ""),
                ("customer", record.customer),
                ("date", record.date),
                ("due", record.due_date or ""),
                ("terms", terms_from(record.payment_terms).words(_) if record.payment_terms else ""),
                ("promised", record.promised_date or ""),
                ("salesperson", record.salesperson or ""),
                ("channel", record.channel),
                ("reference", record.customer_reference),
                ("ship_to", "\n".join(p for p in (f"{record.consignee} {record.ship_phone}".strip(), place) if p)),
                ("kind", "" if record.order_kind == "normal" else word_of("order_kind", record.order_kind)),
                ("quoted", _quotation(record)),
                ("satisfaction", _satisfaction(record)),
                ("balance", show(record.customer_balance, currency) if record.shows_money else ""),
                ("owes", show(record.customer_outstanding, currency) if record.shows_money else ""),
            )
        )

    def _show_actions(self, record: OrderDetail) -> None:
        super()._show_actions(record)
        # Printing is always allowed; the query does not speak of it.
        self.commands["print_order"].setEnabled(True)
        self._buttons["print_order"].setEnabled(True)

    def _show_banner(self, record: OrderDetail) -> None:
        told = self._standing(record)
        if told is not None:
            level, sentence = told
            self.banner.tell(level, lambda: sentence, dismissible=False)
        else:
            self.banner.hide()

    def _standing(self, record: OrderDetail) -> tuple[Level, str] | None:
        """What has to be known of where the order stands, before anything else."""
        if record.cancel_when_refunded:
            return "warn", _("It is cancelled as soon as its refund is paid: {reason}").format(
                reason=record.cancel_reason
            )
        if record.hold:
            return "warn", _("On hold: {reason}").format(reason=record.hold_reason)
        if record.state == "cancelled" and record.cancel_reason:
            return "info", _("Cancelled: {reason}").format(reason=record.cancel_reason)
        if record.state == "draft" and record.sent_back_reason:
            return "warn", _("{who} sent it back: {reason}").format(
                who=record.sent_back_by_name or "–", reason=record.sent_back_reason
            )
        if record.state == "review":
            return "info", _("{who} asked for a review: {reason}").format(
                who=record.review_asked_by_name or "–", reason=record.review_reason or _("no reason given")
            )
        if record.expired(self.desk.actor.today()):
            return "warn", _("The quotation expired on {day}. Let it hold longer, or confirm it.").format(
                day=record.expiry_date
            )
        return None

    # Doing

    def start(self, name: str) -> None:
        if name == "print_order":
            print_sheet(self.desk, self, self.record_id)
        else:
            super().start(name)

    def menu_actions(self) -> Sequence[QAction | None]:
        *actions, printing = self.commands.values()
        return [*actions, None, printing]

    def _solve(self, topic: str) -> None:
        from app.views.orders.solving import solve

        solve(self.desk, self, self.record_id, topic)

    def _open_product(self, line_id: int, beside: bool) -> None:
        product = self.lines.products.get(line_id)
        if product is not None:
            open_record(self.desk, "product", product, beside=beside)

    def may_close(self) -> bool:
        if self.note_field.has_draft:
            self.note_field.save()
        return True


def _quotation(record: OrderDetail) -> str:
    if not record.quotation_number:
        return ""
    if record.state != "quoted" or not record.expiry_date:
        return record.quotation_number
    return _("{number}, valid until {day}").format(number=record.quotation_number, day=record.expiry_date)


def _satisfaction(record: OrderDetail) -> str:
    if record.satisfaction is None:
        return ""
    return " · ".join(p for p in (f"{record.satisfaction} / 5", record.satisfaction_comment) if p)
