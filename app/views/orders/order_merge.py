"""Two people changed one order: what each of them did to it since it was opened, field by field and line by line.

Plain data in, plain data out: ``merge(base, theirs, mine)`` takes what only one side changed from that side; where both
did, a ``Clash`` is left for the person to decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.views.orders.lines_model import DraftLine

PARTS = ("head", "ship_to", "money")
LINE_FIELDS = (
    "description", "product_id", "code", "quantity", "unit", "unit_price", "discount_rate", "tax_code_id", "line_kind",
    "amount", "note",
)  # fmt: skip
Key = tuple[str, Any]


@dataclass(frozen=True)
class Version:
    """What an editor shows of an order: the fields of its forms by part and name, and its lines."""

    forms: Mapping[str, Mapping[str, Any]]
    lines: tuple[DraftLine, ...]


@dataclass(frozen=True)
class Clash:
    """Something that both changed; for a line None means that it was taken out."""

    key: Key
    theirs: Any
    mine: Any


@dataclass
class Merge:
    """What comes of two versions: ``merged`` holds mine where both changed something, ``taken`` what is theirs."""

    merged: Version
    clashes: tuple[Clash, ...] = ()
    taken: tuple[Key, ...] = ()

    def decided(self, theirs: frozenset[Key]) -> Version:
        """The merged version with their side for these keys, and mine for the rest."""
        forms = {part: dict(self.merged.forms[part]) for part in PARTS}
        lines = list(self.merged.lines)
        for clash in self.clashes:
            if clash.key not in theirs:
                continue
            part, name = clash.key
            if part in forms:
                forms[part][name] = clash.theirs
                continue
            place = next((i for i, line in enumerate(lines) if line.id == name or line is clash.mine), None)
            if clash.theirs is None and place is not None:
                del lines[place]
            elif clash.theirs is not None and place is None:
                lines.append(clash.theirs)
            elif place is not None:
                lines[place] = clash.theirs
        return Version(forms, tuple(lines))


def merge(base: Version, theirs: Version, mine: Version) -> Merge:
    """Put two versions together that grew from ``base``."""
    clashes: list[Clash] = []
    taken: list[Key] = []
    forms: dict[str, dict[str, Any]] = {}
    for part in PARTS:
        forms[part] = dict(mine.forms[part])
        for name, now in theirs.forms[part].items():
            before, typed = base.forms[part].get(name), mine.forms[part].get(name)
            if _same(now, before) or _same(now, typed):
                continue
            if _same(typed, before):
                forms[part][name] = now
                taken.append((part, name))
            else:
                clashes.append(Clash((part, name), now, typed))
    lines = _merge_lines(base.lines, theirs.lines, mine.lines, clashes, taken)
    return Merge(Version(forms, lines), tuple(clashes), tuple(taken))


def _same(one: Any, other: Any) -> bool:
    # A customer is kept with what tells it apart; its id decides.
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return list(one)[:1] == list(other)[:1]
    return bool(one == other or (not one and not other))


def _merge_lines(
    base: Sequence[DraftLine],
    theirs: Sequence[DraftLine],
    mine: Sequence[DraftLine],
    clashes: list[Clash],
    taken: list[Key],
) -> tuple[DraftLine, ...]:
    before = {line.id: line for line in base}
    now = {line.id: line for line in theirs}
    result: list[DraftLine] = []
    for line in mine:
        known, other = before.get(line.id), now.get(line.id)
        if line.id is None or known is None:
            result.append(line)
        elif other is None:
            if _alike(line, known):
                taken.append(("lines", line.id))
            else:
                # Its record is gone: kept, it becomes a new line.
                kept_line = replace(line, id=None, shipped=0)
                clashes.append(Clash(("lines", line.id), None, kept_line))
                result.append(kept_line)
        else:
            result.append(_merge_line(known, other, line, clashes, taken))
    kept = {line.id for line in mine}
    for line in theirs:
        if line.id in kept:
            continue
        known = before.get(line.id)
        if known is None:
            taken.append(("lines", line.id))
            result.append(line)
        elif not _alike(line, known):
            clashes.append(Clash(("lines", line.id), line, None))
    return tuple(result)


def _alike(one: DraftLine, other: DraftLine) -> bool:
    return all(_same(getattr(one, name), getattr(other, name)) for name in LINE_FIELDS)


def _merge_line(
    known: DraftLine, other: DraftLine, line: DraftLine, clashes: list[Clash], taken: list[Key]
) -> DraftLine:
    if _alike(other, known) or _alike(other, line):
        return line
    if _alike(line, known):
        taken.append(("lines", line.id))
        return other
    ours = {n for n in LINE_FIELDS if not _same(getattr(line, n), getattr(known, n))}
    changed = {n for n in LINE_FIELDS if not _same(getattr(other, n), getattr(known, n))}
    both = {n for n in ours & changed if not _same(getattr(line, n), getattr(other, n))}
    if both:
        clashes.append(Clash(("lines", line.id), other, line))
        return line
    taken.append(("lines", line.id))
    return replace(line, **{name: getattr(other, name) for name in changed})
