"""How an office wants its papers to look: what all of them share, and what one kind has of its own.

A style is plain data. The setting ``paper.all`` holds what is shared and ``paper.<kind>`` what differs for one kind;
only what differs from the usual is stored. An issued document takes its style along in its snapshot, so that a
reprint looks as the original did whatever the office chooses later.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from app.models.base import connection
from app.models.company import the_company
from app.models.document import DocumentSnapshot

SHARED = "all"
"""The name under which is kept what all papers share."""

KINDS = (
    "quotation",
    "order_sheet",
    "delivery_note",
    "invoice",
    "credit_note",
    "receipt",
    "refund_voucher",
    "statement",
    "reminder",
)
"""The papers that have a style of their own."""

FISCAL = frozenset({"invoice", "credit_note"})
"""Papers that carry the seal only where it was chosen for them, never because all papers do."""

UNPAID = frozenset({"quotation", "order_sheet", "delivery_note", "invoice", "statement", "reminder"})
"""Papers after which somebody pays: only on these stands the code to pay by because all papers have it."""

CAPITALS = ("", "元整", "元正", "圆整", "圆正")
"""How 人民币大写 may write the main unit and end a whole amount; empty as is usual for the kind of paper."""

SIZES = range(80, 131)
"""How large letters may be, in percent of the usual."""

SEAL, PAYMENT_CODE = "paper.seal", "paper.payment_qr"
"""The settings that hold the pictures, as base64."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column of the table: its key, whether it is shown, and its share of the width in percent; 0 as it needs."""

    key: str
    shown: bool = True
    width: int = 0


@dataclass(frozen=True, slots=True)
class PaperStyle:
    """What a paper looks like. Empty texts and no columns mean the usual ones.

    ``size`` is that of letters in percent. ``language`` replaces that of the company's papers, ``second`` is one that
    stands beside it. ``heading`` stands below the company, ``footer`` at the foot of every page, ``terms`` where a
    document has none of its own. ``capitals`` is one of ``CAPITALS``; ``whole_after_jiao`` ends 角 with 整 too, and
    ``minus_in_brackets`` writes （负数） before amounts below zero. The other truth values say what is shown where
    there is something to show.
    """

    paper: str = "A4"
    accent: str = "#1B2430"
    size: int = 100
    language: str = ""
    second: str = ""
    title: str = ""
    heading: str = ""
    footer: str = ""
    terms: str = ""
    columns: tuple[ColumnChoice, ...] = ()
    logo: bool = True
    seal: bool = False
    bank: bool = True
    payment_qr: bool = False
    words: bool = True
    signatures: bool = True
    ship_to: bool = True
    salesperson: bool = True
    carried: bool = True
    capitals: str = ""
    whole_after_jiao: bool = False
    minus_in_brackets: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> PaperStyle:
        """The style with these values; what is not known or makes no sense stays as usual."""
        known: dict[str, Any] = {}
        for name, usual in _USUAL.items():
            if name == "columns":
                known[name] = _columns(values.get(name))
            elif type(value := values.get(name)) is type(usual):
                known[name] = value
        if known.get("size", 100) not in SIZES:
            known.pop("size")
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", known.get("accent", "")):
            known.pop("accent", None)
        if known.get("capitals", "") not in CAPITALS:
            known.pop("capitals")
        return cls(**known)

    @property
    def pictures(self) -> bool:
        """Whether the goods stand there in pictures."""
        return any(each.key == PICTURES and each.shown for each in self.columns)

    @staticmethod
    def read(text: str) -> PaperStyle:
        """The style that ``to_text`` wrote; the usual one for an empty or damaged text."""
        return _read(text)

    def values(self) -> dict[str, Any]:
        """What differs from the usual, as it is stored."""
        found = {name: getattr(self, name) for name, usual in _USUAL.items() if getattr(self, name) != usual}
        if self.columns:
            found["columns"] = [[each.key, each.shown, each.width] for each in self.columns]
        return found

    def to_text(self) -> str:
        """The canonical text of this style; empty for the usual one."""
        found = self.values()
        return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if found else ""


