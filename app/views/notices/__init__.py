"""The notices: what a person should look at, and the bell that opens them. Never modal, never in the way."""

from __future__ import annotations

from app.views.notices.centre import NoticeCentre

__all__ = ["NoticeCentre"]
