"""What statements call their columns, their states, and the lines that are no customer's money."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _data() -> dict[str, Any]:
    with (Path(__file__).resolve().parent / "words.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def headings() -> dict[str, tuple[str, ...]]:
    """By field, how statements head their columns."""
    return {field: tuple(names) for field, names in _data()["headings"].items()}


@cache
def words(name: str) -> frozenset[str]:
    """A list of words: ``out`` and ``neither`` (directions), ``legal`` (of names), ``noise`` (of descriptions)."""
    return frozenset(_data()["words"][name])


SEVERAL = frozenset({"remark"})
"""Fields that several columns may hold together."""

UNSETTLED = re.compile(
    r"关闭|失败|待付款|等待|已退款|已全额退款|已撤销|对方已退还|已退还|取消|denied|pending|failed|cancel|refused|revers|"
    r"expired|declined|incomplete|on hold"
)
"""States of a line that brought no money."""

_LATIN_KINDS = {
    "interest": r"interest|zinsen|interets|intereses",
    "charge": r"bank charges?|service charge|account fee|monthly fee|kontof\w+|stripe_fee|billing usage fee",
    "own": r"tfr from|transfer from (?:savings|own)|own account|eigenes konto|umbuchung|internal transfer|withdrawal|"
    r"payout|from savings|sweep|top ?up",
    "loan": r"loan|darlehen|drawdown|advance of credit",
    "back": r"refund|ruckerstattung|erstattung|repayment|rebate|chargeback|dispute|retoure|reversal|ruckzahlung",
}
_CHINESE_KINDS = {
    "interest": r"结息|利息|收益发放|余额宝.*收益",
    "charge": r"手续费|账户管理费|工本费|短信费",
    "own": r"内部转账|提现|本行转入|账户互转|资金归集|零钱通转出|理财赎回|余额宝.*转出|调拨|备用金",
    "loan": r"贷款|放款|借款",
    "back": r"退款|退税|退回|返还|理赔|赔付",
}
KINDS: dict[str, re.Pattern[str]] = {
    kind: re.compile(rf"(?<![a-z])(?:{_LATIN_KINDS[kind]})|{_CHINESE_KINDS[kind]}") for kind in _LATIN_KINDS
}
"""What says that money is no customer's payment: interest, a charge, the office's own, a loan, something given back."""

DEDUCTED = re.compile(
    r"skonto|discount|折扣|优惠|扣款|abz(?:u|ue)gl|deduct|less \d|部分|part\b|partial|deposit|首付|anzahlung"
)
"""Words that explain why less came than was owed, so that no fee is to be guessed."""

CHINESE_TAIL = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|有限公|有限责任|有限|集团|公司|个体工商户|合伙企业|\(?普通合伙\)?)+$"
)
PINYIN_TAIL = re.compile(r"(?:gufen)?(?:youxian)?(?:zeren)?gongsi$|coltd$|limited$|ltd$")
