"""Which operations a record allows now: one table per noun, from its state, its money and the viewer's rights.

Lists take the allowed names, pages also the reason for each that is not: ``None`` is allowed, a ``Permission`` is a
missing right, a text is the marked sentence that says why not. The operations themselves decide; this only foretells.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from app.errors import NotAllowed
from app.i18n import N_, _
from app.models.actor import ACTS, Actor, Permission, Scope, who_may
from app.models.order import COUNTED, EDITABLE, ENDED, OrderState

P = Permission
Reason = Permission | str | None
Reasons = dict[str, Reason]
Facts = Mapping[str, Any]

_COLLEAGUE = N_("This belongs to a colleague.")
_NOT_CONFIRMED = N_("The order is not confirmed. Confirm it first.")
_NOTHING_TO_INVOICE = N_("Everything that this order is worth is invoiced already.")
_ENDING = N_("The order is cancelled as soon as its refund is paid.")
_UNCONFIRMED = frozenset({OrderState.DRAFT, OrderState.QUOTED})
_STATES_WITH_REST = frozenset({OrderState.CONFIRMED, OrderState.PROCESSING})


def actions(reasons: Mapping[str, Reason]) -> frozenset[str]:
    """The names of the operations that are allowed."""
    return frozenset(name for name, reason in reasons.items() if reason is None)


def why_not(reasons: Mapping[str, Reason]) -> dict[str, str]:
    """The sentences, in the user's language, for the operations that are not allowed."""
    return {name: sentence(reason) for name, reason in reasons.items() if reason is not None}


def require_right(viewer: Actor, permission: Permission) -> None:
    """Refuse who may not do this at all, be it only with own records. Raises NotAllowed."""
    if not viewer.may(permission):
        raise NotAllowed(sentence(permission), code="not_allowed")


def sentence(reason: Permission | str) -> str:
    """A reason as a sentence."""
    if isinstance(reason, Permission):
        return _("You may not {act}. This is for: {roles}.").format(act=_(ACTS[reason]), roles=who_may(reason))
    return _(reason)


@lru_cache(maxsize=256)
def _scope(roles: frozenset[str], permission: Permission) -> Scope:
    return Actor(0, "", roles).scope(permission)


def _may(viewer: Actor, permission: Permission) -> bool:
    return _scope(viewer.roles, permission) is not Scope.NONE


def _right(viewer: Actor, permission: Permission, owner: int | None, *, unowned: bool = False) -> Reason:
    scope = _scope(viewer.roles, permission)
    if scope is Scope.NONE:
        return permission
    if scope is Scope.OWN and owner != viewer.user_id and not (unowned and owner is None):
        return _COLLEAGUE
    return None


