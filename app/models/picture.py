"""Pictures that are kept in a book: PNG or JPEG, made small before they are stored, never taken as they come."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import UserError
from app.i18n import _

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_FILE = 20 * 1024 * 1024
"""Bytes of a file that is looked at."""
MOST_PIXELS = 60_000_000
SIDE = 640
"""Pixels of the longer side that are kept."""
MOST_KEPT = 400 * 1024
"""Bytes that are kept at most."""

_KINDS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}


def picture_kind(content: bytes) -> str:
    """``PNG`` or ``JPEG`` by the first bytes; empty for anything else."""
    return next((kind for sign, kind in _KINDS.items() if content.startswith(sign)), "")


def small_picture(path: Path) -> bytes:
    """What is kept of a picture file: turned upright, at most ``SIDE`` pixels, without anything hidden in the file.

    Takes a moment: for beside the window. Raises UserError in words for everything that is no picture to keep.
    """
    try:
        if path.stat().st_size > MOST_FILE:
            raise _refused(_("The picture is larger than {limit} MB.").format(limit=MOST_FILE // 2**20))
        content = path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or _("unknown reason")
        raise _refused(_("The picture could not be read: {reason}.").format(reason=reason)) from problem
    return shrunk(content)


def shrunk(content: bytes) -> bytes:
    """The same for the bytes of a file."""
    from PIL import Image as PILImage
    from PIL import ImageOps

    kind = picture_kind(content)
    if not kind:
        raise _refused(_("This is no PNG or JPEG picture."))
    try:
        with PILImage.open(io.BytesIO(content), formats=(kind,)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _refused(_("The picture has more than {n} million pixels.").format(n=MOST_PIXELS // 1_000_000))
            opened.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(opened)
            clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            picture = upright.convert("RGBA" if clear else "RGB")
            picture.thumbnail((SIDE, SIDE))
    except (OSError, SyntaxError, ValueError, ArithmeticError, EOFError, PILImage.DecompressionBombError) as problem:
        raise _refused(_("The picture is damaged.")) from problem
    for side in (SIDE, SIDE // 2):
        found = _written(picture, side, clear)
        if len(found) <= MOST_KEPT:
            return found
    return _written(picture, SIDE // 4, clear)


def _written(picture: Image, side: int, clear: bool) -> bytes:
    picture.thumbnail((side, side))
    kept = io.BytesIO()
    if clear:
        picture.save(kept, "PNG", optimize=True)
    else:
        picture.save(kept, "JPEG", quality=86)
    return kept.getvalue()


def _refused(what: str) -> UserError:
    sentence = _("{what} Choose a PNG or JPEG picture of at most {limit} MB.").format(
        what=what, limit=MOST_FILE // 2**20
    )
    return UserError(sentence, field="picture", code="no_picture")
