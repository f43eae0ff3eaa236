"""A book and the desks of its people."""

from __future__ import annotations

from tests.helpers.desk import book, make_desk, real_desk

__all__ = ["book", "make_desk", "real_desk"]
