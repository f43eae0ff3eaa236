"""Bank lines as somebody works through them, for ``tests.shots``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.matching.entry import Entry
from app.models.base import connection
from app.operations.statement_lines import import_statement
from app.views.matching import match_bank_lines
from app.views.matching.matching_dialog import MatchingDialog
from tests.shots_lists import wait

_OWED = (
    "SELECT o.number, o.outstanding, c.name FROM sales_order o JOIN customer c ON c.id = o.customer_id "
    "WHERE o.outstanding > 0 AND o.state <> 'draft' ORDER BY o.id LIMIT 9"
)
STATEMENT = """交易日期,收入金额,支出金额,对方户名,备注,流水号
2026-03-02,12800.00,,苏州绿茵纺织有限公司,货款,B0001
2026-03-02,980.50,,张伟,订单0018,B0002
2026-03-03,,3500.00,物业管理有限公司,3月房租,B0003
"""


def _lines() -> list[Entry]:
    day = "2026-03-16"
    found = []
    for at, (number, due, name) in enumerate(connection().execute(_OWED).fetchall()):
        party, remark, amount, fee = name, "", due, 0
        if at % 4 == 1:
            party, remark = name[:-2], f"货款 {number}"
        elif at % 4 == 2:
            amount = due // 2
        elif at % 4 == 3:
            fee = due // 100
        found.append(Entry(day, amount, party, "", remark, f"B{at:04}", fee))
    found += [
        Entry(day, -350_000, "苏州园区物业管理有限公司", "", "3月房租", "B1001"),
        Entry(day, -1500, "", "", "转账手续费", "B1002", kind="收费"),
        Entry(day, 235, "", "", "结息", "B1003"),
        Entry(day, 99_900, "四川巴蜀文旅集团有限公司", "", "咨询费", "B1004"),
    ]
    return found


def bank_shots(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """Names and what opens them."""

    def opened(*, brought: bool = True) -> MatchingDialog:
        if brought:
            import_statement(desk.actor, "工商银行 0012", "bank_transfer", _lines(), "2026-03.csv")
        match_bank_lines(desk, window)
        wait(desk)
        return next(d for d in window.findChildren(MatchingDialog) if d.isVisible())

    def over(act: Callable[[MatchingDialog], None]) -> QDialog:
        shown = opened()
        act(shown)
        wait(desk)
        return next(d for d in shown.findChildren(QDialog) if d.isVisible())

    def bring() -> QDialog:
        dialog: Any = over(lambda shown: shown.bring_statement())
        dialog.account.setText("工商银行 0012")
        dialog.text.setPlainText(STATEMENT)
        dialog.look()
        wait(desk)
        return dialog  # type: ignore[no-any-return]

    def ignored() -> MatchingDialog:
        shown = opened()
        shown.states.setCurrentIndex(2)
        wait(desk)
        return shown

    def put_aside() -> QDialog:
        def act(shown: MatchingDialog) -> None:
            shown.table.selectRow(len(shown.table.small.rows) - 4)
            shown.ignore_line()

        return over(act)

    yield "bank_nothing", lambda: opened(brought=False)
    yield "bank_lines", opened
    yield "bank_bring", bring
    if connection().execute(_OWED).fetchone() is not None:
        yield "bank_assign", lambda: over(lambda shown: shown.assign())
        yield "bank_sure", lambda: over(lambda shown: shown.confirm_sure())
    yield "bank_ignore", put_aside
    yield "bank_ignored", ignored
