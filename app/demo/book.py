"""Making the demo book: its company and people, its customers and products, and a year of orders, day by day.

The same language, day, number of orders and seed always give the same trade. Every step is an operation of the person
who would take it, at the hour when it happened, so that trail, numbers and dates are those of a real book.
"""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from app.demo.evening import close_last_day
from app.demo.names import Cast, cast_in
from app.demo.office import Office
from app.demo.parties import add_parts
from app.demo.trade import Trade
from app.folders import resource
from app.models.actor import Actor, Progress, silent
from app.models.book import close_book, open_book
from app.models.company import SAMPLE
from app.models.creation import create_book
from app.models.party_checks import check_character
from app.models.taxpayer import Taxpayer
from app.money import PRICE, QUANTITY
from app.operations.company import change_company, change_setting
from app.operations.customers import CustomerInput, add_customer
from app.operations.products import ProductInput, add_product
from app.operations.stock import receive_goods
from app.operations.users import add_user

DAYS = 365


class Clock:
    """The demo's own time: a day, and moments that go on within its office hours."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._seconds = 0

    def today(self) -> date:
        """The day that the demo has reached."""
        return self.day

    def now(self) -> datetime:
        """The next moment of that day."""
        self._seconds = (self._seconds + 97) % (9 * 3600)
        return datetime.combine(self.day, time(1), UTC) + timedelta(seconds=self._seconds)

    def move(self, day: date) -> None:
        """Go on to the morning of a later day."""
        if day != self.day:
            self.day = day
            self._seconds = 0


def make_demo(
    path: Path,
    *,
    orders: int = 400,
    language: str = "en",
    today: date | None = None,
    seed: int = 2026,
    sample: bool = False,
    progress: Progress = silent,
) -> int:
    """Make the demo book at ``path``, which must not exist yet, and close it; returns the number of orders.

    ``sample`` marks all that it shows and prints as a sample. Raises what making and opening a book raises; nothing
    is left behind then.
    """
    end = today or date.today()
    start = end - timedelta(days=DAYS)
    cast = cast_in(language)
    clock = Clock(start)
    create_book(
        path,
        name=cast.company["name"],
        owner=cast.people[0][0],
        country=cast.country,
        language=language,
        today=start,
        now=clock.now(),
        practice=True,
        taxpayer=Taxpayer.GENERAL.value,
    )
    try:
        open_book(path)
        try:
            chance = random.Random(seed)
            office = _office(cast, clock)
            if sample:
                change_setting(office.owner, SAMPLE, True)
            customers = _customers(cast, office, chance)
            add_parts(cast, office, customers, random.Random(seed + 1))
            products = _products(cast, office, chance)
            trade = Trade(cast, office, clock, end, chance, customers, products)
            made = trade.run(orders, progress)
            close_last_day(office)
            return made
        finally:
            close_book()
    except BaseException:
        for end_of_name in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{path}{end_of_name}").unlink()
        raise


def _office(cast: Cast, clock: Clock) -> Office:
    """Set the company up and let everybody sign in."""

    def actor(number: int, name: str, roles: tuple[str, ...]) -> Actor:
        return Actor(
            number, name, frozenset(roles), clock.today, clock.now, run="demo", computer="demo", alone=False
        ).confirming({"shortage", "review", "keep_surplus", "above_limit", "likely_twin"})

    owner = actor(1, cast.people[0][1], cast.people[0][2])
    minor = 100
    change_company(
        owner,
        {
            **cast.company,
            "logo": resource("demo", "logo.png").read_bytes(),
            "stock_policy": "kept",
            "default_terms": "30",
            "review_amount": (5_000 if cast.country == "GB" else 15_000) * minor,
            "write_off_limit": 5 * minor,
        },
    )
    people = [owner]
    for name, full_name, roles in cast.people[1:]:
        number = add_user(owner, name, roles, full_name).value
        people.append(actor(number, full_name, roles))
    return Office(*people)


def _customers(cast: Cast, office: Office, chance: random.Random) -> list[int]:
    names = [(name, "company") for name in cast.firms] + [(name, "person") for name in cast.persons]
    chance.shuffle(names)
    found = []
    for at, (name, kind) in enumerate(names):
        city, region = chance.choice(cast.cities)
        seller = office.sellers[at % len(office.sellers)]
        firm = kind == "company"
        found.append(
            add_customer(
                seller,
                CustomerInput(
                    name=name,
                    customer_kind=kind,
                    grade=chance.choice(cast.grades),
                    phone=_phone(cast, chance),
                    email=f"contact{at + 1}@customer.example",
                    country=cast.country,
                    region=region,
                    city=city,
                    address=_address(cast, chance),
                    tax_number=_tax_number(cast, chance) if firm else "",
                    owner_id=seller.user_id,
                    credit_limit=chance.choice((None, None, 2_000_000, 5_000_000)) if firm else None,
                    payment_terms=chance.choice(("14", "30m", "", "45")) if firm else "0",
                ),
            ).value
        )
    return found


def _phone(cast: Cast, chance: random.Random) -> str:
    if cast.country == "CN":
        return f"1{chance.choice('35789')}{chance.randrange(10**8, 10**9)}"
    return f"+44 7700 900{chance.randrange(100, 1000)}"


def _address(cast: Cast, chance: random.Random) -> str:
    street, number = chance.choice(cast.streets), chance.randrange(1, 180)
    return f"{street} {number} 号" if cast.country == "CN" else f"{number} {street}"


def _tax_number(cast: Cast, chance: random.Random) -> str:
    if cast.country == "CN":
        begins = f"9132050{chance.randrange(10**10, 10**11)}"[:17]
        return begins + check_character(begins)
    return f"GB {chance.randrange(100, 1000)} {chance.randrange(1000, 10000)} {chance.randrange(10, 100)}"


def _place(at: int) -> str:
    """A place on one of three shelves; some goods have none yet."""
    return "" if at % 11 == 0 else f"{'ABC'[at % 3]}-{at * 5 % 16 + 1}-{at % 4 + 1}"


def _products(cast: Cast, office: Office, chance: random.Random) -> list[tuple[int, int, bool]]:
    """Add the wares; returns (id, unit price, whether it is a service) of each, and fills the stock once."""
    found = []
    for at, ware in enumerate(cast.wares, start=1):
        price = ware.price * (PRICE // 100)
        number = add_product(
            office.manager,
            ProductInput(
                name=ware.name,
                code=f"{'S' if ware.service else 'P'}-{at:03d}",
                unit=ware.unit,
                category=ware.category,
                list_price=price,
                floor_price=None if ware.service else price * 8 // 10,
                cost=None if ware.service else price * 55 // 100,
                stock_kept=not ware.service,
                low_stock=None if ware.service else chance.choice((5, 10, 20)) * QUANTITY,
                place="" if ware.service else _place(at),
            ),
        ).value
        found.append((number, price, ware.service))
        if not ware.service:
            receive_goods(office.warehouse, number, chance.randrange(30, 90) * QUANTITY)
    return found
