"""A posting is not undone: what voids it is offered in the place of undo."""

from __future__ import annotations

from typing import Any

from app.models.actor import Role
from app.models.payment import Payment
from app.operations.invoices import issue_invoice
from app.operations.payments import record_payment
from app.views.payments import record_payment as open_recording
from app.views.taking_back import take_back
from tests.helpers.book import a_customer, an_order, assert_book_sound, cents, every, read
from tests.helpers.desk import dialog_of, idle


def test_the_message_after_a_payment_offers_to_void_it(real_desk, window, qtbot) -> None:
    order = an_order(real_desk.actor, a_customer(real_desk.actor), 100)
    open_recording(real_desk, window, order_id=order)
    idle(real_desk, qtbot)
    dialog = dialog_of(window, "record_payment_dialog")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    button: Any = window.toast.findChild(object, "toast_undo")
    assert button.text() == "Void…"
    button.click()
    voiding = dialog_of(window, "void_payment_dialog")
    assert "not undone" in voiding.banner.text
    assert voiding.primary.property("kind") == "danger"
    voiding.reason.setText("typed twice")
    with qtbot.waitSignal(voiding.accepted):
        voiding.accept_form()
    assert read(Payment, every(Payment)[0].id).state == "voided"
    assert_book_sound()


def test_an_invoice_that_may_not_be_voided_is_credited(real_desk, window, qtbot, monkeypatch) -> None:
    order = an_order(real_desk.actor, a_customer(real_desk.actor), 100)
    invoice = issue_invoice(real_desk.actor, [order]).value
    take_back(real_desk, "invoice", invoice)
    assert "Void it or credit it" in dialog_of(window, "void_invoice_dialog").banner.text


def test_who_may_not_void_reads_who_may(book, make_desk, window, qtbot) -> None:
    owner = book.owner
    payment = record_payment(owner, cents(10), "cash", a_customer(owner)).value
    desk = make_desk(book.person(Role.FINANCE))
    told: list[str] = []

    class Shell:
        """Stands in for a window of this person."""

        def tell(self, text: str) -> None:
            told.append(text)

    desk.shell = Shell()
    take_back(desk, "payment", payment)
    assert "not undone" in told[0]
    assert "You may not" in told[0]
