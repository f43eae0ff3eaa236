"""Reads a text that somebody sent and says which order it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from app.i18n import N_
from app.paste import chat
from app.paste.days import days
from app.paste.draft import Day, Draft, Goods, Known, Piece, Sheet, Value
from app.paste.goods import Hit, Shelf
from app.paste.latin import LatinPlace, latin_place
from app.paste.numbers import Counter, Quantity
from app.paste.pairing import Pairing, bare_numbers, certain
from app.paste.parties import Book
from app.paste.people import labelled_name, names
from app.paste.phones import Phone, phones
from app.paste.places import Place, chinese_place
from app.paste.plain import half, plain
from app.paste.words import REMARK, Label, labels, says_nothing

LONGEST = 4_000
"""Characters of a text that are read; what comes after is left alone."""
SEVERAL_DAYS = N_("Several days are named.")

_LABEL_WORDS = frozenset(
    [
        "地址",
        "电话",
        "手机",
        "收件人",
        "收货人",
        "姓名",
        "备注",
        "联系人",
        "邮编",
        "数量",
        "单价",
        "商品",
        "产品",
        "货品",
        "日期",
        "name",
        "phone",
        "tel",
        "address",
        "note",
        "qty",
        "date",
    ]
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|www\.\S+")
_FIRM = re.compile(r"公司|有限|集团|事务所|商行|\b(?:ltd|limited|inc|llc|gmbh|plc|co|corp)\b\.?$", re.I)
_CALLS = re.compile(r"(?:请|有事)?(?:联系我?|打电话给?我?)[:\s]*")
_CLAUSE = re.compile(r"[^\n,;。!?|]+")
_TIME = re.compile(r"上午|下午|晚上|中午|早上|傍晚|\d{1,2}点")
_BETWEEN_CLAUSES = " \t.:·•*-~()（）"


class Reader:
    """Reads texts, with the products and customers of a book at hand."""

    def __init__(self, products: Iterable[Goods], customers: Iterable[Known] = ()) -> None:
        goods = list(products)
        self._shelf = Shelf(goods)
        self._book = Book(customers)
        self._counter = Counter({p.unit for p in goods})

    def read(self, text: str, today: date) -> Draft:
        """What is understood of the text; days are counted from ``today``."""
        text, left = text[:LONGEST], len(text)
        sheet = Sheet(text, plain(text))
        for start, end in chat.heads(sheet.plain, _LABEL_WORDS):
            sheet.take(start, end, "head")
        marked = [found for found in labels(sheet.plain) if sheet.free(found.start, found.end)]
        marked = self._settled(sheet, marked)
        for label in marked:
            sheet.take(label.start, label.end, "label")
        for m in _MAIL.finditer(sheet.plain):
            sheet.take(m.start(), m.end(), "mail")
        numbers = [p for p in phones(_open(sheet)) if sheet.free(p.start, p.end)]
        for number in numbers:
            sheet.take(number.start, number.end, "phone")
        prices = self._counter.prices(_open(sheet))
        promised = self._day(sheet, today)
        spans = [(p.start, p.end) for p in prices]
        hits = self._shelf.hits(_open(sheet))
        inner = [(h.start, h.end) for h in hits]
        quantities = self._counter.quantities(_open(sheet), [*spans, *inner])
        sure = set(certain(sheet.plain, hits, quantities))
        taken = [*spans, *((q.start, q.end) for q in quantities)]
        for quantity, price in bare_numbers(_open(sheet), [h for h in hits if h not in sure], taken):
            quantities.append(quantity)
            if price is not None:
                prices.append(price)
        quantities.sort(key=lambda q: q.start)
        self._take_goods(sheet, hits, quantities)
        for said in prices:
            if sheet.free(said.start, said.end):
                sheet.take(said.start, said.end, "goods")
        firms = self._book.named(sheet)
        consignee = self._labelled(sheet, marked, "consignee")
        buyer = self._labelled(sheet, marked, "buyer")
        place, latin = self._place(sheet, marked)
        if latin.name and not consignee:
            consignee = latin.name
        notes = self._notes(sheet, marked, quantities)
        consignee, buyer = self._people(sheet, numbers, consignee, buyer)
        lines = Pairing(sheet, self._shelf, hits, quantities, prices).lines()
        phone, buyer_phone = _numbers(sheet, numbers, consignee, buyer)
        if promised is not None and _TIME.search(sheet.plain[promised.piece.start : promised.piece.end]):
            notes.append(promised.piece)
        notes.sort(key=lambda p: p.start)
        note = "\n".join(dict.fromkeys(half(text[p.start : p.end]).strip(_BETWEEN_CLAUSES) for p in notes))
        return Draft(
            consignee=consignee,
            phone=phone,
            region=place.region or latin.region,
            city=place.city or latin.city,
            address=place.address or latin.address,
            postal_code=place.postal_code or latin.postal_code,
            buyer=buyer,
            buyer_phone=buyer_phone,
            promised=promised,
            note=Value(note, tuple(notes)),
            lines=tuple(lines),
            customers=self._book.matches(numbers, phone, buyer_phone, firms, consignee, buyer),
            unused=_unused(sheet, left),
        )

    def _take_goods(self, sheet: Sheet, hits: list[Hit], quantities: list[Quantity]) -> None:
        """Take products that are counted, and their quantities, before anything else may claim them."""
        near: set[int] = set()
        for hit in certain(sheet.plain, hits, quantities):
            sheet.take(hit.start, hit.end, "goods")
            near.update(range(hit.start - 8, hit.end + 9))
        for quantity in quantities:
            beside = quantity.start in near or quantity.end in near
            if beside and sheet.free(quantity.start, quantity.end):
                sheet.take(quantity.start, quantity.end, "goods")

    def _settled(self, sheet: Sheet, marked: list[Label]) -> list[Label]:
        """Labels without those that stand within another label's words or inside a name of goods."""
        hits = self._shelf.hits(sheet.plain)
        return [m for m in marked if not any(h.start <= m.start and m.end <= h.end for h in hits)]

    def _day(self, sheet: Sheet, today: date) -> Day | None:
        found = days(_open(sheet), today)
        if not found:
            return None
        meant = [
            d
            for d in found
            if re.search(
                "前|到|要|送|发|交|by|before|deliver|need", sheet.plain[max(0, d.piece.start - 12) : d.piece.end]
            )
        ]
        chosen = (meant or found)[0]
        for day in found:
            sheet.take(day.piece.start, day.piece.end, "day" if day is chosen else "")
        if len({d.day for d in meant or found}) > 1:
            return Day(chosen.day, chosen.piece, chosen.doubt or SEVERAL_DAYS)
        return chosen

    def _labelled(self, sheet: Sheet, marked: list[Label], kind: str) -> Value:
        found = [labelled_name(sheet, label) for label in marked if label.kind == kind]
        named = [value for value in found if value]
        return next((v for v in named if not self._is_firm(v)), named[0] if named else Value())

    def _is_firm(self, value: Value) -> bool:
        return bool(_FIRM.search(value.text)) or (len(value.text) > 4 and self._book.is_customer(value.text))

    def _place(self, sheet: Sheet, marked: list[Label]) -> tuple[Place, LatinPlace]:
        if re.search("[\u4e00-\u9fff]{4}", sheet.plain):
            place = chinese_place(sheet, marked)
            if place.address or place.city:
                return place, LatinPlace()
            return place, latin_place(sheet, marked)
        return Place(), latin_place(sheet, marked)

    def _people(self, sheet: Sheet, numbers: list[Phone], consignee: Value, buyer: Value) -> tuple[Value, Value]:
        found = sorted(names(sheet, numbers, self._book.knows), key=lambda each: -each[1])
        for value, score, own in found:
            if own and not buyer and score >= 2 and _free(sheet, value):
                buyer = value
                _take(sheet, value)
        for value, score, own in found:
            if own or not _free(sheet, value) or (score < 2 and not value.doubt):
                continue
            if not consignee:
                consignee = value
                _take(sheet, value)
            elif value.text == consignee.text:
                _take(sheet, value)
        if buyer and (not consignee or (_FIRM.search(consignee.text) and not _FIRM.search(buyer.text))):
            consignee = buyer
        return consignee, buyer

    def _notes(self, sheet: Sheet, marked: list[Label], quantities: list[Quantity]) -> list[Piece]:
        found: list[Piece] = []
        for label in marked:
            if label.kind != "note":
                continue
            end = sheet.plain.find("\n", label.end)
            end = len(sheet.plain) if end < 0 else end
            for m in _CLAUSE.finditer(sheet.plain, label.end, end):
                self._note(sheet, m.start(), m.end(), found)
        for start, end in sheet.stretches():
            for m in _CLAUSE.finditer(sheet.plain, start, end):
                words = sheet.plain[m.start() : m.end()]
                counted = any(m.start() <= q.start and q.end <= m.end() for q in quantities)
                if REMARK.search(words) and not counted and not _CALLS.fullmatch(words.strip()):
                    self._note(sheet, m.start(), m.end(), found)
        return found

    def _note(self, sheet: Sheet, start: int, end: int, found: list[Piece]) -> None:
        while end > start and (sheet.plain[end - 1] in _BETWEEN_CLAUSES or sheet.owner[end - 1]):
            end -= 1
        while start < end and (sheet.plain[start] in _BETWEEN_CLAUSES or sheet.owner[start]):
            start += 1
        if end - start >= 2 and sheet.free(start, end):
            sheet.take(start, end, "note")
            found.append(Piece(start, end))


