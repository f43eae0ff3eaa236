"""The units in which goods are counted and weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


CHINESE = _words(
    "公斤 千克 毫升 平方米 立方米 平米 箱子 盒子 包 箱 盒 袋 瓶 支 个 件 斤 两 克 台 套 双 条 张 本 打 桶 罐 听 "
    "提 捆 卷 米 只 份 组 块 片 根 把 顶 副 对 串 颗 粒 筐 吨 升 令 刀 板 枚 扎 篓 车 托 束 朵 棵 株 头 尾 匹 部 "
    "辆 架 盏 床 幅 册 杯 碗 坛 壶 筒 管 节 排 摞 沓 枝 盆 码 尺 寸 亩 版 批 樽 盘 碟 柱 面 樘 扇"
)
ENGLISH = _words(
    "boxes box pieces piece pcs pc bottles bottle bags bag cartons carton ctns ctn packs pack packets packet "
    "cases case dozens dozen kilograms kilos kilo kgs kg grams litres liters litre liter ml lbs lb pounds sets "
    "set pairs pair rolls roll reams ream cans can jars jar tins tin units unit ea sacks sack crates crate trays "
    "tray tubes tube bundles bundle sheets sheet pallets pallet tubs tub cups cup sachets sachet g l m"
)
ONE = _pairs(
    "boxes=box pieces=piece bottles=bottle bags=bag cartons=carton packs=pack packets=packet cases=case "
    "dozens=dozen kilograms=kg kilos=kg kilo=kg kgs=kg litres=litre liters=litre liter=litre lbs=lb pounds=lb "
    "sets=set pairs=pair rolls=roll reams=ream cans=can jars=jar tins=tin units=unit sacks=sack crates=crate "
    "trays=tray tubes=tube bundles=bundle sheets=sheet pallets=pallet tubs=tub cups=cup sachets=sachet "
    "ctns=carton ctn=carton 箱子=箱 盒子=盒 千克=公斤 平米=平方米"
)
"""The form of a unit that is kept, for those that are written in several."""
WEIGHED = frozenset(_words("克 公斤 毫升 升 斤 两 g kg ml l litre grams lb 米 m 寸"))
"""Units that also stand in a product's name."""
# Units that are the beginning of something else when one of these characters follows.
_NOT_BEFORE = _pairs(
    "个=月人小工星礼问单性 本=周月人地来店 支=付持宝 条=件 件=套人 包=装邮括裹月含 套=餐装 米=粉线饭 克=力 "
    "张=三先女老总经 部=门分 台=州湾北 两=天日周个 头=像条 面=单议交 节=日假 批=发准 对=面方公账吗 份=额 排=骨 "
    "板=凳 车=间站位库 管=理家 床=垫单 码=头 寸=照 升=级 把=货它 版=本 组=织 串=门"
)
_SAME = [
    frozenset(_words(group))
    for group in (
        "pcs piece pc ea unit 个 只 件 each",
        "kg 公斤",
        "g 克 grams",
        "box 盒",
        "ml 毫升",
        "支 枝",
        "bag 袋",
        "bottle 瓶",
        "carton 箱",
        "pack packet 包",
    )
]


def unit_pattern(units: Iterable[str]) -> str:
    parts = []
    for unit in sorted(set(units), key=len, reverse=True):
        spelled = re.escape(unit)
        if unit.isascii():
            parts.append(rf"{spelled}(?![a-z])")
        else:
            after = _NOT_BEFORE.get(unit, "")
            parts.append(f"{spelled}(?![{after}])" if after else spelled)
    return "|".join(parts)


def same_unit(one: str, other: str) -> bool:
    """Whether two units are the same, in one or two languages."""
    first, second = (ONE.get(u.lower(), u.lower()) for u in (one, other))
    return first == second or any(first in group and second in group for group in _SAME)
