"""Keeps what is typed into an order: at most a second and a half after a key, over a crash, without ever asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import N_, _, ngettext
from app.later import Later
from app.queries.drafts import KeptDraft, kept_drafts, unused_number
from app.views.desk import Desk
from app.views.moments import soon
from app.views.texts import button_text
from app.views.values import local_moment
from app.views.widgets.banner import Banner

drafts: Any = Later("app.operations.drafts")

AUTOSAVE = 1_500
"""Milliseconds from a key to the kept draft, however fast one goes on typing."""
NOUN = "order"
_given = 0


def next_number(desk: Desk) -> int:
    """A number below zero for an order that is not stored yet, unlike that of any other editor."""
    global _given
    _given = min(_given - 1, unused_number(desk.actor, NOUN))
    return _given


class Keeper(QObject):
    """Keeps one editor. ``typed`` gives what is typed as plain data."""

    kept = Signal()

    def __init__(self, desk: Desk, record_id: int | None, typed: Callable[[], dict[str, Any]], parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.record_id = desk, record_id
        self._typed = typed
        self.touched = False
        self.timer = soon(self, AUTOSAVE, self.keep)

    def typing(self) -> None:
        """Something was typed."""
        self.touched = True
        if not self.timer.isActive():
            self.timer.start()

    def keep(self) -> None:
        """Keep what is typed now."""
        self.timer.stop()
        typed, record_id = self._typed(), self.record_id
        self.desk.perform(
            lambda actor: drafts.keep_draft(actor, NOUN, record_id, typed),
            on_done=lambda _done: self.kept.emit(),
            owner=self,
            origin=self,
        )

    def keep_now(self) -> None:
        """Keep what was typed since the last time, if anything was."""
        if self.touched and self.timer.isActive():
            self.keep()

    def drop(self) -> None:
        """Forget what was kept: it was saved, or given up."""
        self.timer.stop()
        self.touched = False
        record_id = self.record_id
        self.desk.perform(lambda actor: drafts.drop_draft(actor, NOUN, record_id), origin=self)

    def bring_back(self, content: dict[str, Any]) -> None:
        """Keep again what was given up a moment ago."""
        record_id = self.record_id
        self.desk.perform(lambda actor: drafts.keep_draft(actor, NOUN, record_id, content), origin=self)


def name_of(draft: KeptDraft) -> str:
    """What a kept draft is called: its customer, its lines, when it was typed."""
    head = draft.content.get("head", {})
    customer = head.get("customer_id")
    who = str(customer[1]) if customer else str(head.get("customer_id_typed", "")) or _("No customer yet")
    count = len(draft.content.get("lines", ()))
    lines = ngettext("{n} line", "{n} lines", count).format(n=count)
    return f"{who} · {lines} · {local_moment(draft.updated_at)}"


class KeptOffer(QObject):
    """Says in a banner which orders were typed and not saved, with a way to go on; follows what is kept and saved."""

    def __init__(self, desk: Desk, banner: Banner, open_draft: Callable[[KeptDraft], object], parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.banner = desk, banner
        self._open_draft = open_draft
        self.found: tuple[KeptDraft, ...] = ()
        desk.hub.changed.connect(self._changed)
        self.look()

    def _changed(self, changes: Any) -> None:
        if "editor_draft" in getattr(changes, "kinds", frozenset()):
            self.look()

    def look(self) -> None:
        """Look at what is kept now; a read of well under a millisecond."""
        before, self.found = self.found, kept_drafts(self.desk.actor, NOUN)
        if self.found:
            self.banner.tell("info", lambda: told(self.found), N_("Go on writing"), self._go_on)
        elif before:
            self.banner.dismiss()

    def _go_on(self) -> None:
        choose_kept(self.found, self.banner, self._open_draft)


def choose_kept(found: Sequence[KeptDraft], near: QWidget, go_on: Callable[[KeptDraft], object]) -> None:
    """Go on with the only kept order, or with the one that is chosen from a menu."""
    if len(found) == 1:
        go_on(found[0])
        return
    menu = QMenu(near)
    menu.setObjectName("kept_drafts_menu")
    for draft in found:
        menu.addAction(button_text(name_of(draft)), lambda draft=draft: go_on(draft))
    menu.popup(near.mapToGlobal(near.rect().bottomLeft()))


def told(found: Sequence[KeptDraft]) -> str:
    """Which orders were not finished."""
    count = len(found)
    if count == 1:
        return _("An order that you did not finish is kept: {order}.").format(order=name_of(found[0]))
    return ngettext(
        "{n} order that you did not finish is kept.", "{n} orders that you did not finish are kept.", count
    ).format(n=count)
