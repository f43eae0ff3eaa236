"""Where goods go, as it is written in Latin letters: street, city, postcode, and the name above them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.paste.draft import NOTHING, Piece, Sheet, Value
from app.paste.people import PERSON
from app.paste.words import Label

_STREET_WORD = (
    "street|st|road|rd|lane|ln|avenue|ave|av|drive|dr|way|close|court|ct|square|sq|place|pl|boulevard|"
    "blvd|highway|hwy|terrace|tce|crescent|cres|quay|"
    "park|row|walk|mews|gardens?|hill|green|grove|yard|mill|wharf|parade|circle|cir|loop|trail|pike|"
    "estate|centre|center|plaza|building|house|"
    "straße|strasse|str|weg|platz|allee|gasse|rue|via|calle|avenida|laan|straat|plein|gade|vägen|gatan"
)
_STREET = re.compile(
    rf"(?:\d{{1,6}}[a-z]?(?:[-/]\d{{1,6}}[a-z]?)?,?\s+(?:(?!to\b|at\b)[^\W\d][\w'’.-]*\s+){{0,4}}(?:{_STREET_WORD})\b\.?|"
    rf"\d{{1,6}}[a-z]?(?:[-/]\d{{1,6}}[a-z]?)?\s+(?:[a-z][\w'’-]+\s+){{0,2}}[a-z][\w'’-]+"
    rf"|(?:rue|via|calle|avenida)\s+.{{2,30}}?\d{{1,6}}|[\w'’.-]{{0,20}}(?:straße|strasse|str\.|weg|platz|allee|gasse|"
    rf"straat|laan)\s+\d{{1,6}}\s?[a-z]?)"
)
_PART = re.compile(r"(?:[^,;\n.]|\.(?!\s+[A-Z])|(?<=\b(?:St|Mr|Dr|Rd|No))\.|(?<=\b(?:Mrs|Ave|Apt|Ste))\.)+")
_UNIT = re.compile(
    r"(?:flat|apt\.?|apartment|unit|suite|ste\.?|room|rm|floor|building|bldg|block|house|dock|gate|"
    r"warehouse|po box|p\.o\. box|level|door)\s*#?\s*[\w-]+.*|\d+(?:st|nd|rd|th) floor.*|#\s*\d+\w*",
    re.I,
)
_POSTAL = (
    re.compile(r"(?P<city>[^\d,]*?)[\s,]*\b(?P<code>[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2})\b", re.I),
    re.compile(r"(?P<city>[^\d,]*?)[\s,]*\b(?P<code>[a-z]\d[a-z]\s?\d[a-z]\d)\b", re.I),
    re.compile(r"(?P<city>[^\d,]*?),?\s*\b(?P<region>[A-Z]{2,3})\s+(?P<code>\d{4,5}(?:-\d{4})?)$"),
    re.compile(r"(?:[A-Z]{1,2}-)?(?P<code>\d{4,5}|\d{4}\s?[A-Z]{2}|\d{3}\s\d{2})\s+(?P<city>[A-ZÄÖÜÉ][^\d]+)$"),
    re.compile(r"(?P<city>[A-ZÄÖÜÉ][^\d]*?)[\s,]+(?P<code>\d{4,6})$"),
)
_COUNTRY = re.compile(
    r"(?:the )?(?:united kingdom|uk|u\.k\.|great britain|england|scotland|wales|northern ireland|ireland|"
    r"usa|u\.s\.a\.|us|united states(?: of america)?|canada|australia|new zealand|germany|"
    r"deutschland|france|spain|italy|netherlands|belgium|austria|switzerland|sweden|norway|denmark|"
    r"finland|poland|portugal|china|p\.?r\.? china|hong kong|singapore|japan|india|malaysia)\.?",
    re.I,
)
_REGION = re.compile(r"[A-Z]{2,3}|[A-Z][a-z]+(?:shire| county)|county [A-Z][a-z]+")
_PLACE_NAME = re.compile(
    r"(?:[A-ZÄÖÜÉÀ][\w'’.-]*)(?:[ -](?:[A-ZÄÖÜÉÀ][\w'’.-]*|upon|on|of|the|am|an|der|de|la|sur|en))*"
)
_LEAD = re.compile(
    r".*\b(?:ship(?:ped|ping)?(?: (?:it|them|this|these|everything|all))? to|deliver(?:ed|y)?(?: (?:it|"
    r"them|this|these|everything|all))? to|send(?: (?:it|them|this|these|everything|all))? to|address(?: "
    r"is)?|addressed to|sent to|goes to|go to|to|at|for|attn)\b[\s:.]*",
    re.I | re.S,
)


@dataclass(frozen=True)
class Part:
    """A line of an address, or what stands between two commas."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class LatinPlace:
    """An address that was understood, and the person above it."""

    region: Value = NOTHING
    city: Value = NOTHING
    address: Value = NOTHING
    postal_code: Value = NOTHING
    name: Value = NOTHING


