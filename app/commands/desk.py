"""A command at work: its options, the book it opened, the person it acts for, and where it writes."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.errors import NotAllowed, UserError
from app.folders import default_book
from app.i18n import _
from app.models.actor import Actor, Progress, silent
from app.money import Currency, currency


def say(text: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(text + "\n")


def tell(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(text + "\n")


def write_json(value: Any) -> None:
    """Write one JSON value to standard output."""
    say(json.dumps(value, ensure_ascii=False, indent=1))


def book_path(options: argparse.Namespace) -> Path:
    """The book that a command works on."""
    chosen = getattr(options, "book", None)
    return Path(chosen).expanduser() if chosen else default_book()


@contextmanager
def open_desk(options: argparse.Namespace, path: Path | None = None) -> Iterator[Actor]:
    """Open the book for one command and sign in; the book is closed afterwards. Raises what opening raises."""
    from app.models.book import close_book, open_book

    opened = open_book(path or book_path(options), user=system_user())
    try:
        for warning in opened.warnings:
            tell(warning)
        yield sign_in(options)
    finally:
        close_book()


def sign_in(options: argparse.Namespace) -> Actor:
    """The person of ``--user``; else who is called like this computer's user; else the owner, if without a password.

    A password comes from ``--password-file``; sign-ins with one, and failed ones, stand on the trail.
    """
    from app.operations.users import matches, note_sign_in
    from app.queries.people import actor_of, people, person_named

    if options.user:
        person = person_named(options.user)
    else:
        found = people()
        same = [p for p in found if p.name.casefold() == system_user().casefold()]
        if len(found) != 1 and not same and found[0].password:
            raise UserError(
                _("Several people work in this book. Say who you are with --user NAME."),
                field="user",
                code="which_user",
            )
        person = same[0] if same else found[0]
    actor = actor_of(person).confirming(options.yes).reporting(progress())
    if not person.password:
        return actor
    if person.paused_until is not None and actor.now() < person.paused_until:
        raise NotAllowed(
            _("After wrong passwords {name} must wait until {until}. Try again then.").format(
                name=person.name, until=person.paused_until.astimezone().strftime("%H:%M:%S")
            ),
            code="paused",
        )
    fits = matches(person.password, _password(options, person.name))
    note_sign_in(actor, fits)
    if not fits:
        raise NotAllowed(
            _("The password of {name} is not right. Check the password file.").format(name=person.name),
            code="wrong_password",
        )
    return actor


def _password(options: argparse.Namespace, name: str) -> str:
    if not options.password_file:
        raise NotAllowed(
            _("{name} signs in with a password. Name a file that holds it with --password-file FILE.").format(
                name=name
            ),
            code="needs_password",
        )
    try:
        return Path(options.password_file).expanduser().read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            _("The password file {path} cannot be read. Check its name and its rights.").format(
                path=options.password_file
            ),
            field="password_file",
            code="password_file",
        ) from error


def system_user() -> str:
    """The name of this computer's user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "owner"


def book_currency() -> Currency:
    """The currency of the open book."""
    from app.models.company import the_company

    return currency(the_company().currency)


def progress() -> Progress:
    """A progress that counts on standard error, if somebody is watching there."""
    return _Counter() if sys.stderr.isatty() else silent


class _Counter:
    """Writes ``what 40 %`` over itself."""

    def __init__(self) -> None:
        self._shown = ""

    def __call__(self, done: int, whole: int, what: str = "") -> None:
        text = f"{what} {100 * done // whole} %" if whole else what
        if text != self._shown:
            sys.stderr.write("\r" + text.ljust(len(self._shown)))
            self._shown = text
        if whole and done >= whole:
            sys.stderr.write("\r" + " " * len(self._shown) + "\r")
            self._shown = ""
        sys.stderr.flush()


Command = Callable[[argparse.Namespace], int]
