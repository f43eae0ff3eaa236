"""Many invoices at once: what is asked before, and the papers that are made and kept afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import N_, _, ngettext
from app.later import Later
from app.models.actor import Permission
from app.views.batch import Batch
from app.views.desk import Desk
from app.views.widgets.form import Form

if TYPE_CHECKING:
    from app.models import terms
    from app.operations import batches_invoices
    from app.operations.batch_steps import Outcome
    from app.queries import book_settings
    from app.views import papers
    from app.views.invoices import parts
    from app.views.widgets import key_field
else:
    batches_invoices = Later("app.operations.batches_invoices")
    book_settings, terms = Later("app.queries.book_settings"), Later("app.models.terms")
    papers, parts = Later("app.views.papers"), Later("app.views.invoices.parts")
    key_field = Later("app.views.widgets.key_field")

_FROZEN = N_("Issued invoices cannot be changed any more; each of them can only be voided or credited.")


def _ask(each: str, collected: str) -> Callable[[Desk, Form], Callable[[], Mapping[str, Any]]]:
    def ask(_desk: Desk, form: Form) -> Callable[[], Mapping[str, Any]]:
        field = key_field.KeyField("batch_collect", (("each", each), ("collected", collected)), "each")
        form.add("collect", N_("One invoice for"), field, row=0)
        offered = terms.terms_of(book_settings.setting(terms.SETTING))
        due = key_field.KeyField("batch_terms", parts.terms_choices(offered))
        form.add("terms", N_("Payment terms"), due, row=0, column=1)
        notes = QLineEdit()
        notes.setObjectName("batch_notes")
        form.add("notes", N_("Words on the invoices"), notes, row=1, span=2)
        return lambda: {
            "collect": field.key() == "collected",
            "notes": notes.text().strip(),
            "terms": offered[int(due.key())] if due.key() else None,
        }

    return ask


def keep_papers(desk: Desk, invoice_ids: Sequence[int]) -> None:
    """Make and keep the papers of issued invoices, one after the other, so that other work gets its turn between."""
    left = list(invoice_ids)

    def next_one(_kept: object = None) -> None:
        if left:
            invoice_id = left.pop(0)
            desk.perform(
                lambda actor: papers.keep_paper(actor, invoice_id), on_done=next_one, title=_("Keep the paper")
            )

    next_one()


def _issued(desk: Desk, parent: QWidget, outcome: Outcome) -> tuple[str, Callable[[], Any]]:
    made = list(outcome.made)
    keep_papers(desk, made)
    return N_("Print…"), lambda: papers.print_invoices(desk, desk.shell or parent, made)


def _makes(n: int) -> str:
    return ngettext("That makes {n} invoice.", "That makes {n} invoices.", n).format(n=f"{n:,}")


ISSUE = Batch(
    "issue_invoice",
    N_("Issue invoice…"),
    "receipt-text",
    N_("Issue invoices"),
    N_("Issue"),
    lambda: batches_invoices.issue_invoices,
    Permission.ISSUE_INVOICES,
    lambda n, whole: ngettext("{n} of {whole} will be invoiced.", "{n} of {whole} will be invoiced.", n).format(
        n=f"{n:,}", whole=f"{whole:,}"
    ),
    lambda n: ngettext("{n} order was invoiced.", "{n} orders were invoiced.", n).format(n=f"{n:,}"),
    ask=_ask(N_("Each order"), N_("Each customer, over all of these orders")),
    unlike_undo=_FROZEN,
    single=True,
    makes=_makes,
    after=_issued,
)
"""Over many orders: one for each of them, or one for each customer."""

ISSUE_REQUESTED = Batch(
    "issue_requested",
    N_("Issue invoice…"),
    "file-text",
    N_("Issue requested invoices"),
    N_("Issue"),
    lambda: batches_invoices.issue_requests,
    Permission.ISSUE_INVOICES,
    lambda n, whole: ngettext("{n} of {whole} requests will be met.", "{n} of {whole} requests will be met.", n).format(
        n=f"{n:,}", whole=f"{whole:,}"
    ),
    lambda n: ngettext("{n} request was met.", "{n} requests were met.", n).format(n=f"{n:,}"),
    ask=_ask(N_("Each request"), N_("Each buyer, over all of these requests")),
    unlike_undo=_FROZEN,
    single=True,
    makes=_makes,
    after=_issued,
)
"""Over many requests: one for each of them, or one for each buyer of a customer."""
