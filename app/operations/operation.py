"""The one write path: ``@operation`` is the only place where a writing transaction starts.

An operation checks the right of its actor, begins IMMEDIATE, works through ``Work`` (which remembers every record
before and after), brings the kept totals up, writes one chained trail entry and, where it can be undone, one undo
step, commits, and returns ``Done(value, changes)``. Anything that goes wrong leaves the book as it was.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

import apsw

from app.errors import DaybookError
from app.models.actor import Actor, Permission, not_allowed
from app.models.base import writing_connection
from app.models.book import require_writable
from app.models.faults import explain
from app.operations.work import Changes, Done, Work

P = ParamSpec("P")
T = TypeVar("T")


class Operation(Generic[P, T]):
    """A named act with the right that it needs; call it with an actor and its inputs."""

    def __init__(
        self, name: str, function: Callable[Concatenate[Work, P], T], needs: Permission, undoable: bool
    ) -> None:
        self.name = name
        self.function = function
        self.needs = needs
        self.undoable = undoable
        functools.update_wrapper(self, function)

    def __call__(self, actor: Actor, *args: P.args, **inputs: P.kwargs) -> Done[T]:
        """Run it. Raises ``UserError``, ``NeedsConfirmation`` or ``Cancelled``; then nothing was changed."""
        return self._run(True, actor, *args, **inputs)

    def rehearse(self, actor: Actor, *args: P.args, **inputs: P.kwargs) -> T:
        """What it would give back if it ran now. Raises what running would raise; the book stays as it is."""
        return self._run(False, actor, *args, **inputs).value

    def _run(self, keep: bool, actor: Actor, *args: P.args, **inputs: P.kwargs) -> Done[T]:
        if not actor.may(self.needs):
            raise not_allowed(self.needs)
        require_writable()
        try:
            link = writing_connection()
            run = link.execute
            try:
                run("BEGIN IMMEDIATE")
                work = Work(actor, self.name, link, self.undoable)
                value = self.function(work, *args, **inputs)
                changes = work.finish() if keep else Changes(self.name, {}, actor.origin)
                run("COMMIT" if keep else "ROLLBACK")
            except BaseException:
                # After "disk is full" SQLite has rolled back by itself, and a second rollback would hide the cause.
                if not link.get_autocommit():
                    with suppress(apsw.Error):
                        run("ROLLBACK")
                raise
        except DaybookError:
            raise
        except Exception as error:
            told = explain(error)
            if told is None:
                raise
            raise told from error
        return Done(value, changes)


OPERATIONS: dict[str, Operation[..., Any]] = {}


def operation(
    name: str, *, needs: Permission, undoable: bool = False
) -> Callable[[Callable[Concatenate[Work, P], T]], Operation[P, T]]:
    """Make a function the one way in which something is done. ``name`` stands on the trail, in English."""

    def wrap(function: Callable[Concatenate[Work, P], T]) -> Operation[P, T]:
        made = Operation(name, function, needs, undoable)
        OPERATIONS[function.__name__] = made
        return made

    return wrap
