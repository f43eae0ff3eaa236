"""The statements that were laid out, until those that are printed or saved are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.i18n import _
from app.views.desk import Desk


class MadeStatements:
    """The newest file of each customer, made for these days; papers are known by their numbers in the preview."""

    def __init__(self, days: tuple[date | None, date]) -> None:
        self.days = days
        self._closing: dict[int, int] = {}
        self._files: dict[str, dict[int, tuple[int, bytes]]] = {}

    def says(self, customer_id: int, closing: int) -> None:
        """Remember what the file of a customer that is made next says is owed (minor units)."""
        self._closing[customer_id] = closing

    def made(self, customer_id: int, number: str, pdf: bytes) -> None:
        """Remember the file of a customer until it is handed out."""
        self._files.setdefault(number, {})[customer_id] = (self._closing[customer_id], pdf)

    def marks(self, numbers: Sequence[str]) -> list[str]:
        """How the trail names these statements: by customer and days, for a name would stay there for good."""
        first, last = self.days
        span = f"{first.isoformat() if first is not None else '…'} – {last.isoformat()}"
        return [f"#{customer} {span}" for customer, _file in self._of(numbers)]

    def keep(self, desk: Desk, numbers: Sequence[str]) -> None:
        """Keep those that were printed or saved."""
        from app.operations.statements import StatementFile, keep_statements

        first, last = self.days
        files = [StatementFile(customer, first, last, *file) for customer, file in self._of(numbers)]
        if files:
            desk.perform(lambda actor: keep_statements(actor, files), title=_("Keep the paper"))

    def _of(self, numbers: Sequence[str]) -> list[tuple[int, tuple[int, bytes]]]:
        """Customers of one name share a number, and are handed out together."""
        wanted = dict.fromkeys(numbers)
        return [each for number in wanted for each in self._files.get(number, {}).items()]
