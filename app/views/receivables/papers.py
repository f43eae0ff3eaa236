"""Papers of many customers, each laid out by itself, in one file or in a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import FileError, UserError
from app.models.actor import Actor
from app.queries.statements import called
from app.reports.files import plain_name
from app.views.pdf_pages import join_pdfs
from app.views.print_setup import Failure, Made, Paper

if TYPE_CHECKING:
    from app.reports.pdf import Drawing
    from app.reports.typesetting import Missing

Keep = Callable[[int, str, bytes], None]
"""Hears which paper of a customer was made: its number and its bytes."""


def _forget(_customer: int, _number: str, _pdf: bytes) -> None:
    """What is made is kept nowhere."""


Drawn = Callable[[int], "tuple[str, Drawing]"]
"""Lays out the paper of one customer; gives what it is called, too."""


def made_papers(actor: Actor, customer_ids: Sequence[int], drawn: Drawn, keep: Keep = _forget) -> Made:
    """The papers of these customers in one file; one that cannot be made is named with its reason.

    Raises UserError when the only one cannot be made, Cancelled as ``actor.progress`` does.
    """
    from app.reports.pdf import pdf_bytes
    from app.reports.typesetting import missing_sentence

    files: list[bytes] = []
    papers: list[Paper] = []
    failures: list[Failure] = []
    missing: dict[str, Missing] = {}
    for done, customer in enumerate(customer_ids):
        actor.progress(done, len(customer_ids))
        try:
            name, drawing = drawn(customer)
        except UserError as problem:
            if len(customer_ids) == 1:
                raise
            failures.append(Failure(called(customer), problem.message))
            continue
        missing.update((each.character, each) for each in drawing.missing)
        files.append(pdf_bytes(drawing))
        keep(customer, name, files[-1])
        papers.append(Paper(name, len(drawing.pages)))
    pdf = files[0] if len(files) == 1 else join_pdfs(files)[0] if files else b""
    return Made(pdf, tuple(papers), missing_sentence(list(missing.values())), tuple(failures))


def write_papers(actor: Actor, customer_ids: Sequence[int], drawn: Drawn, folder: Path, keep: Keep = _forget) -> Made:
    """Write each paper as a file of its own into a folder; ``papers`` of what comes back are those written.

    A file of the same name is replaced. Raises Cancelled as ``actor.progress`` does: what was written stays.
    """
    from app.reports.pdf import pdf_bytes
    from app.views.files import write_file

    papers: list[Paper] = []
    failures: list[Failure] = []
    taken: set[str] = set()
    for done, customer in enumerate(customer_ids):
        actor.progress(done, len(customer_ids))
        try:
            name, drawing = drawn(customer)
            plain = plain_name(name, " ")
            unique = plain if plain.casefold() not in taken else f"{plain} {customer}"
            taken.add(unique.casefold())
            pdf = pdf_bytes(drawing)
            write_file(folder / f"{unique}.pdf", pdf)
            keep(customer, name, pdf)
        except (UserError, FileError) as problem:
            failures.append(Failure(called(customer), problem.message))
        else:
            papers.append(Paper(name, len(drawing.pages)))
    return Made(b"", tuple(papers), "", tuple(failures))
