"""What the contacts, addresses and invoice titles of a customer share: one of them is the main one, always."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from app.errors import ChangedMeanwhile, NotFound
from app.i18n import _
from app.models.base import Record
from app.models.customer import Address, Contact, Customer, InvoiceTitle
from app.operations.steps import own_customer
from app.operations.work import Work

P = TypeVar("P", Contact, Address, InvoiceTitle)


class PartInput(Protocol):
    """A part as typed: frozen data with the flag that makes it the main one."""

    @property
    def main(self) -> bool:
        """Whether it shall be the main one."""
        ...


def add_part(work: Work, part: P, customer_id: int, *, main: bool) -> Customer:
    """Store a new part of a customer; the first one of its kind is the main one in any case."""
    customer = own_customer(work, customer_id)
    part.customer_id = customer_id
    others = _others(work, part)
    part.main = main or not any(other.main for other in others)
    work.add(part)
    if part.main:
        _demote(work, others)
    _about(work, customer)
    return customer


def part_of(work: Work, model: type[P], part_id: int, seen: PartInput | None, shape: type[Any]) -> tuple[P, Customer]:
    """A part and its customer, for a person who may edit that; ``seen`` is the part as the person saw it.

    Raises ``ChangedMeanwhile`` where somebody else changed it since, ``NotFound`` where it is gone.
    """
    found = work.find(model, "id = ?", (part_id,))
    if not found:
        raise NotFound(_("Somebody has removed this entry. Nothing was changed."), code=f"no_{model.kind}")
    part = found[0]
    customer = own_customer(work, part.customer_id)
    if seen is not None and seen != as_input(part, shape):
        raise ChangedMeanwhile(
            _("Somebody else changed this entry meanwhile. Your text is still here: compare, and save once more."),
            code="changed_meanwhile",
        )
    return part, customer


def as_input(part: Record, shape: type[Any]) -> Any:
    """A stored part in the shape in which it is typed."""
    return shape(**{name: getattr(part, name) for name in shape.__dataclass_fields__})


def keep_part(work: Work, part: P, customer: Customer, *, main: bool) -> None:
    """Store a changed part. The main one stays it until another one becomes it."""
    others = _others(work, part)
    part.main = main or part.main or not any(other.main for other in others)
    work.save(part)
    if part.main:
        _demote(work, others)
    _about(work, customer)


def remove_part(work: Work, part: P, customer: Customer) -> None:
    """Remove a part; where it was the main one, the oldest of the others becomes it."""
    others = _others(work, part)
    was_main = part.main
    work.remove(part)
    if was_main and others:
        others[0].main = True
        work.save(others[0])
    _about(work, customer)


def _others(work: Work, part: P) -> list[P]:
    return work.find(type(part), "customer_id = ? AND id IS NOT ?", (part.customer_id, part.id))


def _demote(work: Work, others: list[P]) -> None:
    for other in others:
        if other.main:
            other.main = False
            work.save(other)


def _about(work: Work, customer: Customer) -> None:
    work.about(customer, customer.code)


def stripped(content: Any) -> dict[str, str]:
    """The texts of an input without outer spaces, by field."""
    found = {name: getattr(content, name) for name in content.__dataclass_fields__}
    return {name: text.strip() for name, text in found.items() if isinstance(text, str)}
