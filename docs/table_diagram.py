"""Writes ``table-diagram.md`` from the models: what the tables are, and which points to which.

.venv/bin/python -m docs.table_diagram
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import getdoc, getmodule
from itertools import groupby
from pathlib import Path

from peewee import Field, ForeignKeyField

from app.models.base import DayField, FlagField, MomentField, Record
from app.models.schema import TABLES
from app.models.version import SCHEMA_VERSION

TARGET = Path(__file__).resolve().parent / "table-diagram.md"
TYPES = {DayField: "date", MomentField: "moment", FlagField: "flag"}
PLAIN = {"AutoField": "id", "IntegerField": "integer", "TextField": "text", "BlobField": "bytes"}
HEAD = f"""# The tables of a book

Made from `app/models` by `docs/table_diagram.py`; a test keeps it true. Layout {SCHEMA_VERSION}.

A book is one SQLite file. Money is an integer of the currency's minor unit, a quantity an integer of ten-thousandths, a
unit price one of millionths, a rate one of ten-thousandths of a percent. Dates are text (`2026-03-05`), moments text in
UTC, flags 0 or 1. An arrow goes from the table that holds the id to the one it names; a dashed one may be empty. Rows
may also name who made them (`created_by`) and the import they came with (`import_batch_id`); the pictures
leave that out.
"""
LEFT_OUT = ("created_by", "import_batch_id")


def table_name(table: type[Record]) -> str:
    """The name of a table in the file."""
    return str(table._meta.table_name)


def fields(table: type[Record]) -> list[Field]:
    """The columns of a table in their order."""
    return list(table._meta.sorted_fields)


def points_to(field: Field) -> str:
    """The table whose id a column holds; empty if it holds none."""
    if isinstance(field, ForeignKeyField):
        return table_name(field.rel_model)
    for constraint in field.constraints or ():
        found = re.match(r'REFERENCES "(\w+)"', getattr(constraint, "sql", ""))
        if found:
            return found[1]
    return ""


def described(field: Field) -> str:
    """A column with its type, as the list of columns says it."""
    to = points_to(field)
    kind = f"→ {to}" if to else TYPES.get(type(field)) or PLAIN.get(type(field).__name__, type(field).__name__)
    return f"`{field.column_name}` {kind}{' or nothing' if field.null else ''}"


def arrows(tables: list[type[Record]]) -> Iterator[str]:
    """The lines of a diagram: each table, then each of its arrows once."""
    for table in tables:
        yield f"  {table_name(table)}"
        seen = set()
        for field in fields(table):
            to = points_to(field)
            if to and to not in seen and field.column_name not in LEFT_OUT:
                seen.add(to)
                yield f"  {table_name(table)} {'-.->' if field.null else '-->'} {to}"


def title(told: str) -> str:
    """A heading from what a module says of itself."""
    return re.split("[:.]", told)[0]


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for module, found in groupby(sorted(TABLES, key=lambda t: t.__module__), key=getmodule):
        tables = list(found)
        parts.append(f"## {title(getdoc(module) or '')}\n")
        parts.append("```mermaid\nflowchart LR\n" + "\n".join(arrows(tables)) + "\n```\n")
        parts += ["| table | one row is | columns |", "|---|---|---|"]
        for table in tables:
            meaning = (getdoc(table) or "").split("\n\n")[0].replace("\n", " ").replace("``", "`")
            columns = ", ".join(described(field) for field in fields(table))
            parts.append(f"| `{table_name(table)}` | {meaning} | {columns} |")
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
