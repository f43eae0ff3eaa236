"""A book with a plausible year of trade, made through the very operations that people use."""

from app.demo.book import make_demo

__all__ = ["make_demo"]
