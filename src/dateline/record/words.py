"""Words as they are compared between documents: how rare, of what stem, and a small vector each.

``data/record/words.npz`` is made by ``training/coreference``: in how many documents of news a word
stands, the word that it is a form of, and 48 numbers of eight bits from the encoder's own table of
pieces. They are looked up, not computed, so that comparing statements costs no run of the encoder
and nothing has to be kept beside the statement.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from dateline.errors import DataError

Floats = NDArray[np.float32]
Bag = dict[str, float]
_WORD = re.compile(r"[^\W_]+")
# Words that stand in more than a third of all documents tell nothing of one.
_COMMON = math.log(3)


class Words:
    """The table: documents counted, and by word its count, stem and vector."""

    def __init__(self) -> None:
        try:
            with (
                as_file(files("dateline.data").joinpath("record/words.npz")) as path,
                np.load(path, allow_pickle=False) as stored,
            ):
                words = str(stored["words"]).split("\n")
                self._rows = {word: i for i, word in enumerate(words)}
                idf = np.log(float(stored["documents"]) / stored["counts"])
                self._rare: dict[str, float] = dict(zip(words, idf.tolist(), strict=True))
                self._weights = idf.astype(np.float32)
                self._most: float = math.log(float(stored["documents"]))
                self._stems = dict(
                    line.split(" ") for line in str(stored["stems"]).split("\n") if line
                )
                self._vectors = stored["vectors"].astype(np.float32)
        except (OSError, ValueError, KeyError) as error:
            raise DataError(f"record/words.npz: {error}") from error

    def known(self) -> list[str]:
        """The words of the table."""
        return list(self._rows)

    def rarity(self, word: str) -> float:
        """The logarithm of one in how many documents has the word; greatest if it is not known."""
        return self._rare.get(word, self._most)

    def stem(self, word: str) -> str:
        """The word that it is a form of: "withdrew" of "withdraw"."""
        return self._stems.get(word, word)

    def bag(self, words: Iterable[str]) -> Bag:
        """The words that tell something, each with its weight; the squares sum to one."""
        rare, most = self._rare.get, self._most
        return _unit({w: r for w in words if (r := rare(w, most)) > _COMMON})

    def profile(self, words: Iterable[str]) -> Bag:
        """The same of a whole document: a word said often weighs more."""
        rare, most = self._rare.get, self._most
        return _unit(
            {
                w: (1 + math.log(n)) * r if n > 1 else r
                for w, n in Counter(words).items()
                if (r := rare(w, most)) > _COMMON
            }
        )

    def vector(self, words: Iterable[str]) -> Floats:
        """The mean of the words' vectors by rarity, of length one; zeros where none is known."""
        rows = [row for w in words if (row := self._rows.get(w)) is not None]
        if not rows:
            return np.zeros(self._vectors.shape[1], np.float32)
        mean = self._weights[rows] @ self._vectors[rows]
        out: Floats = mean / (float(np.linalg.norm(mean)) or 1.0)
        return out


@cache
def table() -> Words:
    """The table of the package, loaded once a process."""
    return Words()


def split(text: str) -> list[str]:
    """The words of a text, without capitals."""
    return _WORD.findall(text.casefold())


def shared(one: Bag, other: Bag) -> float:
    """The cosine of two bags, 0 to 1; the same whatever the order of their words."""
    if not one or not other:
        return 0.0
    both = one.keys() & other.keys()
    return math.fsum([one[word] * other[word] for word in both]) if both else 0.0


def _unit(weighed: Bag) -> Bag:
    length = math.sqrt(sum(r * r for r in weighed.values()))
    return {w: r / length for w, r in weighed.items()} if length else {}
