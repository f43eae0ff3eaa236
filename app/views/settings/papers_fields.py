"""The fields that say how a paper looks, in parts: its look, what is shown on it, and its texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.i18n import LANGUAGES, N_, _
from app.models.paper_style import CAPITALS, SIZES, PaperStyle
from app.views.print_setup import FORMS, PAPERS
from app.views.settings.rows import Paragraph
from app.views.texts import follow
from app.views.widgets.choices import check_box
from app.views.widgets.labelled_field import LabelledField
from app.views.widgets.number_fields import CountField

COLOURS: tuple[tuple[str, str], ...] = (
    ("#1B2430", N_("Ink")),
    ("#1F5FD1", N_("Blue")),
    ("#0B6B6F", N_("Teal")),
    ("#1B6E3C", N_("Green")),
    ("#8A5300", N_("Amber")),
    ("#B3261E", N_("Red")),
    ("#8A1F5C", N_("Plum")),
    ("#5F6B7A", N_("Grey")),
)
SHOWN: tuple[tuple[str, str], ...] = (
    ("logo", N_("Logo")),
    ("bank", N_("Bank details")),
    ("words", N_("Amount in words")),
    ("whole_after_jiao", N_("整 after 角 too")),
    ("minus_in_brackets", N_("（负数） below zero")),
    ("ship_to", N_("Delivery address")),
    ("salesperson", N_("Salesperson")),
    ("signatures", N_("Lines to sign on")),
    ("carried", N_("Sums from page to page")),
    ("seal", N_("Seal")),
    ("payment_qr", N_("Code to pay by")),
)
_DELIVERY = frozenset({"ship_to", "salesperson"})
NOT_ON: Mapping[str, frozenset[str]] = {
    "invoice": frozenset({"signatures"}),
    "credit_note": frozenset({"signatures", "bank", "payment_qr"}),
    "delivery_note": _DELIVERY | {"logo", "bank", "carried", "payment_qr", "heading", "terms"},
    "receipt": _DELIVERY | {"bank", "carried", "payment_qr", "terms"},
    "refund_voucher": _DELIVERY | {"bank", "carried", "payment_qr", "terms"},
    "statement": _DELIVERY | {"terms"},
    "reminder": _DELIVERY | {"carried", "terms"},
}
"""What a kind of paper never has, so that nobody is asked about it."""
_OTHER = ""
_HEIGHT = 64


def swatch(code: str) -> QIcon:
    """A small round of a colour."""
    picture = QPixmap(32, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(code))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(4, 4, 24, 24)
    painter.end()
    return QIcon(picture)


class StyleFields(QWidget):
    """A part of the fields. ``typed`` tells of a value that is still being typed, ``given`` of one that counts."""

    typed = Signal(str, object)
    given = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self._filling = False

    def show_style(self, style: PaperStyle, kind: str) -> None:
        """Show what a style says; what somebody is typing stays."""
        self._filling = True
        self.fill(style, kind)
        self._filling = False

    def fill(self, style: PaperStyle, kind: str) -> None:
        """Put the values into the fields."""

    def give(self, name: str, value: Any) -> None:
        """Tell of a value that counts, unless the fields are just being filled."""
        if not self._filling:
            self.given.emit(name, value)

    def add(self, field: LabelledField) -> None:
        """Add a field below the others."""
        self.column.addWidget(field)


class LookFields(StyleFields):
    """Paper, colour, size of letters, languages."""

    def __init__(self) -> None:
        super().__init__("paper_look")
        self.paper = self._choice("style_paper")
        self.paper.activated.connect(lambda _at: self.give("paper", self.paper.currentData()))
        self.add(LabelledField("style_paper", N_("Paper size"), self.paper, reserve=False))
        self.accent = self._choice("style_accent")
        self.accent.activated.connect(lambda _at: self._coloured())
        self.add(LabelledField("style_accent", N_("Colour"), self.accent, reserve=False))
        self.letters = CountField("style_size", SIZES.start, SIZES.stop - 1)
        self.letters.setSuffix(" %")
        self.letters.setSingleStep(5)
        self.letters.setKeyboardTracking(False)
        self.letters.setFixedWidth(112)
        self.letters.valueChanged.connect(lambda value: self.give("size", value))
        self.add(LabelledField("style_size", N_("Size of letters"), self.letters, reserve=False))
        self.language = self._choice("style_language")
        self.language.activated.connect(lambda _at: self.give("language", self.language.currentData()))
        self.add(LabelledField("style_language", N_("Language"), self.language, reserve=False))
        self.second = self._choice("style_second")
        self.second.activated.connect(lambda _at: self.give("second", self.second.currentData()))
        self.add(
            LabelledField(
                "style_second",
                N_("Second language"),
                self.second,
                hint=N_("Stands beside the first one."),
                reserve=False,
            )
        )
        self.capitals = self._choice("style_capitals")
        self.capitals.activated.connect(lambda _at: self.give("capitals", self.capitals.currentData()))
        self.add(LabelledField("style_capitals", N_("Amounts in Chinese words"), self.capitals, reserve=False))
        self.column.addStretch(1)
        self._accent = ""
        self._papers: tuple[tuple[str, str], ...] = PAPERS
        follow(self._speak)
        self._speak()

    @staticmethod
    def _choice(name: str) -> QComboBox:
        made = QComboBox()
        made.setObjectName(name)
        return made

    def _speak(self) -> None:
        before, self._filling = self._filling, True
        self._offer(self.paper, dict(self._papers))
        self._offer(self.language, {"": N_("As all documents"), **LANGUAGES})
        self._offer(self.second, {"": N_("None"), **LANGUAGES})
        self._offer(self.capitals, {each: each or N_("As is usual for the paper") for each in CAPITALS})
        self._show_colours()
        self._filling = before

    @staticmethod
    def _offer(field: QComboBox, choices: Mapping[str, str]) -> None:
        kept = field.currentData()
        field.clear()
        for key, text in choices.items():
            field.addItem(_(text), key)
        field.setCurrentIndex(max(0, field.findData(kept)))

    def _show_colours(self) -> None:
        self.accent.clear()
        for code, name in COLOURS:
            self.accent.addItem(swatch(code), _(name), code)
        if self._accent and self.accent.findData(self._accent) < 0:
            self.accent.addItem(swatch(self._accent), self._accent, self._accent)
        self.accent.addItem(_("Other colour…"), _OTHER)
        self.accent.setCurrentIndex(max(0, self.accent.findData(self._accent)))

    def _coloured(self) -> None:
        code = str(self.accent.currentData())
        if code:
            self.give("accent", code)
            return
        self.accent.setCurrentIndex(max(0, self.accent.findData(self._accent)))
        dialog = QColorDialog(QColor(self._accent), self)
        dialog.setObjectName("accent_dialog")
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(_("Colour"))
        dialog.colorSelected.connect(lambda colour: self.give("accent", colour.name().upper()))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def fill(self, style: PaperStyle, kind: str) -> None:
        papers = FORMS if kind == "delivery_note" else PAPERS
        if papers != self._papers:
            self._papers = papers
            self._offer(self.paper, dict(papers))
        self.paper.setCurrentIndex(max(0, self.paper.findData(style.paper)))
        self._accent = style.accent
        self._show_colours()
        self.letters.setValue(style.size)
        self.language.setCurrentIndex(max(0, self.language.findData(style.language)))
        self.second.setCurrentIndex(max(0, self.second.findData(style.second)))
        self.capitals.setCurrentIndex(max(0, self.capitals.findData(style.capitals)))


class ShownFields(StyleFields):
    """What stands on the paper where there is something to show."""

    def __init__(self) -> None:
        super().__init__("paper_shown")
        self.column.setSpacing(6)
        self.ticks: dict[str, QCheckBox] = {}
        self.beside: dict[str, QHBoxLayout] = {}
        for name, title in SHOWN:
            tick = check_box(title, f"style_{name}")
            tick.clicked.connect(lambda on, name=name: self.give(name, on))
            self.ticks[name] = tick
            row = QHBoxLayout()
            row.setSpacing(4)
            row.addWidget(tick)
            row.addStretch(1)
            self.column.addLayout(row)
            self.beside[name] = row

    def fill(self, style: PaperStyle, kind: str) -> None:
        without = NOT_ON.get(kind, frozenset())
        for name, tick in self.ticks.items():
            tick.setChecked(bool(getattr(style, name)))
            tick.setVisible(name not in without)


class TextFields(StyleFields):
    """Title and texts of the office."""

    def __init__(self) -> None:
        super().__init__("paper_texts")
        self.title = QLineEdit()
        self.title.setObjectName("style_title")
        self.title.setMaxLength(60)
        self.title.textEdited.connect(lambda text: self.typed.emit("title", text.strip()))
        self.title.editingFinished.connect(lambda: self.give("title", self.title.text().strip()))
        self.title_field = LabelledField(
            "style_title", N_("Title of the paper"), self.title, hint=N_("Empty: the usual word."), reserve=False
        )
        self.add(self.title_field)
        self.paragraphs: dict[str, Paragraph] = {}
        self.fields: dict[str, LabelledField] = {}
        for name, title, hint in (
            ("heading", N_("Below the company"), ""),
            ("terms", N_("Terms"), N_("Stands where a document has no terms of its own.")),
            ("footer", N_("Foot of every page"), N_("At most four lines.")),
        ):
            field = Paragraph()
            field.setObjectName(f"style_{name}")
            field.setFixedHeight(_HEIGHT)
            field.setTabChangesFocus(True)
            field.textChanged.connect(lambda name=name: self._typing(name))
            field.left.connect(lambda name=name: self._left(name))
            self.paragraphs[name] = field
            self.fields[name] = LabelledField(f"style_{name}", title, field, hint=hint, reserve=False)
            self.add(self.fields[name])
        self.column.addStretch(1)
        self._kept = PaperStyle()

    def _typing(self, name: str) -> None:
        if not self._filling:
            self.typed.emit(name, self.paragraphs[name].toPlainText().strip())

    def _left(self, name: str) -> None:
        text = self.paragraphs[name].toPlainText().strip()
        if text != getattr(self._kept, name):
            self.give(name, text)

    def fill(self, style: PaperStyle, kind: str) -> None:
        self._kept = style
        self.title_field.setVisible(kind != "all")
        if not self.title.hasFocus():
            self.title.setText(style.title)
        without = NOT_ON.get(kind, frozenset())
        for name, field in self.paragraphs.items():
            self.fields[name].setVisible(name not in without)
            if not field.hasFocus() and field.toPlainText().strip() != getattr(style, name):
                field.setPlainText(getattr(style, name))
