"""The red confirmation slip (红字信息确认单): the tax bureau's leave to take an invoice back, and what its codes mean.

The codes are those of the bureau's interface; they stand here as data, so that they can be put right in one place.
"""

from __future__ import annotations

from typing import ClassVar

from app.i18n import N_
from app.models.base import DayField, MomentField, Record, money, reference, text

ENTERED_BY: dict[str, str] = {"seller": N_("seller"), "buyer": N_("buyer")}
"""Who entered the slip on the bureau's platform."""

REASONS: dict[str, str] = {
    "01": N_("invoiced wrongly"),
    "02": N_("goods returned"),
    "03": N_("service ended"),
    "04": N_("sales allowance"),
}
"""Why an invoice is taken back, by the bureau's code."""

WHOLE_ONLY = "01"
"""The reason for which an invoice is taken back only as a whole."""

REASON_OF = {"correction": "01", "return": "02", "termination": "03", "allowance": "04"}
"""The bureau's reason for each reason of a credit note."""

KIND_OF = {code: kind for kind, code in REASON_OF.items()}
"""The reason of a credit note for each of the bureau's reasons."""

STATES: dict[str, str] = {
    "01": N_("needs no confirmation"),
    "02": N_("waits for the buyer"),
    "03": N_("waits for the seller"),
    "04": N_("confirmed by both"),
    "05": N_("refused by the buyer"),
    "06": N_("refused by the seller"),
    "07": N_("lapsed without confirmation"),
    "08": N_("withdrawn"),
    "09": N_("withdrawn after confirmation"),
}
"""How far a slip is, by the bureau's code; those after the fourth are void."""

READY = frozenset({"01", "04"})
"""The states in which the red invoice may be issued."""

VOID = frozenset(STATES) - READY - {"02", "03"}
"""The states in which a slip is of no use any more."""


class RedSlip(Record):
    """One slip over an invoice; ``amount`` is what it takes back with tax, ``credit_note_id`` the red invoice made."""

    kind: ClassVar[str] = "red_slip"

    invoice_id = reference("invoice", index=True)
    number = text()
    entered_by = text("seller")
    reason = text("01")
    state = text("01")
    made_on = DayField()
    amount = money()
    credit_note_id = reference("invoice", null=True)
    recorded_by = reference("user", null=True)
    created_at = MomentField()

    class Meta:
        indexes = ((("number",), True),)


def red_remark(number: str, slip: str) -> str:
    """What the remark of a red invoice says: the number of the blue one and of the slip, as the bureau has it."""
    said = f"被冲红蓝字发票号码：{number}"
    return f"{said} 红字发票信息确认单编号：{slip}" if slip else said
