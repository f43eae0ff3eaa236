"""The page of one shipment: what left, with whom, whether it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.later import Later
from app.queries import money_details
from app.queries.columns import Column, Kind, Row
from app.queries.money_details import ShipmentDetail
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.record_actions import RecordAction, WithReason
from app.views.record_page import RecordPage, section
from app.views.shipments.papers import print_delivery_notes, print_labels
from app.views.shipments.tracking_fields import TrackingFields
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from app.operations import shipments, tracking
else:
    shipments, tracking = Later("app.operations.shipments"), Later("app.operations.tracking")

_LINES = (
    Column("code", N_("Code"), Kind.TEXT, 110),
    Column("description", N_("Product"), Kind.TEXT, 260),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 100),
    Column("unit", N_("Unit"), Kind.TEXT, 80),
)


class SignDialog(FormDialog):
    """Notes on which day the goods were signed for."""

    def __init__(self, desk: Desk, shipment_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, "sign_for_dialog", N_("Signed for"), N_("Note as signed for"), parent=parent)
        self.shipment_id = shipment_id
        self.day = DateField("sign_for_date", today=desk.actor.today)
        self.day.set_value(desk.actor.today())
        self.form.add("date", N_("Date"), self.day, required=True)

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        day = self.day.value()
        self.submit(lambda actor: shipments.sign_for_shipment(actor, self.shipment_id, day))


def _sign(desk: Desk, parent: QWidget, shipment_id: int) -> None:
    open_dialog(desk, SignDialog(desk, shipment_id, parent), N_("The goods are signed for."))


class TrackingDialog(FormDialog):
    """Corrects with whom a shipment goes, and under which number."""

    def __init__(self, desk: Desk, shipment: ShipmentDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "change_tracking_dialog", N_("Tracking number"), N_("Save"), width=640, parent=parent)
        self.shipment_id = shipment.id
        self.tracking = TrackingFields("change_tracking", self.form, shipment.carrier, shipment.tracking_number)

    def accept_form(self) -> None:
        carrier, number = self.tracking.carrier.text(), self.tracking.number.text()
        self.submit(lambda actor: tracking.change_tracking(actor, self.shipment_id, carrier, number))


def _change_tracking(desk: Desk, parent: QWidget, shipment_id: int) -> None:
    shipment = money_details.shipment(desk.actor, shipment_id)
    open_dialog(desk, TrackingDialog(desk, shipment, parent), N_("The tracking number was saved."))


def _print_note(desk: Desk, parent: QWidget, shipment_id: int) -> None:
    print_delivery_notes(desk, parent, [shipment_id])


def _print_label(desk: Desk, parent: QWidget, shipment_id: int) -> None:
    print_labels(desk, parent, [shipment_id])


ACTIONS = (
    RecordAction("sign_for_shipment", N_("Signed for…"), "clipboard-check", _sign),
    RecordAction("change_tracking", N_("Tracking number…"), "pencil", _change_tracking, shortcut="F2"),
    RecordAction(
        "print_delivery_note", N_("Print delivery note…"), "printer", _print_note, shortcut="Ctrl+P", in_list=False
    ),
    RecordAction("print_label", N_("Print shipping label…"), "tag", _print_label, in_list=False),
    RecordAction(
        "void_shipment",
        N_("Void…"),
        "ban",
        WithReason(
            "void_shipment_dialog",
            N_("Void shipment"),
            N_("Void shipment"),
            lambda actor, shipment_id, reason: shipments.void_shipment(actor, shipment_id, reason),
            N_("The shipment was voided."),
            N_("The goods are in stock again, and the order waits for them."),
            danger=True,
            usual="void_shipment",
        ),
        danger=True,
    ),
)


class ShipmentPage(RecordPage):
    """One shipment."""

    help_topic = "shipments"
    chip_kinds = ("shipment",)
    watches = frozenset({"shipment", "order"})
    facts_titles = (
        ("customer", N_("Customer")),
        ("order", N_("Order")),
        ("date", N_("Date")),
        ("carrier", N_("Carrier")),
        ("tracking", N_("Tracking number")),
        ("signed", N_("Signed for")),
        ("ship_to", N_("Ship to")),
        ("note", N_("Note")),
        ("void_reason", N_("Voided because")),
    )
    leads = ("order",)

    def __init__(self, desk: Desk, shipment_id: int) -> None:
        super().__init__(
            desk, "shipment", shipment_id, ACTIONS, ("sign_for_shipment",), frozenset({"print_delivery_note"})
        )

    def read_record(self) -> ShipmentDetail:
        return money_details.shipment(self.desk.actor, self.record_id)

    def cards(self) -> Sequence[QWidget]:
        self.lines = SmallTable("shipment_lines_table", N_("Lines"), _LINES, self.desk.currency, most=14)
        return (section("shipment_lines_card", N_("What left"), self.lines),)

    def title_of(self, record: Any) -> str:
        name = record.number or record.tracking_number or f"#{record.id}"
        return _("Shipment {number}").format(number=name)

    def show_record(self, record: ShipmentDetail) -> None:
        self.lines.show_rows(
            [Row(n, (i.code, i.description, i.quantity, i.unit)) for n, i in enumerate(record.lines, start=1)]
        )
        self.show_facts(
            (
                ("customer", record.customer),
                ("order", record.order),
                ("date", record.date),
                ("carrier", record.carrier),
                ("tracking", record.tracking_number),
                ("signed", record.signed_on or ""),
                (
                    "ship_to",
                    "\n".join(p for p in (f"{record.consignee} {record.ship_phone}".strip(), record.ship_address) if p),
                ),
                ("note", record.note),
                ("void_reason", record.void_reason),
            )
        )
