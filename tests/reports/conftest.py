"""What the tests of papers and exports share."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest

from app import i18n

WORDS = {
    "Order sheet": "销售单",
    "Quotation": "报价单",
    "Invoicing record": "开票登记单",
    "Credit record": "红字登记单",
    "A record of the registered invoice, not a tax invoice": "开票信息登记，非税务发票",
    "Customer": "客户",
    "Bill to": "购买方",
    "Ship to": "收货信息",
    "Date": "日期",
    "Delivery date": "交货日期",
    "Due date": "到期日",
    "Salesperson": "业务员",
    "Tax no. {number}": "税号 {number}",
    "No.": "序号",
    "Code": "编码",
    "Description": "品名",
    "Quantity": "数量",
    "Unit": "单位",
    "Price incl. tax": "含税单价",
    "Discount": "折扣",
    "Tax": "税率",
    "Amount incl. tax": "含税金额",
    "Amount in words": "大写金额",
    "Subtotal": "小计",
    "Rounding-off": "抹零",
    "Net": "不含税金额",
    "Total amount": "价税合计",
    "Paid": "已收",
    "Outstanding": "未收金额",
    "Terms": "收款条件",
    "Bank details": "开户行及账号",
    "Notes": "备注",
    "VOID": "作废",
    "COPY": "副本",
    "DRAFT": "草稿",
    "For the seller: signature, date": "卖方签字、日期",
    "For the customer: signature, date": "客户签字、日期",
    "Page {page} of {pages}": "第 {page} 页，共 {pages} 页",
}


class _Words(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return WORDS.get(message, message)


@pytest.fixture
def chinese_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small catalogue of its own, so that these tests do not depend on how the real one is worded."""
    monkeypatch.setattr(i18n, "_load", lambda code: _Words())
    i18n.translator.cache_clear()
    yield
    i18n.translator.cache_clear()
