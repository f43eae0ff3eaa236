"""The letters of customers: kept when they are made, shown as they went out, printed again as copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Actor
from app.models.document import Mark
from app.models.reminder_letter import Letter
from app.queries.prints import printed_before
from app.queries.reminders import letter_file, made_letter, made_statement
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.pdf_pages import join_pdfs, laid_over
from app.views.print_setup import Failure, Made, Paper, Setup, Source

KIND = "reminder"


def withdraw(desk: Desk, parent: QWidget, letter_ids: Sequence[int]) -> None:
    """Ask why letters never went out, and withdraw them. Where none of them could be, the dialog says why."""
    from app.operations.reminders import withdraw_letters
    from app.views.record_actions import ReasonDialog

    def call(actor: Actor, reason: str) -> Any:
        done = withdraw_letters(actor, letter_ids, reason)
        if not done.value.done and done.value.refused:
            raise UserError(done.value.refused[0].reason, code="not_withdrawn")
        return done

    dialog = ReasonDialog(
        desk,
        "withdraw_letter_dialog",
        N_("Withdraw letter") if len(letter_ids) == 1 else N_("Withdraw letters"),
        N_("Withdraw"),
        call,
        consequence=N_("A letter that never went out counts no more. It stays in the book with this reason."),
        usual="void",
        parent=parent,
    )
    said = N_("The letter was withdrawn.") if len(letter_ids) == 1 else N_("The letters were withdrawn.")
    open_dialog(desk, dialog, said)


def show_statement(desk: Desk, parent: QWidget, letter_id: int) -> None:
    """Show a statement of account that was handed out, to be printed or saved again: as a copy, or void once it is
    withdrawn."""
    from app.operations.outputs import note_print
    from app.views.printing import PrintPreview

    def make(actor: Actor, setup: Setup) -> Made:
        return kept_statement(actor, letter_id, copy=setup.mark_copies)

    def note(_made: Made, numbers: Sequence[str], setup: Setup) -> None:
        told, copies = list(numbers), list(numbers) if setup.mark_copies else []
        desk.perform(lambda actor: note_print(actor, "statement", told, copies), title=_("Print"))

    source = Source("statement", 1, make=make, first=make, note=note, marks_copies=True)
    name = f"statement-{letter_id}.pdf"
    preview = PrintPreview(desk, N_("Statement of account"), name, source=source, parent=parent)
    # It stays on the paper on which it was handed out.
    preview.panel.paper_field.hide()
    open_dialog(desk, preview)


def kept_statement(actor: Actor, letter_id: int, *, copy: bool) -> Made:
    """A statement of account as it was handed out, with the mark of what it is now laid over it. Raises UserError for
    one that was erased."""
    from app.reports.laid_over import draw_mark
    from app.reports.pdf import pdf_bytes

    found = made_statement(actor, letter_id)
    if found.withdrawn or copy:
        mark = Mark.VOID if found.withdrawn else Mark.COPY
        pdf, count = laid_over(found.pdf, pdf_bytes(draw_mark(mark, found.language)))
    else:
        pdf, (_joined, (count,)) = found.pdf, join_pdfs([found.pdf])
    return Made(pdf, (Paper(found.number, count, again=True),))


def copy_letter(desk: Desk, letter_id: int) -> None:
    """Copy the text of a letter again, as it went as a message or else as it would."""
    from app.queries.reminders import letter_text
    from app.reports.reminder import reminder_text
    from app.views.acting import tell

    text = letter_text(letter_id) or reminder_text(made_letter(desk.actor, letter_id))
    QGuiApplication.clipboard().setText(text)
    tell(desk, N_("The text was copied."))


def keep_made(actor: Actor, letter_ids: Sequence[int]) -> Any:
    """Make the files of reminders and keep them, the second step of reminding. Safe to repeat.

    Gives what the operation gives back; None where all of them are kept already.
    """
    from app.operations.reminders import keep_letters
    from app.reports.pdf import pdf_bytes
    from app.reports.reminder import draw_reminder

    files = []
    for done, letter_id in enumerate(letter_ids):
        actor.progress(done, len(letter_ids))
        if letter_file(letter_id) is None:
            said = made_letter(actor, letter_id)
            said = replace(said, mark=Mark.NONE) if said.mark is Mark.VOID else said
            files.append((letter_id, pdf_bytes(draw_reminder(said))))
    return keep_letters(actor, files) if files else None


def show_letters(desk: Desk, parent: QWidget, letter_ids: Sequence[int]) -> None:
    """Keep the files of these reminders where that is still to be done, then show them, one behind the other."""
    ids = list(letter_ids)
    if ids:
        desk.perform(
            lambda actor: keep_made(actor, ids),
            on_done=lambda _kept: print_letters(desk, parent, ids),
            owner=parent,
            title=_("Keep the paper"),
        )


def print_letters(desk: Desk, parent: QWidget, letter_ids: Sequence[int]) -> None:
    """Show reminders that were made, to be printed or saved; printed again they are marked as copies."""
    from app.models.paper_style import style_of
    from app.operations.outputs import note_print
    from app.views.printing import PrintPreview

    ids = list(letter_ids)

    def note(made: Made, numbers: Sequence[str], setup: Setup) -> None:
        copies = {paper.number for paper in made.papers if paper.again and setup.mark_copies}
        sent, again = [_mark_of(n) for n in numbers], [_mark_of(n) for n in numbers if n in copies]
        desk.perform(lambda actor: note_print(actor, KIND, sent, again), title=_("Print"))

    source = Source(
        KIND,
        len(ids),
        make=lambda actor, setup: made_letters(actor, ids, setup),
        first=lambda actor, setup: made_letters(actor, ids[:1], setup),
        note=note,
        marks_copies=True,
        paper=style_of(KIND).paper,
    )
    preview = PrintPreview(
        desk,
        N_("Payment reminder") if len(ids) == 1 else N_("Payment reminders"),
        "reminder.pdf" if len(ids) == 1 else f"{len(ids)}-reminders.pdf",
        source=source,
        parent=parent.window(),
    )
    open_dialog(desk, preview)


def _mark_of(number: str) -> str:
    """How the trail names a letter: by its number alone, for a name would stay there for good."""
    return "#" + number.rpartition("#")[2]


def made_letters(actor: Actor, letter_ids: Sequence[int], setup: Setup) -> Made:
    """Reminders in one file, each as it went out unless it is a copy, void, or wanted on another paper.

    Raises UserError when the only one cannot be shown, Cancelled as ``actor.progress`` does.
    """
    from app.reports.typesetting import missing_glyphs, missing_sentence

    before = printed_before((KIND,), [f"#{each}" for each in letter_ids])
    files: list[bytes] = []
    numbers: list[tuple[str, bool]] = []
    words: list[str] = []
    failures: list[Failure] = []
    for done, letter_id in enumerate(letter_ids):
        actor.progress(done, len(letter_ids))
        try:
            said = made_letter(actor, letter_id)
        except UserError as problem:
            if len(letter_ids) == 1:
                raise
            failures.append(Failure(f"#{letter_id}", problem.message))
            continue
        again = f"#{letter_id}" in before
        words += [said.buyer.name, said.text]
        files.append(_file(said, letter_id, setup, copy=again and setup.mark_copies))
        numbers.append((f"{said.owing.name} {said.owing.day} #{letter_id}", again))
    pdf, counts = join_pdfs(files) if files else (b"", [])
    papers = tuple(Paper(number, pages, again) for (number, again), pages in zip(numbers, counts, strict=True))
    return Made(files[0] if len(files) == 1 else pdf, papers, missing_sentence(missing_glyphs(words)), tuple(failures))


def _file(said: Letter, letter_id: int, setup: Setup, *, copy: bool) -> bytes:
    from app.reports.pdf import pdf_bytes
    from app.reports.reminder import draw_reminder

    kept = letter_file(letter_id)
    if kept is not None and said.mark is Mark.NONE and not copy and setup.paper == said.look.style.paper:
        return kept
    marked = replace(said, mark=Mark.COPY) if copy and said.mark is Mark.NONE else said
    return pdf_bytes(draw_reminder(marked, paper=setup.paper))
