"""CSV: safe to open in a spreadsheet, exact for machines."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Cancelled
from app.money import currency
from app.queries.columns import Column, Kind
from app.reports.delimited import guarded, write_csv
from tests.reports.test_excel import COLUMNS, ROWS, payloads

CNY = currency("CNY")
TEXT = (Column("t", "Note", Kind.TEXT, 80),)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_for_people(tmp_path: Path) -> None:
    target = tmp_path / "orders.csv"
    done = write_csv(target, COLUMNS, ROWS, money=CNY)
    assert target.read_bytes().startswith(b"\xef\xbb\xbfNumber,Date,")
    rows = read(target)
    assert done.rows == 3
    assert rows[1][:10] == [
        "SO-2026-0001", "2026-03-05", "苏州青禾文具有限公司", "confirmed", "1.25", "24.9", "13", "1234.56", "5", "yes"
    ]  # fmt: skip
    assert rows[2][7] == "-0.05"
    assert rows[3][4:10] == [""] * 6


def test_for_machines(tmp_path: Path) -> None:
    target = tmp_path / "orders.csv"
    write_csv(target, COLUMNS, ROWS, money=CNY, for_machines=True)
    rows = read(target)
    assert rows[0] == [column.key for column in COLUMNS]
    assert rows[1][9:] == ["true", "2026-03-05T08:30:00"]


def test_formulas_are_guarded_for_people_only(tmp_path: Path) -> None:
    texts = [text for text in payloads() if text]
    rows: list[tuple[Any, ...]] = [(text,) for text in texts]
    write_csv(tmp_path / "people.csv", TEXT, rows, money=CNY)
    write_csv(tmp_path / "machines.csv", TEXT, rows, money=CNY, for_machines=True)
    people = [row[0] if row else "" for row in read(tmp_path / "people.csv")[1:]]
    assert people == [guarded(text) for text in texts]
    for text in people:
        assert text.lstrip(" \u00a0\u3000")[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert [row[0] for row in read(tmp_path / "machines.csv")[1:]] == texts


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    target = tmp_path_factory.mktemp("csv") / "x.csv"
    done = write_csv(target, (*TEXT, Column("n", "Count", Kind.COUNT, 80)), [(text, 1)], money=CNY, for_machines=True)
    assert read(target)[1] == [text, "1"]
    assert done.losses == ()


def test_half_characters_are_named(tmp_path: Path) -> None:
    done = write_csv(tmp_path / "x.csv", TEXT, [("ok",), ("a\ud800b",)], money=CNY)
    assert [(loss.row, loss.column) for loss in done.losses] == [(2, "Note")]
    assert read(tmp_path / "x.csv")[2] == ["ab"]


def test_cancelling_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    target.write_text("before")
    with pytest.raises(Cancelled):
        write_csv(target, TEXT, (("x",) for _ in range(10_000)), money=CNY, stop=lambda: True)
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]
