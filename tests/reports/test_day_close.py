"""The sheet of a closed day on paper: its figures, its open ends, its language, and the same bytes each time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models.day_sheet import DaySheet, LateMoney, MethodCount, OpenThing, StepFound
from app.models.document import Party
from app.reports.day_close import day_sheet_bytes
from tests.reports.reading import pages_of
from tests.reports.test_documents import check_golden


def a_sheet(language: str = "en") -> DaySheet:
    """A day with a difference, late money, open ends and remarks."""
    chinese = language == "zh_CN"
    return DaySheet(
        day="2026-03-10",
        since="2026-03-09",
        seller=Party("苏州青禾文具" if chinese else "Larch & Son", address="平江路 8 号" if chinese else "8 Mill Lane"),
        currency="CNY" if chinese else "USD",
        language=language,
        signed_by="王芳" if chinese else "Wang Fang",
        signed_at="2026-03-10 18:05",
        money=(
            MethodCount("cash", 20_000, 8_050, 3_000, 25_000, 20_000, "找零有误" if chinese else "Change given wrong"),
            MethodCount("wechat", 0, 123_456, 0, 123_456, 0),
            MethodCount("till2", 0, 500, 0, 500, 0, name="二号收银台" if chinese else "Second till"),
            MethodCount("cheque", 0, 0, 0, 0, 0),
        ),
        late=(LateMoney("RC-2026-0007", "2026-03-09", "cash", 1_200),),
        steps=(
            StepFound(
                "paid_not_shipped",
                3,
                45_000,
                (OpenThing("order", 1, "SO-2026-0001"), OpenThing("order", 2, "SO-2026-0004")),
                "明天发货" if chinese else "Leave tomorrow",
            ),
            StepFound("shipped_not_paid", 0, 0),
            StepFound("refunds", 1, 3_000, (OpenThing("refund", 4, "#4"),)),
            StepFound("requests", 0, 0),
            StepFound("drafts", 0, 0),
            StepFound("stock", 0),
            StepFound("gaps", 0),
        ),
        note="早班：李明" if chinese else "Early shift: Li Ming",
    )


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_an_english_day_sheet(paper: str) -> None:
    check_golden(f"day-close-en-{paper}", day_sheet_bytes(a_sheet(), paper=paper))


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_a_chinese_day_sheet(paper: str) -> None:
    check_golden(f"day-close-zh-{paper}", day_sheet_bytes(a_sheet("zh_CN"), paper=paper))


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert day_sheet_bytes(a_sheet()) == day_sheet_bytes(DaySheet.from_json(a_sheet().to_json()))


def test_a_method_that_nothing_moved_in_is_left_out_and_the_difference_shows() -> None:
    page = "\n".join(pages_of(day_sheet_bytes(a_sheet())))
    assert "Cheque" not in page
    assert "Change given wrong" in page
    assert "-0.50" in page.replace("−", "-")


def test_a_day_on_which_nothing_happened_still_has_its_sheet() -> None:
    empty = replace(a_sheet(), money=(), late=(), steps=(), note="", since="")
    assert "2026-03-10" in "\n".join(pages_of(day_sheet_bytes(empty)))
