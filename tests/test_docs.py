"""What the documents say is so: words of the screen, links, the diagram of the tables."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.i18n import LANGUAGES
from docs.table_diagram import TARGET, page

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


@cache
def shown(language: str) -> frozenset[str]:
    """Every text of the program in a language, as it stands on the screen."""
    if language == "en":
        found = extract_from_dir(ROOT / "app", [("**.py", "python")], keywords=KEYWORDS)
        messages = [message for _file, _line, message, _comments, _context in found]
    else:
        with (ROOT / "resources" / "locale" / language / "LC_MESSAGES" / "daybook.po").open("rb") as file:
            messages = [message.string for message in read_po(file, locale=language)]
    texts = {text for message in messages for text in ([message] if isinstance(message, str) else message)}
    return frozenset(re.sub(r"\(&.\)|&", "", text) for text in texts)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_guide_names_what_stands_on_the_screen(language: str) -> None:
    guide = (ROOT / "docs" / "guide" / f"{language}.md").read_text(encoding="utf-8")
    between = " " if language == "en" else ""
    named = {words.replace("\n", between) for words in re.findall(r"\*\*(.+?)\*\*", guide, re.DOTALL)}
    assert len(named) > 50
    assert named - shown(language) == set(), "the guide names words in bold that the program does not show"


@pytest.mark.parametrize("source", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, place = target.partition("#")
        file = (source.parent / name) if name else source
        if not file.exists() or (place and place not in headings(file)):
            dead.append(target)
    assert dead == []


def headings(file: Path) -> set[str]:
    """The places of a page that a link may lead to."""
    found = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in found}


def test_the_diagram_of_the_tables_is_that_of_the_models() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "run: .venv/bin/python -m docs.table_diagram"


def test_every_proof_of_the_criteria_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "criteria.md").read_text(encoding="utf-8")))
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 100
    assert named - set(re.findall(r"def (test_\w+)", tests)) == set()
