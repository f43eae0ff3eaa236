"""The step that says what each column of a file means."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _
from app.views import theme
from app.views.imports.field_choice import FieldChoice, field_model
from app.views.imports.flow import Flow
from app.views.texts import say, tip
from app.views.widgets.labels import label

AT_ONCE = 14
"""Columns of a file that are shown at once; the others follow while the window lives on."""
SURE, LIKELY = 90, 60
"""Confidence in a column from which Daybook calls it sure, and likely."""


class MappingStep(QWidget):
    """What each column of the file means."""

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.setObjectName("import_mapping_step")
        self._flow = flow
        self.choices: list[FieldChoice] = []
        self.signs: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.state = label("", "muted", "import_mapping_state", wrap=True)
        column.addWidget(self.state)
        self.area = QScrollArea()
        self.area.setObjectName("import_mapping_area")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.area, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.channel = QLineEdit()
        self.channel.setObjectName("channel")
        self.channel.setFixedWidth(170)
        self.channel.textEdited.connect(self._channel_typed)
        self.dates = QComboBox()
        self.dates.setObjectName("day_first")
        for text, value in (
            (N_("Dates: as found"), None),
            (N_("Dates: day before month"), True),
            (N_("Dates: month before day"), False),
        ):
            self.dates.addItem(_(text), value)
        say(self.dates.setAccessibleName, N_("How dates such as 03/04/2026 are read"))
        self.dates.activated.connect(self._dates_chosen)
        self.own_currency = QCheckBox(_("All amounts are in {currency}").format(currency=flow.currency))
        self.own_currency.setObjectName("as_book_currency")
        self.own_currency.setAccessibleName(self.own_currency.text())
        self.own_currency.toggled.connect(self._currency_chosen)
        caption = label(N_("Came from"), "label", "channel_label")
        caption.setBuddy(self.channel)
        say(self.channel.setAccessibleName, N_("Came from"))
        for part in (caption, self.channel, self.dates, self.own_currency):
            row.addWidget(part)
        row.addStretch(1)
        column.addLayout(row)

    def _channel_typed(self, text: str) -> None:
        self._flow.channel = text.strip()
        self._flow.forget_plan()

    def _dates_chosen(self, _index: int) -> None:
        self._flow.day_first = self.dates.currentData()
        self._flow.forget_plan()

    def _currency_chosen(self, on: bool) -> None:
        self._flow.as_book_currency = on
        self._flow.forget_plan()

    def show_flow(self) -> None:
        """Show the columns with their samples and meanings."""
        found, mapping = self._flow.inspection, self._flow.mapping
        if found is None or mapping is None:
            return
        body = QWidget()
        body.setObjectName("scroll_body")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.choices = []
        self.signs = []
        self._fields = field_model(body)
        heads = (N_("Column of the file"), N_("What stands in it"), N_("Imported as"), N_("How sure"))
        for place, text in enumerate(heads):
            grid.addWidget(label(text, "label", f"import_mapping_head_{place}"), 0, place)
        waiting = list(enumerate(mapping.headers))
        for _column in range(min(AT_ONCE, len(waiting))):
            self._add_column(grid, *waiting.pop(0))
        turns = QTimer(body)

        def add_more() -> None:
            if waiting:
                self._add_column(grid, *waiting.pop(0))
            else:
                turns.stop()
                self._say_state()

        turns.timeout.connect(add_more)
        turns.start(0)
        grid.setRowStretch(len(mapping.headers) + 1, 1)
        self.area.setWidget(body)
        self.channel.setText(self._flow.channel)
        self.dates.setCurrentIndex(max(0, self.dates.findData(self._flow.day_first)))
        self._say_state()

    def _add_column(self, grid: QGridLayout, place: int, header: str) -> None:
        name = QLabel(header)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setToolTip(tip(header))
        name.setFixedWidth(190)
        name.setObjectName(f"import_column_{place}")
        grid.addWidget(name, place + 1, 0)
        samples = QLabel(self._samples(place))
        samples.setTextFormat(Qt.TextFormat.PlainText)
        samples.setProperty("role", "hint")
        samples.setMinimumWidth(120)
        samples.setSizePolicy(samples.sizePolicy().Policy.Ignored, samples.sizePolicy().Policy.Preferred)
        grid.addWidget(samples, place + 1, 1)
        choice = self._choice(place, header)
        grid.addWidget(choice, place + 1, 2)
        sign = label("", "hint", f"import_sure_{place}")
        sign.setFixedWidth(120)
        self.signs.append(sign)
        grid.addWidget(sign, place + 1, 3)

    def _samples(self, place: int) -> str:
        found = self._flow.inspection
        assert found is not None
        cells = [row[place].strip() for row in found.samples if place < len(row) and row[place].strip()]
        return "   ".join(cell[:40] for cell in list(dict.fromkeys(cells))[:3])

    def _choice(self, place: int, header: str) -> FieldChoice:
        assert self._flow.mapping is not None
        choice = FieldChoice(f"import_field_{place}", header, self._fields)
        choice.setFixedWidth(230)
        choice.choose(self._flow.mapping.columns.get(place, ""))
        choice.activated.connect(lambda _index, place=place, choice=choice: self._chosen(place, choice))
        self.choices.append(choice)
        return choice

    def _chosen(self, place: int, choice: FieldChoice) -> None:
        self._flow.map_column(place, str(choice.currentData()))
        assert self._flow.mapping is not None
        for other, field in enumerate(self.choices):
            field.choose(self._flow.mapping.columns.get(other, ""))
        self._say_state()

    def _why(self, place: int) -> str:
        """Why a column is imported as it is."""
        flow = self._flow
        assert flow.mapping is not None
        key = flow.mapping.columns.get(place, "")
        if place in flow.chosen:
            return _("Your choice")
        if flow.remembered:
            return _("As last time")
        if not key or key == "skip":
            return ""
        if flow.inspection is not None and flow.inspection.profile:
            return _("Known kind of file")
        sure = flow.mapping.confidence.get(place, 0)
        return _("Sure") if sure >= SURE else _("Likely") if sure >= LIKELY else _("A guess, please look")

    def _say_state(self) -> None:
        mapping = self._flow.mapping
        assert mapping is not None
        used = len([key for key in mapping.columns.values() if key and key != "skip"])
        told = _("{used} of {all} columns are imported.").format(used=used, all=len(mapping.headers))
        if not mapping.usable:
            told += " " + _(
                "Say which column holds an amount (price, line amount or order total), and which one the order number, "
                "the date, the customer or the product."
            )
        self.state.setText(told)
        for place, sign in enumerate(self.signs):
            why = self._why(place)
            sign.setText(why)
            theme.mark(sign, role="error" if why == _("A guess, please look") else "hint")

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.choices[0] if self.choices else self.channel
