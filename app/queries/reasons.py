"""The reasons that an office keeps at hand: offered where something asks for one, never forced on anybody."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import N_, _
from app.queries.book_settings import setting

SETTING = "reasons.{topic}"

TOPICS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "cancel": (
        N_("Cancelling an order"),
        (N_("Customer changed their mind"), N_("Ordered twice"), N_("Out of stock"), N_("Never paid")),
    ),
    "hold": (
        N_("Putting an order on hold"),
        (N_("Waits for payment"), N_("Address to be checked"), N_("Customer asked to wait")),
    ),
    "credit": (
        N_("Returns and allowances"),
        (N_("Damaged on the way"), N_("Wrong product"), N_("Not as described"), N_("Customer sent it back")),
    ),
    "refund": (
        N_("Refunds"),
        (N_("Goods returned"), N_("Paid too much"), N_("Order cancelled"), N_("Goodwill")),
    ),
    "reject": (
        N_("Saying no to a request"),
        (N_("Proof is missing"), N_("Wrong amount"), N_("Beyond the return period")),
    ),
    "void": (
        N_("Voiding a document"),
        (N_("Wrong amount"), N_("Wrong customer"), N_("Entered twice")),
    ),
    "void_shipment": (
        N_("Voiding a shipment"),
        (N_("Goods did not leave"), N_("Wrong goods packed"), N_("Carrier did not come")),
    ),
    "scrap": (
        N_("Scrapping goods"),
        (N_("Broken"), N_("Past its date"), N_("Lost")),
    ),
    "write_off": (
        N_("Writing off an amount"),
        (N_("Rounding difference"), N_("Bank fee"), N_("Customer cannot pay")),
    ),
    "day_close": (
        N_("A difference at the day close"),
        (N_("Change given wrong"), N_("Paid out for the office"), N_("Not recorded yet")),
    ),
}
"""What each topic is called, and the reasons a book begins with, as marked texts."""


def usual_reasons(topic: str) -> tuple[str, ...]:
    """The reasons of a topic that nobody changed, in the user's language. KeyError for an unknown topic."""
    return tuple(_(reason) for reason in TOPICS[topic][1])


def reasons(topic: str) -> tuple[str, ...]:
    """The reasons to offer for a topic of ``TOPICS``: those of the office, else the usual ones. Quick: one row."""
    kept = setting(SETTING.format(topic=topic))
    if not isinstance(kept, list):
        return usual_reasons(topic)
    return tuple(str(reason) for reason in kept)
