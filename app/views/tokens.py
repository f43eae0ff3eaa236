"""The colours of Daybook as named tokens, for light and dark, and the colours and glyphs of the status chips.

Nothing else names a colour: the palette, the style sheet, the icons and the painted parts all read these tables.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum


class Scheme(StrEnum):
    """Light or dark."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One scheme's colours as ``#RRGGBB``."""

    bg: str
    surface: str
    surface2: str
    border: str
    border_strong: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    sel: str
    hover: str
    danger: str
    danger_hover: str
    danger_soft: str
    on_danger: str
    warn: str
    warn_soft: str
    ok: str
    ok_soft: str


LIGHT = Tokens(
    bg="#F6F7F9",
    surface="#FFFFFF",
    surface2="#F0F2F5",
    border="#D9DEE5",
    border_strong="#7E8996",
    text="#1B2430",
    text2="#4B5766",
    text3="#5F6B7A",
    accent="#1F5FD1",
    accent_hover="#184FB0",
    on_accent="#FFFFFF",
    accent_soft="#E6EEFC",
    sel="#DCE8FB",
    hover="#F0F4FA",
    danger="#B3261E",
    danger_hover="#8F1D17",
    danger_soft="#FCE4E2",
    on_danger="#FFFFFF",
    warn="#8A5300",
    warn_soft="#FFF3D6",
    ok="#1B6E3C",
    ok_soft="#DFF3E6",
)

DARK = Tokens(
    bg="#14181D",
    surface="#1B2027",
    surface2="#232A33",
    border="#323B47",
    border_strong="#6B7889",
    text="#E7EBF0",
    text2="#B4BECB",
    text3="#98A4B3",
    accent="#7FB0FF",
    accent_hover="#A3C6FF",
    on_accent="#0B1A33",
    accent_soft="#1E304D",
    sel="#24406B",
    hover="#222A35",
    danger="#FF8A80",
    danger_hover="#FFB0A9",
    danger_soft="#4A1F1D",
    on_danger="#2A0B09",
    warn="#F2B95C",
    warn_soft="#40310F",
    ok="#6FD598",
    ok_soft="#16382A",
)

TOKENS = {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK}


@dataclass(frozen=True, slots=True)
class ChipStyle:
    """How a state looks: its glyph (an icon's name) and its colours."""

    glyph: str
    background: str
    foreground: str


_CHIPS: dict[str, tuple[str, str, str, str, str]] = {
    "draft": ("circle", "#EEF1F4", "#47525F", "#2B333D", "#C2CBD6"),
    "confirmed": ("dot", "#E3EDFD", "#1A4FA8", "#1E304D", "#9CC2FF"),
    "partly": ("contrast", "#FFF3D6", "#7A4B00", "#40310F", "#F7CB7B"),
    "done": ("check", "#DFF3E6", "#17603A", "#16382A", "#86E0AB"),
    "overdue": ("circle-alert", "#FCE4E2", "#9B1C14", "#4A1F1D", "#FFB0A9"),
    "shipped": ("arrow-right", "#E0F2F7", "#0F5870", "#12363F", "#8AD6EA"),
    "cancelled": ("x", "#EEF1F4", "#5B6673", "#2B333D", "#A7B2BF"),
    "refunded": ("undo-2", "#F1E7FB", "#6A2FA3", "#37254D", "#D7B4FF"),
}

