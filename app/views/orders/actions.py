"""What can be done with one order: its words, its picture, how it starts. The query says what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.later import Later
from app.models.actor import Actor
from app.views.desk import Desk
from app.views.texts import Saying
from app.views.widgets.form import CANCEL

if TYPE_CHECKING:
    from app.operations import amendments, orders
    from app.queries import order_details
    from app.queries.order_details import OrderDetail
else:
    amendments, orders = Later("app.operations.amendments"), Later("app.operations.orders")
    order_details = Later("app.queries.order_details")


@dataclass(frozen=True)
class OrderAction:
    """One thing to do with an order; ``name`` is the operation's name in ``OrderDetail.actions``."""

    name: str
    text: str
    icon: str
    run: Callable[[OrderActions, int], Any]
    danger: bool = False


class OrderActions:
    """Starts what is done with an order from a list or its page."""

    def __init__(self, desk: Desk, parent: QWidget, after: Callable[[str], None] | None = None) -> None:
        self.desk, self.parent = desk, parent
        self.after = after

    def start(self, name: str, order_id: int) -> None:
        """Start the action of this name."""
        ACTIONS[name].run(self, order_id)

    # Helpers

    def perform(self, call: Callable[[Actor], Any], said: Saying, *, undo: bool = False) -> None:
        """Run an operation and say afterwards what was done."""

        def done(_result: Any) -> None:
            self.tell(said, undo=undo)

        self.desk.perform(call, on_done=done, owner=self.parent, title=said if isinstance(said, str) else said())

    def tell(self, said: Saying, *, undo: bool = False) -> None:
        """Say at the bottom right what was done, with undo where that works."""
        words = _(said) if isinstance(said, str) else said()
        shell = self.desk.shell
        if shell is not None:
            shell.tell(words, shell.program.undo.trigger if undo and shell.program is not None else None)

    def reason(
        self,
        name: str,
        title: str,
        accept: str,
        call: Callable[[Actor, str], Any],
        said: Saying,
        consequence: str = "",
        *,
        required: bool = True,
        danger: bool = False,
        back: str = CANCEL,
    ) -> None:
        """Ask for a reason and run an operation with it."""
        from app.views.orders.dialogs import ReasonDialog

        dialog = ReasonDialog(
            self.desk,
            name,
            title,
            accept,
            call,
            consequence=consequence,
            required=required,
            danger=danger,
            back=back,
            parent=self.parent,
        )
        dialog.accepted.connect(lambda: self.tell(said))
        dialog.open()

    def detail(self, order_id: int) -> OrderDetail:
        """The order as it is now; a read of about a millisecond."""
        return order_details.order(self.desk.actor, order_id)

    def other(self, module: str, function: str, *arguments: Any) -> None:
        """Start something of another noun's pages."""
        getattr(import_module(f"app.views.{module}"), function)(self.desk, self.parent, *arguments)


def _edit(on: OrderActions, order_id: int) -> None:
    from app.views.orders.editor import open_editor

    open_editor(on.desk, order_id)


def _amend(on: OrderActions, order_id: int) -> None:
    from app.views.orders.editor import open_editor

    open_editor(on.desk, order_id, amend=True)


def _copy(on: OrderActions, order_id: int) -> None:
    from app.views.orders.editor import open_editor

    def done(result: Any) -> None:
        open_editor(on.desk, result.value)

    on.desk.perform(lambda actor: orders.copy_order(actor, order_id), on_done=done, owner=on.parent)


def _delete(on: OrderActions, order_id: int) -> None:
    on.perform(lambda actor: orders.delete_draft(actor, order_id), N_("The draft was deleted."), undo=True)


def _confirm(on: OrderActions, order_id: int) -> None:
    def done(result: Any) -> None:
        said = N_("The order was sent to review.") if result.value == "review" else N_("The order is confirmed.")
        on.tell(said)

    on.desk.perform(lambda actor: orders.confirm_order(actor, order_id), on_done=done, owner=on.parent)


def _ship(on: OrderActions, order_id: int) -> None:
    from app.views.orders.dialogs import OpenLine, ShipDialog

    order = on.detail(order_id)
    lines = [
        OpenLine(line.id, line.description, line.unit, line.quantity - line.shipped)
        for line in order.lines
        if line.line_kind == "goods" and line.quantity > line.shipped
    ]
    dialog = ShipDialog(on.desk, order_id, lines, order.carrier, on.parent)
    dialog.accepted.connect(lambda: on.tell(N_("The shipment was recorded.")))
    dialog.open()


def _quote(on: OrderActions, order_id: int) -> None:
    on.perform(lambda actor: orders.quote_order(actor, order_id), N_("The quotation was made."), undo=True)


def _review(on: OrderActions, order_id: int) -> None:
    on.perform(lambda actor: orders.send_to_review(actor, order_id), N_("The order was sent to review."), undo=True)


def _to_draft(on: OrderActions, order_id: int) -> None:
    on.perform(lambda actor: orders.return_to_draft(actor, order_id), N_("The order is a draft again."), undo=True)


def _start(on: OrderActions, order_id: int) -> None:
    on.perform(lambda actor: orders.start_order(actor, order_id), N_("Work on the order began."), undo=True)


