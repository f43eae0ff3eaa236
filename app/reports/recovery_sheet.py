"""The recovery sheet: one page to print or save, and to keep apart from the computer."""

from __future__ import annotations

from app.i18n import _, language
from app.reports.pdf import Box, Line, Page, colour, pdf_bytes
from app.reports.pdf import Drawing as Made
from app.reports.trade import paper_named
from app.reports.typesetting import Cleaner, faces, wrap

_INK, _SOFT, _HAIR, _PALE = colour("#1B2430"), colour("#4B5766"), colour("#D9DEE5"), colour("#F0F2F5")


def recovery_sheet(code: str, *, business: str, person: str, day: str, paper: str = "A4") -> bytes:
    """The sheet as a PDF in the program's language. It holds what is on it, and nothing more."""
    form = paper_named(paper)
    page, cleaner = Page(form), Cleaner()
    bold, regular = faces().bold, faces().regular
    across = form.right - form.side
    y = form.top + 24
    page.text(form.side, y, _("Recovery sheet"), bold, 21, _INK)
    y += 20
    page.text(form.side, y, cleaner.clean(f"{business}   {person}   {day}"), regular, 10, _SOFT)
    y += 16
    page.lines.append(Line(form.side, y, form.right, y, 0.5, _HAIR))
    y += 28
    page.boxes.append(Box(form.side, y, across, 64, _PALE))
    page.text(form.side + across / 2, y + 40, code, bold, 22, _INK, "centre")
    y += 96
    for text in (
        _("With this code {person} can set a new password for this book when the old one is forgotten.").format(
            person=person
        ),
        _("On the sign-in page, choose your name and “Forgot the password?”, then type the code and a new password."),
        _("Whoever has this sheet and the book can sign in as you. Keep it locked away, and not beside the computer."),
        _("A newer sheet makes this one worthless. Without sheet and password, only another owner can let you in."),
    ):
        for line in wrap(cleaner.clean(text), regular, 11, across):
            page.text(form.side, y, line, regular, 11, _INK)
            y += 18
        y += 6
    return pdf_bytes(Made(_("Recovery sheet"), (page,), cleaner.missing, language=language()))
