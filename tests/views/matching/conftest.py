"""A real book at a desk."""

from __future__ import annotations

from tests.helpers.desk import book, make_desk, real_desk, window

__all__ = ["book", "make_desk", "real_desk", "window"]
