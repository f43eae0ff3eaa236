"""The book's database and the fields that records are made of.

One process has one book open: ``database``. Every thread that touches it gets a connection of its own, which is
``query_only``; operations alone (``app/operations/work.py``) have a second one that writes. Switching one connection
to and fro would make SQLite compile every statement anew. Tables are STRICT; references hold plain ids, so that no
attribute can fire a query.
"""

from __future__ import annotations

import sys
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Literal, cast, overload

import apsw
from peewee import SQL, AutoField, BlobField, Field, IntegerField, Model, TextField
from playhouse.apsw_ext import APSWDatabase

from app.errors import BookError, NotFound
from app.i18n import _
from app.models.search_key import search_key
from app.models.shelf import walking_key

# Older versions can lose committed pages when a checkpoint meets a commit (sqlite.org/wal.html#walresetbug).
LEAST_SQLITE = (3, 51, 3)

CACHE_KIB = 64 * 1024
MAP_BYTES = 256 * 1024 * 1024
BUSY_MS = 5_000


def check_driver() -> None:
    """Refuse an SQLite that can lose committed data. Raises BookError ``old_driver``."""
    found = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    if found < LEAST_SQLITE:
        raise BookError(
            _(
                "This installation has SQLite {found}, which can lose data; {least} or newer is needed. Install "
                "Daybook again."
            ).format(found=apsw.sqlite_lib_version(), least=".".join(map(str, LEAST_SQLITE))),
            code="old_driver",
        )


class BookDatabase(APSWDatabase):  # type: ignore[misc]  # playhouse has no type information
    """SQLite through apsw with the settings that keep money safe; see ``docs/decisions``."""

    def __init__(self) -> None:
        super().__init__(None, autoconnect=True)
        self.key: str | None = None
        self.immutable = False
        self.read_only = False
        self._generation = 0
        self._writing = threading.local()
        self._links: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()

    def open_file(self, path: str, *, key: str | None = None, immutable: bool = False, read_only: bool = False) -> None:
        """Point every thread at a book's file.

        ``key`` is the raw key of an encrypted book, ``immutable`` reads a file that nobody can write, ``read_only``
        one that somebody else may be writing.
        """
        self._generation += 1
        self.key = key
        self.immutable = immutable
        self.read_only = read_only
        self.init(path)

    def is_closed(self) -> bool:
        """Whether this thread has no connection to the book that is open now; Peewee asks before each use."""
        state = self._state
        if not state.closed and getattr(state, "generation", -1) != self._generation:
            state.reset()
        return bool(state.closed)

    def close_links(self, patience: float = BUSY_MS / 1000) -> None:
        """Close the connections of all threads; each thread opens a new one when it needs one.

        A query that is still running is interrupted. Raises apsw's error if a thread does not let go in time.
        """
        self._generation += 1
        deadline = time.monotonic() + patience
        for link in list(self._links):
            while True:
                try:
                    link.close(True)
                    break
                except (apsw.ThreadingViolationError, apsw.BusyError):
                    if time.monotonic() > deadline:
                        raise
                    with suppress(apsw.Error):
                        link.interrupt()
                    time.sleep(0.02)
        self._links.clear()

    def close(self) -> bool:
        """Close this thread's connections."""
        writing = self._writing.__dict__.pop("link", None)
        self._writing.__dict__.clear()
        if writing is not None:
            writing.close()
        return bool(super().close())

    def writer(self) -> apsw.Connection:
        """This thread's connection that may write; for the one write path only."""
        state = self._writing
        if getattr(state, "generation", -1) != self._generation:
            state.link = self._open_link()
            state.link.execute("PRAGMA query_only = OFF")
            # A plan that could depend on bound values would be made again for every new value.
            state.link.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
            state.generation = self._generation
        return cast(apsw.Connection, state.link)

    def _connect(self) -> apsw.Connection:
        link = self._open_link()
        self._state.generation = self._generation
        return link

    def _open_link(self) -> apsw.Connection:
        link = connect(self.database, key=self.key, immutable=self.immutable, read_only=self.read_only)
        self._links.add(link)
        return link


