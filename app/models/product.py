"""What is sold, and the ledger of what lies in stock."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from peewee import IntegerField

from app.models.base import DayField, FlagField, MomentField, Record, blob, money, reference, text

UNITS = "product.units"
"""The setting of the book that holds the units which the office sells in."""


class Category(Record):
    """A group of products for lists and statistics.

    ``tax_class`` and ``tax_class_name`` are the tax bureau's class and its short name, for products without their own.
    """

    kind: ClassVar[str] = "category"

    name = text()
    parent_id = reference("category", null=True)
    tax_class = text()
    tax_class_name = text()
    import_batch_id = reference("import_batch", null=True)

    class Meta:
        indexes = ((("name",), True),)


class Product(Record):
    """Something with a code and a price. Prices in millionths, quantities in ten-thousandths.

    ``place`` is where it lies on the shelves. ``on_hand`` and ``reserved`` are kept in step with the stock ledger and
    the open orders; ``last_sold`` is the date of the newest order that counts.
    """

    kind: ClassVar[str] = "product"

    code = text()
    name = text()
    specification = text()
    unit = text()
    category_id = reference("category", null=True)
    list_price = IntegerField(default=0)
    floor_price = IntegerField(null=True)
    cost = IntegerField(null=True)
    tax_code_id = reference("tax_code", null=True)
    tax_class = text()
    tax_class_name = text()
    stock_kept = FlagField(default=False)
    low_stock = IntegerField(null=True)
    place = text()
    active = FlagField(default=True)
    merged_into_id = reference("product", null=True)
    note = text()
    search_key = text()
    on_hand = IntegerField(default=0)
    reserved = IntegerField(default=0)
    sold_quantity = IntegerField(default=0)
    sold_lines = IntegerField(default=0)
    revenue = money()
    last_sold = DayField(null=True)
    import_batch_id = reference("import_batch", null=True)
    created_at = MomentField()
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("code",), True),)


class ProductPicture(Record):
    """What a product looks like: a small PNG or JPEG, apart from the product so that lists needn't read past it."""

    kind: ClassVar[str] = "product_picture"

    product_id = reference("product")
    content = blob()

    class Meta:
        indexes = ((("product_id",), True),)


class ProductAlias(Record):
    """Another name or code under which a product is known."""

    kind: ClassVar[str] = "product_alias"

    product_id = reference("product", index=True)
    name = text()
    import_batch_id = reference("import_batch", null=True)

    class Meta:
        indexes = ((("name",), False),)


class ProductPrice(Record):
    """The price of a product for customers of one grade."""

    kind: ClassVar[str] = "product_price"

    product_id = reference("product")
    grade = text()
    price = IntegerField()

    class Meta:
        indexes = ((("product_id", "grade"), True),)


class Movement(StrEnum):
    OPENING = "opening"
    RECEIPT = "receipt"
    SHIPMENT = "shipment"
    SHIPMENT_VOID = "shipment_void"
    RETURN = "return"
    STOCKTAKE = "stocktake"
    SCRAP = "scrap"


class StockMovement(Record):
    """One line of the append-only stock ledger; ``quantity`` is signed.

    A mistake is taken back by a further line that names it in ``reverses_id``.
    """

    kind: ClassVar[str] = "stock_movement"

    product_id = reference("product")
    date = DayField()
    movement = text()
    quantity = IntegerField()
    shipment_line_id = reference("shipment_line", null=True)
    credit_line_id = reference("credit_line", null=True)
    stocktake_line_id = reference("stocktake_line", null=True)
    reverses_id = reference("stock_movement", null=True)
    note = text()
    user_id = reference("user", null=True)
    created_at = MomentField()

    class Meta:
        indexes = ((("product_id", "date", "id"), False),)
