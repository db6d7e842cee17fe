"""Make ``data/record/likeness.npz``.

    python -m training.coreference DATA [--folds]

DATA is a folder with ``ecbplus`` and ``meantime``. With ``--folds`` nothing is written: each of
five folds is scored by what the other four teach. A fold holds whole topics: ECB+ by the number of
the topic modulo five, MEANTIME's airbus in the first and apple in the second.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from dateline.record.likeness import Likeness, features
from dateline.score.clusters import agreement
from dateline.score.coreference import Compared, clustered, prepared
from dateline.score.coreference_data import labelled

OUT = Path(__file__).parents[2] / "src/dateline/data/record/likeness.npz"
FOLDS, HIDDEN, EPOCHS, BATCH = 5, 24, 10, 512
KEPT = 0.12  # of the pairs that are of two events, so many are learned from
Weights = dict[str, np.ndarray]
Rows = tuple[list[tuple[int, int]], np.ndarray, np.ndarray]


def learned(x: np.ndarray, y: np.ndarray) -> Weights:
    """A hidden layer and a logistic output by Adam; seeds fixed."""
    chance = np.random.default_rng(1)
    keep = y | (chance.random(len(y)) < KEPT)
    x, y = x[keep], y[keep].astype(np.float32)
    weight = np.where(y > 0, 1, 1 / KEPT).astype(np.float32)
    mean, spread = x.mean(0), x.std(0) + 1e-6
    z = (x - mean) / spread
    size = z.shape[1]
    w = [
        chance.normal(0, size**-0.5, (size, HIDDEN)), np.zeros(HIDDEN),
        chance.normal(0, HIDDEN**-0.5, HIDDEN), np.zeros(()),
    ]  # fmt: skip
    first, second = [np.zeros_like(v) for v in w], [np.zeros_like(v) for v in w]
    step = 0
    for epoch in range(EPOCHS):
        order, rate = chance.permutation(len(z)), 3e-3 * (1 - epoch / EPOCHS) + 1e-4
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            hidden = np.tanh(z[some] @ w[0] + w[1])
            share = 1 / (1 + np.exp(-(hidden @ w[2] + w[3])))
            error = (share - y[some]) * weight[some] / len(some)
            back = np.outer(error, w[2]) * (1 - hidden * hidden)
            slopes = [
                z[some].T @ back + 1e-4 * w[0], back.sum(0), hidden.T @ error + 1e-4 * w[2],
                error.sum(),
            ]  # fmt: skip
            step += 1
            for i, slope in enumerate(slopes):
                first[i] = 0.9 * first[i] + 0.1 * slope
                second[i] = 0.999 * second[i] + 0.001 * slope**2
                down = np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8
                w[i] = w[i] - rate * first[i] / (1 - 0.9**step) / down
    names = ("in.weight", "in.bias", "out.weight", "out.bias")
    made = dict(zip(names, (np.asarray(v, np.float32) for v in w), strict=True))
    one, none = np.float32(1), np.float32(0)
    return {"mean": mean, "spread": spread, **made, "slope": one, "shift": none}


def platt(score: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the logits under which pairs that were not learned from come out right."""
    score = np.clip(score.astype(np.float64), 1e-6, 1 - 1e-6)
    logits = np.log(score / (1 - score))
    at = np.array([1.0, 0.0])
    for _ in range(30):
        share = 1 / (1 + np.exp(-(at[0] * logits + at[1])))
        spread, miss = share * (1 - share) + 1e-9, share - truth
        mixed = (spread * logits).sum()
        bend = np.array([[(spread * logits**2).sum(), mixed], [mixed, spread.sum()]])
        at = at - np.linalg.solve(bend, np.array([(miss * logits).sum(), miss.sum()]))
    return float(at[0]), float(at[1])


