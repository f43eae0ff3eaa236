"""The words around what matters: labels of fields, remarks that people make, and what is said out of politeness."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LABELS = {
    "buyer": "寄件人姓名 寄件人 发件人 订货人 订购人 下单人 购买人 付款人 买家 买方 客户名称 客户 公司名称 公司 "
        "订货单位 采购方 采购人 "
    "buyer|customer|company|bill to|ordered by|billing name",
    "consignee": "收货联系人 收件人姓名 收货人姓名 收件姓名 收货姓名 收件人名称 收件人 收货人 收货方 收件方 收貨人 "
        "签收人 联系人 姓名 名字 称呼 "
    "consignee|recipient|receiver|ship to|shipto|deliver to|delivery to|send to|attn|attention|contact "
        "person|contact|full name|name",
    "phone": "收货人手机号 收件人手机号 收货人手机 收货人电话 收件人手机 收件人电话 手机号码 联系手机 联系电话 "
        "电话号码 联系方式 收货电话 收件电话 手机号 手机 "
    "我的电话 电话 座机 固话 "
    "phone number|telephone|contact number|mobile number|tel|phone|mobile|cell|ph",
    "area": "所在地区 所在区域 所在省市 收货地区 省市区 地区 区域 省份 城市 region|city|state|province|county",
    "address": "收货人地址 收件人地址 详细地址 收货地址 收件地址 送货地址 寄送地址 配送地址 邮寄地址 街道地址 "
        "具体地址 地址 住址 送到 寄到 发到 "
    "shipping address|delivery address|ship to address|street address|address line 1|address line 2|address|street",
    "postal": "邮政编码 邮编 邮政 postal code|postcode|post code|zip code|zip",
    "goods": "商品名称 产品名称 货物名称 商品 货品 产品 货物 品名 宝贝 订单内容 订货内容 订购内容 订购产品 订购 "
        "订货 订单 下单内容 清单 采购清单 需要 "
    "order details|order|items|item|goods|products|product",
    "quantity": "",
    "date": "期望送达时间 要求到货时间 期望到货 要求到货 交货日期 交货期 到货时间 到货日期 送货时间 送货日期 "
        "发货时间 发货日期 配送时间 送达时间 交期 收货时间 时间 "
    "delivery date|required date|needed by|due date|required by|date required|delivery|date|deadline",
    "note": "买家留言 订单备注 备注信息 备注 留言 附言 说明 要求 特殊要求 其他要求 注意事项 注意 附注 "
    "special instructions|delivery instructions|instructions|notes|note|remarks|remark|comments|comment|ps|p.s.",
}  # fmt: skip
_TIGHT = frozenset(
    [
        "收货人",
        "收件人",
        "联系人",
        "电话",
        "手机",
        "手机号",
        "联系电话",
        "地址",
        "收货地址",
        "收件地址",
        "邮编",
        "备注",
        "详细地址",
        "送到",
        "寄到",
        "发到",
        "姓名",
    ]
)
# Labels that are also words of a sentence, so that they need a colon.
_HAS_COLON = frozenset(
    [
        "客户",
        "公司",
        "买家",
        "需要",
        "要求",
        "说明",
        "注意",
        "时间",
        "订单",
        "订货",
        "订购",
        "清单",
        "商品",
        "产品",
        "货物",
        "货品",
        "地区",
        "区域",
        "城市",
        "省份",
        "名字",
        "称呼",
    ]
)


@dataclass(frozen=True)
class Label:
    """A label and what it is for; its value stands from ``end`` on."""

    kind: str
    start: int
    end: int


def _spellings() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for kind, words in _LABELS.items():
        chinese, _space, latin = words.rpartition(" ") if "|" not in words else _split(words)
        found.extend((w, kind) for w in chinese.split())
        found.extend((w, kind) for w in latin.split("|") if w)
    return sorted(set(found), key=lambda each: len(each[0]), reverse=True)


def _split(words: str) -> tuple[str, str, str]:
    at = next(i for i, c in enumerate(words) if c.isascii() and c.isalpha())
    return words[:at], " ", words[at:]


_KIND = dict(_spellings())
_CHINESE = "|".join(r"[ \t]{0,4}".join(w) for w, _k in _spellings() if not w.isascii())
_LATIN = "|".join(re.escape(w) for w, _k in _spellings() if w.isascii())
_LABEL = re.compile(
    rf"[【\[(<「]?[ \t]{{0,3}}(?P<zh>{_CHINESE})"
    rf"(?P<mark>[ \t]{{0,3}}[】\])>」]?[ \t]{{0,3}}[:=]|"
    rf"[ \t]{{0,3}}[】\]]|[ \t]{{0,3}}[是为][ \t]{{0,3}}:?|\s{{1,4}}|(?=[^:\s]))"
    rf"|(?<![a-z])(?P<en>{_LATIN})(?:[ \t]{{1,3}}is)?[ \t]{{0,3}}[:=][ \t]{{0,3}}"
)
_OPENS = frozenset("\n\t ,;。、!?|/(【[")


def labels(text: str) -> list[Label]:
    """The labels of a plain text, in its order."""
    found: list[Label] = []
    for m in _LABEL.finditer(text):
        if m["en"]:
            found.append(Label(_KIND[m["en"]], m.start(), m.end()))
            continue
        word = re.sub(r"\s", "", m["zh"])
        firm = m["mark"].strip()
        begins = m.start() == 0 or text[m.start() - 1] in _OPENS
        if not firm and (word not in _TIGHT or not begins):
            continue
        if firm in ("是", "为") and (word in _HAS_COLON or not begins):
            continue
        if firm and not begins and firm not in (":", "=") and ":" not in firm:
            continue
        found.append(Label(_KIND[word], m.start(), m.end()))
    return found


REMARK = re.compile(
    "得急|很急|着急|发票|开票|专票|普票|抬头|打电话|电话联系|提前联系|提前电话|联系我|先联系|来电|到付|货到付款|现付|"
    "月结|包邮|运费|包装|打包|轻放|易碎|礼盒|礼品|贺卡|卡片|代写|写上|"
    "保密|匿名|不要放|别放|不放|请放|放在|放门口|放驿站|放前台|丰巢|快递柜|驿站|门卫|保安|前台代收|代收|"
    "本人签收|签收|工作日|周末送|上班时间|下班|别送|不要送|勿送|加急|尽快|急用|急要|"
    "抓紧|赶紧|要新鲜|新鲜的|日期新鲜|生产日期|保质期|不要辣|少放|别太|要好的|挑好|顺丰|京东快递|德邦|"
    "中通|圆通|韵达|申通|邮政|物流|送上楼|上楼|自提|安装|试用|回单|盖章|收据|送货单|"
    "单据|合同|转账|付款|微信付|支付|定金|订金|尾款|优惠|打折|赠品|样品|赠送|附送|破损|退换|发货前|送货前|"
    "到货前|不要|勿|请勿|务必|避免|小心|注意|"
    "invoice|receipt|call (?:me|us|before|ahead|on|first)|ring (?:the|me|before)|fragile|gift|leave (?:it|"
    "at|with|the|them)|do not|don't|no plastic|"
    "carefully|handle with|urgent|asap|as soon as possible|courier|express|cash on delivery|discount|"
    "signature|weekdays|office hours|between \\d|"
    "reception|po number|purchase order|wrap|card|label them|pack (?:them|it|separately)|backorder|"
    "substitut|pallet|forklift|tail lift"
)
"""What makes a clause a remark that the people who pack and send should read."""

_POLITE = (
    "您好 你好 您们好 大家好 亲 亲爱的 老板 老板娘 掌柜 掌柜的 客服 师傅 哥 姐 亲们 在吗 在么 在不在 "
    "早上好 上午好 下午好 晚上好 早 麻烦 麻烦你 麻烦您 麻烦了 辛苦 辛苦了 谢谢 谢谢你 谢谢您 "
    "谢谢啦 谢谢老板 多谢 感谢 拜托 拜托了 好的 好 嗯 嗯嗯 哈 哈哈 行 可以 收到 下单 下个单 帮忙 帮忙下单 "
    "帮忙下个单 帮我下单 帮我下个单 麻烦下单 麻烦下个单 我要下单 我下单 我想订 我要订 我要买 我想买 我要 "
    "我想要 想要 "
    "需要 要 订 买 来 再来 来点 给我 给我来 帮我 帮我送 帮我寄 帮我发 寄给 发给 送给 送到 发到 寄到 请 "
    "请发 请送 请寄 请安排 安排 安排发货 安排一下 尽快安排 发货 发一下 送一下 送 寄 发 的 了 吧 哦 啊 呢 "
    "呀 "
    "哈喽 嗨 有货吗 有吗 有没有 就这些 就这样 就要这些 先这样 先这些 以上 共 合计 收 订货 采购 订单 补货 "
    "下单内容 地址发你 地址 电话 还是老样子 "
    "老地址 这是地址 我的地址 地址是 地址如下 信息如下 收货信息 收货信息如下 收件信息 收货地址 货品 货 "
    "一下 我 我们 你们 这边 那边 还有 另外 再加 再 和 以及 加上 外加 都 全部 一共 总共"
)
_POLITE_EN = (
    "hi hello hey dear team all sir madam there good morning afternoon evening thanks thank you thx many "
    "please pls kindly cheers best kind warm regards sincerely "
    "yours truly faithfully could can would you we i i'd we'd like want need to order send ship deliver "
    "me us the following items and also plus of for a an is are "
    "it this that them these at our my in on by with address order place an new another asap many so much "
    "advance cc tel phone mobile cell call contact ph email mail number no sent from iphone delivered delivery"
)
POLITE = frozenset(_POLITE.split())
POLITE_EN = frozenset(_POLITE_EN.split())


def says_nothing(words: str) -> bool:
    """Whether the words of a plain text are only politeness or what joins other words."""
    bare = re.sub(r"[^\w\u4e00-\u9fff']+", " ", words).strip()
    if not bare:
        return True
    return all(w in POLITE or (w.isascii() and w in POLITE_EN) or _chain(w) for w in bare.split())


def _chain(word: str) -> bool:
    at = 0
    while at < len(word):
        length = next((n for n in range(min(8, len(word) - at), 0, -1) if word[at : at + n] in POLITE), 0)
        if not length:
            return False
        at += length
    return True
