"""What the order editor shows, as plain data: of a stored order, of something kept, of an earlier step; and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.i18n import N_, _
from app.models.limits import exposure
from app.money import show
from app.queries import order_details
from app.queries.drafts import KeptDraft, kept_draft, kept_drafts
from app.queries.order_checks import TypedOrder
from app.queries.order_details import OrderDetail
from app.views.orders.editor_checks import typed_lines
from app.views.orders.editor_history import Snapshot
from app.views.orders.editor_keeping import NOUN, choose_kept, told
from app.views.orders.editor_totals import Standing
from app.views.orders.editor_watch import lines_of
from app.views.orders.lines_model import DraftLine
from app.views.orders.order_merge import Version
from app.views.texts import say

if TYPE_CHECKING:
    from app.views.orders.editor import OrderEditor


class EditorContent(QObject):
    """The content of one editor."""

    def __init__(self, page: OrderEditor) -> None:
        super().__init__(page)
        self.page = page

    def load(self, customer_id: int | None, kept: KeptDraft | None) -> None:
        """Show the order, the customer or what was kept; offer what was not finished if it is to be a new one."""
        page = self.page
        content = kept.content if kept is not None else None
        if page.order_id is not None:
            self._show_order(order_details.order(page.desk.actor, page.order_id))
            content = content or kept_draft(page.desk.actor, "order", page.order_id)
        elif customer_id is not None:
            page.head.choose_customer(customer_id)
            page.take_customer(customer_id)
        if content is not None:
            self._show_content(content)
        elif page.order_id is None and customer_id is None:
            self._offer()

    def _show_order(self, order: OrderDetail) -> None:
        page = self.page
        name = order.name
        say(
            page.title.setText,
            lambda: (
                _("Amend order {order}").format(order=name) if page.amend else _("Order {order}").format(order=name)
            ),
        )
        base = self.version_of(order)
        page.watch.begin(order, base)
        self.show_version(base)
        page.head.customer.setEnabled(not page.amend)
        page.head.kind.setEnabled(not page.amend)
        page.know(order.customer_id)

    def show_stored(self, order: OrderDetail) -> None:
        """Show an order as it was saved a moment ago, so that its lines are known by their numbers."""
        page = self.page
        page.loading = True
        self._show_order(order)
        page.loading = False
        page.count()

    def _show_content(self, kept: dict[str, Any]) -> None:
        """Show what was kept, and put it together with what became of the order meanwhile."""
        page = self.page
        typed = {part: dict(kept.get(part, {})) for part in page.forms}
        if "note" in kept:
            typed["money"]["note"] = kept["note"]
        self.show_version(Version(typed, tuple(_line(each) for each in kept.get("lines", []))))
        page.keeper.typing()
        page.banner.tell("info", N_("What you typed last time and did not save is here again."))
        based = kept.get("base")
        if based and kept.get("version") != page.watch.version:
            page.watch.base = Version(based["forms"], tuple(_line(each) for each in based["lines"]))
            page.watch.version = kept.get("version")
            page.watch.look()

    def _offer(self) -> None:
        """Offer what was not finished earlier, once: what is kept later is this order itself."""
        page = self.page
        found = kept_drafts(page.desk.actor, NOUN)
        if found:
            page.banner.tell("info", lambda: told(found), N_("Go on writing"), lambda: self._go_on_with(found))

    def _go_on_with(self, found: Sequence[KeptDraft]) -> None:
        page = self.page

        def go_on(draft: KeptDraft) -> None:
            if not page.keeper.touched:
                page.desk.shell.close_record(page)
            from app.views.orders.editor import open_kept

            open_kept(page.desk, draft)

        choose_kept(found, page.banner, go_on)

    def version_of(self, order: OrderDetail) -> Version:
        """What the editor shows of a stored order."""
        page = self.page
        forms = {"head": page.head.state_of(order), "ship_to": page.ship_to.state_of(order)}
        return Version({**forms, "money": page.money.state_of(order)}, tuple(lines_of(order)))

    def typed_version(self) -> Version:
        """What is typed now."""
        page = self.page
        return Version({part: form.state() for part, form in page.forms.items()}, tuple(page.model.lines))

    def show_version(self, version: Version) -> None:
        """Show this."""
        page = self.page
        before, page.loading = page.loading, True
        # The due date follows the terms while somebody chooses them; here it comes after them, as it was.
        for part in reversed(page.forms):
            page.forms[part].restore(dict(version.forms[part]))
        if list(version.lines) != page.model.lines:
            here = page.view.currentIndex()
            page.model.show_lines(list(version.lines))
            if here.isValid():
                page.view.setCurrentIndex(page.model.index(min(here.row(), len(page.model.lines)), here.column()))
        page.model.set_frame(**page.head.frame(), **page.money.frame())
        page.side.ship_to.show_words()
        page.loading = before
        if not before:
            page.typing()

    def snapshot(self) -> Snapshot:
        """What is shown now, for taking back."""
        page = self.page
        return ({part: form.state() for part, form in page.forms.items()}, tuple(page.model.lines))

    def show_snapshot(self, shown: Snapshot) -> None:
        """Show this again."""
        self.show_version(Version(shown[0], shown[1]))

    def kept(self) -> dict[str, Any]:
        """What is typed, as plain data to be kept."""
        page = self.page
        base = page.watch.base
        return {
            **{part: form.state() for part, form in page.forms.items()},
            "lines": [asdict(line) for line in page.model.lines],
            "version": page.watch.version,
            "amend": page.amend,
            "total": show(page.model.sums.total, page.desk.currency),
            "base": {"forms": base.forms, "lines": [asdict(line) for line in base.lines]} if base else None,
        }

    def standing(self) -> Standing:
        """What the order means for the customer's account, and what is earned on it."""
        page = self.page
        start, total = page.start_of, page.model.sums.total
        if not start.customer_id:
            return Standing(margin=page.model.margin(page.checker.checks.costs))
        worth = page.saving.worth
        owes = exposure(start.debt, start.balance or 0, total - worth) if start.debt is not None else None
        return Standing(owes, start.balance, start.credit_limit, page.model.margin(page.checker.checks.costs))

    def typed_order(self) -> TypedOrder:
        """The order as the checks take it."""
        page = self.page
        day = page.head.date.value() if page.head.date.understood() else None
        return TypedOrder(
            customer_id=page.head.customer.value(),
            date=day.isoformat() if day else "",
            total=page.model.sums.total,
            lines=typed_lines(page.model),
            order_id=page.order_id,
            worth=page.saving.worth,
            order_kind=page.head.kind.key(),
        )


def _line(kept: dict[str, Any]) -> DraftLine:
    worked = tuple(kept.get("worked", ("", "")))
    return DraftLine(**{**kept, "worked": worked})
