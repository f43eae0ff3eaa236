"""What a person should look at, computed from the book whenever it is asked for; only what was put aside is stored.

A notice is known by its topic and record; ``sign`` is what it says of it now. One that was called done stays away
until its sign is another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.i18n import N_, _, ngettext
from app.models.actor import Actor, Permission
from app.models.base import connection, moment_from, moment_text
from app.money import QUANTITY, show_scaled
from app.queries.backups import NOTICE_AFTER, BackupState, backup_state
from app.queries.book_settings import setting
from app.queries.columns import Ask, Row
from app.queries.waiting import Work, work_for
from app.queries.words import operation_word

SHOWN = 20
"""Notices of one topic that are shown; the rest is in the list that its heading opens."""
RECENT = timedelta(days=7)
EVENING = 17
"""The hour from which a day that is not closed is a notice."""
REMIND = "day_close.remind"
"""The setting that says whether it is."""
_LOOKED_AT = 200
_TRAIL_TAIL = 5_000


@dataclass(frozen=True)
class Notice:
    """One thing to look at. ``amount`` is in minor units; ``until`` is set while it is put off, ``done`` when done."""

    topic: str
    kind: str
    id: int | None
    sign: str
    title: str
    detail: str = ""
    amount: int | None = None
    level: str = "info"
    until: datetime | None = None
    done: bool = False

    @property
    def key(self) -> tuple[str, str, int | None]:
        """What it is known by, whatever it says."""
        return self.topic, self.kind, self.id


@dataclass(frozen=True)
class Group:
    """The notices of one topic; ``count`` is how many there are, ``page`` and ``ask`` the list that shows them all."""

    topic: str
    title: str
    notices: tuple[Notice, ...]
    count: int
    page: str = ""
    ask: Ask | None = None


@dataclass(frozen=True)
class Notices:
    """All groups, the most pressing first, and what this person put aside."""

    groups: tuple[Group, ...]
    aside: tuple[Notice, ...]

    @property
    def count(self) -> int:
        """How many things there are to look at."""
        return sum(group.count for group in self.groups)


# topic: the kind of record, the columns of title and detail, the one that makes the sign, the amount, the sentence
_SHAPES: Mapping[str, tuple[str, tuple[str, ...], str, str, str, str]] = {
    "follow_up": ("follow_up", ("customer", "said"), "next_date", "", N_("Follow up since {sign}"), "info"),
    "overdue": ("order", ("number", "customer"), "due_date", "outstanding", N_("Due on {sign}"), "danger"),
    "exception": ("order", ("number", "customer"), "state", "", N_("Something is wrong with this order"), "warn"),
    "review": ("order", ("number", "customer"), "date", "total", N_("Waits for review since {sign}"), "info"),
    "sent_back": ("order", ("number", "customer"), "date", "total", N_("Sent back: see why, and mend it"), "warn"),
    "expired": ("order", ("number", "customer"), "expiry_date", "total", N_("The quotation expired on {sign}"), "info"),
    "to_approve": ("refund", ("number", "customer"), "requested_on", "amount", N_("Asked for on {sign}"), "warn"),
    "to_pay": ("refund", ("number", "customer"), "requested_on", "amount", N_("Approved; asked for on {sign}"), "info"),
    "unclaimed": ("payment", ("number", "payer"), "date", "amount", N_("Received on {sign}"), "info"),
    "requests": ("invoice_request", ("order", "customer"), "requested_on", "amount", N_("Asked for on {sign}"), "info"),
    "low_stock": ("product", ("name",), "available", "", "{sign}", "info"),
}
_ORDER = (
    "backup", "security", "to_approve", "credit", "overdue", "exception", "follow_up", "sent_back", "review",
    "requests", "unclaimed", "to_pay", "expired", "low_stock", "import", "day_close",
)  # fmt: skip


def notices(viewer: Actor, backup: BackupState | None = None) -> Notices:
    """Everything that this person should look at now; ``backup`` is ``backup_state``, where it was read already."""
    asides = _asides(viewer)
    groups: list[Group] = []
    aside: list[Notice] = []
    for work in work_for(viewer):
        if work.key in _SHAPES:
            _sort_out(_of_work(viewer, work), asides, groups, aside, viewer, work)
    found = [(topic, title, find(viewer)) for topic, title, find in _OTHERS]
    if viewer.may(Permission.BACK_UP):
        found.append(("backup", N_("Backups"), _backup(viewer, backup or backup_state(viewer.today()))))
    for topic, title, told in found:
        _sort_out(Group(topic, _(title), tuple(told), 0), asides, groups, aside, viewer)
    groups.sort(key=lambda group: _ORDER.index(group.topic))
    return Notices(tuple(groups), tuple(aside))


def _sort_out(
    found: Group,
    asides: Mapping[tuple[str, str, int | None], tuple[str, str | None, bool]],
    groups: list[Group],
    aside: list[Notice],
    viewer: Actor,
    work: Work | None = None,
) -> None:
    now = moment_text(viewer.now())
    shown: list[Notice] = []
    hidden = 0
    for notice in found.notices:
        sign, until, done = asides.get(notice.key, ("", None, False))
        if until is not None and until > now:
            aside.append(replace(notice, until=moment_from(until)))
        elif done and sign == notice.sign:
            aside.append(replace(notice, done=True))
        else:
            shown.append(notice)
            continue
        hidden += 1
    if not shown:
        return
    whole = work.records.count(viewer, work.ask) if work is not None else len(found.notices)
    groups.append(replace(found, notices=tuple(shown[:SHOWN]), count=whole - hidden))


def _of_work(viewer: Actor, work: Work) -> Group:
    kind, titles, sign, amount, sentence, level = _SHAPES[work.key]
    records = work.records
    ids = records.first(viewer, work.ask, _LOOKED_AT)
    rows = records.rows(ids, viewer)
    at = {column.key: number for number, column in enumerate(records.columns)}

    def notice(row: Row) -> Notice:
        values = {key: row.values[number] for key, number in at.items()}
        said = str(values[sign] or "")
        if sign == "available":
            said = _("{quantity} left").format(quantity=show_scaled(values[sign] or 0, QUANTITY))
        return Notice(
            work.key,
            kind,
            row.id,
            said,
            "  ".join(str(values[t]) for t in titles if values[t]),
            _(sentence).format(sign=said),
            values[amount] if amount else None,
            level,
        )

    found = tuple(notice(rows[i]) for i in ids if i in rows)
    if work.key == "exception":
        found = tuple(_with_reasons(each, rows[each.id]) for each in found if each.id is not None)
    return Group(work.key, _(work.title), found, len(found), work.page, work.ask)


def _with_reasons(notice: Notice, row: Row) -> Notice:
    """What is wrong with an order besides a late payment, which is a topic of its own."""
    found = [problem for problem in row.problems if problem.pin.key != "overdue"]
    sign = " ".join(f"{problem.pin.key}:{problem.detail}" for problem in found)
    return replace(notice, sign=sign, detail=" ".join(problem.reason for problem in found) or notice.detail)


def _asides(viewer: Actor) -> dict[tuple[str, str, int | None], tuple[str, str | None, bool]]:
    rows = connection().execute(
        "SELECT topic, about_kind, about_id, message, due_at, done_at IS NOT NULL FROM notification WHERE user_id IS ?",
        (viewer.user_id or None,),
    )
    return {(row[0], row[1], row[2]): (row[3], row[4], bool(row[5])) for row in rows}


# What does not come from a list


def _backup(viewer: Actor, state: BackupState) -> Iterator[Notice]:
    if state.days < NOTICE_AFTER or not state.level:
        return
    days = ngettext("{n} day", "{n} days", state.days).format(n=state.days)
    if state.last is None:
        title = _("There is no backup of this book yet")
        detail = _("Something changed {days} ago and stands nowhere else.").format(days=days)
    else:
        title = _("The last backup was made {days} ago").format(days=days)
        detail = _("What was entered since stands nowhere else.")
    # Every day it is said anew.
    yield Notice("backup", "book", None, viewer.today().isoformat(), title, detail, level="danger")


def _credits(viewer: Actor) -> Iterator[Notice]:
    if not viewer.may(Permission.APPROVE):
        return
    rows = connection().execute(
        "SELECT c.id, iif(c.number <> '', c.number, o.number), k.name, c.amount, c.requested_on FROM credit c "
        "JOIN sales_order o ON o.id = c.order_id JOIN customer k ON k.id = c.customer_id "
        "WHERE c.state = 'requested' AND c.requested_by IS NOT ? ORDER BY c.requested_on, c.id LIMIT ?",
        (-1 if viewer.alone else viewer.user_id, _LOOKED_AT),
    )
    for number, name, customer, amount, asked in rows:
        detail = _("Asked for on {sign}").format(sign=asked)
        yield Notice("credit", "credit", number, str(asked), f"{name}  {customer}", detail, amount, "warn")


def _security(viewer: Actor) -> Iterator[Notice]:
    whole = viewer.may(Permission.ADMINISTER)
    since = moment_text(viewer.now().astimezone(UTC) - RECENT)
    rows = connection().execute(
        "SELECT id, at, user_id, user_name, operation, about_id, about, computer, detail FROM trail "
        "WHERE id > (SELECT coalesce(max(id), 0) FROM trail) - ? AND at >= ? AND operation IN "
        "('sign in', 'note take-over', 'change roles', 'set user inactive', 'set user active', 'add user') ORDER BY id",
        (_TRAIL_TAIL, since),
    )
    failed: dict[int, list[Sequence[Any]]] = {}
    for row in rows:
        if row[4] == "sign in":
            if '"failed"' in str(row[8]) and (whole or row[2] == viewer.user_id):
                failed.setdefault(int(row[2] or 0), []).append(row)
        elif whole and row[2] != viewer.user_id:
            yield _changed(row)
    for user_id, tries in failed.items():
        last = tries[-1]
        title = ngettext("{n} failed sign-in as {name}", "{n} failed sign-ins as {name}", len(tries)).format(
            n=len(tries), name=last[3]
        )
        detail = _("Last on {when}, at {computer}").format(when=_local(last[1]), computer=last[7] or "–")
        level = "warn" if len(tries) < 3 else "danger"
        yield Notice("security", "user", user_id, str(last[0]), title, detail, level=level)


def _changed(row: Sequence[Any]) -> Notice:
    number, at, _user, name, operation, _about, about, computer, _detail = row
    if operation == "note take-over":
        title = _("The book was taken over at {computer}").format(computer=computer or "–")
    else:
        title = _("{act}: {whom}").format(act=operation_word(operation), whom=about)
    detail = _("By {name} on {when}").format(name=name, when=_local(at))
    return Notice("security", "trail", int(number), str(number), title[:1].upper() + title[1:], detail, level="warn")


def _imports(viewer: Actor) -> Iterator[Notice]:
    if not viewer.may(Permission.IMPORT):
        return
    since = moment_text(viewer.now().astimezone(UTC) - RECENT)
    rows = connection().execute(
        "SELECT id, file_name, refused FROM import_batch WHERE refused > 0 AND state = 'imported' AND made_at >= ? "
        "ORDER BY id DESC LIMIT ?",
        (since, SHOWN),
    )
    for number, name, refused in rows:
        detail = ngettext("{n} row was not taken over", "{n} rows were not taken over", refused).format(n=refused)
        yield Notice("import", "import_batch", number, str(refused), name, detail, level="warn")


def _day_close(viewer: Actor) -> Iterator[Notice]:
    if not viewer.may(Permission.CLOSE_DAY) or not setting(REMIND, True):
        return
    now = viewer.now().astimezone()
    if now.hour < EVENING:
        return
    today = viewer.today().isoformat()
    run = connection().execute
    if run("SELECT 1 FROM day_close WHERE date = ?", (today,)).get is not None:
        return
    # Only where there is something to count, or where days are closed at all.
    moved = run("SELECT 1 FROM payment WHERE date = ? AND import_batch_id IS NULL LIMIT 1", (today,)).get
    if moved is None and run("SELECT 1 FROM day_close LIMIT 1").get is None:
        return
    yield Notice("day_close", "day_close", None, today, _("This day is not closed yet"), _("Count, look, sign."))


def _local(at: str) -> str:
    return moment_from(at).astimezone().strftime("%Y-%m-%d %H:%M")


_OTHERS: tuple[tuple[str, str, Callable[[Actor], Iterator[Notice]]], ...] = (
    ("credit", N_("Returns and allowances that wait for your approval"), _credits),
    ("security", N_("Security"), _security),
    ("import", N_("Imports with refused rows"), _imports),
    ("day_close", N_("Close of the day"), _day_close),
)
