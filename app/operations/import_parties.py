"""Whom and what imported orders speak of: channels, customers, products. Private to ``imports``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.models.customer import Customer
from app.models.numbering import Series
from app.models.order import Channel
from app.models.product import Category, Product, ProductAlias
from app.models.search_key import search_key
from app.operations.bulk import Inserter, next_id
from app.operations.import_known import folded, source_key
from app.operations.import_rows import Storing

# Words in a column of customer kinds that mean a person; everybody else is a company.
_PERSONS = ("consumer", "person", "private", "individual", "个人", "消费者", "散客", "零售")


def channels_of(s: Storing) -> list[int]:
    """The channel of each kept order; unknown ones are made."""
    wanted = dict.fromkeys(s.of_orders(s.channel_names))
    new = [name for name in wanted if folded(name) not in s.known.channels]
    first = next_id(s.link, Channel)
    for number, name in enumerate(new, first):
        s.known.channels[folded(name)] = number
    Inserter(Channel, ("id", "name"), s.same()).store(s.link, {"id": range(first, first + len(new)), "name": new})
    s.counts["channels"] = len(new)
    ids = {name: s.known.channels[folded(name)] for name in wanted}
    return [ids[name] for name in s.of_orders(s.channel_names)]


def customers_of(s: Storing) -> list[int]:
    """The customer of each kept order; unknown ones are made, with their own codes where these are free."""
    table = s.plan.customers
    ids = s.known.customers
    wanted = dict.fromkeys(s.of_orders(s.plan.orders.customer))
    new = [at for at in wanted if at not in ids]
    first = next_id(s.link, Customer)
    for number, at in enumerate(new, first):
        ids[at] = number
    codes = _codes(s, new)
    person = [any(word in folded(table.kind[at]) for word in _PERSONS) for at in new]
    Inserter(
        Customer,
        (
            "id", "code", "name", "customer_kind", "source", "phone", "email", "region", "city", "address", "tags",
            "source_key", "search_key",
        ),
        s.same(created_at=s.now, created_by=s.user),
    ).store(
        s.link,
        {
            "id": range(first, first + len(new)),
            "code": codes,
            "name": [table.name[at] or code for at, code in zip(new, codes, strict=True)],
            "customer_kind": ["person" if p else "company" for p in person],
            "source": [table.channel[at] for at in new],
            "phone": [table.phone[at] for at in new],
            "email": [table.email[at] for at in new],
            "region": [table.region[at] for at in new],
            "city": [table.city[at] for at in new],
            "address": [table.address[at] for at in new],
            "tags": [table.kind[at] for at in new],
            "source_key": [source_key(table, at) for at in new],
            "search_key": [
                search_key(table.name[at], code, table.phone[at], table.email[at])
                for at, code in zip(new, codes, strict=True)
            ],
        },
    )  # fmt: skip
    s.counts["customers"] = len(new)
    return [ids[at] for at in s.of_orders(s.plan.orders.customer)]


def _codes(s: Storing, new: Sequence[int]) -> list[str]:
    table = s.plan.customers
    taken = {row[0] for row in s.link.execute("SELECT code FROM customer")}
    stated = [table.code[at] for at in new]
    # Codes that the file states go first, so that no drawn one takes them away.
    reserved = taken.union(stated)
    series: Series | None = None
    codes = []
    for code in stated:
        if not code or code in taken:
            if series is None:
                series = s.work.find(Series, "name = ?", ("customer",))[0]
            while (code := series.draw(s.work.today)) in reserved:
                continue
        taken.add(code)
        codes.append(code)
    if series is not None:
        s.work.save(series)
    return codes


def products_of(s: Storing) -> dict[int, int]:
    """The product of each place in the plan's products; unknown ones and new aliases are made."""
    table = s.plan.products
    ids = s.known.products
    wanted = dict.fromkeys(s.of_lines(s.plan.lines.product))
    wanted.pop(-1, None)
    new = [at for at in wanted if at not in ids]
    categories = _categories(s, [table.category[at] for at in new])
    first = next_id(s.link, Product)
    for number, at in enumerate(new, first):
        ids[at] = number
    taken = {row[0] for row in s.link.execute("SELECT code FROM product")}
    codes = [_free(table.code[at] or table.name[at], taken) for at in new]
    Inserter(
        Product,
        ("id", "code", "name", "unit", "category_id", "list_price", "search_key"),
        s.same(created_at=s.now, tax_code_id=s.work.company.default_tax_code_id),
    ).store(
        s.link,
        {
            "id": range(first, first + len(new)),
            "code": codes,
            "name": [table.name[at] for at in new],
            "unit": [table.unit[at] for at in new],
            "category_id": categories,
            "list_price": [max(0, table.price[at]) for at in new],
            "search_key": [
                search_key(table.name[at], code, *table.aliases[at]) for at, code in zip(new, codes, strict=True)
            ],
        },
    )
    _aliases(s, wanted, set(new))
    s.counts["products"] = len(new)
    return ids


def _categories(s: Storing, names: Sequence[str]) -> list[int | None]:
    ids = s.known.categories
    new = [name for name in dict.fromkeys(names) if name and folded(name) not in ids]
    fresh: list[str] = []
    first = next_id(s.link, Category)
    for name in new:
        if folded(name) not in ids:
            ids[folded(name)] = first + len(fresh)
            fresh.append(name)
    Inserter(Category, ("id", "name"), s.same()).store(s.link, {"id": range(first, first + len(fresh)), "name": fresh})
    s.counts["categories"] = len(fresh)
    return [ids[folded(name)] if name else None for name in names]


def _aliases(s: Storing, wanted: Iterable[int], new: set[int]) -> None:
    table = s.plan.products
    rows: list[tuple[int, str]] = []
    for at in wanted:
        number = s.known.products[at]
        names = table.aliases[at] if at in new else (table.name[at], *table.aliases[at])
        there = s.known.aliases.setdefault(number, {folded(table.name[at])} if at in new else set())
        fresh = [name for name in names if folded(name) not in there]
        there.update(map(folded, fresh))
        rows.extend((number, name) for name in fresh)
        if fresh and at not in new:
            s.link.execute(
                "UPDATE product SET search_key = search_key || ' ' || ? WHERE id = ?", (search_key(*fresh), number)
            )
    first = next_id(s.link, ProductAlias)
    Inserter(ProductAlias, ("id", "product_id", "name"), s.same()).store(
        s.link,
        {
            "id": range(first, first + len(rows)),
            "product_id": [number for number, _name in rows],
            "name": [name for _number, name in rows],
        },
    )


def _free(code: str, taken: set[str]) -> str:
    """A product's code that nothing else has; products without one are called by their name."""
    number, free = 1, code
    while free in taken:
        number += 1
        free = f"{code} ({number})"
    taken.add(free)
    return free
