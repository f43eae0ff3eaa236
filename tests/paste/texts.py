"""Texts as people send them, and what has to be understood of each: written down before anything could read them.

``TODAY`` is the Wednesday on which they arrive. A date word means the day that follows from it. ``unit`` is the unit
that is said, nothing when none is; ``price`` is that of one unit. Addresses begin below the city.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TODAY = date(2026, 3, 4)


@dataclass(frozen=True)
class Goods:
    """A product of the catalogue: code, name, unit, other names."""

    code: str
    name: str
    unit: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """A customer of the book: name, phone numbers of it and of its contacts, names of its contacts."""

    name: str
    phones: tuple[str, ...]
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of goods; ``code`` is empty where no product of the catalogue is meant, and ``words`` says then what."""

    code: str
    quantity: str
    unit: str = ""
    price: str = ""
    words: str = ""


@dataclass(frozen=True)
class Text:
    """A text and what has to be understood of it; ``doubtful`` names what has to be marked for a second look."""

    name: str
    text: str
    consignee: str
    phone: str
    lines: tuple[Line, ...]
    region: str = ""
    city: str = ""
    address: str = ""
    postal_code: str = ""
    promised: date | None = None
    note: tuple[str, ...] = ()
    customer: str = ""
    doubtful: tuple[str, ...] = ()


CATALOGUE = (
    Goods("HZ-01", "新疆红枣", "箱", ("大枣",)),
    Goods("HT-02", "纸皮核桃", "袋", ("核桃",)),
    Goods("GQ-03", "宁夏枸杞 250g", "盒", ("枸杞",)),
    Goods("LJ-10", "西湖龙井茶", "盒", ("龙井",)),
    Goods("XM-05", "黄小米", "斤", ("小米",)),
    Goods("FM-07", "洋槐蜂蜜 500g", "瓶", ("蜂蜜",)),
    Goods("A4-70", "A4复印纸 70g", "箱", ("复印纸", "打印纸")),
    Goods("BI-20", "黑色中性笔 0.5mm", "支", ("中性笔",)),
    Goods("XR-01", "冻虾仁 1kg", "包"),
    Goods("BOT-1", "Steel bottle 500 ml", "pcs"),
    Goods("BAG-9", "Canvas tote bag", "pcs", ("canvas bag",)),
    Goods("OAT-5", "Oat biscuits", "box"),
    Goods("TEA-6", "Green tea 100 g", "box"),
)

CUSTOMERS = (
    Known("张三", ("13800000000",)),
    Known("上海阳光食品有限公司", ("021-58881234", "13912345678"), ("李丽",)),
    Known("Harbour Café", ("+44 117 496 0123",), ("Emma Clarke",)),
    Known("苏州星湖设计事务所", ("0512-67890000",), ("赵敏",)),
)

