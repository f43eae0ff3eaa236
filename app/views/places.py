"""Region and city of an address: offered while somebody types, and read out of an address that was pasted whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit

from app.i18n import N_
from app.models import regions
from app.models.company import the_company
from app.models.regions import Region
from app.queries.choices import Choice
from app.views.desk import Desk
from app.views.widgets.form import Form
from app.views.widgets.suggest_field import SuggestField

FROM_ADDRESS = N_("From the address")


class Places:
    """Ties the fields of an address together. ``country`` gives the chosen country, empty for that of the book.

    Places are known of China; elsewhere the fields are plain text.
    """

    def __init__(self, desk: Desk, name: str, country: Callable[[], str], address: QLineEdit) -> None:
        self._desk, self._country, self._address = desk, country, address
        self.home = str(the_company().country)
        """The country of the book, which an empty one stands for."""
        self._form: Form | None = None
        self.region = SuggestField(f"{name}_region", self._provinces, desk)
        self.city = SuggestField(f"{name}_city", self._cities, desk)
        self.region.chosen.connect(lambda choice: self._take(choice.facts["region"]))
        self.city.chosen.connect(lambda choice: self._take(choice.facts["region"]))
        address.editingFinished.connect(self._read_address)

    def belongs_to(self, form: Form) -> None:
        """Show in this form what was read out of the address."""
        self._form = form

    def in_china(self) -> bool:
        """Whether the address lies in China."""
        return (self._country() or self.home) == "CN"

    def _provinces(self, typed: str) -> Sequence[Choice]:
        if not self.in_china():
            return ()
        return self._choices(regions.complete(typed) if typed else [Region(p) for p in regions.provinces()])

    def _cities(self, typed: str) -> Sequence[Choice]:
        if not self.in_china():
            return ()
        inside = self.region.text().strip()
        found = regions.complete(typed, within=inside) or regions.complete(typed)
        return self._choices(found)

    @staticmethod
    def _choices(found: Sequence[Region]) -> list[Choice]:
        return [
            Choice(i, place.name, "" if str(place) == place.name else str(place), {"region": place})
            for i, place in enumerate(found)
        ]

    def _take(self, place: Region) -> None:
        self.region.setText(place.province)
        self.city.setText(place.city)
        street = self._address.text()
        if place.district and place.district not in street:
            self._address.setText(f"{place.district}{street}")
            self._address.textEdited.emit(self._address.text())

    def _read_address(self) -> None:
        typed = self._address.text()
        if not typed.strip() or self.region.text().strip() or self.city.text().strip() or not self.in_china():
            return
        self._desk.read(
            lambda: regions.locate(typed),
            lambda found: self._located(typed, found),
            key=f"places.{id(self)}",
            owner=self._address,
        )

    def _located(self, typed: str, found: regions.Found | None) -> None:
        untouched = self._address.text() == typed and not self.region.text() and not self.city.text()
        if found is None or not found.sure or not untouched:
            return
        place = found.region
        self.region.setText(place.province)
        self.city.setText(place.city)
        rest = typed[: found.start] + place.district + typed[found.end :].lstrip(" ,，")
        self._address.setText(rest.strip())
        if self._form is not None:
            for key in ("region", "city"):
                self._form.fields[key].set_suggestion(FROM_ADDRESS)
