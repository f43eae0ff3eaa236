"""What stands at the rows of the tax bureau's workbook, and what they add up to: blue, red, known and refused apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.i18n import N_, _, ngettext
from app.importing.bureau import RED, VOIDED
from app.operations.bureau import RED_REGISTERED, REGISTERED, BureauOutcome
from app.queries.bureau import AMBIGUOUS, KNOWN, MATCH_WORDS, MATCHED, UNKNOWN, BureauMatch
from app.queries.bureau_red import RED_OPEN, REFUSED
from app.views.values import first_capital

_LEFT_OUT = "left_out"
WAITING = (AMBIGUOUS, RED_OPEN)
"""What a person decides."""
_FIRST = (*WAITING, REFUSED, MATCHED, RED, UNKNOWN)
_WORDS = MATCH_WORDS | {
    REGISTERED: N_("registered"),
    RED_REGISTERED: N_("red registered"),
    _LEFT_OUT: N_("left out"),
}
_BEFORE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("blue invoices"), (MATCHED, AMBIGUOUS)),
    (N_("red invoices"), (RED, RED_OPEN)),
    *((MATCH_WORDS[state], (state,)) for state in (UNKNOWN, KNOWN, REFUSED, VOIDED)),
)
_AFTER: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("blue registered"), (REGISTERED,)),
    *((_WORDS[state], (state,)) for state in (RED_REGISTERED, KNOWN, REFUSED, VOIDED, _LEFT_OUT)),
)


def first_of(match: BureauMatch) -> int:
    """The turn of a row: what a person has to decide, what can't be, then what is settled."""
    return _FIRST.index(match.state) if match.state in _FIRST else len(_FIRST)


def stands_at(match: BureauMatch, done: BureauOutcome | None, *, over: bool) -> str:
    """The word at a row, as a marked text; ``over`` once everything was registered."""
    return _WORDS[_state(match, done, over=over)]


def to_choose(count: int) -> str:
    """What is said at a row that nobody has decided yet; ``count`` are those that it may belong to."""
    return ngettext(
        "{n} fits. Choose it, or leave the invoice out.", "{n} fit. Choose one, or leave the invoice out.", count
    ).format(n=f"{count:,}")


def counted(matches: Sequence[BureauMatch], chosen: Mapping[int, str], outcomes: Mapping[int, BureauOutcome]) -> str:
    """The sums of a file, before it is registered and after; every row is in one of them."""
    over = bool(outcomes)
    states = [_state(match, outcomes.get(match.row.row), over=over) for match in matches]
    told = " · ".join(
        f"{first_capital(_(word))} {count:,}"
        for word, kinds in (_AFTER if over else _BEFORE)
        if (count := sum(1 for state in states if state in kinds))
    )
    waiting = sum(1 for place, state in enumerate(states) if state in WAITING and place not in chosen)
    if not waiting:
        return told
    words = ngettext("{n} waits for your choice.", "{n} wait for your choice.", waiting).format(n=f"{waiting:,}")
    return f"{told} · {words}"


def _state(match: BureauMatch, done: BureauOutcome | None, *, over: bool) -> str:
    if done is not None:
        return done.state
    return _LEFT_OUT if over and match.state in (MATCHED, RED, UNKNOWN, *WAITING) else match.state