def _parts(sheet: Sheet) -> list[Part]:
    found: list[Part] = []
    for start, end in _runs(sheet):
        at = start
        for m in _PART.finditer(sheet.text[start:end]):
            piece = m[0]
            lead = len(piece) - len(piece.lstrip(" \t.:·•-?!()"))
            tail = len(piece.rstrip(" \t.:!?"))
            if tail > lead:
                found.append(Part(piece[lead:tail], at + m.start() + lead, at + m.start() + tail))
    return found


def _runs(sheet: Sheet) -> list[tuple[int, int]]:
    """The stretches that are free, or that something other than an address may be said to hold: labels end a part."""
    return sheet.stretches()


def latin_place(sheet: Sheet, labels: list[Label]) -> LatinPlace:
    """The address of a text in Latin letters; what belongs to it is taken from the sheet."""
    parts = _parts(sheet)
    street_at = next((i for i, p in enumerate(parts) if _street(p, sheet, labels)), None)
    if street_at is None:
        return LatinPlace()
    street = parts[street_at]
    inner = _STREET.search(street.text.lower())
    shift = inner.start() if inner is not None else 0
    lead = street.text[:shift]
    street = Part(street.text[shift:], street.start + shift, street.end)
    city = region = code = NOTHING
    pieces = [Piece(street.start, street.end)]
    trailing = _within_street(street)
    if trailing is not None:
        street, city, region, code = trailing
        pieces = [Piece(street.start, street.end)]
    before = street_at - 1
    if not lead.strip():
        while before >= 0 and _near(sheet, parts[before], parts[before + 1]):
            unit = _without_lead(parts[before])
            if not _UNIT.fullmatch(unit.text):
                break
            pieces.insert(0, Piece(unit.start, unit.end))
            before -= 1
    end = street.end
    last = parts[street_at]
    for part in parts[street_at + 1 : street_at + 7]:
        if not _near(sheet, last, part):
            break
        told = _postal(part)
        if _COUNTRY.fullmatch(part.text):
            sheet.take(part.start, part.end, "address")
            last = part
            continue
        if told is not None and not code:
            city_words, region_words, code_value = told
            code = code_value
            region = region_words or region
            if city_words:
                city = city_words
        elif _UNIT.fullmatch(part.text) and not city:
            pieces.append(Piece(part.start, part.end))
        elif _REGION.fullmatch(part.text) and city and not region:
            region = Value(part.text, (Piece(part.start, part.end),))
        elif _PLACE_NAME.fullmatch(part.text) and not city:
            city = Value(part.text, (Piece(part.start, part.end),))
        else:
            break
        sheet.take(part.start, part.end, "address")
        last, end = part, part.end
    name = _name_above(sheet, parts, street_at, before, lead)
    for piece in pieces:
        sheet.take(piece.start, piece.end, "address")
    if street.end < end:
        for at in range(street.end, end):
            if not sheet.owner[at] and sheet.plain[at] in " ,\n":
                sheet.owner[at] = "address"
    words = ", ".join(sheet.text[p.start : p.end].strip() for p in pieces)
    return LatinPlace(region, city, Value(words, tuple(pieces)), code, name)


