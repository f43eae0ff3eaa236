"""What marks a file as a book, and which version of its shape this program knows."""

from __future__ import annotations

# "Dbk1": tells a book from any other SQLite file.
APPLICATION_ID = 0x44626B31
SCHEMA_VERSION = 1