def order(viewer: Actor, f: Facts) -> Reasons:
    """Facts: state, salesperson_id; yes or no: deletable, worth, to_invoice, money, refundable, outstanding,
    earmarked, balance (of its customer), to_ship, shipped, hold, ending."""
    state, owner = f["state"], f["salesperson_id"]
    edit = _right(viewer, P.EDIT_ORDERS, owner)
    request = _right(viewer, P.REQUEST, owner)
    counted = state in COUNTED
    amend = edit or (None if state in _STATES_WITH_REST else N_("Only confirmed orders and those in work are amended."))
    return {
        "edit_order": edit or (None if state in EDITABLE else N_("A confirmed order is changed by an amendment.")),
        "amend_order": amend,
        "close_rest": amend or (None if f["shipped"] else N_("Nothing was shipped yet. Cancel the order instead.")),
        "keep_deposit": amend
        or (N_("Goods are out. Close the rest instead.") if f["shipped"] else None)
        or (None if f["money"] else N_("Nothing was paid on this order. Cancel it instead.")),
        "quote_order": edit or (None if state == OrderState.DRAFT else N_("Only drafts become quotations.")),
        "send_to_review": edit
        or (None if state in _UNCONFIRMED else N_("Only drafts and quotations are sent to review.")),
        "confirm_order": _confirm(viewer, state, edit),
        "send_back": _right(viewer, P.REVIEW_ORDERS, owner)
        or (None if state == OrderState.REVIEW else N_("The order is not in review.")),
        "start_order": edit or (None if state == OrderState.CONFIRMED else N_("Work begins on confirmed orders only.")),
        "revive_quotation": edit
        or (None if state == OrderState.QUOTED else N_("Only quotations have a day until which they hold.")),
        "cancel_order": edit or _cancel(f),
        "refund_and_cancel": edit or _refund_and_cancel(f),
        "complete_order": edit
        or (None if state in _STATES_WITH_REST else N_("Only confirmed orders and those in work can be completed.")),
        "reopen_order": edit
        or (None if state == OrderState.COMPLETED else N_("Only completed orders can be re-opened.")),
        "rate_order": edit
        or (None if state == OrderState.COMPLETED else N_("Customers are asked once an order is completed.")),
        "exchange_goods": edit
        or (None if counted else _NOT_CONFIRMED)
        or (None if f["shipped"] else N_("Nothing was shipped yet. Amend the order instead.")),
        "plan_instalments": edit or (N_("The order is cancelled.") if state == OrderState.CANCELLED else None),
        "return_to_draft": edit
        or (
            None
            if state in (OrderState.CANCELLED, OrderState.QUOTED)
            else N_("Only cancelled and quoted orders become drafts again.")
        ),
        "delete_draft": edit
        or (None if f["deletable"] else N_("Only drafts without a number are deleted; other orders are cancelled."))
        or (N_("Money is set aside for this draft. Release it first.") if f["earmarked"] else None),
        "hold_order": edit
        or (N_("The order is over. There is nothing to put on hold.") if state in ENDED and not f["hold"] else None),
        "note_order": edit,
        "copy_order": None if _may(viewer, P.EDIT_ORDERS) else P.EDIT_ORDERS,
        "ship_order": _right(viewer, P.SHIP, owner)
        or (None if state in _STATES_WITH_REST else _NOT_CONFIRMED)
        or (None if f["to_ship"] else N_("Everything of this order is shipped.")),
        "record_payment": _right(viewer, P.RECORD_PAYMENTS, owner) or (None if counted else _NOT_CONFIRMED),
        "use_balance": _right(viewer, P.RECORD_PAYMENTS, owner)
        or (None if counted else _NOT_CONFIRMED)
        or (None if f["outstanding"] else N_("Nothing is outstanding."))
        or (None if f["balance"] else N_("The customer has no balance.")),
        "release_earmark": _right(viewer, P.RECORD_PAYMENTS, owner)
        or (None if f["earmarked"] else N_("No money is set aside for this order.")),
        "request_credit": request
        or (None if counted else _NOT_CONFIRMED)
        or (None if f["worth"] else N_("The order is worth nothing any more.")),
        "request_refund": request or (None if f["refundable"] else N_("Nothing that was paid is left to give back.")),
        "write_off": _right(viewer, P.WRITE_OFF, owner)
        or (None if counted else _NOT_CONFIRMED)
        or (None if f["outstanding"] else N_("Nothing is outstanding.")),
        "request_invoice": request
        or (None if counted else _NOT_CONFIRMED)
        or (None if f["to_invoice"] else _NOTHING_TO_INVOICE),
        "issue_invoice": _right(viewer, P.ISSUE_INVOICES, owner)
        or (None if counted else _NOT_CONFIRMED)
        or (None if f["to_invoice"] else _NOTHING_TO_INVOICE),
    }


def _confirm(viewer: Actor, state: str, edit: Reason) -> Reason:
    if state == OrderState.REVIEW:
        return None if _may(viewer, P.REVIEW_ORDERS) else P.REVIEW_ORDERS
    if edit is not None:
        return edit
    if state in _UNCONFIRMED:
        return None
    return N_("The order is cancelled.") if state == OrderState.CANCELLED else N_("The order is confirmed already.")


def _cancel(f: Facts) -> Reason:
    if f["state"] not in (OrderState.QUOTED, OrderState.CONFIRMED, OrderState.PROCESSING):
        return N_("Only quoted and confirmed orders and those in work can be cancelled.")
    # Money on it or goods out: the dialog says so, and offers what can be done instead.
    return _ENDING if f["ending"] else None


def _refund_and_cancel(f: Facts) -> Reason:
    if f["state"] not in _STATES_WITH_REST:
        return N_("Only confirmed orders and those in work are cancelled with a refund.")
    if f["ending"]:
        return _ENDING
    if not f["money"]:
        return N_("Nothing was paid on this order. Cancel it instead.")
    return N_("Goods are out. Close the rest instead, or take the goods back.") if f["shipped"] else None


