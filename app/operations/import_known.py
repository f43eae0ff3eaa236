"""What of an import the book knows already: channels, customers, products, salespeople, orders. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import apsw

from app.importing.plan import Customers, Orders, Plan, Products
from app.importing.values import phone_key


@dataclass
class Known:
    """The ids that parts of a plan have in the book; a missing one is new.

    ``channels``, ``people`` and ``categories`` by folded name; ``customers`` and ``products`` by position in the plan.
    ``aliases`` are names that known products go by already, ``unchanged`` and ``changed`` positions of known orders.
    """

    channels: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    customers: dict[int, int] = field(default_factory=dict)
    products: dict[int, int] = field(default_factory=dict)
    aliases: dict[int, set[str]] = field(default_factory=dict)
    unchanged: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)


def folded(name: str) -> str:
    """A name as it is compared: single spaces, without case."""
    return " ".join(name.split()).casefold()


def source_key(table: Customers, at: int) -> str:
    """What a customer is recognised by in the next file: its code within its channel, its contact or its name."""
    return f"{table.channel[at]}|{table.key[at]}" if table.code[at] else table.key[at]


def find_known(connection: apsw.Connection, plan: Plan, channels: Sequence[str]) -> Known:
    """Look up everything that a plan speaks of. ``channels`` is the channel's name of each order."""
    known = Known()
    run = connection.execute
    known.channels = {folded(name): number for number, name in run("SELECT id, name FROM channel")}
    known.categories = {folded(name): number for number, name in run("SELECT id, name FROM category")}
    for number, name, full in run("SELECT id, name, full_name FROM user WHERE active = 1 ORDER BY id DESC"):
        for word in (full, name):
            if word:
                known.people[folded(word)] = number
    _find_orders(connection, known, plan.orders, channels)
    if len(known.unchanged) < len(plan.orders):
        _find_customers(connection, known, plan.customers)
        _find_products(connection, known, plan.products)
    return known


def _find_orders(connection: apsw.Connection, known: Known, orders: Orders, channels: Sequence[str]) -> None:
    if not connection.execute("SELECT EXISTS(SELECT 1 FROM sales_order)").get:
        return
    numbered: list[tuple[int, str, int]] = []
    unnumbered: dict[int, list[int]] = {}
    for at, (number, channel) in enumerate(zip(orders.number, channels, strict=True)):
        owner = known.channels.get(folded(channel))
        if owner is None:
            continue
        if number:
            numbered.append((owner, number, at))
        else:
            unnumbered.setdefault(owner, []).append(at)
    hashes = orders.hash
    # executemany answers with the rows of all its queries, in their order.
    for at, stored in connection.executemany(
        "SELECT ?3, source_hash FROM sales_order WHERE channel_id = ?1 AND number = ?2", numbered
    ):
        (known.unchanged if stored == hashes[at] else known.changed).add(at)
    for owner, places in unnumbered.items():
        there = {
            row[0]
            for row in connection.execute(
                "SELECT source_hash FROM sales_order WHERE channel_id = ? AND source_hash <> ''", (owner,)
            )
        }
        known.unchanged.update(at for at in places if hashes[at] in there)


def _find_customers(connection: apsw.Connection, known: Known, table: Customers) -> None:
    by_source: dict[str, int] = {}
    by_code: dict[str, tuple[int, str, str]] = {}
    by_contact: dict[tuple[str, str], int] = {}
    by_name: dict[str, list[tuple[int, str, str]]] = {}
    for number, merged, code, name, phone, email, source in connection.execute(
        "SELECT id, merged_into_id, code, name, phone, email, source_key FROM customer ORDER BY id DESC"
    ):
        target = merged or number
        called = folded(name)
        if source:
            by_source[source] = target
        by_code[code.casefold()] = (target, called, source)
        contact, mail = phone_key(phone), email.casefold()
        for word in (contact, mail):
            if word:
                by_contact[word, called] = target
        by_name.setdefault(called, []).append((target, contact, mail))
    if not by_code:
        return
    for at in range(len(table)):
        found = by_source.get(source_key(table, at))
        code, called = table.code[at].casefold(), folded(table.name[at])
        if found is None and code in by_code and code:
            target, other, source = by_code[code]
            # A code out of another channel's own numbering is the same customer only under the same name.
            if other == called or not source.partition("|")[2].startswith("code:"):
                found = target
        contact, mail = phone_key(table.phone[at]), table.email[at].casefold()
        if found is None:
            found = (by_contact.get((contact, called)) if contact else None) or (
                by_contact.get((mail, called)) if mail else None
            )
        if found is None and not code and not table.collective[at]:
            alike = [
                target
                for target, phone, email in by_name.get(called, ())
                if not (contact and phone and contact != phone) and not (mail and email and mail != email)
            ]
            found = alike[0] if len(set(alike)) == 1 else None
        if found is not None:
            known.customers[at] = found


def _find_products(connection: apsw.Connection, known: Known, table: Products) -> None:
    by_code: dict[str, int] = {}
    by_name: dict[str, int] = {}
    names: dict[int, set[str]] = {}
    for number, merged, code, name in connection.execute(
        "SELECT id, merged_into_id, code, name FROM product ORDER BY id DESC"
    ):
        target = merged or number
        by_code[code.casefold()] = target
        by_name[folded(name)] = target
        names.setdefault(target, set()).add(folded(name))
    if not by_code:
        return
    for number, alias in connection.execute("SELECT product_id, name FROM product_alias ORDER BY id DESC"):
        by_code.setdefault(alias.casefold(), number)
        by_name.setdefault(folded(alias), number)
        names.setdefault(number, set()).add(folded(alias))
    for at in range(len(table)):
        code = table.code[at].casefold()
        found = by_code.get(code) if code else by_name.get(folded(table.name[at]))
        if found is not None:
            known.products[at] = found
            known.aliases[found] = names.get(found, set())
