"""Which pages the window has, in the order of its sidebar. A page's module is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from app.i18n import N_
from app.views.desk import Desk
from app.views.page import Page
from app.views.window_pages import PageSpec

# key, title, icon, module below app.views, function of that module
_PAGES = (
    ("customers", N_("Customers"), "users", "customers", "customers_page"),
    ("orders", N_("Orders"), "clipboard-list", "orders", "orders_page"),
    ("shipments", N_("Shipments"), "truck", "shipments", "shipments_page"),
    ("payments", N_("Payments"), "wallet", "payments", "payments_page"),
    ("refunds", N_("Refunds"), "undo-2", "refunds", "refunds_page"),
    ("invoices", N_("Invoices"), "file-text", "invoices", "invoices_page"),
    ("products", N_("Products"), "package", "products", "products_page"),
    ("statistics", N_("Statistics"), "chart-column", "statistics", "statistics_page"),
)
_SETTINGS = ("settings", N_("Settings"), "settings", "settings", "settings_page")

FIRST = "orders"


def page_specs() -> list[PageSpec]:
    """All pages of the window."""
    specs = [PageSpec(key, title, icon, _made(module, name)) for key, title, icon, module, name in _PAGES]
    key, title, icon, module, name = _SETTINGS
    specs.append(PageSpec(key, title, icon, _made(module, name), at_bottom=True))
    return specs


def _made(module: str, name: str) -> Callable[[Desk], Page]:
    def make(desk: Desk) -> Page:
        page: Page = getattr(import_module(f"app.views.{module}"), name)(desk, desk.shell)
        return page

    return make
