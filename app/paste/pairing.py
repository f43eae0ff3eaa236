"""Goods and how much of each: names and quantities of a text are put together clause by clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from decimal import Decimal

from app.i18n import N_
from app.paste.draft import Line, Piece, Sheet
from app.paste.goods import PART_OF_NAME, Hit, Shelf
from app.paste.numbers import Price, Quantity
from app.paste.units import WEIGHED, same_unit
from app.paste.words import POLITE, POLITE_EN, REMARK

NO_QUANTITY = N_("No quantity was said.")
OTHER_UNIT = N_("The product is sold in another unit.")
DOZEN = N_("A dozen was counted as 12.")
ABOUT = N_("The quantity is only said roughly.")
WHICH_PRICE = N_("The amount may be for one or for all of them.")

_SEPARATOR = re.compile(r"[\n;。!?|,、\t]|\.(?=\s|$)| {3,}|\s(?:and|&|plus)\s|还有|以及|另外|外加|再加|\+")
_JOINS = "和跟与及"
_LEAD = re.compile(
    r"^(?:\s|[-–—•·*:.()（）#/\\]|\d{1,2}[.)、:](?!\d)|[①-⑳]|第[一二三四五六七八九十]|"
    r"(?:我们?|咱们?|你们|帮我|帮忙|给我|麻烦|老板|请|想要|想|还要|需要|需|要|订购|订|购买|采购|买|下单|"
    r"补货|补|拿|发货|发|寄|送|来点|来|再来|再|加|另|共|先|各|了|的|一下|你好|您好|"
    r"各位)+(?=[\u4e00-\u9fff\da-z\s]))+"
)
_LEAD_EN = re.compile(
    r"^(?:[\s:.,()*•#-]|(?:please|pls|kindly|send|me|us|we|i|we'd|i'd|i'll|need|needs|want|would|like|to|"
    r"order|ship|deliver|for|of|the|some|and|also|plus|can|could|you|have|get|take|add|with|a|an|our|my|"
    r"another|more|is|are|it|this|hi|hello|dear|team|as|usual|it's)(?![\w']))+"
)
_TAIL = re.compile(
    r"(?:\s|[-:*.()/=@]|的|吧|哦|哈|啊|呢|了|谢谢|要|送到|寄到|发到|发|送|给我|寄给|给|到|to|for|at|by|"
    r"please|thanks|each|of|qty)+$"
)


@dataclass
class Name:
    """What may be the name of goods; ``whole_clause`` if nothing else stands beside it."""

    start: int
    end: int
    hit: Hit | None
    words: str


@dataclass
class Pair:
    """A name and what was said of it."""

    name: Name
    quantity: Quantity | None = None
    price: Price | None = None
    more: list[tuple[int, int]] = field(default_factory=list)


def bare_numbers(text: str, hits: list[Hit], taken: list[tuple[int, int]]) -> list[tuple[Quantity, Price | None]]:
    """Numbers without a unit right behind or before a product: its quantity, and in a table its price too."""
    found: list[tuple[Quantity, Price | None]] = []
    spans = list(taken)

    def free(start: int, end: int) -> bool:
        return all(end <= s or start >= e for s, e in spans)

    for hit in hits:
        after = re.compile(
            r"[ \t:=,|-]{1,4}(?P<n>\d{1,6}(?:\.\d+)?)(?![\d.]|\s*[/.-]\d|\s*[号室楼层月日年栋弄]|[a-z%\u4e00-\u9fff])"
        ).match(text, hit.end)
        if after and free(after.start("n"), after.end("n")) and "," not in after[0][:1]:
            amount = Decimal(after["n"])
            row = re.compile(r"[ \t|]+(?P<p>\d+(?:\.\d+)?)(?:[ \t|]+(?P<a>\d+(?:\.\d+)?))?(?=\s|$)").match(
                text, after.end()
            )
            price = None
            if (
                row
                and free(row.start(), row.end())
                and (row["a"] is None or amount * Decimal(row["p"]) == Decimal(row["a"]))
            ):
                price = Price(row.start("p"), row.end(), Decimal(row["p"]))
                spans.append((row.start("p"), row.end()))
            spans.append((after.start("n"), after.end("n")))
            found.append((Quantity(after.start("n"), after.end("n"), amount, ""), price))
            continue
        before = re.search(
            r"(?<![\w.,/#+-])(?P<n>\d{1,5}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[ "
            r"\t]+(?:[a-z]+[ \t]+){0,1}$",
            text[max(0, hit.start - 30) : hit.start],
        )
        if before:
            start = max(0, hit.start - 30) + before.start("n")
            end = start + len(before["n"])
            words = {
                "a": 1,
                "an": 1,
                "one": 1,
                "two": 2,
                "three": 3,
                "four": 4,
                "five": 5,
                "six": 6,
                "seven": 7,
                "eight": 8,
                "nine": 9,
                "ten": 10,
                "twelve": 12,
            }
            if free(start, hit.start):
                spans.append((start, end))
                found.append((Quantity(start, end, Decimal(words.get(before["n"]) or before["n"]), ""), None))
    return found


_BESIDE = re.compile(r"[\s:*×x()\-,、的=]*(?:of |的)?(?:the |our )?(?:要|来|共|各)?(?:\d+(?:g|kg|ml|l|mm|克))?[\s*]*")
_NEAR = 12
"""Characters that may stand between a name and its quantity."""


def certain(text: str, hits: list[Hit], quantities: list[Quantity]) -> list[Hit]:
    """The hits that a quantity stands beside; both in the order of the text."""
    starts = [q.start for q in quantities]

    def beside(hit: Hit) -> bool:
        place = bisect_left(starts, hit.end)
        gaps = [
            text[q.end : hit.start]
            for q in quantities[max(0, place - 2) : place]
            if hit.start - _NEAR <= q.end <= hit.start
        ]
        gaps += [text[hit.end : q.start] for q in quantities[place : place + 1] if q.start - hit.end <= _NEAR]
        return any(_BESIDE.fullmatch(gap) for gap in gaps)

    return [hit for hit in hits if beside(hit)]


class Pairing:
    """Puts together what a sheet says of goods."""

    def __init__(
        self, sheet: Sheet, shelf: Shelf, hits: list[Hit], quantities: list[Quantity], prices: list[Price]
    ) -> None:
        self._sheet, self._shelf = sheet, shelf
        self._hits = [h for h in hits if self._mine(h.start, h.end)]
        self._quantities = [q for q in quantities if self._mine(q.start, q.end)]
        self._prices = [p for p in prices if self._mine(p.start, p.end)]
        self._pairs: list[Pair] = []
        self._waiting: list[Pair] = []

    def _mine(self, start: int, end: int) -> bool:
        return all(owner in ("", "goods") for owner in self._sheet.owner[start:end])

    def lines(self) -> list[Line]:
        """The lines, in the order of the text; what they come from is taken from the sheet."""
        for start, end in self._clauses():
            self._read(start, end)
        for pair in self._waiting:
            if pair.name.hit is not None and pair.name.hit.whole:
                self._pairs.append(pair)
        self._pairs.sort(key=lambda p: p.name.start)
        return [self._line(pair) for pair in self._pairs]

    def _clauses(self) -> list[tuple[int, int]]:
        sheet = self._sheet
        inside = (
            [(h.start, h.end) for h in self._hits]
            + [(p.start, p.end) for p in self._prices]
            + [(q.start, q.end) for q in self._quantities]
        )
        edges = {h.end for h in self._hits} | {q.end for q in self._quantities}
        begins = {h.start for h in self._hits} | {q.start for q in self._quantities}
        cuts: list[tuple[int, int]] = [m.span() for m in _SEPARATOR.finditer(sheet.plain)]
        cuts += [(i, i + 1) for i, c in enumerate(sheet.plain) if c in _JOINS and (i in edges or i + 1 in begins)]
        cuts += [(i, i + 1) for i, owner in enumerate(sheet.owner) if owner not in ("", "goods")]
        cuts = sorted(c for c in cuts if not any(s < c[1] and c[0] < e for s, e in inside))
        found, at = [], 0
        for start, end in [*cuts, (len(sheet.plain), len(sheet.plain))]:
            if start > at:
                found.append((at, start))
            at = max(at, end)
        return found

    def _read(self, start: int, end: int) -> None:
        items = self._items(start, end)
        names = [i for i in items if isinstance(i, Name)]
        quantities = self._without_specs(items)
        prices = [i for i in items if isinstance(i, Price)]
        if any(q.each for q in quantities):
            each = next(q for q in quantities if q.each)
            for pair in [*self._waiting, *(Pair(n) for n in names if n.hit is not None or len(names) == 1)]:
                self._pairs.append(replace(pair, quantity=each))
            self._waiting = []
        elif not names:
            self._without_name(quantities)
        else:
            self._together(items, names, quantities)
        self._priced(prices, start, end)

    def _without_name(self, quantities: list[Quantity]) -> None:
        for quantity in quantities:
            if self._waiting:
                pair = self._waiting.pop()
                pair.quantity = quantity
                self._pairs.append(pair)

    def _together(self, items: list[Name | Quantity | Price], names: list[Name], quantities: list[Quantity]) -> None:
        known = [n for n in names if n.hit is not None]
        if len(known) >= len(quantities):
            names = known
        order = [i for i in items if (isinstance(i, Name) and i in names) or i in quantities]
        if len(quantities) > len(names):
            near = {id(_nearest(name, quantities)) for name in names}
            order = [i for i in order if isinstance(i, Name) or id(i) in near]
        name_first = bool(order) and isinstance(order[0], Name)
        had: dict[int, Pair] = {}
        for place, item in enumerate(order):
            if not isinstance(item, Quantity):
                continue
            back = next((n for n in reversed(order[:place]) if isinstance(n, Name) and id(n) not in had), None)
            ahead = next((n for n in order[place + 1 :] if isinstance(n, Name) and id(n) not in had), None)
            chosen = (back or ahead) if name_first else (ahead or back)
            if chosen is not None:
                had[id(chosen)] = Pair(chosen, item)
        for name in names:
            pair = had.get(id(name))
            if pair is not None:
                self._pairs.append(pair)
            elif name.hit is not None:
                self._waiting.append(Pair(name))

    def _priced(self, prices: list[Price], start: int, end: int) -> None:
        for price in prices:
            inner = [p for p in self._pairs if start <= p.name.start < end and p.price is None]
            before = [p for p in inner if p.name.start < price.start]
            if before or inner:
                (before or inner)[-1].price = price
            elif self._pairs and not price.whole:
                last = self._pairs[-1]
                between = self._sheet.plain[last.name.end : price.start]
                if last.price is None and "\n" not in between.strip(" \t") and len(between) < 24:
                    last.price = price
            elif self._waiting:
                self._waiting[-1].price = price

    def _without_specs(self, items: list[Name | Quantity | Price]) -> list[Quantity]:
        """The quantities without those that are a part of the product's description, such as 250g before ×3."""
        order = [i for i in items if not isinstance(i, Price)]
        found: list[Quantity] = []
        for place, item in enumerate(order):
            if not isinstance(item, Quantity):
                continue
            around = [*order[max(0, place - 1) : place], *order[place + 1 : place + 2]]
            counted = any(isinstance(o, Quantity) and o.unit not in WEIGHED for o in around)
            if item.unit not in WEIGHED or not counted:
                found.append(item)
        return found

    def _items(self, start: int, end: int) -> list[Name | Quantity | Price]:
        marked: list[Hit | Quantity | Price] = [
            *(h for h in self._hits if start <= h.start and h.end <= end),
            *(q for q in self._quantities if start <= q.start and q.end <= end),
            *(p for p in self._prices if start <= p.start and p.end <= end),
        ]
        marked.sort(key=lambda each: each.start)
        items: list[Name | Quantity | Price] = []
        at = start
        for mark in [*marked, None]:
            until = mark.start if mark is not None else end
            loose = self._loose(at, until)
            if isinstance(mark, Hit):
                glued = loose is not None and (
                    loose.end == mark.start or (self._latin(mark) and loose.end + 1 == mark.start)
                )
                if loose is not None and not glued:
                    items.append(loose)
                first = loose.start if loose is not None and glued else mark.start
                items.append(Name(first, mark.end, mark, self._sheet.plain[first : mark.end]))
            else:
                if loose is not None:
                    last = items[-1] if items else None
                    if isinstance(last, Name) and last.hit is not None:
                        if loose.start == last.end:
                            items[-1] = Name(last.start, loose.end, last.hit, self._sheet.plain[last.start : loose.end])
                    else:
                        items.append(loose)
                if mark is not None:
                    items.append(mark)
            at = mark.end if mark is not None else end
        return items

    def _latin(self, hit: Hit) -> bool:
        return self._sheet.plain[hit.start].isascii()

    def _loose(self, start: int, end: int) -> Name | None:
        words = self._sheet.plain[start:end]
        for lead in (_LEAD, _LEAD_EN, _LEAD):
            m = lead.match(words)
            if m:
                start += m.end()
                words = words[m.end() :]
        m = _TAIL.search(words)
        if m:
            words = words[: m.start()]
        words = words.rstrip()
        said = words.strip()
        if len(said) < 2 or not re.search(r"[\u4e00-\u9fff]|[a-z]{2}", said) or said in POLITE or REMARK.search(said):
            return None
        if all(w in POLITE_EN for w in said.split()):
            return None
        return Name(start, start + len(words), None, said)

    def _line(self, pair: Pair) -> Line:
        name, quantity = pair.name, pair.quantity
        doubts: list[str] = []
        answer = self._shelf.answer(name.words, name.hit)
        if answer.doubt:
            doubts.append(answer.doubt)
        elif name.hit is not None and name.end - name.start > name.hit.end - name.hit.start and not name.hit.whole:
            doubts.append(PART_OF_NAME)
        product = self._shelf.products.get(answer.product) if answer.product is not None else None
        amount, unit = (quantity.amount, quantity.unit) if quantity is not None else (Decimal(1), "")
        if quantity is None:
            doubts.append(NO_QUANTITY)
        elif quantity.about:
            doubts.append(ABOUT)
        if unit in ("打", "dozen") and product is not None and product.unit not in ("打", "dozen"):
            amount, unit = amount * 12, product.unit
            doubts.append(DOZEN)
        elif unit and product is not None and product.unit and not same_unit(unit, product.unit):
            doubts.append(OTHER_UNIT)
        price, doubt = _price(pair.price, amount, product.price if product is not None else Decimal(0))
        if doubt:
            doubts.append(doubt)
        spans = [(name.start, name.end), *((x.start, x.end) for x in (quantity, pair.price) if x is not None)]
        for start, end in spans:
            self._sheet.take(start, end, "goods")
        shown = self._sheet.text[name.start : name.end].strip()
        pieces = tuple(Piece(s, e) for s, e in sorted(set(spans)))
        return Line(shown, amount, unit, price, answer.product, pieces, answer.others, tuple(dict.fromkeys(doubts)))


def _nearest(name: Name, quantities: list[Quantity]) -> Quantity:
    """The quantity that stands nearest to a name; of two as near the one behind it."""
    return min(quantities, key=lambda q: q.start - name.end if q.start >= name.end else name.start - q.end + 0.5)


def _price(said: Price | None, amount: Decimal, usual: Decimal) -> tuple[Decimal | None, str]:
    """The price of one unit, and why it is doubtful."""
    if said is None:
        return None, ""
    if said.whole:
        each = said.amount / amount if amount else said.amount
        return _short(each), ""
    if said.plain:
        if usual and amount and abs(said.amount / amount - usual) < abs(said.amount - usual):
            return _short(said.amount / amount), WHICH_PRICE
        return _short(said.amount), WHICH_PRICE if amount != 1 else ""
    return _short(said.amount), ""


def _short(value: Decimal) -> Decimal:
    return (
        Decimal(f"{value.quantize(Decimal('0.000001')):f}").normalize() + 0 if value % 1 else value.quantize(Decimal(1))
    )
