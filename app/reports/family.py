"""The look that all papers of Daybook share: how a ``Sheet`` is laid out on pages.

A paper has a head with the company and the title, blocks for the parties beside its dates, one table, its totals with
the amount in words, paragraphs, and lines to sign on. Rows are never split unless one alone is taller than a page, the
table's head is repeated, sums go on from page to page, and totals always stand with rows above them. What an office
chose of all that stands in the sheet's ``PaperStyle``.
"""

from __future__ import annotations

from app.reports.page_maker import PageMaker
from app.reports.paper_body import set_body
from app.reports.paper_end import set_end
from app.reports.paper_head import set_head
from app.reports.pdf import Drawing, Paper
from app.reports.sheet import Sheet


def lay_out(sheet: Sheet, paper: Paper) -> Drawing:
    """The pages of one paper."""
    maker = PageMaker(sheet, paper)
    set_head(maker)
    set_body(maker)
    set_end(maker)
    maker.set_feet()
    return maker.drawing()
