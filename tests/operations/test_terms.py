"""Terms of payment: what they make of a date, what a paper says of them, and which an office may keep."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import UserError
from app.i18n import translator
from app.models.actor import Actor
from app.models.terms import SETTING, USUAL, Terms, terms_of
from app.money import RATE
from app.operations.history import undo
from app.operations.terms import change_terms
from app.queries.book_settings import setting

EARLY = Terms(30, discount=2 * RATE, early_days=10)


@pytest.mark.parametrize(
    ("terms", "day", "due"),
    [
        (Terms(0), date(2026, 3, 10), date(2026, 3, 10)),
        (Terms(30), date(2026, 1, 31), date(2026, 3, 2)),
        (Terms(0, end_of_month=True), date(2026, 2, 3), date(2026, 2, 28)),
        (Terms(0, end_of_month=True), date(2028, 2, 29), date(2028, 2, 29)),
        (Terms(15, end_of_month=True), date(2026, 12, 31), date(2027, 1, 15)),
    ],
)
def test_when_an_invoice_is_due(terms: Terms, day: date, due: date) -> None:
    assert terms.due(day) == due


@pytest.mark.parametrize(
    ("terms", "english"),
    [
        (Terms(0), "Payable at once"),
        (Terms(30), "Net 30 days"),
        (Terms(0, end_of_month=True), "End of month"),
        (Terms(15, end_of_month=True), "15 days after the end of the month"),
        (EARLY, "Net 30 days; 2% less within 10 days"),
    ],
)
def test_what_a_paper_says_in_its_own_language(terms: Terms, english: str) -> None:
    assert terms.words(translator("en")) == english
    chinese = terms.words(translator("zh_CN"))
    assert chinese not in ("", english)
    assert "{" not in chinese


def test_an_office_keeps_its_own_terms_and_takes_a_change_back(owner: Actor) -> None:
    assert terms_of(setting(SETTING)) == USUAL
    change_terms(owner, [Terms(7), EARLY])
    assert terms_of(setting(SETTING)) == (Terms(7), EARLY)
    change_terms(owner, [])
    assert terms_of(setting(SETTING)) == ()
    undo(owner)
    assert terms_of(setting(SETTING)) == (Terms(7), EARLY)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ([Terms(-1)], "days"),
        ([Terms(3651)], "days"),
        ([Terms(30, discount=100 * RATE, early_days=10)], "discount"),
        ([Terms(10, discount=RATE, early_days=10)], "early_days"),
        ([Terms(30), Terms(30)], "days"),
    ],
)
def test_terms_that_make_no_sense_are_refused_at_their_field(owner: Actor, terms: list[Terms], field: str) -> None:
    with pytest.raises(UserError) as refused:
        change_terms(owner, terms)
    assert refused.value.field == field
    assert terms_of(setting(SETTING)) == USUAL
