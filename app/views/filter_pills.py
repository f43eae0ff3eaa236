"""The row of ready-made views above a list, each with its live count, and the filters a person adds to them.

``FilterPills(pills, filters)``: one pill is always chosen. Added filters stand beside the pills, each removable by
itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QWidget

from app.i18n import N_, _
from app.queries.columns import Ask
from app.queries.filters import Filter, Pill
from app.views.texts import say, spoken
from app.views.widgets.buttons import button, say_button

Filters = tuple[tuple[str, str], ...]

ALL = Pill("all", N_("All"), Ask())


def first_capital(word: str) -> str:
    """The word as it stands at the beginning of a caption."""
    return word[:1].upper() + word[1:]


class FilterPills(QWidget):
    """What the list is narrowed down to: ``filters`` and, if the chosen view has one of its own, ``sort``."""

    altered = Signal()

    def __init__(self, pills: Sequence[Pill], filters: Sequence[Filter], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter_pills")
        say(self.setAccessibleName, N_("Views and filters"))
        self.pills = tuple(pills) if any(not p.ask.filters for p in pills) else (ALL, *pills)
        self._offered = {f.key: f for f in filters if f.offer in ("choice", "flag") and f.values}
        self._added: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: list[QPushButton] = []
        for number, pill in enumerate(self.pills):
            made = button(self._caption(pill), f"view_{pill.key.replace('-', '_')}", kind="pill")
            made.setCheckable(True)
            self._group.addButton(made, number)
            self.row.addWidget(made)
            self._buttons.append(made)
        self._base = next(i for i, p in enumerate(self.pills) if not p.ask.filters)
        self._buttons[self._base].setChecked(True)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(4)
        self.row.addLayout(self._chips)
        self.row.addStretch(1)
        self.add_button = button(N_("Filter"), "add_filter_button", kind="quiet", icon="plus", run=self._open_menu)
        self.row.addWidget(self.add_button)
        self.add_button.setVisible(bool(self._offered))
        self._group.idToggled.connect(lambda _number, on: self.altered.emit() if on else None)

    def _caption(self, pill: Pill) -> Callable[[], str]:
        def caption() -> str:
            count = self._counts.get(pill.key)
            title = first_capital(spoken(pill.title))
            return title if count is None else f"{title}  {count:,}"

        return caption

    @property
    def pill(self) -> Pill:
        """The chosen view."""
        return self.pills[max(0, self._group.checkedId())]

    @property
    def filters(self) -> Filters:
        """What to filter by: the view's filters and those added."""
        return (*self.pill.ask.filters, *self._added.items())

    def captions(self) -> list[str]:
        """The chosen view and the added filters in words."""
        named = [first_capital(_(self.pill.title))] if self.pill.ask.filters else []
        return named + [self._chip_text(key, value) for key, value in self._added.items()]

    def choose(self, filters: Filters) -> None:
        """Show these filters: the view that has exactly them, or the whole list with them added."""
        known = next((i for i, p in enumerate(self.pills) if p.ask.filters == filters), None)
        self._added = {} if known is not None else dict(filters)
        self._buttons[self._base if known is None else known].setChecked(True)
        self._show_chips()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many records each view holds."""
        self._counts.update(counts)
        for pill, shown in zip(self.pills, self._buttons, strict=True):
            say_button(shown, self._caption(pill))

    # Added filters

    def add(self, key: str, value: str) -> None:
        """Narrow the list down further."""
        self._added[key] = value
        self._show_chips()
        self.altered.emit()

    def remove(self, key: str) -> None:
        """Take an added filter away."""
        if self._added.pop(key, None) is not None:
            self._show_chips()
            self.altered.emit()

    def _chip_text(self, key: str, value: str) -> str:
        found = self._offered.get(key)
        if found is None:
            return f"{key}: {value}"
        word = first_capital(_(dict(found.values).get(value, value)))
        title = first_capital(_(found.title))
        return (
            title if found.offer == "flag" and value == "yes" else _("{title}: {value}").format(title=title, value=word)
        )

    def _show_chips(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for key, value in self._added.items():

            def text(key: str = key, value: str = value) -> str:
                return self._chip_text(key, value)

            made = button(text, f"filter_{key.replace('-', '_')}", kind="pill", icon="x")
            made.setCheckable(True)
            made.setChecked(True)
            say(made.setToolTip, N_("Remove this filter"))
            made.clicked.connect(lambda _checked=False, key=key: self.remove(key))
            self._chips.addWidget(made)

    def menu(self) -> QMenu:
        """The menu of filters that can be added."""
        menu = QMenu(self)
        menu.setObjectName("filter_menu")
        for found in self._offered.values():
            if found.offer == "flag":
                action = menu.addAction(first_capital(_(found.title)))
                action.setObjectName(f"add_{found.key}")
                action.triggered.connect(lambda _checked=False, key=found.key: self.add(key, "yes"))
                continue
            below = menu.addMenu(first_capital(_(found.title)))
            for value, word in found.values:
                action = below.addAction(first_capital(_(word)))
                action.setObjectName(f"add_{found.key}_{value}")
                action.triggered.connect(lambda _checked=False, key=found.key, value=value: self.add(key, value))
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height() + 2)))
