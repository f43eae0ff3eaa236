"""The command line: what may be typed, and how every command ends.

Exit status: 0 done, 1 a problem of the input or the data, 2 wrong usage, 3 our fault. Problems go to standard error as
one plain sentence; a failure of ours leaves a report in the log folder.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from app import __version__, i18n, logs
from app.errors import BookError, Cancelled, NeedsConfirmation, UserError
from app.folders import set_data_folder
from app.i18n import N_, _

DONE, PROBLEM, USAGE, FAULT = 0, 1, 2, 3

NOUNS = (
    "customers, orders, payments, refunds, invoices, products, shipments, follow-ups, stock, imports, trail"
)  # fmt: skip


class WrongUsage(Exception):
    """The command line was not understood; the message is a finished sentence."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(
            _("This was not understood: {details}. See: {command} --help").format(
                details=message.rstrip("."), command=self.prog
            )
        )


def main(argv: Sequence[str]) -> int:
    """Carry out a command line and return its exit status."""
    _speak_utf8()
    try:
        options = parse(argv)
    except WrongUsage as error:
        _complain(str(error))
        return USAGE
    except SystemExit as error:
        # --help and --version have written their text.
        return int(error.code or 0)
    set_data_folder(options.data_dir)
    i18n.set_language(options.lang or i18n.system_language())
    try:
        return _run(options)
    except Cancelled:
        return PROBLEM
    except KeyboardInterrupt:
        _complain(_("Stopped. Nothing of the unfinished step was kept."))
        return PROBLEM
    except NeedsConfirmation as question:
        _complain(_("{question} Answer yes with: --yes {key}").format(question=question.question, key=question.key))
        return PROBLEM
    except UserError as error:
        _complain(error.message)
        return PROBLEM
    except BrokenPipeError:
        # Whoever read the output has had enough of it; nothing more can be written there.
        sys.stdout = io.StringIO()
        return DONE
    except Exception as error:
        return _fault(error, options)


def _run(options: argparse.Namespace) -> int:
    """Carry a command out; what it needs is imported only now, so that the others start quickly."""
    run: Callable[[argparse.Namespace], int]
    match options.command:
        case "demo":
            from app.commands.books import demo_command as run
        case "import":
            from app.commands.imports import import_command as run
        case "undo-import":
            from app.commands.imports import undo_import_command as run
        case "list":
            from app.commands.lists import list_command as run
        case "show":
            from app.commands.lists import show_command as run
        case "export":
            from app.commands.lists import export_command as run
        case "statistics":
            from app.commands.figures import statistics_command as run
        case "print":
            from app.commands.papers import print_command as run
        case "backup":
            from app.commands.books import backup_command as run
        case "restore":
            from app.commands.books import restore_command as run
        case "check":
            from app.commands.books import check_command as run
        case _ if options.self_test:
            from app import self_test

            return self_test.run(sys.stdout)
        case _:
            from app.commands.books import window_command as run
    return run(options)


def _fault(error: Exception, options: argparse.Namespace) -> int:
    from app.models.faults import explain

    told: BookError | None = explain(error)
    if told is not None:
        _complain(told.message)
        return PROBLEM
    report = logs.report_crash(error, f"daybook {options.command}")
    if report is None:
        _complain(_("Daybook failed unexpectedly. Your data is unchanged."))
    else:
        _complain(
            _("Daybook failed unexpectedly. Your data is unchanged. A report was written to {path}.").format(
                path=report
            )
        )
    return FAULT


def _complain(sentence: str) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.write(sentence + "\n")


