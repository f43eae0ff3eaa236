"""When an order goes beyond a limit: the credit of its customer, the lowest price of a product, what lies in stock.

Operations decide with these, and the editor warns with them while an order is typed.
"""

from __future__ import annotations

from app.money import RATE_WHOLE


def exposure(debt: int, balance: int, total: int = 0) -> int:
    """What a customer owes, or would owe with one more order of ``total``, less what it paid ahead; in minor units."""
    return debt + total - balance


def below_floor(unit_price: int, discount_rate: int, floor_price: int | None) -> bool:
    """Whether a price after its discount lies below the lowest price of the product."""
    return bool(floor_price) and unit_price * (RATE_WHOLE - discount_rate) < (floor_price or 0) * RATE_WHOLE


def missing(on_hand: int, reserved: int, wanted: int) -> int:
    """How much is lacking of what is wanted, in ten-thousandths; 0 if there is enough."""
    return max(0, wanted - (on_hand - reserved))


def address_incomplete(consignee: str, phone: str, address: str) -> bool:
    """Whether goods could not be delivered: nobody to hand them to, nobody to ring up, or no street."""
    return not (consignee.strip() and phone.strip() and address.strip())
