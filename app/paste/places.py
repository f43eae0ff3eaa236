"""Where goods go, as it is written in Chinese: province, city, and everything below as one address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.i18n import N_
from app.models import regions
from app.paste.draft import NOTHING, Piece, Sheet, Value
from app.paste.people import CHINESE_NAME
from app.paste.plain import half
from app.paste.words import Label

INCOMPLETE = N_("Street or house number seems to be missing.")
NO_REGION = N_("No province or city was found.")
SHORT = N_("The place was found by a short name.")

_MARK = (
    "街道|大道|胡同|单元|小区|大厦|广场|公寓|中心|驿站|学校|中学|小学|大学|学院|医院|公司|商场|工业|基地|"
    "花园|社区|宿舍|酒店|宾馆|商铺|档口|市场|办公|前台|"
    "门店|超市|饭店|银行|村委|仓库|物流园|园区|收发室|门卫|传达室|新村|开发区|高新区|高速|国道|省道|支路|别墅|"
    "路|街|巷|弄|号|栋|幢|座|楼|层|室|院|园|苑|门|铺|厂|库|村|镇|乡|组|屯|庄|区|县|市|城|府|里|坊|湾|港|"
    "店|馆|站|段|道|厅|房|户|期|阁|轩|居|台|桥|堡|营|旗|盟|州"
)
_LIKE = re.compile(_MARK)
_NUMBER = re.compile(r"#?[a-z]?\d{1,5}[a-z]?(?:[-#/]\d{1,5}[a-z]?){0,3}#?(?:室|号|楼|栋|座|层|户)?|[a-z]座?\d{0,5}室?")
_STREET = re.compile(
    r"[\u4e00-\u9fff\da-z]{1,12}(?:路|街|大道|道|巷|弄|胡同|村|镇|园|苑|小区|花园|大厦|广场|中心|"
    r"公寓)[\u4e00-\u9fff]{0,6}\s*[a-z\d一二三四五六七八九十]{1,5}\s*(?:号|弄|栋|幢|座|室|楼|单元|层|组|"
    r"#)"
)
_ENDS = re.compile(
    r"(?:号|室|楼|座|层|店|户|栋|幢|单元|厂|村|组|园|苑|厦|场|寓|区|院|\d|[a-z]|前台|门卫|驿站|公司|大学|"
    r"学校|医院|中心)$"
)
_STOPS = re.compile(
    "送货|发货|到货|寄货|请|不要|勿|麻烦|急|务必|备注|谢谢|找|联系人|联系|收件|收货|电话|手机|要(?!塞)|买|订|"
    "来(?=[\\d一二两三四五六七八九十半])|帮|邮编|交给|转交|快递|"
    "给我|发(?=[\\d一二两三四五六七八九十半])|送(?=[\\d一二两三四五六七八九十半])|尽快|加急|下午|上午|"
    "晚上|放(?:在|门|前)"
)
_LEAD = re.compile(
    r"(?:(?:请|帮我|麻烦)?(?:送货到|发货到|寄送到|配送到|送到|寄到|发到|运到|送至|寄至|发至|发往|送往|"
    r"寄往|送|寄|发|到|在|住|往|至|地址是|地址为|地址在|地址|收货地址|址)[:\s]*)$"
)
_CODE = re.compile(r"(?<!\d)(?P<code>[0-8]\d{5})(?!\d|\s*[箱盒袋瓶支个件斤元块])")


@dataclass(frozen=True)
class Place:
    """A place that was understood."""

    region: Value = NOTHING
    city: Value = NOTHING
    address: Value = NOTHING
    postal_code: Value = NOTHING


def chinese_place(sheet: Sheet, labels: list[Label]) -> Place:
    """The Chinese address of a text; what belongs to it is taken from the sheet."""
    masked = "".join(
        c if not owner else (" " if owner == "label" else "\0")
        for c, owner in zip(sheet.plain, sheet.owner, strict=True)
    )
    found = _located(masked)
    if found is not None:
        pieces = _follow(sheet, labels, found.end)
        region = found.region
        start = _district_start(sheet.plain, found)
        if start < found.end:
            pieces = (
                [Piece(start, pieces[0].end), *pieces[1:]]
                if pieces and pieces[0].start == found.end
                else [Piece(start, found.end), *pieces]
            )
        where = (Piece(found.start, start),)
        _take_place(sheet, found.start, found.end)
        words = _joined(sheet, pieces)
        doubt = "" if re.search(r"\d|[一二三四五六七八九十]号", words) or _LIKE.search(words[3:]) else INCOMPLETE
        sure = "" if found.sure or pieces else SHORT
        return Place(
            Value(region.province, where, sure),
            Value(region.city, where, sure),
            Value(words, tuple(pieces), doubt),
            _postal(sheet, labels, pieces),
        )
    begin = _unplaced(sheet, labels, masked)
    if begin is None:
        return Place(postal_code=_postal(sheet, labels, []))
    pieces = _follow(sheet, labels, begin)
    return Place(
        address=Value(_joined(sheet, pieces), tuple(pieces), NO_REGION) if pieces else Value(),
        postal_code=_postal(sheet, labels, pieces),
    )


def _located(masked: str) -> regions.Found | None:
    """The first place that an address begins with: one named in full, or one that a street follows."""
    at, fallback = 0, None
    island, best = regions.locate_in_taiwan(masked), regions.locate(masked)
    # What an address on the mainland goes on with may be called like a city of the island.
    if island is not None and not (best is not None and best.region.district and best.start < island.start):
        return island
    if best is not None and (best.sure and best.region.city):
        return best
    while at < len(masked):
        found = regions.locate(masked[at:])
        if found is None:
            return fallback
        found = regions.Found(found.region, found.start + at, found.end + at, found.sure)
        after = re.match(r"[^\n;。!?\0]*", masked[found.end :])
        follows = after[0] if after else ""
        if found.sure or _STREET.search(follows) or (_LIKE.search(follows) and re.search(r"\d", follows)):
            return found
        at = found.end
    return fallback


def _district_start(text: str, found: regions.Found) -> int:
    """Where what is below the city begins."""
    district = found.region.district
    inner = text[found.start : found.end]
    if not district:
        return found.end
    for length in range(len(district), 1, -1):
        at = inner.rfind(district[:length])
        if at >= 0:
            return found.start + at
    return found.end


def _take_place(sheet: Sheet, start: int, end: int) -> None:
    for at in range(start, end):
        if not sheet.owner[at]:
            sheet.owner[at] = "address"


def _unplaced(sheet: Sheet, labels: list[Label], masked: str) -> int | None:
    for label in labels:
        if label.kind == "address" and re.match(r"[^\n]*[\u4e00-\u9fff]", masked[label.end :]):
            return label.end
    street = _STREET.search(masked)
    if street is None:
        return None
    before = street.group()
    lead = re.match(r".*?(?:送到|寄到|发到|送至|寄给|发给|送|寄|到)(?=[\u4e00-\u9fff]{2})", before)
    return street.start() + (lead.end() if lead else 0)


def _follow(sheet: Sheet, labels: list[Label], start: int) -> list[Piece]:
    """The pieces of the address from ``start`` on."""
    text, owner = sheet.plain, sheet.owner
    kinds = {at: label.kind for label in labels for at in range(label.start, label.end)}
    pieces: list[Piece] = []
    at, first = start, True
    while at < len(text):
        gap = at
        while at < len(text) and ((text[at] in " \t\n,:/" and not owner[at]) or kinds.get(at) in ("address", "area")):
            at += 1
        if at >= len(text) or owner[at] or text[at] in ";。!?、":
            break
        end = at
        while end < len(text) and not owner[end] and text[end] not in " \t\n,;。!?、|":
            end += 1
        end = _cut(text, at, end, sheet)
        if end <= at:
            break
        token = text[at:end]
        attached = first and gap == at
        if not attached and not _belongs(
            token,
            text,
            end,
            labelled=kinds.get(at - 1) in ("address", "area")
            or (first and "address" in kinds.values() and kinds.get(start - 1) == "address"),
        ):
            break
        _take_place(sheet, at, end)
        pieces.append(Piece(at, end))
        first = False
        stopped = end < len(text) and not owner[end] and text[end] not in " \t\n,"
        at = end
        if stopped:
            break
    return _closed(sheet, pieces)


def _belongs(token: str, text: str, end: int, *, labelled: bool) -> bool:
    if labelled:
        return True
    if _NUMBER.fullmatch(token):
        return True
    if CHINESE_NAME.fullmatch(token) and (len(token) <= 3 or not _LIKE.search(token)) and not re.search(r"\d", token):
        return bool(_LIKE.search(token[-1:])) and not re.match(r"\s*[,:]?\s*[+\d]\d{4}", text[end : end + 9])
    return bool(_LIKE.search(token)) and not _STOPS.match(token)


def _cut(text: str, start: int, end: int, sheet: Sheet) -> int:
    """Where the address ends within a run of characters: before a remark, or before a name that a phone follows."""
    for m in _STOPS.finditer(text, start, end):
        if _ENDS.search(text[start : m.start()]):
            end = m.start()
            break
    run = text[start:end]
    opened = re.search(r"[(（【](?!.*[)）】])|[(（](?=[^)）]*(?:收|先生|女士|电话))", run)
    if opened:
        end = start + opened.start()
        run = text[start:end]
    if end < len(text) and (
        sheet.owner[end] == "phone"
        or (
            re.match(r"\s{0,2}$", text[end : _next_owned(sheet, end)])
            and sheet.owner[min(_next_owned(sheet, end), len(text) - 1)] == "phone"
        )
    ):
        name = re.search(r"(?<=[号室楼座层店户栋幢元厂村组园苑厦场寓院\da-z])(?P<name>[\u4e00-\u9fff]{2,4})$", run)
        if (
            name is not None
            and CHINESE_NAME.fullmatch(name["name"])
            and not re.fullmatch(rf".*(?:{_MARK})", name["name"][-1:])
        ):
            end = start + name.start()
    return end


def _next_owned(sheet: Sheet, at: int) -> int:
    while at < len(sheet.owner) and not sheet.owner[at]:
        at += 1
    return at


def _closed(sheet: Sheet, pieces: list[Piece]) -> list[Piece]:
    """Pieces that only spaces part, as one."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and not sheet.plain[joined[-1].end : piece.start].strip(" ,"):
            for at in range(joined[-1].end, piece.start):
                sheet.owner[at] = "address"
            joined[-1] = Piece(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return joined


def _joined(sheet: Sheet, pieces: list[Piece]) -> str:
    return "".join(half(sheet.text[p.start : p.end]) for p in pieces)


def _postal(sheet: Sheet, labels: list[Label], pieces: list[Piece]) -> Value:
    ends = [p.end for p in pieces]
    starts = [p.start for p in pieces]
    for m in _CODE.finditer(sheet.plain):
        if not sheet.free(m.start(), m.end()):
            continue
        named = any(label.kind == "postal" and 0 <= m.start() - label.end <= 2 for label in labels)
        named = named or bool(re.search(r"邮编\s*:?\s*$", sheet.plain[: m.start()]))
        near = any(0 <= m.start() - e <= 3 for e in ends) or any(0 <= s - m.end() <= 3 for s in starts)
        alone = not sheet.plain[sheet.plain.rfind("\n", 0, m.start()) + 1 : m.start()].strip()
        if named or near or (alone and pieces and not sheet.plain[m.end() : m.end() + 1].strip()):
            sheet.take(m.start(), m.end(), "postal")
            return Value(m["code"], (Piece(m.start(), m.end()),))
    return Value()
