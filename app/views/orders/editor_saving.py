"""Saves what is typed into the order editor: looks at it first, runs the operations, shows problems at their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from app.errors import ChangedMeanwhile, NeedsConfirmation, Problems, UserError
from app.i18n import N_, _
from app.operations import amendments, order_course, orders
from app.operations.inputs import OrderInput
from app.queries import order_details
from app.queries.order_details import OrderDetail
from app.views import problems
from app.views.orders.editor_missing import Lack
from app.views.orders.lines_model import DISCOUNT, EACH, NUMBER, TITLES, WHAT
from app.views.texts import say, spoken
from app.views.widgets.labelled_field import LabelledField

if TYPE_CHECKING:
    from app.views.orders.editor import OrderEditor

_COLUMNS = {"quantity": NUMBER, "unit_price": EACH, "description": WHAT, "discount_rate": DISCOUNT}
_CARRIED = ("terms", "cash_rounding", "ship_country", "carrier", "document_note", "tags")


class Saving(QObject):
    """Saves one editor."""

    def __init__(self, page: OrderEditor) -> None:
        super().__init__(page)
        self.page, self.desk = page, page.desk
        self.busy = False
        self.worth = 0
        self.refused: list[Lack] = []
        """What the last try was refused for that no field of the editor says, with the way there."""
        self._carried: dict[str, Any] = {}

    def begin(self, order: OrderDetail) -> None:
        """Take over what the editor does not show of a stored order, so that saving leaves it as it is."""
        self.worth = order.worth
        self._carried = {name: getattr(order, name) for name in _CARRIED}

    # What is missing

    def lacks(self) -> list[Lack]:
        """Everything that must be there or be put right before the order can be confirmed."""
        page = self.page
        found: list[Lack] = []
        if page.head.customer.value() is None:
            found.append(Lack(_("Choose a customer"), lambda: self._go(page.head.fields["customer_id"])))
        rows = page.model.typed_rows()
        if not rows:
            found.append(Lack(_("Add a line"), page.view.start))
        cells = {cell for cell in page.model.errors if cell[0] in rows}
        cells |= {(row, NUMBER) for row in rows if page.model.line(row).quantity <= 0}
        for row, column in sorted(cells):
            words = _("Line {n}: {field}").format(n=row + 1, field=_(TITLES[column]))
            found.append(Lack(words, lambda row=row, column=column: page.view.go_to(row, column)))
        for field in self._wrong_fields():
            found.append(Lack(spoken(field.caption), lambda field=field: self._go(field)))
        return found

    def _wrong_fields(self) -> list[LabelledField]:
        page = self.page
        wrong = [f for form in page.forms.values() for f in form.fields.values() if f.error and f.name != "customer_id"]
        day = page.head.fields["date"]
        if not page.head.date.text().strip() and day not in wrong:
            wrong.append(day)
        if page.amend and not page.money.reason().strip():
            why = page.money.fields["reason"]
            wrong += [why] if why not in wrong else []
        return wrong

    def _go(self, field: LabelledField) -> None:
        if field.name in self.page.ship_to.fields and self.page.ship_to.isHidden():
            self.page.side.ship_to.unfold()
        field.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # Saving

    def save(self, *, confirm: bool) -> None:
        """Save, and confirm if asked; nothing happens beyond saying what is wrong if something is."""
        page = self.page
        page.view.commit()
        if self.busy or page.watch.open:
            return
        self.refused = []
        page.banner.dismiss()
        for form in page.forms.values():
            form.clear_problems()
        if not self._looks_right(confirm):
            page.say_missing()
            return
        content = self.content()
        self._set_busy(True)
        order_id, version = page.order_id, page.watch.version
        if page.amend and order_id is not None:
            reason = page.money.reason()
            self._perform(lambda actor: amendments.amend_order(actor, order_id, content, reason, version), self._done)
        elif order_id is None:
            self._perform(lambda actor: orders.make_order(actor, content), lambda d: self._saved(d.value, confirm))
        else:
            self._perform(
                lambda actor: orders.edit_order(actor, order_id, content, version),
                lambda _d: self._saved(order_id, confirm),
            )

    def _looks_right(self, confirm: bool) -> bool:
        """Mark everything that is missing or not understood, and go to the first of it."""
        page = self.page
        for form in page.forms.values():
            form.read_all()
        if page.head.customer.value() is None:
            page.head.fields["customer_id"].set_error(_("Choose the customer first."))
        if not page.head.date.text().strip():
            page.head.fields["date"].set_error(_("Choose a date."))
        for row in page.model.typed_rows():
            if page.model.line(row).quantity <= 0:
                page.model.set_error(row, NUMBER, _("The quantity must be more than zero."))
        if page.amend and not page.money.reason().strip():
            page.money.fields["reason"].set_error(_("Say why the order is amended."))
        found = self.lacks()
        if not confirm:
            nothing = not page.model.typed_rows()
            found = [lack for lack in found if not nothing or lack.text != _("Add a line")]
        if found:
            found[0].go()
        return not found

    def content(self) -> OrderInput:
        """What is typed, as an operation takes it. Raises UserError at the first field that is not understood."""
        page = self.page
        customer = page.head.customer.value()
        if customer is None:
            raise UserError(_("Choose the customer first."), field="customer_id", code="no_customer")
        return OrderInput(
            customer_id=customer,
            lines=tuple(page.model.line(row).typed() for row in page.model.typed_rows()),
            **self._carried,
            **page.head.values(),
            **page.ship_to.values(),
            **page.money.values(),
        )

    def _perform(self, call: Any, done: Any) -> None:
        self.desk.perform(
            call,
            on_done=done,
            on_problem=self._failed,
            on_question=self._asked,
            origin=self.page,
            owner=self.page,
            title=_("Save order"),
        )

    def _saved(self, order_id: int, confirm: bool) -> None:
        page = self.page
        page.keeper.drop()
        page.order_id = page.keeper.record_id = order_id
        page.setObjectName(f"order_editor_{order_id}")
        order = order_details.order(self.desk.actor, order_id)
        page.watch.begin(order, page.content.version_of(order))
        if confirm:
            version = page.watch.version
            self._perform(lambda actor: orders.confirm_order(actor, order_id, version), self._done)
            return
        page.content.show_stored(order)
        self._set_busy(False)
        say(page.state.setText, N_("Saved"))
        self.desk.shell.tell(_("The draft is saved."))

    def _done(self, result: Any) -> None:
        self._set_busy(False)
        page = self.page
        page.keeper.drop()
        order_id = page.order_id
        said = {
            "review": N_("The order was sent to review."),
            "confirmed": N_("The order is confirmed."),
        }.get(str(result.value), N_("The order is saved."))
        from app.views.orders import open_order

        shell = self.desk.shell
        shell.close_record(page)
        if order_id is not None:
            open_order(self.desk, shell, order_id)
        shell.tell(_(said))

    def _asked(self, question: NeedsConfirmation, go_on: Any) -> None:
        yes = problems.ask(question, self.page)
        if not yes:
            self._set_busy(False)
        go_on(yes)

    # Problems

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, ChangedMeanwhile):
            self.page.watch.look()
        elif isinstance(error, UserError):
            self.show_problem(error)
        else:
            problems.show(error, parent=self.page)

    def show_problem(self, problem: UserError) -> None:
        """Say what was refused, each part of it at its field and as a link above."""
        page = self.page
        self.refused = []
        several = problem.problems if isinstance(problem, Problems) else (problem,)
        rows = page.model.typed_rows()
        left = []
        for each in several:
            parts = each.field.split(".")
            if len(parts) == 3 and parts[0] == "lines" and parts[1].isdigit() and int(parts[1]) <= len(rows):
                page.model.set_error(rows[int(parts[1]) - 1], _COLUMNS.get(parts[2], WHAT), each.message)
                left.append(each.message)
            elif not any(form.show_problem(each) for form in page.forms.values()):
                left.append(each.message)
                self.refused += self._ways(each)
        if left:
            page.banner.tell("danger", lambda: " ".join(left))
        page.say_missing()
        found = self.lacks()
        if found:
            found[0].go()

    def _ways(self, problem: UserError) -> list[Lack]:
        page = self.page
        if problem.field == "lines":
            return [Lack(_("Add a line") if problem.code == "no_lines" else _("Check the lines"), page.view.start)]
        if problem.field == "hold" and page.order_id is not None:
            return [Lack(_("Release the order"), self._release)]
        return []

    def _release(self) -> None:
        page, order_id = self.page, self.page.order_id
        if order_id is None:
            return

        def released(_done: Any) -> None:
            self.refused = []
            page.banner.dismiss()
            page.say_missing()

        self.desk.perform(
            lambda actor: order_course.hold_order(actor, order_id, ""),
            on_done=released,
            owner=page,
            title=_("Release the order"),
        )

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.page.save.setEnabled(not busy)
        self.page.discard.setEnabled(not busy)
        self.page.say_missing()
