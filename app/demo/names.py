"""Who and what the demo book is about, from ``resources/demo``: one file per language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.folders import resource
from app.i18n import translator


@dataclass(frozen=True)
class Ware:
    """A product of the demo: name, category, unit, list price in hundredths, and whether it is a service."""

    name: str
    category: str
    unit: str
    price: int
    service: bool = False


@dataclass(frozen=True)
class Cast:
    """Everything of the demo that is written in one language."""

    country: str
    company: Mapping[str, str]
    people: tuple[tuple[str, str, tuple[str, ...]], ...]
    firms: tuple[str, ...]
    persons: tuple[str, ...]
    cities: tuple[tuple[str, str], ...]
    streets: tuple[str, ...]
    wares: tuple[Ware, ...]
    said: tuple[str, ...]
    reasons: tuple[str, ...]
    cancellations: tuple[str, ...]
    notes: tuple[str, ...]
    carriers: tuple[str, ...]
    grades: tuple[str, ...]
    stages: tuple[str, ...]
    language: str = "en"

    def say(self, text: str) -> str:
        """A marked text in the language of the demo, whatever the program's own is."""
        return translator(self.language)(text)


def cast_in(language: str) -> Cast:
    """The demo's names in this language; English where there are none."""
    if not resource("demo", f"{language}.toml").exists():
        language = "en"
    path = resource("demo", f"{language}.toml")
    with path.open("rb") as file:
        data = tomllib.load(file)
    wares = tuple(
        Ware(name, category, unit, price, bool(service))
        for category, listed in data.pop("wares").items()
        for name, unit, price, *service in listed
    )
    people = tuple((name, full_name, tuple(roles)) for name, full_name, roles in data.pop("people"))
    cities = tuple((city, region) for city, region in data.pop("cities"))
    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Cast(wares=wares, people=people, cities=cities, language=language, **plain)
