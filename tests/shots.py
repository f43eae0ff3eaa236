"""A picture of every page and dialog, light and dark, English and Chinese, of a full and of an empty book.

``python -m tests.shots [FOLDER] [WORD …]`` writes PNG files named ``page-book-language-scheme.png`` at 1280×720; with
words only the pages and dialogs whose names hold one of them. ``DAYBOOK_SHOT_ORDERS`` says how full the book is.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget

SIZE = QSize(1280, 720)
BOOKS = ("full", "empty")
LANGUAGES = ("en", "zh_CN")
SCHEMES = ("light", "dark")
LARGE = ("orders", "statistics", "settings")
"""The pages that are also drawn at twice the size."""


def main(arguments: list[str]) -> int:
    """Draw everything; returns 0."""
    wanted = arguments[1:]
    target = Path(arguments[0] if arguments else "shots").resolve()
    target.mkdir(parents=True, exist_ok=True)
    if os.environ.get("QT_SCALE_FACTOR") is None and not wanted:
        draw_large(target)
    with tempfile.TemporaryDirectory(prefix="daybook-shots-") as folder:
        os.environ["DAYBOOK_DATA_DIR"] = folder
        count = sum(Studio(Path(folder), target, wanted).draw(book) for book in BOOKS)
    print(f"{count} pictures in {target}")
    return 0


def draw_large(target: Path) -> None:
    """Some pages at 200 %: Qt takes the factor only when it starts."""
    import subprocess

    surroundings = {**os.environ, "QT_SCALE_FACTOR": "2"}
    subprocess.run([sys.executable, "-m", "tests.shots", str(target / "200"), *LARGE], env=surroundings, check=False)


class Studio:
    """Opens a book in a window and draws its pages and dialogs."""

    def __init__(self, folder: Path, target: Path, wanted: list[str]) -> None:
        from app.views import theme

        self.folder, self.target, self.wanted = folder, target, wanted
        running = QApplication.instance()
        self.app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
        theme.start(self.app, "light")

    def draw(self, book: str) -> int:
        """All pictures of one book; returns how many."""
        from app.application import make_window
        from app.models.base import database
        from app.models.book import close_book, open_book
        from app.models.company import the_company
        from app.money import currency
        from app.preferences import Preferences
        from app.queries.people import actor_of, people
        from app.views.background import Background
        from app.views.desk import Desk

        path = self._book(book)
        opened = open_book(path)
        background = Background(release=lambda _thread: database.close())
        desk = Desk(actor_of(people()[0]), background, Preferences(), currency(the_company().currency))
        window = make_window(desk, opened)
        background.problem = lambda error: print(f"{type(error).__name__}: {error}", file=sys.stderr)
        window.resize(SIZE)
        window.show()
        count = 0
        try:
            for language, scheme in ((la, s) for la in LANGUAGES for s in SCHEMES):
                window.choose_language(language)
                window.choose_scheme(scheme)
                count += self._everything(window, desk, f"{book}-{language}-{scheme}")
        finally:
            window.close()
            background.close()
            close_book()
        return count

    def _book(self, book: str) -> Path:
        path = self.folder / f"{book}.daybook"
        if book == "full":
            from app.demo import make_demo

            make_demo(path, orders=int(os.environ.get("DAYBOOK_SHOT_ORDERS", "200")), language="zh_CN")
        else:
            from app.models.creation import create_book

            create_book(path, name="苏州青禾文具有限公司", owner="owner", country="CN")
        return path

    def _everything(self, window: Any, desk: Any, words: str) -> int:
        count = 0
        for key in window.specs:
            if self._is_wanted(key):
                window.show_page(key)
                count += self._keep(window, window, f"{key}-{words}")
        for name, make in dialogs(window, desk):
            if not self._is_wanted(name):
                continue
            try:
                shown = make()
            except Exception as error:
                print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
                continue
            if isinstance(shown, QDialog):
                shown.show()
            count += self._keep(window, shown or window, f"{name}-{words}")
            window.notices.panel.close_panel()
            if isinstance(shown, QDialog):
                shown.close()
                shown.deleteLater()
            elif shown is not None and shown.isWindow():
                shown.close()
            else:
                window.close_record()
        return count

    def _is_wanted(self, name: str) -> bool:
        return not self.wanted or any(word in name for word in self.wanted)

    def _keep(self, window: Any, shown: QWidget, name: str) -> int:
        from app.views.picture import settle

        settle(self.app, window)
        return int(shown.grab().save(str(self.target / f"{name}.png")))


def dialogs(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """The dialogs and record pages, each with what opens it; None means that it is in the window."""
    from app.errors import BookError
    from app.queries.columns import Ask
    from app.queries.lists import LISTS
    from app.queries.people import people
    from app.views.book_problem import BookProblem
    from app.views.first_run import FirstRun
    from app.views.imports.batches import BatchesDialog
    from app.views.imports.dialog import ImportDialog
    from app.views.papers import print_sheets
    from app.views.settings.code_sections import TaxDialog
    from app.views.settings.people_section import PersonDialog
    from app.views.sign_in import SignInDialog
    from tests.shots_acts import act_shots
    from tests.shots_bank import bank_shots
    from tests.shots_customers import customer_shots
    from tests.shots_day_close import day_shots
    from tests.shots_editor import editor_shots
    from tests.shots_follow_ups import follow_up_shots
    from tests.shots_lists import list_shots
    from tests.shots_money import money_shots
    from tests.shots_papers import paper_shots
    from tests.shots_products import product_shots
    from tests.shots_receivables import receivable_shots
    from tests.shots_shell import shell_shots
    from tests.shots_shipping import shipping_shots
    from tests.shots_states import state_shots
    from tests.shots_stock import stock_shots
    from tests.shots_trouble import trouble_shots

    def step(number: int) -> FirstRun:
        dialog = FirstRun(Path("/books/daybook.daybook"), desk.preferences)
        dialog.name.setText("苏州青禾文具有限公司")
        dialog.go_to(number)
        return dialog

    def settings(key: str) -> None:
        window.show_page("settings").show_section(key)

    def search_settings() -> None:
        window.show_page("settings").search.setText("kc")

    def show_notices() -> None:
        window.show_page("orders")
        window.notices.panel.open_panel()

    for number in range(5):
        yield f"first_run_{number + 1}", lambda number=number: step(number)
    sentence = "The book is damaged."
    yield "book_damaged", lambda: BookProblem(BookError(sentence, code="damaged"), Path("/books/daybook.daybook"))
    yield "import", lambda: ImportDialog(desk, window)
    for number, name in ((1, "sheet"), (2, "columns"), (3, "check")):
        yield f"import_{name}", lambda number=number: import_step(desk, window, number)
    yield "export_list", lambda: _export(window)
    for name, count in (("print", 1), ("print_many", 12)):
        orders = list(LISTS["orders"].first(desk.actor, Ask(), count))
        if orders:
            yield name, lambda orders=orders: preview_of(window, lambda: print_sheets(desk, window, orders))
    yield "imports", lambda: BatchesDialog(desk, window)
    for key in (
        "company", "taxes", "numbers", "terms", "electronic", "methods", "channels", "reasons", "hold_texts",
        "carriers", "words", "products", "policies", "months", "people", "security", "backup", "book", "appearance",
    ):  # fmt: skip
        yield f"settings_{key}", lambda key=key: settings(key)
    yield "settings_search", lambda: search_settings()
    yield "notices", lambda: show_notices()
    yield "sign_in", lambda: SignInDialog(people(), book="苏州青禾文具有限公司")
    yield "tax_dialog", lambda: TaxDialog(window.show_page("settings").section("taxes"))
    yield "person_dialog", lambda: PersonDialog(window.show_page("settings").section("people"))
    yield from list_windows(window, desk)
    for noun, module, name in (
        ("orders", "orders", "open_order"),
        ("customers", "customers", "open_customer"),
        ("products", "products", "open_product"),
        ("payments", "payments", "open_payment"),
        ("refunds", "refunds", "open_refund"),
        ("invoices", "invoices", "open_invoice"),
    ):
        ids = LISTS[noun].first(desk.actor, Ask(), 1)
        if len(ids):
            yield f"{noun}_record", lambda m=module, n=name, i=ids[0]: _record(desk, window, m, n, i)
    yield from money_shots(window, desk)
    yield from day_shots(window, desk)
    yield from bank_shots(window, desk)
    yield from receivable_shots(window, desk)
    yield from paper_shots(window, desk)
    yield from product_shots(window, desk)
    yield from list_shots(window, desk)
    yield from editor_shots(window, desk)
    yield from shell_shots(window, desk)
    yield from act_shots(window, desk)
    yield from customer_shots(window, desk)
    yield from follow_up_shots(window, desk)
    yield from shipping_shots(window, desk)
    yield from trouble_shots(window, desk)
    yield from state_shots(window, desk)
    yield from stock_shots(window, desk)


def list_windows(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """The small windows of a list, and a list with views and filters."""
    from PySide6.QtCore import QPoint

    from app.views.lists.column_chooser import ColumnChooser
    from app.views.lists.filter_editor import FilterEditor
    from app.views.lists.saving import ViewDialog
    from app.views.widgets.popup import Popup

    def tab() -> Any:
        return window.show_page("orders")

    def filtered() -> None:
        tab().show_filtered((("state", "confirmed,processing"), ("total", "100..5000"), ("date", "this_year")))
        tab().view.header.sort_by("customer")
        tab().view.header.sort_by("total", add=True)

    def opened(popup: Popup) -> QWidget:
        popup.open_at(QPoint(0, 0))
        return popup

    def editor(key: str) -> QWidget:
        return opened(FilterEditor(desk, tab().records.narrowing[key], "", lambda _value: None, tab()))

    yield "list_filtered", filtered
    for key in ("total", "date", "state", "customer", "note"):
        yield f"list_filter_{key}", lambda key=key: editor(key)
    yield "list_columns", lambda: opened(ColumnChooser(tab().view, tab(), (True, lambda _on: None)))
    yield "list_save_view", lambda: ViewDialog(desk, "orders", tab().place.definition, None, tab())


SOME_ROWS = (
    "订单号,日期,客户,商品,数量,单价\n"
    "A1,2026-01-05,杭州绿茵园艺,台灯,2,10.00\n"
    "A2,2026-02-31,Harbour & Hale,Oil,1,99.50\n"
    "A3,2026-01-07,上海绿茵,台灯,many,1.00\n"
)


def _wait(until: Callable[[], bool]) -> None:
    from PySide6.QtTest import QTest

    for _turn in range(400):
        if until():
            return
        QTest.qWait(25)


def import_step(desk: Any, window: Any, number: int) -> QWidget:
    """The import of a small file that is partly wrong, at its sheet (1), columns (2) or check (3)."""
    from app.views.imports.dialog import ImportDialog

    dialog = ImportDialog(desk, window)
    path = Path(tempfile.mkdtemp()) / "orders.csv"
    path.write_text(SOME_ROWS, encoding="utf-8")
    dialog.take_file(path)
    _wait(lambda: not dialog.busy)
    for _step in range(number - 1):
        dialog.go_on()
        _wait(lambda: not dialog.busy)
    return dialog


def _export(window: Any) -> QWidget:
    from app.views.export_dialog import ExportDialog
    from app.views.exporting import shown_columns

    tab = window.show_page("orders")
    _wait(lambda: tab.totals is not None)
    return ExportDialog(tab.desk, tab, tab.records, tab.asked(), shown_columns(tab), ())


def preview_of(window: Any, begin: Callable[[], object]) -> QWidget:
    """The preview of papers that ``begin`` asks for, once its first page is drawn."""
    from app.views.printing import PrintPreview

    begin()
    shown: PrintPreview = next(p for p in window.findChildren(PrintPreview) if p.isVisible())
    _wait(lambda: not shown.busy)
    shown.grab()
    _wait(lambda: shown.viewer.strip.pictures.any_of(0) is not None)
    return shown


def _record(desk: Any, window: Any, module: str, name: str, record: int) -> QWidget | None:
    from importlib import import_module

    getattr(import_module(f"app.views.{module}"), name)(desk, window, record)
    with suppress(AttributeError):
        dialog = window.findChild(QDialog)
        return dialog if dialog is not None and dialog.isVisible() else None
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
