"""Putting an order on hold: why, and a text for the customer to copy into a message."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from app.i18n import LANGUAGES, N_
from app.models.company import the_company
from app.operations.order_course import hold_order
from app.queries import reasons
from app.queries.hold_texts import hold_text
from app.queries.order_details import OrderDetail
from app.views.desk import Desk
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.reason_field import HINT, ReasonField


class HoldDialog(FormDialog):
    """The text follows the reason and the language until somebody writes in it."""

    def __init__(self, desk: Desk, order: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "hold_dialog", N_("Put the order on hold"), N_("Put on hold"), width=640, parent=parent)
        self.order = order
        self.form.add_widget(
            label(N_("Nothing is shipped while an order is on hold."), "muted", "hold_dialog_consequence", wrap=True),
            span=2,
        )
        given = reasons.reasons("hold")
        self.reason = ReasonField("hold_dialog_reason", given)
        self.form.add("reason", N_("Reason"), self.reason, required=True, hint=HINT if given else "", row=1, column=0)
        self.language = KeyField("hold_dialog_language", tuple(LANGUAGES.items()), the_company().document_language)
        self.form.add("language", N_("Language of the text"), self.language, row=1, column=1)
        self.text = QPlainTextEdit()
        self.text.setObjectName("hold_dialog_text")
        self.text.setFixedHeight(96)
        self.text.setTabChangesFocus(True)
        self.form.add(
            "text",
            N_("Text for the customer"),
            self.text,
            hint=N_("Daybook sends nothing: copy it into a mail or a chat."),
            row=2,
            span=2,
        )
        row = QHBoxLayout()
        self.copy = button(N_("Copy the text"), "hold_dialog_copy", icon="copy", run=self._copy)
        row.addWidget(self.copy)
        self.copied = label("", "hint", "hold_dialog_copied")
        row.addWidget(self.copied)
        row.addStretch(1)
        self.body.addLayout(row)
        self._own = False
        self._filling = False
        self.reason.textChanged.connect(lambda _text: self._fill())
        self.language.key_changed.connect(lambda _key: self._fill())
        self.text.textChanged.connect(self._written)
        self._fill()

    def _fill(self) -> None:
        if self._own:
            return
        self._filling = True
        self.text.setPlainText(hold_text(self.order, self.reason.text(), self.language.key()))
        self._filling = False

    def _written(self) -> None:
        self.copied.clear()
        if not self._filling:
            self._own = bool(self.text.toPlainText().strip())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        say(self.copied.setText, N_("Copied"))

    def accept_form(self) -> None:
        reason = self.reason.text()
        self.submit(lambda actor: hold_order(actor, self.order.id, reason))
