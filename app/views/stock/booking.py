"""The question at the end of a stocktake: these are the differences, and what of products that nobody counted?"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _, ngettext
from app.money import QUANTITY, show_scaled
from app.operations.stocktakes import book_stocktake
from app.queries.columns import Column, Kind, Row
from app.queries.stocktakes import StocktakeDetail
from app.views.desk import Desk
from app.views.texts import say
from app.views.widgets.choices import radio_button
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import Card, label
from app.views.widgets.small_table import SmallTable

_COLUMNS = (
    Column("number", N_("Code"), Kind.TEXT, 110),
    Column("name", N_("Product"), Kind.TEXT, 200),
    Column("expected", N_("In the book"), Kind.QUANTITY, 86),
    Column("counted", N_("Counted"), Kind.QUANTITY, 86),
    Column("difference", N_("Difference"), Kind.QUANTITY, 94),
)


class BookStocktake(FormDialog):
    """Shows the differences of a stocktake and books them."""

    def __init__(self, desk: Desk, stocktake: StocktakeDetail, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "book_stocktake",
            N_("Book stocktake"),
            N_("Book differences") if stocktake.differing else N_("Close stocktake"),
            width=640,
            parent=parent,
        )
        self._stocktake = stocktake
        differing = stocktake.differing
        more = sum(line.difference or 0 for line in differing if (line.difference or 0) > 0)
        less = -sum(line.difference or 0 for line in differing if (line.difference or 0) < 0)
        count = len(differing)
        told = label("", "", "book_stocktake_told", wrap=True)
        say(
            told.setText,
            (
                lambda: ngettext(
                    "{n} product differs: {more} more and {less} less than the book says.",
                    "{n} products differ: {more} more and {less} less than the book says.",
                    count,
                ).format(n=count, more=show_scaled(more, QUANTITY), less=show_scaled(less, QUANTITY))
            )
            if count
            else N_("Everything that was counted is as the book says."),
        )
        self.form.add_widget(told)
        if differing:
            self.table = SmallTable("book_stocktake_table", N_("Differences"), _COLUMNS, desk.currency, most=8)
            self.table.show_rows([Row(d.id, (d.code, d.name, d.expected, d.counted, d.difference)) for d in differing])
            card = Card("book_stocktake_card", padding=0)
            card.add_table(self.table)
            self.form.add_widget(card)
        self.keep = radio_button(N_("Leave their stock as it is"), "book_stocktake_keep", checked=True)
        self.zero = radio_button(N_("Nothing of them is there: set their stock to 0"), "book_stocktake_zero")
        self._uncounted = len(stocktake.lines) - stocktake.counted
        if self._uncounted:
            self._ask_about_uncounted()
        hint = N_("It is booked with today's date and cannot be undone. A mistake is put right by another count.")
        self.form.add_widget(label(hint, "muted", "book_stocktake_hint", wrap=True))

    def _ask_about_uncounted(self) -> None:
        count = self._uncounted
        asked = label("", "", "book_stocktake_uncounted", wrap=True)
        say(
            asked.setText,
            lambda: ngettext(
                "{n} product was not counted.",
                "{n} products were not counted.",
                count,
            ).format(n=count),
        )
        self.form.add_widget(asked)
        for choice in (self.keep, self.zero):
            self.form.add_widget(choice)

    def accept_form(self) -> None:
        number = self._stocktake.id
        uncounted = ("zero" if self.zero.isChecked() else "keep") if self._uncounted else ""
        self.submit(lambda actor: book_stocktake(actor, number, uncounted), title=_("Book stocktake"))
