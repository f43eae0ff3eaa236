"""Which customer a text comes from: by phone number, by its name in the text, by the name of a person there."""

from __future__ import annotations

from collections.abc import Iterable

from app.models.search_key import normal
from app.paste.draft import Known, Match, Sheet, Value
from app.paste.phones import Phone, phone_digits

BY_PHONE, BY_NAME, BY_CONTACT = "phone", "name", "contact"
_FIRM = 4
"""Characters that a name needs to be looked for anywhere in a text."""


class Book:
    """The customers of a book, ready to be looked up."""

    def __init__(self, customers: Iterable[Known]) -> None:
        self._phones: dict[str, list[int]] = {}
        self._names: dict[str, list[int]] = {}
        self._contacts: dict[str, list[int]] = {}
        for customer in customers:
            for phone in customer.phones:
                digits = phone_digits(phone)
                if len(digits) >= 7:
                    self._phones.setdefault(digits, []).append(customer.id)
            name = normal(customer.name)
            if name:
                self._names.setdefault(name, []).append(customer.id)
            for contact in customer.contacts:
                self._contacts.setdefault(normal(contact), []).append(customer.id)

    def knows(self, name: str) -> bool:
        """Whether a customer, or a person there, has exactly this name."""
        said = normal(name)
        return said in self._names or said in self._contacts

    def is_customer(self, name: str) -> bool:
        """Whether a customer has exactly this name."""
        return normal(name) in self._names

    def named(self, sheet: Sheet) -> list[int]:
        """The customers whose long name stands in the text; the names are taken from the sheet."""
        text = sheet.plain
        found: list[int] = []
        for name, ids in self._names.items():
            if len(name) < _FIRM or name not in text:
                continue
            at = text.index(name)
            end = at + len(name)
            edged = not (name[0].isascii() and at and text[at - 1].isalnum()) and not (
                name[-1].isascii() and text[end : end + 1].isalnum()
            )
            if edged and _whole(name, text, at, end):
                found.extend(ids)
                if sheet.free(at, end) and "\u4e00" <= name[-1] <= "\u9fff":
                    sheet.take(at, end, "firm")
        return found

    def matches(
        self, phones: list[Phone], phone: Value, buyer_phone: Value, firms: list[int], consignee: Value, buyer: Value
    ) -> tuple[Match, ...]:
        """The customers that may have written, the likeliest first."""
        found: list[Match] = []

        def add(ids: Iterable[int], by: str, sure: bool) -> None:
            known = {m.id for m in found}
            found.extend(Match(i, by, sure) for i in ids if i not in known)

        def by_phone(number: str) -> list[int]:
            whole = self._phones.get(phone_digits(number), [])
            return whole or self._phones.get(phone_digits(number.rsplit("-", 1)[0]), [])

        if buyer_phone:
            add(by_phone(buyer_phone.text), BY_PHONE, True)
        add(firms, BY_NAME, len(firms) == 1)
        for number in [phone.text, *(p.number for p in phones)]:
            ids = by_phone(number) if number else []
            add(ids, BY_PHONE, len(ids) == 1)
        for value in (buyer, consignee):
            ids = self._names.get(normal(value.text), []) if value else []
            add(ids, BY_NAME, False)
        for value in (buyer, consignee):
            add(self._contacts.get(normal(value.text), []) if value else (), BY_CONTACT, False)
        return tuple(found)


def _whole(name: str, text: str, start: int, end: int) -> bool:
    """Whether a name of a few characters stands for itself, not within a longer word."""
    if len(name) > _FIRM or name.isascii():
        return True
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return not any("\u4e00" <= c <= "\u9fff" for c in around)