def payment(viewer: Actor, f: Facts) -> Reasons:
    """Facts: state; yes or no: claimed, free, allocated, received (money came in), receipt (one counts), printable
    (one was ever issued)."""
    live = None if f["state"] == "live" else N_("Only payments that count can be changed; this one is voided.")
    money = _right(viewer, P.RECORD_PAYMENTS, None)
    claimed = None if f["claimed"] else N_("Nobody knows yet whose money this is. Claim it first.")
    free = None if f["free"] else N_("All of this payment is used.")
    return {
        "allocate_payment": money or live or claimed or free,
        "release_payment": money or live or (None if f["allocated"] else N_("No order uses this payment.")),
        "claim_payment": money or live or (N_("The customer is known already.") if f["claimed"] else None),
        "earmark_payment": money or live or claimed or free,
        "transfer_balance": money or live or claimed or free,
        "request_refund": _right(viewer, P.REQUEST, viewer.user_id) or live or claimed or free,
        # One of which a part was refunded can still bounce; the operation tells the two apart.
        "void_payment": _right(viewer, P.VOID, None) or live,
        "note_payment": money,
        "issue_receipt": money
        or live
        or (None if f["received"] else N_("This money came from another customer's payment, which has the receipt."))
        or (N_("The receipt was issued already. Print it again.") if f["receipt"] else None),
        "print_receipt": None if f["printable"] else N_("No receipt was issued for this payment."),
        "void_receipt": _right(viewer, P.VOID, None)
        or (None if f["receipt"] else N_("No receipt was issued for this payment.")),
    }


def refund(viewer: Actor, f: Facts) -> Reasons:
    """Facts: state, requested_by."""
    state = f["state"]
    asked = None if state == "requested" else N_("Only requested refunds can be decided.")
    own = f["requested_by"] == viewer.user_id and not viewer.alone
    mine = f["requested_by"] == viewer.user_id or _may(viewer, P.APPROVE)
    return {
        "approve_refund": _right(viewer, P.APPROVE, None)
        or asked
        or (N_("You asked for this refund yourself; somebody else must approve it.") if own else None),
        "reject_refund": _right(viewer, P.APPROVE, None) or asked,
        "withdraw_refund": (None if mine else N_("Only the person who asked for the refund may withdraw it."))
        or (None if state in ("requested", "approved") else N_("The refund is decided and done.")),
        "pay_refund": _right(viewer, P.PAY_REFUNDS, None)
        or (None if state == "approved" else N_("Only approved refunds are paid.")),
        "return_refund": _right(viewer, P.PAY_REFUNDS, None)
        or (None if state == "paid" else N_("Only paid refunds can come back from the bank.")),
        "print_voucher": None if state in ("paid", "returned") else N_("A voucher is made when the refund is paid."),
    }


def credit(viewer: Actor, f: Facts) -> Reasons:
    """Facts: state, requested_by."""
    asked = None if f["state"] == "requested" else N_("Only requested credits can be decided.")
    own = f["requested_by"] == viewer.user_id and not viewer.alone
    return {
        "approve_credit": _right(viewer, P.APPROVE, None)
        or asked
        or (N_("You asked for this credit yourself; somebody else must approve it.") if own else None),
        "reject_credit": _right(viewer, P.APPROVE, None) or asked,
        "void_credit": _right(viewer, P.VOID, None)
        or (None if f["state"] == "approved" else N_("Only approved credits can be voided.")),
    }


def invoice(viewer: Actor, f: Facts) -> Reasons:
    """Facts: state, document_type; yes or no: credited, creditable."""
    is_invoice = f["document_type"] == "invoice"
    issued = None if f["state"] == "issued" else N_("The document is voided already.")
    right = _right(viewer, P.VOID, None)
    credit = (
        right
        or (None if is_invoice else N_("A credit note is not credited again; issue a new invoice."))
        or issued
        or (None if f["creditable"] else N_("The invoice is credited in full."))
    )
    return {
        "credit_invoice": credit,
        "reissue_invoice": credit,
        "void_invoice": right
        or issued
        or (N_("A credit note was issued for this invoice, so it cannot be voided.") if f["credited"] else None),
        "print": None,
    }


def customer(viewer: Actor, f: Facts) -> Reasons:
    """Facts: owner_id; yes or no: active, merged, absorbed (whether others were merged into it)."""
    edit = _right(viewer, P.EDIT_CUSTOMERS, f["owner_id"], unowned=True)
    merged = N_("This customer was merged into another one.") if f["merged"] else None
    return {
        "edit_customer": edit or merged,
        "deactivate_customer": edit or (None if f["active"] else N_("The customer is inactive already.")),
        "activate_customer": edit or merged or (N_("The customer is active already.") if f["active"] else None),
        "make_order": (None if _may(viewer, P.EDIT_ORDERS) else P.EDIT_ORDERS)
        or merged
        or (None if f["active"] else N_("The customer is inactive. Set it active first.")),
        "record_payment": _right(viewer, P.RECORD_PAYMENTS, None) or merged,
        "use_balance": _right(viewer, P.RECORD_PAYMENTS, None) or merged,
        "add_follow_up": edit or merged,
        "note_customer": edit,
        "statement": None if _may(viewer, P.SEE_MONEY) else P.SEE_MONEY,
        "merge_customer": _right(viewer, P.MERGE, None) or merged,
        "undo_merge": _right(viewer, P.MERGE, None)
        or (None if f["absorbed"] else N_("Nobody was merged into this customer.")),
        "export_person": _right(viewer, P.PERSONAL_DATA, None),
        "erase_person": _right(viewer, P.PERSONAL_DATA, None) or merged,
    }


