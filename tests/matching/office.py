"""The made-up office that labelled statement lines belong to: sixty customers, a hundred and fifty open orders.

``CUSTOMERS``: code | name | other names (contacts, titles) | open orders as number:day:amount, parts of a plan in
brackets. Numbers stand short: ``0034`` is ``SO-2026-0034``. All amounts are in the currency of the book.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.helpers.book import cents

CUSTOMERS = """
C01 | 苏州绿茵纺织有限公司 | | 0001:01-05:12800.00 0002:01-19:8640.50 0003:02-10:3265.00 0124:03-10:7421.00
C02 | 上海锦程贸易有限公司 | | 0004:01-06:45200.00(13560.00+31640.00) 0005:02-03:2210.00 0125:03-11:18905.00
C03 | 杭州云栖文化传播有限公司 | | 0006:01-08:6980.00 0007:02-12:1545.60 0147:03-12:5055.00
C04 | 宁波海达机电有限公司 | | 0008:01-09:23450.00 0009:01-28:9980.00 0010:02-14:4120.80 0126:03-11:6035.00
C05 | 广州市白云区丽人服饰商行 | 陈丽 | 0011:01-10:3380.00 0012:02-15:5725.00
C06 | 深圳前海聚力科技有限公司 | | 0013:01-11:88000.00(26400.00+61600.00) 0014:02-16:7615.00 0127:03-12:3345.00
C07 | 北京长风信息技术有限公司 | | 0015:01-12:15600.00 0016:02-17:2999.00 0148:03-12:12345.00
C08 | 张伟 | | 0017:01-13:680.00 0018:02-18:1250.00
C09 | 李娜 | | 0019:01-14:458.00
C10 | 王小明 | | 0020:01-15:1680.00 0021:02-19:329.00
C11 | 陳美玲 | | 0022:01-16:2460.00
C12 | 曾志強 | | 0023:01-17:905.00 0024:02-20:1315.00
C13 | 成都蜀香园餐饮管理有限公司 | | 0025:01-18:7350.00 0026:01-30:4680.00 0027:02-21:6120.00 0128:03-10:2235.00
C14 | 重庆山城火锅食材配送中心 | | 0028:01-19:11240.00 0029:02-22:3975.00 0129:03-10:5885.00
C15 | 武汉江城五金工具经营部 | 周大勇 | 0030:01-20:2890.00 0031:02-23:8315.00
C16 | 西安大唐工艺品有限责任公司 | | 0032:01-21:5460.00 0033:02-24:10980.00 0149:03-12:3365.00
C17 | 南京金陵图书有限公司 | | 0034:01-22:4250.00 0035:02-25:1875.50
C18 | 青岛海韵食品有限公司 | | 0036:01-23:9120.00 0037:02-26:3640.00 0038:03-01:2755.00 0130:03-10:1495.00
C19 | 厦门鹭岛茶业有限公司 | | 0039:01-24:6600.00 0040:02-27:12150.00 0150:03-12:2785.00
C20 | 长沙湘味轩食品厂 | 长沙市湘味轩食品有限公司 | 0041:01-25:3480.00 0042:02-28:7925.00
C21 | 佛山市南海区宏业陶瓷厂 | | 0043:01-26:18700.00 0044:03-01:5290.00 0131:03-10:9015.00
C22 | 东莞市鑫源五金制品有限公司 | | 0045:01-27:14320.00 0046:03-02:6475.00
C23 | 东莞市鑫源塑胶制品有限公司 | | 0047:01-28:7780.00 0048:03-03:14330.00
C24 | 郑州中原物流有限公司 | | 0049:01-29:4800.00 0050:03-04:2635.00 0132:03-10:7110.00
C25 | 沈阳北方重工配件有限公司 | | 0051:01-30:4800.00
C26 | 天津滨海新区恒泰商贸有限公司 | | 0052:01-31:5520.00 0053:03-05:8260.00 0133:03-10:2945.00
C27 | 大连远洋渔具有限公司 | | 0054:02-01:3150.00 0055:03-06:9470.00
C28 | 昆明滇红茶庄 | | 0056:02-02:2480.00 0057:03-07:3695.00
C29 | 刘洋 | | 0058:02-03:760.00
C30 | 刘洋洋 | | 0059:02-04:860.00
C31 | 温州瓯江鞋业有限公司 | | 0060:02-05:26300.00 0061:02-18:13150.00 0062:03-08:4395.00 0134:03-10:15500.00
C32 | 义乌市小商品城晨光文具商行 | | 0063:02-06:1980.00 0064:02-20:2340.00 0065:03-09:3120.00
C33 | Müller & Söhne GmbH | | 0066:01-05:1190.00 0067:02-02:2975.00 0068:03-01:714.00 0135:03-10:1547.00
C34 | Hansen Elektronik ApS | | 0069:01-06:3450.75 0070:02-05:890.25
C35 | Brightwater Trading Ltd | | 0071:01-07:5640.00 0072:02-08:1284.60 0073:03-03:3321.00 0136:03-10:2466.00
C36 | O'Connor Interiors | Siobhan O'Connor | 0074:01-08:2199.00 0075:02-10:768.40
C37 | Smith & Jones Hardware | | 0076:01-09:945.50 0077:02-11:1330.00 0137:03-10:515.00
C38 | Smith & Johnson Supplies | | 0078:01-10:945.50 0079:02-12:2087.00
C39 | Café Lumière SARL | | 0080:01-11:612.30 0081:02-13:455.20
C40 | Société Générale d'Emballage | | 0082:01-12:7800.00 0083:02-14:3262.00 0138:03-10:1990.00
C41 | García Hermanos S.L. | | 0084:01-13:1875.00 0085:02-15:2640.00
C42 | Nordlicht Design AB | | 0086:01-14:4115.00 0087:02-16:980.60
C43 | Van der Berg Bouwmaterialen B.V. | | 0088:01-15:9830.00 0089:02-17:2455.00 0139:03-10:4610.00
C44 | Rossi Arredamenti S.r.l. | | 0090:01-16:3390.00 0091:02-18:1127.00 0140:03-10:2875.00
C45 | Kowalski Meble Sp. z o.o. | | 0092:01-17:5205.00 0093:02-19:688.00
C46 | Emily Carter | | 0094:01-18:129.90 0095:02-20:248.00
C47 | James O'Brien | | 0096:01-19:84.50
C48 | Priya Raman | | 0097:01-20:310.00 0098:02-21:175.25
C49 | Green Valley Farms Inc | | 0099:01-21:12400.00(6200.00+6200.00) 0100:02-22:3785.00 0141:03-10:1640.00
C50 | Atlas Import Export LLC | | 0101:01-22:6450.00 0102:02-23:2318.00 0103:03-04:4027.00 0142:03-10:5190.00
C51 | Blue Harbor Seafood Co. | | 0104:01-23:1765.00 0105:02-24:2910.00
C52 | Whitfield Academy | | 0106:01-24:8840.00 0107:02-25:1360.00 0143:03-10:2505.00
C53 | Tanaka Shoji KK | | 0108:01-25:5980.00 0109:02-26:2245.00
C54 | Northwind Outdoor Gear | | 0110:01-26:1499.00 0111:02-27:899.00 0144:03-10:649.00
C55 | Lena Fischer | | 0112:01-27:219.00 0113:02-28:344.00
C56 | Silverline Clinics plc | | 0114:01-28:15750.00 0115:03-01:3480.50 0145:03-10:7265.00
C57 | Oakridge Primary School | | 0116:01-29:1125.00 0117:03-02:2260.00
C58 | Maria Kowalczyk | | 0118:01-30:156.00
C59 | Harbour View Hotel | | 0119:01-31:4470.00 0120:02-20:4470.00 0121:03-05:1995.00
C60 | Delta Print & Packaging | | 0122:02-01:3055.00 0123:03-06:2740.00 0146:03-10:1815.00
"""

INVOICES = {
    "INV-2026-0007": ("0066",),
    "INV-2026-0011": ("0071", "0072"),
    "INV-2026-0015": ("0108",),
    "24312000000012345678": ("0036",),
}
"""Issued invoices and what they are for."""

REFERENCES = {"0101": "PO 77812", "0114": "4500098231", "0106": "WA-0031"}
"""How customers call their orders."""

LEARNT = {"王建国": "C13", "HOLDING BERGMANN KG": "C33"}
"""Who paid for whom before, as somebody confirmed it."""

RECORDED = """
RC-2026-0001 | C08 | 2026-03-05 | 500.00
RC-2026-0002 | C35 | 2026-03-10 | 880.00
RC-2026-0003 | C10 | 2026-03-12 | 220.00
RC-2026-0004 | C57 | 2026-03-13 | 600.00
RC-2026-0005 | C46 | 2026-03-14 | 75.00
"""
"""Payments that somebody recorded by hand before the statement came."""

COMPANY = "苏州晴川商贸有限公司"
"""The company that owns the book; money from itself is no payment."""


@dataclass(frozen=True)
class Wanted:
    """What the first proposal of a line has to be: nothing, money of a customer for orders, or a payment recorded.

    ``fee`` in minor units is judged where the label states it.
    """

    customer: str = ""
    orders: frozenset[str] = frozenset()
    payment: str = ""
    fee: int | None = None


def wanted(label: str) -> Wanted:
    """A label: ``none``, ``C01 0001+0002``, ``C01 0001 fee 3.20``, ``C01 account``, ``paid RC-2026-0001``."""
    words = label.split()
    if words[0] == "none":
        return Wanted()
    if words[0] == "paid":
        return Wanted(payment=words[1])
    orders = frozenset() if words[1] == "account" else frozenset(words[1].split("+"))
    return Wanted(words[0], orders, fee=cents(words[3]) if words[2:3] == ["fee"] else None)


def labelled(statement: str) -> tuple[str, list[Wanted]]:
    """A statement as it would be pasted, and what is wanted for each of its lines."""
    lines, labels = [], []
    for line in statement.strip().splitlines():
        text, mark, label = line.partition(" => ")
        lines.append(text)
        if mark:
            labels.append(wanted(label))
    return "\n".join(lines), labels


def statements(folder: str) -> dict[str, tuple[str, list[Wanted]]]:
    """The labelled statements of a folder beside this file, by name."""
    found = sorted((Path(__file__).parent / folder).glob("*.txt"))
    return {path.stem: labelled(path.read_text("utf-8")) for path in found}
