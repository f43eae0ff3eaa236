"""One line below the lines of an order: goods that may be missing, each taken by Alt and its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.queries.suggestions import Suggestion, suggestions
from app.views import pickers
from app.views.moments import soon
from app.views.texts import button_text, clipped, say, tip
from app.views.widgets.buttons import button
from app.views.widgets.labels import label

if TYPE_CHECKING:
    from app.views.orders.editor import OrderEditor

MOST = 3
LONGEST = 24
"""Characters of a name that are shown."""
_LOOK = 250


class SuggestionStrip(QWidget):
    """The suggestions of one editor; away while there is none."""

    def __init__(self, page: OrderEditor) -> None:
        super().__init__(page)
        self.setObjectName("order_suggestions")
        self._page = page
        self._known: tuple[int | None, tuple[int, ...]] = (None, ())
        self.found: tuple[Suggestion, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(label(N_("Often added (Alt+1 to Alt+3):"), "hint", "order_suggestions_lead"))
        self.buttons = [
            button("", f"order_suggestion_{n + 1}", kind="link", run=lambda n=n: self.take(n)) for n in range(MOST)
        ]
        for each in self.buttons:
            row.addWidget(each)
        row.addStretch(1)
        self.hide()
        self._wait = soon(self, _LOOK, self._look)
        page.model.altered.connect(self._wait.start)
        page.head.customer_chosen.connect(lambda _id: self._wait.start())
        for place in range(MOST):
            key = QShortcut(QKeySequence(f"Alt+{place + 1}"), page, lambda place=place: self.take(place))
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _look(self) -> None:
        page = self._page
        products = tuple(line.product_id for line in page.model.lines if line.product_id is not None)
        asked = (page.head.customer.value(), products)
        if asked == self._known or page.amend:
            return
        self._known = asked
        actor = page.desk.actor
        page.desk.read(
            lambda: suggestions(actor, *asked, MOST),
            self._show,
            key="orders.suggestions",
            on_problem=self._nothing,
            owner=self,
        )

    def _nothing(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._show(())

    def _show(self, found: tuple[Suggestion, ...]) -> None:
        self.found = found
        for place, shown in enumerate(self.buttons):
            shown.setVisible(place < len(found))
            if place < len(found):
                one = found[place]
                say(shown.setText, button_text(clipped(one.name, LONGEST)))
                say(shown.setAccessibleName, one.name)
                say(shown.setToolTip, lambda one=one: tip(why(one)))
                say(shown.setAccessibleDescription, lambda one=one: why(one))
        self.setVisible(bool(found))

    def take(self, place: int) -> None:
        """Add the line of this suggestion and go to its quantity."""
        page = self._page
        if place >= len(self.found):
            return
        one = self.found[place]
        page.view.commit()
        row = len(page.model.lines)
        page.view.choose_product(row, pickers.product_choice(page.desk, one.product_id, page.start_of.grade))
        if one.quantity:
            page.model.change(row, quantity=one.quantity)


def why(one: Suggestion) -> str:
    """Why a product is suggested."""
    if one.times:
        return ngettext(
            "This customer ordered it {n} time lately.", "This customer ordered it {n} times lately.", one.times
        ).format(n=one.times)
    return _("Often bought together with {product}").format(product=one.beside)
