"""What an operation works with: one transaction that remembers every record before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar, cast

import apsw

from app.errors import NeedsConfirmation, NotAllowed, UserError
from app.i18n import _
from app.models import totals
from app.models.actor import ACTS, Actor, Permission, Scope
from app.models.audit import Change, append_entry
from app.models.base import Record, database, gone, shape
from app.models.company import Company
from app.models.customer import LedgerLine
from app.models.numbering import Series
from app.models.order import Order, OrderLine
from app.models.payment import Payment
from app.models.product import StockMovement
from app.operations.undo_steps import Image, write_undo_step

T = TypeVar("T")
R = TypeVar("R", bound=Record)

# Records that add up or look back; they are no facts of their own and stay out of the trail.
_UNTRAILED = frozenset(
    {"trail", "trail_change", "undo_step", "day_total", "month_total", "product_month", "editor_draft", "notification"}
)


@dataclass(frozen=True)
class Changes:
    """What an operation changed: ids by kind (empty for bulk work), which operation it was and who started it."""

    operation: str
    ids: Mapping[str, frozenset[int]]
    origin: object = None
    undoable: bool = False
    label: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record that changed."""
        return frozenset(self.ids)


@dataclass(frozen=True)
class Done(Generic[T]):
    """The outcome of an operation."""

    value: T
    changes: Changes


@dataclass
class _Change:
    record_kind: str
    model: type[Record]
    record_id: int
    before: Image | None
    after: Image | None