def _street(part: Part, sheet: Sheet, labels: list[Label]) -> bool:
    plain = part.text.lower()
    m = _STREET.search(plain)
    if m is None or not re.search("[a-z]", plain):
        return False
    if re.search(rf"\b(?:{_STREET_WORD})\b|straße|strasse|straat", m[0]):
        return True
    # A number and capitals count as a street where a place to deliver to is named or a postcode follows.
    written = part.text[m.start() : m.end()]
    labelled = any(label.kind in ("address", "consignee") and 0 <= part.start - label.end <= 60 for label in labels)
    follows = any(p.search(sheet.text[part.end : part.end + 40].split("\n\n")[0]) for p in _POSTAL[:2])
    return bool(re.fullmatch(r"\d+\w?(?:[-/]\d+)?\s+(?:[A-Z][\w'’-]+\s?)+", written)) and (labelled or follows)


def _within_street(street: Part) -> tuple[Part, Value, Value, Value] | None:
    """A street with city and postcode in one breath: 5 Rose Street Edinburgh EH2 2PR."""
    m = re.match(rf"(?P<street>\d.*?\b(?:{_STREET_WORD})\b\.?)\s+(?P<rest>\S.*)$", street.text, re.I)
    if m is None:
        return None
    rest = Part(m["rest"], street.start + m.start("rest"), street.end)
    told = _postal(rest)
    if told is None:
        return None
    city, region, code = told
    return Part(m["street"], street.start, street.start + m.end("street")), city, region, code


def _near(sheet: Sheet, one: Part, other: Part) -> bool:
    between = sheet.plain[one.end : other.start]
    return len(between) < 6 and "\n\n" not in between.replace(" ", "") and not re.search(r"[^\s,;.]", between)


def _postal(part: Part) -> tuple[Value, Value, Value] | None:
    for pattern in _POSTAL:
        m = pattern.fullmatch(part.text.strip())
        if m is None:
            continue
        groups = m.groupdict()

        def value(name: str, m: re.Match[str] = m, groups: dict[str, str] = groups) -> Value:
            words = (groups.get(name) or "").strip(" ,")
            at = part.start + max(0, m.start(name)) if name in groups else 0
            return Value(words, (Piece(at, at + len(words)),)) if words else Value()

        code = value("code")
        return value("city"), value("region"), Value(re.sub(r"\s+", " ", code.text).upper(), code.pieces)
    return None


def _without_lead(part: Part) -> Part:
    m = _LEAD.match(part.text)
    shift = m.end() if m else 0
    return Part(part.text[shift:], part.start + shift, part.end)


def _name_above(sheet: Sheet, parts: list[Part], street_at: int, before: int, lead: str) -> Value:
    """The person named in the lines above the street, or before it in the same sentence."""
    if lead.strip():
        start = parts[street_at].start
        m = _LEAD.match(lead)
        said = lead[m.end() :] if m else lead
        shift = m.end() if m else 0
        return _person(sheet, said, start + shift)
    names: list[Value] = []
    at = before
    while at >= 0 and before - at < 3 and _near(sheet, parts[at], parts[at + 1]):
        words, shift = parts[at].text, 0
        m = _LEAD.match(words)
        if m:
            words, shift = words[m.end() :], m.end()
        told = _person(sheet, words, parts[at].start + shift, take=False)
        if told:
            names.append(told)
        if m or not told:
            break
        at -= 1
    if not names:
        return Value()
    for name in names:
        for piece in name.pieces:
            sheet.take(piece.start, piece.end, "name")
    return names[-1]


def _person(sheet: Sheet, words: str, start: int, *, take: bool = True) -> Value:
    m = PERSON.fullmatch(words.strip(" ,:."))
    if m is None:
        return Value()
    at = start + words.index(m[0][0]) if m[0] else start
    name = m[0]
    if take:
        sheet.take(at, at + len(name), "name")
    return Value(name, (Piece(at, at + len(name)),))
