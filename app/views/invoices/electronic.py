"""What is said about the electronic invoice while an invoice is being made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.i18n import N_, _
from app.models.einvoice_checks import Lack
from app.views.desk import Desk
from app.views.widgets.banner import Banner


def tell_lacks(desk: Desk, banner: Banner, lacks: Sequence[Lack], customer_id: int | None = None) -> None:
    """Say what keeps the electronic invoice from being made, with the way to where it is filled in."""
    if not lacks:
        banner.hide()
        return
    shown = tuple(lacks)
    places = {lack.place for lack in shown}

    def words() -> str:
        return _("No electronic invoice will be made: {problems}").format(
            problems=" ".join(_(x.sentence) for x in shown)
        )

    links: list[tuple[str, Any]] = []
    if "company" in places:
        links.append((N_("Settings"), lambda: _open_settings(desk, banner)))
    if "customer" in places and customer_id is not None:
        links.append((N_("Customer"), lambda: _open_customer(desk, banner, customer_id)))
    first = links[0] if links else ("", None)
    banner.tell("warn", words, first[0], first[1], also=links[1] if len(links) > 1 else None, dismissible=False)


def _open_settings(desk: Desk, banner: Banner) -> None:
    shell = desk.shell
    _leave(banner)
    if shell is not None:
        shell.show_settings("company")


def _open_customer(desk: Desk, banner: Banner, customer_id: int) -> None:
    from app.views.records import open_record

    _leave(banner)
    open_record(desk, "customer", customer_id)


def _leave(banner: Banner) -> None:
    # Nothing is lost: the form is filled from its orders again when the invoice is made.
    window: Any = banner.window()
    window.reject()
