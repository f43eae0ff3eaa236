"""The list of follow-ups."""

from __future__ import annotations

from app.i18n import N_
from app.models.actor import Actor, Permission
from app.models.user import shown_name
from app.queries import words
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, day, flag, of_customer, pattern


def search(term: str) -> Part:
    """Follow-ups whose customer or words hold the term."""
    wanted = pattern(term)
    return f"c.search_key {LIKE} OR f.said {LIKE} OR f.outcome {LIKE}", (wanted,) * 3


def _today(viewer: Actor) -> tuple[object, ...]:
    return (viewer.today().isoformat(),)


FOLLOW_UPS = RecordList(
    noun="follow-ups",
    title=words.NOUNS["follow-ups"],
    table="follow_up f",
    key="f.id",
    joins={
        "c": "JOIN customer c ON c.id = f.customer_id",
        "o": "LEFT JOIN sales_order o ON o.id = f.order_id",
        "u": "LEFT JOIN user u ON u.id = f.user_id",
    },
    needs=Permission.SEE_CUSTOMERS,
    own="c.owner_id IS NULL OR c.owner_id = ?",
    default_sort=(("date", True),),
    search=search,
    fields=(
        Field(Column("date", N_("Date"), Kind.DATE, 100), "f.date"),
        Field(Column("customer", N_("Customer"), Kind.TEXT, 220), "c.name", ("c.search_key", "f.date")),
        Field(Column("way", N_("Way"), Kind.TEXT, 90), "f.way"),
        Field(Column("said", N_("What was said"), Kind.TEXT, 320, sortable=False), "f.said"),
        Field(Column("stage", N_("Stage"), Kind.TEXT, 100), "f.stage"),
        Field(Column("outcome", N_("Outcome"), Kind.TEXT, 140), "f.outcome"),
        Field(Column("next_date", N_("Next contact"), Kind.DATE, 100), "f.next_date"),
        Field(Column("done", N_("Done"), Kind.FLAG, 70), "f.done"),
        Field(Column("user", N_("By"), Kind.TEXT, 120), shown_name("u")),
        Field(Column("order", N_("Order"), Kind.NUMBER, 140, shown=False), "o.number"),
        Field(Column("phone", N_("Phone"), Kind.TEXT, 130, shown=False), "c.phone"),
    ),
    filters=(
        of_customer("f.customer_id"),
        flag("due", N_("Due"), "f.done = 0 AND f.next_date <= ?", _today),
        flag("done", N_("Done"), "f.done = 1"),
        flag("mine", N_("Mine"), "f.user_id = ?", lambda viewer: (viewer.user_id,)),
        day("from", N_("From"), "f.date >= ?"),
        day("to", N_("To"), "f.date <= ?"),
        day("next_from", N_("Next from"), "f.next_date >= ?"),
        day("next_to", N_("Next to"), "f.next_date <= ?"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("due", N_("Due"), Ask(filters=(("due", "yes"),), sort=(("next_date", False),))),
        Pill("mine", N_("Mine"), Ask(filters=(("mine", "yes"),))),
    ),
    secret=frozenset({"phone"}),
    secret_needs=(Permission.EDIT_CUSTOMERS, Permission.SEE_MONEY),
)
