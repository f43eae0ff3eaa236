"""What an import would store: checked orders, lines, customers and products in columns, and everything that was
refused."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, fields
from typing import Any

from app.importing.mapping import Mapping


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of an import: an English stage key (checking, reading, understanding, sending) and how much is done."""

    stage: str
    done: int = 0
    total: int = 0


def silent(_step: Step) -> None:
    """Progress that nobody wants to hear of."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A refused row: where it stands, the cell that is to blame (column may be empty), a finished reason, the raw
    row."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    raw: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can settle; the answer goes into ``Options`` under ``key``.

    ``key``: ``day_first`` (answers day, month) or ``value_map`` (a state word; ``field`` says of which field, the
    answers are the English keys it may be given). ``rows`` is how many rows wait for the answer.
    """

    key: str
    field: str
    column: str
    value: str
    text: str
    answers: tuple[str, ...]
    rows: int


@dataclass
class Orders:
    """The planned orders, one list per fact, all of the same length. Money in minor units, dates ISO text or None.

    ``key`` tells an order apart within its channel (the number, or one built from the row's content); ``number`` is the
    source's number or empty; ``customer`` and ``first_line``/``line_count`` point into the other tables. ``total`` is
    what the file states, or the sum of the lines plus ``shipping`` and excluded ``tax`` less ``discount``;
    ``difference`` is stated less computed. ``paid`` is what the buyer paid, before ``refunded``. ``state`` is an
    English key. ``time``, ``zone`` are as the file says, empty when it does not. ``hash`` changes with the content.
    """

    key: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    channel: list[str] = field(default_factory=list)
    date: list[str | None] = field(default_factory=list)
    time: list[str] = field(default_factory=list)
    zone: list[str] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    customer: list[int] = field(default_factory=list)
    consignee: list[str] = field(default_factory=list)
    phone: list[str] = field(default_factory=list)
    address: list[str] = field(default_factory=list)
    city: list[str] = field(default_factory=list)
    province: list[str] = field(default_factory=list)
    postcode: list[str] = field(default_factory=list)
    country: list[str] = field(default_factory=list)
    region: list[str] = field(default_factory=list)
    salesperson: list[str] = field(default_factory=list)
    carrier: list[str] = field(default_factory=list)
    tracking: list[str] = field(default_factory=list)
    promised: list[str | None] = field(default_factory=list)
    shipped: list[str | None] = field(default_factory=list)
    paid_on: list[str | None] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    payment_method: list[str] = field(default_factory=list)
    payment_reference: list[str] = field(default_factory=list)
    shipping: list[int] = field(default_factory=list)
    discount: list[int] = field(default_factory=list)
    tax: list[int] = field(default_factory=list)
    tax_included: list[bool] = field(default_factory=list)
    total: list[int] = field(default_factory=list)
    difference: list[int] = field(default_factory=list)
    paid: list[int] = field(default_factory=list)
    refunded: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    first_line: list[int] = field(default_factory=list)
    line_count: list[int] = field(default_factory=list)
    hash: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.key)


@dataclass
class Lines:
    """The planned lines in the order of their orders, one list per fact.

    ``product`` points into the products (−1: none). Quantity × 10,000; unit price × 1,000,000, derived from the amount
    where only that is stated; ``discount`` in ten-thousandths of a percent; ``amount`` in minor units after the
    discount; ``stated``: the file gave it; ``difference``: stated less computed. ``tax_rate`` None where not told.
    """

    order: list[int] = field(default_factory=list)
    position: list[int] = field(default_factory=list)
    product: list[int] = field(default_factory=list)
    description: list[str] = field(default_factory=list)
    unit: list[str] = field(default_factory=list)
    quantity: list[int] = field(default_factory=list)
    unit_price: list[int] = field(default_factory=list)
    discount: list[int] = field(default_factory=list)
    amount: list[int] = field(default_factory=list)
    stated: list[bool] = field(default_factory=list)
    difference: list[int] = field(default_factory=list)
    tax_rate: list[int | None] = field(default_factory=list)
    row: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.order)


@dataclass
class Customers:
    """The customers of the planned orders. ``key`` tells them apart in this file; ``collective``: stands for all
    buyers of a channel."""

    key: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    phone: list[str] = field(default_factory=list)
    email: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    address: list[str] = field(default_factory=list)
    city: list[str] = field(default_factory=list)
    region: list[str] = field(default_factory=list)
    channel: list[str] = field(default_factory=list)
    collective: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.key)


@dataclass
class Products:
    """The products of the planned lines: the first name met is the name, others of the same code are aliases. Price
    × 1,000,000."""

    key: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    aliases: list[tuple[str, ...]] = field(default_factory=list)
    category: list[str] = field(default_factory=list)
    unit: list[str] = field(default_factory=list)
    price: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.key)


@dataclass
class Plan:
    """Everything that one import would store, and everything it would not.

    ``rows`` data rows of the file = ``imported`` + ``refused``; ``left_out`` rows of sums and notes are in neither.
    A row that cannot be read refuses its whole order, so that no order is stored in part. Totals are in minor units:
    ``lines_total`` sum of line amounts, ``total`` of order totals, ``paid``, ``refunded``, ``refused_total`` the
    stated amounts of refused rows. ``currency`` is the code that the file names, or empty.
    """

    file: str = ""
    sha256: str = ""
    size: int = 0
    sheet: str = ""
    header_row: int = 0
    profile: str = ""
    channel: str = ""
    currency: str = ""
    mapping: Mapping = field(default_factory=lambda: Mapping((), {}))
    orders: Orders = field(default_factory=Orders)
    lines: Lines = field(default_factory=Lines)
    customers: Customers = field(default_factory=Customers)
    products: Products = field(default_factory=Products)
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    rows: int = 0
    imported: int = 0
    left_out: int = 0
    duplicates: int = 0
    lines_total: int = 0
    total: int = 0
    paid: int = 0
    refunded: int = 0
    refused_total: int = 0

    @property
    def refused(self) -> int:
        """Number of refused rows."""
        return len(self.rejects)


@dataclass(frozen=True)
class SheetView:
    """A sheet as the wizard shows it: name, hidden or not, size."""

    name: str
    hidden: bool
    rows: int
    columns: int


@dataclass(frozen=True)
class Inspection:
    """A file looked at before importing: its format, sheets, and the proposed sheet, header row, mapping and first
    rows.

    ``samples`` are rows as shown text; ``numbers`` their row numbers. ``problem`` says why no orders were found.
    """

    file: str
    format: str
    encoding: str
    delimiter: str
    sheets: tuple[SheetView, ...]
    sheet: str
    header_row: int
    mapping: Mapping
    profile: str
    profile_title: str
    channel: str
    samples: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    rows: int
    warnings: tuple[str, ...]
    problem: str


TABLES = ("orders", "lines", "customers", "products")


def columns_of(table: Any) -> AnyMapping[str, list[Any]]:
    """The lists of a table by name."""
    return {f.name: getattr(table, f.name) for f in fields(table)}
