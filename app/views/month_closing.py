"""Closing a month: what it would close and what still stands against it, said before it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.later import Later
from app.models.actor import Permission
from app.money import show
from app.operations.company import close_month
from app.views import tab_order, theme
from app.views.acting import make_in, tell
from app.views.desk import Desk
from app.views.icons import glyph, pixel_ratio
from app.views.moments import soon
from app.views.records import show_asked, show_requests
from app.views.texts import say
from app.views.widgets.buttons import button, say_button
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import Card, label, value_label

if TYPE_CHECKING:
    from app.queries import month_close
    from app.queries.month_close import Found, MonthCheck, Standing
else:
    month_close = Later("app.queries.month_close")

AGAIN = 250
"""Milliseconds after a change of the day until the book is looked at again."""
GAPS = 3
"""Missing numbers that are named; the others are counted."""
REQUESTS = "invoice-requests"


def close_the_month(desk: Desk, parent: QWidget, closed: Callable[[], object] | None = None) -> None:
    """Open the window that closes a month, for whoever may; ``closed`` is called once it is left."""

    def left(_value: object = None) -> None:
        if closed is not None:
            closed()

    make_in(desk, parent, Permission.CLOSE_MONTH, lambda: MonthDialog(desk, parent.window()), made=left, left=left)


class MonthDialog(FormDialog):
    """Says what closing up to a day means and what stands against it, and closes."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk,
            "close_month_dialog",
            N_("Close a month"),
            N_("Close the month"),
            width=640,
            parent=parent,
        )
        self.check: MonthCheck | None = None
        closed = month_close.closed_until()
        self.until = DateField("close_month_until", today=desk.actor.today)
        self.until.set_value(month_close.usual_day(desk.actor))
        self.form.add(
            "until",
            N_("Close up to and including"),
            self.until,
            required=True,
            hint=lambda: (
                _("The books are closed up to {day}.").format(day=closed) if closed else _("Nothing is closed yet.")
            ),
        )
        self.holds = label("", "lead", "close_month_holds", wrap=True)
        self.body.addWidget(self.holds)
        self.card = Card("close_month_card", padding=16)
        self.verdict = label("", "", "close_month_verdict", wrap=True)
        self.card.body.addWidget(self.verdict)
        self._place = QVBoxLayout()
        self.card.body.addLayout(self._place)
        self._rows = QWidget(self.card)
        self._place.addWidget(self._rows)
        self.body.addWidget(self.card)
        self.body.addWidget(
            label(
                N_(
                    "After that nothing dated in these days can be made, changed or voided. Only the owner can re-open "
                    "them, with a reason."
                ),
                "muted",
                "close_month_consequence",
                wrap=True,
            )
        )
        self._soon = soon(self, AGAIN, self.look)
        self.until.textChanged.connect(lambda _text: self._day_typed())
        self.finished.connect(lambda _result: self._soon.stop())
        self.look()

    def _day_typed(self) -> None:
        self.check = None
        self._soon.start()

    def _day(self) -> date | None:
        return self.until.value() if self.until.understood() else None

    def look(self) -> None:
        """Find out beside the window what lies in these days and what stands against closing them."""
        day = self._day()
        if day is None:
            return
        if self.check is None:
            say(self.verdict.setText, N_("Looking through the book…"))
        self.desk.read(
            lambda: month_close.month_check(self.desk.actor, day),
            self._show,
            key=f"month_close.{id(self)}",
            owner=self,
        )

    def _show(self, check: MonthCheck) -> None:
        if check.until != self._day():
            return
        self.check = check
        say_button(self.primary, lambda: _("Close up to {day}").format(day=check.until.isoformat()))
        say(self.holds.setText, lambda: self._holds(check))
        left = sum(1 for found in check.found if found.count) + bool(check.gaps)
        say(
            self.verdict.setText,
            lambda: (
                ngettext(
                    "{n} thing is still open. Look at it first, or close all the same.",
                    "{n} things are still open. Look at them first, or close all the same.",
                    left,
                ).format(n=left)
                if left
                else _("Nothing stands against it.")
            ),
        )
        rows = _Rows(self, check)
        self._place.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows
        self.adjustSize()
        tab_order.arrange(self)

    def _holds(self, check: MonthCheck) -> str:
        currency = self.desk.currency
        since = (
            _("From {first} to {last}").format(first=check.first.isoformat(), last=check.until.isoformat())
            if check.first is not None
            else _("Up to {last}").format(last=check.until.isoformat())
        )
        invoices = ngettext("{n} invoice ({amount})", "{n} invoices ({amount})", check.invoices).format(
            n=f"{check.invoices:,}", amount=show(check.invoiced, currency)
        )
        payments = ngettext("{n} payment ({amount})", "{n} payments ({amount})", check.payments).format(
            n=f"{check.payments:,}", amount=show(check.received, currency)
        )
        return _("{days}: {invoices}, {payments}").format(days=since, invoices=invoices, payments=payments)

    def show_these(self, standing: Standing) -> None:
        """Leave the window and show the list of what stands against it."""
        day = self._day()
        self.reject()
        if self.desk.shell is None or day is None:
            return
        if standing.records.noun == REQUESTS:
            show_requests(self.desk)
        else:
            show_asked(self.desk, standing.page, standing.ask(day))

    def show_numbers(self) -> None:
        """Leave the window and show what is wrong with the numbers."""
        from app.views.number_gaps import show_gaps

        self.reject()
        if self.desk.shell is not None:
            show_gaps(self.desk, self.desk.shell)

    def accept_form(self) -> None:
        """Close up to the day of the form."""
        if not self.form.read_all():
            return
        day = self.until.value()
        if day is None:
            self.form.show_problem(UserError(_("Say up to which day the books are to be closed."), field="until"))
            return
        self.submit(lambda actor: close_month(actor, day))

    def _done(self, result: object) -> None:
        super()._done(result)
        tell(self.desk, N_("The month is closed."))