TEXTS = (
    Text(
        "a chat in one line",
        "张三 13800000000 上海市浦东新区世纪大道100号3号楼502室 红枣20箱 明天要",
        "张三",
        "13800000000",
        (Line("HZ-01", "20", "箱"),),
        "上海市",
        "上海市",
        "浦东新区世纪大道100号3号楼502室",
        promised=date(2026, 3, 5),
        customer="张三",
    ),
    Text(
        "the labels of a parcel service",
        "收件人：刘洋\n手机号码：15012345678\n所在地区：河北省石家庄市长安区建北街道\n"
        "详细地址：中山东路126号 万达公寓2单元901\n枸杞 3盒\n核桃 2袋",
        "刘洋",
        "15012345678",
        (Line("GQ-03", "3", "盒"), Line("HT-02", "2", "袋")),
        "河北省",
        "石家庄市",
        "长安区建北街道中山东路126号 万达公寓2单元901",
    ),
    Text(
        "the address first",
        "龙井两盒，后天到。浙江省杭州市西湖区文三路478号华星时代广场B座1203，周敏，139-5712-3456",
        "周敏",
        "13957123456",
        (Line("LJ-10", "2", "盒"),),
        "浙江省",
        "杭州市",
        "西湖区文三路478号华星时代广场B座1203",
        promised=date(2026, 3, 6),
    ),
    Text(
        "a numbered list of goods",
        "老板，麻烦下单：\n1、红枣 5箱\n2、核桃 10袋\n3、枸杞 3盒\n送到 北京市朝阳区建国路88号现代城A座1801\n"
        "收货人 王建国 电话 13911112222\n下周三之前送到就行，不要发票",
        "王建国",
        "13911112222",
        (Line("HZ-01", "5", "箱"), Line("HT-02", "10", "袋"), Line("GQ-03", "3", "盒")),
        "北京市",
        "北京市",
        "朝阳区建国路88号现代城A座1801",
        promised=date(2026, 3, 11),
        note=("不要发票",),
    ),
    Text(
        "quantities in words",
        "您好，要两箱红枣、半斤小米，还有一打中性笔，寄给孙丽华，13677778888，地址江苏省南京市鼓楼区汉口路22号",
        "孙丽华",
        "13677778888",
        (Line("HZ-01", "2", "箱"), Line("XM-05", "0.5", "斤"), Line("BI-20", "12", "支")),
        "江苏省",
        "南京市",
        "鼓楼区汉口路22号",
        doubtful=("BI-20",),
    ),
    Text(
        "the same quantity of each",
        "枸杞、龙井茶各5盒，蜂蜜三瓶\n吴倩倩 17700001234\n湖北省武汉市洪山区珞喻路1037号\n本周五前",
        "吴倩倩",
        "17700001234",
        (Line("GQ-03", "5", "盒"), Line("LJ-10", "5", "盒"), Line("FM-07", "3", "瓶")),
        "湖北省",
        "武汉市",
        "洪山区珞喻路1037号",
        promised=date(2026, 3, 6),
    ),
    Text(
        "a day of a month",
        "郑凯 18600009999 陕西省西安市雁塔区小寨东路3号 邮编710061 红枣30箱，12月3号前发货",
        "郑凯",
        "18600009999",
        (Line("HZ-01", "30", "箱"),),
        "陕西省",
        "西安市",
        "雁塔区小寨东路3号",
        "710061",
        date(2026, 12, 3),
    ),
    Text(
        "full-width characters and a code",
        "收货人：李雷　电话：１３６００００１１１１　地址：广东省深圳市南山区科技南路１６号"
        "　Ａ４－７０　１０箱　月底前",
        "李雷",
        "13600001111",
        (Line("A4-70", "10", "箱"),),
        "广东省",
        "深圳市",
        "南山区科技南路16号",
        promised=date(2026, 3, 31),
    ),
    Text(
        "an English mail with a signature",
        "Hi team,\n\nPlease send 3 boxes of oat biscuits and 12 steel bottles to:\n\nEmma Clarke\nHarbour Café\n"
        "14 Mill Lane\nBristol BS1 4DJ\nUnited Kingdom\n\nWe need them by Friday. Please call before delivery.\n\n"
        "Best regards,\nEmma Clarke\nPurchasing, Harbour Café\n+44 117 496 0123",
        "Emma Clarke",
        "+441174960123",
        (Line("OAT-5", "3", "box"), Line("BOT-1", "12")),
        "",
        "Bristol",
        "14 Mill Lane",
        "BS1 4DJ",
        date(2026, 3, 6),
        ("Please call before delivery",),
        customer="Harbour Café",
    ),
    Text(
        "a forwarded chat with names and times",
        "小王 09:12\n地址发你\n小王 09:13\n江苏省苏州市工业园区星湖街328号创意产业园5-602 赵敏 18912340000\n"
        "小王 09:15\n复印纸 3箱 中性笔50支\n小王 2026/3/4 09:16\n后天能到吗",
        "赵敏",
        "18912340000",
        (Line("A4-70", "3", "箱"), Line("BI-20", "50", "支")),
        "江苏省",
        "苏州市",
        "工业园区星湖街328号创意产业园5-602",
        promised=date(2026, 3, 6),
        customer="苏州星湖设计事务所",
    ),
    Text(
        "a firm and its extension",
        "上海阳光食品有限公司 李丽 021-58881234-806\n上海市徐汇区漕溪北路18号实业大厦12楼\n虾仁 40包 下周一送",
        "李丽",
        "021-58881234-806",
        (Line("XR-01", "40", "包"),),
        "上海市",
        "上海市",
        "徐汇区漕溪北路18号实业大厦12楼",
        promised=date(2026, 3, 9),
        customer="上海阳光食品有限公司",
    ),
    Text(
        "a virtual number and a misspelt product",
        "收货信息\n姓名: 黄先生\n电话: 18412345678转9021\n地址: "
        "福建省厦门市思明区环岛东路1801号\n宁夏狗杞 2盒，蜂密1瓶",
        "黄先生",
        "18412345678-9021",
        (Line("GQ-03", "2", "盒"), Line("FM-07", "1", "瓶")),
        "福建省",
        "厦门市",
        "思明区环岛东路1801号",
        doubtful=("GQ-03", "FM-07"),
    ),
    Text(
        "a number with the country's code and products by code",
        "HT-02*6, LJ-10*2\n马强 +86 138-0013-8000\n重庆市渝中区解放碑民权路28号 大后天要货",
        "马强",
        "13800138000",
        (Line("HT-02", "6"), Line("LJ-10", "2")),
        "重庆市",
        "重庆市",
        "渝中区解放碑民权路28号",
        promised=date(2026, 3, 7),
    ),
    Text(
        "traditional characters",
        "收件人：陳大文\n電話：13544443333\n地址：廣東省廣州市天河區體育西路103號\n貨品：龍井茶 2盒、紅棗 "
        "1箱\n送貨前請打電話",
        "陳大文",
        "13544443333",
        (Line("LJ-10", "2", "盒"), Line("HZ-01", "1", "箱")),
        "广东省",
        "广州市",
        "天河區體育西路103號",
        note=("送貨前請打電話",),
    ),
    Text(
        "prices that are said",
        "红枣20箱，单价15元；核桃10袋 30元/袋；枸杞6盒共600元。\n何静 13466667777 湖南省长沙市岳麓区麓山南路932号",
        "何静",
        "13466667777",
        (Line("HZ-01", "20", "箱", "15"), Line("HT-02", "10", "袋", "30"), Line("GQ-03", "6", "盒", "100")),
        "湖南省",
        "长沙市",
        "岳麓区麓山南路932号",
    ),
    Text(
        "several remarks",
        "蜂蜜10瓶\n安徽省合肥市蜀山区黄山路452号 13955556666 许文强\n送货前打电话，运费到付，开普通发票",
        "许文强",
        "13955556666",
        (Line("FM-07", "10", "瓶"),),
        "安徽省",
        "合肥市",
        "蜀山区黄山路452号",
        note=("送货前打电话", "运费到付", "开普通发票"),
    ),
    Text(
        "an English sentence",
        "Please send 3 boxes of green tea to Tom Reid, 5 Rose Street, Edinburgh EH2 2PR, 07700 900123, by 12 March",
        "Tom Reid",
        "07700900123",
        (Line("TEA-6", "3", "box"),),
        "",
        "Edinburgh",
        "5 Rose Street",
        "EH2 2PR",
        date(2026, 3, 12),
    ),
    Text(
        "a product that nobody knows",
        "你好，订一台空气净化器，送到天津市和平区南京路189号津汇广场，联系人冯伟 18222223333",
        "冯伟",
        "18222223333",
        (Line("", "1", "台", words="空气净化器"),),
        "天津市",
        "天津市",
        "和平区南京路189号津汇广场",
        doubtful=("空气净化器",),
    ),
    Text(
        "one orders, another receives",
        "我是李丽，我的电话13912345678，帮我送2箱红枣给我妈，收件人王秀英 13700001111 "
        "山东省青岛市市南区香港中路10号，周六到",
        "王秀英",
        "13700001111",
        (Line("HZ-01", "2", "箱"),),
        "山东省",
        "青岛市",
        "市南区香港中路10号",
        promised=date(2026, 3, 7),
        customer="上海阳光食品有限公司",
    ),
    Text(
        "two languages in one message",
        "Hi, 帮忙下个单: Canvas tote bag x 30 @ 12.5, BOT-1 ×10\nShip to 陈静, "
        "四川省成都市高新区天府大道中段1388号 610041\n"
        "tel 15882345678\n3/15前到 谢谢~",
        "陈静",
        "15882345678",
        (Line("BAG-9", "30", price="12.5"), Line("BOT-1", "10")),
        "四川省",
        "成都市",
        "高新区天府大道中段1388号",
        "610041",
        date(2026, 3, 15),
    ),
)
