"""A desk in US dollars and files to import."""

from __future__ import annotations

from tests.helpers.desk import book, make_desk, real_desk

__all__ = ["book", "make_desk", "real_desk"]
