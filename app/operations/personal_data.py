"""Forgetting a person: what the book holds about a customer is emptied, and stays so after a restore."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass, field

import apsw

from app.errors import BookError, UserError
from app.i18n import N_, _
from app.models import erasing
from app.models.actor import Actor, Permission
from app.models.base import connect
from app.models.book import current
from app.models.customer import Customer
from app.models.erasing import ERASURES, Erasure
from app.models.faults import explain
from app.operations.operation import operation
from app.operations.steps import keep_setting
from app.operations.work import Done, Work

# What keeps a person in the book: the sentence, and the query that counts it; ?1 is the customer.
_OPEN: tuple[tuple[str, str], ...] = (
    (
        N_("orders that are not ended: {n}"),
        "SELECT count(*) FROM sales_order WHERE customer_id = ?1 AND state NOT IN ('completed', 'cancelled')",
    ),
    (
        N_("orders that owe or are owed money: {n}"),
        "SELECT count(*) FROM sales_order WHERE customer_id = ?1 AND outstanding <> 0",
    ),
    (N_("payments with money left: {n}"), "SELECT count(*) FROM payment WHERE customer_id = ?1 AND free <> 0"),
    (
        N_("refunds that are not paid: {n}"),
        "SELECT count(*) FROM refund WHERE customer_id = ?1 AND state IN ('requested', 'approved')",
    ),
    (
        N_("credits that are not decided: {n}"),
        "SELECT count(*) FROM credit WHERE customer_id = ?1 AND state = 'requested'",
    ),
    (
        N_("invoices that are asked for: {n}"),
        "SELECT count(*) FROM invoice_request WHERE customer_id = ?1 AND state = 'requested'",
    ),
)
_WHO = "SELECT code, name, created_at, merged_into_id FROM customer WHERE id = ?"
_NAMED = "SELECT count(*) FROM trail WHERE detail LIKE '%' || ? || '%'"


@dataclass(frozen=True)
class Erased:
    """What forgetting a customer takes: records emptied or removed, by kind; ``invoices`` stay as the law wants them.

    ``mentions`` are entries of the trail in which somebody wrote the name into a reason: these cannot be changed.
    """

    label: str
    records: dict[str, int] = field(default_factory=dict)
    invoices: int = 0
    mentions: int = 0


@operation("erase personal data", needs=Permission.PERSONAL_DATA)
def erase_person(work: Work, customer_id: int) -> Erased:
    """Empty every personal field about a customer, everywhere but on issued documents. It cannot be taken back.

    Orders, payments and numbers stay, without a name. Refused while anything about the customer is open. The file
    still holds the bytes until ``rewrite`` ran.
    """
    link = work.connection
    # Read without ``work.get``, which would remember the record as it was before.
    rows = link.execute(_WHO, (customer_id,)).fetchall()
    if not rows:
        raise UserError(_("This customer does not exist any more."), code="no_customer")
    code, name, created, merged = rows[0]
    if merged is not None:
        raise UserError(
            _("{name} was merged into another customer. Erase that one, or undo the merge first.").format(name=name),
            code="merged",
        )
    _refuse_open(work, customer_id, str(name))
    label = _("Erased customer {id}").format(id=customer_id)
    mentions = int(work.value(_NAMED, (name,)))
    affected = erasing.blank(link, customer_id, label)
    for model in erasing.DROPPED:
        for each in affected.get(model, []):
            work.remove(work.get(model, each))
    for each in affected[Customer]:
        customer = work.get(Customer, each)
        customer.active = False
        customer.do_not_contact = True
        customer.next_follow_up = None
        customer.version += 1
        work.save(customer)
    erasure = Erasure(customer_id, str(created), label, work.actor.now().isoformat())
    keep_setting(work, ERASURES, [asdict(each) for each in [*erasing.erasures(link), erasure]])
    work.about(work.get(Customer, customer_id), str(code))
    counts = {model.kind: len(ids) for model, ids in affected.items() if model.personal}
    work.tell(records=sum(counts.values()))
    invoices = int(work.value("SELECT count(*) FROM invoice WHERE customer_id = ?", (customer_id,)))
    return Erased(label, counts, invoices, mentions)


def erase_and_rewrite(actor: Actor, customer_id: int) -> Done[Erased]:
    """Forget a customer and write the file anew, so that not even its bytes hold what was erased."""
    done = erase_person(actor, customer_id)
    actor.progress(0, 0, _("Writing the book anew"))
    rewrite()
    return done


def rewrite() -> None:
    """Write the whole file anew without what was erased; takes as long as a copy of it.

    Raises BookError ``not_rewritten``; the book is sound then, and erased, but its free pages may hold old bytes.
    """
    book = current()
    try:
        with closing(connect(str(book.path), key=book.key)) as link:
            link.execute("PRAGMA query_only = OFF")
            link.execute("VACUUM")
            link.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except apsw.Error as error:
        told = explain(error)
        raise BookError(
            _(
                "The data is erased, but the file could not be written anew, so its unused parts may still hold it. "
                "{reason} Erase the customer once more then."
            ).format(reason=told.message if told is not None else error),
            code="not_rewritten",
        ) from error


def _refuse_open(work: Work, customer_id: int, name: str) -> None:
    counts = [(_(words), int(work.value(query, (customer_id,)))) for words, query in _OPEN]
    found = [words.format(n=f"{count:,}") for words, count in counts if count]
    if found:
        raise UserError(
            _("{name} cannot be erased yet, because something is open: {found}. Settle it first.").format(
                name=name, found="; ".join(found)
            ),
            code="open",
        )
