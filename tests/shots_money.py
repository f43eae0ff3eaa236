"""The dialogs of money and papers, each as somebody fills it in, for ``tests.shots``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.i18n import _
from app.importing.bureau import RED, BureauPlan, BureauRow
from app.importing.bureau_red import TakenBack
from app.models.base import connection
from app.queries.bureau import BureauMatch
from app.queries.bureau_red import RED_OPEN, RedAnswer
from tests.shots_lists import wait

_RICHEST = (
    "SELECT o.id FROM sales_order o ORDER BY (SELECT count(DISTINCT payment_id) FROM allocation WHERE order_id = o.id) "
    "+ (SELECT count(*) FROM refund WHERE order_id = o.id) + (SELECT count(*) FROM shipment WHERE order_id = o.id) "
    "+ 3 * (SELECT count(*) FROM amendment WHERE order_id = o.id) "
    "+ (SELECT count(DISTINCT invoice_id) FROM invoice_line WHERE order_id = o.id) DESC LIMIT 1"
)
_OWING = (
    "SELECT o.id FROM sales_order o WHERE o.outstanding > 0 AND o.worth > o.invoiced AND o.state <> 'draft' ORDER BY "
    "(SELECT count(*) FROM sales_order WHERE customer_id = o.customer_id AND outstanding > 0) DESC, o.paid DESC LIMIT 1"
)
_PAID = "SELECT id FROM sales_order WHERE paid > refunded + refund_promised AND state <> 'cancelled' LIMIT 1"
_FREE = "SELECT id FROM payment WHERE free > 0 AND state = 'live' AND customer_id IS NOT NULL LIMIT 1"
_USED = "SELECT id FROM payment WHERE allocated > 0 AND state = 'live' LIMIT 1"
_ISSUED = "SELECT id FROM invoice WHERE state = 'issued' AND document_type = 'invoice' AND credited = 0 LIMIT 1"
_SEVERAL = (
    "SELECT customer_id FROM sales_order WHERE worth > invoiced AND state IN ('confirmed', 'processing', 'completed') "
    "GROUP BY customer_id ORDER BY count(*) DESC LIMIT 1"
)
_ANY = "SELECT id FROM company"
_LONG = (
    "SELECT order_id FROM order_line JOIN sales_order o ON o.id = order_id WHERE o.worth > 0 AND o.state = '{state}' "
    "GROUP BY order_id ORDER BY count(*) DESC, order_id LIMIT 1"
)
_ASKED = "SELECT id FROM refund WHERE state = 'requested' LIMIT 1"
_SHIPMENT = "SELECT id FROM shipment LIMIT 1"


_AHEAD = "SELECT customer_id FROM payment WHERE free > 0 AND state = 'live' AND customer_id IS NOT NULL LIMIT 1"
_RECEIVED = "SELECT id FROM payment WHERE state = 'live' AND amount > 0 AND allocated > 0 ORDER BY id DESC LIMIT 1"


def _red_matches() -> Iterator[BureauMatch]:
    says = TakenBack("26312000000000000801", "", "33010126031000000001")
    for n, (state, why) in enumerate(((RED, "the number in the file"), (RED_OPEN, "the same buyer and amount"))):
        row = BureauRow(
            30 + n, f"2631200000000000{n + 900:04d}", "", "2026-03-09", "无锡宏达精密机械厂", "", None, None, -177_600,
            state=RED, takes_back=says,
        )  # fmt: skip
        answer = RedAnswer(0, says.number, "", row.title, 177_600, "01", why=(_(why),))
        yield BureauMatch(row, state, (answer, replace(answer, reason="02", credit="CR-2026-0003")))


def money_shots(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """Names and what opens them; a book that holds no such record has no such picture."""

    def found(sql: str) -> int | None:
        row = connection().execute(sql).fetchone()
        return int(row[0]) if row is not None else None

    def dialog(module: str, function: str, *arguments: Any) -> QDialog:
        getattr(import_module(f"app.views.{module}"), function)(desk, window, *arguments)
        wait(desk)
        return next(d for d in window.findChildren(QDialog) if d.isVisible())

    def page(module: str, function: str, record: int) -> None:
        getattr(import_module(f"app.views.{module}"), function)(desk, window, record)

    def too_much(order: int) -> QDialog:
        shown: Any = dialog("payments", "record_payment", order)
        shown.amount.set_value((shown.amount.value() or 0) + 15_000)
        return shown

    def small_rest(order: int) -> QDialog:
        shown: Any = dialog("payments", "record_payment", order)
        # A desk whose office writes small rests off.
        shown._limit = 10_000
        shown.amount.set_value((shown.amount.value() or 0) - 120)
        return shown

    def action(module: str, name: str, record: int) -> QDialog:
        actions = {a.name: a for a in import_module(f"app.views.{module}").ACTIONS}
        actions[name].run(desk, window, record)
        wait(desk)
        return next(d for d in window.findChildren(QDialog) if d.isVisible())

    def orders_of(customer: int) -> list[int]:
        rows = connection().execute(
            "SELECT id FROM sales_order WHERE customer_id = ? AND worth > invoiced "
            "AND state IN ('confirmed', 'processing', 'completed') ORDER BY id LIMIT 3",
            (customer,),
        )
        return [int(row[0]) for row in rows]

    def many_invoices(_company: int) -> QDialog:
        listed = window.show_page("orders")
        wait(desk)
        chosen = list(listed.table.ids)[:30]
        batch = import_module("app.views.invoices.batches").ISSUE
        shown: QDialog = import_module("app.views.batch_bar").start_batch(desk, listed, batch, chosen)
        wait(desk)
        return shown

    def bureau_import(_company: int) -> QDialog:
        asked = connection().execute(
            "SELECT title, tax_number, amount FROM invoice_request WHERE state = 'requested' ORDER BY id LIMIT 6"
        )
        rows = [
            BureauRow(
                n + 2, f"2631200000000000{n:04d}", "", "2026-03-09", title, tax_number, None, None, amount + n % 3
            )
            for n, (title, tax_number, amount) in enumerate(asked.fetchall())
        ]
        rows.append(
            BureauRow(9, "26312000000000000999", "", "2026-03-09", "某某公司", "", None, None, -11_300, state=RED)
        )
        shown: Any = dialog("invoices.bureau_import", "register_bureau")
        shown.show_plan(BureauPlan("全量发票查询导出结果-2026年03月.xlsx", "发票基础信息", [], rows))
        wait(desk)
        # The book of the pictures has papers of its own only, which no red invoice takes back.
        shown._matched((*shown.matches, *_red_matches()))
        return shown

    def credit_by_lines(order: int, kind: str, *typed: str) -> QDialog:
        shown: Any = dialog("refunds", "request_credit", order)
        shown.kind.choose(kind)
        fields = [shown.amount, *(row.field for row in shown.table.rows.values())]
        for field, text in zip(fields, typed, strict=False):
            if text:
                field.setText(text)
                field.settle()
        return shown

    def red_slip(invoice: int) -> QDialog:
        shown: Any = import_module("app.views.invoices.red_slips").RedSlipDialog(desk, invoice, 113_000, window)
        shown.open()
        return shown

    def new_terms() -> QDialog:
        section = window.show_page("settings").show_section("terms")
        shown: QDialog = import_module("app.views.settings.terms_section").TermsDialog(section, section.terms, None)
        return shown

    for name, sql, make in (
        ("rich_order", _RICHEST, lambda i: page("orders", "open_order", i)),
        ("record_payment", _OWING, lambda i: dialog("payments", "record_payment", i)),
        ("over_payment", _OWING, too_much),
        ("small_rest", _OWING, small_rest),
        ("use_balance", _AHEAD, lambda i: dialog("payments", "use_balance_of", i)),
        ("receipt", _RECEIVED, lambda i: action("payments.payment_page", "issue_receipt", i)),
        ("request_refund", _PAID, lambda i: dialog("refunds", "request_refund", i)),
        ("refund_of_balance", _FREE, lambda i: dialog("refunds", "request_refund", None, i)),
        ("approve_refund", _ASKED, lambda i: action("refunds.refund_page", "approve_refund", i)),
        ("issue_invoice", _OWING, lambda i: dialog("invoices", "issue_invoice", [i])),
        ("collected_invoice", _SEVERAL, lambda i: dialog("invoices", "issue_invoice", orders_of(i))),
        ("many_invoices", _ANY, many_invoices),
        ("close_month", _ANY, lambda _i: dialog("month_closing", "close_the_month")),
        ("number_gaps", _ANY, lambda _i: dialog("number_gaps", "show_gaps")),
        ("request_invoice", _OWING, lambda i: dialog("invoices", "request_invoice", i)),
        ("red_slip", _ISSUED, red_slip),
        ("keep_original", _ISSUED, lambda i: dialog("invoices.originals", "keep_one", i)),
        ("bureau_import", _ANY, bureau_import),
        ("bureau_export", _ANY, lambda _i: dialog("invoices.bureau_export", "export_for_bureau", [])),
        ("taken_back_invoice", _ISSUED, lambda i: action("invoices.invoice_page", "reissue_invoice", i)),
        ("new_terms", _ANY, lambda _i: new_terms()),
        ("credit_note", _ISSUED, lambda i: dialog("invoices", "credit_invoice", i)),
        ("request_credit", _PAID, lambda i: dialog("refunds", "request_credit", i)),
        ("allowance_shared", _LONG.format(state="completed"), lambda i: credit_by_lines(i, "allowance", "10%")),
        (
            "allowance_by_lines",
            _LONG.format(state="completed"),
            lambda i: credit_by_lines(i, "allowance", "", "10%", "999999", "", "5"),
        ),
        ("termination", _LONG.format(state="confirmed"), lambda i: credit_by_lines(i, "termination")),
        ("void_payment", _USED, lambda i: action("payments.payment_page", "void_payment", i)),
        ("void_invoice", _ISSUED, lambda i: action("invoices.invoice_page", "void_invoice", i)),
        ("issued_invoice", _ISSUED, lambda i: page("invoices", "open_invoice", i)),
        ("used_payment", _USED, lambda i: page("payments", "open_payment", i)),
        ("asked_refund", _ASKED, lambda i: page("refunds", "open_refund", i)),
        ("one_shipment", _SHIPMENT, lambda i: page("shipments", "open_shipment", i)),
    ):
        record = found(sql)
        if record is not None:
            yield f"money_{name}", lambda make=make, record=record: make(record)
