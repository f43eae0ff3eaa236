"""How far an order is: the steps of its life, and how far it is paid, shipped and invoiced."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import _
from app.money import QUANTITY, Currency, show, show_scaled
from app.queries.order_details import OrderDetail
from app.views.orders.actions import ACTIONS
from app.views.values import local_moment, word_of
from app.views.widgets.stepper import Stage, Step

_PATH = ("draft", "confirmed", "processing", "completed")
_ASIDE = ("quoted", "review")
# What leads to a state, the first of them that is allowed.
_LEADS: Mapping[str, tuple[str, ...]] = {
    "draft": ("return_to_draft",),
    "quoted": ("quote_order",),
    "review": ("send_to_review",),
    "confirmed": ("confirm_order",),
    "processing": ("start_order", "reopen_order"),
    "completed": ("complete_order",),
}
_MOVES: Mapping[str, tuple[str, ...]] = {
    "collection": ("record_payment",),
    "delivery": ("ship_order",),
    "invoicing": ("issue_invoice", "request_invoice"),
}
_RESTS = {"collection": ("nothing_due", "unpaid"), "delivery": ("nothing_to_ship", "waiting"), "invoicing": ("none",)}


def order_steps(order: OrderDetail) -> tuple[Step, ...]:
    """The steps from draft to completed; a cancelled order stopped where it was."""
    reached = {m.key: (local_moment(m.at), m.user) for m in order.milestones}
    reached.setdefault("state.draft", (local_moment(order.created_at), ""))
    for key, moment in (("confirmed", order.confirmed_at), ("completed", order.completed_at)):
        if moment:
            reached.setdefault(f"state.{key}", (local_moment(moment), ""))
    if order.state == "cancelled":
        path = [key for key in ("draft", "quoted", "confirmed", "processing") if f"state.{key}" in reached]
        path.append("cancelled")
    else:
        path = list(_PATH)
        if order.state in _ASIDE:
            path.insert(1, order.state)
        elif (order.state == "draft" and "quote_order" in order.actions) or "state.quoted" in reached:
            path.insert(1, "quoted")
    at = path.index(order.state)
    return tuple(_step(order, key, place - at, reached, last=place == len(path) - 1) for place, key in enumerate(path))


def _step(order: OrderDetail, key: str, ahead: int, reached: Mapping[str, tuple[str, str]], *, last: bool) -> Step:
    stage: Stage = "done" if ahead < 0 or (ahead == 0 and last) else "current" if ahead == 0 else "ahead"
    if key == "cancelled":
        stage = "stopped"
    when, who = reached.get(f"state.{key}", ("", "")) if ahead <= 0 else ("", "")
    action = "" if ahead == 0 else _allowed(order, _LEADS.get(key, ()))
    why = ""
    if ahead > 0 and not action:
        why = _why(order, _LEADS.get(key, ()))
        action = _LEADS[key][0] if key in _LEADS else ""
    does = _(ACTIONS[action].text) if action else ""
    return Step(word_of("state", key), stage, when, who, key, action, does, why)


def order_tracks(order: OrderDetail, currency: Currency) -> tuple[Step, ...]:
    """How far the order is paid, shipped and invoiced. A quiet track of a draft is left out."""
    moved = {m.key: (local_moment(m.at)[:10], m.user) for m in order.milestones}
    names = {"collection": _("Collection"), "delivery": _("Delivery"), "invoicing": _("Invoicing")}
    found = []
    for key, title in names.items():
        if key != "delivery" and not order.shows_money:
            continue
        state = str(getattr(order, key))
        rests = state in _RESTS[key]
        when, who = ("", "") if rests else moved.get(key, ("", ""))
        action = _allowed(order, _MOVES[key])
        why = "" if action else _why(order, _MOVES[key])
        action = action or _MOVES[key][0]
        text = word_of(key, state)
        amount = _so_far(order, key, currency)
        found.append(
            Step(
                f"{text} {amount}".strip(),
                "ahead" if rests else "done",
                when,
                who,
                key,
                action,
                _(ACTIONS[action].text),
                why,
                track=title,
                look=state,
            )
        )
    return tuple(found)


def _so_far(order: OrderDetail, key: str, currency: Currency) -> str:
    if key == "collection" and order.collection in ("partly_paid", "overpaid"):
        return show(order.paid - order.refunded, currency)
    if key == "invoicing" and order.invoicing == "partly_invoiced":
        return show(order.invoiced, currency)
    if key == "delivery" and order.delivery == "partly_shipped":
        goods = [n for n in order.lines if n.line_kind == "goods"]
        shipped = show_scaled(sum(n.shipped for n in goods), QUANTITY)
        return f"{shipped} / {show_scaled(sum(n.quantity - n.ended for n in goods), QUANTITY)}"
    return ""


def _allowed(order: OrderDetail, names: tuple[str, ...]) -> str:
    return next((name for name in names if name in order.actions), "")


def _why(order: OrderDetail, names: tuple[str, ...]) -> str:
    return next((order.why_not[name] for name in names if name in order.why_not), "")