def _open(sheet: Sheet) -> str:
    """The text with what is taken made invisible, at the same places."""
    return "".join(
        c if not owner else ("\n" if c == "\n" else "\x00" if owner != "label" else ":")
        for c, owner in zip(sheet.plain, sheet.owner, strict=True)
    )


def _free(sheet: Sheet, value: Value) -> bool:
    return all(sheet.free(p.start, p.end) for p in value.pieces)


def _take(sheet: Sheet, value: Value) -> None:
    for piece in value.pieces:
        sheet.take(piece.start, piece.end, "name")


def _numbers(sheet: Sheet, found: list[Phone], consignee: Value, buyer: Value) -> tuple[Value, Value]:
    """The number of who receives and of who orders: each the one that stands nearest to the name."""
    if not found:
        return Value(), Value()

    def value(phone: Phone) -> Value:
        return Value(phone.number, (Piece(phone.start, phone.end),))

    def distance(phone: Phone, name: Value) -> int:
        if not name.pieces:
            return len(sheet.text)
        piece = name.pieces[0]
        return phone.start - piece.end if phone.start >= piece.end else (piece.start - phone.end) * 2 + 3

    distinct = list({p.number: p for p in reversed(found)}.values())[::-1]
    if len(distinct) == 1:
        return value(distinct[0]), Value()
    apart = bool(buyer) and buyer.pieces != consignee.pieces
    own = min(distinct, key=lambda p: distance(p, buyer)) if apart else None
    rest = [p for p in distinct if p is not own]
    theirs = min(rest, key=lambda p: distance(p, consignee))
    mobile = [
        p for p in rest if re.match("1", p.number) and abs(distance(p, consignee) - distance(theirs, consignee)) < 24
    ]
    return value(mobile[0] if mobile and not apart else theirs), value(own) if own is not None else Value()


def _unused(sheet: Sheet, length: int) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for start, end in sheet.stretches():
        for m in re.finditer(r"[^\n,;。!?|、]+", sheet.plain[start:end]):
            words = m[0]
            if says_nothing(words):
                continue
            lead = len(words) - len(words.lstrip(_BETWEEN_CLAUSES))
            tail = len(words.rstrip(_BETWEEN_CLAUSES))
            found.append(Piece(start + m.start() + lead, start + m.start() + tail))
    if length > len(sheet.text):
        found.append(Piece(len(sheet.text), length))
    return tuple(found)