def expected_error(score: np.ndarray, truth: np.ndarray) -> float:
    """How far scores are from the share that is right, over ten bins."""
    bins = np.minimum((score * 10).astype(int), 9)
    of = [(bins == k) for k in range(10) if (bins == k).any()]
    return float(sum(abs(score[k].mean() - truth[k].mean()) * k.sum() for k in of) / len(score))


def rows(compared: Compared) -> Rows:
    """Every pair that is compared, what is weighed of it, and whether it is of one event."""
    keys, found = [], []
    for i, j, value in compared.pairs():
        keys.append((i, j))
        found.append(features(compared.tellings[i], compared.tellings[j], value))
    chains = [m.chain for m in compared.mentions]
    return keys, np.array(found, np.float32), np.array([chains[i] == chains[j] for i, j in keys])


def fold_of(name: str) -> int:
    """The fold of a document."""
    topic = name.partition("/")[0]
    return int(topic) % FOLDS if topic.isdigit() else int(topic.endswith("apple"))


def report(compared: Compared, made: Rows, number: int, weights: Weights) -> str:
    """How well one fold's mentions are clustered, beside the same lemma."""
    keys, x, _ = made
    mine = [i for i, m in enumerate(compared.mentions) if fold_of(m.document) == number]
    if not mine:
        return ""
    place = {i: n for n, i in enumerate(mine)}
    some = [n for n, (i, j) in enumerate(keys) if i in place and j in place]
    scores = dict(
        zip(
            [(place[keys[n][0]], place[keys[n][1]]) for n in some],
            map(float, Likeness(weights)(x[some])),
            strict=True,
        )
    )
    names = ("mentions", "tellings", "lemmas")
    one = Compared(*(tuple(getattr(compared, name)[i] for i in mine) for name in names))
    gold = {m.id: m.chain for m in one.mentions}
    ours = agreement(gold, clustered(one, scores))
    lemma = agreement(gold, {m.id: of for m, of in zip(one.mentions, one.lemmas, strict=True)})
    return (
        f"fold {number}: {len(mine)} mentions, MUC {ours.muc:.3f}, B3 {ours.b3:.3f}, "
        f"CEAF-e {ours.ceafe:.3f}, CoNLL {ours.conll:.3f}; same lemma {lemma.conll:.3f}"
    )


def main() -> None:
    """Write the weights, or score the folds."""
    data = Path(sys.argv[1])
    sets = [prepared(labelled(data / name)) for name in ("ecbplus", "meantime")]
    made = [rows(one) for one in sets]
    x, y = (np.concatenate([some[k] for some in made]) for k in (1, 2))
    ends = np.array(
        [
            [fold_of(one.mentions[i].document) for i in pair]
            for one, (keys, _, _) in zip(sets, made, strict=True)
            for pair in keys
        ]
    )
    print(f"{len(y)} pairs, {int(y.sum())} of one event", flush=True)
    scores, truths = [], []
    nets = []
    for number in range(FOLDS):
        others, mine = (ends != number).all(1), (ends == number).all(1)
        nets.append(learned(x[others], y[others]))
        scores.append(Likeness(nets[-1])(x[mine]))
        truths.append(y[mine])
    score, truth = np.concatenate(scores), np.concatenate(truths)
    slope, shift = platt(score, truth)
    logits = np.log(np.clip(score, 1e-6, 1 - 1e-6) / np.clip(1 - score, 1e-6, 1))
    after = 1 / (1 + np.exp(-(slope * logits + shift)))
    print(
        f"expected error over ten bins {expected_error(score, truth):.4f}, calibrated "
        f"{expected_error(after, truth):.4f} (slope {slope:.3f}, shift {shift:.3f})"
    )
    fitted = {"slope": np.float32(slope), "shift": np.float32(shift)}
    if "--folds" in sys.argv:
        for one, some in zip(sets, made, strict=True):
            for number, weights in enumerate(nets):
                print(report(one, some, number, weights | fitted), flush=True)
        return
    np.savez_compressed(OUT, **learned(x, y) | fitted)


if __name__ == "__main__":
    main()
