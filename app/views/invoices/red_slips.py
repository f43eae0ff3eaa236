"""The red confirmation slips of an invoice on its page: recorded, followed up until a red invoice may be registered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import N_, _
from app.models.actor import Permission
from app.models.red_slip import ENTERED_BY, REASON_OF, REASONS, STATES, VOID, WHOLE_ONLY
from app.money import show
from app.operations.red_slips import RedSlipInput, change_red_slip, record_red_slip
from app.queries.columns import Column, Kind, Row
from app.queries.red_slips import Slip
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.texts import Saying, say
from app.views.values import first_capital
from app.views.widgets.buttons import button
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import Card, label
from app.views.widgets.number_fields import CodeField, MoneyField
from app.views.widgets.small_table import SmallTable

_SLIPS = (
    Column("number", N_("Number"), Kind.TEXT, 190),
    Column("reason", N_("Reason"), Kind.TEXT, 110),
    Column("state", N_("State"), Kind.TEXT, 150),
    Column("amount", N_("Amount"), Kind.MONEY, 100),
    Column("credit_note", N_("Red invoice"), Kind.TEXT, 130),
)


def coded(words: dict[str, str]) -> list[tuple[str, Saying]]:
    """Codes of the bureau as a field offers them: the code and its word."""
    return [(key, (lambda key=key, word=word: f"{key} {first_capital(_(word))}")) for key, word in words.items()]


def slip_choices(found: Sequence[Slip], why: str) -> list[tuple[str, Saying]]:
    """The slips that are ready for a credit note of this reason; the last choice is to have none."""
    fitting = [slip for slip in found if slip.ready and slip.reason == REASON_OF[why]]
    return [
        *((str(slip.id), (lambda slip=slip: slip.number)) for slip in fitting),
        ("", N_("None is recorded")),
    ]


class RedSlipsCard(Card):
    """The slips of one invoice; Enter on one changes its state."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("red_slips_card", title=N_("Red confirmation slips"))
        self.desk, self.invoice_id = desk, 0
        self.found: tuple[Slip, ...] = ()
        self.left = 0
        self.nothing = label(
            N_("To take this invoice back, the platform confirms a slip first. Record it here."),
            "muted",
            "red_slips_nothing",
            wrap=True,
        )
        self.body.addWidget(self.nothing)
        self.table = SmallTable("red_slips_table", N_("Red confirmation slips"), _SLIPS, desk.currency)
        self.table.opens_with(lambda slip_id, _beside: self.change(slip_id))
        self.add_table(self.table)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.record = button(N_("Record a slip…"), "record_red_slip", icon="file-check", run=self.start)
        self.state = button(N_("Change its state…"), "change_red_slip", run=lambda: self.change())
        row.addWidget(self.record)
        row.addWidget(self.state)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_slips(self, invoice_id: int, found: tuple[Slip, ...], left: int) -> None:
        """Show the slips of an invoice; ``left`` is what no credit note has taken back yet."""
        self.invoice_id, self.found, self.left = invoice_id, found, left
        self.table.show_rows(
            [
                Row(
                    slip.id,
                    (
                        slip.number,
                        first_capital(_(REASONS[slip.reason])),
                        first_capital(_(STATES[slip.state])),
                        slip.amount,
                        slip.credit_note,
                    ),
                )
                for slip in self.found
            ]
        )
        may = self.desk.actor.may(Permission.ISSUE_INVOICES) or self.desk.actor.may(Permission.VOID)
        self.table.setVisible(bool(self.found))
        self.nothing.setVisible(not self.found)
        self.record.setVisible(may and left > 0)
        self.state.setVisible(may and any(self._open(slip) for slip in self.found))

    @staticmethod
    def _open(slip: Slip) -> bool:
        return not slip.credit_note and slip.state not in VOID

    def start(self) -> None:
        """Record a slip."""
        open_dialog(
            self.desk,
            RedSlipDialog(self.desk, self.invoice_id, self.left, self.window()),
            N_("The slip was recorded."),
        )

    def change(self, slip_id: int | None = None) -> None:
        """Change the state of a slip: the chosen one, or the newest that is open."""
        wanted = slip_id or self.table.current_id()
        open_ones = [slip for slip in self.found if self._open(slip)]
        newest = open_ones[-1] if open_ones and not slip_id else None
        slip = next((s for s in open_ones if s.id == wanted), newest)
        if slip is not None:
            open_dialog(
                self.desk, SlipStateDialog(self.desk, slip, self.window()), N_("The state of the slip was changed.")
            )


class RedSlipDialog(FormDialog):
    """Records a slip over an invoice."""

    def __init__(self, desk: Desk, invoice_id: int, left: int, parent: QWidget) -> None:
        super().__init__(
            desk, "red_slip_dialog", N_("Record a red confirmation slip"), N_("Record slip"), width=640, parent=parent
        )
        self.invoice_id = invoice_id
        self.number = CodeField("red_slip_number")
        self.made_on = DateField("red_slip_made_on", today=desk.actor.today)
        self.made_on.set_value(desk.actor.today())
        self.entered_by = KeyField(
            "red_slip_entered_by",
            [(key, (lambda word=word: first_capital(_(word)))) for key, word in ENTERED_BY.items()],
        )
        self.reason = KeyField("red_slip_reason", coded(REASONS), WHOLE_ONLY)
        self.state = KeyField("red_slip_state", coded(STATES), "01")
        self.amount = MoneyField("red_slip_amount", desk.currency)
        self.amount.set_value(left)
        add = self.form.add
        add("number", N_("Number of the slip"), self.number, required=True, row=0)
        add("made_on", N_("Date"), self.made_on, required=True, row=0, column=1)
        add("reason", N_("Reason"), self.reason, row=1)
        add("entered_by", N_("Entered by"), self.entered_by, row=1, column=1)
        add("state", N_("State"), self.state, row=2)
        add(
            "amount",
            N_("Amount with tax"),
            self.amount,
            required=True,
            hint=lambda: _("At most {n}").format(n=show(left, desk.currency)),
            row=2,
            column=1,
        )

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        content = RedSlipInput(
            self.number.text(),
            self.entered_by.key(),
            self.reason.key(),
            self.state.key(),
            self.made_on.value(),
            self.amount.value(),
        )
        invoice_id = self.invoice_id
        self.submit(lambda actor: record_red_slip(actor, invoice_id, content))


class SlipStateDialog(FormDialog):
    """Says how far a slip is now."""

    def __init__(self, desk: Desk, slip: Slip, parent: QWidget) -> None:
        super().__init__(
            desk,
            "slip_state_dialog",
            lambda: _("State of slip {number}").format(number=slip.number),
            N_("Change state"),
            parent=parent,
        )
        self.slip = slip
        self.state = KeyField("slip_state", coded(STATES), slip.state)
        self.form.add("state", N_("State on the platform"), self.state, row=0)
        self.told = label("", "muted", "slip_state_told", wrap=True)
        self.body.addWidget(self.told)
        self.state.key_changed.connect(lambda _key: self._tell())
        self._tell()

    def _tell(self) -> None:
        void = self.state.key() in VOID
        say(self.told.setText, N_("The slip is void then, and a new one is needed.") if void else "")

    def accept_form(self) -> None:
        slip_id, state = self.slip.id, self.state.key()
        self.submit(lambda actor: change_red_slip(actor, slip_id, state))
