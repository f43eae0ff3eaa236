"""Pages and PDF files: what is drawn stands on pages as plain data; a file is written from any number of drawings.

Drawing and writing are apart, so that the number of pages is known before the first is written, and so that the
same drawing always gives the same bytes: the file carries no date, no random number and no name of a computer.
All measures are points from the top left corner.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from app.reports.files import Output, Progress, Stop, output, stop_if
from app.reports.typesetting import Face, Missing, add_missing, faces

Align = Literal["left", "right", "centre"]
Colour = tuple[float, float, float]

LARGEST_PICTURE = 40_000_000
"""Pixels above which a logo is left out."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper format: size and margins in points, and how large its texts are relative to A4."""

    name: str
    width: float
    height: float
    side: float
    top: float
    bottom: float
    scale: float = 1.0

    @property
    def right(self) -> float:
        """Where the text area ends."""
        return self.width - self.side


PAPERS = {
    "A4": Paper("A4", 595.28, 841.89, 51.0, 48.0, 45.0),
    "A5": Paper("A5", 419.53, 595.28, 34.0, 30.0, 27.0, 0.82),
    "Letter": Paper("Letter", 612.0, 792.0, 54.0, 48.0, 45.0),
    # Continuous forms with holes at both sides, whole and halved, as needle printers take them.
    "241x280": Paper("241x280", 683.15, 792.0, 54.0, 32.0, 28.0, 0.95),
    "241x140": Paper("241x140", 683.15, 396.0, 54.0, 18.0, 16.0, 0.82),
    # The same form cut in three, and the roll of a label printer.
    "241x93": Paper("241x93", 683.15, 264.0, 54.0, 12.0, 12.0, 0.78),
    "100x150": Paper("100x150", 283.46, 425.2, 14.0, 14.0, 14.0),
}


def colour(code: str) -> Colour:
    """``#1B2430`` as three fractions."""
    return int(code[1:3], 16) / 255, int(code[3:5], 16) / 255, int(code[5:7], 16) / 255


class Text(NamedTuple):
    """A piece of text: where its base line begins, its face, size and colour."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    colour: Colour


class Line(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: Colour


class Box(NamedTuple):
    """A filled rectangle, or an outlined one where ``width`` is above 0."""

    x: float
    y: float
    across: float
    down: float
    colour: Colour
    width: float = 0


class Picture(NamedTuple):
    """An image in its place; ``data`` is a PNG or JPEG file. One that is ``stamped`` darkens what is below it."""

    x: float
    y: float
    across: float
    down: float
    data: bytes
    stamped: bool = False


class Slanted(NamedTuple):
    """A word across the page, behind everything else."""

    text: str
    size: float
    colour: Colour


@dataclass(slots=True)
class Page:
    """One page: what is drawn on it, from back to front."""

    paper: Paper
    slanted: Slanted | None = None
    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, face: Face, size: float, ink: Colour, align: Align = "left") -> None:
        """Set one line of cleaned text; ``x`` is its left end, right end or centre."""
        if not text:
            return
        if align == "right":
            x -= face.width(text, size)
        elif align == "centre":
            x -= face.width(text, size) / 2
        self.texts.append(Text(x, y, text, face, size, ink))


@dataclass(frozen=True, slots=True)
class Drawing:
    """One document, laid out: its title for the outline, its pages, the characters that could not be printed, and the
    texts of which only the beginning found room."""

    title: str
    pages: tuple[Page, ...]
    missing: tuple[Missing, ...] = ()
    language: str = "en"
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A finished PDF file: where it is, whether it got another name, and what it holds."""

    path: Path
    renamed: bool
    documents: int
    pages: int
    missing: tuple[Missing, ...]
    sha256: str
    notice: str = ""


