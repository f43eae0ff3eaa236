"""Which product is meant: by code, name, other name, the end of a name, or by how it sounds or looks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from app.i18n import N_
from app.models.search_key import normal, search_key
from app.paste.draft import Goods

PART_OF_NAME = N_("Only a part of the name was said.")
SEVERAL = N_("Several products may be meant.")
SOUNDS = N_("It is written otherwise, but sounds the same.")
LOOKS = N_("The name is written a little otherwise.")
UNKNOWN = N_("No product of this name is known.")

_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\d+(?:\.\d+)?|[\n,;。、!?|*×@:()/+=]")
_BREAK = frozenset("\n,;。、!?|*×@:()/+=")
_SPEC = re.compile(
    r"[\s(]*\d+(?:\.\d+)?\s*(?:mm|cm|ml|kg|gsm|inch|oz|lb|g|l|m|克|公斤|千克|斤|毫升|升|毫米|厘米|米|寸|"
    r"枚装|支装|片装|个装|装|包|支|片)(?:\s*[/*x×]\s*\S+)?[\s)]*$"
)
_FULL, _PART = 0, 1
_ALIKE = 0.62


@dataclass(frozen=True)
class Token:
    """One character of Chinese, one word, one number, or a sign that separates."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Hit:
    """Products that are called so between ``start`` and ``end``; ``whole`` if by a full name, code or other name."""

    start: int
    end: int
    products: tuple[int, ...]
    whole: bool


@dataclass(frozen=True)
class Answer:
    """The product that words mean, other ones that they may mean, and why that is doubtful (nothing: it is not)."""

    product: int | None
    others: tuple[int, ...] = ()
    doubt: str = ""


