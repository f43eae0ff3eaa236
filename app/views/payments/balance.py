"""Money that a customer paid ahead is used for orders: from an order, a customer or the form of a payment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.money import Currency, show
from app.operations.balance import use_balance
from app.queries.settling import Standing
from app.views.desk import Desk
from app.views.money_parts import PartsTable
from app.views.payments.dialogs import HEADS, order_parts
from app.views.texts import say
from app.views.theme import mark
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label


class UseBalanceDialog(FormDialog):
    """Settles open orders with a customer's balance: the given order alone, else the oldest first, unless typed
    otherwise."""

    def __init__(
        self,
        desk: Desk,
        customer_id: int,
        standing: Standing,
        *,
        order_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, "use_balance_dialog", N_("Use balance"), N_("Use balance"), width=640, parent=parent)
        self.customer_id, self.free = customer_id, standing.free
        orders = sorted(standing.orders, key=lambda o: o.id != order_id)
        self.parts = PartsTable("balance_parts", desk.currency, heads=HEADS)
        self.parts.show_parts(order_parts(orders), auto=None if order_id is None else [order_id])
        self.form.add("parts", N_("Open orders, the oldest first"), self.parts)
        self.rest = label("", "muted", "balance_rest", wrap=True)
        self.form.add_widget(self.rest)
        self.parts.parts_changed.connect(self._tell_rest)
        self.parts.spread(self.free)
        usable = bool(orders) and self.free > 0
        self.primary.setEnabled(usable)
        self.form.setVisible(usable)
        if not usable:
            words = N_("This customer has no open order.") if not orders else N_("Nothing of the balance is free.")
            self.banner.tell("info", words, dismissible=False)

    def _tell_rest(self) -> None:
        currency, rest = self.desk.currency, self.free - self.parts.total
        if rest >= 0:
            say(
                self.rest.setText,
                lambda: _("{free} of the balance is free; {rest} of it stays.").format(
                    free=show(self.free, currency), rest=show(rest, currency)
                ),
            )
        else:
            say(
                self.rest.setText,
                lambda: _("Only {free} of the balance is free. Lower the parts by {n}.").format(
                    free=show(self.free, currency), n=show(-rest, currency)
                ),
            )
        mark(self.rest, role="error" if rest < 0 else "muted")

    def accept_form(self) -> None:
        if not self.primary.isEnabled() or not self.form.read_all():
            return
        parts = list(self.parts.value().items())
        if not parts:
            self.form.show_problem(UserError(_("Say how much goes to which order."), field="parts"))
            return
        self.submit(lambda actor: use_balance(actor, self.customer_id, parts))


class AheadRow(QWidget):
    """Says what a customer paid ahead, and offers to use it first; shown only where something is free."""

    def __init__(self, name: str, *, run: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._free = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.text = label("", "muted", f"{name}_text")
        self.use = button(N_("Use balance…"), f"{name}_use", kind="quiet", run=run)
        row.addWidget(self.text)
        row.addWidget(self.use)
        row.addStretch(1)
        self.hide()

    def tell(self, free: int, currency: Currency) -> None:
        """Say what is free; nothing of it takes the row away."""
        say(self.text.setText, lambda: _("{n} paid ahead is free.").format(n=show(free, currency)))
        self._free = free
        self.make_way(False)

    def make_way(self, asked: bool) -> None:
        """Stand back while something is asked."""
        self.setVisible(self._free > 0 and not asked)
