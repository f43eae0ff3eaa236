"""The lists of imports and of the trail."""

from __future__ import annotations

from app.i18n import N_
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.user import shown_name
from app.queries import allowed, words
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, day, of_person, one_of, pattern, text
from app.queries.shapes import require


def _search_imports(term: str) -> Part:
    return f"b.file_name {LIKE} OR b.channel {LIKE}", (pattern(term),) * 2


def _search_trail(term: str) -> Part:
    return f"t.about {LIKE} OR t.user_name {LIKE} OR t.operation {LIKE}", (pattern(term),) * 3


IMPORTS = RecordList(
    noun="imports",
    title=words.NOUNS["imports"],
    table="import_batch b",
    key="b.id",
    joins={"u": "LEFT JOIN user u ON u.id = b.made_by"},
    needs=Permission.IMPORT,
    default_sort=(("made_at", True),),
    search=_search_imports,
    fields=(
        Field(Column("number", N_("Batch"), Kind.NUMBER, 80), "CAST(b.id AS TEXT)", ("b.id",)),
        Field(Column("made_at", N_("Imported at"), Kind.MOMENT, 150), "b.made_at"),
        Field(Column("file_name", N_("File"), Kind.TEXT, 260), "b.file_name"),
        Field(Column("state", N_("State"), Kind.STATE, 100), "b.state"),
        Field(Column("rows", N_("Rows"), Kind.COUNT, 90, total=True), "b.rows"),
        Field(Column("imported", N_("Taken over"), Kind.COUNT, 90, total=True), "b.imported"),
        Field(Column("refused", N_("Refused"), Kind.COUNT, 90, total=True), "b.refused"),
        Field(Column("unchanged", N_("Unchanged"), Kind.COUNT, 90, total=True), "b.unchanged"),
        Field(Column("orders", N_("Orders"), Kind.COUNT, 90, total=True), "b.orders"),
        Field(Column("lines", N_("Lines"), Kind.COUNT, 90, total=True), "b.lines"),
        Field(Column("total", N_("Total"), Kind.MONEY, 130, total=True), "b.total"),
        Field(Column("user", N_("By"), Kind.TEXT, 120), shown_name("u")),
        Field(Column("customers", N_("Customers"), Kind.COUNT, 90, shown=False, total=True), "b.customers"),
        Field(Column("products", N_("Products"), Kind.COUNT, 90, shown=False, total=True), "b.products"),
        Field(Column("payments", N_("Payments"), Kind.COUNT, 90, shown=False, total=True), "b.payments"),
        Field(Column("refunds", N_("Refunds"), Kind.COUNT, 90, shown=False, total=True), "b.refunds"),
        Field(Column("sheet", N_("Sheet"), Kind.TEXT, 120, shown=False), "b.sheet"),
        Field(Column("profile", N_("Profile"), Kind.TEXT, 120, shown=False), "b.profile"),
        Field(Column("channel", N_("Channel"), Kind.TEXT, 120, shown=False), "b.channel"),
    ),
    filters=(
        one_of("state", N_("State"), "b.state", words.states("import_batch")),
        day("from", N_("From"), "b.made_at >= ?"),
        day("to", N_("To"), "b.made_at < date(?, '+1 day')"),
    ),
    pills=(Pill("all", N_("All"), Ask()), Pill("undone", N_("Undone"), Ask(filters=(("state", "undone"),)))),
    facts=(("state", "b.state"),),
    allow=lambda viewer, facts: allowed.actions(allowed.import_batch(viewer, facts)),
)

TRAIL = RecordList(
    noun="trail",
    title=words.NOUNS["trail"],
    table="trail t",
    key="t.id",
    needs=Permission.SEE_TRAIL,
    own="t.user_id = ?",
    default_sort=(("number", True),),
    search=_search_trail,
    fields=(
        Field(Column("number", N_("Entry"), Kind.NUMBER, 80), "CAST(t.id AS TEXT)", ("t.id",)),
        Field(Column("at", N_("When"), Kind.MOMENT, 150), "t.at", ("t.id",)),
        Field(Column("user", N_("Who"), Kind.TEXT, 130), "t.user_name"),
        Field(Column("operation", N_("What"), Kind.STATE, 180), "t.operation"),
        Field(Column("about_kind", N_("Record"), Kind.STATE, 110), "t.about_kind"),
        Field(Column("about", N_("Which"), Kind.NUMBER, 180), "t.about"),
        Field(Column("computer", N_("Computer"), Kind.TEXT, 130, shown=False), "t.computer"),
        Field(Column("detail", N_("Details"), Kind.TEXT, 260, shown=False, sortable=False), "t.detail"),
    ),
    filters=(
        of_person("user", N_("Who"), "t.user_id"),
        text("operation", N_("What"), "t.operation"),
        text("about_kind", N_("Record"), "t.about_kind"),
        text("about", N_("Which"), "t.about"),
        day("from", N_("From"), "t.at >= ?"),
        day("to", N_("To"), "t.at < date(?, '+1 day')"),
    ),
    pills=(Pill("all", N_("All"), Ask()),),
)


def subject(viewer: Actor, entry: int) -> tuple[str, int]:
    """The kind and id of the record that an entry is about; ("", 0) for one that is about none. Raises NotFound,
    NotAllowed."""
    require(TRAIL, viewer, entry, "trail")
    kind, record = next(
        connection().execute("SELECT about_kind, coalesce(about_id, 0) FROM trail WHERE id = ?", (entry,))
    )
    return str(kind), int(record)
