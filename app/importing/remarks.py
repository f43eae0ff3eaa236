"""What a person should know about an import that is no reason to refuse a row."""

from __future__ import annotations

from app.i18n import _, ngettext
from app.importing.plan import Plan


def remarks(plan: Plan, *, numbered: bool, several_names: int, inferred: int, moved: int) -> list[str]:
    """Finished sentences about a plan: counts of things that were noticed and how they were taken.

    ``several_names`` products with aliases, ``inferred`` orders taken as paid, ``moved`` rows that became refunds.
    """
    orders = plan.orders
    said: list[str] = []
    if not numbered and plan.rows:
        said.append(_("The file has no order numbers: each row became one order."))
    if n := plan.duplicates:
        said.append(
            ngettext(
                "{n} row repeats an earlier row exactly; it was not left out.",
                "{n} rows repeat an earlier row exactly; they were not left out.",
                n,
            ).format(n=n)
        )
    if n := sum(1 for day in orders.date if day is None):
        said.append(ngettext("{n} order has no date.", "{n} orders have no date.", n).format(n=n))
    if n := sum(1 for day, sent in zip(orders.date, orders.shipped, strict=True) if day and sent and sent < day):
        said.append(
            ngettext(
                "{n} order was shipped before it was ordered.", "{n} orders were shipped before they were ordered.", n
            ).format(n=n)
        )
    if n := sum(map(bool, plan.lines.difference)):
        said.append(
            ngettext(
                "{n} line amount differs from price × quantity; the stated amount was kept.",
                "{n} line amounts differ from price × quantity; the stated amounts were kept.",
                n,
            ).format(n=n)
        )
    if n := sum(map(bool, orders.difference)):
        said.append(
            ngettext(
                "{n} stated order total differs from the sum of its lines; the stated total was kept.",
                "{n} stated order totals differ from the sum of their lines; the stated totals were kept.",
                n,
            ).format(n=n)
        )
    if n := several_names:
        said.append(
            ngettext(
                "{n} product code stands with several names; the first is the name, the others are aliases.",
                "{n} product codes stand with several names; the first is the name, the others are aliases.",
                n,
            ).format(n=n)
        )
    if n := inferred:
        said.append(
            ngettext(
                "{n} refunded order is taken as paid in full before, since the file names no payment.",
                "{n} refunded orders are taken as paid in full before, since the file names no payments.",
                n,
            ).format(n=n)
        )
    if n := moved:
        said.append(
            ngettext(
                "{n} row of returned goods became a refund of its order.",
                "{n} rows of returned goods became refunds of their orders.",
                n,
            ).format(n=n)
        )
    if n := plan.left_out:
        said.append(
            ngettext("{n} row of sums or notes was left out.", "{n} rows of sums or notes were left out.", n).format(
                n=n
            )
        )
    return said