@dataclass
class Work:
    """What an operation works with: one transaction, one actor, few verbs."""

    actor: Actor
    operation: str
    connection: apsw.Connection
    undoable: bool = False
    _changes: dict[tuple[str, int], _Change] = field(default_factory=dict)
    _seen: dict[tuple[str, int], Image] = field(default_factory=dict)
    _known: dict[tuple[str, int], Record] = field(default_factory=dict)
    _bulk: dict[str, dict[str, Any]] = field(default_factory=dict)
    _events: list[str] = field(default_factory=list)
    _about: tuple[str, int, str] | None = None
    _detail: dict[str, Any] = field(default_factory=dict)
    _label: str = ""
    _company: Company | None = None
    _parts: set[tuple[str, int]] = field(default_factory=set)

    @property
    def company(self) -> Company:
        """The company and its policies as this operation finds them."""
        if self._company is None:
            self._company = self.get(Company, 1)
        return self._company

    @property
    def today(self) -> date:
        """The date at the desk."""
        return self.actor.today()

    # Reading what is going to be changed

    def get(self, model: type[R], record_id: int) -> R:
        """The record with this id, read inside the transaction. Raises ``NotFound``."""
        found = self.find(model, "id = ?", (record_id,))
        if not found:
            raise gone(f"no_{model.kind}")
        return found[0]

    def find(self, model: type[R], where: str, values: tuple[Any, ...] = (), *, order: str = "id") -> list[R]:
        """The records for which ``where`` (our own constant SQL) holds, remembered as they were."""
        form = shape(model)
        result = []
        # The text is put together from constants of the program only.
        for row in self.connection.execute(f"{form.select} WHERE {where} ORDER BY {order}", values):
            image = dict(zip(form.columns, row, strict=True))
            self._seen.setdefault((model.kind, image["id"]), image)
            result.append(cast(R, form.record_of(image)))
        return result

    def known(self, model: type[R], record_id: int) -> R:
        """The record with this id, read once however often it is asked for: for looking up, not for changing."""
        key = (model.kind, record_id)
        record = self._known.get(key)
        if record is None:
            record = self._known[key] = self.get(model, record_id)
        return cast(R, record)

    def value(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        """The single value of a query."""
        return self.connection.execute(statement, values).get

    # Changing

    def add(self, record: R) -> R:
        """Store a new record; it has its id afterwards."""
        record.prepare()
        form = shape(type(record))
        values = form.values(record)
        self.connection.execute(form.insert, values)
        record_id = self.connection.last_insert_rowid()
        record.id = record_id
        image = dict(zip(form.columns, values, strict=True))
        image["id"] = record_id
        key = (record.kind, record_id)
        earlier = self._changes.get(key)
        self._changes[key] = _Change(record.kind, type(record), record_id, earlier.before if earlier else None, image)
        self._seen[key] = image
        return record

    def save(self, record: Record) -> None:
        """Store the fields of a record that changed since it was read or saved last."""
        record.prepare()
        form = shape(type(record))
        key = (record.kind, record.id)
        known = self._seen[key]
        kept = totals.KEPT.get(record.kind, frozenset())
        image = dict(zip(form.columns, form.values(record), strict=True))
        for column in kept:
            image[column] = known[column]
        columns = tuple([c for c, value in image.items() if value != known[c]])
        if not columns:
            return
        self.connection.execute(form.update(columns), (*(image[c] for c in columns), record.id))
        change = self._changes.get(key)
        if change is None:
            self._changes[key] = _Change(record.kind, type(record), record.id, known, image)
        else:
            change.after = image
        self._seen[key] = image

    def remove(self, record: Record) -> None:
        """Remove a record that was read or added in this operation."""
        key = (record.kind, record.id)
        self.connection.execute(shape(type(record)).delete, (record.id,))
        known = self._seen.pop(key)
        change = self._changes.get(key)
        if change is None:
            self._changes[key] = _Change(record.kind, type(record), record.id, known, None)
        elif change.before is None:
            del self._changes[key]
        else:
            change.after = None

    def touched(self, kind: str, *, count: int, content_hash: str = "") -> None:
        """Say of bulk work, stored without ``add``, what kind and how many records it made or removed."""
        self._bulk[kind] = {"count": count, "hash": content_hash}

    # Many records in one operation

    def attempt(self, step: Callable[[Work], T]) -> T:
        """Do one part of a batch, whole or not at all: ``step`` gets a work of its own within this transaction.

        A refusal or question is raised on, and nothing of the part remains. The kept totals are brought up after each
        part, so that the next one finds what a single operation after it would find.
        """
        part = Work(self.actor, self.operation, self.connection, self.undoable, _company=self.company)
        self.connection.execute("SAVEPOINT part")
        try:
            value = step(part)
            part._settle(part._altered())
        except (UserError, NeedsConfirmation):
            # Refused by our own rules, between two statements. After "disk is full" there is no transaction left.
            if not self.connection.get_autocommit():
                self.connection.execute("ROLLBACK TO part")
                self.connection.execute("RELEASE part")
            raise
        self.connection.execute("RELEASE part")
        self._take(part)
        return value

    def _take(self, part: Work) -> None:
        for key, change in part._changes.items():
            earlier = self._changes.get(key)
            self._parts.add(key)
            if earlier is None:
                self._changes[key] = change
                continue
            if change.after is not None and earlier.before is not None:
                kept = totals.KEPT.get(change.record_kind, frozenset())
                change.after = {**change.after, **{name: earlier.before[name] for name in kept}}
            earlier.after = change.after
        for event in part._events:
            if event not in self._events:
                self._events.append(event)

    # Rules that every operation shares

    def confirm(self, key: str, question: str, *, accept: str = "", details: str = "") -> None:
        """Go on only if the person said yes to this question; otherwise ask it."""
        if key not in self.actor.confirmed:
            raise NeedsConfirmation(key, question, accept=accept, details=details)

    def happened(self, event: str) -> None:
        """Note an event; it stands on the trail entry."""
        self._events.append(event)

    def about(self, record: Record, words: str = "") -> None:
        """Say which record the trail entry is about, by the number that people know it under."""
        self._about = (record.kind, record.id, words)

    def tell(self, **detail: Any) -> None:
        """Add facts to the trail entry that no field shows: a reason, an amount. Integers and texts only."""
        self._detail.update(detail)

    def label(self, text: str) -> None:
        """How undo names this operation in the user's language."""
        self._label = text

    def allow_own(self, permission: Permission, owner: int | None, *, unowned: bool = False) -> None:
        """Refuse a record of somebody else to a person who may act on own ones only."""
        if (
            self.actor.scope(permission) is Scope.OWN
            and owner != self.actor.user_id
            and not (unowned and owner is None)
        ):
            raise NotAllowed(
                _("This belongs to a colleague, and you may {act} only for your own customers and orders.").format(
                    act=_(ACTS[permission])
                ),
                code="not_own",
            )

    def open_day(self, day: date, field_name: str = "date") -> None:
        """Refuse a date in a closed month."""
        closed = self.company.closed_until
        if closed is not None and day <= closed:
            raise UserError(
                _(
                    "The books are closed up to {closed}, so nothing can be dated {day}. Use a later date, or ask the "
                    "owner to re-open the month."
                ).format(closed=closed.isoformat(), day=day.isoformat()),
                field=field_name,
                code="closed_month",
            )

    def draw(self, series: str, day: date) -> str:
        """The next number of a series, drawn inside this transaction."""
        found = self.find(Series, "name = ?", (series,))[0]
        number = found.draw(day)
        self.save(found)
        return number

    def ledger(
        self, customer: int, day: date, entry: str, amount: int, about: Record, order: int | None = None
    ) -> None:
        """Append one movement to a customer's account; positive is owed to us. Nothing for an amount of 0."""
        if amount:
            self.add(
                LedgerLine(
                    customer_id=customer,
                    order_id=order,
                    date=day,
                    entry=entry,
                    amount=amount,
                    about_kind=about.kind,
                    about_id=about.id,
                )
            )

    # The end of the transaction

    def finish(self) -> Changes:
        """Bring totals up, write undo step and trail entry. Called once, just before the commit."""
        changes = self._altered()
        self._settle([c for c in changes if (c.record_kind, c.record_id) not in self._parts])
        trailed = [c for c in changes if c.record_kind not in _UNTRAILED]
        if trailed or self._bulk or self._events or self._detail:
            trail_id = self._write_trail(trailed)
            if self.undoable and trailed:
                write_undo_step(
                    self.connection,
                    self.actor,
                    self.operation,
                    self._label or self.operation,
                    [(c.record_kind, c.before, c.after) for c in trailed],
                    trail_id,
                )
        ids: dict[str, set[int]] = defaultdict(set)
        for c in changes:
            ids[c.record_kind].add(c.record_id)
        for kind in self._bulk:
            ids[kind]
        return Changes(
            self.operation,
            {k: frozenset(v) for k, v in ids.items()},
            self.actor.origin,
            self.undoable and bool(trailed),
            self._label or self.operation,
        )

    def _altered(self) -> list[_Change]:
        return [c for c in self._changes.values() if c.before != c.after]

    def _settle(self, changes: list[_Change]) -> None:
        def pairs(model: type[Record]) -> list[totals.Pair]:
            return [(c.before, c.after) for c in changes if c.record_kind == model.kind]

        totals.settle(self.connection, pairs(Order), pairs(OrderLine), pairs(Payment), pairs(StockMovement))

    def _write_trail(self, changes: list[_Change]) -> int:
        kind, record_id, words = self._about or self._first_subject(changes)
        detail = dict(self._detail)
        if self._events:
            detail["events"] = self._events
        if self._bulk:
            detail["bulk"] = self._bulk
        return append_entry(
            self.connection,
            key=database.key,
            at=self.actor.now(),
            operation=self.operation,
            detail=detail,
            changes=[Change(c.model, c.record_id, c.before, c.after) for c in changes],
            user_id=self.actor.user_id or None,
            user_name=self.actor.name,
            computer=self.actor.computer,
            about=(kind, record_id or None, words),
        )

    def _first_subject(self, changes: list[_Change]) -> tuple[str, int, str]:
        for c in changes:
            if c.record_kind != "series":
                image = c.after or c.before or {}
                return c.record_kind, c.record_id, str(image.get("number") or image.get("code") or "")
        return "", 0, ""
