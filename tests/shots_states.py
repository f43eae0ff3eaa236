"""States of the window that come only now and then, for ``tests.shots``: nothing found, locked, told something, busy.

What a scene sets up is taken back when the next one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QWidget

from app.i18n import N_, _
from app.models.actor import Role
from app.models.base import connection
from app.queries.people import actor_of, people
from app.views.background import Job
from app.views.widgets.buttons import say_button
from tests.shots_lists import wait

Shot = tuple[str, Callable[[], QWidget | None]]

MANY_FILTERS = (
    ("state", "confirmed,processing,completed"),
    ("date", "this_year"),
    ("total", "100..50000"),
    ("paid", "0..40000"),
    ("outstanding", "1..50000"),
    ("customer", "有限公司"),
    ("channel", "淘宝,线下,官网"),
)


def state_shots(window: Any, desk: Any) -> Iterator[Shot]:
    """The scenes, each with what brings it about."""
    full = bool(connection().execute("SELECT count(*) FROM sales_order").fetchone()[0])
    if full:
        yield from _lists(window, desk)
        yield from _menus(window, desk)
    yield from _told(window, desk)
    yield from _who(window, desk)
    yield from _settings(window, desk, full)
    yield from _statistics(window)
    yield from _first_steps(window, desk)


def _lists(window: Any, desk: Any) -> Iterator[Shot]:
    def tab() -> Any:
        return window.show_page("orders")

    def many_filters() -> None:
        known = tab().records.narrowing
        tab().show_filtered(tuple(pair for pair in MANY_FILTERS if pair[0] in known))

    def over(module: str, name: str) -> Any:
        from importlib import import_module

        getattr(import_module(f"app.views.{module}"), name)(desk, window)
        page = window.current_page()
        wait(desk)
        page.view.select_ids(list(page.table.ids[:1]), current=page.table.ids[0] if len(page.table.ids) else None)
        wait(desk)
        return page

    yield "list_no_hits", lambda: tab().show_filtered(search="qqqq")
    yield "list_many_filters", many_filters
    yield "list_compact", lambda: tab().show_filtered() or tab().view.set_compact(True)
    if tab().view.compact:
        tab().view.set_compact(False)
    yield "list_narrow", lambda: tab().show_filtered() or window.sidebar.set_narrow(True)
    window.sidebar.set_narrow(False)
    yield "requests", lambda: over("invoices", "show_requests") and None
    yield "credits", lambda: over("refunds", "show_credits") and None


def _menus(window: Any, desk: Any) -> Iterator[Shot]:
    def popped(menu: QMenu) -> QWidget:
        menu.popup(QPoint(0, 0))
        return menu

    def row_menu() -> QWidget:
        tab = window.show_page("orders")
        tab.show_filtered()
        wait(desk)
        tab.view.select_ids([tab.table.ids[4]], current=tab.table.ids[4])
        tab.acts.settle(1, tab.view.current_row())
        return popped(tab.row_menu())

    for name in ("file", "edit", "view", "help"):
        yield f"menu_{name}", lambda name=name: popped(window.menus.by_name[name])
    yield "menu_row", row_menu
    yield "menu_person", lambda: popped(window.status.person_menu)


def _told(window: Any, desk: Any) -> Iterator[Shot]:
    def toast() -> None:
        window.show_page("orders")
        window.tell(_("The order is confirmed."), lambda: None)

    def busy() -> None:
        window.show_page("orders")
        job.progress.whole, job.progress.done = 12_400, 5_300
        desk.background.started.emit(job)
        window.status.show_state(N_("Read only"), N_("This book is open for reading only."))

    def aside() -> None:
        panel = window.notices.panel
        panel.open_panel()
        wait(desk)
        panel.put_off_chosen("week")
        wait(desk)
        if not panel.aside:
            panel._switch()

    yield "toast", toast
    window.toast.hide()
    job = Job(_("Check the book"), desk.actor, lambda _actor: None, None, None, None, None)
    yield "status_busy", busy
    desk.background.ended.emit(job)
    window.status.show_state("")
    text = N_("The file of this book is damaged. Stop working in it, and restore the last good backup.")
    yield "banner", lambda: window.show_page("orders") and window.warn(text)
    window.banner.dismiss()
    yield "notices_aside", aside
    window.notices.panel.aside = False


def _who(window: Any, desk: Any) -> Iterator[Shot]:
    from app.views.recovery import RecoverDialog
    from app.views.sign_in import SignInDialog

    def card(wrong: str = "", own: bool = False) -> SignInDialog:
        dialog = SignInDialog(people(), book="苏州青禾文具有限公司")
        form = dialog.card.form
        if wrong:
            form.setVisible(True)
            form.fields["password"].set_error(wrong)
            say_button(dialog.card.go, N_("Sign in"))
        dialog.card.steps.setCurrentIndex(int(own))
        return dialog

    def locked(by_itself: bool) -> None:
        window.show_page("orders")
        window.presence.lock(by_itself=by_itself)

    def unlock() -> None:
        if window.presence.locked:
            window.presence._unlock()

    def seen_as(role: Role, page: str) -> None:
        window.presence.see_as(None)
        window.presence.see_as(role)
        window.show_page(page)

    yield "sign_in_wrong", lambda: card(_("The name or the password is not right."))
    yield "sign_in_own", lambda: card(own=True)
    yield "recover", lambda: RecoverDialog(actor_of(people()[0]), window)
    yield "locked", lambda: locked(False)
    unlock()
    yield "locked_by_itself", lambda: locked(True)
    unlock()
    yield "seen_as_sales", lambda: seen_as(Role.SALES, "orders")
    yield "seen_as_warehouse", lambda: seen_as(Role.WAREHOUSE, "payments")
    yield "seen_as_service", lambda: seen_as(Role.SERVICE, "statistics")
    if window.presence.seen_as is not None:
        window.presence.see_as(None)


def _settings(window: Any, desk: Any, full: bool) -> Iterator[Shot]:
    def pressed(section: str, name: str) -> QWidget | None:
        page = window.show_page("settings")
        page.show_section(section)
        shown = page.section(section)
        wait(desk)
        if shown.findChild(QWidget, f"{section}_table") is not None:
            shown.table.selectRow(0)
        button: QPushButton = shown.findChild(QPushButton, name)
        button.click()
        wait(desk)
        return next((d for d in window.findChildren(QDialog) if d.isVisible()), None)

    def nothing() -> None:
        page = window.show_page("settings")
        page.search.setText("qqqq")

    yield "settings_nothing", nothing
    if "settings" in window.pages:
        window.pages["settings"].search.clear()
    for section, name in (
        ("taxes", "new_tax_rate"),
        ("numbers", "change_pattern"),
        ("channels", "rename_channel"),
        ("methods", "change_method"),
        ("people", "change_roles"),
        ("people", "set_password"),
    ):
        yield f"settings_dialog_{name}", partial(pressed, section, name)


def _statistics(window: Any) -> Iterator[Shot]:
    def page() -> Any:
        return window.show_page("statistics")

    def days(first: date, last: date) -> None:
        period = page().period
        period.first.set_value(first)
        period.last.set_value(last)
        period._typed()

    def compared() -> None:
        page().period.choose("year")
        page().chart_card.compare.setChecked(True)

    def chosen(measure: str, group: str) -> None:
        page().period.choose("year")
        page().chart_card.choose(measure, group)

    yield "statistics_none", lambda: days(date(1990, 1, 1), date(1990, 1, 31))
    yield "statistics_wrong", lambda: days(date(2026, 5, 1), date(2026, 1, 1))
    yield "statistics_compared", compared
    if "statistics" in window.pages:
        page().chart_card.compare.setChecked(False)
    yield "statistics_by_customer", lambda: chosen("revenue", "customer")
    yield "statistics_by_product", lambda: chosen("revenue", "product")
    if "statistics" in window.pages:
        page().chart_card.choose("revenue", "month")


def _first_steps(window: Any, desk: Any) -> Iterator[Shot]:
    from app.views.first_run import PASSWORD, PLACE, FirstRun
    from app.views.getting_started import CHECKLIST, GettingStarted

    made: list[GettingStarted] = []

    def steps() -> None:
        window.show_page("orders")
        desk.preferences.set(CHECKLIST, True)
        made.append(GettingStarted(window, desk))
        window.above.add(made[-1])

    def first_run(at: int, name: str = "", password: str = "") -> FirstRun:
        dialog = FirstRun(Path("/books/daybook.daybook"), desk.preferences)
        dialog.name.setText(name)
        dialog.go_to(at)
        dialog.password_step.password.setText(password)
        dialog.password_step.again.setText(password)
        dialog.go_on()
        return dialog

    def making() -> FirstRun:
        dialog = FirstRun(Path("/books/daybook.daybook"), desk.preferences)
        dialog.name.setText("苏州青禾文具有限公司")
        dialog.go_to(PLACE)
        dialog._set_busy(True)
        return dialog

    yield "first_steps", steps
    for each in made:
        each.put_away()
        window.above.take(each)
        each.deleteLater()
    yield "first_run_nameless", lambda: first_run(1)
    yield "first_run_short", lambda: first_run(PASSWORD, "苏州青禾文具有限公司", "short")
    yield "first_run_no_sheet", lambda: first_run(PASSWORD, "苏州青禾文具有限公司", "several words are easiest")
    yield "first_run_making", making
