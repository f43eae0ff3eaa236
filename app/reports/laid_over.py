"""The mark of a paper that was kept as a file: a sheet with nothing else, to be laid over its pages."""

from __future__ import annotations

from app.models.document import Mark
from app.reports.languages import paper_words
from app.reports.marks import mark_word
from app.reports.page_maker import RED, SOFT
from app.reports.pdf import PAPERS, Box, Drawing, Page
from app.reports.typesetting import Cleaner, faces

_SIZE = 8.0
_TOP, _HIGH = 18.0, 13.0


def draw_mark(mark: Mark, language: str) -> Drawing:
    """A sheet of A4 with the word of a mark in the middle of its upper edge."""
    paper, bold = PAPERS["A4"], faces().bold
    word = Cleaner().clean(mark_word(mark, paper_words(language, "")))
    page, middle, wide = Page(paper), paper.width / 2, bold.width(word, _SIZE) + 12
    ink = RED if mark is Mark.VOID else SOFT
    page.boxes.append(Box(middle - wide / 2, _TOP, wide, _HIGH, ink, 0.8))
    page.text(middle, _TOP + 9.4, word, bold, _SIZE, ink, "centre")
    return Drawing(word, (page,), language=language)
