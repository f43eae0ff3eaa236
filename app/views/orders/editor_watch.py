"""Notices that the order was changed elsewhere while it is edited, and puts the two together without losing either."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from app.i18n import N_, _
from app.money import PRICE, QUANTITY, show_scaled
from app.queries import order_details
from app.queries.order_details import OrderDetail
from app.views.desk import Desk
from app.views.orders.editor_conflict import ConflictCard
from app.views.orders.lines_model import DraftLine
from app.views.orders.order_merge import Key, Version, merge
from app.views.terms_field import TermsField
from app.views.texts import spoken
from app.views.widgets.banner import Banner


def lines_of(order: OrderDetail) -> list[DraftLine]:
    """The lines of a stored order as the editor types them; lines that were struck out are left out."""
    return [
        DraftLine(
            description=line.description,
            quantity=line.quantity,
            unit_price=line.unit_price,
            unit=line.unit,
            code=line.code,
            product_id=line.product_id,
            discount_rate=line.discount_rate,
            tax_code_id=line.tax_code_id,
            line_kind=line.line_kind,
            amount=line.amount if line.amount_stated else None,
            note=line.note,
            id=line.id,
            shipped=line.shipped,
        )
        for line in order.lines
        if line.quantity
    ]


class ConflictWatch(QObject):
    """Watches the order of one editor. ``page`` is the editor: it gives and shows versions."""

    settled = Signal()

    def __init__(self, page: Any, card: ConflictCard, banner: Banner) -> None:
        super().__init__(page)
        self.page, self.card, self.banner = page, card, banner
        self.desk: Desk = page.desk
        self.base: Version | None = None
        self.version: int | None = None
        self.state = ""
        self._coming: OrderDetail | None = None
        card.decided.connect(self._decided)

    @property
    def open(self) -> bool:
        """Whether somebody must choose before the order can be saved."""
        return self.card.merge is not None

    def begin(self, order: OrderDetail, base: Version) -> None:
        """Take this as what the order was when its editing began."""
        self.base, self.version, self.state = base, order.version, order.state
        self.page.saving.begin(order)

    def changed(self, changes: Any) -> None:
        """Something was changed in the book."""
        ids = getattr(changes, "ids", {})
        order_id = self.page.order_id
        if order_id is None or getattr(changes, "origin", None) is self.page:
            return
        if ids and order_id not in ids.get("order", frozenset()) and ids.get("order", None) != frozenset():
            return
        self.look()

    def look(self) -> None:
        """Compare with what is stored now."""
        order_id, actor = self.page.order_id, self.desk.actor
        if order_id is not None:
            self.desk.read(
                lambda: order_details.order(actor, order_id),
                self._compare,
                key=f"order_watch.{id(self)}",
                on_problem=self._gone,
                owner=self,
            )

    def _gone(self, _error: Exception) -> None:
        self.banner.tell(
            "danger", N_("This order does not exist any more. What you typed is kept; copy what you need.")
        )

    def _compare(self, order: OrderDetail) -> None:
        if self.base is None or order.version == self.version or self.page.busy:
            return
        self._coming = order
        if order.state != self.state and "edit_order" not in order.actions and not self.page.amend:
            self.banner.tell(
                "warn",
                lambda: _("{order} was confirmed meanwhile. Save what you typed as an amendment instead.").format(
                    order=order.name
                ),
                N_("Amend with what I typed"),
                self._amend,
                dismissible=False,
            )
            return
        self._put_together(order)

    def _put_together(self, order: OrderDetail) -> None:
        if self.base is None:
            return
        theirs = self.page.content.version_of(order)
        found = merge(self.base, theirs, self.page.content.typed_version())
        who = order.history[0].user if order.history else ""
        if found.clashes:
            # What only they changed is shown at once; what both changed waits for a choice, mine until then.
            self.page.content.show_version(found.merged)
            self.card.show_merge(found, who, self.words)
            self.settled.emit()
            return
        self._accept(found.merged)
        names = list(dict.fromkeys(self.words(key, None)[0] for key in found.taken))
        if names:
            self.banner.tell(
                "info",
                lambda: _("{name} changed this order meanwhile. Taken over: {fields}").format(
                    name=who or _("Somebody"), fields=", ".join(names)
                ),
            )

    def _decided(self, version: Version) -> None:
        self._accept(version)

    def _accept(self, version: Version) -> None:
        order = self._coming
        self.page.content.show_version(version)
        if order is not None:
            self.begin(order, self.page.content.version_of(order))
        self.settled.emit()

    def _amend(self) -> None:
        order = self._coming
        self.banner.dismiss()
        self.page.turn_into_amendment()
        if order is not None:
            self.state = order.state
            self._put_together(order)

    # Words

    def words(self, key: Key, value: Any) -> tuple[str, str]:
        """What a field or line is called, and how a value of it reads."""
        part, name = key
        if part == "lines":
            line: DraftLine | None = value if isinstance(value, DraftLine) else None
            known = line or next((each for each in self.page.model.lines if each.id == name), None)
            return _("Line: {product}").format(product=known.description if known else "…"), self._line_words(line)
        form = self.page.forms[part]
        labelled = form.fields[name]
        caption = spoken(labelled.caption)
        if isinstance(value, (list, tuple)):
            return caption, str(value[1])
        if isinstance(labelled.field, TermsField):
            return caption, labelled.field.told(str(value or ""))
        found = getattr(labelled.field, "findData", None)
        if found is not None and value is not None:
            place = found(value)
            return caption, labelled.field.itemText(place) if place >= 0 else ""
        return caption, str(value) if value else "–"

    def _line_words(self, line: DraftLine | None) -> str:
        if line is None:
            return _("taken out")
        price = show_scaled(line.unit_price, PRICE, least=self.desk.currency.decimals)
        return f"{line.description} · {show_scaled(line.quantity, QUANTITY)} × {price}"
