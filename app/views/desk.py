"""What every page is given: who works here, how work is done beside the window, what this desk remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from app.errors import DaybookError, UserError
from app.i18n import _
from app.models.actor import Actor
from app.money import Currency
from app.preferences import Preferences
from app.views.background import Background, Hub, Job
from app.views.widgets.banner import Banner


def _refuse(_actor: Actor) -> None:
    raise UserError(_("You only look at Daybook as somebody else sees it. Go back to yourself first."), code="preview")


@dataclass
class Desk:
    """One signed-in person at one open book. ``currency`` is the book's."""

    actor: Actor
    background: Background
    preferences: Preferences
    currency: Currency
    shell: Any = None
    """The main window, once there is one; pages and dialogs open others through it."""
    really: Actor | None = None
    """Who is at the desk while it is only shown as somebody else would see it; nothing is written meanwhile."""
    spares: Any = None
    """Pages that are ready to be filled (``Spares``), once the window has stood for a while."""

    @property
    def hub(self) -> Hub:
        """Whose ``changed`` signal tells what operations changed."""
        return self.background.hub

    def perform(self, call: Callable[[Actor], Any], **how: Any) -> Job:
        """Run an operation as this person; see ``Background.perform``."""
        return self.background.perform(self.actor, call if self.really is None else _refuse, **how)

    def work(self, call: Callable[[Actor], Any], **how: Any) -> Job:
        """Do long work that only reads, as this person; see ``Background.work``."""
        return self.background.work(self.actor, call, **how)

    def tell_refusal(self, banner: Banner, error: Exception) -> None:
        """Say in a banner why something could not be read; what is our own fault becomes a report instead."""
        if isinstance(error, DaybookError):
            banner.tell("warn", lambda: str(error), dismissible=False)
        else:
            self.background.problem(error)

    def read(
        self,
        call: Callable[[], Any],
        on_done: Callable[[Any], None],
        *,
        key: str,
        on_problem: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run a query beside the window; see ``Background.read``."""
        self.background.read(call, on_done, key=key, on_problem=on_problem, owner=owner)
