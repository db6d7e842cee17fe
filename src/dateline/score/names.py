"""How well names are found, on a folder of newswire tagged with nine classes.

Each ``*.tsv`` holds a token and its tag, parted by a tab, a line; blank lines stand between
sentences. A name is found where its first and last token and its class are right.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from pathlib import Path

import msgspec

from dateline.analysis import Given
from dateline.data import toml
from dateline.errors import UsageError
from dateline.pipeline import analyse, stages_to
from dateline.score.measures import Counts, Measure, spelled, tagged


class NamesScore(msgspec.Struct, frozen=True, kw_only=True):
    """F1 of exact spans with their class, over all and by class."""

    span_f1: float | None
    span_precision: float | None
    span_recall: float | None
    classes: dict[str, Measure]
    items: int
    seconds: float


def score(path: Path) -> NamesScore:
    """The score on every file of the folder ``path``."""
    began = time.perf_counter()
    kinds = set(toml("model/names.toml")["labels"])
    files = sorted(path.glob("*.tsv")) if path.is_dir() else [path]
    if not files:
        raise UsageError(f"{path}: no *.tsv in this folder")
    every = Counts()
    classes = {kind: Counts() for kind in sorted(kinds)}
    for file in files:
        for sentence in tagged(file, "\t", kinds):
            text, where, gold = spelled(sentence)
            found = _found(text, where)
            every.add(gold, found)
            for kind, counts in classes.items():
                counts.add({s for s in gold if s[2] == kind}, {s for s in found if s[2] == kind})
    measure = every.measure
    return NamesScore(
        span_f1=measure.f1,
        span_precision=measure.precision,
        span_recall=measure.recall,
        classes={kind: counts.measure for kind, counts in classes.items()},
        items=measure.items,
        seconds=time.perf_counter() - began,
    )


def _found(text: str, where: list[tuple[int, int]]) -> set[tuple[int, int, str]]:
    """The names that reading finds, widened to whole tokens."""
    starts = [start for start, _ in where]
    found = set()
    for name in analyse(Given(text), stages_to("names")).names:
        first = where[max(bisect_right(starts, name.start) - 1, 0)]
        final = where[max(bisect_right(starts, name.end - 1) - 1, 0)]
        found.add((first[0], final[1], name.kind))
    return found
