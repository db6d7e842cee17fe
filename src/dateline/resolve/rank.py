"""Which place a toponym names: a small learned ranker over the candidates of a whole document.

Each candidate of a group is weighed by its own worth and by how well it
fits the candidates of the other groups: first by their size alone, then by what they were found to
be. Beside the candidates stands "near the others": a place that the gazetteer lacks is most likely
near the one that the text speaks of around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from dateline.errors import DataError
from dateline.model.encoder import Floats
from dateline.model.heads import softmax
from dateline.resolve.fit import Table, beside_home, by_size, inputs, tabled
from dateline.resolve.gazetteer import Entry
from dateline.resolve.groups import Group


@dataclass(frozen=True)
class Weighed:
    """The candidates of a group with their shares; ``near`` is the share of none of them.

    ``anchor`` is the place that the group is near to then; ``bare`` where no word beside the name
    calls it a division or feature.
    """

    entries: tuple[Entry, ...]
    shares: tuple[float, ...]
    near: float
    anchor: Entry | None
    bare: bool = True


class Ranker:
    """The weights of two passes."""

    def __init__(self, path: Path) -> None:
        try:
            with np.load(path, allow_pickle=False) as stored:
                self._weights: dict[str, Floats] = {name: stored[name] for name in stored.files}
        except (OSError, ValueError) as error:
            raise DataError(f"no weights of places in {path}: {error}") from error

    def weigh(self, found: Sequence[Group], publisher: str | None) -> list[Weighed]:
        """The shares of the candidates of each group."""
        return weighed(self._weights, found, publisher)


def scores(weights: dict[str, Floats], step: str, rows: Floats) -> Floats:
    """What a pass says of each row."""
    hidden = np.maximum(rows @ weights[f"{step}.w1"] + weights[f"{step}.b1"], 0)
    out: Floats = (hidden @ weights[f"{step}.w2"] + weights[f"{step}.b2"])[:, 0]
    return out


def spread(table: Table, said: Floats, count: int) -> tuple[Floats, Floats]:
    """Scores as shares within each group, those of the candidates and of "near the others"."""
    group = np.concatenate([table.group, np.arange(count)])
    out: Floats = np.zeros(len(said), np.float32)
    for number in range(count):
        rows = group == number
        out[rows] = softmax(said[rows])
    return out[: len(table.group)], out[len(table.group) :]


def weighed(
    weights: dict[str, Floats], found: Sequence[Group], publisher: str | None
) -> list[Weighed]:
    """The two passes over the groups of a document, and over the home of its publisher."""
    every = beside_home(found, publisher)
    table, count = tabled(every, publisher), len(every)
    shares = by_size(table)
    near: Floats = np.zeros(count, np.float32)
    around: list[tuple[int, float]] = []
    for step in ("first", "second"):
        rows, around = inputs(table, shares, count)
        shares, near = spread(table, scores(weights, step, rows), count)
    out = []
    for number, group in enumerate(found):
        mine = np.flatnonzero(table.group == number)
        best = around[number][0]
        out.append(
            Weighed(
                tuple(table.entries[i] for i in mine), tuple(float(shares[i]) for i in mine),
                float(near[number]), table.entries[best] if best >= 0 else None,
                group.type_word in {"", "city"},
            )
        )  # fmt: skip
    return out


@cache
def ranker() -> Ranker:
    """The ranker of the package, loaded once a process."""
    with as_file(files("dateline.data").joinpath("model/places.npz")) as path:
        return Ranker(path)
