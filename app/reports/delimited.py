"""CSV files: for a spreadsheet by default, where no text may run as a formula, or exactly as stored for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from app.i18n import _
from app.money import Currency
from app.queries.columns import Column, Kind
from app.reports.cells import Loss, guarded, text_value
from app.reports.excel import Exported
from app.reports.files import Progress, Stop, output, stop_if

_STEP = 2000

_TEXTS = frozenset({Kind.TEXT, Kind.NUMBER, Kind.STATE})


def write_csv(
    target: Path,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    money: Currency,
    for_machines: bool = False,
    count: int = 0,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Exported:
    """Write a list as UTF-8 with a byte order mark, commas and CRLF; the first row names the columns.

    Texts that a spreadsheet would run as a formula get an apostrophe in front, unless ``for_machines`` is set: then all
    is as stored, and the first row holds the columns' English keys. Half a character that no file can hold is left out
    and named in the result. Raises FileError and Cancelled; the target then stays as it was.
    """
    setters = [text_value(column, money, for_machines=for_machines) for column in columns]
    careful = [column.kind in _TEXTS and not for_machines for column in columns]
    titles = [column.key if for_machines else guarded(_(column.title)) for column in columns]
    losses: list[Loss] = []
    done = 0
    with output(target) as out:
        out.file.write(b"\xef\xbb\xbf" + _encoded([titles]))
        batch: list[list[str]] = []

        def flush() -> None:
            stop_if(stop)
            try:
                data = _encoded(batch)
            except UnicodeEncodeError:
                losses.extend(_mend(batch, titles, done - len(batch)))
                data = _encoded(batch)
            out.file.write(data)
            batch.clear()
            if progress is not None:
                progress(done, count)

        for row in rows:
            texts = [make(value) for make, value in zip(setters, row, strict=True)]
            batch.append([guarded(text) if guard else text for text, guard in zip(texts, careful, strict=True)])
            done += 1
            if len(batch) == _STEP:
                flush()
        flush()
    return Exported(out.path, out.renamed, done, tuple(losses), out.sentence(target))


def _encoded(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def _mend(rows: list[list[str]], titles: Sequence[str], before: int) -> list[Loss]:
    """Take half characters out of these rows, and say where they were."""
    losses: list[Loss] = []
    for number, row in enumerate(rows, before + 1):
        for place, text in enumerate(row):
            kept = text.encode("utf-8", errors="ignore").decode("utf-8")
            if kept != text:
                row[place] = kept
                losses.append(Loss(number, titles[place], _("Half characters were left out."), kept[:60]))
    return losses
