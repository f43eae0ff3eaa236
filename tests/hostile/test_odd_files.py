"""Odd workbooks and text tables through the command line: read, or refused in a plain sentence; nothing is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main
from tests.conftest import THOROUGH
from tests.helpers.book import close, new_book
from tests.importing.samples import shared_folder

FOLDER = shared_folder()
pytestmark = pytest.mark.skipif(FOLDER is None, reason="the sample files are not on this computer")
KINDS = {".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv", ".txt"}
WORST = ("password", "xmlbomb", "EXCEL_3", "pass_protected", "any_sheets", "Formula")


def odd_files() -> list[Path]:
    """All of them when there is time, else every twentieth and those that once were the worst."""
    if FOLDER is None:
        return []
    found = [p for name in ("07-odd-workbooks", "08-csv-corpora") for p in sorted((FOLDER / name).rglob("*"))]
    found = [p for p in found if p.suffix.lower() in KINDS and p.name != "SOURCE.txt"]
    return [p for n, p in enumerate(found) if THOROUGH or n % 20 == 0 or any(word in p.name for word in WORST)]


def test_a_dry_run_reads_or_refuses_in_words_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = new_book(tmp_path)
    close(book)
    told = {}
    for file in odd_files():
        status = main(["import", str(file), "--dry-run", "--book", str(book.path)])
        out, err = capsys.readouterr()
        said = err.strip() or out.strip()
        if status not in (0, 1) or not said or "Traceback" in out + err or "Error:" in err:
            told[file.name] = (status, said[:300])
    assert told == {}
    assert not list((tmp_path / "data").rglob("crash*"))
    assert main(["check", "--book", str(book.path)]) == 0
    capsys.readouterr()
    assert main(["list", "orders", "--json", "--book", str(book.path)]) == 0
    assert '"total": 0' in capsys.readouterr().out
