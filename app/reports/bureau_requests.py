"""The workbook of requests for invoices that people upload at the tax bureau's platform, or type from.

Its sheets and columns are named as the platform names them, in Chinese whatever the language of the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.models.invoice_kinds import KINDS
from app.money import QUANTITY, RATE_WHOLE, Currency, show_scaled
from app.queries.bureau_requests import BureauLine, BureauRequest
from app.queries.columns import Column, Kind
from app.reports.excel import Exported, Table, write_tables
from app.reports.files import Stop

HEAD = (
    ("发票流水号", 110), ("发票类型", 120), ("票种代码", 80), ("是否含税", 80), ("抬头类型", 80), ("购买方名称", 240),
    ("购买方纳税人识别号", 190), ("购买方地址", 240), ("购买方电话", 130), ("购买方开户行及账号", 260), ("金额", 110),
    ("税额", 100), ("价税合计", 120), ("开票内容", 80), ("备注", 240), ("收票邮箱/手机", 180), ("关联订单", 140),
    ("先票后款", 80), ("期望日期", 100),
)  # fmt: skip
"""The columns of the first sheet with their widths in pixels."""
LINES = (
    ("发票流水号", 110), ("行性质", 80), ("项目名称", 260), ("商品和服务税收编码", 190), ("规格型号", 140),
    ("单位", 60), ("数量", 90), ("单价", 160), ("金额", 110), ("税率", 70), ("税额", 100),
)  # fmt: skip
"""The columns of the second sheet: rows of goods, a discount directly after its row."""

_NORMAL, _DISCOUNT, _DISCOUNTED = "正常行", "折扣行", "被折扣行"
_SPECIAL, _ORDINARY = "增值税专用发票", "普通发票"
_UNTAXED = {"exempt": "免税", "not_taxable": "不征税"}
_MONEY = frozenset({"金额", "税额", "价税合计"})


def write_bureau_requests(
    target: Path, requests: Sequence[BureauRequest], *, money: Currency, stop: Stop | None = None
) -> Exported:
    """Write requests with their rows of goods on two sheets. Raises FileError and Cancelled."""
    heads = [_head(request) for request in requests]
    lines = [row for request in requests for row in _rows(request)]
    return write_tables(
        target,
        (
            Table("1-发票基本信息", _columns(HEAD), heads, [title for title, _width in HEAD]),
            Table("2-发票明细信息", _columns(LINES), lines, [title for title, _width in LINES]),
        ),
        money=money,
        stop=stop,
    )


def _columns(named: Sequence[tuple[str, int]]) -> list[Column]:
    return [Column(title, title, Kind.MONEY if title in _MONEY else Kind.TEXT, width) for title, width in named]


def _head(request: BureauRequest) -> tuple[Any, ...]:
    kind = KINDS.get(request.invoice_kind)
    return (
        request.serial,
        _SPECIAL if request.invoice_kind.endswith("special") else _ORDINARY,
        kind.authority_code if kind is not None else "",
        "否",
        "企业" if request.title_kind == "company" else "个人",
        request.title,
        request.tax_number,
        request.address,
        request.phone,
        request.bank,
        request.net,
        request.tax,
        request.net + request.tax,
        "汇总" if request.content == "summary" else "明细",
        request.note,
        request.deliver_to,
        request.order,
        "是" if request.before_payment else "否",
        request.wanted_on,
    )


def _rows(request: BureauRequest) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for place, line in enumerate(request.lines):
        discounted = place + 1 < len(request.lines) and request.lines[place + 1].discount
        found.append(
            (
                request.serial,
                _DISCOUNT if line.discount else _DISCOUNTED if discounted else _NORMAL,
                line.name,
                line.tax_class,
                line.specification,
                line.unit,
                show_scaled(line.quantity, QUANTITY).replace(",", "") if line.quantity else "",
                format(line.price.normalize(), "f") if line.price is not None else "",
                line.net,
                _rate(line),
                line.tax,
            )
        )
    return found


def _rate(line: BureauLine) -> str:
    if line.exempt in _UNTAXED:
        return _UNTAXED[line.exempt]
    return show_scaled(line.rate, RATE_WHOLE, least=2)
