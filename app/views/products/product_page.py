"""The page of one product: what it is, what lies in stock and why, who bought it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.money import PRICE, QUANTITY, show, show_scaled
from app.queries import product_details, product_pictures, product_sales
from app.queries.columns import Column, Kind, Row
from app.queries.product_details import ProductDetail
from app.queries.product_sales import Standing
from app.views import tab_order
from app.views.desk import Desk
from app.views.products.actions import ACTIONS
from app.views.products.picture_card import PictureCard
from app.views.products.sales_card import BuyersCard, StandingCard
from app.views.promises import promise_words
from app.views.record_page import RecordPage, section
from app.views.records import open_record
from app.views.values import word_of
from app.views.widgets.figures import FiguresCard
from app.views.widgets.labels import label
from app.views.widgets.small_table import SmallTable

_MOVEMENTS = (
    Column("date", N_("Date"), Kind.DATE, 96),
    Column("movement", N_("What"), Kind.TEXT, 150),
    Column("note", N_("Note"), Kind.TEXT, 200),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 100),
    Column("balance", N_("On hand"), Kind.QUANTITY, 100),
)
_SALES = (
    Column("number", N_("Order"), Kind.TEXT, 116),
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("customer", N_("Customer"), Kind.TEXT, 200),
    Column("state", N_("State"), Kind.STATE, 110),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 80),
    Column("revenue", N_("Revenue"), Kind.MONEY, 96),
)
_PRICES = (
    Column("grade", N_("Grade"), Kind.TEXT, 150),
    Column("price", N_("Price"), Kind.PRICE, 120),
)


class ProductPage(RecordPage):
    """One product."""

    help_topic = "products"
    chip_kinds = ("product",)
    watches = frozenset(
        {
            "product",
            "stock_movement",
            "expected_receipt",
            "shipment",
            "order",
            "order_line",
            "credit",
            "product_alias",
            "product_picture",
            "product_price",
        }
    )
    facts_titles = (
        ("code", N_("Code")),
        ("category", N_("Category")),
        ("unit", N_("Unit")),
        ("place", N_("Shelf place")),
        ("tax", N_("Tax")),
        ("list_price", N_("Price")),
        ("floor_price", N_("Floor price")),
        ("cost", N_("Cost")),
        ("low_stock", N_("Low-stock level")),
        ("tax_class", N_("Tax class")),
        ("tax_class_name", N_("Tax class name")),
    )

    def __init__(self, desk: Desk, product_id: int) -> None:
        self._picture: bytes | None = None
        super().__init__(desk, "product", product_id, ACTIONS, ("receive_goods",), always=frozenset({"edit_product"}))

    def read_record(self) -> ProductDetail:
        return product_details.product(self.desk.actor, self.record_id)

    def cards(self) -> Sequence[QWidget]:
        currency = self.desk.currency
        for key, title in (
            ("promised", N_("Can be promised")),
            ("specification", N_("Specification")),
            ("aliases", N_("Other names")),
            ("note", N_("Note")),
        ):
            self.facts.add(key, title, span=2)
        self.figures = FiguresCard(
            "product_figures",
            (
                ("on_hand", N_("On hand")),
                ("reserved", N_("Reserved")),
                ("available", N_("Available")),
                ("sold", N_("Sold")),
                ("revenue", N_("Revenue")),
            ),
        )
        self.movements = SmallTable("product_movements_table", N_("Stock movements"), _MOVEMENTS, currency)
        self.sales = SmallTable("product_sales_table", N_("Sales"), _SALES, currency)
        self.sales.opens_with(self._open_order)
        self.prices = SmallTable("product_prices_table", N_("Prices by grade"), _PRICES, currency, most=4)
        self.movements_card = section("product_movements_card", N_("Stock movements"), self.movements)
        self.no_movements = label(N_("Nothing came in or went out yet."), "muted", "product_no_movements")
        self.movements_card.body.addWidget(self.no_movements)
        self.sales_card = section("product_sales_card", N_("Sales"), self.sales)
        self.no_sales = label(N_("Not sold yet."), "muted", "product_no_sales")
        self.sales_card.body.addWidget(self.no_sales)
        self.prices_card = section("product_prices_card", N_("Prices by grade"), self.prices)
        self.standing = StandingCard(self.desk)
        self.buyers = BuyersCard(self.desk)
        for card in (self.standing, self.buyers):
            card.hide()
        return self.figures, self.standing, self.movements_card, self.sales_card, self.buyers

    def side_cards(self) -> Sequence[QWidget]:
        self.picture = PictureCard(self.desk)
        self.picture.failed.connect(lambda sentence: self.banner.tell("danger", lambda: sentence))
        self.picture.hide()
        return self.prices_card, self.picture

    def refresh(self) -> None:
        super().refresh()
        actor, product = self.desk.actor, self.record_id
        self.desk.read(
            lambda: (product_sales.standing(actor, product), product_pictures.product_picture(actor, product)),
            self._found_more,
            key=f"product.more.{id(self)}",
            owner=self,
            on_problem=self._problem,
        )

    def _found_more(self, found: tuple[Standing, bytes]) -> None:
        standing, self._picture = found
        self.standing.show_standing(standing)
        self.standing.show()
        self.buyers.show_standing(standing)
        self._show_picture()
        tab_order.arrange(self)

    def _show_picture(self) -> None:
        record = self.record
        if record is not None and self._picture is not None:
            why_not = record.why_not.get("edit_product", "")
            self.picture.show_picture(record.id, record.name, self._picture, why_not)

    def title_of(self, record: ProductDetail) -> str:
        return record.name

    def states_of(self, record: ProductDetail) -> Mapping[str, str]:
        kept = record.stock_state if record.stock_kept else ""
        return {"product": kept if record.active else "inactive"}

    def status_text(self) -> str:
        return "" if self.record is None else f"{self.record.code} · {self.record.name}"

    def show_record(self, record: ProductDetail) -> None:
        self._show_figures(record)
        self._show_tables(record)
        self._show_picture()
        least = self.desk.currency.decimals
        for key, text in (
            ("code", record.code),
            ("category", record.category_path),
            ("unit", record.unit),
            ("place", record.place),
            ("tax", record.tax_code or ""),
            ("tax_class", record.tax_class),
            ("tax_class_name", record.tax_class_name),
            ("promised", promise_words(tuple((date.fromisoformat(p.date), p.quantity) for p in record.promises))),
            ("specification", record.specification),
            ("aliases", ", ".join(record.aliases)),
            ("low_stock", show_scaled(record.low_stock, QUANTITY) if record.low_stock is not None else ""),
            ("note", record.note),
        ):
            self.facts.show_fact(key, text)
        for key in ("list_price", "floor_price", "cost"):
            price = getattr(record, key)
            self.facts.show_fact(key, show_scaled(price, PRICE, least=least) if price is not None else "")

    def _show_figures(self, record: ProductDetail) -> None:
        for key in ("on_hand", "reserved", "available"):
            self.figures.show_figure(key, show_scaled(getattr(record, key), QUANTITY) if record.stock_kept else None)
        self.figures.show_figure("sold", f"{show_scaled(record.sold_quantity, QUANTITY)} {record.unit}".strip())
        revenue = record.revenue
        self.figures.show_figure("revenue", show(revenue, self.desk.currency) if revenue is not None else None)

    def _show_tables(self, record: ProductDetail) -> None:
        self.movements.show_rows(
            [
                Row(m.id, (m.date, word_of("movement", m.movement), m.note, m.quantity, m.balance))
                for m in record.movements
            ]
        )
        self._orders = [sale.order_id for sale in record.recent_sales]
        self.sales.show_rows(
            [
                Row(i, (s.number, s.date, s.customer, s.state, s.quantity, s.revenue))
                for i, s in enumerate(record.recent_sales)
            ]
        )
        self.prices.show_rows([Row(p.id, (p.grade, p.price)) for p in record.prices])
        self.movements_card.setVisible(bool(record.stock_kept or record.movements))
        self.movements.setVisible(bool(record.movements))
        self.no_movements.setVisible(not record.movements)
        self.sales.setVisible(bool(record.recent_sales))
        self.no_sales.setVisible(not record.sold_lines and not record.recent_sales)
        self.sales_card.setVisible(bool(record.recent_sales) or not record.sold_lines)
        self.prices_card.setVisible(bool(record.prices))

    def _open_order(self, number: int, beside: bool) -> None:
        open_record(self.desk, "order", self._orders[number], beside=beside)
