"""Writing an order, and making it real: from a draft to a confirmed order."""

from __future__ import annotations

from dataclasses import replace

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.customer import Customer
from app.models.order import EDITABLE, STATE_WORDS, Delivery, Order, OrderLine, OrderState
from app.models.pricing import price
from app.money import currency
from app.operations import order_content as content_of
from app.operations.inputs import OrderInput
from app.operations.operation import operation
from app.operations.order_stock import check_stock, refused_for_want
from app.operations.quotations import to_review
from app.operations.review import review_reasons
from app.operations.steps import (
    amount_text,
    change_worth,
    check_version,
    keep_plan,
    lines_of,
    move,
    order_name,
    own_order,
    refuse,
    settle,
    use_earmarks,
)
from app.operations.work import Work


@operation("make order", needs=Permission.EDIT_ORDERS, undoable=True)
def make_order(work: Work, content: OrderInput) -> int:
    """Store a new draft and return its id. It has no number of the order series yet."""
    content_of.check_content(work, content)
    order = content_of.blank_order(work)
    content_of.fill(work, order, content)
    work.allow_own(Permission.EDIT_ORDERS, order.salesperson_id)
    unit = currency(work.company.currency)
    price(order, [], unit)
    order.derive()
    work.add(order)
    content_of.put_lines(work, order, content.lines, [])
    order.derive()
    work.save(order)
    work.about(order, order_name(order))
    work.happened("order made")
    work.label(_("new order"))
    return int(order.id)


@operation("edit order", needs=Permission.EDIT_ORDERS, undoable=True)
def edit_order(work: Work, order_id: int, content: OrderInput, version: int | None = None) -> None:
    """Change a draft, quotation or order in review. ``version`` is the one that the person saw.

    A confirmed order is changed by an amendment instead.
    """
    order = own_order(work, order_id)
    check_version(order.version, version)
    if order.state not in EDITABLE:
        raise UserError(
            _("Order {order} is {state}; its lines change only by an amendment.").format(
                order=order_name(order), state=_(STATE_WORDS[OrderState(order.state)])
            ),
            code="state",
        )
    if order.earmarked and content.customer_id != order.customer_id:
        raise UserError(
            _(
                "Money of this customer is set aside for the order, so its customer cannot change. Release the money "
                "first."
            ),
            field="customer_id",
            code="earmarked",
        )
    content_of.check_content(work, content)
    content_of.fill(work, order, content)
    content_of.put_lines(work, order, content.lines, lines_of(work, order_id))
    order.derive()
    keep_plan(work, order)
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    work.label(_("edit order {order}").format(order=order_name(order)))


@operation("copy order", needs=Permission.EDIT_ORDERS, undoable=True)
def copy_order(work: Work, order_id: int) -> int:
    """A new draft with the same content; number, dates, states, links and money stay behind."""
    source = own_order(work, order_id)
    typed = content_of.typed_from(source, lines_of(work, order_id))
    fresh = replace(
        typed,
        date=None,
        due_date=None,
        promised_date=None,
        lines=tuple(replace(line, id=None) for line in typed.lines),
    )
    order = content_of.blank_order(work)
    content_of.fill(work, order, fresh)
    work.add(order)
    content_of.put_lines(work, order, fresh.lines, [])
    order.derive()
    work.save(order)
    work.about(order, order_name(order))
    work.label(_("copy order {order}").format(order=order_name(source)))
    return int(order.id)


@operation("delete draft", needs=Permission.EDIT_ORDERS, undoable=True)
def delete_draft(work: Work, order_id: int) -> None:
    """Remove a draft for good. Only drafts that never had a number go, and not while money is set aside for them."""
    order = own_order(work, order_id)
    if order.state != OrderState.DRAFT or order.number:
        raise UserError(
            _("Only drafts are deleted; order {order} has a number. Cancel it instead.").format(
                order=order_name(order)
            ),
            code="not_a_draft",
        )
    if order.earmarked:
        raise UserError(
            _("{amount} is set aside for {order}. Release the money first, then delete the draft.").format(
                amount=amount_text(work, order.earmarked), order=order_name(order)
            ),
            code="earmarked",
        )
    work.about(order, order_name(order))
    for line in lines_of(work, order_id):
        work.remove(line)
    work.remove(order)
    work.label(_("delete {order}").format(order=order_name(order)))


@operation("confirm order", needs=Permission.EDIT_ORDERS)
def confirm_order(work: Work, order_id: int, version: int | None = None) -> str:
    """Make an order real: number, frozen totals and shares, reserved stock, debt. Returns the state it reached.

    Where a policy asks for a review, a person who may not review sends the order to review instead.
    """
    order = own_order(work, order_id)
    check_version(order.version, version)
    lines = lines_of(work, order_id)
    _draft_or_quote(order)
    customer = work.get(Customer, order.customer_id)
    unit = currency(work.company.currency)
    price(order, lines, unit)
    _refuse_unready(work, order, lines)
    _ask_about_expiry(work, order)
    reasons = review_reasons(work, order, lines, customer)
    if reasons:
        if not work.actor.may(Permission.REVIEW_ORDERS):
            if order.state == OrderState.REVIEW:
                raise UserError(
                    _("Order {order} waits for a manager's review.").format(order=order_name(order)), code="in_review"
                )
            to_review(work, order, reasons)
            return str(order.state)
        told = [reason.words(unit) for reason in reasons]
        work.confirm(
            "review",
            _("This order needs a review: {reasons} Confirm it all the same?").format(reasons=" ".join(told)),
            accept=_("Confirm order"),
        )
        work.tell(review=told)
    check_stock(work, order, lines)
    for line in lines:
        work.save(line)
    if not order.number:
        order.number = _draw_order_number(work)
    move(order, OrderState.CONFIRMED)
    order.confirmed_at = work.actor.now()
    order.sent_back_reason = order.review_reason = ""
    use_earmarks(work, order)
    settle(work, order, may_complete=order.delivery != Delivery.NOTHING)
    change_worth(work, order, 0, order.date, "order")
    work.about(order, order.number)
    work.happened("order confirmed")
    return str(order.state)


def _draft_or_quote(order: Order) -> None:
    if order.state not in EDITABLE:
        raise UserError(
            _("Order {order} is {now} and cannot become {to} from there.").format(
                order=order_name(order), now=_(STATE_WORDS[OrderState(order.state)]), to=_("confirmed")
            ),
            code="state",
        )


def _refuse_unready(work: Work, order: Order, lines: list[OrderLine]) -> None:
    problems = content_of.lacking(order, lines)
    try:
        work.open_day(order.date)
    except UserError as closed:
        problems.append(closed)
    if problems:
        refuse([*problems, *refused_for_want(work, order, lines)])


def _ask_about_expiry(work: Work, order: Order) -> None:
    if order.state == OrderState.QUOTED and order.expiry_date is not None and order.expiry_date < work.today:
        work.confirm(
            "expired",
            _("Quotation {order} was valid until {day}. Confirm it at its prices all the same?").format(
                order=order_name(order), day=order.expiry_date.isoformat()
            ),
            accept=_("Confirm order"),
        )


def _draw_order_number(work: Work) -> str:
    # Imported orders keep their source's numbers, so a number of our own pattern may be taken already.
    while True:
        number = work.draw("order", work.today)
        if not work.value("SELECT 1 FROM sales_order WHERE number = ? LIMIT 1", (number,)):
            return number
