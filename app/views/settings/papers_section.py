"""How papers look: chosen at the left, seen at the right on a made-up paper, which is the very PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.models.book import is_open
from app.models.paper_style import KINDS, PAYMENT_CODE, SEAL, SHARED, ColumnChoice, PaperStyle, merged, picture, stored
from app.models.picture import small_picture
from app.operations.paper_styles import change_paper_picture, change_paper_style
from app.views import problems
from app.views.files import ask_which
from app.views.page_renderer import NoPages
from app.views.page_viewer import PageViewer
from app.views.pdf_pages import PdfPages
from app.views.settings.papers_columns import ColumnEditor
from app.views.settings.papers_fields import NOT_ON, LookFields, ShownFields, StyleFields, TextFields
from app.views.settings.section import Section
from app.views.texts import follow, say
from app.views.widgets.buttons import button
from app.views.widgets.labels import label
from app.views.widgets.tabs import Tabs

TITLES: dict[str, str] = {
    SHARED: N_("All papers"),
    "quotation": N_("Quotation"),
    "order_sheet": N_("Order sheet"),
    "delivery_note": N_("Delivery note"),
    "invoice": N_("Invoice"),
    "credit_note": N_("Credit note"),
    "receipt": N_("Receipt for a payment"),
    "refund_voucher": N_("Refund voucher"),
    "statement": N_("Statement of account"),
    "reminder": N_("Reminder"),
}
_TICKS = {SEAL: "seal", PAYMENT_CODE: "payment_qr"}
LEFT = 320
_WAIT = 150
"""Milliseconds after the last key until the sample is made again."""


def _state(kind: str, *, usual: bool) -> str:
    if kind == SHARED:
        return N_("Default") if usual else N_("Not the default")
    return N_("As all papers") if usual else N_("Differs from all papers")


def _sample(kind: str, shared: Mapping[str, Any], own: Mapping[str, Any], today: date) -> PdfPages:
    """The sample, made beside the window, where what draws papers is loaded too."""
    from app.reports.paper_sample import sample_pdf

    return PdfPages(sample_pdf(kind, shared, own, today))


class PapersSection(Section):
    """Styles of papers. What is chosen for all papers counts for each kind that chose nothing else."""

    key = "papers"
    title = N_("Papers")
    lead = N_("How documents look from the next one on. Issued invoices stay as they were handed out.")
    icon = "file-text"
    words = (
        N_("Paper size"), N_("Colour"), N_("Size of letters"), N_("Second language"), N_("Columns of the paper"),
        N_("Seal"), N_("Code to pay by"), N_("Amount in words"), N_("Terms"),
        N_("Foot of every page"), N_("Title of the paper"),
    )  # fmt: skip
    most_width = 1240

    def extra(self) -> None:
        self._shared: dict[str, Any] = {}
        self._own: dict[str, Any] = {}
        self._typed: dict[str, Any] = {}
        self._saving = 0
        self.inner.addLayout(self._top())
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._left_side())
        self.viewer = PageViewer(NoPages())
        self.viewer.setMinimumHeight(430)
        say(self.viewer.setAccessibleName, N_("Sample of the paper"))
        renderer = self.viewer.renderer
        self.destroyed.connect(lambda: renderer.stop())
        middle.addWidget(self.viewer, 1)
        self.inner.addLayout(middle, 1)
        self.column.setStretchFactor(self.body, 1)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_WAIT)
        self._clock.timeout.connect(self.draw_sample)
        follow(self._speak)
        self._speak()

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.kinds = QComboBox()
        self.kinds.setObjectName("paper_kind")
        self.kinds.setMinimumWidth(220)
        say(self.kinds.setAccessibleName, N_("Paper"))
        self.kinds.activated.connect(lambda _at: self.load())
        row.addWidget(self.kinds)
        self.state = label("", "hint", "paper_state")
        row.addWidget(self.state)
        row.addStretch(1)
        self.reset_button = button(N_("Back to the default"), "paper_reset", kind="link", run=self.reset)
        row.addWidget(self.reset_button)
        row.addWidget(button(N_("Whole page"), "sample_whole", kind="quiet", run=lambda: self.viewer.fit()))
        row.addWidget(button(N_("Page width"), "sample_width", kind="quiet", run=lambda: self.viewer.fit_width()))
        return row

    def _left_side(self) -> QWidget:
        self.look, self.shown_parts, self.texts = LookFields(), ShownFields(), TextFields()
        self.columns = ColumnEditor()
        self.columns.changed.connect(self._columns_chosen)
        self.parts: tuple[StyleFields, ...] = (self.look, self.shown_parts, self.texts)
        for part in self.parts:
            part.typed.connect(self._typing)
            part.given.connect(self.choose)
        self._add_pictures()
        self.tabs = Tabs("paper_tabs", N_("Parts of the paper"))
        self.tabs.setFixedWidth(LEFT)
        self.tabs.steps_from(self)
        self.tabs.add("look", N_("Look"), lambda: self.look)
        self.tabs.add("shown", N_("What is shown"), lambda: self.shown_parts)
        self.tabs.add("texts", N_("Texts"), lambda: self.texts)
        self.tabs.add("columns", N_("Columns"), lambda: self.columns)
        holder = QWidget()
        holder.setObjectName("paper_choices")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        column.addStretch(1)
        return holder

    def _add_pictures(self) -> None:
        self.remove_buttons: dict[str, QPushButton] = {}
        self.choose_buttons: dict[str, QPushButton] = {}
        for tick, key, choose, remove in (
            ("seal", SEAL, N_("Choose a picture of the seal"), N_("Remove the picture of the seal")),
            ("payment_qr", PAYMENT_CODE, N_("Choose a picture of the code"), N_("Remove the picture of the code")),
        ):
            self.choose_buttons[key] = button(
                N_("Choose…"), f"choose_{tick}", kind="link", run=lambda key=key: self._choose_picture(key)
            )
            self.remove_buttons[key] = button(
                N_("Remove"), f"remove_{tick}", kind="link", run=lambda key=key: self.take_picture(key, b"")
            )
            say(self.choose_buttons[key].setAccessibleName, choose)
            say(self.remove_buttons[key].setAccessibleName, remove)
            self.shown_parts.beside[tick].addWidget(self.choose_buttons[key])
            self.shown_parts.beside[tick].addWidget(self.remove_buttons[key])
        self.shown_parts.column.addWidget(
            label(
                N_("Pictures are PNG or JPEG. Invoices carry the seal only where it is ticked for them."),
                "hint",
                "pictures_hint",
                wrap=True,
            )
        )
        self.shown_parts.column.addStretch(1)

    def _speak(self) -> None:
        kept = self.kind
        self.kinds.clear()
        for kind in (SHARED, *KINDS):
            self.kinds.addItem(_(TITLES[kind]), kind)
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(kept)))

    # What is kept and shown

    @property
    def kind(self) -> str:
        """The kind of paper that is shown, or ``SHARED``."""
        return str(self.kinds.currentData() or SHARED)

    def show_kind(self, kind: str) -> None:
        """Show a kind of paper."""
        self.kinds.setCurrentIndex(self.kinds.findData(kind))
        self.load()

    def _base(self, own: Mapping[str, Any]) -> PaperStyle:
        if self.kind == SHARED:
            return PaperStyle.of(own)
        return merged(self.kind, self._shared, own)

    def load(self) -> None:
        if self._saving:
            return
        super().load()
        kind = self.kind
        self._shared = stored(SHARED)
        self._own = self._shared if kind == SHARED else stored(kind)
        self._typed = {}
        style = self._base(self._own)
        for part in self.parts:
            part.show_style(style, kind)
        self._load_columns(style)
        usual = not self._own
        self.reset_button.setVisible(not usual)
        say(
            self.state.setText,
            _state(kind, usual=usual),
        )
        without = NOT_ON.get(kind, frozenset())
        for key, remove in self.remove_buttons.items():
            there = bool(picture(key))
            shown = _TICKS[key] not in without
            remove.setVisible(there and shown)
            self.choose_buttons[key].setVisible(shown)
            say(self.choose_buttons[key].setText, N_("Change…") if there else N_("Choose…"))
        self._clock.start()

    def _load_columns(self, style: PaperStyle) -> None:
        of = None
        if self.kind != SHARED:
            from app.reports.paper_sample import COLUMNS_OF
            from app.reports.trade import chosen_columns

            of = COLUMNS_OF.get(self.kind)
            if of is not None:
                self.columns.show_columns(chosen_columns(style, of.keys, of.always, of.hidden), of.always)
        if of is None and self.tabs.current == "columns":
            self.tabs.choose("look")
        self.tabs.allow("columns", of is not None)

    def _typing(self, name: str, value: Any) -> None:
        self._touched = True
        self._typed[name] = value
        self._clock.start()

    def choose(self, name: str, value: Any) -> None:
        """Choose a value of the style; it counts at once, and the toast takes it back."""
        self._typed.pop(name, None)
        own = {key: each for key, each in self._own.items() if key != name}
        if value != getattr(self._base(own), name):
            own[name] = value
        self._save(own)

    def _columns_chosen(self, columns: tuple[ColumnChoice, ...]) -> None:
        self._save({**self._own, "columns": [[each.key, each.shown, each.width] for each in columns]})

    def reset(self) -> None:
        """Let this kind look as usual again."""
        self._save({})

    def _save(self, own: dict[str, Any]) -> None:
        if own == self._own:
            self._touched = False
            self._clock.start()
            return
        self._own = own
        if self.kind == SHARED:
            self._shared = own
        self._clock.start()
        kind, paper = self.kind, _(TITLES[self.kind])
        self._saving += 1
        self.run(
            lambda actor: change_paper_style(actor, kind, own),
            told=_("{setting} changed.").format(setting=paper),
            undoable=True,
            on_done=lambda _result: self._saved(),
        )

    def _saved(self) -> None:
        self._saving -= 1

    def failed(self, error: Exception, form: Any = None) -> None:
        self._saving = max(0, self._saving - 1)
        super().failed(error, form)
        if is_open():
            self.load()

    # The sample

    def draw_sample(self) -> None:
        """Make the sample as it is chosen now, and show it."""
        if not is_open():
            return
        kind, today = self.kind, self.desk.actor.today()
        own = {**self._own, **self._typed}
        shared = own if kind == SHARED else self._shared
        self.desk.read(
            lambda: _sample(kind, shared, own, today),
            self._show_sample,
            key="settings.paper_sample",
            on_problem=lambda error: problems.show(error, parent=self),
            owner=self,
        )

    def _show_sample(self, pages: PdfPages) -> None:
        first = not len(self.viewer.renderer.pages)
        self.viewer.show_pages(pages)
        if first:
            self.viewer.fit_width()

    # Pictures

    def _choose_picture(self, key: str) -> None:
        chosen = ask_which(self, _("Choose…"), Path.home(), _("Pictures (*.png *.jpg *.jpeg)"))
        if chosen is not None:
            self.take_file(key, chosen)

    def take_file(self, key: str, path: Path) -> None:
        """Use a picture file as seal or code; it is made small beside the window."""
        self.desk.read(
            lambda: small_picture(path),
            lambda content: self.take_picture(key, content),
            key=f"settings.{key}",
            on_problem=self.failed,
            owner=self,
        )

    def take_picture(self, key: str, content: bytes) -> None:
        """Keep another seal or code; no bytes take it away."""
        self.run(lambda actor: change_paper_picture(actor, key, content), undoable=True)
