"""From a list of rows to a plan: orders with their lines, customers and products, and every refused row with its
reason."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from app.i18n import N_, _
from app.importing.grouping import Groups, exact_duplicates, order_keys, spread_products, whole_orders
from app.importing.layout import Table
from app.importing.names import provinces
from app.importing.options import Options
from app.importing.parties import CustomerBook, ProductBook
from app.importing.plan import Lines, Orders, Plan, Reject, Step
from app.importing.pricing import price_lines, stated_amounts
from app.importing.profile import Profile
from app.importing.reading import Trouble, Values, convert_table
from app.importing.remarks import remarks
from app.importing.settling import Money, contradiction, move_returns, settle_payment, settle_state
from app.importing.values import show
from app.money import currency, plain

_STAGES = 6


_NAMELESS = N_("Goods as stated in the file")


class Planner:
    """Makes the plan of one list."""

    def __init__(
        self, table: Table, options: Options, profile: Profile | None, progress: Callable[[Step], None]
    ) -> None:
        self.table = table
        self.options = options
        self.profile = profile
        self.progress = progress
        self.unit = currency(options.currency or "CNY")
        self.channel = options.channel or (profile.channel if profile else "")
        self.plan = Plan(
            sheet=table.sheet,
            header_row=table.header_row,
            profile=profile.name if profile else "",
            channel=self.channel,
            mapping=table.mapping,
            rows=len(table),
            left_out=table.left_out,
        )
        self.values = Values(0)
        self.origin: list[int] = []
        self.keys: list[str] = []
        self.numbered = True
        self.moved: set[int] = set()
        self.refunds: dict[str, int] = {}
        self.several_names = 0
        self.inferred = 0

    def make(self) -> Plan:
        """The plan."""
        self._step(0)
        self.values = convert_table(self.table, self.options, self.profile)
        self._step(1)
        mapped = [
            self.table.columns[position] for key, position in self.table.mapping.by_field.items() if key != "skip"
        ]
        self.plan.duplicates = exact_duplicates(self.table.columns) if len(self.table) else 0
        self.keys, self.numbered = order_keys(self.values, mapped, self.options.create_numbers)
        self.origin = spread_products(self.values)
        if len(self.origin) != len(self.keys):
            self.keys = [self.keys[row] for row in self.origin]
        self.moved, self.refunds = move_returns(self.values, self.keys)
        self._step(2)
        refused = self._build_until_sound()
        self._step(5)
        self._rejects(refused)
        self._warn()
        return self.plan

    def _step(self, done: int) -> None:
        self.progress(Step("understanding", done, _STAGES))

    def _build_until_sound(self) -> dict[int, tuple[str, Any, str]]:
        """Build the orders; those whose facts contradict each other are refused, and the rest is built again."""
        while True:
            refused = whole_orders(self.keys, self.values.troubles)
            kept = (
                [i for i in range(self.values.count) if i not in refused and i not in self.moved]
                if refused or self.moved
                else range(self.values.count)
            )
            groups = Groups(self.keys, kept)
            found = self._conflicts(groups)
            if not found:
                found = self._build(groups)
            if not found:
                return refused
            self.values.troubles.extend(found)

    def _conflicts(self, groups: Groups) -> list[Trouble]:
        """Orders whose rows name several customers or days: what they are only a person can say."""
        troubles: list[Trouble] = []
        keys = ("customer_code", "date") if self.values.get("customer_code") is not None else ("customer_name", "date")
        for key in keys:
            column = self.values.get(key)
            if column is None:
                continue
            if key == "customer_name":
                column = [" ".join(name.split()).casefold() if isinstance(name, str) else name for name in column]
            _values, odd = groups.first(column)
            for order in sorted(odd):
                reason = (
                    _("The order number {number} stands with different dates. Give the orders different numbers.")
                    if key == "date"
                    else _(
                        "The order number {number} stands with different customers. Give the orders different numbers."
                    )
                ).format(number=groups.keys[order].split("\x1f")[-1])
                troubles.extend(
                    (groups.rows[at], key, "", reason) for at in range(groups.starts[order], groups.starts[order + 1])
                )
        return troubles

    def _build(self, groups: Groups) -> list[Trouble]:
        """Fill the plan's tables; returns the troubles that forbid it."""
        plan, values = self.plan, self.values
        size = len(groups)

        def texts(key: str) -> list[str]:
            column = values.get(key)
            return [value or "" for value in groups.first(column)[0]] if column is not None else [""] * size

        def dates(key: str) -> list[str | None]:
            column = values.get(key)
            return [value or None for value in groups.first(column)[0]] if column is not None else [None] * size

        money = Money(values, groups, self.profile)
        lines, troubles = price_lines(values, groups, money, self.unit)
        if troubles:
            return troubles
        self._step(3)
        orders = Orders()
        orders.number = [key.split("\x1f")[-1] for key in groups.keys] if self.numbered else [""] * size
        orders.key = orders.number if self.numbered else groups.keys
        orders.channel = [name or self.channel for name in texts("channel")]
        orders.date, orders.time, orders.zone = dates("date"), texts("clock"), texts("zone")
        if values.get("time") is not None:
            orders.time = [own or other for own, other in zip(texts("time"), orders.time, strict=True)]
        for key, name in (
            ("consignee", "consignee"), ("phone", "ship_phone"), ("city", "ship_city"), ("province", "ship_state"),
            ("postcode", "ship_postcode"),
            ("country", "ship_country"), ("salesperson", "salesperson"), ("carrier", "carrier"), ("tracking",
            "tracking"),
            ("payment_method", "payment_method"), ("payment_reference", "payment_reference"),
        ):  # fmt: skip
            setattr(orders, key, texts(name))
        orders.address = _together(", ", texts("ship_address"), texts("ship_address_2"), texts("ship_district"))
        orders.note = _together("\n", texts("note"), texts("buyer_note"))
        orders.promised, orders.shipped, orders.paid_on = dates("promised"), dates("shipped"), dates("paid_on")
        orders.region = _regions(texts("region"), orders)
        customers = self._customers(orders, texts)
        troubles = self._settle(groups, money, orders, lines, texts, dates("cancelled_on"))
        if troubles:
            return troubles
        self._step(4)
        orders.row = [self.table.numbers[self.origin[groups.rows[at]]] for at in groups.starts[:-1]]
        orders.first_line = groups.starts[:-1]
        orders.line_count = [end - at for at, end in pairwise(groups.starts)]
        lines.row = [self.table.numbers[self.origin[i]] for i in groups.rows]
        products = self._products(groups, lines)
        plan.orders, plan.lines, plan.customers, plan.products = orders, lines, customers.table, products.table
        self.several_names = products.several_names
        self.inferred = money.inferred
        self._hashes()
        return []

    def _customers(self, orders: Orders, texts: Callable[[str], list[str]]) -> CustomerBook:
        book = CustomerBook()
        names = (
            _together(" ", texts("first_name"), texts("last_name"))
            if self.values.get("last_name") is not None
            else texts("first_name")
        )
        people = [name or other for name, other in zip(texts("customer_name"), names, strict=True)]
        codes, accounts, phones, emails = (
            texts("customer_code"),
            texts("customer_account"),
            texts("customer_phone"),
            texts("customer_email"),
        )
        bare = not (any(people) or any(codes) or any(accounts))
        names = [
            name or (consignee if not (code or account) else "")
            for name, consignee, code, account in zip(people, orders.consignee, codes, accounts, strict=True)
        ]
        if bare or not any(phones):
            phones = [phone or ship for phone, ship in zip(phones, orders.phone, strict=True)]
        else:
            orders.phone = [ship or phone for ship, phone in zip(orders.phone, phones, strict=True)]
        orders.customer = list(
            map(
                book.find,
                orders.channel,
                codes,
                accounts,
                names,
                phones,
                emails,
                texts("customer_kind"),
                orders.address,
                orders.city,
                orders.region,
            )
        )
        orders.consignee = [consignee or name for consignee, name in zip(orders.consignee, people, strict=True)]
        return book

    def _products(self, groups: Groups, lines: Lines) -> ProductBook:
        size = len(groups.rows)

        def texts(key: str) -> Sequence[str]:
            column = self.values.get(key)
            return groups.take(column) if column is not None else [""] * size

        codes, names, variants = texts("product_code"), texts("product_name"), texts("variation")
        lines.unit = list(texts("unit"))
        book = ProductBook()
        lines.product = book.find_all(codes, names, texts("category"), lines.unit, lines.unit_price)
        nameless = _(_NAMELESS)
        if self.values.get("variation") is not None:
            names = [
                f"{name} ({variant})" if variant and variant not in name else name
                for name, variant in zip(names, variants, strict=True)
            ]
        lines.description = [name or code or nameless for name, code in zip(names, codes, strict=True)]
        return book

    def _settle(
        self,
        groups: Groups,
        money: Money,
        orders: Orders,
        lines: Lines,
        texts: Callable[[str], list[str]],
        cancelled: list[str | None],
    ) -> list[Trouble]:
        words, after, delivery, states = (
            texts("payment_status"),
            texts("after_sale_status"),
            texts("delivery_status"),
            texts("status"),
        )
        known_states = texts("status_money")
        troubles: list[Trouble] = []
        settled: list[tuple[Any, ...]] = []

        def shown(amount: int) -> str:
            return plain(amount, self.unit)

        for order, (at, end) in enumerate(pairwise(groups.starts)):
            amount = sum(lines.amount[at:end])
            total, difference, shipping, discount, tax, included = money.settle(order, amount)
            word = words[order] or known_states[order]
            back = after[order] or ("refunded" if word == "refunded" else "")
            paid, refunded = settle_payment(
                money, order, total, word, back, orders.paid_on[order] if states[order] != "cancelled" else None
            )
            returned = self.refunds.get(groups.keys[order], 0)
            if returned:
                refunded += returned
                paid = max(paid, refunded)
            state = settle_state(states[order], delivery[order], cancelled[order], total, paid)
            if state == "cancelled" and money.paid is None and not refunded:
                paid = 0
            wrong = contradiction(state, total, paid, refunded, shown)
            if wrong:
                key = "status" if state == "cancelled" and self.values.get("status") is not None else "refunded"
                troubles.append((groups.rows[at], key, "", wrong))
            settled.append((total, difference, shipping, discount, tax, included, paid, refunded, state))
        if settled:
            (
                orders.total,
                orders.difference,
                orders.shipping,
                orders.discount,
                orders.tax,
                orders.tax_included,
                orders.paid,
                orders.refunded,
                orders.state,
            ) = map(list, zip(*settled, strict=True))
        return troubles

    def _hashes(self) -> None:
        """One content hash per order over its essential facts and lines, the same in every run."""
        plan = self.plan
        orders, lines = plan.orders, plan.lines
        names = [plan.customers.key[i] for i in orders.customer]
        goods = [plan.products.key[i] if i >= 0 else "" for i in lines.product]
        heads = list(
            zip(
                orders.channel,
                orders.key,
                orders.date,
                orders.state,
                names,
                orders.total,
                orders.paid,
                orders.refunded,
                orders.shipping,
                strict=True,
            )
        )
        # What we call goods without a name depends on the language; the contents do not.
        nameless = _(_NAMELESS)
        texts = ["" if text == nameless else text for text in lines.description]
        rows = list(zip(goods, lines.quantity, lines.amount, texts, strict=True))
        dump, digest = marshal.dumps, hashlib.blake2b
        orders.hash = [
            digest(dump((head, rows[at : at + n]), 2), digest_size=12).hexdigest()
            for head, at, n in zip(heads, orders.first_line, orders.line_count, strict=True)
        ]

    def _rejects(self, refused: dict[int, tuple[str, Any, str]]) -> None:
        plan, table = self.plan, self.table
        amounts = stated_amounts(self.values, self.unit)
        done: set[int] = set()
        places = table.mapping.by_field
        for row in sorted(refused):
            source = self.origin[row]
            if source in done:
                continue
            done.add(source)
            key, cell, reason = refused[row]
            if not reason:
                reason = _(
                    "Another row of this order was refused (row {row}); an order is never stored in part."
                ).format(row=table.numbers[self.origin[cell]])
            position = places.get("date" if key in ("clock", "zone") else key)
            value = show(table.columns[position][source]) if position is not None else ""
            header = table.headers[position] if position is not None else ""
            plan.rejects.append(Reject(table.sheet, table.numbers[source], header, value, reason, table.raw(source)))
            if amounts is not None and type(amounts[row]) is int:
                plan.refused_total += amounts[row]
        plan.imported = plan.rows - len(plan.rejects)
        plan.lines_total = sum(plan.lines.amount)
        plan.total, plan.paid, plan.refunded = sum(plan.orders.total), sum(plan.orders.paid), sum(plan.orders.refunded)
        plan.currency = self.values.currency
        plan.questions = self.values.questions

    def _warn(self) -> None:
        self.plan.warnings.extend(dict.fromkeys(self.values.warnings))
        self.plan.warnings.extend(
            remarks(
                self.plan,
                numbered=self.numbered,
                several_names=self.several_names,
                inferred=self.inferred,
                moved=len(self.moved),
            )
        )


def _together(mark: str, *columns: list[str]) -> list[str]:
    filled = [column for column in columns if any(column)]
    if not filled:
        return columns[0]
    if len(filled) == 1:
        return filled[0]
    return [mark.join(filter(None, parts)) for parts in zip(*filled, strict=True)]


def _regions(stated: list[str], orders: Orders) -> list[str]:
    """The region of each order: as stated; else its country where the file has several, its province, its city."""
    if any(stated) and all(stated):
        return stated
    several = len({country for country in orders.country if country}) > 1
    memo: dict[str, str] = {}
    result = []
    for own, country, province, city, address in zip(
        stated, orders.country, orders.province, orders.city, orders.address, strict=True
    ):
        region = own or (country if several else "") or province
        if not region and address:
            if address not in memo:
                memo[address] = next((name for name in provinces() if address.lstrip().startswith(name)), "")
            region = memo[address]
        result.append(region or city or country)
    return result
