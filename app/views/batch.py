"""What can be done with many records of a list at once: its words, what it asks for, and the operation behind it.

An act that one record has too (*Ship…*) carries the name of that command: with one row selected the single act runs,
with several the batch. ``fields`` puts what is asked for into a form, ``values`` reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.i18n import ngettext
from app.models.actor import Permission
from app.views.desk import Desk
from app.views.widgets.form import CANCEL, Form

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.operations.batch_steps import Outcome
    from app.operations.operation import Operation

Counted = Callable[[int], str]
"""A sentence about so many records."""


def will_change(n: int, whole: int) -> str:
    """How many of them an act changes, where there is no better word for it."""
    return ngettext("{n} of {whole} will change.", "{n} of {whole} will change.", n).format(
        n=f"{n:,}", whole=f"{whole:,}"
    )


def no_fields(_desk: Desk, _form: Form) -> Callable[[], Mapping[str, Any]]:
    """Nothing is asked for."""
    return dict


@dataclass(frozen=True)
class Batch:
    """One act on many records.

    ``operation`` gives the operation of ``app.operations`` that takes the ids and what ``ask`` reads from the form.
    ``will`` and ``said`` speak of those that change, before and after. ``unlike_undo`` says how it is taken back where
    undo can't; ``back`` names the button that leaves all as it is. ``in_bar`` acts stand in the bar itself,
    the others below *More*.
    """

    name: str
    text: str
    icon: str
    title: str
    accept: str
    operation: Callable[[], Operation[..., Any]]
    needs: Permission
    will: Callable[[int, int], str]
    said: Counted
    ask: Callable[[Desk, Form], Callable[[], Mapping[str, Any]]] = no_fields
    unlike_undo: str = ""
    back: str = CANCEL
    danger: bool = False
    in_bar: bool = True
    single: bool = False
    """Whether one record has a command of this name as well."""
    voided_by: Callable[[], Batch] | None = None
    """The batch that takes back what this one made, over its ids: offered once it is done."""
    makes: Counted | None = None
    """A sentence about how many things the single acts make, where they may be fewer than the records."""
    lists: bool = False
    """Whether the dialog lists what becomes of each record, because it differs from one to the next."""
    after: Callable[[Desk, QWidget, Outcome], tuple[str, Callable[[], Any]]] | None = None
    """Goes on with what was done; gives the words and the act that are offered beside what is said."""
