"""Every operation × every role: what the table here does not list is denied."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import app.operations
from app.errors import DaybookError, NotAllowed
from app.models.actor import Actor, Role
from app.operations.operation import OPERATIONS

for _module in pkgutil.iter_modules(app.operations.__path__):
    importlib.import_module(f"app.operations.{_module.name}")

SALES, SERVICE, WAREHOUSE, FINANCE, MANAGER, OWNER = Role
CUSTOMERS = {SALES, SERVICE, MANAGER, OWNER}
ORDERS = {SALES, SERVICE, MANAGER, OWNER}
PRODUCTS = {SERVICE, MANAGER, OWNER}
REVIEW = {MANAGER, OWNER}
GOODS = {WAREHOUSE, MANAGER, OWNER}
MONEY = {FINANCE, OWNER}
REQUEST = {SALES, SERVICE, FINANCE, MANAGER, OWNER}
DECIDE = {MANAGER, OWNER}
PAPERS = {FINANCE, MANAGER, OWNER}
IMPORT = {MANAGER, OWNER}
EXPORT = {SALES, SERVICE, FINANCE, MANAGER, OWNER}
MERGE = {MANAGER, OWNER}
OWNER_ONLY = {OWNER}
EVERYBODY = set(Role)

MAY: dict[str, set[Role]] = {
    **dict.fromkeys(
        ("add_customer", "edit_customer", "deactivate_customer", "activate_customer", "delete_customer",
         "add_follow_up", "note_customer", "assign_customers", "grade_customers", "tag_customers", "activate_customers",
         "deactivate_customers", "delete_customers", "add_contact", "edit_contact", "remove_contact", "add_address",
         "edit_address", "remove_address", "add_invoice_title", "edit_invoice_title", "remove_invoice_title",
         "edit_follow_up", "finish_follow_up", "postpone_follow_up", "remove_follow_up", "finish_follow_ups",
         "postpone_follow_ups", "assign_follow_ups"), CUSTOMERS),
    **dict.fromkeys(
        ("add_product", "edit_product", "deactivate_product", "activate_product", "note_product",
         "activate_products", "deactivate_products", "add_category", "change_category", "classify_category",
         "remove_category",
         "categorise_products", "change_picture", "change_units"), PRODUCTS),
    **dict.fromkeys(("learn_alias", "paste_order"), ORDERS),
    **dict.fromkeys(
        ("make_order", "edit_order", "copy_order", "delete_draft", "quote_order", "return_to_draft", "send_to_review",
         "confirm_order", "start_order", "cancel_order", "complete_order", "reopen_order", "hold_order", "note_order",
         "amend_order", "close_rest", "keep_deposit", "confirm_orders", "hold_orders", "release_orders",
         "revive_quotation", "rate_order", "refund_and_cancel", "exchange_goods", "plan_instalments",
         "complete_orders", "cancel_orders", "delete_drafts", "assign_orders", "tag_orders"), ORDERS),
    **dict.fromkeys(("send_back",), REVIEW),
    **dict.fromkeys(
        ("receive_delivery", "enter_opening_stock", "scrap_goods", "take_back_movement", "expect_goods",
         "change_expected", "drop_expected", "start_stocktake", "count_product", "count_products", "forget_count",
         "book_stocktake", "drop_stocktake", "place_product", "place_products"), GOODS),
    **dict.fromkeys(("ship_order", "void_shipment", "sign_for_shipment", "receive_goods", "ship_orders",
                    "sign_for_shipments", "void_shipments", "record_tracking", "change_tracking"), GOODS),
    **dict.fromkeys(
        ("import_statement", "match_line", "match_lines", "ignore_lines", "reopen_line", "remove_statement"), MONEY),
    **dict.fromkeys(
        ("record_payment", "allocate_payment", "release_payment", "claim_payment", "earmark_payment",
         "release_earmark", "transfer_balance", "pay_refund", "return_refund", "issue_invoice",
         "register_bureau_invoices", "keep_original",
         "reject_invoice_request", "note_payment", "issue_invoices", "issue_requests",
          "issue_receipt", "keep_receipt", "keep_voucher", "use_balance"), MONEY),
    **dict.fromkeys(
        ("request_invoice", "withdraw_invoice_request", "request_credit", "request_refund", "withdraw_refund",
         "request_invoices"),
        REQUEST),
    **dict.fromkeys(
        ("approve_credit", "reject_credit", "void_credit", "approve_refund", "reject_refund", "void_payment",
         "void_invoice", "void_receipt", "credit_invoice", "write_off", "reverse_write_off", "close_month"), DECIDE),
    **dict.fromkeys(("keep_invoice_file", "record_red_slip", "change_red_slip", "close_day", "keep_day_sheet"), PAPERS),
    **dict.fromkeys(("remind_customer", "remind_customers", "keep_letters", "withdraw_letters"), REQUEST),
    "keep_statements": REQUEST,
    **dict.fromkeys(("preview_import", "import_plan", "undo_import", "import_products"), IMPORT),
    **dict.fromkeys(("note_export",), EXPORT),
    **dict.fromkeys(("merge_customers", "undo_merge", "erase_person"), MERGE),
    **dict.fromkeys(
        ("change_company", "change_setting", "change_terms", "change_paper_style", "change_paper_picture",
         "change_series", "change_taxpayer",
         "reopen_month", "add_user", "change_roles",
         "deactivate_user", "activate_user", "add_channel", "change_channel", "_note_backup",
         "record_printed_numbers", "add_tax_code", "change_tax_rate",
         "set_tax_active", "add_payment_method", "change_payment_method", "order_payment_methods"), OWNER_ONLY),
    # One's own password, sign-ins, and what is undone is checked against the right of what was done.
    **dict.fromkeys(
        ("undo", "redo", "change_password", "note_sign_in", "keep_recovery", "reset_password", "note_print",
         "note_takeover", "keep_draft", "drop_draft", "save_view", "change_view", "delete_view", "order_views",
         "put_notices_aside", "bring_notices_back", "solve_problem", "_note_automatic_backup"), EVERYBODY),
}  # fmt: skip


def test_every_operation_has_its_row() -> None:
    assert set(OPERATIONS) == set(MAY)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_its_column_says_and_nothing_else(owner: Actor, role: Role) -> None:
    person = Actor(1, "somebody", frozenset({role}), owner.today, owner.now)
    for name in OPERATIONS.keys() & MAY.keys():
        assert _denied(person, name) is (role not in MAY[name]), f"{role} {name}"


def _harmless(name: str) -> dict[str, object]:
    # Inputs that reach a second check inside the operation, for those that have one.
    inputs: dict[str, dict[str, object]] = {
        "keep_invoice_file": {"invoice_id": 0, "content": b"", "name": ""},
        "record_red_slip": {"invoice_id": 0, "content": None},
        "change_red_slip": {"slip_id": 0, "state": ""},
    }
    return inputs.get(name, {})


def _denied(person: Actor, name: str) -> bool:
    try:
        OPERATIONS[name](person, **_harmless(name))
    except NotAllowed:
        return True
    except (TypeError, DaybookError):
        return False
    return False


def test_nobody_without_a_role_may_do_anything(owner: Actor) -> None:
    nobody = Actor(1, "nobody", frozenset(), owner.today, owner.now)
    for operation in OPERATIONS.values():
        with pytest.raises(NotAllowed):
            operation(nobody)
