"""``demo``, ``backup``, ``restore``, ``check``: books as a whole."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from app.commands.desk import book_path, open_desk, progress, say, system_user, tell, write_json
from app.errors import BookError
from app.folders import data_folder
from app.i18n import _, language, ngettext


def window_command(options: argparse.Namespace) -> int:
    """``daybook [BOOK]``."""
    from app.application import run

    return run(
        Path(options.book).expanduser() if options.book else None,
        screenshot=Path(options.screenshot).expanduser() if options.screenshot else None,
        page=options.page,
        language=options.lang or "",
        user=options.user or "",
        safe=options.safe_mode,
    )


def demo_command(options: argparse.Namespace) -> int:
    """``daybook demo [BOOK]``: makes the book if it is missing, then opens it."""
    from app.demo import make_demo

    path = Path(options.book).expanduser() if options.book else data_folder() / "demo.daybook"
    if not path.exists():
        made = make_demo(path, orders=options.orders, language=language(), progress=progress())
        say(_("A demo book with {n} orders was made: {path}").format(n=made, path=path))
    elif options.no_window:
        raise BookError(
            _("{path} exists already. Choose another name, or remove it first.").format(path=path), code="exists"
        )
    if options.no_window:
        return 0
    options.book = str(path)
    options.user = options.user or "owner"
    return window_command(options)


def backup_command(options: argparse.Namespace) -> int:
    """``daybook backup [TO]``."""
    from app.operations.maintenance import back_up

    with open_desk(options) as actor:
        made = back_up(actor, options.to)
        if options.json:
            write_json({"file": str(made)})
        else:
            say(_("Backed up and verified: {path}").format(path=made))
    return 0


def restore_command(options: argparse.Namespace) -> int:
    """``daybook restore FROM``."""
    from app.models.book import close_book, open_book
    from app.operations.maintenance import restore

    path = book_path(options)
    actor = None
    if path.exists():
        from app.commands.desk import sign_in

        try:
            open_book(path, user=system_user())
            actor = sign_in(options)
        except BookError as error:
            # A book that cannot be opened is what a backup is for; nobody can sign in to it.
            tell(error.message)
        finally:
            close_book()
    done = restore(actor, options.source, path, confirmed=options.yes)
    if options.json:
        write_json({"book": str(path), "kept": str(done.kept) if done.kept else None})
        return 0
    say(_("Restored: {path}").format(path=path))
    if done.kept:
        say(_("The book as it was before is kept: {path}").format(path=done.kept))
    return 0


def check_command(options: argparse.Namespace) -> int:
    """``daybook check``: exit status 1 when something is wrong."""
    from app.queries.check import check

    with open_desk(options):
        findings = check(progress())
        sound = not any(finding.serious for finding in findings)
        if options.json:
            write_json({"ok": sound, "findings": [asdict(finding) for finding in findings]})
        else:
            for finding in findings:
                say(finding.sentence)
            say(
                ngettext("{n} finding.", "{n} findings.", len(findings)).format(n=len(findings))
                if findings
                else _("The book is sound.")
            )
    return 0 if sound else 1
