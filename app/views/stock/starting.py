"""Beginning a stocktake: of everything, of one category, or of chosen products."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.i18n import N_, _, ngettext
from app.operations.stocktakes import start_stocktake
from app.queries import choices
from app.views.desk import Desk
from app.views.texts import follow
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label


class StartStocktake(FormDialog):
    """Asks what is to be counted; ``chosen`` are products that were selected beforehand."""

    def __init__(self, desk: Desk, chosen: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(desk, "start_stocktake", N_("New stocktake"), N_("Start counting"), parent=parent)
        self._chosen = tuple(chosen)
        self.scope = QComboBox()
        self.scope.setObjectName("start_stocktake_scope")
        self._categories = choices.categories(desk.actor)
        self.note = QLineEdit()
        self.note.setObjectName("start_stocktake_note")
        self.form.add("scope", N_("What is counted"), self.scope, required=True)
        self.form.add("note", N_("Note"), self.note, hint=N_("Which shelf, who counts…"))
        told = N_("Sales and receipts go on while you count. What moves after a product was counted is no difference.")
        self.form.add_widget(label(told, "muted", "start_stocktake_told", wrap=True))
        follow(self._fill)
        self._fill()

    def _fill(self) -> None:
        place = max(0, self.scope.currentIndex())
        self.scope.clear()
        if self._chosen:
            count = len(self._chosen)
            self.scope.addItem(
                ngettext("The selected product", "The {n} selected products", count).format(n=count), "chosen"
            )
        self.scope.addItem(_("All products"), "all")
        for each in self._categories:
            self.scope.addItem(_("Category {name}").format(name=each.title), each.id)
        self.scope.setCurrentIndex(min(place, self.scope.count() - 1))

    def accept_form(self) -> None:
        scope, note = self.scope.currentData(), self.note.text()
        category = scope if isinstance(scope, int) else None
        chosen = self._chosen if scope == "chosen" else None
        self.submit(lambda actor: start_stocktake(actor, category, chosen, note))
