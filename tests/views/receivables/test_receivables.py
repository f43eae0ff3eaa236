"""The list of what customers owe, reminders and statements, by keyboard in the real window."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.models.customer import Customer, FollowUp
from app.models.letters import CustomerLetter
from app.models.order import Order
from app.models.papers import KeptPaper
from app.operations.batches import hold_orders
from app.operations.outputs import note_print
from app.operations.payments import record_payment
from app.operations.reminders import remind_customer, withdraw_letters
from app.queries.reminders import letter_file, letter_text
from app.views.batch_bar import start_batch
from app.views.print_setup import Setup
from app.views.printing import PrintPreview
from app.views.receivables import show_receivables
from app.views.receivables.actions import BATCHES, print_statements, remind
from app.views.receivables.letters import made_letters, show_letters, withdraw
from app.views.receivables.page import ReceivablesPage
from app.views.receivables.reminding import ReminderDialog
from app.views.undo_redo import UndoRedo
from app.views.why import WhyDialog, ask_why
from tests.helpers.book import TestBook, a_customer, a_line, an_order, cents, every, read, value
from tests.helpers.desk import dialog_of, idle


def _late(book: TestBook, *names: str, days: int = 20) -> list[int]:
    """Customers with one order each that is so many days overdue now."""
    book.set_company(default_terms="10")
    made = [a_customer(book.owner, name) for name in names]
    for place, customer in enumerate(made):
        an_order(book.owner, customer, a_line(str(50 + 10 * place)))
    book.clock.day += timedelta(days=10 + days)
    return made


def _shown(desk: Any, window: Any, qtbot: Any) -> Any:
    page = show_receivables(desk, window)
    assert page is not None
    qtbot.waitUntil(lambda: page.table.complete)
    idle(desk, qtbot)
    return page


def test_from_the_payments_one_key_shows_who_owes_what(real_desk: Any, window: Any, qtbot: Any, book: TestBook) -> None:
    first, second = _late(book, "First", "Second")
    window.show_page("payments")
    idle(real_desk, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(window.current_page(), ReceivablesPage))
    page = window.current_page()
    qtbot.waitUntil(lambda: page.table.complete and len(page.table.ids) == 2)
    idle(real_desk, qtbot)
    assert list(page.table.ids) == [second, first]
    owed = int(value("SELECT sum(outstanding) FROM sales_order"))
    assert page.totals.sums["days_30"] == page.totals.sums["account"] == owed


def test_a_day_before_shows_how_it_stood_and_one_click_goes_back(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook
) -> None:
    (customer,) = _late(book, "First")
    amount = int(value("SELECT outstanding FROM customer WHERE id = ?", customer))
    order = int(value("SELECT id FROM sales_order"))
    record_payment(book.owner, amount, "cash", customer_id=customer, parts=[(order, amount)])
    page = _shown(real_desk, window, qtbot)
    assert len(page.table.ids) == 0
    page.day.set_value(book.clock.day - timedelta(days=1))
    page.day.editingFinished.emit()
    qtbot.waitUntil(lambda: len(page.table.ids) == 1)
    idle(real_desk, qtbot)
    assert page.totals.sums["account"] == amount
    page.show_today()
    qtbot.waitUntil(lambda: len(page.table.ids) == 0)


def test_a_day_that_is_still_to_come_is_refused_in_words(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook
) -> None:
    _late(book, "First")
    page = _shown(real_desk, window, qtbot)
    page.day.set_value(book.clock.day + timedelta(days=1))
    page.day.editingFinished.emit()
    assert "not known yet" in page.banner.text
    assert page.shown.day is None


def test_a_bucket_is_explained_by_its_orders(real_desk: Any, window: Any, qtbot: Any, book: TestBook) -> None:
    (customer,) = _late(book, "First")
    page = _shown(real_desk, window, qtbot)
    page.view.select_ids([customer], current=customer)
    dialog = ask_why(real_desk, page, window)
    assert isinstance(dialog, WhyDialog)
    dialog.figure.choose("days_30")
    idle(real_desk, qtbot)
    assert dialog.found is not None
    assert dialog.found.total == value("SELECT outstanding FROM customer WHERE id = ?", customer)
    assert dialog.found.lines[0].record == "order"
    dialog.reject()


def test_a_reminder_is_read_kept_and_printed(real_desk: Any, window: Any, qtbot: Any, book: TestBook) -> None:
    (customer,) = _late(book, "First")
    page = _shown(real_desk, window, qtbot)
    page.view.select_ids([customer], current=customer)
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: page.command_actions["remind"].isEnabled())
    qtbot.keyClick(page.view, Qt.Key.Key_F6)
    dialog = dialog_of(window, "remind_dialog")
    assert isinstance(dialog, ReminderDialog)
    number = value("SELECT number FROM sales_order WHERE customer_id = ?", customer)
    assert number in dialog.text.toPlainText()
    dialog.tone.choose("final")
    idle(real_desk, qtbot)
    assert "last request" in dialog.text.toPlainText()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (made,) = every(CustomerLetter)
    assert (made.customer_id, made.tone, made.sent_as) == (customer, "final", "paper")
    qtbot.waitUntil(lambda: window.findChild(PrintPreview) is not None)
    preview = window.findChild(PrintPreview)
    qtbot.waitUntil(lambda: not preview.busy)
    assert preview.made.pdf == every(KeptPaper)[0].content, "what is shown is what is kept"
    preview.reject()


def test_a_text_that_is_copied_is_kept_as_the_reminder(real_desk: Any, window: Any, qtbot: Any, book: TestBook) -> None:
    (customer,) = _late(book, "First")
    remind(real_desk, window, customer)
    dialog = dialog_of(window, "remind_dialog")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.copy_button, Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert value("SELECT number FROM sales_order WHERE customer_id = ?", customer) in copied
    (made,) = every(CustomerLetter)
    assert made.sent_as == "text"
    qtbot.waitUntil(lambda: len(every(KeptPaper)) == 2)
    assert letter_text(made.id) == copied
    assert window.findChild(PrintPreview) is None
    idle(real_desk, qtbot)


def test_what_is_copied_is_in_the_tone_that_was_chosen_though_its_text_is_not_shown_yet(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook
) -> None:
    (customer,) = _late(book, "First")
    remind(real_desk, window, customer)
    dialog = dialog_of(window, "remind_dialog")
    with qtbot.waitSignal(dialog.accepted):
        dialog.tone.choose("final")
        dialog.copy()
    (made,) = every(CustomerLetter)
    assert made.tone == "final"
    assert "last request" in str(letter_text(made.id))
    assert QGuiApplication.clipboard().text() == letter_text(made.id)
    idle(real_desk, qtbot)


def test_who_withdraws_what_somebody_else_withdrew_meanwhile_is_told(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook
) -> None:
    (customer,) = _late(book, "First")
    made = remind_customer(book.owner, customer).value
    withdraw(real_desk, window, [made])
    dialog = dialog_of(window, "withdraw_letter_dialog")
    dialog.reason.setText("wrong customer")
    withdraw_letters(book.owner, [made], "twice")
    dialog.accept_form()
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.isVisible()
    assert dialog.reason.text() == "wrong customer"
    dialog.reject()
    idle(real_desk, qtbot)


def test_a_letter_that_is_printed_again_is_a_copy(real_desk: Any, window: Any, qtbot: Any, book: TestBook) -> None:
    (customer,) = _late(book, "First")
    made = remind_customer(book.owner, customer).value
    show_letters(real_desk, window, [made])
    qtbot.waitUntil(lambda: window.findChild(PrintPreview) is not None)
    idle(real_desk, qtbot)
    first = made_letters(book.owner, [made], Setup())
    assert first.pdf == letter_file(made)
    note_print(book.owner, "reminder", [f"#{made}"])
    again = made_letters(book.owner, [made], Setup(mark_copies=True))
    assert again.papers[0].again
    assert again.pdf != first.pdf
    window.findChild(PrintPreview).reject()


def test_many_are_reminded_at_once_and_their_letters_come_in_one_file(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook
) -> None:
    customers = _late(book, "First", "Second", "Third")
    hold_orders(
        book.owner,
        [int(value("SELECT id FROM sales_order WHERE customer_id = ?", customers[2]))],
        "They say it is the wrong colour",
    )
    page = _shown(real_desk, window, qtbot)
    dialog = start_batch(real_desk, page, BATCHES[0], customers)
    qtbot.waitUntil(lambda: dialog.foretold is not None)
    assert dialog.foretold is not None
    assert set(dialog.foretold.done) == set(customers[:2])
    assert list(dialog.foretold.groups) == ["on hold"]
    listed = [row.values for row in dialog.listed.small.rows]
    assert [name for name, _what in listed] == ["First", "Second", "Third"]
    assert listed[0][1].startswith("Friendly, ")
    assert listed[2][1] == "stays as it is: on hold"
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert {f.customer_id for f in every(FollowUp)} == set(customers[:2])
    qtbot.waitUntil(lambda: window.findChild(PrintPreview) is not None)
    preview = window.findChild(PrintPreview)
    qtbot.waitUntil(lambda: not preview.busy)
    assert [p.number.split(" ")[0] for p in preview.made.papers] == ["First", "Second"]
    preview.reject()
    idle(real_desk, qtbot)


def test_where_nobody_can_be_reminded_each_is_still_named_with_the_reason(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook
) -> None:
    customers = _late(book, "First", "Second")
    page = _shown(real_desk, window, qtbot)
    dialog = start_batch(real_desk, page, BATCHES[0], customers)
    qtbot.waitUntil(lambda: dialog.foretold is not None)
    assert dialog.listed.isVisible()
    hold_orders(book.owner, [each.id for each in every(Order)], "Wrong colour")
    dialog.rehearse()
    qtbot.waitUntil(lambda: dialog.foretold is not None and not dialog.foretold.done)
    assert not dialog.listed.isVisible()
    # What is put into a window that stands is shown a moment later.
    qtbot.waitUntil(lambda: dialog.findChild(QWidget, "batch_reason_0_names").isVisible())
    # What could not be foretold at all leaves nothing of what was foretold before.
    dialog._show_nothing()
    assert not dialog.listed.small.rows
    dialog.reject()
    idle(real_desk, qtbot)


def test_statements_of_many_leave_out_who_has_nothing_to_state(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook, tmp_path: Path
) -> None:
    customers = _late(book, "First", "Second", "Third")
    quiet = a_customer(book.owner, "Quiet")
    print_statements(real_desk, window, [*customers, quiet])
    dialog = dialog_of(window, "statements_dialog")
    dialog.period.choose("all")
    idle(real_desk, qtbot)
    assert dialog.stated == customers
    assert "1 customer has nothing to state" in dialog.summary.text()
    dialog.files.choose("each")
    with qtbot.waitSignal(dialog.accepted):
        dialog.write_to(tmp_path)
    written = sorted(tmp_path.glob("*.pdf"))
    assert len(written) == 3
    assert all(path.read_bytes().startswith(b"%PDF") for path in written)
    qtbot.waitUntil(lambda: len(every(KeptPaper)) == 3)
    idle(real_desk, qtbot)
    letters = every(CustomerLetter)
    assert [(each.customer_id, each.letter_kind) for each in letters] == [(c, "statement") for c in customers]
    assert [each.amount for each in letters] == [
        value("SELECT outstanding FROM customer WHERE id = ?", c) for c in customers
    ]
    assert {bytes(each.content) for each in every(KeptPaper)} == {path.read_bytes() for path in written}
    assert not value("SELECT count(*) FROM trail WHERE detail LIKE '%First%'"), "names stay out of the trail"


def test_a_statement_that_cannot_be_written_is_named_and_the_others_are_there(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook, tmp_path: Path
) -> None:
    customers = _late(book, "First", "Second")
    print_statements(real_desk, window, customers)
    dialog = dialog_of(window, "statements_dialog")
    dialog.period.choose("all")
    idle(real_desk, qtbot)
    first = value("SELECT min(date) FROM ledger_line")
    (tmp_path / f"Second {first} _ {book.clock.day}.pdf").mkdir()
    dialog.write_to(tmp_path)
    qtbot.waitUntil(lambda: dialog._job is None)
    idle(real_desk, qtbot)
    assert not dialog.failures.isHidden()
    assert dialog.failures.small.rows[0].values[0] == "Second"
    assert len([p for p in tmp_path.glob("First*.pdf") if p.is_file()]) == 1
    dialog.reject()


def test_the_glance_tells_habits_orders_and_the_last_reminder(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook
) -> None:
    from app.views.receivables.glance import OWING

    customer = a_customer(book.owner, "First")
    book.set_company(default_terms="10")
    for days in (4, 6, 8):
        order = an_order(book.owner, customer, a_line("10"))
        book.clock.day += timedelta(days=days)
        amount = int(value("SELECT outstanding FROM sales_order WHERE id = ?", order))
        record_payment(book.owner, amount, "cash", customer_id=customer, parts=[(order, amount)])
    an_order(book.owner, customer, a_line("40"))
    book.clock.day += timedelta(days=25)
    remind_customer(book.owner, customer)
    shown = OWING.show(real_desk, OWING.read(book.owner, customer))
    assert shown.subtitle == "Usually pays after 6 days, now day 25"
    assert shown.items[0][0].endswith("15 days late")
    assert any("Friendly" in text for _title, text in shown.facts)
    assert read(Customer, customer).next_follow_up is not None
    assert cents("40") == value("SELECT outstanding FROM customer WHERE id = ?", customer)


def test_undo_after_a_reminder_asks_why_it_never_went_out_and_withdraws_it(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook
) -> None:
    (customer,) = _late(book, "First")
    page, steps = _shown(real_desk, window, qtbot), UndoRedo(window, real_desk)
    real_desk.perform(lambda actor: remind_customer(actor, customer))
    idle(real_desk, qtbot)
    page.view.setFocus()
    qtbot.waitUntil(lambda: "Withdraw 1 letter" in steps.undo.text())
    steps.undo.trigger()
    dialog = dialog_of(window, "withdraw_letter_dialog")
    dialog.reason.setText("wrong customer")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert [each.state for each in every(CustomerLetter)] == ["withdrawn"]
    idle(real_desk, qtbot)
    assert "Withdraw" not in steps.undo.text()
