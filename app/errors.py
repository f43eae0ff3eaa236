"""What can go wrong, said so that a person can act on it.

``UserError`` carries a finished sentence in the user's language: what happened, why, and what to do next.
Everything that is not one of these classes is our own fault and becomes a crash report.
"""

from __future__ import annotations

from collections.abc import Sequence


class DaybookError(Exception):
    """Root of all errors that Daybook raises on purpose."""


class UserError(DaybookError):
    """Something a person can put right.

    ``message`` is the whole sentence, translated. ``field`` names the input it belongs to (an operation's
    parameter name), so that a form can show it there. ``code`` is a stable English key for scripts and support.
    """

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code


class Problems(UserError):
    """Several things to put right at once, each with its own sentence and field; ``code`` is theirs if it is one."""

    def __init__(self, problems: Sequence[UserError]) -> None:
        codes = {p.code for p in problems}
        code = codes.pop() if len(codes) == 1 else "problems"
        super().__init__("\n".join(p.message for p in problems), field=problems[0].field, code=code)
        self.problems = tuple(problems)


class NotAllowed(UserError):
    """The person may not do this; the sentence says who may."""


class NotFound(UserError):
    """There is no such record (any more)."""


class ChangedMeanwhile(UserError):
    """The record was changed since it was read; nothing was overwritten."""


class BookError(UserError):
    """The book cannot be opened, written or trusted: disk full, locked, damaged, newer, not a book, in use."""


class FileError(UserError):
    """A file that Daybook was given or should write cannot be read or written."""


class NeedsConfirmation(DaybookError):
    """An operation asks one question first; run it again with ``key`` among the confirmed keys to go on."""

    def __init__(self, key: str, question: str, *, accept: str = "", details: str = "") -> None:
        super().__init__(question)
        self.key = key
        self.question = question
        self.accept = accept
        self.details = details


class Cancelled(DaybookError):
    """The person pressed cancel; nothing was changed and nothing needs saying."""
