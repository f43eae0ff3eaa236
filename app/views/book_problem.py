"""What to do about a book that can't be opened: every way out that fits the reason, and never a change unasked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from app.errors import BookError, NeedsConfirmation, UserError
from app.folders import data_folder
from app.i18n import N_, _
from app.models.backup import Saved, default_folder, saved_in
from app.operations.maintenance import restore
from app.views import problems, theme
from app.views.files import ask_which
from app.views.texts import Saying
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button
from app.views.widgets.form import Form
from app.views.widgets.labels import label

Answer = tuple[Path, bool, str]
"""The book to try next, whether for reading only, and the reason for taking it over from another computer."""

_READABLE = frozenset({"network", "in_use", "in_use_silent", "locked", "read_only"})
_HURT = frozenset({"damaged", "truncated", "empty", "not_a_book", "unreadable", "migration_failed", "disk_error"})
_GONE = frozenset({"no_file", "no_folder", "unreachable"})


def ask_about_book(error: BookError, path: Path) -> Answer | None:
    """Show why the book can't be opened and what may be done; None to give up."""
    dialog = BookProblem(error, path)
    return dialog.answer if dialog.exec() == QDialog.DialogCode.Accepted else None


class BookProblem(QDialog):
    """The sentence of the error, the backups beside the book where they help, and a button for each way out."""

    def __init__(self, error: BookError, path: Path) -> None:
        super().__init__()
        self.setObjectName("book_problem_dialog")
        self.setWindowTitle("Daybook")
        self.setAccessibleName(_("The book cannot be opened"))
        self.setFixedWidth(640)
        self.path = path
        self.answer: Answer | None = None
        self.backups: list[Saved] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(N_("The book cannot be opened"), "section", "book_problem_title"))
        sentence = label("", "", "book_problem_sentence", wrap=True)
        sentence.setText(error.message)
        column.addWidget(sentence)
        where = label("", "hint", "book_problem_path", wrap=True)
        where.setText(str(path))
        column.addWidget(where)
        self.banner = Banner("book_problem_banner")
        column.addWidget(self.banner)
        self.form = Form("book_problem_form")
        self.reason = QLineEdit()
        if error.code == "in_use_silent":
            self.form.add(
                "reason",
                N_("Why the book may be taken over"),
                self.reason,
                required=True,
                hint=N_("For example: the other computer is broken. The reason is kept in the book."),
            )
            column.addWidget(self.form)
        self.list = QListWidget()
        self.list.setObjectName("book_problem_backups")
        self.list.setAccessibleName(_("Backups of this book"))
        if error.code in _HURT | _GONE:
            self._list_backups(column)
        column.addSpacing(4)
        self._offer(column, error.code)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.give_up = button(N_("Quit"), "book_problem_quit", run=self.reject)
        row.addWidget(self.give_up)
        column.addLayout(row)
        theme.dress_window(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _list_backups(self, column: QVBoxLayout) -> None:
        self.backups = saved_in(default_folder(self.path))
        if not self.backups:
            return
        column.addWidget(label(N_("Backups of this book"), "label", "book_problem_backups_label"))
        for saved in self.backups:
            told = saved.manifest
            text = _("{when}   {orders} orders   {name}").format(
                when=told.moment.astimezone().strftime("%Y-%m-%d %H:%M"),
                orders=f"{told.counts.get('sales_order', 0):,}",
                name=saved.path.name,
            )
            self.list.addItem(QListWidgetItem(text))
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(150)
        column.addWidget(self.list)

    def _offer(self, column: QVBoxLayout, code: str) -> None:
        offers: list[tuple[Saying, str, Callable[[], None]]] = []
        if code == "in_use_silent":
            offers.append((N_("Take the book over"), "take_over", self._take_over))
        if self.backups:
            offers.append((N_("Put this backup in its place"), "restore_backup", self._restore))
            offers.append((N_("Look at this backup, for reading only"), "open_backup", self._open_backup))
        if code == "network":
            offers.append((N_("Copy the book to this computer and open it"), "copy_here", self._copy_here))
        if code in _READABLE or (code in _HURT and self.path.is_file()):
            offers.append((N_("Open it for reading only"), "open_read_only", self._read_only))
        if code in ("in_use", "locked", "no_file", "unreachable", "disk_error"):
            offers.append((N_("Try again"), "try_again", self._again))
        offers.append((N_("Choose another book…"), "choose_book", self._choose))
        for number, (text, name, run) in enumerate(offers):
            made = button(text, name, kind="primary" if number == 0 else "secondary", run=run)
            made.setDefault(number == 0)
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _take(self, path: Path, read_only: bool = False, reason: str = "") -> None:
        self.answer = (path, read_only, reason)
        self.accept()

    def _again(self) -> None:
        self._take(self.path)

    def _read_only(self) -> None:
        self._take(self.path, read_only=True)

    def _take_over(self) -> None:
        self.form.clear_problems()
        reason = self.reason.text().strip()
        if not reason:
            self.form.show_problem(
                UserError(_("Please give a reason; it is kept with the record."), field="reason", code="no_reason")
            )
            return
        self._take(self.path, reason=reason)

    def _chosen(self) -> Saved:
        return self.backups[max(0, self.list.currentRow())]

    def _open_backup(self) -> None:
        self._take(self._chosen().path, read_only=True)

    def _restore(self) -> None:
        confirmed: set[str] = set()
        while True:
            try:
                restore(None, self._chosen().path, self.path, confirmed=confirmed)
            except NeedsConfirmation as question:
                if not problems.ask(question, self):
                    return
                confirmed.add(question.key)
            except UserError as problem:
                self._complain(problem.message)
                return
            else:
                self._take(self.path)
                return

    def _complain(self, sentence: str) -> None:
        self.banner.tell("danger", lambda: sentence)

    def _copy_here(self) -> None:
        target = data_folder() / self.path.name
        number = 2
        while target.exists():
            target = data_folder() / f"{self.path.stem} {number}{self.path.suffix}"
            number += 1
        try:
            shutil.copyfile(self.path, target)
        except OSError as problem:
            target.unlink(missing_ok=True)
            reason = problem.strerror or _("unknown reason")
            self.banner.tell("danger", lambda: _("The book could not be copied: {reason}.").format(reason=reason))
            return
        self._take(target)

    def _choose(self) -> None:
        chosen = ask_which(self, _("Open a book"), self.path.parent, _("Daybook books (*.daybook)"))
        if chosen is not None:
            self._take(chosen)
