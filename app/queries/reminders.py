"""The reminders of a customer: what the next one would say, and those that were made, as they were."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.errors import UserError
from app.i18n import _
from app.models.actor import Actor, Permission
from app.models.base import connection, gone
from app.models.document import Mark
from app.models.papers import kept_bytes
from app.models.reminder_letter import Letter, letter_from, letter_of
from app.models.reminding import Owing, owing_on
from app.models.user import shown_name
from app.queries import allowed
from app.queries.beginning import is_sample
from app.queries.customers import CUSTOMERS
from app.queries.moment import one_moment
from app.queries.shapes import Flag, Money, load, require, select

_LETTERS = (
    "{columns} FROM customer_letter l LEFT JOIN user u ON u.id = l.made_by WHERE l.customer_id = ? "
    "ORDER BY l.date DESC, l.id DESC LIMIT 200"
)


@dataclass(frozen=True)
class CustomerLetterOf:
    """A letter that a customer got; ``user`` is who made it, ``kept`` says whether its file is kept."""

    id: int
    letter_kind: str
    tone: str
    date: str
    first_day: str | None
    last_day: str | None
    amount: Money
    pay_by: str | None
    orders: str
    invoices: str
    language: str
    sent_as: str
    state: str
    reason: str
    user: str | None
    kept: Flag
    erased: Flag


def letters(customer_id: int) -> tuple[CustomerLetterOf, ...]:
    """The reminders and statements of a customer, the newest first."""
    columns = select(
        CustomerLetterOf,
        "l",
        user=shown_name("u"),
        kept="EXISTS(SELECT 1 FROM kept_paper k WHERE k.about_kind = 'customer_letter' AND k.about_id = l.id)",
        erased="l.content = ''",
    )
    return load(CustomerLetterOf, _LETTERS.format(columns=columns), (customer_id,))


def owing(viewer: Actor, customer_id: int, day: date | None = None) -> Owing:
    """What a customer owes today, or what a reminder of that day would say. Raises NotFound and NotAllowed."""
    require(CUSTOMERS, viewer, customer_id, "customer")
    allowed.require_right(viewer, Permission.SEE_MONEY)
    return owing_on(connection(), customer_id, day or viewer.today())


def letter(viewer: Actor, customer_id: int, tone: str = "", day: date | None = None) -> Letter:
    """What a reminder to a customer would say, in the proposed tone unless told. Raises NotFound and NotAllowed."""
    with one_moment():
        return _marked(letter_of(owing(viewer, customer_id, day), tone))


def made_letter(viewer: Actor, letter_id: int) -> Letter:
    """A reminder that was made, word for word. Raises NotFound, NotAllowed, and UserError for one that was erased."""
    row = (
        connection()
        .execute("SELECT customer_id, state, content FROM customer_letter WHERE id = ?", (letter_id,))
        .fetchone()
    )
    if row is None:
        raise gone("no_customer_letter")
    customer, state, content = row
    require(CUSTOMERS, viewer, int(str(customer)), "customer")
    allowed.require_right(viewer, Permission.SEE_MONEY)
    if not content:
        raise UserError(_("This letter was erased with the person it was written to."), code="erased")
    return _marked(letter_from(str(content)), void=state == "withdrawn")


def letter_file(letter_id: int) -> bytes | None:
    """The PDF that was kept when the letter was made; None while none is."""
    return kept_bytes("customer_letter", letter_id)


def letter_text(letter_id: int) -> str | None:
    """The text of a letter that went as a message; None for a letter on paper."""
    found = kept_bytes("customer_letter", letter_id, "txt")
    return found.decode() if found is not None else None


@dataclass(frozen=True)
class MadeStatement:
    """A statement of account as it was handed out; ``withdrawn`` once it counts no more.

    ``number`` is how the trail names it: by customer and days, for a name would stay there for good.
    """

    number: str
    pdf: bytes
    language: str
    withdrawn: bool


def made_statement(viewer: Actor, letter_id: int) -> MadeStatement:
    """A statement that was made, byte for byte. Raises NotFound, NotAllowed, and UserError for one that was erased."""
    row = (
        connection()
        .execute(
            "SELECT customer_id, first_day, last_day, state, language FROM customer_letter WHERE id = ?", (letter_id,)
        )
        .fetchone()
    )
    if row is None:
        raise gone("no_customer_letter")
    customer, first, last, state, language = row
    require(CUSTOMERS, viewer, int(str(customer)), "customer")
    allowed.require_right(viewer, Permission.SEE_MONEY)
    pdf = letter_file(letter_id)
    if pdf is None:
        raise UserError(_("This letter was erased with the person it was written to."), code="erased")
    return MadeStatement(f"#{customer} {first or '…'} – {last}", pdf, str(language), state == "withdrawn")


def _marked(found: Letter, *, void: bool = False) -> Letter:
    return replace(found, mark=Mark.SAMPLE if is_sample() else Mark.VOID if void else Mark.NONE)
