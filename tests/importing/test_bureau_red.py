"""What a red invoice of the tax bureau's workbook says of the blue one: the platform's remark, old papers, columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.importing.bureau import RED, plan_bureau, read_bureau
from app.importing.bureau_red import NOTHING_SAID, TakenBack, taken_back
from app.models.red_slip import red_remark
from tests.importing.samples import shared_folder, workbook
from tests.importing.test_bureau import HEAD, a_file, a_row

BLUE, SECOND, SLIP = "26312000000000000001", "26312000000000000002", "33010126031000000001"


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        (f"被红冲蓝字数电票号码：{BLUE} 红字发票信息确认单编号：{SLIP}", TakenBack(BLUE, "", SLIP)),
        (f"退货。被红冲蓝字数电发票号码:{BLUE};红字发票信息确认单编号:{SLIP};", TakenBack(BLUE, "", SLIP)),
        (f"被冲红蓝字发票号码：{BLUE}", TakenBack(BLUE)),
        (red_remark(BLUE, SLIP), TakenBack(BLUE, "", SLIP)),
        ("对应正数发票代码:031002100411 号码:12345678", TakenBack("12345678", "031002100411")),
        ("对应正数发票代码：1234567890号码：12345678存储", TakenBack("12345678", "1234567890")),
        (f"红字发票信息确认单编号{SLIP}", TakenBack("", "", SLIP)),
        (f"订单 {BLUE}", NOTHING_SAID),
        ("被红冲蓝字数电票号码：2631200000000000000", NOTHING_SAID),
        ("", NOTHING_SAID),
    ],
)
def test_the_remark_names_the_invoice_and_the_slip(remark: str, said: TakenBack) -> None:
    assert taken_back({}, remark) == said


@pytest.mark.parametrize(
    ("told", "code"),
    [("01", "01"), ("2", "02"), ("销货退回", "02"), ("03-服务中止", "03"), ("销售折让", "04"), ("其他", ""), ("", "")],
)
def test_the_reasons_are_known_by_code_and_by_name(told: str, code: str) -> None:
    assert taken_back({"red_reason": told}, "").reason == code


def test_a_column_goes_before_the_remark_and_only_red_rows_take_something_back(tmp_path: Path) -> None:
    head = (*HEAD, "被红冲蓝字数电票号码", "红字发票信息确认单编号", "红冲原因")
    remark = f"被红冲蓝字数电票号码：{SECOND}"
    path = workbook(
        tmp_path,
        {
            "发票基础信息": [
                head,
                (*a_row(SECOND, -1130, 金额=-1000, 税额=-130, 备注=remark), BLUE, SLIP, "开票有误"),
                (*a_row(BLUE, 备注=remark), "", "", ""),
            ]
        },
        "red.xlsx",
    )
    red, blue = read_bureau(path, 100).rows
    assert (red.state, red.total, red.takes_back) == (RED, -113000, TakenBack(BLUE, "", SLIP, "01"))
    assert blue.takes_back == NOTHING_SAID


def test_a_red_row_of_several_lines_is_one_invoice(tmp_path: Path) -> None:
    remark = f"被红冲蓝字数电票号码：{BLUE}"
    line = a_row(SECOND, -565, 金额=-500, 税额=-65, 是否正数发票="否", 备注=remark)
    (row,) = plan_bureau(a_file(tmp_path, line, line), 100).rows
    assert (row.state, row.total, row.tax, row.takes_back.number) == (RED, -113000, -13000, BLUE)


def test_red_rows_of_real_workbooks_name_what_they_take_back() -> None:
    shared = shared_folder()
    books = [] if shared is None else [p for p in (shared / "12-invoices").rglob("*.xls*") if p.is_file()]
    reds = [row for path in books for row in plan_bureau(path, 100).rows if row.state == RED]
    if not reds:
        pytest.skip("the reference data holds no red invoices")
    assert all(row.total != 0 for row in reds)
    assert any(row.takes_back != NOTHING_SAID for row in reds)
