"""Names of people: Chinese ones by their family name, others by their capitals, both by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.i18n import N_
from app.paste.draft import Piece, Sheet, Value
from app.paste.phones import Phone
from app.paste.words import POLITE, REMARK, Label, says_nothing

BESIDE_PHONE = N_("Taken for a name because it stands beside the phone number.")
BY_PLACE = N_("Taken for a name because it stands behind the address.")
ONLY_TITLE = N_("The full name was not said.")

_SINGLE = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和"
    "穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双"
    "闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空"
    "曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖涂覃闫逯佟佘付代仝岳帅亢况揭海展仉麦楚矫邸信占原"
)
_DOUBLE = (
    "欧阳|上官|司马|诸葛|东方|独孤|南宫|夏侯|尉迟|皇甫|公孙|慕容|令狐|司徒|轩辕|端木|长孙|宇文|闻人|申屠|呼延|"
    "万俟|淳于|单于|濮阳|太史"
)
_TITLE = (
    "先生|女士|小姐|太太|老师|经理|主任|总监|总|老板|师傅|医生|大夫|阿姨|叔叔|大姐|大哥|姐|哥|工|校长|院长|"
    "教授|店长|同学|主管|会计|厂长|书记|律师|护士|姑娘|会长"
)
CHINESE_NAME = re.compile(
    rf"(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SINGLE}][\u4e00-\u9fff]{{1,2}}|"
    rf"[{_SINGLE}][\u4e00-\u9fff]{{0,2}}(?:{_TITLE})|(?:{_DOUBLE})(?:{_TITLE})|[小老阿大][{_SINGLE}]|"
    r"[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{1,8})"
)
"""A Chinese name in a plain text: family name and given name, or family name and title."""
_CALLED = re.compile(rf"(?:[小老阿][{_SINGLE}]|[{_SINGLE}](?:{_TITLE}))$")
_TITLED = re.compile(rf"[{_SINGLE}](?:{_TITLE})|[小老阿大][{_SINGLE}]")
PERSON = re.compile(
    r"(?:(?:mr|mrs|ms|miss|dr|prof)\.? )?[A-ZÀ-Þ][\w'’À-ÿ-]*\.?(?: (?:[A-ZÀ-Þ][\w'’À-ÿ.-]*|van|von|de|der|"
    r"den|da|di|la|le|bin|al|&|and|of)){0,4}",
    re.I,
)
"""A name in Latin letters."""
_CAPITAL = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? )?[A-ZÀ-Þ][\w'’À-ÿ-]+(?: (?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w'’À-ÿ-]*|van|von|de|der|"
    r"den|da|di|la)){0,3}"
)

_GIVEN_TO = re.compile(
    r"(?:寄给|发给|送给|交给|转交|给|联系人|联系|找|收件人|收货人|收货|收件|签收人|姓名|名字|叫|ship to|"
    r"send to|deliver to|to|for|attn|c/o)\s*:?\s*$"
)
_WANTS = re.compile(
    rf"([{_SINGLE}](?:{_TITLE}))(?:说|讲|那边|这边)?(?:还|也|又|再)?(?:想要|需要|要|想订|订|定|想买|买|拿|来)"
)
"""Who wants something, said before the goods."""
_TOKEN = re.compile(r"[^\s,;。、:!?()\[\]【】<>《》|/\\\"“”'‘’~+\-—]+")
_NEAR = 30
_KNOWN = 3
_AFTER = re.compile(r"\s*(?:\(?收\)?|亲收|启|接收|签收)(?![\u4e00-\u9fff])")
_SIGNS = re.compile(
    r"(?:regards|sincerely|thanks|thank you|thx|cheers|best|faithfully|truly|wishes|br)[,.! ]*\n+\s*", re.I
)
_INTRODUCES = re.compile(r"(?:i'm|i am|this is|my name is|it's|order from|from)\s+", re.I)


def labelled_name(sheet: Sheet, label: Label) -> Value:
    """The name behind a label, up to the end of the clause or what else was understood."""
    start = label.end
    while start < len(sheet.plain) and sheet.plain[start] in " \t:" and not sheet.owner[start]:
        start += 1
    end = start
    while end < len(sheet.plain) and not sheet.owner[end] and sheet.plain[end] not in "\n,;。/|、":
        end += 1
    written = sheet.plain[start:end]
    if re.search("[\u4e00-\u9fff]", written):
        words = written.split()
        first = words[0] if words else ""
        m = CHINESE_NAME.match(first)
        cut = len(first)
        glued = re.search(r"(?:收|电话|手机|地址|\(|\)|\[)", first)
        if glued and glued.start() >= 2:
            cut = glued.start()
        elif m and len(first) > 4 and re.match(r"送|寄|到|要|地址|我|你", first[m.end() :]):
            cut = m.end()
        end = start + cut
        if len(words) > 1 and not CHINESE_NAME.fullmatch(first) and CHINESE_NAME.fullmatch(words[1]) and len(first) > 3:
            start = start + written.index(words[1], len(first))
            end = start + len(words[1])
    else:
        cut_at = re.search(r"\s{2,}|\s[-(]|\(|\d", sheet.plain[start:end])
        if cut_at:
            end = start + cut_at.start()
    while end > start and sheet.plain[end - 1] in " \t.":
        end -= 1
    if (
        end <= start
        or end - start > 40
        or (says_nothing(sheet.plain[start:end]) and not re.search("[a-z]", sheet.plain[start:end]))
    ):
        return Value()
    name = sheet.text[start:end]
    sheet.take(start, end, "name")
    return Value(name, (Piece(start, end),), ONLY_TITLE if _TITLED.fullmatch(sheet.plain[start:end]) else "")


def names(sheet: Sheet, phones: list[Phone], known: Callable[[str], bool]) -> list[tuple[Value, int, bool]]:
    """Names without a label: each with how likely it is one, and whether it is that of who writes.

    ``known`` says whether somebody in the book is called so.
    """
    found: list[tuple[Value, int, bool]] = []
    for start, end in sheet.stretches():
        for m in _TOKEN.finditer(sheet.plain, start, end):
            told = _chinese(sheet, m.start(), m.end(), phones)
            if told is None and known(m[0]):
                told = Value(sheet.text[m.start() : m.end()], (Piece(m.start(), m.end()),)), _KNOWN, False
            elif told is not None and known(told[0].text):
                told = told[0], told[1] + _KNOWN, told[2]
            if told is not None:
                found.append(told)
    found.extend(_latin(sheet, phones))
    return found


def _chinese(sheet: Sheet, start: int, end: int, phones: list[Phone]) -> tuple[Value, int, bool] | None:
    plain = sheet.plain
    token = plain[start:end]
    if not re.match("[\u4e00-\u9fff]", token):
        return None
    own = False
    led = re.match(
        r"(?:麻烦)?(?:请)?(?:寄给|发给|送给|交给|转交给|转交|给|联系人是|联系人|联系|找|收件人是|收货人是|"
        r"收件人|收货人|收货|收件|姓名|我的名字是|名叫|叫|我叫|我是|这是|本人|送到)",
        token,
    )
    shift = 0
    if led and led.end() < len(token):
        shift = led.end()
        own = bool(re.search("我叫|我是|本人|我的名字", led[0]))
    rest = token[shift:]
    tail = re.search(r"(?:收|亲收|启|接收|签收)$", rest)
    length = len(rest) - len(tail[0]) if tail and len(rest) - len(tail[0]) >= 2 else len(rest)
    name = rest[:length]
    received = length < len(rest)
    whole = CHINESE_NAME.fullmatch(name)
    at = start + shift
    beside = _beside(sheet, at, at + length, phones)
    if whole is None:
        m = CHINESE_NAME.match(name)
        wants = _WANTS.fullmatch(name)
        if wants is not None:
            name, length, own = wants[1], wants.end(1), True
        elif (last := _CALLED.search(name)) is not None and beside and last.start():
            at, name, length = at + last.start(), last[0], len(last[0])
        elif m is not None and shift and len(name) > len(m[0]):
            name, length = m[0], m.end()
        elif (
            beside
            and 2 <= len(name) <= 5
            and name not in POLITE
            and not REMARK.search(name)
            and re.fullmatch("[\u4e00-\u9fff]+", name)
        ):
            return Value(sheet.text[at : at + length], (Piece(at, at + length),), BESIDE_PHONE), 1, own
        else:
            return None
    if name in POLITE or REMARK.search(name):
        return None
    after_address = "address" in sheet.owner[max(0, start - 2) : start] and end - start <= 3
    given = bool(shift) or bool(_GIVEN_TO.search(plain[max(0, start - 14) : start]))
    score = 2 + 3 * beside + 2 * given + 2 * received + (1 if 2 <= len(name) <= 3 else 0)
    if not (beside or given or received or own or _alone(sheet, at, at + length) or _begins(sheet, at, at + length)):
        score -= 2
    guessed = BESIDE_PHONE if beside else BY_PLACE if after_address else ""
    doubt = ONLY_TITLE if _TITLED.fullmatch(name) else "" if score > 3 else guessed
    return Value(sheet.text[at : at + length], (Piece(at, at + length),), doubt), score, own


def _beside(sheet: Sheet, start: int, end: int, phones: list[Phone]) -> bool:
    """Whether a phone number is the next thing before or after, but for labels and signs."""
    for phone in phones:
        if max(phone.start - end, start - phone.end) > _NEAR:
            continue
        if phone.start >= end:
            between = sheet.plain[end : phone.start]
        elif phone.end <= start:
            between = sheet.plain[phone.end : start]
        else:
            continue
        bare = re.sub(r"电话|手机号?码?|联系方式|联系|是|的|tel|phone|mobile|收|号码", "", between)
        if len(bare) <= 6 and not re.search(r"[\w]", bare):
            return True
    return False


def _alone(sheet: Sheet, start: int, end: int) -> bool:
    before = sheet.plain[sheet.plain.rfind("\n", 0, start) + 1 : start]
    after = sheet.plain[end:].split("\n", 1)[0]
    return not before.strip() and not after.strip()


def _begins(sheet: Sheet, start: int, end: int) -> bool:
    """Whether the text begins with it, as with a word of its own."""
    return not sheet.plain[:start].strip() and sheet.plain[end : end + 1] in tuple(",;:/|\t ")


def _latin(sheet: Sheet, phones: list[Phone]) -> list[tuple[Value, int, bool]]:
    found: list[tuple[Value, int, bool]] = []
    for m in _SIGNS.finditer(sheet.text):
        told = _CAPITAL.match(sheet.text, m.end())
        if told and sheet.free(told.start(), told.end()) and "\n" not in told[0]:
            found.append((Value(told[0].strip(), (Piece(told.start(), told.end()),)), 3, True))
    for m in _INTRODUCES.finditer(sheet.text):
        told = _CAPITAL.match(sheet.text, m.end())
        if told and sheet.free(told.start(), told.end()):
            found.append((Value(told[0], (Piece(told.start(), told.end()),)), 4, True))
    for m in re.finditer(r"(?i:\b(?:to|for|attn:?|attention:?|c/o))\s+(?=[A-ZÀ-Þ])", sheet.text):
        told = _CAPITAL.match(sheet.text, m.end())
        if told and sheet.free(told.start(), told.end()) and not says_nothing(told[0].lower()):
            found.append((Value(told[0], (Piece(told.start(), told.end()),)), 4, False))
    for start, end in sheet.stretches():
        for m in _CAPITAL.finditer(sheet.text, start, end):
            if _beside(sheet, m.start(), m.end(), phones) and not says_nothing(m[0].lower()):
                found.append((Value(m[0], (Piece(m.start(), m.end()),), "" if " " in m[0] else BESIDE_PHONE), 3, False))
    return found
