"""Learning where toponyms are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from training.places.corpus import Item
from training.places.network import Adam, Floats, Weights, batches, fresh, gradients, values

from dateline.model.heads import softmax
from dateline.resolve.toponyms import decoded, features, split

HIDDEN, ROUNDS, SIZE, RATE, DECAY, DROP = 64, 6, 1024, 3e-3, 1e-3, 0.3


@dataclass(frozen=True)
class Cut:
    """A sentence as words: offsets, inputs, and the gold tags (0 none, 1 begins, 2 goes on)."""

    spans: tuple[tuple[int, int], ...]
    inputs: Floats
    tags: np.ndarray


def cuts(item: Item) -> list[Cut]:
    """The sentences of an article."""
    analysis, found = item.analysis, []
    gold = [(g.start, g.end) for g in item.article.toponyms]
    for sentence, encoded in zip(analysis.sentences, analysis.encoded, strict=True):
        cut = split(sentence, encoded, analysis.text)
        if not cut.spans:
            continue
        inputs = np.concatenate([cut.vectors, features(analysis, sentence, cut)], 1)
        tags = np.zeros(len(cut.spans), np.int64)
        for start, end in gold:
            inside = [n for n, (a, b) in enumerate(cut.spans) if a < end and b > start]
            if inside:
                tags[inside] = 2
                tags[inside[0]] = 1
        found.append(Cut(cut.spans, inputs, tags))
    return found


def learned(sentences: list[Cut], seed: int = 0) -> Weights:
    """The weights after learning, the inputs' scale taken into them."""
    inputs = np.concatenate([cut.inputs for cut in sentences])
    tags = np.concatenate([cut.tags for cut in sentences])
    mean, spread = inputs.mean(0), inputs.std(0) + 1e-3
    inputs = (inputs - mean) / spread
    draw = np.random.default_rng(seed)
    weights = fresh(inputs.shape[1], HIDDEN, 3, seed)
    adam = Adam(weights, RATE, DECAY)
    total, done = ROUNDS * (len(inputs) // SIZE + 1), 0
    for _ in range(ROUNDS):
        for some in batches(len(inputs), SIZE, draw):

            def wrong(said: Floats, some: np.ndarray = some) -> Floats:
                error = softmax(said)
                error[np.arange(len(some)), tags[some]] -= 1
                return error / len(some)

            drop = (draw.random((len(some), HIDDEN)) > DROP).astype(np.float32) / (1 - DROP)
            adam.step(gradients(weights, inputs[some], wrong, drop), 1 - done / total)
            done += 1
    return {
        "w1": (weights["w1"] / spread[:, None]).astype(np.float32),
        "b1": (weights["b1"] - (mean / spread) @ weights["w1"]).astype(np.float32),
        "w2": weights["w2"], "b2": weights["b2"],
    }  # fmt: skip


def tagged(weights: Weights, sentences: list[Cut]) -> list[tuple[int, int]]:
    """The spans of the toponyms that the network finds."""
    found = []
    for cut in sentences:
        shares = softmax(values(weights, cut.inputs))
        found += [(s, e) for s, e, _ in decoded([cut.spans], shares)[0]]
    return found
