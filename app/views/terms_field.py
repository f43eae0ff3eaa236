"""A choice of payment terms: those of the office, and the ones that a customer or an order has already."""

from __future__ import annotations

from app.i18n import N_, _
from app.models.terms import terms_from
from app.queries.payment_terms import offered_terms, usual_terms
from app.views.texts import Saying, spoken
from app.views.widgets.key_field import KeyField

AS_USUAL = N_("As usual")
AS_IT_IS = N_("As agreed so far")


def usual_words() -> str:
    """What holds where no terms are chosen."""
    return _("As usual: {terms}").format(terms=usual_terms().words(_))


class TermsField(KeyField):
    """``key()`` is the key of the chosen terms; empty where those hold that are usual, which comes first."""

    def __init__(self, name: str, unchosen: Saying = AS_USUAL) -> None:
        terms = offered_terms()
        self._known = {each.key: each for each in terms}
        self._unchosen = unchosen
        super().__init__(name, self._choices())
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(KeyField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _choices(self) -> list[tuple[str, Saying]]:
        return [("", self._unchosen), *((key, (lambda t=t: t.words(_))) for key, t in self._known.items())]

    def told(self, key: str) -> str:
        """Terms in words, also such as are not offered here."""
        return terms_from(key).words(_) if key else spoken(self._unchosen)

    def name_unchosen(self, unchosen: Saying) -> None:
        """Say otherwise what it means that no terms are chosen."""
        self._unchosen = unchosen
        self.offer(self._choices())

    def choose_terms(self, key: str) -> None:
        """Choose terms, also such as the office no longer offers."""
        if key and key not in self._known:
            self._known[key] = terms_from(key)
            self.offer(self._choices())
        self.choose(key)
