"""Why an order waits for a review, kept without a language: each reason is a key with its facts, put into words when
somebody reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.i18n import N_, _
from app.money import PRICE, RATE_WHOLE, Currency, show, show_scaled

TOLD = "told"
"""The key of a reason that a person wrote."""

_SENTENCES: Mapping[str, str] = {
    "amount": N_("Its total of {total} reaches the limit of {limit}."),
    "discount": N_("Its discount is above {rate} %."),
    "floor": N_("{product} is sold below its floor price of {price}."),
    "credit": N_("The customer would owe {exposure}, more than the credit limit of {limit}."),
    "address": N_("Its address is incomplete: consignee, phone and address are needed."),
}
_SHOWN: Mapping[str, Callable[[int, Currency], str]] = {
    "total": lambda value, unit: show(value, unit, symbol=True),
    "limit": lambda value, unit: show(value, unit, symbol=True),
    "exposure": lambda value, unit: show(value, unit, symbol=True),
    "rate": lambda value, _unit: show_scaled(value, RATE_WHOLE // 100),
    "price": lambda value, _unit: show_scaled(value, PRICE, least=2),
}


@dataclass(frozen=True)
class Reason:
    """One reason: money in minor units, rates and prices scaled as ``app/money.py`` says, the rest as texts."""

    why: str
    facts: Mapping[str, int | str] = field(default_factory=dict)

    def words(self, unit: Currency) -> str:
        """The reason as a sentence in the user's language."""
        facts = {k: _SHOWN[k](v, unit) if isinstance(v, int) else v for k, v in self.facts.items()}
        return str(facts["text"]) if self.why == TOLD else _(_SENTENCES[self.why]).format(**facts)


def dump(reasons: Sequence[Reason]) -> str:
    """The reasons as they are stored; nothing for none."""
    return json.dumps([[r.why, dict(r.facts)] for r in reasons], ensure_ascii=False) if reasons else ""


def words(stored: str, unit: Currency) -> str:
    """Stored reasons in words, one after the other."""
    if not stored:
        return ""
    return " ".join(Reason(str(why), facts).words(unit) for why, facts in json.loads(stored))
