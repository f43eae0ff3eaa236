"""Names as statements write them, compared with those of customers: cut off, in pinyin, in capitals, masked, turned
round."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from app.matching.words import CHINESE_TAIL, PINYIN_TAIL, words
from app.models.search_key import normal, search_key

_HAN = re.compile("[\u3400-\u9fff]")
_HAN_RUN = re.compile(r"[\u3400-\u9fff*()]+")
_LATIN_RUN = re.compile(r"[a-z][a-z']*")
_MASKED = re.compile(r"^(?=.*\*)(?=.*[\u3400-\u9fff])[\u3400-\u9fff*]{2,}$")
_UMLAUT = re.compile("([aou])e(?=[^aeiou])")
_FEW = 400
"""A pair of characters or a word in more names than this finds nobody by itself."""


plain_of = lru_cache(maxsize=65_536)(normal)
"""A name as it is compared, remembered."""


@lru_cache(maxsize=65_536)
def chinese_core(name: str) -> str:
    """The Chinese characters of a name without what firms are called."""
    han = "".join(_HAN.findall(plain_of(name)))
    core = CHINESE_TAIL.sub("", han)
    return core if len(core) > 1 else han


@lru_cache(maxsize=65_536)
def latin_words(name: str) -> tuple[str, ...]:
    """The words of a Latin name, umlauts made one letter, without what firms are called."""
    folded = plain_of(name).replace("&", " and ").replace("'", "").replace("\u2019", "")
    found = tuple(_UMLAUT.sub(r"\1", word) for word in _LATIN_RUN.findall(folded))
    kept = tuple(word for word in found if word not in words("legal"))
    return kept or found


def letters(name: str) -> str:
    """A Latin name in one word, as pinyin is compared."""
    joined = "".join(_LATIN_RUN.findall(plain_of(name))).replace("'", "")
    cut = PINYIN_TAIL.sub("", joined)
    return cut if len(cut) > 3 else joined


@lru_cache(maxsize=65_536)
def sound_of(name: str) -> str:
    """The pinyin of a Chinese name without what firms are called."""
    core = chinese_core(name)
    return search_key(core).split(" ", 1)[0] if core else ""


class Names:
    """All names of the customers, looked up by how they are written on statements."""

    def __init__(self, called: Iterable[tuple[int, str]]) -> None:
        self._names: list[tuple[int, str]] = []
        self._pairs: dict[str, list[int]] = defaultdict(list)
        self._words: dict[str, list[int]] = defaultdict(list)
        self._sounds: dict[str, list[int]] = defaultdict(list)
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._people: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        self._count: Counter[str] = Counter()
        for owner, name in called:
            self._take(owner, name)

    def _take(self, owner: int, name: str) -> None:
        at = len(self._names)
        self._names.append((owner, name))
        self._exact[plain_of(name)].append(at)
        core = chinese_core(name)
        if core:
            for pair in set(_pairs(core)):
                self._pairs[pair].append(at)
            self._sounds[sound_of(name)[:6]].append(at)
            if len(core) <= 4:
                for place, character in enumerate(core):
                    self._people[(len(core), place, character)].append(at)
        else:
            told = set(latin_words(name))
            self._count.update(told)
            for word in told:
                self._words[word[:4]].append(at)

    def alike(self, written: str, *, within: bool = False) -> Mapping[int, float]:
        """Customers with a name like the written one, each with how alike it is (0 to 1).

        ``within``: the name stands somewhere in a description, so that other words beside it say nothing.
        """
        if not written.strip():
            return {}
        best: dict[int, float] = {}
        for at in self._candidates(written):
            owner, name = self._names[at]
            score = self._compare(written, name, within)
            if score > best.get(owner, 0.0):
                best[owner] = score
        return best

    def _candidates(self, written: str) -> set[int]:
        plain = plain_of(written)
        found = set(self._exact.get(plain, ()))
        squeezed = plain.replace(" ", "")
        if _MASKED.match(squeezed):
            return found | self._masked(squeezed)
        hits: Counter[int] = Counter()
        for run in _HAN_RUN.findall(plain):
            core = chinese_core(run)
            for pair in set(_pairs(core)):
                places = self._pairs.get(pair, ())
                if len(places) <= _FEW:
                    hits.update(places)
            found.update(self._sounds.get(sound_of(run)[:6], ()))
            if 2 <= len(core) <= 3:
                for length in (2, 3):
                    found.update(self._people.get((length, length - 1, core[-1]), ()))
        joined = letters(plain)
        if len(joined) >= 4 and not _HAN.search(plain):
            found.update(self._sounds.get(joined[:6], ()))
        for word in set(latin_words(plain)) - words("noise"):
            places = self._words.get(word[:4], ())
            if len(places) <= _FEW:
                hits.update(places)
            if len(word) == 3:
                for head, owners in self._words.items():
                    if head.startswith(word) and len(owners) <= _FEW:
                        hits.update(owners)
        found.update(at for at, _n in hits.most_common(24))
        return found

    def _masked(self, pattern: str) -> set[int]:
        found: set[int] | None = None
        for place, character in enumerate(pattern):
            if character != "*":
                here = set(self._people.get((len(pattern), place, character), ()))
                found = here if found is None else found & here
        return found or set()

    def _compare(self, written: str, name: str, within: bool) -> float:
        plain = plain_of(written)
        if plain == plain_of(name):
            return 1.0
        core = chinese_core(name)
        if core:
            return self._compare_chinese(plain, core, name, within)
        told = [word for word in latin_words(plain) if word not in words("noise")]
        wanted = latin_words(name)
        if not told or not wanted:
            return 0.0
        return self._compare_words(told, wanted, within or bool(_HAN.search(plain)))

    def _compare_chinese(self, plain: str, core: str, name: str, within: bool) -> float:
        squeezed = plain.replace(" ", "")
        if _MASKED.match(squeezed):
            same = len(squeezed) == len(core) and all(a in ("*", b) for a, b in zip(squeezed, core, strict=True))
            return 0.6 if same else 0.0
        han = "".join(_HAN.findall(plain))
        if not han:
            return _sounds_alike(letters(plain), sound_of(name))
        mine = chinese_core(han)
        if mine == core:
            return 1.0
        if core in han:
            # A short name may be part of another word or name; in a description it has to stand by itself.
            if len(core) >= 4:
                return 0.95
            standing = {chinese_core(run) for run in _HAN_RUN.findall(plain)}
            return 0.9 if core in standing else 0.55 if within and len(core) == 3 else 0.3
        if mine in core:
            return 0.95 if core.startswith(mine) and len(mine) >= 4 else 0.85 if len(mine) >= 4 else 0.6
        if len(mine) == len(core) > 3 and sound_of(mine) == sound_of(name):
            return 0.9
        if len(core) <= 3:
            return 0.35 if len(mine) == len(core) and mine[1:] == core[1:] else 0.2 if mine[-1:] == core[-1:] else 0.0
        here, there = set(_pairs(mine)), set(_pairs(core))
        shared = len(here & there)
        if not shared:
            return 0.0
        recall = shared / len(there)
        share = max(recall, 0.0 if within else shared / len(here))
        return min(0.95, share if len(here) > 2 else share * 0.7)

    def _compare_words(self, told: list[str], wanted: tuple[str, ...], within: bool) -> float:
        whole = met = 0.0
        used: set[int] = set()
        for want in wanted:
            weight = self._weight(want)
            whole += weight
            fits = [(_word(said, want), i) for i, said in enumerate(told) if i not in used]
            fit, place = max(fits, default=(0.0, -1))
            if fit > 0:
                used.add(place)
                met += weight * fit
        recall = met / whole if whole else 0.0
        if len(told) > 1 and len(used) == len(told) and tuple(told) == wanted[: len(told)]:
            # The name was cut off.
            return max(0.85, recall)
        if within:
            return recall
        other = sum(self._weight(said) for i, said in enumerate(told) if i not in used)
        mine = sum(self._weight(said) for i, said in enumerate(told) if i in used)
        precision = mine / (mine + other) if mine else 0.0
        return recall * (0.55 + 0.45 * precision)

    def _weight(self, word: str) -> float:
        return (1.0 if len(word) > 1 else 0.4) / math.sqrt(1 + self._count.get(word, 0))


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _sounds_alike(joined: str, sound: str) -> float:
    if not joined or not sound:
        return 0.0
    if joined == sound:
        return 0.95
    if len(joined) >= 8 and (sound.startswith(joined) or joined.startswith(sound)):
        return 0.85
    # A character with two readings may be spelled the other way.
    if len(joined) >= 12 and SequenceMatcher(None, joined, sound, autojunk=False).ratio() >= 0.9:
        return 0.8
    return 0.0


@lru_cache(maxsize=65_536)
def _word(said: str, want: str) -> float:
    """How well a written word stands for a word of a name."""
    if said == want:
        return 1.0
    short, long = sorted((said, want), key=len)
    if len(short) == 1:
        return 0.5 if long.startswith(short) and len(said) == 1 else 0.0
    if len(short) >= 3 and long.startswith(short) and short == said:
        return 0.85
    if len(short) >= 5 and long.startswith(short):
        return 0.7
    if short[0] == long[0] and len(short) >= 3 and _in_order(said, want):
        return 0.6
    if len(short) >= 5 and len(long) - len(short) <= 1 and _near(said, want):
        return 0.85
    return 0.0


def _in_order(short: str, long: str) -> bool:
    """Are the letters of an abbreviation those of the word, in order and without vowels?"""
    if len(short) >= len(long) or any(c in "aeiou" for c in short[1:]):
        return False
    rest = iter(long)
    return all(c in rest for c in short)


def _near(one: str, other: str) -> bool:
    """Do two words differ by one letter (changed, missing or two swapped)?"""
    if len(one) == len(other):
        places = [i for i in range(len(one)) if one[i] != other[i]]
        if len(places) == 1:
            return True
        return len(places) == 2 and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
