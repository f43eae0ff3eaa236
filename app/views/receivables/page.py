"""The page of receivables: the list of customers by age, as of a day that can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Actor
from app.queries.receivables import Receivables
from app.queries.why import Why
from app.queries.why_receivables import TITLES, why_receivable
from app.views.list_over import ListOver
from app.views.texts import say, tip
from app.views.why import WhyQuestion, sums_of
from app.views.widgets.date_field import DateField
from app.views.widgets.labels import label


class ReceivablesPage(ListOver):
    """Who owes what, for how long, and when it may come."""

    help_topic = "receivables-and-reminders"

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._told = False
        self.day = DateField("receivables_day", self.desk.actor.today)
        self.day.setFixedWidth(136)
        say(self.day.setAccessibleName, N_("As of"))
        say(self.day.setToolTip, lambda: tip(_("A day before today shows what was owed then.")))
        self.day.set_value(self.shown.day or self.desk.actor.today())
        self.day.editingFinished.connect(self._day_typed)
        place = self.head.indexOf(self.search)
        self.head.insertWidget(place, self.day)
        self.head.insertWidget(place, label(N_("As of"), "muted", "receivables_day_label"))

    @property
    def shown(self) -> Receivables:
        """The list behind the page."""
        assert isinstance(self.records, Receivables)
        return self.records

    def _day_typed(self) -> None:
        today = self.desk.actor.today()
        try:
            day = self.day.value() or today
            if day > today:
                raise UserError(_("What will be owed on {day} is not known yet.").format(day=day.isoformat()))
        except UserError as problem:
            sentence = problem.message
            self.banner.tell("warn", lambda: sentence)
            return
        self.show_day(None if day == today else day)

    def show_day(self, chosen: date | None) -> None:
        """Show how it stood on a day; None for today."""
        self.day.set_value(chosen or self.desk.actor.today())
        if chosen == self.shown.day and (chosen is None or self._told):
            return
        self._told = chosen is not None
        self.banner.dismiss()
        self.shown.day = chosen
        self._counted = False
        self.ask()
        if chosen is not None:
            self.banner.tell(
                "info",
                lambda: _("This is how it stood on {day}.").format(day=chosen.isoformat()),
                N_("Show today"),
                self.show_today,
                dismissible=False,
            )

    def show_today(self) -> None:
        """Show what is owed today again."""
        self.show_day(None)

    def numbers(self) -> Sequence[WhyQuestion]:
        customer, day = self.view.current_id(), self.shown.day

        def question(key: str, title: str, customer_id: int) -> WhyQuestion:
            def read(actor: Actor, most: int) -> Why:
                return why_receivable(actor, key, customer_id, day, most)

            return WhyQuestion(key, title, read)

        found = []
        if customer is not None and len(self.table.ids):
            keys = [key for key in TITLES if key != "ahead" or day is None]
            found = [question(key, TITLES[key], customer) for key in keys]
        return [*found, *sums_of(self)]
