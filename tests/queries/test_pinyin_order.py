"""Lists sort Chinese by pinyin, among the Latin names, whatever column of text they are sorted by."""

from __future__ import annotations

import pytest

from app.queries.columns import Ask
from app.queries.lists import LISTS
from tests.helpers.book import TestBook, a_customer, a_draft

SORTED = ["阿里", "amy", "安徽", "北京", "Bob", "长江", "重庆", "单国", "曾伟", "张三"]


@pytest.mark.parametrize("down", [False, True])
def test_chinese_is_sorted_by_pinyin_in_every_column_of_text(eventful: TestBook, down: bool) -> None:
    owner = eventful.owner
    for name in sorted(SORTED):
        customer = a_customer(owner, name, region=name)
        a_draft(owner, customer, 10, consignee=name, region=name)
    for noun, keys in (("customers", ("name", "region")), ("orders", ("customer", "consignee", "region"))):
        found = LISTS[noun]
        places = {c.key: i for i, c in enumerate(found.columns)}
        for key in keys:
            ids = found.ids(owner, Ask(sort=((key, down),)))
            rows = found.rows(ids, owner)
            shown = [rows[i].values[places[key]] for i in ids if rows[i].values[places[key]] in SORTED]
            assert shown == (SORTED[::-1] if down else SORTED), (noun, key)