USUAL = PaperStyle()
"""The style of an office that chose nothing."""

PICTURES = "picture"
"""The column of pictures of the goods."""

_USUAL: dict[str, Any] = {each.name: each.default for each in fields(PaperStyle)}


@lru_cache(maxsize=64)
def _read(text: str) -> PaperStyle:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = {}
    return PaperStyle.of(found if isinstance(found, dict) else {})


def _columns(value: Any) -> tuple[ColumnChoice, ...]:
    made: list[ColumnChoice] = []
    for each in value if isinstance(value, list) else ():
        if isinstance(each, list) and len(each) == 3 and isinstance(each[0], str) and type(each[2]) is int:
            made.append(ColumnChoice(each[0], bool(each[1]), min(max(each[2], 0), 80)))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Look:
    """A style with the pictures that it shows; ``seal`` and ``payment_qr`` are empty where it shows none."""

    style: PaperStyle = USUAL
    seal: bytes = b""
    payment_qr: bytes = b""


PLAIN = Look()
"""The look of an office that chose nothing."""


def stored(name: str) -> dict[str, Any]:
    """What the book keeps for a kind of paper, or for all of them under ``SHARED``."""
    return _dictionary(_settings(f"paper.{name}").get(f"paper.{name}"))


def merged(kind: str, shared: Mapping[str, Any], own: Mapping[str, Any]) -> PaperStyle:
    """The style of a kind: the usual, changed by what all papers share, changed by its own."""
    common = dict(shared)
    if kind in FISCAL:
        common.pop("seal", None)
    if kind not in UNPAID:
        common.pop("payment_qr", None)
    return PaperStyle.of({**common, **own})


def style_of(kind: str) -> PaperStyle:
    """The style in which papers of this kind are made from now on."""
    found = _settings(f"paper.{SHARED}", f"paper.{kind}")
    style = merged(kind, _dictionary(found.get(f"paper.{SHARED}")), _dictionary(found.get(f"paper.{kind}")))
    footer = style.footer or the_company().document_footer
    return replace(style, footer=footer) if footer != style.footer else style


def look_of(kind: str) -> Look:
    """The style of this kind and its pictures."""
    return look_in(style_of(kind))


def look_in(style: PaperStyle) -> Look:
    """A style with the pictures of the book that it shows."""
    wanted = [name for name, shown in ((SEAL, style.seal), (PAYMENT_CODE, style.payment_qr)) if shown]
    found = _settings(*wanted) if wanted else {}
    return Look(style, _picture(found.get(SEAL)), _picture(found.get(PAYMENT_CODE)))


def picture(name: str) -> bytes:
    """The seal or the payment code that the book keeps; empty without one."""
    return _picture(_settings(name).get(name))


def paper_language(kind: str) -> str:
    """In which language papers of this kind are written."""
    return style_of(kind).language or the_company().document_language


def dress(snapshot: DocumentSnapshot) -> DocumentSnapshot:
    """The snapshot in the style that its kind has now, with the pictures that it shows; as it is where its kind has no
    style."""
    if snapshot.kind.value not in KINDS:
        return snapshot
    return dressed(snapshot, look_of(snapshot.kind.value))


def dressed(snapshot: DocumentSnapshot, look: Look) -> DocumentSnapshot:
    """The snapshot in this look."""
    style = look.style
    return replace(
        snapshot,
        style=style.to_text(),
        language=style.language or snapshot.language,
        terms=snapshot.terms or style.terms,
        seal=look.seal,
        payment_qr=look.payment_qr,
        logo=snapshot.logo if style.logo else b"",
    )


def _settings(*names: str) -> dict[str, Any]:
    marks = ", ".join("?" * len(names))
    rows = connection().execute(f"SELECT name, value FROM setting WHERE name IN ({marks})", names)
    return {str(name): json.loads(str(value)) for name, value in rows}


def _dictionary(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}


def _picture(value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (ValueError, binascii.Error):
        return b""