def write_pdf(
    target: Path,
    drawings: Iterable[Drawing],
    *,
    title: str = "",
    count: int = 0,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Written:
    """Write all drawings into one file, each under its own outline entry.

    ``drawings`` may be a generator, so that documents are laid out one at a time; ``count`` is how many there will be,
    for ``progress``. Raises FileError when the file cannot be written and Cancelled when ``stop`` answers true; the
    target then stays as it was.
    """
    done: Output
    with output(target) as done:
        writer = _Writer(title)
        for drawing in drawings:
            stop_if(stop)
            writer.add(drawing)
            if progress is not None:
                progress(writer.documents, count)
        stop_if(stop)
        data = writer.finish()
        done.file.write(data)
    return Written(
        path=done.path,
        renamed=done.renamed,
        documents=writer.documents,
        pages=writer.pages,
        missing=add_missing(writer.missing),
        sha256=hashlib.sha256(data).hexdigest(),
        notice=done.sentence(target),
    )


def pdf_bytes(*drawings: Drawing) -> bytes:
    """The PDF of one drawing or several: for preview, for keeping with an issued invoice, and for sending."""
    writer = _Writer(drawings[0].title)
    for drawing in drawings:
        writer.add(drawing)
    return writer.finish()


@lru_cache(maxsize=64)
def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG in pixels; None when it is no picture, or too large for a document."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            across, down = image.size
            if across * down > LARGEST_PICTURE or not across or not down:
                return None
            image.load()
            return across, down
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


class _Writer:
    """Turns pages into one PDF. Texts that occur again are encoded once."""

    def __init__(self, title: str) -> None:
        from reportlab import rl_config
        from reportlab.lib.rl_accel import escapePDF
        from reportlab.pdfgen.canvas import Canvas

        # Plain binary streams: smaller and quicker than the text encoding that reportlab prefers.
        rl_config.useA85 = 0
        self._escaped = [str(escapePDF(bytes([sign]))) for sign in range(256)]
        self._canvas = Canvas(
            io.BytesIO(), pageCompression=1, invariant=1, initialFontName=faces().regular.name, verbosity=0
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("Daybook")
        self._canvas.setProducer("Daybook")
        self._encoded: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._readers: dict[bytes, Any] = {}
        self.documents = 0
        self.pages = 0
        self.missing: list[Missing] = []

    def add(self, drawing: Drawing) -> None:
        canvas = self._canvas
        key = f"document-{self.documents}"
        if not self.documents:
            canvas.setCatalogEntry("Lang", "zh-CN" if drawing.language.startswith("zh") else "en")
        for number, page in enumerate(drawing.pages):
            canvas.setPageSize((page.paper.width, page.paper.height))
            if number == 0:
                canvas.bookmarkPage(key)
                canvas.addOutlineEntry(drawing.title, key, 0)
            self._page(page)
            canvas.showPage()
        self.documents += 1
        self.pages += len(drawing.pages)
        self.missing.extend(drawing.missing)

    def finish(self) -> bytes:
        if not self.pages:
            self._canvas.showPage()
        data: bytes = self._canvas.getpdfdata()
        return data

    def _page(self, page: Page) -> None:
        height = page.paper.height
        out: list[str] = []
        if page.slanted is not None:
            self._slanted(page, page.slanted, out)
        pen: tuple[float, Colour] | None = None
        for line in page.lines:
            if pen != (line.width, line.colour):
                pen = (line.width, line.colour)
                out.append("{:.3f} {:.3f} {:.3f} RG {:.2f} w".format(*line.colour, line.width))
            out.append(f"{line.x1:.2f} {height - line.y1:.2f} m {line.x2:.2f} {height - line.y2:.2f} l S")
        for box in page.boxes:
            x, y = box.x, height - box.y - box.down
            ink = " ".join(f"{part:.3f}" for part in box.colour)
            if box.width:
                out.append(f"{ink} RG {box.width:.2f} w {x:.2f} {y:.2f} {box.across:.2f} {box.down:.2f} re S")
            else:
                out.append(f"{ink} rg {x:.2f} {y:.2f} {box.across:.2f} {box.down:.2f} re f")
        self._canvas.addLiteral("\n".join(out))
        for picture in page.pictures:
            if not picture.stamped:
                self._picture(picture, height)
        self._texts(page.texts, height)
        stamps = [picture for picture in page.pictures if picture.stamped]
        if stamps:
            # As ink on paper: the white of a scanned stamp hides nothing that is printed below it.
            self._canvas.saveState()
            self._canvas.setBlendMode("Multiply")
            for picture in stamps:
                self._picture(picture, height)
            self._canvas.restoreState()

    def _texts(self, texts: list[Text], height: float) -> None:
        out = ["BT"]
        append = out.append
        ink: Colour | None = None
        current: tuple[str, float] | None = None
        encoded = self._encoded
        for x, y, text, face, size, wanted in texts:
            if wanted is not ink:
                ink = wanted
                append("{:.3f} {:.3f} {:.3f} rg".format(*wanted))
            append(f"1 0 0 1 {x:.2f} {height - y:.2f} Tm")
            key = (face.name, text)
            for font, shown in encoded[key] if key in encoded else self._encode(face, text):
                if current != (font, size):
                    current = (font, size)
                    append(f"{font} {size:g} Tf")
                append(shown)
        append("ET")
        self._canvas.addLiteral("\n".join(out))

    def _encode(self, face: Face, text: str) -> list[tuple[str, str]]:
        document = self._canvas._doc
        escaped = self._escaped.__getitem__
        pieces = [
            (face.font.getSubsetInternalName(subset, document), f"({''.join(map(escaped, part))}) Tj")
            for subset, part in face.font.splitString(text, document)
        ]
        if len(self._encoded) > 50_000:
            self._encoded.clear()
        self._encoded[face.name, text] = pieces
        return pieces

    def _slanted(self, page: Page, mark: Slanted, out: list[str]) -> None:
        face = faces().bold
        wide = face.width(mark.text, mark.size)
        middle, centre = page.paper.width / 2, page.paper.height / 2
        # Forty-five degrees: the base line runs from lower left to upper right through the middle of the page.
        turn = 0.7071
        x = middle - wide / 2 * turn + mark.size * 0.36 * turn
        y = centre - wide / 2 * turn - mark.size * 0.36 * turn
        out.append("BT {:.3f} {:.3f} {:.3f} rg".format(*mark.colour))
        out.append(f"{turn} {turn} -{turn} {turn} {x:.2f} {y:.2f} Tm")
        for font, shown in self._encode(face, mark.text):
            out.append(f"{font} {mark.size:g} Tf {shown}")
        out.append("ET")

    def _picture(self, picture: Picture, height: float) -> None:
        from reportlab.lib.utils import ImageReader

        reader = self._readers.get(picture.data)
        if reader is None:
            reader = self._readers[picture.data] = ImageReader(io.BytesIO(picture.data))
        self._canvas.drawImage(
            reader,
            picture.x,
            height - picture.y - picture.down,
            picture.across,
            picture.down,
            mask="auto",
        )
