"""The dialog that issues a paper with its preview beside it: the very pages that will be kept and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.later import Later
from app.models.actor import Actor
from app.models.document import DocumentSnapshot
from app.operations.operation import Operation
from app.views.acting import tell
from app.views.desk import Desk
from app.views.invoices.electronic import tell_lacks
from app.views.invoices.parts import PaperDialog
from app.views.moments import soon
from app.views.page_renderer import NoPages, Pages
from app.views.page_viewer import PageViewer
from app.views.texts import Saying, say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import say_button
from app.views.widgets.labels import label
from app.views.widgets.layouts import scroll_area

if TYPE_CHECKING:
    from app.operations import rehearsals
    from app.queries import einvoice, money_details
    from app.reports import documents
    from app.views import pdf_pages
else:
    rehearsals = Later("app.operations.rehearsals")
    einvoice = Later("app.queries.einvoice")
    money_details = Later("app.queries.money_details")
    documents = Later("app.reports.documents")
    pdf_pages = Later("app.views.pdf_pages")

WIDTH = 1120
PREVIEW = 400
TALL = 500
SOON = 300
"""Milliseconds after the last change until the preview is made again."""

_KEPT = N_("This is what will be kept and printed.")
_KEPT_BOTH = N_("This is what will be kept and printed, with the electronic invoice inside.")

Inputs = tuple[tuple[Any, ...], dict[str, Any]]


class PaperPreview(QWidget):
    """The pages of a paper that is not issued yet, or why there are none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedWidth(PREVIEW)
        self.setMinimumHeight(TALL)
        self.bytes = b""
        self.viewer = PageViewer(NoPages())
        self.viewer.thumbnails.setFixedWidth(0)
        self.reason = label("", "muted", f"{name}_reason", wrap=True)
        self.reason.setContentsMargins(16, 16, 16, 16)
        self.told = label(_KEPT, "hint", f"{name}_told")
        self._places = QStackedLayout()
        self._places.addWidget(self.viewer)
        self._places.addWidget(self.reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._places, 1)
        column.addWidget(self.told)

    def show_paper(self, pdf: bytes, pages: Pages) -> None:
        """Show the pages of a PDF."""
        self.bytes = pdf
        self.viewer.show_pages(pages)
        self._places.setCurrentIndex(0)
        self.told.setVisible(True)

    def stop(self) -> None:
        """Draw nothing any more, and give the pages back."""
        self.viewer.renderer.stop()

    def show_reason(self, sentence: str) -> None:
        """Say why there is nothing to see."""
        self.bytes = b""
        self.reason.setText(sentence)
        self._places.setCurrentIndex(1)
        self.told.setVisible(False)


