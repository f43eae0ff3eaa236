"""The letters of a customer on its page: when it was reminded of how much, in which tone; opened as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import N_, _
from app.queries.columns import Column, Kind, Row
from app.queries.customer_details import CustomerDetail
from app.queries.reminders import CustomerLetterOf
from app.views.values import first_capital, word_of
from app.views.widgets.parts_card import PartsCard, RowAct

if TYPE_CHECKING:
    from app.views.customers.customer_page import CustomerPage

COLUMNS = (
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("customer_letter", N_("Tone"), Kind.STATE, 112),
    Column("amount", N_("Amount"), Kind.MONEY, 100),
    Column("what", N_("What it is about"), Kind.TEXT, 220),
    Column("sent_as", N_("Went out"), Kind.TEXT, 84),
    Column("user", N_("By"), Kind.TEXT, 90),
)


class LettersCard(PartsCard):
    """Reminders and statements, the newest first; Enter opens one, C copies its text, W withdraws it."""

    def __init__(self, page: CustomerPage) -> None:
        self._page = page
        super().__init__(
            "customer_letters",
            N_("Letters"),
            COLUMNS,
            page.desk.currency,
            N_("No letter was made yet."),
            (N_("Remind…"), self._remind),
            (
                RowAct("open", N_("Open the letter"), "eye", self._open, "Return", self._readable),
                RowAct("copy", N_("Copy the text"), "copy", self._copy, "C", self._copyable),
                RowAct("withdraw", N_("Withdraw…"), "undo-2", self._withdraw, "W", self._counts),
            ),
        )

    def show_letters(self, record: CustomerDetail, _allowed: bool) -> None:
        """Show the letters of a customer; who sees its money may remind it, while it owes something."""
        self.setVisible(bool(record.letters) or bool(record.outstanding))
        self.show_rows([_row(each) for each in record.letters], allowed=record.shows_money)

    def _letter(self, row: int) -> CustomerLetterOf | None:
        record: CustomerDetail | None = self._page.record
        return next((each for each in record.letters if each.id == row), None) if record is not None else None

    def _readable(self, row: int) -> bool:
        found = self._letter(row)
        return found is not None and not found.erased

    def _copyable(self, row: int) -> bool:
        found = self._letter(row)
        return found is not None and not found.erased and found.letter_kind == "reminder"

    def _counts(self, row: int) -> bool:
        found = self._letter(row)
        return found is not None and found.state == "made"

    def _remind(self) -> None:
        from app.views.receivables.actions import remind

        remind(self._page.desk, self._page, self._page.record_id)

    def _open(self, row: int) -> None:
        from app.views.receivables.letters import show_letters, show_statement

        found = self._letter(row)
        if found is not None and found.letter_kind == "statement":
            show_statement(self._page.desk, self._page, row)
        else:
            show_letters(self._page.desk, self._page, [row])

    def _copy(self, row: int) -> None:
        from app.views.receivables.letters import copy_letter

        copy_letter(self._page.desk, row)

    def _withdraw(self, row: int) -> None:
        from app.views.receivables.letters import withdraw

        withdraw(self._page.desk, self._page, [row])


def _row(letter: CustomerLetterOf) -> Row:
    about = letter.orders
    if letter.letter_kind == "statement":
        about = _("Statement {first} – {last}").format(first=letter.first_day or "…", last=letter.last_day)
    if letter.reason:
        about = _("{orders}; {reason}").format(orders=about, reason=letter.reason)
    look = letter.tone if letter.state == "made" else letter.state
    if letter.letter_kind == "statement" and letter.state == "made":
        look = letter.letter_kind
    way = first_capital(word_of("sent_as", letter.sent_as))
    return Row(letter.id, (letter.date, look, letter.amount, about, way, letter.user or ""))
