"""A customer or product that is not there yet, added without leaving the order; the keyboard goes on afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views import pickers

if TYPE_CHECKING:
    from app.views.orders.editor import OrderEditor


def create_customer(page: OrderEditor, name: str) -> None:
    """Add a customer of this name and choose it; leaving the dialog goes back to what was typed."""
    from app.views.customers import new_customer

    def made(customer: int) -> None:
        page.head.choose_customer(customer)
        page.view.start()

    new_customer(page.desk, page.window(), name, made, left=page.head.customer.setFocus)


def create_product(page: OrderEditor, row: int, name: str) -> None:
    """Add a product of this name and put it into a line; leaving the dialog goes back to the lines."""
    from app.views.products import new_product

    def made(product: int) -> None:
        page.view.choose_product(row, pickers.product_choice(page.desk, product, page.start_of.grade))

    new_product(page.desk, page.window(), name, made, left=page.view.setFocus)
