"""The terms of payment that an office works with: those it offers, and those that hold where nobody says otherwise."""

from __future__ import annotations

from app.models.company import the_company
from app.models.terms import SETTING, Terms, terms_from, terms_of
from app.queries.book_settings import setting


def offered_terms() -> tuple[Terms, ...]:
    """The terms that are offered for customers and orders, the usual ones among them."""
    listed, usual = terms_of(setting(SETTING)), usual_terms()
    return listed if usual in listed else (usual, *listed)


def usual_terms() -> Terms:
    """The terms of customers that have none of their own."""
    return terms_from(the_company().default_terms)
