"""Other names of products: typed in the form of a product, or learned where somebody says what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.product import Product, ProductAlias
from app.models.search_key import normal, search_key
from app.operations.operation import operation
from app.operations.work import Work

_SIGNS = re.compile(r"[,;，；、\s]+")
"""What stands between names where several are written in one text."""


@operation("learn product name", needs=Permission.EDIT_ORDERS, undoable=True)
def learn_alias(work: Work, product_id: int, name: str) -> None:
    """Remember that people call a product so; nothing changes where that is known already.

    Raises UserError where another product is called so.
    """
    product = work.get(Product, product_id)
    name = one_name(name)
    if not name:
        raise UserError(_("Another name cannot be empty."), field="name", code="no_name")
    known = work.find(ProductAlias, "product_id = ?", (product_id,))
    said = normal(name)
    if said in {normal(text) for text in (product.name, product.code, *(alias.name for alias in known))}:
        return
    _refuse_taken(work, product.id, name, "name")
    work.add(ProductAlias(product_id=product_id, name=name))
    keep_key(product, [*(alias.name for alias in known), name])
    product.version += 1
    work.save(product)
    work.about(product, product.code)
    work.label(_("call {name} also {alias}").format(name=product.name, alias=name))


def one_name(written: str) -> str:
    """A name without the signs that stand between names."""
    return _SIGNS.sub(" ", written).strip()


def put_aliases(work: Work, product: Product, aliases: Iterable[str]) -> None:
    """Let a stored product have exactly these other names. Raises UserError for one that belongs to another product."""
    wanted = list(dict.fromkeys(one_name(name) for name in aliases if one_name(name)))
    for alias in work.find(ProductAlias, "product_id = ?", (product.id,)):
        if alias.name in wanted:
            wanted.remove(alias.name)
        else:
            work.remove(alias)
    for name in wanted:
        _refuse_taken(work, product.id, name, "aliases")
        work.add(ProductAlias(product_id=product.id, name=name))


def refuse_code_of_another(work: Work, product_id: int | None, code: str) -> None:
    """Raise UserError where this code is another product's other name: whoever types it would find two."""
    found = _owner(
        work,
        "SELECT p.name FROM product_alias a JOIN product p ON p.id = a.product_id WHERE p.id IS NOT ? "
        "AND p.merged_into_id IS NULL AND a.name = ? COLLATE NOCASE",
        product_id,
        code,
    )
    if found:
        raise UserError(
            _("{code} is another name of {name} already. Choose another code.").format(code=code, name=found),
            field="code",
            code="code_taken",
        )


def keep_key(product: Product, aliases: Iterable[str]) -> None:
    """Bring what a product is found by up to its names."""
    product.search_key = search_key(product.name, product.code, product.specification, *map(one_name, aliases))


def _refuse_taken(work: Work, product_id: int, name: str, field: str) -> None:
    found = _owner(
        work,
        "SELECT p.name FROM product p WHERE p.code = ?2 COLLATE NOCASE AND p.id IS NOT ?1 AND p.merged_into_id IS NULL "
        "UNION ALL SELECT p.name FROM product p WHERE p.name = ?2 COLLATE NOCASE AND p.id IS NOT ?1 "
        "AND p.merged_into_id IS NULL "
        "UNION ALL SELECT p.name FROM product_alias a JOIN product p ON p.id = a.product_id WHERE p.id IS NOT ?1 "
        "AND p.merged_into_id IS NULL AND a.name = ?2 COLLATE NOCASE",
        product_id,
        name,
    )
    if found:
        raise UserError(
            _("{alias} is a name of {name} already. One name can mean one product only.").format(
                alias=name, name=found
            ),
            field=field,
            code="alias_taken",
        )


def _owner(work: Work, query: str, product_id: int | None, name: str) -> str:
    row = work.connection.execute(f"{query} LIMIT 1", (product_id, name)).fetchone()
    return str(row[0]) if row is not None else ""
