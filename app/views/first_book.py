"""Making the first book, and the sample business beside it: what the first start does once all is answered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.errors import BookError
from app.i18n import _
from app.models.actor import silent
from app.models.creation import create_book
from app.views.sample import SAMPLE_NAME


def make_first_book(target: Path, values: dict[str, Any], password: str = "", sheet: str = "") -> Path:
    """Make the book at ``target`` with the owner's password and the code of their recovery sheet, if there are any.

    Raises BookError and UserError; a book that was made before stays.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise BookError(
            _("The folder {folder} cannot be made ({reason}). Choose another.").format(
                folder=target.parent, reason=problem.strerror
            ),
            code="no_folder",
        ) from None
    if not target.exists():
        create_book(target, **values)
    if password:
        _protect(target, password, sheet)
    return target


def _protect(book: Path, password: str, sheet: str) -> None:
    from app.models.book import close_book, open_book
    from app.operations.recovery import keep_recovery
    from app.operations.users import change_password
    from app.queries.people import actor_of, people

    open_book(book)
    try:
        owner = actor_of(people()[0])
        change_password(owner, password)
        if sheet:
            keep_recovery(owner, sheet)
    finally:
        close_book()


def make_sample(own: Path, language: str, progress: Callable[..., None] = silent) -> Path:
    """Make the sample business beside a book, unless it is there; its path. Raises Cancelled; nothing is left then."""
    from app.demo import make_demo

    place = own.with_name(SAMPLE_NAME)
    if not place.exists():
        try:
            make_demo(place, language=language, sample=True, progress=progress)
        except BaseException:
            with suppress(OSError):
                place.unlink(missing_ok=True)
            raise
    return place
