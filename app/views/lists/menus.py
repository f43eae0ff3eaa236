"""The menus of a list's rows and of its header."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import _
from app.queries.column_filters import figures
from app.queries.columns import Column, Kind
from app.queries.filters import Filter
from app.views.desk import Desk
from app.views.icons import icon
from app.views.record_header import RecordHeader
from app.views.record_view import RecordView
from app.views.texts import button_text, clipped
from app.views.values import local_moment, shown


def value_for(desk: Desk, column: Column, wanted: Filter, value: Any) -> str | None:
    """The value of a filter that finds what a cell shows; None where that cannot be said."""
    if value is None:
        return "" if wanted.offer in ("text", "number", "period") else None
    match column.kind:
        case Kind.MONEY | Kind.QUANTITY | Kind.PRICE | Kind.RATE | Kind.COUNT:
            return figures(column.kind, int(value), int(value), desk.currency)
        case Kind.MOMENT:
            return local_moment(str(value))[:10]
        case Kind.FLAG:
            return "yes" if value else "no"
        case _:
            text = str(value)
            return text if text or wanted.offer == "text" else None


def value_action(menu: QMenu, desk: Desk, view: RecordView, narrow: Callable[[str, str], Any]) -> QAction | None:
    """The entry of the row menu that filters by the value below the mouse or the keyboard."""
    number, line = view.menu_cell
    row = view.table.row(line)
    if row is None or number < 0:
        return None
    column = view.table.columns[number]
    wanted = view.table.records.of_column[column.key]
    value = value_for(desk, column, wanted, row.values[number])
    if value is None or view.table.records.hides(desk.actor, column.key):
        return None
    words = clipped(shown(column.kind, row.values[number], desk.currency, column.key) or _("empty"), 30)
    action = menu.addAction(icon("list-filter"), _("Filter by “{value}”").format(value=button_text(words)))
    action.setObjectName("filter_by_value")
    action.triggered.connect(lambda _checked=False: narrow(wanted.key, value))
    return action


def copy_action(menu: QMenu, view: RecordView) -> QAction:
    """The entry that copies the selected rows."""
    copy = menu.addAction(icon("copy"), _("Copy"))
    copy.setObjectName("copy_rows")
    copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    copy.triggered.connect(view.copy)
    return copy


def header_menu(
    parent: QWidget,
    desk: Desk,
    view: RecordView,
    number: int,
    filter_by: Callable[[str], Any],
    choose: Callable[[], Any],
) -> QMenu:
    """What can be done with a column: sort, filter, hide; and the way to all columns."""
    menu = QMenu(parent)
    menu.setObjectName("header_menu")
    header: RecordHeader = view.header
    if number >= 0:
        column = view.table.columns[number]

        def add(name: str, picture: str, text: str, run: Callable[[], Any], on: bool = True) -> None:
            action = menu.addAction(icon(picture), text)
            action.setObjectName(name)
            action.setEnabled(on)
            action.triggered.connect(lambda _checked=False: run())

        add("sort_up", "arrow-up-narrow-wide", _("Sort upwards"), lambda: header.sort_in(column.key, False),
            column.sortable)  # fmt: skip
        add("sort_down", "arrow-down-wide-narrow", _("Sort downwards"), lambda: header.sort_in(column.key, True),
            column.sortable)  # fmt: skip
        if header.sort and column.key not in dict(header.sort):
            add("sort_then", "plus", _("Then sort by this column"), lambda: header.sort_by(column.key, add=True),
                column.sortable)  # fmt: skip
        menu.addSeparator()
        if not view.table.records.hides(desk.actor, column.key):
            key = view.table.records.of_column[column.key].key
            add("filter_by_column", "list-filter", _("Filter by this column…"), lambda: filter_by(key))
        add("hide_column", "minus", _("Hide this column"), lambda: header.show_column(number, False),
            len(header.shown_columns()) > 1)  # fmt: skip
        menu.addSeparator()
    action = menu.addAction(icon("columns-3"), _("Columns…"))
    action.setObjectName("open_columns")
    action.triggered.connect(lambda _checked=False: choose())
    return menu
