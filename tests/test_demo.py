"""The demo book: a plausible year that satisfies the check and has something of everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.demo import make_demo
from app.demo.names import cast_in
from app.errors import Cancelled
from app.models.base import connection
from app.models.book import close_book, open_book
from app.models.company import the_company
from app.queries.check import check

TODAY = date(2026, 6, 20)


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def demos() -> dict[str, Path]:
    """The demo books that were made so far, by language."""
    return {}


@pytest.fixture
def demo(language: str, demos: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo book in each language, made once."""
    if language not in demos:
        path = tmp_path_factory.mktemp("demo") / "demo.daybook"
        assert make_demo(path, orders=120, language=language, today=TODAY) == 120
        demos[language] = path
    return demos[language]


@pytest.fixture
def opened(demo: Path) -> Iterator[Path]:
    open_book(demo)
    yield demo
    close_book()


def held(statement: str) -> dict[str, int]:
    """A count by key."""
    return dict(connection().execute(statement))


def test_the_check_finds_nothing(opened: Path) -> None:
    assert check() == []


def test_something_of_everything(opened: Path) -> None:
    orders = held("SELECT state, count(*) FROM sales_order GROUP BY state")
    assert {"draft", "review", "confirmed", "processing", "completed"} <= set(orders)
    collections = held("SELECT collection, count(*) FROM sales_order GROUP BY collection")
    assert {"paid", "unpaid", "partly_paid"} <= set(collections)
    assert {"requested", "approved"} <= set(held("SELECT state, count(*) FROM refund GROUP BY state"))
    assert {"requested", "approved"} <= set(held("SELECT state, count(*) FROM credit GROUP BY state"))
    assert "invoice" in held("SELECT document_type, count(*) FROM invoice GROUP BY document_type")
    assert held("SELECT 'open', count(*) FROM payment WHERE customer_id IS NULL")["open"] >= 1
    assert held("SELECT 'n', count(*) FROM follow_up")["n"] > 50
    assert held("SELECT 'n', count(*) FROM user")["n"] == 6
    assert held("SELECT 'n', count(*) FROM customer")["n"] == 70
    assert held("SELECT 'n', count(*) FROM product")["n"] == 40
    overdue = "SELECT 'n', count(*) FROM sales_order WHERE outstanding > 0 AND due_date < '2026-06-20'"
    assert held(overdue)["n"] >= 1


def test_it_covers_the_year_up_to_today(opened: Path) -> None:
    months = held("SELECT substr(date, 1, 7), count(*) FROM sales_order GROUP BY 1")
    assert len(months) >= 12
    first, last = connection().execute("SELECT min(date), max(date) FROM sales_order").fetchone() or ("", "")
    assert "2025-06-20" < str(first) < str(last) == "2026-06-20"
    latest = connection().execute("SELECT max(substr(at, 1, 10)) FROM trail").get
    assert latest == "2026-06-20"


def test_the_company_speaks_its_language(opened: Path, language: str) -> None:
    company = the_company()
    assert company.name == cast_in(language).company["name"]
    assert company.currency == ("CNY" if language == "zh_CN" else "GBP")
    assert bytes(company.logo or b"").startswith(b"\x89PNG")


def test_what_people_wrote_is_in_the_language_of_the_demo(opened: Path, language: str) -> None:
    written = connection().execute(
        "SELECT reason FROM write_off UNION SELECT void_reason FROM payment UNION SELECT reason FROM invoice"
    )
    words = [word for (word,) in written if word]
    assert words
    assert all(word.isascii() == (language == "en") for word in words)


def test_the_same_seed_gives_the_same_trade(tmp_path: Path) -> None:
    def trade(name: str) -> list[tuple[object, ...]]:
        make_demo(tmp_path / name, orders=10, today=TODAY)
        open_book(tmp_path / name)
        rows = connection().execute("SELECT number, date, state, total, paid FROM sales_order ORDER BY id").fetchall()
        close_book()
        return [tuple(row) for row in rows]

    assert trade("a.daybook") == trade("b.daybook")


def test_a_cancelled_demo_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, whole: int, what: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_demo(tmp_path / "demo.daybook", orders=5, today=TODAY, progress=stop)
    assert list(tmp_path.glob("demo*")) == []


def test_unknown_languages_get_the_english_demo() -> None:
    assert cast_in("tlh") == cast_in("en")
