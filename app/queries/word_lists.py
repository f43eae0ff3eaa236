"""Words that the office keeps at hand for its customers: grades, sources, tags, stages and the like.

They are offered while somebody types, together with what is in use already; any other word can be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.i18n import N_, _
from app.models.actor import Actor
from app.models.base import connection
from app.models.search_key import normal, search_key
from app.queries.book_settings import setting
from app.queries.choices import Choice

SETTING = "words.{name}"
MOST = 60


@dataclass(frozen=True)
class WordList:
    """A list: its title and the words that a book begins with, as marked texts, and the column that uses it.

    ``many`` says that a field holds several words with commas between them.
    """

    title: str
    usual: tuple[str, ...]
    table: str
    column: str
    many: bool = False


WORD_LISTS: Mapping[str, WordList] = {
    "grades": WordList(N_("Grades"), ("A", "B", "C", "D"), "customer", "grade"),
    "sources": WordList(
        N_("Where customers come from"),
        (N_("Recommended"), N_("Website"), N_("Trade fair"), N_("Phone call"), N_("Marketplace"), N_("Walk-in")),
        "customer",
        "source",
    ),
    "tags": WordList(N_("Tags of customers"), (), "customer", "tags", many=True),
    "ways": WordList(
        N_("Ways of contact"),
        (N_("Phone"), N_("WeChat"), N_("E-mail"), N_("Visit"), N_("Other")),
        "follow_up",
        "way",
    ),
    "stages": WordList(
        N_("Stages"),
        (N_("First contact"), N_("Interested"), N_("Offer sent"), N_("Negotiating"), N_("Won"), N_("Lost")),
        "follow_up",
        "stage",
    ),
    "outcomes": WordList(
        N_("Outcomes"),
        (N_("Will think it over"), N_("Wants an offer"), N_("Wants samples"), N_("Will order"), N_("Not reached")),
        "follow_up",
        "outcome",
    ),
}


def usual_words(name: str) -> tuple[str, ...]:
    """The words of a list that nobody changed, in the user's language. KeyError for an unknown list."""
    return tuple(_(word) for word in WORD_LISTS[name].usual)


def kept_words(name: str) -> tuple[str, ...]:
    """The words that the office keeps in a list, else the usual ones. Quick: one row."""
    kept = setting(SETTING.format(name=name))
    return tuple(str(word) for word in kept) if isinstance(kept, list) else usual_words(name)


def words(_viewer: Actor, name: str, typed: str = "", limit: int = 12) -> list[Choice]:
    """The words of a list that hold what was typed (pinyin too): those of the office, then others by use."""
    found = dict.fromkeys((*kept_words(name), *_used(WORD_LISTS[name])))
    wanted = normal(typed)
    fitting = [word for word in found if not wanted or wanted in search_key(word)]
    return [Choice(number, word) for number, word in enumerate(fitting[:limit])]


def _used(words: WordList) -> list[str]:
    # Table and column are constants of this module.
    sql = (
        f"SELECT {words.column}, count(*) FROM {words.table} WHERE {words.column} <> '' "
        f"GROUP BY {words.column} ORDER BY 2 DESC LIMIT {10 * MOST if words.many else MOST}"
    )
    used = [str(row[0]) for row in connection().execute(sql)]
    if not words.many:
        return used
    single = dict.fromkeys(tag.strip() for tags in used for tag in tags.split(",") if tag.strip())
    return list(single)[:MOST]