def follow_up(viewer: Actor, f: Facts) -> Reasons:
    """Facts: owner_id (of its customer); yes or no: planned (a next contact that is not done), active, merged."""
    of_customer = customer(viewer, {**f, "absorbed": False})
    edit = _right(viewer, P.EDIT_CUSTOMERS, f["owner_id"], unowned=True)
    planned = edit or (None if f["planned"] else N_("Nothing is planned here any more."))
    return {
        **dict.fromkeys(("finish_follow_up", "postpone_follow_up", "postpone_tomorrow", "postpone_week"), planned),
        **dict.fromkeys(("edit_follow_up", "remove_follow_up"), edit),
        **{name: of_customer[name] for name in ("add_follow_up", "make_order", "note_customer")},
    }


def product(viewer: Actor, f: Facts) -> Reasons:
    """Facts: active, merged, stock_kept, book_keeps (yes or no; the last says whether the book keeps stock at all)."""
    edit = _right(viewer, P.EDIT_PRODUCTS, None)
    merged = N_("This product was merged into another one.") if f["merged"] else None
    kept = None if f["stock_kept"] else N_("No stock is kept of this product. Turn stock on for it first.")
    if not f["book_keeps"]:
        kept = N_("This book keeps no stock. Turn stock on in the settings first.")
    return {
        "receive_goods": _right(viewer, P.SHIP, None) or merged or kept,
        "scrap_goods": _right(viewer, P.SHIP, None) or merged or kept,
        "expect_goods": _right(viewer, P.SHIP, None) or merged or kept,
        "place_product": _right(viewer, P.SHIP, None) or merged,
        "edit_product": edit or merged,
        "deactivate_product": edit or (None if f["active"] else N_("The product is inactive already.")),
        "activate_product": edit or merged or (N_("The product is active already.") if f["active"] else None),
        "note_product": edit,
    }


def shipment(viewer: Actor, f: Facts) -> Reasons:
    """Facts: state, before_daybook."""
    live = None if f["state"] != "voided" else N_("The shipment is voided already.")
    return {
        "sign_for_shipment": _right(viewer, P.SHIP, None)
        or (None if f["state"] == "shipped" else N_("Only shipments on their way can be signed for.")),
        "void_shipment": _right(viewer, P.SHIP, None)
        or live
        or (N_("This shipment was made before Daybook; undo its import instead.") if f["before_daybook"] else None),
        "change_tracking": _right(viewer, P.SHIP, None) or live,
        "print_delivery_note": None,
        "print_label": None,
    }


def movement(viewer: Actor, f: Facts) -> Reasons:
    """Facts: movement, reverses, taken_back (yes or no)."""
    wrong = None
    if f["reverses"] or f["movement"] not in ("opening", "receipt", "scrap"):
        wrong = N_("Only receipts, opening stock and scrap are taken back. Void the shipment or return instead.")
    return {
        "take_back_movement": _right(viewer, P.SHIP, None)
        or wrong
        or (N_("This movement was taken back already.") if f["taken_back"] else None)
    }


def expected(viewer: Actor, f: Facts) -> Reasons:
    """Facts: open (yes or no)."""
    right = _right(viewer, P.SHIP, None)
    arrived = None if f["open"] else N_("All of it arrived already.")
    return {"change_expected": right or arrived, "drop_expected": right or arrived}


def stocktake(viewer: Actor, f: Facts) -> Reasons:
    """Facts: state."""
    over = {
        "booked": N_("This stocktake was booked already. Start another one."),
        "dropped": N_("This stocktake was dropped. Start another one."),
    }.get(str(f["state"]))
    reason = _right(viewer, P.SHIP, None) or over
    return {**dict.fromkeys(("count_products", "book_stocktake", "drop_stocktake"), reason), "print_count_sheet": None}


def import_batch(viewer: Actor, f: Facts) -> Reasons:
    """Facts: state."""
    return {
        "undo_import": _right(viewer, P.IMPORT, None)
        or (None if f["state"] == "imported" else N_("This import is undone already.")),
    }
