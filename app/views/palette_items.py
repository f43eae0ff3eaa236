"""What the quick search offers besides records: commands, pages, ready-made views; and how well they match."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QAction, QIcon

from app.i18n import N_, _
from app.models.actor import Permission
from app.models.search_key import search_key
from app.queries.lists import LISTS
from app.queries.palette import Found
from app.views.commands import title_of
from app.views.icons import icon
from app.views.widgets.keycaps import readable

PICTURES = {
    "customers": "users",
    "orders": "clipboard-list",
    "products": "package",
    "invoices": "file-text",
    "payments": "wallet",
    "refunds": "undo-2",
}
_WORDS = re.compile(r"[\s:…()/·—“”,.-]+")
_SUBSTRING = 3
_spelled: dict[str, str] = {}


@dataclass(frozen=True)
class Item:
    """One line: what it says, and what happens. ``run`` gets whether a window of its own is wanted."""

    group: str
    key: str
    title: str
    run: Callable[[bool], Any]
    subtitle: str = ""
    amount: str = ""
    keys: str = ""
    picture: QIcon | None = None
    names: str = ""
    """Further words that find it."""
    kind: str = "commands"


def folded(text: str) -> str:
    """A text as it is compared here; quick, and without the tables of Chinese characters."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def spell(texts: Iterable[str]) -> None:
    """Learn how these texts are written in pinyin, for ``fit``; belongs beside the window."""
    for text in texts:
        if text not in _spelled and not text.isascii():
            _spelled[text] = search_key(text)


def unspelled(items: Sequence[Item]) -> list[str]:
    """The titles whose pinyin is not known yet."""
    return [item.title for item in items if not item.title.isascii() and item.title not in _spelled]


def fit(item: Item, terms: Sequence[str]) -> int | None:
    """How well an item fits each of these words: 0 at its beginning, then beginnings of its words, initials, and parts;
    None if not at all."""
    worst = 0
    for term in terms:
        found = _fit(item, term)
        if found is None:
            return None
        worst = max(worst, found)
    return worst


def _fit(item: Item, term: str) -> int | None:
    title = folded(item.title)
    if title.startswith(term):
        return 0
    words = [word for word in _WORDS.split(f"{title} {folded(item.names)}") if word]
    spelled = _spelled.get(item.title, "").split(" ")
    if any(word.startswith(term) for word in (*words, *spelled)):
        return 1
    if "".join(word[0] for word in words).startswith(term) and len(term) > 1:
        return 2
    parts = (title, *spelled)
    least = _SUBSTRING if term.isascii() else 1
    return 3 if len(term) >= least and any(term in part for part in parts) else None


def command_items(commands: Sequence[tuple[str, QAction]], group: Callable[[QAction], str]) -> list[Item]:
    """These commands as items, as far as they can be used now; each with what its menu is called where that tells
    more."""
    items = []
    for menu, action in commands:
        text = title_of(action)
        if not action.isEnabled() or not text or action.objectName() == "quick_search":
            continue
        items.append(
            Item(
                group(action),
                f"command.{action.objectName()}",
                f"{menu}: {text}" if menu else text,
                lambda _beside, action=action: action.trigger(),
                keys=readable(action.shortcut()),
                picture=_picture(action),
                names=action.objectName().replace("_", " "),
            )
        )
    return items


def _picture(action: QAction) -> QIcon:
    if not action.icon().isNull():
        return action.icon()
    if action.isCheckable():
        return icon("circle-check" if action.isChecked() else "circle")
    return icon("chevron-right")


def view_items(shell: Any) -> list[Item]:
    """The ready-made and saved views of the lists of this window."""
    items = []
    for key, spec in shell.specs.items():
        records = LISTS.get(key)
        if records is None or not shell.desk.actor.may(records.needs):
            continue
        saved = records.views(shell.desk.actor)
        for pill in (*records.pills, *(view.pill for view in saved)):
            if pill.key == "all":
                continue
            items.append(
                Item(
                    _("Views"),
                    f"view.{key}.{pill.key}",
                    f"{_(spec.title)}: {_(pill.title)}",
                    lambda _beside, key=key, view=pill.key: show_view(shell, key, view),
                    picture=icon("list-filter"),
                    names=f"{key} {pill.key}".replace("_", " "),
                )
            )
    return items


def show_view(shell: Any, key: str, view: str) -> None:
    """Show the list of a page as a view of it has it."""
    page = shell.show_list(key)
    if page is not None:
        page.show_view(view)
        page.setFocus()


def record_item(found: Found, group: str, run: Callable[[bool], Any]) -> Item:
    """A record as an item."""
    return Item(
        group,
        f"{found.kind}.{found.id}",
        found.title,
        run,
        subtitle=found.subtitle,
        amount=found.amount,
        picture=icon(PICTURES[found.kind]),
        kind=found.kind,
    )


def new_items(shell: Any, typed: str, customer: Found | None) -> list[Item]:
    """What may be begun from what was typed: a customer of that name, an order of the customer who was found."""
    desk = shell.desk
    items = []
    name = typed.strip()
    if customer is not None and desk.actor.may(Permission.EDIT_ORDERS):
        title = _("New order for {name}").format(name=customer.title)
        items.append(
            Item(_("New"), "new.order", title, lambda beside: _new_order(shell, customer.id, beside), picture=_plus())
        )
    if any(character.isalpha() for character in name) and desk.actor.may(Permission.EDIT_CUSTOMERS):
        title = _("Create customer “{name}”").format(name=name)
        items.append(Item(_("New"), "new.customer", title, lambda _beside: _new_customer(shell, name), picture=_plus()))
    return items


def _plus() -> QIcon:
    return icon("circle-plus")


def _new_order(shell: Any, customer: int, beside: bool) -> None:
    from app.views.orders import new_order

    if beside:
        with shell.besides.everything():
            new_order(shell.desk, shell, customer)
    else:
        new_order(shell.desk, shell, customer)


def _new_customer(shell: Any, name: str) -> None:
    from app.views.customers import add_customer

    add_customer(shell.desk, shell, name)


KIND_TITLES = (
    ("", N_("All")),
    ("customers", N_("Customers")),
    ("orders", N_("Orders")),
    ("products", N_("Products")),
    ("invoices", N_("Invoices")),
    ("payments", N_("Payments")),
    ("commands", N_("Commands")),
)
"""What the quick search can be narrowed down to, in the order of Ctrl+0 to Ctrl+6."""
