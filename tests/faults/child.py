"""What is killed: a program that does one thing over and over and says after each time that it is done.

``python -m tests.faults.child MODE BOOK`` prints ``ready`` and then one line per finished piece of work. A line is
printed only after the operation returned, so whatever it names must be there after a kill.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import apsw

from app.models import backup as backups
from app.models import files, migrate
from app.models.actor import Actor, Role
from app.models.base import connection
from app.models.book import open_book
from app.models.creation import create_book
from app.models.location import Location, Place
from app.models.migrations import Step
from app.operations.customers import CustomerInput, add_customer
from app.operations.imports import import_plan
from app.operations.invoices import issue_invoice
from app.operations.maintenance import back_up, restore
from app.operations.orders import confirm_order
from app.operations.payments import record_payment
from tests.helpers.book import a_draft, an_order

LOCAL = Location(Place.LOCAL)


def owner() -> Actor:
    """The owner, on a day that stands still, so that numbers do not depend on when the test runs."""
    return Actor(1, "owner", frozenset({Role.OWNER}), lambda: date(2026, 3, 10), lambda: datetime.now(UTC), run="kill")


def open_for_work(path: Path) -> Actor:
    """Open the book as a window does."""
    open_book(path, window=True, user="owner", place=lambda _path: LOCAL)
    return owner()


def customers(path: Path) -> Iterator[str]:
    actor = open_for_work(path)
    while True:
        made = add_customer(actor, CustomerInput(name=f"Customer {datetime.now(UTC).isoformat()}")).value
        yield f"customer {made}"


def confirm(path: Path) -> Iterator[str]:
    actor = open_for_work(path)
    while True:
        order = a_draft(actor, 1, "10.00", "2.50")
        confirm_order(actor, order)
        yield f"order {order}"


def payment(path: Path) -> Iterator[str]:
    actor = open_for_work(path)
    while True:
        order = an_order(actor, 1, "7.00")
        yield f"payment {record_payment(actor, 700, 'cash', 1, parts=[(order, 700)]).value}"


def issue(path: Path) -> Iterator[str]:
    actor = open_for_work(path)
    while True:
        order = an_order(actor, 1, "9.00")
        yield f"invoice {issue_invoice(actor, [order]).value}"


def backup(path: Path) -> Iterator[str]:
    actor = open_for_work(path)
    while True:
        add_customer(actor, CustomerInput(name="x"))
        yield f"file {back_up(actor)}"


def importing(path: Path) -> Iterator[str]:
    from app.importing import Options
    from app.importing.run import make_plan

    actor = open_for_work(path)
    number = int(str(connection().execute("SELECT coalesce(max(id), 0) FROM sales_order").get))
    while True:
        file = path.with_suffix(".csv")
        rows = [
            f"K{number + n},2026-03-0{1 + n % 9},Buyer {n % 7},P{n % 11},Thing {n % 11},2,{n}.50" for n in range(200)
        ]
        file.write_text("Order ID,Date,Customer,SKU,Product,Quantity,Unit price\n" + "\n".join(rows), "utf-8")
        number += 200
        yield f"import_batch {import_plan(actor, make_plan(file, Options())).value.batch}"


def creation(path: Path) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        made = path.with_name(f"made-{datetime.now(UTC).timestamp()}-{number}.daybook")
        create_book(made, name="Made", owner="o", location=LOCAL)
        yield f"file {made}"


def restoring(path: Path) -> Iterator[str]:
    actor = open_for_work(path)
    add_customer(actor, CustomerInput(name="before"))
    saved = back_up(actor)
    while True:
        add_customer(actor, CustomerInput(name="after"))
        restore(actor, saved, path)
        actor = open_for_work(path)
        yield "restored"


def migration(path: Path) -> Iterator[str]:
    """Bring the book up by one version after the other; each makes an index and rewrites every customer."""

    def step(version: int) -> Step:
        def run(link: apsw.Connection) -> None:
            execute = link.execute
            execute(f'CREATE INDEX "step_{version}" ON customer(name, id)')
            execute("UPDATE customer SET version = version + 1")
            execute(f"INSERT INTO setting(name, value) VALUES ('step {version}', '1')")

        return Step(version, f"step {version}", run)

    backups.SCHEMA_VERSION = 1_000_000
    version = version_of(path)
    moment = datetime(2026, 3, 10, tzinfo=UTC)
    while True:
        version += 1
        migrate.bring_up(path, key=None, moment=moment, steps=[step(version)], target=version)
        moment += timedelta(minutes=1)
        yield f"version {version}"


def version_of(path: Path) -> int:
    """The version of a closed book."""
    from contextlib import closing

    from app.models.base import connect

    with closing(connect(str(path))) as link:
        return int(str(link.execute("PRAGMA user_version").get))


MODES: dict[str, Callable[[Path], Iterator[str]]] = {
    f.__name__: f for f in (customers, confirm, payment, issue, backup, importing, creation, restoring, migration)
}


def main() -> None:
    mode, path = sys.argv[1], Path(sys.argv[2])
    files.look_ahead = False
    work = MODES[mode](path)
    print("ready", flush=True)
    for told in work:
        print(f"done {told}", flush=True)


if __name__ == "__main__":
    main()
