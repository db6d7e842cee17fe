"""Make ``data/model/places.npz``.

    python -m training.places CORPORA CACHE [--folds]

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

OUT = Path(__file__).parents[2] / "src/dateline/data/model/places.npz"


def learned(some: list[Item]) -> Weights:
    """What the articles teach."""
    words = tagger.learned([cut for item in some for cut in tagger.cuts(item)])
    places = ranker.learned([ranker.prepared(item) for item in some] + [*made_up.texts()])
    return {f"words.{k}": v for k, v in words.items()} | places


def main() -> None:
    """Write the weights, or score the folds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--folds", action="store_true")
    given = parser.parse_args()
    found = items(given.corpora, given.cache)
    if not given.folds:
        np.savez(OUT, **learned(found))
        return
    from training.places.folds import report, scored

    every = [scored(learned([i for i in found if i.fold != fold]),
                    [i for i in found if i.fold == fold]) for fold in range(FOLDS)]  # fmt: skip
    report(every)


if __name__ == "__main__":
    main()
