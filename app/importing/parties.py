"""Customers and products of the orders, recognised again within the file."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import _
from app.importing.plan import Customers, Products
from app.importing.values import phone_key


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _masked(name: str) -> bool:
    return not name.strip(" *×xX某")


class CustomerBook:
    """Collects customers: by code or account, else by phone or e-mail together with the name, else by name.

    A nameless order with a known phone or e-mail belongs to the first customer who has it; without any trace of a
    buyer it belongs to the one customer that stands for all buyers of its channel.
    """

    def __init__(self) -> None:
        self.table = Customers()
        self._known: dict[tuple[str, ...], int] = {}
        self._keys: dict[str, int] = {}
        self._contacts: dict[str, int] = {}

    def find(
        self,
        channel: str,
        code: str,
        account: str,
        name: str,
        phone: str,
        email: str,
        kind: str,
        address: str,
        city: str,
        region: str,
    ) -> int:
        """The index of the customer with these traits; made if new, blanks of a known one filled in."""
        quick = (channel, code, account, name, phone, email)
        index = self._known.get(quick)
        if index is None:
            index = self._resolve(channel, code, account, name, phone, email)
            self._known[quick] = index
        table = self.table
        for column, value in ((table.kind, kind), (table.address, address), (table.city, city), (table.region, region)):
            if value and not column[index]:
                column[index] = value
        return index

    def _resolve(self, channel: str, code: str, account: str, name: str, phone: str, email: str) -> int:
        if _masked(name):
            name = ""
        contacts = [
            contact
            for contact in (phone_key(phone), email.casefold() if "@" in email and "*" not in email else "")
            if contact
        ]
        if code:
            key = f"code:{code.casefold()}"
        elif account and "*" not in account:
            key = f"account:{channel}:{account.casefold()}"
        elif contacts and name:
            key = f"contact:{contacts[0]}:{_folded(name)}"
            for contact in contacts:
                known = self._contacts.get(contact)
                if known is not None and (
                    not self.table.name[known] or _folded(self.table.name[known]) in (_folded(name), contact)
                ):
                    self.table.name[known] = name
                    self._remember(known, phone, email, contacts)
                    return known
        elif contacts:
            for contact in contacts:
                if contact in self._contacts:
                    return self._contacts[contact]
            key = f"contact:{contacts[0]}:"
        elif name:
            key = f"name:{_folded(name)}"
        else:
            return self._collective(channel)
        index = self._keys.get(key)
        if index is None:
            index = self._add(key, code, name or email or phone or account or code, phone, email, channel)
        elif name and not self.table.name[index]:
            self.table.name[index] = name
        self._remember(index, phone, email, contacts)
        return index

    def _remember(self, index: int, phone: str, email: str, contacts: Sequence[str]) -> None:
        for contact in contacts:
            self._contacts.setdefault(contact, index)
        if phone and not self.table.phone[index]:
            self.table.phone[index] = phone
        if email and not self.table.email[index]:
            self.table.email[index] = email

    def _collective(self, channel: str) -> int:
        key = f"collective:{channel}"
        index = self._keys.get(key)
        if index is None:
            name = _("{channel} buyers").format(channel=channel) if channel else _("Unnamed buyers")
            index = self._add(key, "", name, "", "", channel)
            self.table.collective[index] = True
        return index

    def _add(self, key: str, code: str, name: str, phone: str, email: str, channel: str) -> int:
        index = len(self.table)
        self._keys[key] = index
        table = self.table
        table.key.append(key)
        table.code.append(code)
        table.name.append(name)
        table.phone.append(phone)
        table.email.append(email)
        for column in (table.kind, table.address, table.city, table.region):
            column.append("")
        table.channel.append(channel)
        table.collective.append(False)
        return index


class ProductBook:
    """Collects products: by code, else by name. One code with several names: the first is the name, the others are
    aliases."""

    def __init__(self) -> None:
        self.table = Products()
        self._known: dict[tuple[str, str], int] = {}
        self._keys: dict[str, int] = {}
        self._aliases: dict[int, list[str]] = {}
        self.renamed = 0

    def find_all(
        self,
        codes: Sequence[str],
        names: Sequence[str],
        categories: Sequence[str],
        units: Sequence[str],
        prices: Sequence[int],
    ) -> list[int]:
        """The product of every line; −1 where the line names none."""
        known = self._known
        found = []
        for i, pair in enumerate(zip(codes, names, strict=True)):
            index = known.get(pair)
            if index is None:
                index = known[pair] = self._resolve(*pair, categories[i], units[i], prices[i])
            found.append(index)
        self.table.aliases = [tuple(self._aliases.get(i, ())) for i in range(len(self.table))]
        return found

    def _resolve(self, code: str, name: str, category: str, unit: str, price: int) -> int:
        if not code and not name:
            return -1
        key = f"code:{code.casefold()}" if code else f"name:{_folded(name)}"
        index = self._keys.get(key)
        if index is not None:
            own = self.table.name[index]
            if name and _folded(name) != _folded(own):
                others = self._aliases.setdefault(index, [])
                if name not in others:
                    others.append(name)
            return index
        index = self._keys[key] = len(self.table)
        table = self.table
        table.key.append(key)
        table.code.append(code)
        table.name.append(name or code)
        table.category.append(category)
        table.unit.append(unit)
        table.price.append(price)
        return index

    @property
    def several_names(self) -> int:
        """How many products came with more than one name."""
        return len(self._aliases)