def connect(path: str, *, key: str | None = None, immutable: bool = False, read_only: bool = False) -> apsw.Connection:
    """A connection to a book's file with every safety setting on, reading only until told otherwise."""
    if immutable:
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        connection = apsw.Connection(_uri(path) + "?immutable=1", flags=flags, statementcachesize=256)
    elif read_only:
        connection = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY, statementcachesize=256)
    else:
        connection = apsw.Connection(path, statementcachesize=256)
    try:
        connection.set_busy_timeout(BUSY_MS)
        connection.convert_binding = _bind
        connection.create_scalar_function("spelled", _spelled, 1, deterministic=True)
        connection.create_scalar_function("walking", _walking, 1, deterministic=True)
        run = connection.execute
        if key is not None:
            run("PRAGMA key = '" + key.replace("'", "''") + "'")
        run("PRAGMA trusted_schema = OFF")
        run("PRAGMA cell_size_check = ON")
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA temp_store = MEMORY")
        run(f"PRAGMA cache_size = -{CACHE_KIB}")
        if not immutable and not read_only:
            if run("PRAGMA journal_mode").get != "wal":
                run("PRAGMA journal_mode = WAL")
            run("PRAGMA synchronous = FULL")
            if sys.platform == "darwin":
                run("PRAGMA fullfsync = ON")
        if key is None:
            run(f"PRAGMA mmap_size = {MAP_BYTES}")
        run("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _uri(path: str) -> str:
    from pathlib import Path

    return Path(path).resolve().as_uri()


def _bind(_cursor: apsw.Cursor, _number: int, value: object) -> str:
    # Plain SQL in queries may bind dates; everything else that SQLite does not know is a mistake of ours.
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot store a {type(value).__name__}")


database = BookDatabase()


def gone(code: str) -> NotFound:
    """The refusal of a record that is not in the book (any more)."""
    return NotFound(_("This record does not exist any more. Refresh the list and try again."), code=code)


def connection() -> apsw.Connection:
    """This thread's own connection to the open book."""
    return cast(apsw.Connection, database.connection())


def writing_connection() -> apsw.Connection:
    """This thread's own connection that may write; for the one write path only."""
    return database.writer()


def _spelled(*values: Any) -> str:
    """What a text is sorted by: Chinese by its pinyin, among the Latin ones."""
    return search_key(str(values[0])) if values[0] else ""


def _walking(*values: Any) -> str:
    """What places on the shelves are sorted by."""
    return walking_key(str(values[0])) if values[0] else ""


def moment_text(moment: datetime) -> str:
    """A moment as it is stored: UTC, microseconds, sortable as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def moment_from(text: str) -> datetime:
    """The moment of a stored text."""
    return datetime.fromisoformat(text)


class DayField(TextField):
    """A date without time zone, stored as ISO text."""

    def db_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) else value


class MomentField(TextField):
    """A moment in UTC, stored as sortable text."""

    def db_value(self, value: Any) -> Any:
        return moment_text(value) if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> Any:
        return moment_from(value) if isinstance(value, str) else value


class FlagField(IntegerField):
    """Yes or no, stored as 1 or 0."""

    def db_value(self, value: Any) -> Any:
        return None if value is None else int(bool(value))

    def python_value(self, value: Any) -> Any:
        return None if value is None else bool(value)


@overload
def reference(table: str, *, null: Literal[True], index: bool = False) -> IntegerField[int | None]: ...
@overload
def reference(table: str, *, null: Literal[False] = False, index: bool = False) -> IntegerField[int]: ...
def reference(table: str, *, null: bool = False, index: bool = False) -> Any:
    """The id of a record of ``table``; SQLite refuses one that does not exist."""
    return IntegerField(null=null, index=index, constraints=[SQL(f'REFERENCES "{table}" ("id")')])  # type: ignore[call-overload]


def money(default: int = 0) -> IntegerField[int]:
    """An amount in minor units of the book's currency."""
    return IntegerField(default=default)


def text(default: str = "") -> TextField[str]:
    """A text that is never null."""
    return TextField(default=default)


@overload
def blob(*, null: Literal[True] = True) -> BlobField[bytes | None]: ...
@overload
def blob(*, null: Literal[False]) -> BlobField[bytes]: ...
def blob(*, null: bool = True) -> Any:
    """Bytes: a logo, a kept document, a salt."""
    return BlobField(null=null)  # type: ignore[call-overload]


Converter = Callable[[Any], Any]


class Record(Model):
    """What every stored thing is: an id and fields. ``kind`` is its name in trail, changes and command line."""

    kind: ClassVar[str] = ""
    # Fields that hold personal data: the trail keeps them apart, so that they can be erased (TRUST: personal data).
    personal: ClassVar[frozenset[str]] = frozenset()
    # Fields that never stand on the trail: passwords.
    secret: ClassVar[frozenset[str]] = frozenset()

    id = AutoField()

    def prepare(self) -> None:
        """Bring what follows from the record's own fields up to them; called before it is stored."""

    class Meta:
        database = database
        strict_tables = True
        legacy_table_names = False


class Shape:
    """How a record class is read and written with constant SQL text: columns, converters, statements."""

    __slots__ = ("columns", "delete", "insert", "model", "readers", "select", "table", "updates", "writers")

    def __init__(self, model: type[Record]) -> None:
        meta = model._meta
        self.model = model
        self.table: str = meta.table_name
        fields: list[Field] = meta.sorted_fields
        self.columns: tuple[str, ...] = tuple(f.column_name for f in fields)
        plain = (IntegerField, TextField, AutoField, BlobField)
        converted = [(i, f) for i, f in enumerate(fields) if type(f) not in plain]
        self.writers: tuple[tuple[int, Converter], ...] = tuple((i, f.db_value) for i, f in converted)
        self.readers: tuple[tuple[str, Converter], ...] = tuple((f.column_name, f.python_value) for _i, f in converted)
        names = ", ".join(f'"{c}"' for c in self.columns)
        marks = ", ".join("?" * len(self.columns))
        self.select = f'SELECT {names} FROM "{self.table}"'
        self.insert = f'INSERT INTO "{self.table}" ({names}) VALUES ({marks})'
        self.delete = f'DELETE FROM "{self.table}" WHERE id = ?'
        self.updates: dict[tuple[str, ...], str] = {}

    def values(self, record: Record) -> tuple[Any, ...]:
        """The record's fields as they are stored, in the order of ``columns``."""
        values = list(map(record.__data__.get, self.columns))
        for i, write in self.writers:
            values[i] = write(values[i])
        return tuple(values)

    def record(self, values: tuple[Any, ...]) -> Record:
        """A record from a stored row."""
        return self.record_of(dict(zip(self.columns, values, strict=True)))

    def record_of(self, image: dict[str, Any]) -> Record:
        """A record from a stored row by column, which stays as it is."""
        data = image.copy()
        for column, read in self.readers:
            data[column] = read(data[column])
        # What the constructor of Peewee does for a record without defaults, which would cost more than reading it.
        record = self.model.__new__(self.model)
        record.__dict__.update(__data__=data, __rel__={}, _dirty=set())
        return record

    def update(self, columns: tuple[str, ...]) -> str:
        """The statement that changes just these columns of one record."""
        statement = self.updates.get(columns)
        if statement is None:
            names = ", ".join(f'"{c}" = ?' for c in columns)
            statement = f'UPDATE "{self.table}" SET {names} WHERE id = ?'
            self.updates[columns] = statement
        return statement


_shapes: dict[type[Record], Shape] = {}


def shape(model: type[Record]) -> Shape:
    """The one ``Shape`` of a record class."""
    found = _shapes.get(model)
    if found is None:
        found = _shapes[model] = Shape(model)
    return found