class IssuingDialog(PaperDialog):
    """Issues a paper. Subclasses name the operation and give its inputs as the form has them now."""

    operation: Operation[..., int]
    issue_words: str
    """The main button's words for a paper of the own series, with its ``{number}``."""
    customer_id: int | None = None
    """Whose paper it is, for the way to what is missing of the customer."""

    def __init__(
        self,
        desk: Desk,
        name: str,
        title: Saying,
        accept: Saying,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, name, title, accept, width=WIDTH, parent=parent)
        self.preview = PaperPreview(f"{name}_preview")
        self.shown_number = ""
        """The number that the button promises."""
        self._soon = soon(self, SOON, self.make_preview)
        both = QHBoxLayout()
        both.setSpacing(24)
        self.body.removeWidget(self.form)
        # A form with many lines scrolls; what it comes to and what that means stay in sight below it.
        inside = QWidget()
        inside.setObjectName("scroll_body")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self.below = QVBoxLayout()
        self.below.setSpacing(4)
        form = QVBoxLayout()
        form.setSpacing(8)
        form.addWidget(scroll_area(inside, f"{name}_scroll"), 1)
        form.addLayout(self.below)
        self.electronic = Banner(f"{name}_electronic", self)
        form.addWidget(self.electronic)
        both.addLayout(form, 1)
        both.addWidget(self.preview)
        self.body.addLayout(both)

    def inputs(self) -> Inputs:
        """What the operation is given. Raises UserError for a field that is not understood."""
        raise TypeError("a paper's dialog says what it issues")

    def own_series(self) -> bool:
        """Whether the book gives the number."""
        raise TypeError("a paper's dialog says who numbers it")

    # Preview

    def changed(self) -> None:
        """Make the preview again soon; not while the paper is being issued."""
        if self.form.isEnabled():
            self._soon.start()

    def make_preview(self) -> None:
        """Make the preview of what the form says now."""
        try:
            args, inputs = self.inputs()
        except UserError as problem:
            self.preview.show_reason(problem.message)
            return
        operation = self.operation

        def refused(error: Exception) -> None:
            # The dialog may be gone by now, and what was refused was a rehearsal only.
            if shiboken6.isValid(self):
                self._not_rehearsed(error)

        self.desk.perform(
            lambda actor: rehearsals.rehearsed_paper(actor, operation, *args, **inputs),
            on_done=self._rehearsed,
            on_problem=refused,
            on_question=lambda _asked, go_on: go_on(True),
            owner=self.desk.shell,
        )

    def _rehearsed(self, snapshot: DocumentSnapshot) -> None:
        if not shiboken6.isValid(self) or not self.form.isEnabled():
            return
        if self.own_series():
            self._promise(snapshot.number)
        lacking = einvoice.lacking(snapshot) if self.own_series() else ()
        tell_lacks(self.desk, self.electronic, lacking, self.customer_id)
        inside = self.own_series() and not lacking and einvoice.electronic()
        say(self.preview.told.setText, _KEPT_BOTH if inside else _KEPT)

        def draw() -> tuple[bytes, Pages]:
            pdf = documents.document_bytes(snapshot)
            return pdf, pdf_pages.PdfPages(pdf)

        def drawn(made: tuple[bytes, Pages]) -> None:
            if self.isVisible():
                self.preview.show_paper(*made)
            else:
                made[1].close()

        self.desk.read(draw, drawn, key=f"paper.{id(self)}", owner=self)

    def _not_rehearsed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.preview.show_reason(
                _("The preview comes once this is put right: {problem}").format(problem=error.message)
            )
        else:
            self.desk.background.problem(error)

    def _promise(self, number: str) -> None:
        self.shown_number = number
        words = self.issue_words
        say_button(self.primary, lambda: _(words).format(number=number))

    def done(self, result: int) -> None:
        self._soon.stop()
        self.preview.stop()
        super().done(result)

    # Issuing

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        try:
            args, inputs = self.inputs()
        except UserError as problem:
            self.form.show_problem(problem)
            return
        operation = self.operation
        self._soon.stop()
        self.submit(lambda actor: operation(actor, *args, **inputs))


def issued_words(actor: Actor, invoice_id: int, promised: str, done: str) -> str:
    """What is said once a paper is issued: its number, and that it is another one than was promised."""
    number = money_details.invoice(actor, invoice_id).number
    if promised and number != promised:
        return _("{done} Somebody took {promised} meanwhile, so its number is {number}.").format(
            done=_(done), promised=promised, number=number
        )
    return _("{done} Its number is {number}.").format(done=_(done), number=number)


def tell_issued(desk: Desk, invoice_id: int, promised: str, done: str) -> None:
    """Say that a paper was issued, and under which number."""
    words = issued_words(desk.actor, invoice_id, promised, done)
    tell(desk, lambda: words, posted=("invoice", invoice_id))


def consequence(name: str) -> QWidget:
    """What issuing means, said before it is done."""
    shown = label("", "muted", name, wrap=True)
    say(
        shown.setText,
        N_("Once issued it cannot be changed any more; it can only be voided or credited."),
    )
    return shown
