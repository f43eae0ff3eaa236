"""A bank statement is worked through by keyboard alone, in both languages; imported again it adds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models.actor import Actor
from app.models.bank import BankLine
from app.models.payment import Payment
from tests.helpers.book import a_customer, an_order, assert_book_sound, cents, every, value
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, SHIFT, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]

ALT = Qt.KeyboardModifier.AltModifier
NAMES = {
    "en": ("Hollow Oak Ltd", "Brightwater Trading", "Emily Carter", "Green Valley Farms", "Smith & Jones"),
    "zh_CN": ("苏州绿茵纺织有限公司", "上海锦程贸易有限公司", "曾志强", "昆明滇红茶庄", "宁波海达机电有限公司"),
}
WORTH = (310, 455, 129, 780, 902)


def statement(names: tuple[str, ...]) -> str:
    """Five lines of customers, one of them without its last word, and one that went out."""
    paid = [
        f"2026-03-0{at + 2},{name},{worth}.00,R{at}" for at, (name, worth) in enumerate(zip(names, WORTH, strict=True))
    ]
    return "\n".join(["Date,Name,Amount,Reference", *paid, "2026-03-08,Landlord,-900.00,R9"])


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book in which five customers owe something."""
    names = NAMES[language]

    def fill(actor: Actor) -> None:
        for name, worth in zip(names, WORTH, strict=True):
            an_order(actor, a_customer(actor, name), worth)

    QApplication.clipboard().setText(statement(names))
    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting
    QApplication.clipboard().clear()


def import_pasted(clerk: Clerk, seat: Seat) -> None:
    """Import what lies in the clipboard."""
    clerk.press(Qt.Key.Key_I, CONTROL)
    dialog: Any = seat.sees_dialog("bring_statement")
    if not dialog.account.text():
        clerk.write("Main 0012")
    dialog.method.choose("bank_transfer")
    clerk.press(Qt.Key.Key_Return, CONTROL)


def test_a_statement_is_imported_five_lines_confirmed_one_ignored_and_a_second_import_adds_nothing(seat: Seat) -> None:
    seat.go_to("payments")
    clerk = Clerk(seat)
    clerk.press(Qt.Key.Key_B, CONTROL | SHIFT)
    seat.sees_dialog("matching_dialog")
    import_pasted(clerk, seat)
    assert len(every(BankLine)) == 6
    assert every(Payment) == [], "nothing is recorded before somebody confirms it"
    for _line in WORTH:
        clerk.press(Qt.Key.Key_Return, CONTROL)
    assert [payment.amount for payment in every(Payment)] == [cents(worth) for worth in WORTH]
    assert value("SELECT sum(outstanding) FROM sales_order") == 0
    clerk.press(Qt.Key.Key_Delete)
    seat.sees_dialog("ignore_line")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert [line.state for line in every(BankLine)] == ["matched"] * 5 + ["ignored"]
    import_pasted(clerk, seat)
    assert len(every(BankLine)) == 6
    assert len(every(Payment)) == 5
    assert clerk.count == 12
    assert_book_sound()


def test_the_sure_ones_go_together_after_a_rehearsal(seat: Seat) -> None:
    seat.go_to("payments")
    clerk = Clerk(seat)
    clerk.press(Qt.Key.Key_B, CONTROL | SHIFT)
    import_pasted(clerk, seat)
    clerk.press(Qt.Key.Key_A, ALT)
    seat.sees_dialog("sure_lines_batch_dialog")
    assert every(Payment) == []
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert sorted(payment.amount for payment in every(Payment)) == sorted(cents(worth) for worth in WORTH)
    dialog: Any = seat.sees_dialog("matching_dialog")
    assert [row.values[2] for row in dialog.table.small.rows] == [cents(-900)]
    assert_book_sound()
