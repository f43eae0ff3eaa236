"""The list of customers."""

from __future__ import annotations

from app.i18n import N_
from app.models.actor import Permission
from app.models.search_key import digits_of
from app.models.user import shown_name
from app.queries import allowed, words
from app.queries.columns import Ask, Column, Kind
from app.queries.duplicates import DUPLICATES
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, day, flag, of_batch, of_person, one_of, pattern, text


def search(term: str) -> Part:
    """Customers whose key holds the term, or its digits where it is a phone number written with signs."""
    digits = digits_of(term)
    if digits:
        return f"c.search_key {LIKE} OR c.search_key {LIKE}", (pattern(term), pattern(digits))
    return f"c.search_key {LIKE}", (pattern(term),)


def likely(typed: str) -> tuple[Part, ...]:
    """The customer of just the typed code, then those whose names begin so, whoever bought last first."""
    return (
        ("SELECT id FROM customer WHERE code IN (?, ?)", (typed, typed.upper())),
        (
            f"SELECT id FROM customer INDEXED BY customer_search WHERE search_key {LIKE} "
            "ORDER BY last_order_date DESC NULLS LAST, search_key LIMIT 20",
            (pattern(typed)[1:],),
        ),
    )


CUSTOMERS = RecordList(
    noun="customers",
    title=words.NOUNS["customers"],
    table="customer c",
    key="c.id",
    joins={"u": "LEFT JOIN user u ON u.id = c.owner_id"},
    needs=Permission.SEE_CUSTOMERS,
    own="c.owner_id IS NULL OR c.owner_id = ?",
    base="c.merged_into_id IS NULL",
    default_sort=(("name", False),),
    search=search,
    likely=likely,
    fields=(
        Field(Column("number", N_("Code"), Kind.NUMBER, 92), "c.code"),
        Field(Column("name", N_("Name"), Kind.TEXT, 208), "c.name", ("c.search_key",)),
        Field(Column("phone", N_("Phone"), Kind.TEXT, 124), "c.phone"),
        Field(Column("city", N_("City"), Kind.TEXT, 92), "c.city"),
        Field(Column("outstanding", N_("Total outstanding"), Kind.MONEY, 132, total=True), "c.outstanding"),
        Field(Column("balance", N_("Balance"), Kind.MONEY, 104, total=True), "c.balance"),
        Field(Column("grade", N_("Grade"), Kind.TEXT, 64), "c.grade"),
        Field(Column("customer_kind", N_("Kind"), Kind.STATE, 90, shown=False), "c.customer_kind"),
        Field(Column("region", N_("Region"), Kind.TEXT, 110, shown=False), "c.region"),
        Field(Column("owner", N_("In charge"), Kind.TEXT, 120, shown=False), shown_name("u")),
        Field(Column("orders", N_("Orders"), Kind.COUNT, 68, total=True), "c.orders"),
        Field(Column("revenue", N_("Revenue"), Kind.MONEY, 108, total=True), "c.revenue"),
        Field(Column("last_order_date", N_("Last order"), Kind.DATE, 100, shown=False), "c.last_order_date"),
        Field(Column("next_follow_up", N_("Next follow-up"), Kind.DATE, 110, shown=False), "c.next_follow_up"),
        Field(Column("stage", N_("Stage"), Kind.TEXT, 100, shown=False), "c.stage"),
        Field(Column("source", N_("Source"), Kind.TEXT, 110, shown=False), "c.source"),
        Field(Column("email", N_("E-mail"), Kind.TEXT, 180, shown=False), "c.email"),
        Field(Column("wechat", N_("WeChat"), Kind.TEXT, 120, shown=False), "c.wechat"),
        Field(Column("address", N_("Address"), Kind.TEXT, 220, shown=False, sortable=False), "c.address"),
        Field(Column("tax_number", N_("Tax number"), Kind.TEXT, 150, shown=False), "c.tax_number"),
        Field(Column("credit_limit", N_("Credit limit"), Kind.MONEY, 120, shown=False), "c.credit_limit"),
        Field(Column("tags", N_("Tags"), Kind.TEXT, 140, shown=False), "c.tags"),
        Field(Column("note", N_("Note"), Kind.TEXT, 200, shown=False, sortable=False), "c.note"),
        Field(Column("active", N_("Active"), Kind.FLAG, 70, shown=False), "c.active"),
    ),
    filters=(
        flag("active", N_("Active"), "c.active = 1"),
        text("grade", N_("Grade"), "c.grade"),
        one_of("customer_kind", N_("Kind"), "c.customer_kind", words.states("customer_kind")),
        text("region", N_("Region"), "c.region", "regions"),
        text("city", N_("City"), "c.city"),
        text("source", N_("Source"), "c.source"),
        of_person("owner", N_("In charge"), "c.owner_id"),
        flag("mine", N_("Mine"), "c.owner_id = ?", lambda viewer: (viewer.user_id,)),
        flag("owing", N_("Owing"), "c.debt > 0"),
        flag("with_balance", N_("With a balance"), "c.balance > 0"),
        flag("to_follow_up", N_("To follow up"), "c.next_follow_up <= ?", lambda viewer: (viewer.today().isoformat(),)),
        day("last_order_from", N_("Last order from"), "c.last_order_date >= ?"),
        day("last_order_to", N_("Last order to"), "c.last_order_date <= ?"),
        flag("duplicates", N_("Likely duplicates"), DUPLICATES),
        of_batch("c.import_batch_id"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("owing", N_("Owing"), Ask(filters=(("owing", "yes"),))),
        Pill("with_balance", N_("With a balance"), Ask(filters=(("with_balance", "yes"),))),
        Pill(
            "to_follow_up",
            N_("To follow up"),
            Ask(filters=(("to_follow_up", "yes"),), sort=(("next_follow_up", False),)),
        ),
        Pill("mine", N_("Mine"), Ask(filters=(("mine", "yes"),))),
        Pill("duplicates", N_("Likely duplicates"), Ask(filters=(("duplicates", "yes"),)), counted=False),
    ),
    facts=(
        ("owner_id", "c.owner_id"),
        ("active", "c.active"),
        ("merged", "c.merged_into_id IS NOT NULL"),
        ("absorbed", "EXISTS(SELECT 1 FROM customer a WHERE a.merged_into_id = c.id)"),
    ),
    allow=lambda viewer, facts: allowed.actions(allowed.customer(viewer, facts)),
    # The warehouse needs to know where goods go, which stands on the order, and nothing else of a customer.
    secret=frozenset(
        {
            "phone",
            "email",
            "wechat",
            "address",
            "tax_number",
            "revenue",
            "outstanding",
            "balance",
            "credit_limit",
            "note",
        }
    ),
    secret_needs=(Permission.EDIT_CUSTOMERS, Permission.SEE_MONEY),
)
