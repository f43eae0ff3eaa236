"""The colours of a chart's series; every pair can be told apart with any colour vision."""

from __future__ import annotations

from app.views.tokens import Scheme

SERIES = {
    Scheme.LIGHT: ("#0B4A99", "#E4740C"),
    Scheme.DARK: ("#4C9DFF", "#FFB224"),
}
"""The figure, and the days before it."""
