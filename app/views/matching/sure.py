"""Takes the sure proposals together, after a rehearsal that says which will not go and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, ngettext
from app.models.actor import Permission
from app.operations.operation import Operation
from app.operations.statement_lines import Match, match_lines
from app.views.batch import Batch
from app.views.batch_dialog import BatchDialog
from app.views.desk import Desk
from app.views.widgets.form import Form


def _operation() -> Operation[..., Any]:
    return match_lines


def _will(n: int, whole: int) -> str:
    return ngettext(
        "{n} of {whole} sure line will be recorded.", "{n} of {whole} sure lines will be recorded.", n
    ).format(n=f"{n:,}", whole=f"{whole:,}")


def _said(n: int) -> str:
    return ngettext("{n} line was confirmed.", "{n} lines were confirmed.", n).format(n=f"{n:,}")


class SureDialog(BatchDialog):
    """The rehearsal and the act over these lines."""

    def __init__(self, desk: Desk, matches: Mapping[int, Match], parent: QWidget | None = None) -> None:
        def ask(_desk: Desk, _form: Form) -> Callable[[], Mapping[str, Any]]:
            return lambda: {"matches": matches}

        batch = Batch(
            "sure_lines",
            N_("Confirm the sure ones…"),
            "check",
            N_("Confirm the sure ones"),
            N_("Confirm"),
            _operation,
            Permission.RECORD_PAYMENTS,
            _will,
            _said,
            ask=ask,
            unlike_undo=N_("Each becomes a payment of its own; one that is wrong is voided."),
        )
        super().__init__(desk, batch, tuple(matches), parent)
