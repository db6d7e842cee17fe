"""How likely two tellings are of one event: a learned, calibrated score of a pair.

What is compared: the words that tell of it (stem and vector), who did it to whom, the sentences and
the documents. A small network weighs that, learned from ECB+ and MEANTIME
(``training/coreference/CARD.md``); type, place and time, which those do not have in our form, are
the business of `dateline.record.merge`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from dateline.errors import DataError
from dateline.record.words import Bag, Floats, shared, table

FEATURES = 17


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Words that tell of an event, as they are compared wherever they stand."""

    stem: str
    rarity: float
    trigger: Floats
    doers: Bag
    done_to: Bag
    sentence: Bag
    meaning: Floats
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """What is said of an event, and where: ``row`` is the number of the sentence in its document.

    Any measure of how far down will do for it.
    """

    document: str
    row: int
    said: Said
    profile: Bag


def telling(
    document: str,
    row: int,
    trigger: Sequence[str],
    doers: Sequence[str],
    done_to: Sequence[str],
    sentence: Sequence[str],
    profile: Bag,
) -> Telling:
    """A telling from its words, all without capitals; the first of ``trigger`` is its head."""
    said = _said(tuple(trigger), tuple(doers), tuple(done_to), tuple(sentence))
    return Telling(document, row, said, profile)


Told = tuple[str, ...]


# What is copied from report to report is looked up and compared once.
@lru_cache(maxsize=4096)
def _said(trigger: Told, doers: Told, done_to: Told, sentence: Told) -> Said:
    words = table()
    head = trigger[0] if trigger else ""
    return Said(
        stem=words.stem(head),
        rarity=words.rarity(words.stem(head)),
        trigger=words.vector(trigger[:1]),
        doers=words.bag(doers),
        done_to=words.bag(done_to),
        sentence=words.bag(sentence),
        meaning=words.vector(sentence),
        numbers=frozenset(w for w in sentence if w.isdigit()),
    )


def features(a: Telling, b: Telling, documents: float) -> tuple[float, ...]:
    """What the network weighs; the same for (a, b) and (b, a). ``documents``: how alike these are.

    Cosines are 0 to 1, of vectors -1 to 1; rarities are divided by 8.
    """
    near = a.document == b.document
    *words, numbers = _compared(a.said, b.said)
    return (
        *words,
        documents,
        float(near),
        numbers,
        min(abs(a.row - b.row), 10) / 10 if near else 0.0,
    )


@lru_cache(maxsize=8192)
def _compared(a: Said, b: Said) -> tuple[float, ...]:
    """The features of the words, and last whether numbers are shared."""
    same = float(a.stem == b.stem)
    return (
        float(a.trigger @ b.trigger),
        same,
        same * a.rarity / 8,
        min(a.rarity, b.rarity) / 8,
        shared(a.doers, b.doers),
        float(bool(a.doers and b.doers)),
        shared(a.done_to, b.done_to),
        float(bool(a.done_to and b.done_to)),
        max(shared(a.doers, b.done_to), shared(a.done_to, b.doers)),
        max(shared(a.doers, b.sentence), shared(b.doers, a.sentence)),
        max(shared(a.done_to, b.sentence), shared(b.done_to, a.sentence)),
        shared(a.sentence, b.sentence),
        float(a.meaning @ b.meaning),
        float(not a.numbers.isdisjoint(b.numbers)),
    )


class Likeness:
    """The network of ``data/record/likeness.npz``: one hidden layer."""

    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        self._weights = weights

    def __call__(self, rows: Sequence[Sequence[float]]) -> Floats:
        """The score (0 to 1) of each row of features."""
        w = self._weights
        if not len(rows):
            return np.zeros(0, np.float32)
        given = (np.asarray(rows, np.float32) - w["mean"]) / w["spread"]
        hidden = np.tanh(given @ w["in.weight"] + w["in.bias"])
        logits = (hidden @ w["out.weight"] + w["out.bias"]) * w["slope"] + w["shift"]
        out: Floats = (1 / (1 + np.exp(-logits))).astype(np.float32)
        return out


@cache
def likeness() -> Likeness:
    """The network of the package, loaded once a process."""
    try:
        with (
            as_file(files("dateline.data").joinpath("record/likeness.npz")) as path,
            np.load(path, allow_pickle=False) as stored,
        ):
            return Likeness({name: stored[name] for name in stored.files})
    except (OSError, ValueError) as error:
        raise DataError(f"record/likeness.npz: {error}") from error
