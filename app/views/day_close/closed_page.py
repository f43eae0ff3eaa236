"""The page of one closed day: what was signed, as it was signed; its sheet is printed again from the kept bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.day_sheet import MethodCount, StepFound
from app.money import show
from app.queries import day_close
from app.queries.columns import Column, Kind, Row
from app.queries.day_close import STEP_TITLES, DayCloseDetail
from app.queries.words import method_word
from app.views.day_close.method_row import moved_words
from app.views.day_close.papers import print_day_sheet
from app.views.desk import Desk
from app.views.record_actions import RecordAction
from app.views.record_page import RecordPage, section
from app.views.records import has_page, open_record
from app.views.values import first_capital, local_moment
from app.views.widgets.small_table import SmallTable

_MONEY = (
    Column("method_name", N_("Payment method"), Kind.TEXT, 116),
    Column("expected", N_("By the book"), Kind.MONEY, 104),
    Column("counted", N_("Counted amount"), Kind.MONEY, 126),
    Column("difference", N_("Difference"), Kind.MONEY, 96),
    Column("left", N_("Stays"), Kind.MONEY, 92),
    Column("moved", N_("Made up of"), Kind.TEXT, 180),
)
_LATE = (
    Column("date", N_("Date"), Kind.DATE, 104),
    Column("number", N_("Number"), Kind.NUMBER, 150),
    Column("method_name", N_("Payment method"), Kind.TEXT, 180),
    Column("amount", N_("Amount"), Kind.MONEY, 120),
)
_STEPS = (
    Column("step", N_("Step"), Kind.TEXT, 150),
    Column("count", N_("Found"), Kind.COUNT, 70),
    Column("amount", N_("Amount"), Kind.MONEY, 100),
    Column("things", N_("What was open"), Kind.TEXT, 260),
    Column("remark", N_("Remark"), Kind.TEXT, 160),
)

ACTIONS = (RecordAction("print_day_sheet", N_("Print…"), "printer", print_day_sheet, shortcut="Ctrl+P"),)


class ClosedDayPage(RecordPage):
    """One closed day."""

    help_topic = "close-the-day"
    chip_kinds = ("day_close",)
    watches = frozenset({"day_close"})
    facts_titles = (
        ("person", N_("Signed by")),
        ("signed", N_("Signed at")),
        ("expected", N_("By the book")),
        ("counted", N_("Counted amount")),
        ("difference", N_("Difference")),
        ("reason", N_("Why it differs")),
        ("previous", N_("Day closed before")),
        ("note", N_("Note")),
    )
    leads = ("previous",)

    def __init__(self, desk: Desk, day_close_id: int) -> None:
        super().__init__(desk, "day_close", day_close_id, ACTIONS, always=frozenset({"print_day_sheet"}))

    def read_record(self) -> DayCloseDetail:
        return day_close.day_close(self.desk.actor, self.record_id)

    def cards(self) -> Sequence[QWidget]:
        currency = self.desk.currency
        self.money = SmallTable("day_close_money_table", N_("Money counted"), _MONEY, currency, most=12)
        self.late = SmallTable("day_close_late_table", N_("Recorded late"), _LATE, currency, most=6)
        self.steps_table = SmallTable("day_close_steps_table", N_("Steps"), _STEPS, currency, most=8)
        self.late_card = section("day_close_late_card", N_("Recorded late for days that were closed"), self.late)
        return (
            section("day_close_money_card", N_("Money counted"), self.money),
            self.late_card,
            section("day_close_steps_card", N_("What was open"), self.steps_table, self._open_step),
        )

    def title_of(self, record: Any) -> str:
        return _("Closed day {day}").format(day=record.date)

    def states_of(self, record: Any) -> Mapping[str, str]:
        return {}

    def locked(self, record: Any) -> str:
        return _("A signed day never changes. What is recorded late for it counts in the next close.")

    def leads_to(self, record: Any, key: str) -> tuple[str, int] | None:
        return ("day_close", record.previous_id) if key == "previous" and record.previous_id is not None else None

    def status_text(self) -> str:
        return "" if self.record is None else self.title_of(self.record)

    def show_record(self, record: DayCloseDetail) -> None:
        currency, sheet = self.desk.currency, record.sheet[0]
        self.money.show_rows(
            [
                Row(
                    at,
                    (
                        first_capital(method_word(line.method, line.name)),
                        line.expected,
                        line.counted,
                        line.difference,
                        line.left or None,
                        moved_words(line.opening, line.received, line.paid_out, currency),
                    ),
                )
                for at, line in enumerate(sheet.money)
                if any((line.opening, line.received, line.paid_out, line.counted, line.left))
            ]
        )
        self.late.show_rows(
            [
                Row(at, (each.date, each.number, first_capital(method_word(each.method, each.name)), each.amount))
                for at, each in enumerate(sheet.late)
            ]
        )
        self.late_card.setVisible(bool(sheet.late))
        self.steps_table.show_rows(
            [
                Row(at, (_(STEP_TITLES[step.key]), step.count, step.amount or None, _things(step), step.remark))
                for at, step in enumerate(sheet.steps)
            ]
        )
        self.show_facts(
            (
                ("person", record.person or sheet.signed_by),
                ("signed", local_moment(record.closed_at)),
                ("expected", show(record.expected, currency)),
                ("counted", show(record.counted, currency)),
                ("difference", show(record.difference, currency)),
                ("reason", "\n".join(_why(line) for line in sheet.money if line.reason)),
                ("previous", record.previous or ""),
                ("note", record.note),
            )
        )

    def _open_step(self, at: int, beside: bool) -> None:
        things = self.record.sheet[0].steps[at].things if self.record is not None else ()
        first = next((each for each in things if has_page(each.kind)), None)
        if first is not None:
            open_record(self.desk, first.kind, first.id, beside=beside)


def _why(line: MethodCount) -> str:
    method = first_capital(method_word(line.method, line.name))
    return _("{method}: {reason}").format(method=method, reason=line.reason)


def _things(step: StepFound) -> str:
    return " ".join(each.number for each in step.things)
