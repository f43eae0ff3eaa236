"""What is typed is never lost: not by leaving, not by discarding in haste, not when the program is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QMenu, QWidget

from app.models.book import close_book, open_book
from app.models.order import Order
from app.operations.drafts import keep_draft
from app.queries.check import check
from app.queries.drafts import kept_drafts
from app.views.main_window import MainWindow
from app.views.orders import new_order
from app.views.orders.editor import OrderEditor
from app.views.orders.editor_keeping import AUTOSAVE
from app.views.pages import page_specs
from tests.helpers.book import LOCAL, TestBook, a_customer, a_product, each, every, pieces
from tests.helpers.desk import idle
from tests.views.orders.writing import Hands, editor, editor_of

__all__ = ["editor"]

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_what_was_typed_two_seconds_before_a_kill_is_offered_at_the_next_start(
    book: TestBook, make_desk: Any, qtbot: Any
) -> None:
    a_customer(book.owner, "Harbour & Hale")
    a_product(book.owner, "Lamp", list_price=each(113))
    close_book()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.editor_child", str(book.path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stderr is not None
        if child.stdout.readline() != "typed\n":
            pytest.fail(child.stderr.read())
        time.sleep(2)
        child.kill()
    assert child.returncode == -signal.SIGKILL
    open_book(book.path, window=True, place=lambda _path: LOCAL)
    assert [f for f in check() if f.serious] == []
    assert every(Order) == []
    window = MainWindow(make_desk(), [spec for spec in page_specs() if spec.key == "orders"], book="test")
    window.show()
    offered = window.page("orders").banner
    assert "Harbour & Hale" in offered.text
    assert "2 lines" in offered.text
    offered.findChild(QWidget, "orders_banner_action").click()
    typed = editor_of(window)
    assert typed.head.customer.chosen.title == "Harbour & Hale"
    assert [(line.description, line.quantity) for line in typed.model.lines] == [
        ("Lamp", pieces(3)),
        ("Engraving", pieces(1)),
    ]
    idle(window.desk, qtbot)
    shiboken6.delete(window)


def test_going_on_typing_does_not_put_the_keeping_off(editor: Any, real_desk: Any, qtbot: Any) -> None:
    assert AUTOSAVE < 2_000
    hands = Hands(real_desk, qtbot)
    editor.keeper.timer.setInterval(60_000)
    hands.write("h")
    started = editor.keeper.timer.remainingTime()
    qtbot.wait(30)
    hands.write("a")
    assert editor.keeper.timer.remainingTime() < started


def test_closing_asks_nothing_and_the_list_offers_what_was_kept(
    editor: Any, real_desk: Any, window: Any, qtbot: Any
) -> None:
    editor.head.choose_customer(1)
    editor._leave()
    idle(real_desk, qtbot)
    listed = window.page("orders")
    qtbot.waitUntil(lambda: "Harbour & Hale" in listed.banner.text)
    listed.banner.findChild(QWidget, "orders_banner_action").click()
    again = editor_of(window)
    assert again.head.customer.value() == 1
    again._discard()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: not listed.banner.text)


def test_discarding_can_be_taken_back(editor: Any, real_desk: Any, window: Any, qtbot: Any) -> None:
    editor.head.choose_customer(1)
    editor.view.start()
    Hands(real_desk, qtbot).enter("Lam")
    editor._discard()
    idle(real_desk, qtbot)
    assert kept_drafts(real_desk.actor, "order") == ()
    assert not isinstance(window.current_page(), OrderEditor)
    window.toast.findChild(QWidget, "toast_undo").click()
    again = editor_of(window)
    assert [line.description for line in again.model.lines] == ["Lamp"]
    idle(real_desk, qtbot)
    again.may_close()
    idle(real_desk, qtbot)
    assert len(kept_drafts(real_desk.actor, "order")) == 1


def test_several_unfinished_orders_are_kept_apart(editor: Any, real_desk: Any, window: Any, qtbot: Any) -> None:
    editor.head.choose_customer(1)
    new_order(real_desk, window)
    second = editor_of(window)
    assert second is not editor
    second.head.choose_customer(a_customer(real_desk.actor, "Willow"))
    for page in (editor, second):
        page.may_close()
    idle(real_desk, qtbot)
    kept = kept_drafts(real_desk.actor, "order")
    assert {draft.content["head"]["customer_id"][1] for draft in kept} == {"Harbour & Hale", "Willow"}
    new_order(real_desk, window)
    third = editor_of(window)
    assert third.banner.text == "2 orders that you did not finish are kept."
    third.banner.findChild(QWidget, "editor_banner_action").click()
    menu = third.banner.findChild(QMenu, "kept_drafts_menu")
    assert menu is not None
    assert len(menu.actions()) == 2
    menu.hide()


def test_what_an_older_window_kept_is_offered_as_well(editor: Any, real_desk: Any, window: Any, qtbot: Any) -> None:
    content = {"head": {"customer_id": [1, "Harbour & Hale", ""]}, "note": "by noon", "lines": []}
    keep_draft(real_desk.actor, "order", None, content)
    new_order(real_desk, window)
    editor_of(window).banner.findChild(QWidget, "editor_banner_action").click()
    again = editor_of(window)
    assert again.money.note.toPlainText() == "by noon"
    again.saving.save(confirm=False)
    idle(real_desk, qtbot)
    assert [order.note for order in every(Order)] == ["by noon"]
    assert kept_drafts(real_desk.actor, "order") == ()
