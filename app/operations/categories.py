"""Categories of products: a tree of two levels that lists and statistics group by."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import UserError
from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.product import Category, Product
from app.operations.batch_steps import Outcome, Unchanged, called_product, run, undone_as
from app.operations.operation import operation
from app.operations.work import Work

PATH = ">"
"""What stands between a category and the one below it where both are written in one text."""


@operation("add category", needs=Permission.EDIT_PRODUCTS, undoable=True)
def add_category(work: Work, name: str, parent_id: int | None = None) -> int:
    """Add a category, below another one if given; returns the id."""
    category = work.add(Category(name=_free_name(work, name), parent_id=_parent(work, parent_id)))
    work.about(category, category.name)
    work.label(_("add category {name}").format(name=category.name))
    return int(category.id)


@operation("change category", needs=Permission.EDIT_PRODUCTS, undoable=True)
def change_category(work: Work, category_id: int, name: str, parent_id: int | None = None) -> None:
    """Rename a category or put it below another one (None: to the top); its products stay in it."""
    category = work.get(Category, category_id)
    category.name = _free_name(work, name, but=category_id)
    if parent_id is not None and parent_id == category_id:
        raise UserError(_("A category cannot be below itself."), field="parent_id", code="own_parent")
    if parent_id is not None and _below(work, category_id):
        raise UserError(
            _("{name} has categories below it, so it has to stay at the top.").format(name=category.name),
            field="parent_id",
            code="two_levels",
        )
    category.parent_id = _parent(work, parent_id)
    work.save(category)
    work.about(category, category.name)
    work.label(_("change category {name}").format(name=category.name))


@operation("set tax class", needs=Permission.EDIT_PRODUCTS, undoable=True)
def classify_category(work: Work, category_id: int, tax_class: str, tax_class_name: str = "") -> None:
    """Say which of the tax bureau's classes the products of a category belong to, unless they have their own."""
    category = work.get(Category, category_id)
    category.tax_class = "".join(tax_class.split())
    category.tax_class_name = tax_class_name.strip().strip("*").strip()
    work.save(category)
    work.about(category, category.name)
    work.label(_("set the tax class of {name}").format(name=category.name))


@operation("remove category", needs=Permission.EDIT_PRODUCTS, undoable=True)
def remove_category(work: Work, category_id: int) -> None:
    """Remove a category; its products have none afterwards, which is asked first."""
    category = work.get(Category, category_id)
    if _below(work, category_id):
        raise UserError(
            _("{name} has categories below it. Move or remove them first.").format(name=category.name),
            code="has_children",
        )
    products = work.find(Product, "category_id = ?", (category_id,))
    if products:
        count = len(products)
        work.confirm(
            "category_in_use",
            ngettext(
                "{n} product is in {name}. It will be without a category.",
                "{n} products are in {name}. They will be without a category.",
                count,
            ).format(n=f"{count:,}", name=category.name),
            accept=_("Remove category"),
        )
    for product in products:
        product.category_id = None
        product.version += 1
        work.save(product)
    work.remove(category)
    work.about(category, category.name)
    work.label(_("remove category {name}").format(name=category.name))


@operation("categorise products", needs=Permission.EDIT_PRODUCTS, undoable=True)
def categorise_products(work: Work, ids: Sequence[int], category: str) -> Outcome:
    """Put products into a category, named as people write it; an empty name takes them out of theirs."""
    category_id = category_of(work, category)

    def step(part: Work, product_id: int) -> None:
        product = part.get(Product, product_id)
        if product.category_id == category_id:
            raise Unchanged(_("It is in this category already."))
        product.category_id = category_id
        product.version += 1
        part.save(product)

    return undone_as(
        work,
        run(work, ids, step, called_product),
        lambda n: ngettext("put {n} product into a category", "put {n} products into a category", n),
    )


def category_of(work: Work, written: str) -> int | None:
    """The id of a category as people write it, ``Lights`` or ``Lights > Desk lamps``; made if it is new.

    None for no name. Raises UserError where the category stands below another one than written.
    """
    written = written.strip()
    if not written:
        return None
    found = _named(work, written)
    if found is not None:
        return int(found.id)
    above, sign, name = (part.strip() for part in written.rpartition(PATH))
    if not sign or not above or not name:
        return int(work.add(Category(name=_free_name(work, written))).id)
    if PATH in above:
        raise UserError(
            _("Categories have two levels: write “{above} > {name}”.").format(
                above=above.partition(PATH)[0].strip(), name=name
            ),
            field="category",
            code="two_levels",
        )
    parent_id = category_of(work, above)
    found = _named(work, name)
    if found is None:
        return int(work.add(Category(name=_free_name(work, name), parent_id=_parent(work, parent_id))).id)
    if found.parent_id != parent_id:
        raise UserError(
            _("There is a category {name} already, but not below {above}.").format(name=found.name, above=above),
            field="category",
            code="other_parent",
        )
    return int(found.id)


def _named(work: Work, name: str) -> Category | None:
    found = work.find(Category, "name = ?1 COLLATE NOCASE", (name,), order="name <> ?1, id LIMIT 1")
    return found[0] if found else None


def _below(work: Work, category_id: int) -> bool:
    return bool(work.value("SELECT EXISTS(SELECT 1 FROM category WHERE parent_id = ?)", (category_id,)))


def _parent(work: Work, parent_id: int | None) -> int | None:
    if parent_id is None:
        return None
    parent = work.get(Category, parent_id)
    if parent.parent_id is not None:
        raise UserError(
            _("{name} is below another category itself. Categories have two levels.").format(name=parent.name),
            field="parent_id",
            code="two_levels",
        )
    return int(parent.id)


def _free_name(work: Work, name: str, *, but: int = 0) -> str:
    name = name.strip()
    if not name:
        raise UserError(_("A category needs a name."), field="name", code="no_name")
    if PATH in name:
        raise UserError(
            _("Leave out the sign {sign}: it stands between two levels.").format(sign=PATH), field="name", code="sign"
        )
    if work.value("SELECT 1 FROM category WHERE name = ? COLLATE NOCASE AND id <> ?", (name, but)):
        raise UserError(_("There is a category {name} already.").format(name=name), field="name", code="taken")
    return name
