"""Make ``data/model/places.npz``.

    python -m training.places CORPORA CACHE [--folds | --ranker]

CORPORA is a folder of XML in the form of LGL and TR-News, CACHE a file in which what was read of
them is kept. With ``--folds`` nothing is written: each fold is scored by what the others teach.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from training.places import made_up, ranker, tagger
from training.places.corpus import FOLDS, Item, items
from training.places.network import Weights

_SEEDS = range(3)
OUT = Path(__file__).parents[2] / "src/dateline/data/model/places.npz"


def places_of(some: list[Item]) -> Weights:
    """What the articles, and those made up, teach of which place is meant."""
    return ranker.learned([ranker.prepared(item) for item in some] + [*made_up.texts()])


def learned(some: list[Item]) -> Weights:
    """What the articles teach."""
    cuts = [cut for item in some for cut in tagger.cuts(item)]
    words = ranker.joined([tagger.learned(cuts, seed) for seed in _SEEDS])
    return {f"words.{k}": v for k, v in words.items()} | places_of(some)


def main() -> None:
    """Write the weights, or score the folds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--ranker", action="store_true", help="learn the ranker alone anew")
    given = parser.parse_args()
    found = items(given.corpora, given.cache)
    if given.ranker:
        with np.load(OUT) as kept:
            words = {name: kept[name] for name in kept.files if name.startswith("words.")}
        np.savez(OUT, **words, **places_of(found))
        return
    if not given.folds:
        np.savez(OUT, **learned(found))
        return
    from training.places.folds import report, scored

    every = [scored(learned([i for i in found if i.fold != fold]),
                    [i for i in found if i.fold == fold]) for fold in range(FOLDS)]  # fmt: skip
    report(every)


if __name__ == "__main__":
    main()
