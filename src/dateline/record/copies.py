"""Near copies of documents: wire copies, boilerplate added, updated versions.

A document is the set of its shingles, three words each; MinHash (Broder 1997) keeps a signature of
it whose share of equal values estimates how alike two sets are. Signatures cut into bands (locality
sensitive hashing; Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, 3.4) find the
candidates without comparing with everything. Of 40 bands of three values at least one agrees for
0.99 of the pairs whose shingles are 0.45 alike, and for 0.00004 of those that are 0.01 alike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from dateline.types import Document

# Written beside each signature: one made otherwise is made anew.
MADE = "rensa 0.5.0 R 120 seed 1 words 3"
_BANDS, _ROWS, _SHINGLE = 40, 3, 3
_WORD = re.compile(r"\w+")
# Estimates of a signature have a standard error of 0.045 in the middle.
_ALIKE = 0.3
_INSIDE = 0.6
_LEAST_INSIDE = 0.15
# Of a few words much is alike by chance: "Rebels killed five soldiers."
_SHORT = 40
_ALIKE_SHORT = 0.8

Relation = Literal["copy", "version"]


class Signature(msgspec.Struct, frozen=True):
    """How many shingles a document has, and 120 32-bit values that stand for them."""

    size: int
    values: bytes

    @property
    def numbers(self) -> NDArray[np.uint32]:
        """The values."""
        return np.frombuffer(self.values, np.dtype("<u4"))

    @property
    def bands(self) -> tuple[int, ...]:
        """Forty keys (64-bit, signed); documents that share one may be alike."""
        step = 4 * _ROWS
        return tuple(
            int.from_bytes(
                hashlib.blake2b(
                    self.values[i * step : (i + 1) * step], digest_size=8, salt=bytes([i])
                ).digest(),
                "little",
                signed=True,
            )
            for i in range(_BANDS)
        )


class Pair(msgspec.Struct, frozen=True):
    """Two documents of which one is a near copy of the other."""

    one: str
    other: str


def signature(text: str) -> Signature:
    """The signature of a text, whatever its capitals, spaces and punctuation."""
    words = _WORD.findall(text.casefold())
    last = max(len(words) - _SHINGLE, 0)
    shingles = list(dict.fromkeys(" ".join(words[i : i + _SHINGLE]) for i in range(last + 1)))
    made = RMinHash(num_perm=_BANDS * _ROWS, seed=1)
    made.update(shingles)
    return Signature(len(shingles), np.asarray(made.digest(), np.dtype("<u4")).tobytes())


def near(one: Signature, other: Signature) -> bool:
    """Whether one document is a near copy of the other, or holds most of it."""
    alike = float(np.mean(one.numbers == other.numbers))
    least = min(one.size, other.size)
    if least < _SHORT:
        return alike >= _ALIKE_SHORT
    shared = alike * (one.size + other.size) / (1 + alike)
    return alike >= _ALIKE or (alike >= _LEAST_INSIDE and shared >= _INSIDE * least)


def families(pairs: Iterable[Pair]) -> dict[str, str]:
    """Documents that hang together by near copies, each with the first id of its family.

    Those without a near copy are not named.
    """
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for pair in pairs:
        first, second = sorted((root(pair.one), root(pair.other)))
        parent[second] = first
    return {key: root(key) for key in sorted(parent)}


def independent(documents: Iterable[str], family: Mapping[str, str]) -> int:
    """How many sources the documents are: a family counts once."""
    return len({family.get(document, document) for document in documents})


def relations(
    documents: Iterable[Document], family: Mapping[str, str]
) -> dict[str, tuple[str, Relation]]:
    """For each document that is not the first of its family: the first, and what it is to it.

    The first is the one published first. A version comes from the same publisher, or where none is
    named from the same address, as a document of the family before it; all else are copies.
    """
    grouped: dict[str, list[Document]] = {}
    for document in documents:
        if document.id in family:
            grouped.setdefault(family[document.id], []).append(document)
    found: dict[str, tuple[str, Relation]] = {}
    for group in grouped.values():
        group.sort(key=lambda d: (d.published.from_ or "9999", d.published.to or "9999", d.id))
        homes: set[str | None] = set()
        for number, document in enumerate(group):
            home = _home(document)
            if number:
                kept = home is not None and home in homes
                found[document.id] = (group[0].id, "version" if kept else "copy")
            homes.add(home)
    return found


def _home(document: Document) -> str | None:
    """Whose article it is."""
    return (document.publisher or document.source or "").strip().casefold() or None
