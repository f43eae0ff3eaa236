"""What is to be looked at before a paper is printed: what would be wrong on it, what is missing, what is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.i18n import _, ngettext
from app.models.document import DocumentKind, DocumentSnapshot, Mark
from app.models.paper_style import PaperStyle
from app.reports.pdf import Drawing, picture_size
from app.reports.typesetting import missing_glyphs, missing_sentence

MANY_PAGES = 20
"""A paper of more pages is asked about: somebody may have meant another one."""

_FISCAL = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE})
_FIRMS = (
    "公司",
    "集团",
    "事务所",
    "合作社",
    "中心",
    "医院",
    "学校",
    "厂",
    " Ltd",
    " LLC",
    " GmbH",
    " Inc",
    " S.A",
    " AG",
)
_PRICED = _FISCAL | {DocumentKind.ORDER_SHEET, DocumentKind.QUOTATION}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at before printing.

    ``key`` names what it is, ``number`` the document, ``place`` the part of the settings where it can be mended, if
    there is one. A ``wrong`` paper must not leave the house; anything else is only said.
    """

    key: str
    number: str
    sentence: str
    wrong: bool = False
    place: str = ""


def examine(snapshot: DocumentSnapshot, drawing: Drawing | None = None) -> tuple[Finding, ...]:
    """Everything to be said about a paper, the gravest first; without its ``drawing`` only what its contents show."""
    found = [*_contents(snapshot), *_missing(snapshot)]
    if drawing is not None:
        found += _drawn(snapshot, drawing)
    elif missing := missing_glyphs([snapshot.to_json()]):
        found.append(Finding("glyphs", snapshot.number, missing_sentence(missing)))
    return tuple(sorted(found, key=lambda finding: not finding.wrong))


def wrong_sentence(findings: tuple[Finding, ...]) -> str:
    """Why this paper must not be printed; empty where it may."""
    return next((finding.sentence for finding in findings if finding.wrong), "")


def refusal(snapshot: DocumentSnapshot) -> str:
    """The same from the contents alone, which is where all that is wrong shows; nothing is drawn or looked through."""
    return wrong_sentence(tuple(_contents(snapshot)))


def _maker(snapshot: DocumentSnapshot) -> Callable[..., Finding]:
    def made(key: str, sentence: str, *, wrong: bool = False, place: str = "") -> Finding:
        return Finding(key, snapshot.number, sentence, wrong, place)

    return made


def _contents(snapshot: DocumentSnapshot) -> Iterator[Finding]:
    made = _maker(snapshot)
    if snapshot.kind in _PRICED:
        if not _adds_up(snapshot):
            yield made(
                "totals",
                _("The totals do not agree with the lines. Do not hand it out; check the book."),
                wrong=True,
            )
        if not snapshot.lines:
            yield made("empty", _("There are no goods on it."))
    if snapshot.mark is Mark.VOID:
        yield made("void", _("It is void, and says so."))
    elif snapshot.mark is Mark.DRAFT:
        yield made("draft", _("It is a draft, and says so."))


def _adds_up(snapshot: DocumentSnapshot) -> bool:
    """Whether lines, discounts, taxes and totals agree to the smallest unit."""
    subtotal = sum(line.amount for line in snapshot.lines)
    base = snapshot.gross if snapshot.prices_include_tax else snapshot.net
    return all(
        (
            snapshot.net + snapshot.tax == snapshot.gross,
            not snapshot.subtotal or subtotal == snapshot.subtotal,
            not snapshot.subtotal or snapshot.subtotal - snapshot.discount - snapshot.rounding_off == base,
            not snapshot.taxes or sum(row.tax for row in snapshot.taxes) == snapshot.tax,
        )
    )


def _missing(snapshot: DocumentSnapshot) -> Iterator[Finding]:
    made = _maker(snapshot)
    style = PaperStyle.read(snapshot.style)
    if snapshot.kind in _FISCAL:
        if snapshot.tax and not snapshot.seller.tax_number:
            yield made("seller_tax", _("Your business has no tax number."), place="company")
        if snapshot.tax and not snapshot.buyer.tax_number and _is_firm(snapshot):
            yield made("buyer_tax", _("The buyer has no tax number."))
    if snapshot.kind is DocumentKind.INVOICE and style.bank and not snapshot.seller.account:
        yield made("bank", _("No bank account stands on it."), place="company")
    for name, content, wanted, sentence in (
        ("logo", snapshot.logo, False, _("The logo cannot be read and is left out.")),
        ("seal", snapshot.seal, style.seal, _("The seal is missing.")),
        ("payment_qr", snapshot.payment_qr, style.payment_qr, _("The code to pay by is missing.")),
    ):
        if (wanted and not content) or (content and picture_size(content) is None):
            yield made(name, sentence, place="company" if name == "logo" else "papers")


def _is_firm(snapshot: DocumentSnapshot) -> bool:
    """Whether the buyer is most likely a firm that wants its tax number on the paper; people have none."""
    abroad = bool(snapshot.buyer.country) and snapshot.buyer.country != snapshot.seller.country
    return abroad or any(word in snapshot.buyer.name for word in _FIRMS)


def _drawn(snapshot: DocumentSnapshot, drawing: Drawing) -> Iterator[Finding]:
    made = _maker(snapshot)
    if drawing.missing:
        yield made("glyphs", missing_sentence(drawing.missing))
    for text in drawing.cut:
        yield made("cut", _("This text is cut: “{text}”").format(text=" ".join(text.split())[:60]), place="papers")
    if _outside(drawing):
        yield made("outside", _("Something reaches beyond the edge of the paper."), place="papers")
    count = len(drawing.pages)
    if count > MANY_PAGES:
        yield made("pages", ngettext("It has {n} page.", "It has {n} pages.", count).format(n=f"{count:,}"))


def _outside(drawing: Drawing) -> bool:
    for page in drawing.pages:
        paper = page.paper
        for text in page.texts:
            if not 0 <= text.y <= paper.height or text.x < 0:
                return True
            if text.x + text.face.width(text.text, text.size) > paper.width:
                return True
    return False
