"""Provinces, cities and districts: understood as people write them, offered as they type."""

from __future__ import annotations

import pytest

from app.models import regions
from app.models.regions import Region, complete, find, locate, locate_in_taiwan


@pytest.mark.parametrize(
    ("text", "province", "city", "district"),
    [
        ("上海浦东", "上海市", "上海市", "浦东新区"),
        ("上海市浦东新区张江路 1 号", "上海市", "上海市", "浦东新区"),
        ("上海市上海市黄浦区南京东路100号", "上海市", "上海市", "黄浦区"),
        ("江苏省苏州市姑苏区平江路", "江苏省", "苏州市", "姑苏区"),
        ("江苏 苏州 姑苏", "江苏省", "苏州市", "姑苏区"),
        ("江蘇省蘇州市崑山市", "江苏省", "苏州市", "昆山市"),
        ("昆山市花桥镇", "江苏省", "苏州市", "昆山市"),
        ("张三 13800000000 广东省深圳市南山区科技园", "广东省", "深圳市", "南山区"),
        ("吉林省吉林市船营区", "吉林省", "吉林市", "船营区"),
        ("吉林长春朝阳", "吉林省", "长春市", "朝阳区"),
        ("北京朝阳", "北京市", "北京市", "朝阳区"),
        ("辽宁朝阳", "辽宁省", "朝阳市", ""),
        ("延边州延吉市", "吉林省", "延边朝鲜族自治州", "延吉市"),
        ("内蒙古呼和浩特新城区", "内蒙古自治区", "呼和浩特市", "新城区"),
        ("广西壮族自治区南宁市", "广西壮族自治区", "南宁市", ""),
        ("新疆石河子", "新疆维吾尔自治区", "石河子市", ""),
        ("湖北仙桃市沔阳大道", "湖北省", "仙桃市", ""),
        ("东莞市长安镇", "广东省", "东莞市", ""),
        ("香港九龙城区", "香港特别行政区", "香港特别行政区", "九龙城区"),
        ("台湾台北", "台湾省", "", ""),
        ("收货地址：浙江-杭州-西湖", "浙江省", "杭州市", "西湖区"),
        ("重庆渝北区", "重庆市", "重庆市", "渝北区"),
    ],
)
def test_a_place_is_understood_as_people_write_it(text: str, province: str, city: str, district: str) -> None:
    found = find(text)
    assert found is not None
    assert (found.province, found.city, found.district) == (province, city, district)


@pytest.mark.parametrize(
    "text", ["", "明天要", "Flat 3, 12 High Street", "红枣20箱", "新华路8号", "南京路步行街", "朝阳区"]
)
def test_where_no_place_is_named_none_is_found(text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("台湾省台北市信义区", "台北市"),
        ("臺北市信義區信義路五段7號", "台北市"),
        ("台灣省高雄市前金區", "高雄市"),
        ("桃园市场路12号", ""),
    ],
)
def test_a_city_of_taiwan_is_found_in_either_script(text: str, city: str) -> None:
    found = locate_in_taiwan(text)
    assert (found.region.city if found is not None else "") == city
    assert found is None or found.start == 0


def test_a_street_called_after_a_city_does_not_lead_there() -> None:
    assert find("上海路 5 号, 南京市") == find("南京市")
    assert find("广州市北京路") == Region("广东省", "广州市", "", "440100")


def test_the_text_after_the_place_is_what_is_left_of_the_address() -> None:
    text = "寄：上海市 浦东新区 张江路1号"
    found = locate(text)
    assert found is not None
    assert (text[: found.start], text[found.end :]) == ("寄：", " 张江路1号")


def test_a_short_name_alone_is_not_sure() -> None:
    short, full, two = locate("海南"), locate("海南省"), locate("海南海口")
    assert [each is not None and each.sure for each in (short, full, two)] == [False, True, True]


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("上海", "上海市"),
        ("sh", "上海市"),
        ("shanghai", "上海市"),
        ("hangz", "杭州市"),
        ("hzsxq", None),
        ("姑苏", "姑苏区"),
        ("上海浦", "浦东新区"),
        ("苏州姑", "姑苏区"),
        ("xiam", "厦门市"),
        ("chongq", "重庆市"),
    ],
)
def test_a_place_is_offered_by_characters_pinyin_and_initials(prefix: str, first: str | None) -> None:
    found = complete(prefix)
    assert [r.name for r in found][:1] == ([first] if first else [])


def test_completion_stays_within_the_province_that_was_chosen() -> None:
    assert "苏州市" in [r.name for r in complete("sz", within="江苏省")]
    assert {r.province for r in complete("sz", within="江苏省")} == {"江苏省"}
    assert [r.name for r in complete("", within="江苏省")][:2] == ["南京市", "无锡市"]


def test_the_lists_hold_the_country() -> None:
    assert len(regions.provinces()) == 34
    assert regions.cities("江苏")[4] == "苏州市"
    assert regions.cities("上海") == ["上海市"]
    assert "浦东新区" in regions.districts("上海")
    assert regions.districts("东莞市") == []
    assert "船营区" in regions.districts("吉林市")
