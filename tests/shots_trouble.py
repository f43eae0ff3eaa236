"""What is seldom seen: an import to its end, papers that differ, a book that will not open, questions and failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import BookError, NeedsConfirmation
from app.i18n import _
from app.models.base import connection

Shot = tuple[str, Callable[[], QWidget | None]]
BOOK = Path("/books/daybook.daybook")


def trouble_shots(window: Any, desk: Any) -> Iterator[Shot]:
    """Each with what opens it."""
    yield from _imports(window, desk)
    yield from _papers(window, desk)
    yield from _boxes(window, desk)
    for code, sentence in (
        ("in_use_silent", "The book is in use on another computer, which has not been heard of for 20 minutes."),
        ("network", "The book lies on a network drive, where two computers could write at once."),
        ("no_file", "The book is not there."),
    ):
        yield f"book_{code}", lambda code=code, sentence=sentence: _problem_of_book(code, sentence)
    if connection().execute("SELECT count(*) FROM payment").fetchone()[0]:
        yield "wrong_payment", lambda: _wrong_payment(window, desk)
        yield "payment_of_unknown", lambda: _payment_of_unknown(window, desk)


def _imports(window: Any, desk: Any) -> Iterator[Shot]:
    from tests.shots import import_step

    def under_way() -> QWidget:
        dialog: Any = import_step(desk, window, 3)
        dialog.go_to(4)
        dialog.progress.begin(_("Making a backup"))
        dialog.progress.bar.setRange(0, 12_400)
        dialog.progress.bar.setValue(4_310)
        return dialog

    def over(*, undone: bool = False, clean: bool = False) -> QWidget:
        dialog: Any = import_step(desk, window, 3)
        found = dialog.flow.preview
        problems = [] if clean else found.problems
        dialog.flow.result = replace(found, batch=1, problems=problems, refused=len(problems))
        dialog.go_to(5)
        dialog.outcome.tell_built_on(())
        if undone:
            dialog.outcome.undone(1)
        return dialog

    yield "import_under_way", under_way
    yield "import_result", over
    yield "import_result_clean", lambda: over(clean=True)
    yield "import_undone", lambda: over(undone=True)


def _papers(window: Any, desk: Any) -> Iterator[Shot]:
    from app.views.papers import print_invoices
    from tests.shots import preview_of

    for name, sql in (
        ("invoice", "SELECT id FROM invoice WHERE document_type = 'invoice' AND state = 'issued' LIMIT 1"),
        ("credit_note", "SELECT id FROM invoice WHERE document_type = 'credit_note' LIMIT 1"),
        ("voided_invoice", "SELECT id FROM invoice WHERE state = 'voided' LIMIT 1"),
    ):
        found = connection().execute(sql).fetchone()
        if found is not None:
            yield f"print_{name}", lambda i=found[0]: preview_of(window, lambda: print_invoices(desk, window, [i]))


def _boxes(window: Any, desk: Any) -> Iterator[Shot]:
    from app.models.backup import Manifest
    from app.models.restoring import Restored, SeriesQuestion
    from app.views import problems
    from app.views.recovery import RecoverDialog
    from app.views.settings.backup_section import restored_box

    def question() -> NeedsConfirmation:
        return NeedsConfirmation(
            "restore",
            _("Go back to the backup {name}?").format(name="2026-11-20 18:02"),
            accept=_("Restore"),
            details=_("What was entered since is no longer in the book; the book as it is now is kept as a backup."),
        )

    unsaid = _("Only payments that count can be changed; this one is voided.")
    yield "box_question", lambda: problems.question_box(question(), window)
    yield "box_problem", lambda: problems.problem_box(unsaid, parent=window)
    yield "box_crash", lambda: problems.crash_box(Path("/reports/2026-11-22.txt"), window)
    made = Manifest("", 1, "", "", "2026-11-20T10:02:00+00:00", {}, {}, (0, ""))
    restored = Restored(BOOK, made, questions=(SeriesQuestion("invoice", 12, "INV-2026-0017"),))
    yield "box_restored", lambda: restored_box(restored, window)
    yield "recover", lambda: RecoverDialog(desk.actor, window)


def _problem_of_book(code: str, sentence: str) -> QWidget:
    from app.views.book_problem import BookProblem

    return BookProblem(BookError(sentence, code=code), BOOK)


def _wrong_payment(window: Any, desk: Any) -> QWidget:
    dialog = _payment_of_unknown(window, desk)
    dialog.form.fields["date"].field.setText("soon")
    dialog.accept_form()
    return dialog


def _payment_of_unknown(window: Any, desk: Any) -> Any:
    from app.views.payments import record_payment
    from app.views.payments.recording import RecordPaymentDialog

    record_payment(desk, window)
    return next(d for d in window.findChildren(RecordPaymentDialog) if d.isVisible())
