"""Puts lines aside that are no customer's money."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _, ngettext
from app.operations.statement_lines import ignore_lines
from app.views.desk import Desk
from app.views.widgets.choices import check_box
from app.views.widgets.form import FormDialog
from app.views.widgets.reason_field import HINT, ReasonField

_USUAL = (
    N_("Money that went out"),
    N_("Transfer between own accounts"),
    N_("Charge of the bank"),
    N_("Interest"),
    N_("Loan"),
    N_("Money given back by a supplier"),
    N_("No customer's money"),
)


class IgnoreDialog(FormDialog):
    """Asks for the reason; ``like`` are other lines of which the same was found, which may go with it."""

    def __init__(
        self, desk: Desk, line_id: int, finding: str, like: Sequence[int], parent: QWidget | None = None
    ) -> None:
        title = N_("Ignore bank line")
        super().__init__(desk, "ignore_line", title, N_("Ignore"), parent=parent)
        self._line_id, self._like = line_id, tuple(like)
        self.reason = ReasonField("ignore_reason", [_(each) for each in _USUAL])
        self.reason.setText(finding)
        self.form.add("reason", N_("Reason"), self.reason, required=True, hint=HINT)
        count = len(self._like)

        def words() -> str:
            return ngettext("The other line of this kind too", "The {n} other lines of this kind too", count).format(
                n=f"{count:,}"
            )

        self.these = check_box(words, "ignore_these")
        self.these.setVisible(count > 0)
        self.form.add_widget(self.these)
        self.reason.setFocus()
        self.reason.selectAll()

    def accept_form(self) -> None:
        ids = [self._line_id, *(self._like if self.these.isChecked() else ())]
        reason = self.reason.text()
        self.submit(lambda actor: ignore_lines(actor, ids, reason))
