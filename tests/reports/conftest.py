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
    "Delivery note": "送货单",
    "Shipping label": "快递面单",
    "Pick list": "拣货单",
    "Baskets": "分货单",
    "Basket": "篮号",
    "Packed": "已装",
    "Packed by: signature, date": "装箱人签字、日期",
    "2 into basket 3": "3 号篮放 2 件",
    "{n} in stock": "库存 {n}",
    "Shelf place": "库位",
    "Consignee": "收货人",
    "Address": "地址",
    "Order": "订单",
    "Orders": "订单",
    "Carrier": "物流公司",
    "Specification": "规格型号",
    "Unit price": "单价",
    "Amount": "金额",
    "Category": "类别",
    "Picked": "已拣",
    "Pieces in all": "合计数量",
    "This sheet": "本页小计",
    "In all": "合计",
    "Goes on overleaf": "转下页",
    "Prepared by": "制单",
    "Delivered by": "送货",
    "Received: signature, date": "收货人签字、日期",
    "Sender": "寄件人",
    "Sheets: 1 our file · 2 customer · 3 signed and returned": "一联 存根 · 二联 客户 · 三联 回单",
    "Picked by: signature, date": "拣货人签字、日期",
    "Checked by: signature, date": "复核人签字、日期",
    "Carried forward": "过次页",
    "Brought forward": "承前页",
    "Scan to pay": "扫码付款",
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
