"""Lines of statements are matched with what the book is owed."""

from __future__ import annotations

import pytest

from app.matching import proposal as say
from app.matching.entry import Entry
from app.matching.matcher import Matcher
from app.matching.owed import Order, Owed, Party, Recorded
from app.matching.proposal import Proposals
from tests.matching.judging import judged


def propose(owed: Owed, amount: int, party: str = "", remark: str = "", day: str = "2026-03-16") -> Proposals:
    """What is proposed for a line."""
    return Matcher(owed).propose(Entry(day, amount, party, remark=remark))


def said(proposals: Proposals) -> set[str]:
    """The reasons of the first proposal, as they are marked."""
    assert proposals.first is not None
    return {each.text for each in proposals.first.reasons}


@pytest.mark.parametrize("folder", ["statements", "later_statements"])
def test_at_least_95_of_100_first_proposals_are_right(folder: str) -> None:
    lines = judged(folder)
    wrong = [(line.entry, line.wanted, line.proposed.first) for line in lines if not line.right]
    assert len(wrong) <= len(lines) * 0.05, wrong


@pytest.mark.parametrize("folder", ["statements", "later_statements"])
def test_what_is_called_sure_is_right(folder: str) -> None:
    lines = judged(folder)
    sure = [line for line in lines if line.proposed.sure]
    assert len(sure) > len(lines) // 3
    assert [(line.entry, line.wanted, line.proposed.first) for line in sure if not line.right] == []


def test_every_proposal_takes_no_more_than_came_and_no_more_than_is_due() -> None:
    for line in judged("statements"):
        for each in line.proposed.all:
            if each.payment is None:
                assert each.gross - each.fee <= line.entry.amount <= each.gross
                assert each.rest >= 0
                assert all(part > 0 for _order, part in each.parts)


def test_every_proposal_says_why_and_every_line_without_one_too() -> None:
    for line in judged("statements"):
        assert line.proposed.first is not None or line.proposed.none is not None
        assert all(each.reasons for each in line.proposed.all)


OFFICE = Owed(
    [Order(1, 1, "SO-1001", "2026-01-05", 50_000), Order(2, 1, "SO-1002", "2026-02-05", 30_000)],
    [Party(1, "Hollow Oak Ltd"), Party(2, "Fern & Moss")],
    [Recorded(7, "RC-7", 2, "2026-03-14", 12_500, payer="Fern & Moss")],
)


def test_the_reasons_are_said() -> None:
    told = said(propose(OFFICE, 50_000, "Hollow Oak Ltd", "for SO-1001"))
    assert {say.SAME_ORDER, say.NAME_SAME, say.NAMED} <= told


def test_a_payment_recorded_by_hand_is_linked_and_not_recorded_again() -> None:
    found = propose(OFFICE, 12_500, "FERN AND MOSS")
    assert found.first is not None
    assert found.first.payment == 7
    assert say.RECORDED in said(found)


def test_a_payment_of_long_ago_is_another_one() -> None:
    found = propose(OFFICE, 12_500, "FERN AND MOSS", day="2026-05-16")
    assert found.first is None or found.first.payment is None


def test_one_who_pays_for_a_customer_is_known_after_the_first_time() -> None:
    stranger = "Quillback Holding"
    assert propose(OFFICE, 20_000, stranger).first is None
    knowing = Owed(OFFICE.orders, [Party(1, "Hollow Oak Ltd", payers=(stranger,))])
    found = propose(knowing, 20_000, stranger.upper())
    assert found.first is not None
    assert found.first.customer == 1
    assert say.LEARNT in said(found)


def test_two_who_owe_the_same_are_both_offered_and_neither_is_first() -> None:
    twins = Owed(
        [Order(1, 1, "A-1", "2026-01-05", 77_700), Order(2, 2, "A-2", "2026-01-06", 77_700)],
        [Party(1, "Ash Row"), Party(2, "Elm Row")],
    )
    found = propose(twins, 77_700, remark="payment")
    assert found.first is None
    assert {each.customer for each in found.others} == {1, 2}


def test_money_that_went_out_is_not_matched() -> None:
    found = propose(OFFICE, -50_000, "Hollow Oak Ltd")
    assert found.first is None
    assert found.none is not None
    assert found.none.text == say.OUTGOING


def test_a_fee_settles_the_whole_debt() -> None:
    found = propose(OFFICE, 49_500, "Hollow Oak Ltd")
    assert found.first is not None
    assert (found.first.gross, found.first.fee, found.first.parts) == (50_000, 500, ((1, 50_000),))