_LOOKS: dict[str, tuple[str, str]] = {
    # state key: (colours of, glyph if another one)
    "draft": ("draft", ""),
    "quoted": ("draft", "file-text"),
    "expired": ("overdue", "clock"),
    "review": ("partly", "hourglass"),
    "in_review": ("partly", "hourglass"),
    "confirmed": ("confirmed", ""),
    "processing": ("confirmed", "refresh-cw"),
    "completed": ("done", ""),
    "cancelled": ("cancelled", ""),
    "hold": ("overdue", "hourglass"),
    "unpaid": ("draft", ""),
    "part_paid": ("partly", ""),
    "partly_paid": ("partly", ""),
    "paid": ("done", ""),
    "overpaid": ("refunded", "plus"),
    "refunded": ("refunded", ""),
    "written_off": ("cancelled", "minus"),
    "overdue": ("overdue", ""),
    "not_shipped": ("draft", ""),
    "undelivered": ("draft", ""),
    "part_shipped": ("partly", ""),
    "partly_shipped": ("partly", ""),
    "shipped": ("shipped", ""),
    "in_transit": ("shipped", ""),
    "delivered": ("done", ""),
    "signed": ("done", ""),
    "signed_for": ("done", ""),
    "returned": ("refunded", ""),
    "not_invoiced": ("draft", ""),
    "part_invoiced": ("partly", ""),
    "partly_invoiced": ("partly", ""),
    "invoiced": ("done", ""),
    "over_invoiced": ("overdue", ""),
    "to_be_credited": ("overdue", ""),
    "issued": ("confirmed", "lock"),
    "credited": ("refunded", ""),
    "part_credited": ("partly", ""),
    "partly_credited": ("partly", ""),
    "void": ("cancelled", "ban"),
    "voided": ("cancelled", "ban"),
    "requested": ("partly", "hourglass"),
    "to_be_issued": ("partly", "hourglass"),
    "approved": ("confirmed", "check"),
    "rejected": ("overdue", "x"),
    "returned_by_bank": ("overdue", "undo-2"),
    "recorded": ("confirmed", ""),
    "live": ("confirmed", ""),
    "allocated": ("done", ""),
    "part_allocated": ("partly", ""),
    "partly_allocated": ("partly", ""),
    "unallocated": ("draft", ""),
    "active": ("done", ""),
    "inactive": ("cancelled", "minus"),
    "due": ("partly", "clock"),
    "open": ("confirmed", ""),
    "closed": ("cancelled", ""),
    "failed": ("overdue", ""),
    "undone": ("refunded", ""),
    "low": ("partly", "triangle-alert"),
    "out": ("overdue", ""),
    "nothing_due": ("cancelled", "minus"),
    "waiting": ("draft", "hourglass"),
    "nothing_to_ship": ("cancelled", "minus"),
    "none": ("draft", ""),
    "withdrawn": ("cancelled", ""),
    "reversal": ("refunded", ""),
    "imported": ("done", ""),
    "undoing": ("partly", "hourglass"),
    "done": ("done", ""),
    "enough": ("done", ""),
    "counting": ("partly", "clipboard-list"),
    "booked": ("done", ""),
    "dropped": ("cancelled", "minus"),
    "coming": ("shipped", ""),
    "partly_arrived": ("partly", ""),
    "arrived": ("done", ""),
    "all": ("confirmed", ""),
    "chosen": ("draft", ""),
    "opening": ("draft", "archive"),
    "receipt": ("done", "download"),
    "shipment": ("shipped", ""),
    "shipment_void": ("refunded", "undo-2"),
    "return": ("refunded", ""),
    "stocktake": ("confirmed", "clipboard-check"),
    "scrap": ("overdue", "trash-2"),
    "not_kept": ("cancelled", "minus"),
    "sure": ("done", ""),
    "likely": ("confirmed", ""),
    "look": ("partly", "eye"),
    "friendly": ("confirmed", "mail"),
    "firm": ("partly", "mail"),
    "final": ("overdue", "mail"),
    "statement": ("draft", "file-text"),
    "a": ("confirmed", ""),
    "b": ("shipped", ""),
    "c": ("draft", ""),
    "d": ("cancelled", "minus"),
}

STRUCK = frozenset({"cancelled", "void", "voided"})
"""States whose row is shown struck through."""


def chip_style(key: str, scheme: Scheme) -> ChipStyle:
    """The look of state ``key``; an unknown key looks like a draft with a plain dot."""
    family, glyph = _LOOKS.get(key, ("draft", "dot"))
    own_glyph, light_bg, light_fg, dark_bg, dark_fg = _CHIPS[family]
    if scheme is Scheme.DARK:
        return ChipStyle(glyph or own_glyph, dark_bg, dark_fg)
    return ChipStyle(glyph or own_glyph, light_bg, light_fg)


def has_chip(key: str) -> bool:
    """Whether this is a state that is shown as a chip; other words (a method, a kind) are shown as plain text."""
    return key in _LOOKS


def chip_keys() -> tuple[str, ...]:
    """All states that have a look of their own."""
    return tuple(_LOOKS)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def fill(template: str, tokens: Tokens) -> str:
    """Replace every ``@name`` of ``template`` by the token's colour, longest name first."""
    for name in sorted((f.name for f in fields(tokens)), key=len, reverse=True):
        template = template.replace(f"@{name}", getattr(tokens, name))
    return template
