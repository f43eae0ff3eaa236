"""What the documents say is so: words of the screen, links, the diagram of the tables."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from docs.table_diagram import TARGET, page

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


@cache
def shown() -> frozenset[str]:
    """Every English text of the program, as it stands on the screen."""
    found = extract_from_dir(ROOT / "app", [("**.py", "python")], keywords=KEYWORDS)
    texts = set()
    for _file, _line, message, _comments, _context in found:
        texts |= {message} if isinstance(message, str) else set(message)
    return frozenset(text.replace("&", "") for text in texts)


def test_the_guide_names_what_stands_on_the_screen() -> None:
    guide = (ROOT / "docs" / "guide" / "en.md").read_text(encoding="utf-8")
    named = {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", guide, re.DOTALL)}
    assert len(named) > 50
    assert named - shown() == set(), "the guide names words in bold that the program does not show"


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
