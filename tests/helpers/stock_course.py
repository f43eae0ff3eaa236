"""The ground on which random courses of orders and stock are walked: a fresh book for each, and how steps are tried."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine

from app.errors import NeedsConfirmation, UserError
from app.models.actor import Actor
from app.models.base import writing_connection
from app.operations.history import redo, undo
from app.operations.inputs import LineInput
from tests.helpers.book import TestBook, close, every, new_book, pieces, value
from tests.helpers.stock_office import PRODUCTS, Seen, furnish, people, rows, taken_back


class Course(RuleBasedStateMachine):
    """One office at one book, and how somebody in it tries something; its rules are what they may try."""

    policy: ClassVar[str] = "warn"
    template: ClassVar[Path | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="daybook-course-"))
        if Course.template is None:
            home = Path(tempfile.mkdtemp(prefix="daybook-course-"))
            made = new_book(home)
            furnish(made)
            close(made)
            Course.template = made.path
        self.book: TestBook = new_book(self.folder, like=Course.template, shortage_policy=self.policy)
        writing_connection().execute("PRAGMA synchronous = OFF")
        self.people = people(self.book)
        self.told: list[str] = []
        self.seen = Seen.now()
        self.turned = False

    def teardown(self) -> None:
        close(self.book)
        shutil.rmtree(self.folder)

    # Doing

    def _do(self, person: int, act: Callable[[Actor], Any], *, twice: bool = False, undoable: bool = False) -> Any:
        """Try something; what is refused leaves no trace. ``twice`` undoes it and does it again."""
        actor = self.people[person]
        entries = value("SELECT count(*) FROM trail")
        before = rows() if twice else {}
        try:
            if twice and undoable:
                return taken_back(actor, lambda: act(actor), undo, redo)
            return act(actor)
        except (UserError, NeedsConfirmation) as refused:
            self.told.append(str(refused))
        assert value("SELECT count(*) FROM trail") == entries, self.told[-1]
        assert not twice or rows() == before, self.told[-1]
        return None

    def _one(self, model: Any, number: int, where: str = "1") -> Any:
        found = every(model, where)
        return found[number % len(found)] if found else None

    def _product(self, number: int) -> int:
        return int(value("SELECT id FROM product WHERE name = ?", PRODUCTS[number % len(PRODUCTS)]))

    def _day(self, days: int) -> date:
        return self.book.clock.day - timedelta(days=days)

    def _lines(self, wanted: list[tuple[int, int]]) -> tuple[LineInput, ...]:
        return tuple(
            LineInput(quantity=pieces(q) + q % 2 * 5_000, unit_price=p * 1_250_000, product_id=self._product(p))
            for p, q in wanted
        )
