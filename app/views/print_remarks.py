"""What is said in a preview before printing: papers that are left out with their reasons, and what to look at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.money import Currency
from app.queries.columns import Column, Kind, Row
from app.views.print_setup import Failure, Made
from app.views.widgets.banner import Banner
from app.views.widgets.small_table import SmallTable

_FAILED = (
    Column("number", N_("Document"), Kind.NUMBER, 170),
    Column("reason", N_("Why it is left out"), Kind.TEXT, 420),
)
_FOUND = (
    Column("number", N_("Document"), Kind.NUMBER, 170),
    Column("finding", N_("To look at before printing"), Kind.TEXT, 420),
)


class PrintRemarks(QWidget):
    """A banner, and below it the lists that its button opens. They are read with the keyboard: Enter goes there."""

    retry_asked = Signal()
    """The papers that are left out shall be tried again."""
    go_asked = Signal(str, str)
    """Go to a document (its number) or to a part of the settings where a finding is mended."""

    def __init__(self, currency: Currency) -> None:
        super().__init__()
        self.setObjectName("print_remarks")
        self.banner = Banner("preview_banner")
        self.failures = SmallTable("failed_papers", N_("Papers that are left out"), _FAILED, currency, most=4)
        self.findings = SmallTable("paper_findings", N_("To look at before printing"), _FOUND, currency, most=4)
        self._places: list[tuple[str, str]] = []
        self.findings.open_asked.connect(lambda row: self.go_asked.emit(*self._places[row]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.banner, self.failures, self.findings):
            column.addWidget(part)
        for part in (self.failures, self.findings):
            part.hide()

    def tell(self, made: Made) -> None:
        """Say what is to be said about these papers."""
        for part in (self.failures, self.findings):
            part.hide()
        self.banner.hide()
        found = made.findings
        self._places = [(each.number, each.place) for each in found]
        self.findings.show_rows([Row(at, (each.number, each.sentence)) for at, each in enumerate(found)])
        if made.failures:
            self._tell_failures(made.failures)
        elif found:
            self._tell_findings()
        elif made.remark:
            remark = made.remark
            self.banner.tell("warn", lambda: remark)

    def _tell_failures(self, failures: Sequence[Failure]) -> None:
        self.failures.show_rows([Row(at, (f.number, f.reason)) for at, f in enumerate(failures)])
        count = len(failures)
        self.banner.tell(
            "warn",
            lambda: ngettext("{n} paper could not be made.", "{n} papers could not be made.", count).format(n=count),
            N_("Show the reasons"),
            self._toggle_failures,
            also=(N_("Try again"), self.retry_asked.emit),
            dismissible=False,
        )

    def _toggle_failures(self) -> None:
        shown = self.failures.isHidden()
        self.failures.setVisible(shown)
        self.findings.setVisible(shown and bool(self._places))

    def _tell_findings(self) -> None:
        count = len(self._places)
        if count == 1:
            sentence = self.findings.small.texts(0)[1]
            number = self._places[0]
            link = N_("Settings") if number[1] else ""
            self.banner.tell("info", lambda: sentence, link, (lambda: self.go_asked.emit(*number)) if link else None)
            return
        self.banner.tell(
            "info",
            lambda: _("{n} things to look at before printing.").format(n=f"{count:,}"),
            N_("Show them"),
            lambda: self.findings.setVisible(self.findings.isHidden()),
        )
