"""What can be done with a customer who owes something, and with many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _, ngettext
from app.later import Later
from app.models.actor import Permission
from app.models.reminding import AS_NEXT, TONES
from app.views.batch import Batch
from app.views.desk import Desk
from app.views.record_actions import RecordAction
from app.views.records import started_by

if TYPE_CHECKING:
    from app.operations import reminders
    from app.operations.batch_steps import Outcome
    from app.views.widgets.form import Form
else:
    reminders = Later("app.operations.reminders")


def remind(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Write a reminder to one customer."""
    from app.queries.reminders import letter
    from app.views.acting import open_dialog, tell
    from app.views.receivables.letters import keep_made, show_letters, withdraw
    from app.views.receivables.reminding import ReminderDialog

    found = letter(desk.actor, customer_id)
    if not found.owing.reminded and not found.owing.left_out:
        tell(desk, N_("Nothing is overdue, so there is nothing to remind of."))
        return
    dialog = ReminderDialog(desk, found, parent)

    def reminded(made: int) -> None:
        if desk.shell is not None:
            copied, kept = _("The text was copied, and the reminder is kept."), _("The reminder is kept.")
            desk.shell.tell(copied if dialog.copied else kept, lambda: withdraw(desk, parent, [made]), N_("Withdraw…"))
        if dialog.prints:
            show_letters(desk, parent, [made])
        else:
            desk.perform(lambda actor: keep_made(actor, [made]), title=_("Keep the paper"))

    open_dialog(desk, dialog, after=reminded)


def show_owing_orders(desk: Desk, _parent: QWidget, customer_id: int) -> None:
    """Show the orders of a customer that owe something."""
    if desk.shell is None:
        return
    page = desk.shell.show_list("orders")
    if page is not None:
        page.show_filtered((("customer", str(customer_id)), ("to_collect", "yes")), sort=(("due_date", False),))


def _statement(desk: Desk, parent: QWidget, customer_id: int) -> None:
    from app.views.customers.statement import open_statement

    open_statement(desk, parent, customer_id)


def print_statements(desk: Desk, parent: QWidget, customer_ids: list[int]) -> None:
    """Make the statements of these customers."""
    from app.views.acting import open_dialog
    from app.views.receivables.statements import StatementsDialog

    open_dialog(desk, StatementsDialog(desk, customer_ids, parent))


ACTIONS = (
    RecordAction("remind", N_("Remind…"), "mail", remind, shortcut="F6"),
    RecordAction(
        "record_payment", N_("Record payment…"), "wallet", started_by("payments", "record_payment_of"), shortcut="F7"
    ),
    RecordAction("show_owing_orders", N_("Show the open orders"), "clipboard-list", show_owing_orders),
    RecordAction("statement", N_("Statement of account"), "receipt-text", _statement),
)


def _ask_tone(_desk: Desk, form: Form) -> Callable[[], Mapping[str, Any]]:
    from app.views.widgets.key_field import KeyField

    field = KeyField("batch_tone", ((AS_NEXT, N_("The next one for each")), *TONES), AS_NEXT)
    form.add("tone", N_("Tone"), field, hint=N_("It rises from reminder to reminder."))
    return lambda: {"tone": field.key()}


def _will(n: int, whole: int) -> str:
    return ngettext(
        "{n} of {whole} customer will be reminded.", "{n} of {whole} customers will be reminded.", whole
    ).format(n=f"{n:,}", whole=f"{whole:,}")


def _said(n: int) -> str:
    return ngettext("{n} reminder is kept.", "{n} reminders are kept.", n).format(n=f"{n:,}")


def _letters(desk: Desk, parent: QWidget, outcome: Outcome) -> tuple[str, Callable[[], Any]]:
    from app.views.batch_bar import start_batch
    from app.views.receivables.letters import show_letters
    from app.views.record_tab import RecordTab

    made = list(outcome.made)
    show_letters(desk, parent, made)

    def withdraw() -> None:
        if isinstance(parent, RecordTab):
            start_batch(desk, parent, WITHDRAW, made)

    return N_("Withdraw…"), withdraw


def _will_withdraw(n: int, whole: int) -> str:
    return ngettext(
        "{n} of {whole} letter will be withdrawn.", "{n} of {whole} letters will be withdrawn.", whole
    ).format(n=f"{n:,}", whole=f"{whole:,}")


def _said_withdrawn(n: int) -> str:
    return ngettext("{n} letter was withdrawn.", "{n} letters were withdrawn.", n).format(n=f"{n:,}")


def _ask_reason(desk: Desk, form: Form) -> Callable[[], Mapping[str, Any]]:
    from app.views.batch_fields import ask_reason

    return ask_reason("void")(desk, form)


WITHDRAW = Batch(
    "withdraw_letters",
    N_("Withdraw letters…"),
    "undo-2",
    N_("Withdraw letters"),
    N_("Withdraw"),
    lambda: reminders.withdraw_letters,
    Permission.SEE_MONEY,
    _will_withdraw,
    _said_withdrawn,
    ask=_ask_reason,
    unlike_undo=N_("Letters that never went out count no more. They stay in the book with this reason."),
)
"""Takes back the letters that a batch made, over their ids."""

BATCHES = (
    Batch(
        "remind",
        N_("Remind…"),
        "mail",
        N_("Remind customers of what is overdue"),
        N_("Remind"),
        lambda: reminders.remind_customers,
        Permission.SEE_MONEY,
        _will,
        _said,
        ask=_ask_tone,
        unlike_undo=N_("A letter that was made stays in the book. One that never went out can be withdrawn."),
        single=True,
        lists=True,
        after=_letters,
    ),
)
