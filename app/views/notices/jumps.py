"""From a notice to the record or the list that it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.queries.notices import Group, Notice
from app.views.desk import Desk
from app.views.records import has_page, open_record, show_asked, show_follow_ups, show_requests


def open_notice(desk: Desk, notice: Notice) -> None:
    """Show the record of a notice, or the place where something can be done about it."""
    if has_page(notice.kind) and notice.id is not None:
        open_record(desk, notice.kind, notice.id)
    else:
        _place(desk, notice.kind)()


def open_group(desk: Desk, group: Group) -> None:
    """Show the list with everything of a group."""
    if group.topic == "requests":
        show_requests(desk)
    elif group.topic == "follow_up" and group.ask is not None:
        show_follow_ups(desk, group.ask)
    elif group.page and group.ask is not None:
        show_asked(desk, group.page, group.ask)
    elif group.notices:
        _place(desk, group.notices[0].kind)()


def _place(desk: Desk, kind: str) -> Callable[[], Any]:
    shell = desk.shell

    def credits_() -> None:
        from app.views.refunds import show_credits

        shell.show_page("refunds")
        show_credits(desk, shell)

    def imports() -> None:
        from app.views.imports import show_imports

        show_imports(desk, shell)

    def day_close() -> None:
        from app.views.day_close import close_day

        close_day(desk, shell)

    def settings(section: str) -> Callable[[], Any]:
        return lambda: shell.show_settings(section)

    return {
        "invoice_request": lambda: show_requests(desk),
        "import_batch": imports,
        "credit": credits_,
        "day_close": day_close,
        "book": settings("backup"),
        "user": settings("people"),
        "trail": settings("people"),
    }.get(kind, lambda: None)
