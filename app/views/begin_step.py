"""After the first book is made: what to begin with."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QWidget

from app.i18n import N_
from app.views.place_step import step_page
from app.views.texts import say
from app.views.widgets.choices import radio_button
from app.views.widgets.labels import Card, label

BEGINNINGS = (
    (
        "empty",
        N_("With an empty book"),
        N_("You enter the first customer, product and order yourself."),
    ),
    (
        "import",
        N_("With a file of mine"),
        N_("An Excel or CSV file with orders. You see what will come in before anything does."),
    ),
    (
        "sample",
        N_("With a sample business"),
        N_("A shop with a year of trade to try everything out, marked as a sample and put away with one click."),
    ),
)


class BeginStep(QWidget):
    """Three ways to begin; the arrow keys choose, Enter goes on."""

    def __init__(self) -> None:
        super().__init__()
        _page, column = step_page(
            N_("Your book is ready. How do you want to begin?"), N_("You can do the others later."), "begin_step", self
        )
        self.beginnings = QButtonGroup(self)
        for number, (key, title, hint) in enumerate(BEGINNINGS):
            choice = radio_button(title, f"begin_{key}", checked=number == 0)
            say(choice.setAccessibleDescription, hint)
            self.beginnings.addButton(choice, number)
            card = Card(f"begin_{key}_card", padding=12)
            card.body.setSpacing(0)
            card.body.addWidget(choice)
            note = label(hint, "hint", f"begin_{key}_hint", wrap=True)
            note.setContentsMargins(24, 0, 0, 4)
            card.body.addWidget(note)
            column.addWidget(card)
        column.addStretch(1)

    @property
    def beginning(self) -> str:
        """``empty``, ``import`` or ``sample``."""
        return BEGINNINGS[max(0, self.beginnings.checkedId())][0]
