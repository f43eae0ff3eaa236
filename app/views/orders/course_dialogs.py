"""Dialogs along the course of an order: until when a quotation holds, what the customer thinks in the end."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.operations.order_course import complete_order, rate_order
from app.operations.quotations import QUOTE_DAYS, USUAL_QUOTE_DAYS, quote_order, revive_quotation
from app.queries.book_settings import setting
from app.queries.order_details import OrderDetail
from app.views.desk import Desk
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label

SCORES = (
    ("", N_("Not asked yet")),
    ("5", N_("5 · very satisfied")),
    ("4", N_("4 · satisfied")),
    ("3", N_("3 · all right")),
    ("2", N_("2 · not satisfied")),
    ("1", N_("1 · not satisfied at all")),
)
"""How satisfied a customer is, best first."""


class QuoteDialog(FormDialog):
    """Until when a quotation holds: asked when it is made, and again when it is to hold longer."""

    def __init__(self, desk: Desk, order: OrderDetail, parent: QWidget | None = None) -> None:
        self.again = order.state == "quoted"
        super().__init__(
            desk,
            "quote_dialog",
            N_("Let the quotation hold longer") if self.again else N_("Make a quotation"),
            N_("Set the date") if self.again else N_("Make the quotation"),
            parent=parent,
        )
        self.order_id = order.id
        until = order.expiry_date
        if self.again and until:
            self.form.add_widget(
                label(
                    lambda: _("It holds until {day} now. Number and prices stay.").format(day=until),
                    "muted",
                    "quote_until_now",
                    wrap=True,
                )
            )
        self.day = DateField("quote_until", today=desk.actor.today)
        days = int(setting(QUOTE_DAYS, USUAL_QUOTE_DAYS))
        self.day.set_value(desk.actor.today() + timedelta(days=days))
        self.form.add("expiry_date", N_("Valid until"), self.day, required=True)

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        day: date | None = self.day.value()
        if day is None:
            self.form.show_problem(UserError(_("Choose a date."), field="expiry_date"))
        elif self.again:
            self.submit(lambda actor: revive_quotation(actor, self.order_id, day))
        else:
            self.submit(lambda actor: quote_order(actor, self.order_id, day))


class RateDialog(FormDialog):
    """How satisfied the customer is with a completed order."""

    def __init__(self, desk: Desk, order: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "rate_dialog", N_("Satisfaction of the customer"), N_("Keep"), parent=parent)
        self.order_id = order.id
        self.score = KeyField("rate_score", SCORES, str(order.satisfaction or ""))
        self.comment = QLineEdit(order.satisfaction_comment)
        self.comment.setObjectName("rate_comment")
        self.form.add("satisfaction", N_("Satisfaction"), self.score)
        self.form.add("comment", N_("What the customer said"), self.comment)

    def accept_form(self) -> None:
        score, comment = _score(self.score), self.comment.text()
        self.submit(lambda actor: rate_order(actor, self.order_id, score, comment))


class CompleteDialog(FormDialog):
    """Completes an order by hand: a reason where something is open, and what the customer thinks of it."""

    def __init__(self, desk: Desk, order_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, "complete_dialog", N_("Complete the order"), N_("Complete order"), parent=parent)
        self.order_id = order_id
        self.form.add_widget(
            label(
                N_("An order that is not wholly shipped and paid needs a reason."),
                "muted",
                "complete_dialog_consequence",
                wrap=True,
            )
        )
        self.reason, self.comment = QLineEdit(), QLineEdit()
        self.reason.setObjectName("complete_dialog_reason")
        self.comment.setObjectName("complete_dialog_comment")
        self.score = KeyField("complete_dialog_score", SCORES)
        self.form.add("reason", N_("Reason"), self.reason)
        self.form.add("satisfaction", N_("Satisfaction"), self.score)
        self.form.add("comment", N_("What the customer said"), self.comment)

    def accept_form(self) -> None:
        reason, score, comment = self.reason.text(), _score(self.score), self.comment.text()
        self.submit(lambda actor: complete_order(actor, self.order_id, reason, score, comment))


def _score(field: KeyField) -> int | None:
    return int(field.key()) if field.key() else None
