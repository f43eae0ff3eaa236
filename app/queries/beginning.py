"""What a new book has seen already: the first steps that a person takes in it."""

from __future__ import annotations

from app.models.base import connection
from app.models.company import SAMPLE
from app.models.user import recovery_setting

_STEPS = {
    "customer": "SELECT EXISTS(SELECT 1 FROM customer)",
    "order": "SELECT EXISTS(SELECT 1 FROM sales_order)",
    "payment": "SELECT EXISTS(SELECT 1 FROM payment)",
    "invoice": "SELECT EXISTS(SELECT 1 FROM invoice)",
    "backup": "SELECT EXISTS(SELECT 1 FROM trail WHERE operation IN ('back up', 'back up automatically'))",
    "user": "SELECT count(*) > 1 FROM user WHERE active = 1",
}


def first_steps() -> dict[str, bool]:
    """The six first steps in their order, and which of them are taken."""
    link = connection()
    return {name: bool(link.execute(query).get) for name, query in _STEPS.items()}


def is_sample() -> bool:
    """Whether the open book is a sample business."""
    return connection().execute("SELECT 1 FROM setting WHERE name = ?", (SAMPLE,)).fetchone() is not None


def has_recovery(user_id: int) -> bool:
    """Whether a recovery sheet of this person was printed or saved."""
    row = connection().execute("SELECT 1 FROM setting WHERE name = ?", (recovery_setting(user_id),)).fetchone()
    return row is not None
