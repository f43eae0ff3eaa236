"""Products: add, edit, set inactive."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.product import Product
from app.operations.aliases import keep_key, put_aliases, refuse_code_of_another
from app.operations.categories import category_of
from app.operations.operation import operation
from app.operations.places import place_of
from app.operations.product_prices import Grades, put_prices
from app.operations.steps import check_version
from app.operations.work import Work


@dataclass(frozen=True)
class ProductInput:
    """A product as typed. Prices in millionths of the major unit, ``low_stock`` in ten-thousandths.

    ``prices`` are those by customer grade; None leaves them as they are.
    """

    name: str
    code: str = ""
    specification: str = ""
    unit: str = ""
    category: str = ""
    list_price: int = 0
    floor_price: int | None = None
    cost: int | None = None
    tax_code_id: int | None = None
    tax_class: str = ""
    tax_class_name: str = ""
    stock_kept: bool = False
    low_stock: int | None = None
    place: str = ""
    aliases: tuple[str, ...] = ()
    prices: tuple[tuple[str, int], ...] | None = None
    note: str = ""


@operation("add product", needs=Permission.EDIT_PRODUCTS, undoable=True)
def add_product(work: Work, content: ProductInput) -> int:
    """Store a new product and return its id; without a code its name serves as one."""
    product = store_new(work, content)
    work.about(product, product.code)
    work.label(_("add {name}").format(name=product.name))
    return int(product.id)


@operation("edit product", needs=Permission.EDIT_PRODUCTS, undoable=True)
def edit_product(work: Work, product_id: int, content: ProductInput, version: int | None = None) -> None:
    """Change a product; orders that were made keep the words and prices they have."""
    product = work.get(Product, product_id)
    check_version(product.version, version)
    store_change(work, product, content)
    work.about(product, product.code)
    work.label(_("edit {name}").format(name=product.name))


@operation("set product inactive", needs=Permission.EDIT_PRODUCTS, undoable=True)
def deactivate_product(work: Work, product_id: int) -> None:
    """Take a product out of pickers; orders that hold it stay as they are."""
    _set_active(work, product_id, False)


@operation("set product active", needs=Permission.EDIT_PRODUCTS, undoable=True)
def activate_product(work: Work, product_id: int) -> None:
    """Bring an inactive product back."""
    _set_active(work, product_id, True)


def store_new(work: Work, content: ProductInput, grades: Grades | None = None) -> Product:
    """Store a new product within an operation; ``grades`` are shared by the products of one."""
    product = Product(created_at=work.actor.now())
    _fill(work, product, content)
    keep_key(product, content.aliases)
    work.add(product)
    _put_parts(work, product, content, grades)
    return product


def store_change(work: Work, product: Product, content: ProductInput, grades: Grades | None = None) -> None:
    """Store another content of a product within an operation. Raises UserError as adding and editing do."""
    if product.stock_kept and not content.stock_kept and product.on_hand:
        raise UserError(
            _("{name} has stock on hand, so its stock must be kept. Book the stock out first.").format(
                name=product.name
            ),
            field="stock_kept",
            code="has_stock",
        )
    _fill(work, product, content)
    keep_key(product, content.aliases)
    product.version += 1
    work.save(product)
    _put_parts(work, product, content, grades)


def _put_parts(work: Work, product: Product, content: ProductInput, grades: Grades | None) -> None:
    put_aliases(work, product, content.aliases)
    if content.prices is not None:
        put_prices(work, product, content.prices, grades or Grades())


def _fill(work: Work, product: Product, content: ProductInput) -> None:
    name = content.name.strip()
    if not name:
        raise UserError(_("A product needs a name."), field="name", code="no_name")
    code = content.code.strip() or name
    taken = work.value("SELECT name FROM product WHERE code = ? AND id IS NOT ?", (code, product.id))
    if taken is not None:
        raise UserError(
            _("The code {code} belongs to {name}. Choose another one.").format(code=code, name=taken),
            field="code",
            code="code_taken",
        )
    if code != product.code:
        refuse_code_of_another(work, product.id, code)
    for field in ("list_price", "floor_price", "cost", "low_stock"):
        value = getattr(content, field)
        if value is not None and value < 0:
            raise UserError(_("A price or stock level cannot be below zero."), field=field, code="below_zero")
        setattr(product, field, value)
    product.name = name
    product.code = code
    product.specification = content.specification.strip()
    product.unit = content.unit.strip()
    product.category_id = category_of(work, content.category)
    product.tax_code_id = content.tax_code_id
    product.tax_class = content.tax_class.strip()
    product.tax_class_name = content.tax_class_name.strip().strip("*").strip()
    product.stock_kept = content.stock_kept
    product.place = place_of(content.place)
    product.note = content.note.strip()


def _set_active(work: Work, product_id: int, active: bool) -> None:
    product = work.get(Product, product_id)
    product.active = active
    product.version += 1
    work.save(product)
    work.about(product, product.code)
    work.label(
        _("set {name} active").format(name=product.name)
        if active
        else _("set {name} inactive").format(name=product.name)
    )
