"""How well it is told whether something happened, on JSON lines in the form of UW factuality.

Each line has ``text`` (tokens parted by blanks) and ``targets``: ``span1`` (first token, and the
one after the last) with a ``label`` from -3 (it did not happen) to 3 (it did).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from dateline.analysis import Given
from dateline.errors import DataError
from dateline.find.coder import factuality
from dateline.pipeline import analyse, stages_to
from dateline.score.measures import file_text, spelled


class FactualityScore(msgspec.Struct, frozen=True, kw_only=True):
    """Mean absolute error and Pearson's r; ``None`` where nothing varies."""

    mae: float | None
    pearson: float | None
    items: int
    seconds: float


class _Target(msgspec.Struct, frozen=True):
    span1: tuple[int, int]
    label: float


class _Line(msgspec.Struct, frozen=True):
    text: str
    targets: tuple[_Target, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with the offsets of its marked words and what they are labelled."""

    text: str
    labels: tuple[tuple[int, float], ...]


def score(path: Path) -> FactualityScore:
    """The score on every line of the file ``path``; a word without a value counts as 0."""
    began = time.perf_counter()
    gold: list[float] = []
    found: list[float] = []
    for marked in marked_lines(path):
        analysis = analyse(Given(marked.text), stages_to("events"))
        for start, label in marked.labels:
            gold.append(label)
            found.append(factuality(analysis, start) or 0.0)
    errors = [abs(g - f) for g, f in zip(gold, found, strict=True)]
    return FactualityScore(
        mae=sum(errors) / len(errors) if errors else None,
        pearson=_pearson(gold, found),
        items=len(gold),
        seconds=time.perf_counter() - began,
    )


def marked_lines(path: Path) -> Iterator[Marked]:
    """The lines of a file, checked."""
    for number, line in enumerate(file_text(path).splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = msgspec.json.decode(line, type=_Line)
        except msgspec.DecodeError as error:
            raise DataError(f"{where}: {error}") from error
        text, tokens, _ = spelled([(token, "O") for token in row.text.split()])
        labels = []
        for target in row.targets:
            first, last = target.span1
            if not 0 <= first < last <= len(tokens):
                raise DataError(
                    f"{where}, span1: {first} to {last} in a text of {len(tokens)} tokens"
                )
            if not -3 <= target.label <= 3:
                raise DataError(f"{where}, label: {target.label} is not between -3 and 3")
            labels.append((tokens[first][0], target.label))
        yield Marked(text, tuple(labels))


def _pearson(one: list[float], other: list[float]) -> float | None:
    if len(one) < 2:
        return None
    means = sum(one) / len(one), sum(other) / len(other)
    both = sum((a - means[0]) * (b - means[1]) for a, b in zip(one, other, strict=True))
    spread = math.sqrt(
        sum((a - means[0]) ** 2 for a in one) * sum((b - means[1]) ** 2 for b in other)
    )
    return both / spread if spread else None