def _speak_utf8() -> None:
    # What is written to a file or another program is UTF-8 on every system.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options of a command line. Raises ``WrongUsage``, or SystemExit after ``--help`` and ``--version``."""
    rest = list(argv)
    name = _command(rest)
    if name:
        rest.remove(name)
    i18n.set_language(_language(rest) or i18n.system_language())
    parser = _Parser(
        prog=f"daybook {name}".rstrip(),
        description=_(_HELP[name]),
        epilog="" if name else _overview(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common(parser)
    _ADD[name](parser)
    options = parser.parse_args(rest)
    options.command = name
    if not name and options.book and "." not in options.book and not Path(options.book).exists():
        raise WrongUsage(
            _("There is no command “{name}”. There are: {commands}.").format(
                name=options.book, commands=", ".join(word for word in _ADD if word)
            )
        )
    return options


def _command(argv: Sequence[str]) -> str:
    """The first word that is no option and no option's value, if it is a command."""
    words = iter(argv)
    for word in words:
        if word == "--":
            return ""
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word if word in _ADD else ""
    return ""


def _language(argv: Sequence[str]) -> str:
    for at, word in enumerate(argv):
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang" and at + 1 < len(argv):
            return argv[at + 1]
    return ""


_WITH_VALUE = frozenset({"--lang", "--data-dir", "--user", "--password-file", "--yes", "--screenshot", "--page"})


def _add_common(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--version", action="version", version=f"Daybook {__version__}")
    add("--lang", choices=sorted(i18n.LANGUAGES), default="", help=_("language of all texts"))
    add("--data-dir", metavar="DIR", default=None, help=_("keep books, settings and logs in this folder"))
    add("--user", metavar="NAME", default="", help=_("who works"))
    add("--password-file", metavar="FILE", default="", help=_("a file with this person's password"))
    add("--yes", metavar="KEY", action="append", default=[], help=_("answer a question with yes; may be repeated"))
    add("--screenshot", metavar="FILE", default="", help=_("draw the window into a picture and end"))
    add("--page", metavar="PAGE", default="", help=_("the page that the window shows first"))


def _add_book(parser: argparse.ArgumentParser, *, json: bool = True) -> None:
    parser.add_argument("--book", metavar="BOOK", default="", help=_("the book; otherwise the one in the data folder"))
    if json:
        parser.add_argument("--json", action="store_true", help=_("write one JSON value"))


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--search", metavar="TEXT", default="", help=_("only rows with these words"))
    parser.add_argument("--filter", metavar="KEY=VALUE", action="append", default=[], help=_("only rows that fit"))


def _window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("book", metavar="BOOK", nargs="?", default="", help=_("the book to open"))
    parser.add_argument("--self-test", action="store_true", help=_("use every part of Daybook once and end"))
    parser.add_argument("--safe-mode", action="store_true", help=_("arrange windows and lists as at the first start"))


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("book", metavar="BOOK", nargs="?", default="", help=_("the book to make and open"))
    parser.add_argument("--orders", metavar="N", type=_count, default=400, help=_("how many orders (400)"))
    parser.add_argument("--no-window", action="store_true", help=_("make the book and end"))


def _import(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", help=_("a workbook or text table of orders"))
    _add_book(parser)
    add("--sheet", metavar="NAME", default="", help=_("the sheet to read"))
    add("--header-row", metavar="N", type=_count, default=0, help=_("the row of the column names"))
    add("--profile", metavar="NAME|FILE.toml", default="", help=_("how the file is laid out; “none” for none"))
    add("--channel", metavar="NAME", default="", help=_("where the orders came from"))
    add("--currency", metavar="CODE", default="", type=str.upper, help=_("currency of a new book"))
    add("--rate", metavar="CODE=PRICE", action="append", default=[], help=_("price of one unit of a foreign currency"))
    add("--date-order", choices=("day", "month"), default="", help=_("what comes first in dates such as 03/04/2026"))
    add("--dry-run", action="store_true", help=_("say what would happen and store nothing"))
    add("--rejects", metavar="OUT.xlsx", default="", help=_("write the refused rows to a workbook"))


def _undo_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("batch", metavar="BATCH", type=_count, help=_("the number of the import"))
    _add_book(parser)


def _list(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("noun", metavar="NOUN", help=NOUNS)
    _add_book(parser)
    _add_search(parser)
    add("--sort", metavar="KEY", default="", help=_("the column to sort by"))
    add("--descending", action="store_true", help=_("largest or latest first"))
    add("--limit", metavar="N", type=_count, default=None, help=_("at most so many rows"))
    add("--offset", metavar="N", type=_count, default=0, help=_("leave out so many rows first"))
    add("--csv", action="store_true", help=_("write comma-separated values"))


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("noun", metavar="NOUN", help=NOUNS)
    parser.add_argument("number", metavar="NUMBER", help=_("number or code; CHANNEL:NUMBER where it is not unique"))
    _add_book(parser)


def _statistics(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME", nargs="?", default="revenue", help=_("the statistic (revenue)"))
    _add_book(parser)
    add("--from", dest="from_", metavar="DATE", default="", help=_("the first day"))
    add("--to", metavar="DATE", default="", help=_("the last day"))
    add("--by", metavar="BY", default="month", help=_("day, week, month, quarter, year, region, customer …"))
    add("--xlsx", metavar="OUT", default="", help=_("write a workbook with a chart"))
    add("--pdf", metavar="OUT", default="", help=_("write a PDF with a chart"))


def _print(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "document",
        metavar="DOCUMENT",
        help="order, quotation, invoice, credit-note, receipt, delivery-note, shipping-label, pick-list",
    )
    add("numbers", metavar="NUMBER", nargs="+", help=_("the numbers to print"))
    add("--pdf", metavar="OUT", required=True, help=_("the file to write"))
    _add_book(parser, json=False)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("noun", metavar="NOUN", help=NOUNS)
    parser.add_argument("out", metavar="OUT.xlsx", help=_("the file to write: .xlsx or .csv"))
    _add_book(parser, json=False)
    _add_search(parser)


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "to", metavar="TO", nargs="?", default=None, help=_("folder or file; otherwise beside the book")
    )
    _add_book(parser)


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FROM", help=_("the backup"))
    _add_book(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


_ADD: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "": _window,
    "demo": _demo,
    "import": _import,
    "undo-import": _undo_import,
    "list": _list,
    "show": _show,
    "statistics": _statistics,
    "print": _print,
    "export": _export,
    "backup": _backup,
    "restore": _restore,
    "check": _check,
}

_HELP = {
    "": N_("Open the window on a book."),
    "demo": N_("Make a book with a plausible year of trade, and open it."),
    "import": N_("Import orders from a workbook or text table."),
    "undo-import": N_("Take a whole import back."),
    "list": N_("List records."),
    "show": N_("Show one record with its lines, money and history."),
    "statistics": N_("Show figures by time, region, customer and more."),
    "print": N_("Write documents to a PDF."),
    "export": N_("Write a list to a workbook or CSV file."),
    "backup": N_("Back up a book and verify the backup."),
    "restore": N_("Put a backup in the place of a book."),
    "check": N_("Check that everything in a book adds up."),
}


def _overview() -> str:
    lines = [_("Commands:"), *(f"  {name:<12} {_(text)}" for name, text in _HELP.items() if name)]
    return "\n".join([*lines, "", _("See: daybook COMMAND --help")])