_MARKS = {"done": ("circle-check", "ok"), "open": ("circle", "text3"), "warn": ("circle-alert", "warn")}
_MARK = 16
_DROP = 4
"""How far the words of a row stand below its upper edge, so that they stand beside the words of its button."""


class _Mark(QWidget):
    """The picture before a row: done, still open, or better looked at first."""

    def __init__(self, state: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.state = state
        self.setFixedSize(QSize(_MARK, _MARK + _DROP + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        name, role = _MARKS[self.state]
        painter = QPainter(self)
        picture = glyph(name, getattr(theme.tokens(), role), _MARK, pixel_ratio(painter))
        painter.drawPixmap(QRect(0, _DROP + 2, _MARK, _MARK), picture)
        painter.end()


class _Rows(QWidget):
    """One row for each kind of open thing: whether it is done, what it is, how many, and the way to them."""

    def __init__(self, dialog: MonthDialog, check: MonthCheck) -> None:
        super().__init__(dialog.card)
        self.setObjectName("close_month_rows")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._dialog = dialog
        for found in check.found:
            self._add(
                found.standing.key,
                found.standing.title,
                found.standing.hint if found.count else "",
                self._count(found),
                "warn" if found.count and found.standing.grave else "open" if found.count else "done",
                lambda standing=found.standing: dialog.show_these(standing),
            )
        gaps = check.gaps
        named = "\n".join(gaps[:GAPS])
        self._add(
            "gaps",
            N_("Missing numbers"),
            named,
            f"{len(gaps):,}" if gaps else "",
            "warn" if gaps else "done",
            dialog.show_numbers,
        )

    def _count(self, found: Found) -> str:
        if not found.count:
            return ""
        if found.amount is None:
            return f"{found.count:,}"
        return f"{found.count:,} · {show(found.amount, self._dialog.desk.currency)}"

    def _add(self, key: str, title: str, hint: str, count: str, state: str, run: Callable[[], object]) -> None:
        row = self._grid.rowCount()
        self._grid.addWidget(_Mark(state, f"close_month_{key}_mark"), row, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, _DROP, 0, 0)
        words.addWidget(label(title, "" if count else "muted", f"close_month_{key}_title", wrap=True))
        if hint:
            words.addWidget(label(hint, "hint", f"close_month_{key}_hint", wrap=True))
        self._grid.addLayout(words, row, 1)
        counted = value_label(count, "", f"close_month_{key}_count")
        counted.setContentsMargins(0, _DROP, 0, 0)
        self._grid.addWidget(counted, row, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        if count:
            self._grid.addWidget(
                button(N_("Show these"), f"close_month_{key}_show", kind="link", run=run),
                row,
                3,
                Qt.AlignmentFlag.AlignTop,
            )
