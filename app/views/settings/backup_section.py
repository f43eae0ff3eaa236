"""Backups: what there is, making one, proving one, going back to one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QWidget

from app.errors import NeedsConfirmation, UserError
from app.i18n import N_, _
from app.models.actor import Permission
from app.models.backup import Saved, default_folder
from app.models.book import current, is_open
from app.models.restoring import Restored
from app.operations import maintenance
from app.queries.backups import NOTICE_AFTER, WARN_AFTER, WARN_SETTING, BackupState, backup_state
from app.queries.columns import Column, Kind, Row
from app.views import problems
from app.views.files import ask_which
from app.views.settings.items import Group, Item
from app.views.settings.restart import restart_with
from app.views.settings.section import Section
from app.views.texts import say
from app.views.theme import mark
from app.views.widgets.buttons import button
from app.views.widgets.labels import label
from app.views.widgets.small_table import SmallTable


def _size(saved: Saved) -> float:
    """Megabytes."""
    return saved.path.stat().st_size / 1_000_000 if saved.path.exists() else 0.0


class BackupSection(Section):
    """Backups lie in a folder beside the book; one is made at the end of every working day."""

    key = "backup"
    title = N_("Backups")
    lead = N_(
        "One is made when Daybook is closed and before every import and update. Copy some of them to another computer "
        "or drive now and then."
    )
    icon = "archive"
    needs = Permission.BACK_UP
    words = (N_("Restore"), N_("Back up now"), N_("Verify"), N_("Test restore"))
    groups = (
        Group(
            "backup_warning_card",
            items=(
                Item(
                    WARN_SETTING,
                    N_("Warn after days without a backup"),
                    "count",
                    WARN_AFTER,
                    "book",
                    hint=N_("Only if something was changed since."),
                    least=1,
                    most=NOTICE_AFTER,
                ),
            ),
        ),
    )

    def build(self) -> None:
        self._make_list()
        self.add_groups(danger=False)
        self._make_restore()
        self._proved: set[Path] = set()
        self._backups: list[Saved] = []
        self._book: Path | None = None

    def _make_list(self) -> None:
        card = self.card("backup_card")
        self.state = label("", "lead", "backup_state", wrap=True)
        self.next = label("", "hint", "next_backup", wrap=True)
        card.body.addWidget(self.state)
        card.body.addWidget(self.next)
        row = QHBoxLayout()
        row.addWidget(button(N_("Back up now"), "back_up_now", kind="primary", icon="archive", run=self.back_up))
        row.addWidget(button(N_("Back up to another place…"), "back_up_elsewhere", run=self._elsewhere))
        row.addWidget(button(N_("Show the folder"), "show_backup_folder", kind="quiet", run=self._show_folder))
        row.addStretch(1)
        card.body.addLayout(row)
        columns = (
            Column("when", N_("Made"), Kind.MOMENT, 140),
            Column("purpose", N_("Why"), Kind.TEXT, 150),
            Column("orders", N_("Orders"), Kind.COUNT, 80),
            Column("entries", N_("Entries"), Kind.COUNT, 90),
            Column("size", N_("Size (MB)"), Kind.NUMBER, 90),
            Column("proved", N_("Checked"), Kind.NUMBER, 110),
        )
        self.table = SmallTable("backups_table", self.title, columns, self.desk.currency, most=9)
        card.body.addWidget(self.table)
        row = QHBoxLayout()
        self.check = button(N_("Check it again"), "verify_backup", icon="shield-check", run=self.verify)
        self.test = button(N_("Test restore"), "test_restore", icon="archive-restore", run=self.rehearse)
        row.addWidget(self.check)
        row.addWidget(self.test)
        row.addStretch(1)
        card.body.addLayout(row)

    def _make_restore(self) -> None:
        danger = self.card(
            "restore_card",
            N_("Go back to a backup"),
            N_(
                "The whole book becomes what it was then; what was entered since is no longer in it. The book as it is "
                "now is kept as a backup. Daybook starts again afterwards."
            ),
        )
        mark(danger, danger="true")
        row = QHBoxLayout()
        self.go_back = button(N_("Restore the chosen backup…"), "restore_backup", kind="danger", run=self._restore)
        row.addWidget(self.go_back)
        row.addWidget(button(N_("Restore another file…"), "restore_file", run=self._restore_file))
        row.addStretch(1)
        danger.body.addLayout(row)

    def load(self) -> None:
        super().load()
        today = self.desk.actor.today()
        self.desk.read(maintenance.list_backups, self._listed, key="settings.backups", owner=self)
        self.desk.read(lambda: backup_state(today), self._told, key="settings.backup_state", owner=self)

    def _told(self, state: BackupState) -> None:
        if state.last is None:
            say(self.state.setText, N_("No backup yet."))
        else:
            when = state.last.manifest.moment.astimezone().strftime("%Y-%m-%d %H:%M")
            size = f"{_size(state.last):,.1f}"
            say(
                self.state.setText,
                lambda: _("Last backup: {when}, {size} MB, checked when made").format(when=when, size=size),
            )
        if state.waiting_since is None:
            say(self.next.setText, N_("Nothing was changed since. The next one is made before an import or update."))
        else:
            since = state.waiting_since.astimezone().strftime("%Y-%m-%d %H:%M")
            say(
                self.next.setText,
                lambda: _("Changed since {when}. The next one is made when Daybook is closed.").format(when=since),
            )

    def _listed(self, found: list[Saved]) -> None:
        self._backups = found
        self.table.setVisible(bool(found))
        for made in (self.check, self.test, self.go_back):
            made.setEnabled(bool(found))
            say(made.setToolTip, "" if found else N_("No backup yet."))
        purposes = {
            "before-import": _("before an import"),
            "before-undo-import": _("before an import was undone"),
            "before-update": _("before an update"),
            "before-restore": _("before a restore"),
        }
        rows = []
        for number, saved in enumerate(found):
            told = saved.manifest
            size = _size(saved)
            # A manifest is written only after the copy was proved.
            proved = _("just now") if saved.path in self._proved else _("when made")
            rows.append(
                Row(
                    number,
                    (
                        told.made_at,
                        purposes.get(told.purpose, told.purpose) or _("kept"),
                        told.counts.get("sales_order", 0),
                        told.head[0],
                        f"{size:,.1f}",
                        "✓ " + proved,
                    ),
                )
            )
        self.table.show_rows(rows)

    def _chosen(self) -> Saved | None:
        at = self.table.current_id()
        if at is None or at >= len(self._backups):
            self.failed(UserError(_("Choose a row of the table first.")))
            return None
        return self._backups[at]

    def back_up(self) -> None:
        """Make a backup beside the book and check it."""
        self.run(maintenance.back_up, told=_("The book was backed up and the copy checked."))

    def _elsewhere(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Back up to another place…"), str(Path.home()))
        if folder:
            self.run(
                lambda actor: maintenance.back_up(actor, folder),
                told=_("The book was backed up and the copy checked."),
            )

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(default_folder(current().path))))

    def verify(self) -> None:
        """Prove the chosen backup."""
        saved = self._chosen()
        if saved is None:
            return

        def proved(_manifest: Any) -> None:
            self._proved.add(saved.path)
            self.load()
            self.banner.tell("ok", lambda: _("{name} is whole.").format(name=saved.path.name))

        self.desk.read(
            lambda: maintenance.verify_backup(saved.path, key=current().key),
            proved,
            key="settings.verify",
            on_problem=self.failed,
            owner=self,
        )

    def rehearse(self) -> None:
        """Restore a copy of the chosen backup into a temporary place, check it there, and say what it holds."""
        saved = self._chosen()
        if saved is None:
            return
        key = current().key

        def tried(done: maintenance.Rehearsal) -> None:
            self._proved.add(saved.path)
            self.load()
            counts, seconds = done.manifest.counts, f"{done.seconds:.1f}"
            self.banner.tell(
                "ok",
                lambda: _(
                    "The test restore worked in {seconds} s: {customers} customers, {orders} orders, {payments} "
                    "payments, {invoices} invoices. The book itself was not touched."
                ).format(
                    seconds=seconds,
                    customers=f"{counts.get('customer', 0):,}",
                    orders=f"{counts.get('sales_order', 0):,}",
                    payments=f"{counts.get('payment', 0):,}",
                    invoices=f"{counts.get('invoice', 0):,}",
                ),
            )

        self.banner.dismiss()
        self.desk.work(
            lambda actor: maintenance.rehearse_restore(saved.path, key=key, progress=actor.progress),
            on_done=tried,
            on_problem=self.failed,
            owner=self,
            title=_("Test restore"),
        )

    def _restore(self) -> None:
        saved = self._chosen()
        if saved is not None:
            moment = saved.manifest.moment.astimezone().strftime("%Y-%m-%d %H:%M")
            self.restore(saved.path, moment)

    def _restore_file(self) -> None:
        chosen = ask_which(self, _("Restore another file…"), Path.home(), _("Daybook books (*.daybook)"))
        if chosen is not None:
            self.restore(chosen, chosen.name)

    def restore(self, source: Path, named: str) -> None:
        """Ask, restore, tell what needs an answer, and start again."""
        question = NeedsConfirmation(
            "restore",
            _("Go back to the backup {name}?").format(name=named),
            accept=_("Restore"),
            details=_("What was entered since is no longer in the book; the book as it is now is kept as a backup."),
        )
        if not problems.ask(question, self):
            return
        book, key = current().path, current().key
        self._book = book
        # The book is closed for it: nothing in the window may ask it anything meanwhile.
        self.window().setEnabled(False)
        self.desk.perform(
            lambda actor: maintenance.restore(actor, source, book, key=key, book_key=key),
            on_done=self._restored,
            on_problem=self._not_restored,
            owner=self,
            title=_("Restore"),
        )

    def _not_restored(self, error: Exception) -> None:
        self.window().setEnabled(True)
        if is_open():
            self.failed(error)
            return
        # The book was closed before it failed; a fresh window opens it as it was.
        problems.show(error, parent=self)
        if self._book is not None:
            restart_with(self.desk, self._book)

    def _restored(self, done: Restored) -> None:
        self.window().setEnabled(True)
        restored_box(done, self).exec()
        restart_with(self.desk, done.path)


def restored_box(done: Restored, parent: QWidget) -> QMessageBox:
    """What tells that a backup was restored, and which numbers need an answer; not shown yet."""
    more = ""
    if done.questions:
        from app.queries.words import series_word

        names = "\n".join(f"{series_word(q.series)}: {q.last}" for q in done.questions)
        more = _(
            "These numbers were given after the backup and may be on paper. Record them under Numbers in the "
            "settings, so that none is given twice:"
        )
        more += f"\n{names}"
    told = _("The backup was restored. Daybook starts again now.")
    box = problems.told_box("restored_dialog", told, more, parent, picture="circle-check", colour="ok")
    box.addButton(_("Continue"), QMessageBox.ButtonRole.AcceptRole).setObjectName("continue_button")
    return box