def _hold(on: OrderActions, order_id: int) -> None:
    if on.detail(order_id).hold:
        on.perform(lambda actor: orders.hold_order(actor, order_id, ""), N_("The order goes on."), undo=True)
        return
    on.reason(
        "hold_dialog",
        N_("Put the order on hold"),
        N_("Put on hold"),
        lambda actor, reason: orders.hold_order(actor, order_id, reason),
        N_("The order is on hold."),
        N_("Nothing is shipped while an order is on hold."),
    )


def _send_back(on: OrderActions, order_id: int) -> None:
    on.reason(
        "send_back_dialog",
        N_("Send the order back"),
        N_("Send back"),
        lambda actor, reason: orders.send_back(actor, order_id, reason),
        N_("The order was sent back."),
    )


def _cancel(on: OrderActions, order_id: int) -> None:
    on.reason(
        "cancel_dialog",
        N_("Cancel the order"),
        N_("Cancel order"),
        lambda actor, reason: orders.cancel_order(actor, order_id, reason),
        N_("The order is cancelled."),
        N_("The order keeps its number and is worth nothing any more."),
        danger=True,
        # Two buttons that both say "cancel" would be a riddle.
        back=N_("Close"),
    )


def _complete(on: OrderActions, order_id: int) -> None:
    on.reason(
        "complete_dialog",
        N_("Complete the order"),
        N_("Complete order"),
        lambda actor, reason: orders.complete_order(actor, order_id, reason),
        N_("The order is completed."),
        N_("An order that is not wholly shipped and paid needs a reason."),
        required=False,
    )


def _reopen(on: OrderActions, order_id: int) -> None:
    on.reason(
        "reopen_dialog",
        N_("Re-open the order"),
        N_("Re-open order"),
        lambda actor, reason: orders.reopen_order(actor, order_id, reason),
        N_("The order is open again."),
    )


def _close_rest(on: OrderActions, order_id: int) -> None:
    on.reason(
        "close_rest_dialog",
        N_("Close the rest"),
        N_("Close the rest"),
        lambda actor, reason: amendments.close_rest(actor, order_id, reason),
        N_("The rest of the order is closed."),
        N_("The order is amended to what was shipped; nothing more will be delivered."),
    )


def _keep_deposit(on: OrderActions, order_id: int) -> None:
    on.reason(
        "keep_deposit_dialog",
        N_("Keep the deposit"),
        N_("Keep the deposit"),
        lambda actor, reason: amendments.keep_deposit(actor, order_id, reason),
        N_("The deposit is kept."),
        N_("The order is amended to one fee of what was paid; nothing will be delivered."),
    )


def _elsewhere(module: str, function: str) -> Callable[[OrderActions, int], None]:
    return lambda on, order_id: on.other(module, function, order_id)


def _invoice(on: OrderActions, order_id: int) -> None:
    on.other("invoices", "issue_invoice", [order_id])


_ALL = (
    OrderAction("edit_order", N_("Edit…"), "pencil", _edit),
    OrderAction("amend_order", N_("Amend…"), "pencil", _amend),
    OrderAction("confirm_order", N_("Confirm order"), "check", _confirm),
    OrderAction("quote_order", N_("Make a quotation"), "file-text", _quote),
    OrderAction("send_to_review", N_("Send to review"), "hourglass", _review),
    OrderAction("send_back", N_("Send back…"), "undo-2", _send_back),
    OrderAction("start_order", N_("Start work"), "refresh-cw", _start),
    OrderAction("ship_order", N_("Ship…"), "package", _ship),
    OrderAction("record_payment", N_("Record payment…"), "wallet", _elsewhere("payments", "record_payment")),
    OrderAction("issue_invoice", N_("Issue invoice…"), "file-text", _invoice),
    OrderAction("request_invoice", N_("Request invoice…"), "file-text", _elsewhere("invoices", "request_invoice")),
    OrderAction("request_credit", N_("Return or allowance…"), "undo-2", _elsewhere("refunds", "request_credit")),
    OrderAction("request_refund", N_("Request refund…"), "undo-2", _elsewhere("refunds", "request_refund")),
    OrderAction("write_off", N_("Write off…"), "minus", _elsewhere("refunds", "write_off")),
    OrderAction("complete_order", N_("Complete…"), "check", _complete),
    OrderAction("reopen_order", N_("Re-open…"), "undo-2", _reopen),
    OrderAction("hold_order", N_("Hold or release…"), "clock", _hold),
    OrderAction("copy_order", N_("Copy order"), "copy", _copy),
    OrderAction("return_to_draft", N_("Return to draft"), "undo-2", _to_draft),
    OrderAction("close_rest", N_("Close the rest…"), "x", _close_rest, danger=True),
    OrderAction("keep_deposit", N_("Keep the deposit…"), "x", _keep_deposit, danger=True),
    OrderAction("cancel_order", N_("Cancel order…"), "ban", _cancel, danger=True),
    OrderAction("delete_draft", N_("Delete draft"), "trash-2", _delete, danger=True),
)
ACTIONS: Mapping[str, OrderAction] = {a.name: a for a in _ALL}

# The next step of an order, the first that is allowed: what its page offers as the one filled button.
NEXT_STEPS = ("confirm_order", "record_payment", "ship_order", "issue_invoice", "complete_order", "copy_order")
