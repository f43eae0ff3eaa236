"""What a preview shows and how it is to be printed: printer, copies and paper, remembered for each kind of document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.models.actor import Actor
from app.preferences import Preferences
from app.views.page_renderer import NoPages, Pages
from app.views.pdf_pages import PdfPages
from app.views.texts import follow, say
from app.views.widgets.buttons import button
from app.views.widgets.choices import check_box
from app.views.widgets.labelled_field import LabelledField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import CountField

if TYPE_CHECKING:
    from app.reports.preflight import Finding

PAPERS: tuple[tuple[str, str], ...] = (
    ("A4", N_("A4")),
    ("A5", N_("A5")),
    ("Letter", N_("Letter")),
    ("241x280", N_("Form 241 × 280 mm")),
    ("241x140", N_("Form 241 × 140 mm")),
)
SHEETS = PAPERS[:3]
"""The papers of single sheets."""
FORMS: tuple[tuple[str, str], ...] = (
    ("A4", N_("A4")),
    ("A5", N_("A5")),
    ("241x140", N_("Form 241 × 140 mm")),
    ("241x93", N_("Form 241 × 93.1 mm")),
)
"""The papers of a ruled form."""
LABELS: tuple[tuple[str, str], ...] = (("100x150", N_("Label 100 × 150 mm")),)
WIDTH = 248


@dataclass(frozen=True)
class Setup:
    """On which paper, whether papers that were printed before are marked as copies, and whether prices are named."""

    paper: str = "A4"
    mark_copies: bool = False
    prices: bool = True


@dataclass(frozen=True)
class Paper:
    """One document of a file: its number, how many pages it has, and whether it was printed before.

    ``of`` are the numbers that the trail keeps instead, where it stands for several records.
    """

    number: str
    pages: int = 1
    again: bool = False
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """A document that could not be made, and why."""

    number: str
    reason: str


@dataclass(frozen=True)
class Made:
    """A PDF, the documents in it, what is to be said before it is printed, what could not be made, and what is to be
    looked at in the single documents."""

    pdf: bytes
    papers: tuple[Paper, ...]
    remark: str = ""
    failures: tuple[Failure, ...] = ()
    findings: tuple[Finding, ...] = ()

    def sent(self, pages: int, first: int = 0, *, whole: bool = False) -> list[str]:
        """The numbers of the documents on ``pages`` pages from page ``first`` on; ``whole`` leaves out those of which
        pages are missing."""
        numbers, at, end = [], 0, first + pages
        for paper in self.papers:
            begin, at = at, at + paper.pages
            if (begin >= first and at <= end) if whole else (begin < end and at > first):
                numbers.append(paper.number)
        return numbers

    def page_of(self, number: str) -> int:
        """The first page of the document with this number; 0 for one that is not there."""
        at = 0
        for paper in self.papers:
            if paper.number == number:
                return at
            at += paper.pages
        return 0

    def begin_of(self, page: int) -> int:
        """The first page of the document that a page belongs to."""
        at = 0
        for paper in self.papers:
            if at + paper.pages > page:
                break
            at += paper.pages
        return at


Make = Callable[[Actor, Setup], Made]


def with_pages(made: Made) -> tuple[Made, Pages]:
    """The papers, and their pages, opened where they were made: the window does not wait for it."""
    pages: Pages = PdfPages(made.pdf) if made.papers else NoPages()
    return made, pages


@dataclass(frozen=True)
class Source:
    """Where papers come from. ``first`` makes the first one alone, to be seen while the others are made."""

    kind: str
    count: int
    make: Make
    first: Make
    note: Callable[[Made, Sequence[str], Setup], None] = field(default=lambda _made, _numbers, _setup: None)
    marks_copies: bool = False
    papers: Sequence[tuple[str, str]] = PAPERS
    offers_prices: bool = False
    """Whether the paper goes with prices or without."""
    paper: str = "A4"
    """The paper on which it is made unless this desk chose another one for it."""


class PrintPanel(QWidget):
    """Printer, copies, paper; and how far making or printing is."""

    altered = Signal()
    """The papers must be made again."""
    cancel_asked = Signal()

    def __init__(
        self,
        preferences: Preferences,
        kind: str,
        found: Sequence[str],
        *,
        remakes: bool,
        marks_copies: bool,
        papers: Sequence[tuple[str, str]] = PAPERS,
        offers_prices: bool = False,
        usual: str = "A4",
    ) -> None:
        super().__init__()
        self.setObjectName("print_panel")
        self.setFixedWidth(WIDTH)
        self._preferences, self._kind, self._papers = preferences, kind, papers
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self.printer = QComboBox()
        self.printer.setObjectName("printer")
        for name in found:
            self.printer.addItem(name, name)
        kept = preferences.get(f"printing.{kind}.printer", "")
        self.printer.setCurrentIndex(max(0, self.printer.findData(kept)))
        self.printer_field = LabelledField("printer", N_("Printer"), self.printer, reserve=False)
        if not found:
            self.printer.addItem("–", "")
            self.printer.setEnabled(False)
            self.printer_field.set_hint(N_("No printer is set up on this computer."))
        self.copies = CountField("copies", 1, 99)
        self.copies.setValue(preferences.get(f"printing.{kind}.copies", 1))
        self.copies_field = LabelledField("copies", N_("Copies"), self.copies, reserve=False)
        self.copies_field.setVisible(bool(found))
        self.paper = QComboBox()
        self.paper.setObjectName("paper")
        for key, title in papers:
            self.paper.addItem(_(title), key)
        self.paper.setCurrentIndex(max(0, self.paper.findData(preferences.get(f"printing.{kind}.paper", usual))))
        self.prices = check_box(
            N_("With prices"), "with_prices", checked=bool(preferences.get(f"printing.{kind}.prices", True))
        )
        self.prices.setVisible(offers_prices)
        self.paper_field = LabelledField("paper", N_("Paper size"), self.paper, reserve=False)
        self.paper_field.setVisible(remakes)
        self.mark_copies = check_box(N_("Mark as copy"), "mark_copies", checked=marks_copies)
        self.mark_copies.hide()
        self.copy_hint = label(N_("It was printed before."), "hint", "mark_copies_hint", wrap=True)
        self.copy_hint.hide()
        for part in (
            self.printer_field,
            self.copies_field,
            self.paper_field,
            self.prices,
            self.mark_copies,
            self.copy_hint,
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.what = label("", "muted", "print_progress_what", wrap=True)
        self.bar = QProgressBar()
        self.bar.setObjectName("print_progress")
        self.bar.setTextVisible(False)
        say(self.bar.setAccessibleName, N_("Progress"))
        row = QHBoxLayout()
        self.stop = button(N_("Cancel"), "print_progress_cancel", kind="link", run=lambda: self.cancel_asked.emit())
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        column.addWidget(self.what)
        column.addLayout(row)
        self.idle()
        self.paper.activated.connect(lambda _index: self._paper_chosen())
        self.mark_copies.clicked.connect(lambda _on: self.altered.emit())
        self.prices.clicked.connect(self._prices_chosen)
        self.copies.valueChanged.connect(lambda n: preferences.set(f"printing.{kind}.copies", n))
        self.printer.activated.connect(
            lambda _index: preferences.set(f"printing.{kind}.printer", str(self.printer.currentData()))
        )
        follow(self._name_papers)

    def _name_papers(self) -> None:
        for place, (_key, title) in enumerate(self._papers):
            self.paper.setItemText(place, _(title))

    def _paper_chosen(self) -> None:
        self._preferences.set(f"printing.{self._kind}.paper", str(self.paper.currentData()))
        self.altered.emit()

    def _prices_chosen(self, on: bool) -> None:
        self._preferences.set(f"printing.{self._kind}.prices", on)
        self.altered.emit()

    @property
    def setup(self) -> Setup:
        """What is chosen now."""
        return Setup(str(self.paper.currentData()), self.mark_copies.isChecked(), self.prices.isChecked())

    def tell_again(self, again: int) -> None:
        """Say how many of the papers were printed before, and let them be marked."""
        self.mark_copies.setVisible(bool(again))
        self.copy_hint.setVisible(bool(again))
        if again > 1:
            say(self.copy_hint.setText, lambda: _("{n} of them were printed before.").format(n=f"{again:,}"))

    def tell_progress(self, what: str, done: int, whole: int) -> None:
        """Say how far the work is; ``whole`` 0 where nobody knows."""
        self.what.setText(f"{what}: {done:,} / {whole:,}" if whole > 1 else what)
        self.bar.setRange(0, whole)
        self.bar.setValue(done)
        for part in (self.what, self.bar, self.stop):
            part.show()

    def idle(self) -> None:
        """Nothing is being made or printed."""
        for part in (self.what, self.bar, self.stop):
            part.hide()