def tokens(text: str) -> list[Token]:
    """The words of a plain text with their places."""
    return [Token(_stem(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text)]


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses", "toes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _words(text: str) -> tuple[str, ...]:
    return tuple(t.text for t in tokens(text) if t.text not in _BREAK)


class Shelf:
    """The products of a book, ready to be looked up."""

    def __init__(self, products: Iterable[Goods]) -> None:
        self.products = {p.id: p for p in products}
        self._keys: dict[str, dict[tuple[str, ...], tuple[int, set[int]]]] = {}
        self._codes: set[tuple[str, ...]] = set()
        self._spelled: dict[str, set[int]] = {}
        self._grams: dict[str, set[int]] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        for product in self.products.values():
            self._add(product)

    def _add(self, product: Goods) -> None:
        code = normal(product.code)
        whole: list[tuple[str, ...]] = []
        if re.search("[a-z]", code) or len(code) >= 4:
            self._codes.add(_words(code))
            whole.append(_words(code))
        called = [normal(n) for n in (product.name, *product.aliases)]
        bare = [_SPEC.sub("", name) or name for name in called]
        for name in dict.fromkeys((*called, *bare)):
            whole.append(_words(name))
        for key in whole:
            self._put(key, product.id, _FULL)
        for key in {_words(name) for name in bare}:
            for part in _parts(key):
                self._put(part, product.id, _PART)
                if not part[0].isascii():
                    self._spelled.setdefault(_spelling("".join(part)), set()).add(product.id)
        self._names[product.id] = tuple(dict.fromkeys(bare))
        for name in self._names[product.id]:
            self._spelled.setdefault(_spelling(name), set()).add(product.id)
            for gram in _grams(name):
                self._grams.setdefault(gram, set()).add(product.id)

    def _put(self, key: tuple[str, ...], product: int, rank: int) -> None:
        if not key or len("".join(key)) < 2 or (len(key) == 1 and key[0].isdigit()):
            return
        held = self._keys.setdefault(key[0], {})
        known = held.get(key)
        if known is None or rank < known[0]:
            held[key] = (rank, {product})
        elif rank == known[0]:
            known[1].add(product)

    def hits(self, text: str) -> list[Hit]:
        """Where a plain text names products, the longest names first at each place."""
        found: list[Hit] = []
        read = tokens(text)
        at = 0
        while at < len(read):
            best: tuple[int, int, set[int]] | None = None
            for key, (rank, products) in self._keys.get(read[at].text, {}).items():
                if (best is None or len(key) > best[0]) and self._stands(text, read, at, key):
                    best = len(key), rank, products
            if best is None:
                at += 1
                continue
            length, rank, products = best
            found.append(Hit(read[at].start, read[at + length - 1].end, tuple(sorted(products)), rank == _FULL))
            at += length
        return found

    def _stands(self, text: str, read: list[Token], at: int, key: tuple[str, ...]) -> bool:
        if len(read) - at < len(key) or any(read[at + i].text != word for i, word in enumerate(key)):
            return False
        last = read[at + len(key) - 1]
        inner = text[read[at].start : last.end]
        if "\n" in inner or (
            key in self._codes
            and (
                " " in inner
                or (
                    text[last.end : last.end + 1].isalnum()
                    and key[-1].isascii()
                    and text[last.end : last.end + 1].isascii()
                )
            )
        ):
            return False
        return not (
            key[0].isascii()
            and read[at].start
            and text[read[at].start - 1].isascii()
            and text[read[at].start - 1].isalnum()
        )

    def answer(self, words: str, hit: Hit | None = None) -> Answer:
        """Which product these words mean; ``hit`` is the part of them that names products."""
        said = normal(words)
        if hit is not None and hit.whole and len(hit.products) == 1:
            return Answer(hit.products[0])
        alike = self._alike(said)
        if hit is not None:
            if len(hit.products) == 1:
                only = hit.products[0]
                return Answer(only, tuple(p for p in alike if p != only)[:4])
            ranked = sorted(hit.products, key=lambda p: (-self._score(said, p), p))
            return Answer(ranked[0], tuple(ranked[1:6]), SEVERAL)
        by_sound = self._spelled.get(_spelling(said), set()) if re.search("[\u3400-\u9fff]", said) else set()
        if len(by_sound) == 1:
            return Answer(next(iter(by_sound)), tuple(alike)[:4], SOUNDS)
        if alike and self._score(said, alike[0]) >= _ALIKE:
            return Answer(alike[0], tuple(alike[1:5]), LOOKS)
        return Answer(None, tuple(alike[:4]), UNKNOWN)

    def _alike(self, said: str) -> list[int]:
        close: dict[int, int] = {}
        for gram in _grams(said):
            for product in self._grams.get(gram, ()):
                close[product] = close.get(product, 0) + 1
        likely = sorted(close, key=lambda p: -close[p])[:40]
        scored = [(self._score(said, p), p) for p in likely]
        return [p for score, p in sorted(scored, key=lambda each: (-each[0], each[1])) if score >= 0.4]

    def _score(self, said: str, product: int) -> float:
        best = 0.0
        for name in self._names[product]:
            best = max(best, SequenceMatcher(None, said, name).ratio())
            if re.search("[\u3400-\u9fff]", said):
                best = max(best, SequenceMatcher(None, _spelling(said), _spelling(name)).ratio() * 0.9)
        return best


def _count(text: str) -> int:
    return len(re.findall(r"\w", text))


def _parts(key: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The ends of a name that people use instead of it: two characters or a word at least."""
    found = []
    for at in range(1, len(key)):
        part = key[at:]
        letters = sum(len(w) for w in part)
        if all(len(w) == 1 and not w.isascii() for w in part):
            if len(part) >= 2:
                found.append(part)
        elif letters >= 5 and len(part) >= 2:
            found.append(part)
    return found


@lru_cache(maxsize=16384)
def _spelling(text: str) -> str:
    return search_key(re.sub(r"\s", "", text)).split(" ")[0] if text else ""


def _grams(text: str) -> set[str]:
    bare = "".join(c for c in text if c.isalnum())
    return {c for c in bare if not c.isascii()} | {
        bare[i : i + 3] for i in range(len(bare) - 2) if bare[i : i + 3].isascii()
    }
