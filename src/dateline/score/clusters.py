"""How alike two ways to cluster the same mentions are: MUC, B³, CEAF-e and their mean.

The CoNLL-2012 measures (Pradhan et al. 2014, *Scoring Coreference Partitions of Predicted
Mentions*) over given mentions: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAF with
entity similarity φ₄ (Luo 2005). Mentions that stand alone are clusters like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

Clusters = Mapping[str, Hashable]


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """F1 of each measure, and their mean; 0 to 1."""

    muc: float
    b3: float
    ceafe: float
    conll: float


def agreement(gold: Clusters, found: Clusters) -> Agreement:
    """The measures; both name the cluster of each of the same mentions."""
    if gold.keys() != found.keys():
        raise ValueError("not the same mentions")
    muc, b3, ceafe = _muc(gold, found), _b3(gold, found), _ceafe(gold, found)
    return Agreement(muc=muc, b3=b3, ceafe=ceafe, conll=(muc + b3 + ceafe) / 3)


def _muc(gold: Clusters, found: Clusters) -> float:
    """Links that one clustering needs and the other has."""
    return _f1(*_links(found, gold), *_links(gold, found))


def _links(some: Clusters, other: Clusters) -> tuple[int, int]:
    """How many links of ``some`` the other keeps, and how many there are."""
    kept = total = 0
    for members in _members(some).values():
        total += len(members) - 1
        kept += len(members) - len({other[m] for m in members})
    return kept, total


def _b3(gold: Clusters, found: Clusters) -> float:
    """By mention: the share of its cluster that belongs with it."""
    both = Counter((gold[m], found[m]) for m in gold)
    in_gold, in_found = Counter(gold.values()), Counter(found.values())
    precision = sum(n * n / in_found[f] for (_, f), n in both.items())
    recall = sum(n * n / in_gold[g] for (g, _), n in both.items())
    return _f1(precision, len(gold), recall, len(gold))


def _ceafe(gold: Clusters, found: Clusters) -> float:
    """By cluster: each matched with at most one, the best way in all."""
    in_gold, in_found = Counter(gold.values()), Counter(found.values())
    both = Counter((gold[m], found[m]) for m in gold)
    alike = {(g, f): 2 * n / (in_gold[g] + in_found[f]) for (g, f), n in both.items()}
    total = sum(_best(part) for part in _parts(alike))
    return _f1(total, len(in_found), total, len(in_gold))


Alike = dict[tuple[Hashable, Hashable], float]


def _parts(alike: Alike) -> Iterable[Alike]:
    """The matches that hang together, which can be solved each for itself."""
    parent: dict[tuple[int, Hashable], tuple[int, Hashable]] = {}

    def root(key: tuple[int, Hashable]) -> tuple[int, Hashable]:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for g, f in alike:
        parent[root((0, g))] = root((1, f))
    parts: dict[tuple[int, Hashable], Alike] = {}
    for (g, f), value in alike.items():
        parts.setdefault(root((0, g)), {})[g, f] = value
    return parts.values()


def _best(alike: Alike) -> float:
    """The most that a matching one to one can have in sum."""
    rows = {g: i for i, g in enumerate(dict.fromkeys(g for g, _ in alike))}
    columns = {f: i for i, f in enumerate(dict.fromkeys(f for _, f in alike))}
    if min(len(rows), len(columns)) == 1:
        return max(alike.values())
    table = np.zeros((len(rows), len(columns)))
    for (g, f), value in alike.items():
        table[rows[g], columns[f]] = value
    return assigned(table if len(rows) <= len(columns) else table.T)


def assigned(gains: NDArray[np.float64]) -> float:
    """The greatest sum of one gain a row, no column twice; rows are no more than columns.

    Shortest augmenting paths with potentials (Jonker and Volgenant 1987).
    """
    rows, columns = gains.shape
    cost = gains.max(initial=0.0) - gains
    above, left = np.zeros(rows), np.zeros(columns)
    row_of = np.full(columns, -1)
    for row in range(rows):
        least = np.full(columns, np.inf)
        before = np.full(columns, -1)
        done = np.zeros(columns, bool)
        here, column = row, -1
        while True:
            reduced = cost[here] - above[here] - left
            if column >= 0:
                reduced = reduced + least[column]
            better = ~done & (reduced < least)
            least[better], before[better] = reduced[better], column
            column = int(np.where(done, np.inf, least).argmin())
            done[column] = True
            if row_of[column] < 0:
                break
            here = int(row_of[column])
        reached = done & (row_of >= 0)
        spare = least[column] - least
        above[row] += least[column]
        above[row_of[reached]] += spare[reached]
        left[reached] -= spare[reached]
        while column >= 0:
            row_of[column] = row_of[before[column]] if before[column] >= 0 else row
            column = int(before[column])
    taken = row_of >= 0
    return float(gains[row_of[taken], np.nonzero(taken)[0]].sum())


def _members(clusters: Clusters) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = {}
    for mention, cluster in clusters.items():
        found.setdefault(cluster, []).append(mention)
    return found


def _f1(right: float, found: float, kept: float, labelled: float) -> float:
    """From precision ``right / found`` and recall ``kept / labelled``; 1 where nothing is asked."""
    if not found and not labelled:
        return 1.0
    precision = right / found if found else 0.0
    recall = kept / labelled if labelled else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
