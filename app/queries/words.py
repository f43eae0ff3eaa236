"""The words for what is stored as English keys: states, kinds, methods, operations. All are translated here.

``state_word(kind, key)`` takes the key of the column (``state``, ``collection`` …) or the name of a kind of record.
A key without a word is shown as it is: channels and methods that an import or a person named are their own words.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import N_, _
from app.models.actor import ROLE_WORDS
from app.models.invoice_kinds import KINDS as INVOICE_KINDS
from app.models.order import STATE_WORDS
from app.models.reminding import TONES

ORDER_STATES: dict[str, str] = {str(k): w for k, w in STATE_WORDS.items()}
_COLLECTION = {
    "nothing_due": N_("nothing due"),
    "unpaid": N_("unpaid"),
    "partly_paid": N_("partly paid"),
    "paid": N_("paid"),
    "overpaid": N_("overpaid"),
    "refunded": N_("refunded"),
}
_DELIVERY = {
    "nothing_to_ship": N_("nothing to ship"),
    "waiting": N_("waiting"),
    "partly_shipped": N_("partly shipped"),
    "shipped": N_("shipped"),
    "signed_for": N_("signed for"),
}
_INVOICING = {
    "none": N_("not invoiced"),
    "requested": N_("invoice requested"),
    "partly_invoiced": N_("partly invoiced"),
    "invoiced": N_("invoiced"),
    "to_be_credited": N_("to be credited"),
}
_PAYMENT = {"live": N_("received"), "voided": N_("voided"), "reversal": N_("reversal")}
_REFUND = {
    "requested": N_("requested"),
    "approved": N_("approved"),
    "paid": N_("refund paid"),
    "rejected": N_("rejected"),
    "withdrawn": N_("withdrawn"),
    "returned": N_("returned by the bank"),
}
_CREDIT = {
    "requested": N_("requested"),
    "approved": N_("approved"),
    "rejected": N_("rejected"),
    "voided": N_("voided"),
}
_INVOICE = {"issued": N_("issued"), "voided": N_("voided")}
_INVOICE_REQUEST = {
    "requested": N_("to be issued"),
    "issued": N_("issued"),
    "rejected": N_("rejected"),
    "withdrawn": N_("withdrawn"),
}
_SHIPMENT = {"shipped": N_("shipped"), "signed_for": N_("signed for"), "voided": N_("voided")}
_IMPORT = {"imported": N_("imported"), "undone": N_("undone"), "undoing": N_("being undone")}
_FOLLOW_UP = {"open": N_("open"), "due": N_("due"), "done": N_("done")}
_STOCK = {"low": N_("low"), "out": N_("out of stock"), "enough": N_("enough"), "not_kept": N_("not kept")}
_ACTIVITY = {"active": N_("active"), "inactive": N_("inactive")}

_KINDS: dict[str, Mapping[str, str]] = {
    "state": {
        **_FOLLOW_UP,
        **_CREDIT,
        **_REFUND,
        **_INVOICE,
        **_SHIPMENT,
        **_IMPORT,
        **_PAYMENT,
        **ORDER_STATES,
        "to_be_issued": N_("to be issued"),
        "expired": N_("expired"),
    },
    "order": ORDER_STATES,
    "collection": _COLLECTION,
    "delivery": _DELIVERY,
    "invoicing": _INVOICING,
    "payment": _PAYMENT,
    "refund": _REFUND,
    "credit": _CREDIT,
    "invoice": _INVOICE,
    "invoice_request": _INVOICE_REQUEST,
    "shipment": _SHIPMENT,
    "import_batch": _IMPORT,
    "follow_up": _FOLLOW_UP,
    "stock": _STOCK,
    "customer": _ACTIVITY,
    "product": {**_STOCK, **_ACTIVITY},
    "stock_state": _STOCK,
    "stocktake": {
        "counting": N_("being counted"),
        "booked": N_("booked"),
        "dropped": N_("dropped"),
    },
    "stocktake_scope": {"all": N_("all products"), "chosen": N_("chosen products")},
    "arrival": {
        "coming": N_("on its way"),
        "partly_arrived": N_("partly arrived"),
        "arrived": N_("arrived"),
    },
    "match_fit": {"sure": N_("sure"), "likely": N_("likely"), "look": N_("look")},
    "invoice_kind": {key: kind.title for key, kind in INVOICE_KINDS.items()},
    "document_type": {"invoice": N_("invoice"), "credit_note": N_("credit note")},
    "order_kind": {
        "normal": N_("normal"),
        "pre_sale": N_("pre-sale"),
        "made_to_order": N_("made to order"),
        "trade_in": N_("trade-in"),
        "instalments": N_("instalments"),
    },
    "line_kind": {
        "goods": N_("goods"),
        "service": N_("service"),
        "shipping": N_("shipping"),
        "fee": N_("fee"),
    },
    "instalment": {
        "paid": N_("paid"),
        "partly_paid": N_("partly paid"),
        "unpaid": N_("unpaid"),
        "overdue": N_("overdue"),
    },
    "customer_kind": {"company": N_("company"), "person": N_("person")},
    "credit_kind": {
        "return": N_("return"),
        "allowance": N_("allowance"),
        "termination": N_("termination"),
        "correction": N_("correction"),
    },
    "write_off_kind": {
        "difference": N_("difference"),
        "fee": N_("bank fee"),
        "bad_debt": N_("bad debt"),
    },
    "target": {"cash": N_("paid out"), "balance": N_("kept as balance")},
    "movement": {
        "opening": N_("opening stock"),
        "receipt": N_("receipt of goods"),
        "shipment": N_("shipment"),
        "shipment_void": N_("voided shipment"),
        "return": N_("return"),
        "stocktake": N_("stocktake"),
        "scrap": N_("scrap"),
    },
    "method": {
        "cash": N_("cash"),
        "bank_transfer": N_("bank transfer"),
        "card": N_("card"),
        "cheque": N_("cheque"),
        "alipay": N_("Alipay"),
        "wechat": N_("WeChat Pay"),
        "trade_in": N_("trade-in"),
        "imported": N_("Imported"),
    },
    "role": {str(k): w for k, w in ROLE_WORDS.items()},
    "reminder_tone": dict(TONES),
    "customer_letter": {**dict(TONES), "statement": N_("statement"), "withdrawn": N_("withdrawn")},
    "sent_as": {"paper": N_("on paper"), "text": N_("as text")},
}

_SERIES: dict[str, str] = {
    "order": N_("Orders"),
    "quotation": N_("Quotations"),
    "customer": N_("Customers"),
    "shipment": N_("Shipments"),
    "payment": N_("Payments"),
    "receipt": N_("Payment receipts"),
    "credit": N_("Credits"),
    "refund": N_("Refunds"),
    "invoice": N_("Invoices"),
    "credit_note": N_("Credit notes"),
}

NOUNS: dict[str, str] = {
    "customers": N_("Customers"),
    "orders": N_("Orders"),
    "payments": N_("Payments"),
    "refunds": N_("Refunds"),
    "invoices": N_("Invoices"),
    "products": N_("Products"),
    "shipments": N_("Shipments"),
    "follow-ups": N_("Follow-ups"),
    "stock": N_("Stock"),
    "imports": N_("Imports"),
    "trail": N_("Trail"),
}

_RECORDS: dict[str, str] = {
    "customer": N_("customer"),
    "order": N_("order"),
    "order_line": N_("line"),
    "payment": N_("payment"),
    "allocation": N_("allocation"),
    "credit": N_("credit"),
    "receipt": N_("receipt"),
    "refund": N_("refund"),
    "write_off": N_("write-off"),
    "invoice": N_("invoice"),
    "invoice_request": N_("invoice request"),
    "product": N_("product"),
    "shipment": N_("shipment"),
    "stocktake": N_("stocktake"),
    "red_slip": N_("red confirmation slip"),
    "expected_receipt": N_("expected goods"),
    "stock_movement": N_("stock movement"),
    "follow_up": N_("follow-up"),
    "customer_letter": N_("letter"),
    "import_batch": N_("import"),
    "user": N_("user"),
    "company": N_("company"),
    "saved_view": N_("view"),
    "merge": N_("merge"),
    "contact": N_("contact person"),
    "address": N_("address"),
    "invoice_title": N_("invoice title"),
    "amendment": N_("amendment"),
    "instalment": N_("instalment"),
    "exception": N_("problem"),
    "balance_transfer": N_("balance transfer"),
    "bank_line": N_("bank line"),
    "bank_statement": N_("bank statement"),
    "known_payer": N_("known payer"),
    "trail": N_("history"),
    "day_close": N_("closed day"),
}

# Names of operations as the trail keeps them.
_OPERATIONS: dict[str, str] = {
    name: name
    for name in (
        N_("add customer"), N_("add follow-up"), N_("add product"), N_("add user"), N_("allocate payment"),
        N_("amend order"), N_("approve credit"), N_("approve refund"), N_("back up"), N_("back up automatically"),
        N_("cancel order"), N_("change company"), N_("change numbering"), N_("change password"), N_("change roles"),
        N_("make recovery sheet"), N_("reset password"),
        N_("change paper style"), N_("change paper picture"),
        N_("change setting"), N_("check import"), N_("claim payment"), N_("close month"), N_("close the rest"),
        N_("complete order"), N_("confirm order"), N_("copy order"), N_("create book"), N_("credit invoice"),
        N_("delete customer"), N_("delete draft"), N_("edit customer"), N_("edit order"), N_("edit product"),
        N_("export"), N_("failed sign-in"), N_("hold order"), N_("import file"), N_("issue invoice"),
        N_("paste order"),
        N_("keep deposit"), N_("keep invoice file"), N_("make order"), N_("note on order"), N_("note take-over"),
        N_("pay refund"), N_("print"), N_("quote order"), N_("re-open month"), N_("re-open order"),
        N_("receive goods"), N_("record payment"), N_("record printed numbers"), N_("redo"), N_("reject credit"),
        N_("reject invoice request"), N_("reject refund"), N_("release money set aside"), N_("release payment"),
        N_("request credit"), N_("request invoice"), N_("request refund"), N_("restore"), N_("return order to draft"),
        N_("return refund"), N_("reverse write-off"), N_("send order back"), N_("send order to review"),
        N_("set customer active"), N_("set customer inactive"), N_("set money aside"), N_("set product active"),
        N_("set product inactive"), N_("set user inactive"), N_("ship order"), N_("sign for shipment"), N_("sign in"),
        N_("start order"), N_("transfer balance"), N_("undo"), N_("undo import"), N_("void credit"),
        N_("void invoice"), N_("void payment"), N_("void shipment"), N_("withdraw invoice request"),
        N_("withdraw refund"), N_("write off"), N_("add payment method"), N_("add tax code"),
        N_("change payment method"), N_("order payment methods"), N_("change tax rate"), N_("set tax code active"),
        N_("put notice aside"), N_("bring notice back"), N_("set user active"),
        N_("add channel"), N_("change channel"), N_("solve problem"),
        N_("note on customer"), N_("note on product"), N_("note on payment"), N_("confirm orders"),
        N_("ship orders"), N_("hold orders"), N_("release orders"), N_("complete orders"), N_("cancel orders"),
        N_("delete drafts"), N_("assign orders"), N_("tag orders"), N_("request invoices"),
        N_("assign customers"), N_("grade customers"), N_("tag customers"), N_("set customers active"),
        N_("set customers inactive"), N_("delete customers"), N_("set products active"),
        N_("set products inactive"), N_("revive quotation"), N_("rate order"), N_("refund and cancel"),
        N_("exchange goods"), N_("plan instalments"), N_("save view"), N_("change view"), N_("delete view"),
        N_("order views"),
        N_("receive delivery"), N_("enter opening stock"), N_("scrap goods"), N_("take back movement"),
        N_("expect goods"), N_("change expected goods"), N_("expect goods no more"), N_("start stocktake"),
        N_("count product"), N_("count products"), N_("forget count"), N_("book stocktake"), N_("drop stocktake"),
        N_("add contact"), N_("edit contact"), N_("remove contact"), N_("add address"), N_("edit address"),
        N_("remove address"), N_("add invoice title"), N_("edit invoice title"), N_("remove invoice title"),
        N_("edit follow-up"), N_("finish follow-up"), N_("postpone follow-up"), N_("remove follow-up"),
        N_("finish follow-ups"), N_("postpone follow-ups"), N_("give follow-ups"),
        N_("sign for shipments"), N_("void shipments"), N_("record tracking numbers"), N_("change tracking number"),
        N_("add category"), N_("change category"), N_("remove category"), N_("categorise products"),
        N_("change shelf place"), N_("change shelf places"),
        N_("learn product name"), N_("change product picture"), N_("change units"), N_("import products"),
        N_("issue receipt"), N_("keep receipt file"), N_("void receipt"), N_("use balance"),
        N_("register bureau invoices"), N_("keep original"), N_("record red slip"),
        N_("change red slip"), N_("set tax class"),
        N_("import bank statement"), N_("match bank line"), N_("match bank lines"), N_("ignore bank lines"),
        N_("take up bank line"), N_("remove bank statement"),
        N_("merge customers"), N_("undo merge"), N_("erase personal data"),
        N_("remind customer"), N_("remind customers"), N_("keep letters"), N_("withdraw letters"),
        N_("keep statements"),
        N_("close day"), N_("keep day sheet"), N_("keep refund voucher"),
        N_("issue invoices"), N_("issue requested invoices"), N_("change payment terms"),
        N_("change kind of taxpayer"),
    )
}  # fmt: skip

# Fields as the history names them; technical ones are left out of it.
FIELDS: dict[str, str] = {
    "number": N_("number"), "state": N_("state"), "date": N_("date"), "customer_id": N_("customer"),
    "channel_id": N_("channel"), "salesperson_id": N_("salesperson"), "promised_date": N_("promised date"),
    "due_date": N_("due date"), "terms": N_("terms"), "total": N_("total"), "net": N_("net"), "tax": N_("tax"),
    "discount_amount": N_("order discount"), "rounding_off": N_("rounding-off"), "paid": N_("paid"),
    "refunded": N_("refunded"), "refund_promised": N_("refund promised"), "credited": N_("credited"),
    "written_off": N_("written off"), "outstanding": N_("outstanding"), "invoiced": N_("invoiced"),
    "invoice_requested": N_("invoice requested"), "worth": N_("worth"), "collection": N_("collection"),
    "delivery": N_("delivery"), "invoicing": N_("invoicing"), "consignee": N_("consignee"),
    "ship_phone": N_("ship-to phone"), "ship_address": N_("ship-to address"), "region": N_("region"),
    "city": N_("city"), "carrier": N_("carrier"), "note": N_("note"), "hold": N_("hold"),
    "hold_reason": N_("hold reason"), "cancel_reason": N_("cancel reason"), "revision": N_("revision"),
    "name": N_("name"), "code": N_("code"), "phone": N_("phone"), "email": N_("e-mail"), "address": N_("address"),
    "grade": N_("grade"), "source": N_("source"), "owner_id": N_("person in charge"), "active": N_("active"),
    "credit_limit": N_("credit limit"), "payment_terms": N_("payment terms"), "tax_number": N_("tax number"),
    "amount": N_("amount"), "method": N_("method"), "payer": N_("payer"), "free": N_("free"),
    "allocated": N_("allocated"), "reason": N_("reason"), "void_reason": N_("void reason"),
    "decision_note": N_("decision note"), "quantity": N_("quantity"), "unit_price": N_("unit price"),
    "description": N_("description"), "list_price": N_("list price"), "unit": N_("unit"), "title": N_("title"),
    "place": N_("shelf place"),
}  # fmt: skip


def state_word(kind: str, key: str) -> str:
    """The word in the user's language for a stored key, such as ``("collection", "partly_paid")``."""
    if kind == "operation":
        return operation_word(key)
    if kind == "about_kind":
        return record_word(key)
    word = _KINDS.get(kind, {}).get(key)
    return _(word) if word else key


def states(kind: str) -> tuple[tuple[str, str], ...]:
    """The keys of a kind with their marked words, in their usual order."""
    return tuple(_KINDS[kind].items())


def known_states(kind: str) -> tuple[tuple[str, str], ...]:
    """The same; nothing for a kind whose keys are words of the book's own."""
    return tuple(_KINDS.get(kind, {}).items())


def record_word(kind: str) -> str:
    """What a kind of record is called."""
    return _(_RECORDS[kind]) if kind in _RECORDS else kind.replace("_", " ")


def operation_word(name: str) -> str:
    """What an operation of the trail is called."""
    return _(_OPERATIONS[name]) if name in _OPERATIONS else name


def series_word(name: str) -> str:
    """What the documents of a series of numbers are called; its own name if it has none of ours."""
    return _(_SERIES[name]) if name in _SERIES else name


def field_word(name: str) -> str:
    """What a field is called in the history; nothing for technical ones."""
    return _(FIELDS[name]) if name in FIELDS else ""


def method_word(code: str, name: str = "") -> str:
    """What a payment method is called: its own name where the book has one, else the usual word."""
    return _(name) if name else state_word("method", code)
