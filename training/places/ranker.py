"""Learning which place a toponym names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from training.places.corpus import Item
from training.places.network import Adam, Floats, Weights, batches, fresh, gradients

from dateline.resolve.candidates import toponym
from dateline.resolve.fit import FEATURES, Table, beside_home, by_size, inputs, tabled
from dateline.resolve.groups import Group, groups
from dateline.resolve.rank import scores, spread
from dateline.score.places import kilometres

# Networks that are learned from different beginnings; the mean of them is more sure.
SEEDS = range(4)
HIDDEN, ROUNDS, RATE, DECAY, DROP = 48, 14, 3e-3, 3e-3, 0.15
RIGHT_KM, SAME_KM = 161.0, 5.0


@dataclass(frozen=True)
class Text:
    """A document's groups and candidates, and for each group the gold (GeoNames id, point)."""

    found: list[Group]
    table: Table
    gold: list[tuple[int | None, tuple[float, float]] | None]
    points: list[tuple[int, tuple[float, float]]]


def prepared(item: Item) -> Text:
    """The gold toponyms of an article as the ranker sees them."""
    ordered = sorted(item.article.toponyms, key=lambda g: g.start)
    named = [toponym(item.article.text, g.start, g.end) for g in ordered]
    found = beside_home(groups(named, item.article.text), item.article.publisher)
    gold: list[tuple[int | None, tuple[float, float]] | None] = []
    points = []
    for number, group in enumerate(found):
        known = [ordered[i] for i in group.members if ordered[i].point is not None]
        points += [(number, g.point) for g in known if g.point is not None]
        one = known[0] if known else None
        gold.append((one.geonames, one.point) if one and one.point else None)
    return Text(found, tabled(found, item.article.publisher), gold, points)


def goals(text: Text, around: list[tuple[int, float]]) -> Floats:
    """1 where a row (candidates, then "near" of each group) is right; no row where none is."""
    table, count = text.table, len(text.found)
    out = np.zeros(len(table.entries) + count, np.float32)
    for number, gold in enumerate(text.gold):
        if gold is None:
            continue
        identity, point = gold
        rows = np.flatnonzero(table.group == number)
        far = np.array([_far(table.entries[i].lat, table.entries[i].lon, point) for i in rows])
        same = [i for i in rows if identity is not None and table.entries[i].geonames == identity]
        if not same and len(rows) and far.min() <= RIGHT_KM:
            same = [i for i, d in zip(rows, far, strict=True) if d <= far.min() + SAME_KM]
        best = around[number][0]
        if not same and best >= 0:
            entry = table.entries[best]
            if _far(entry.lat, entry.lon, point) <= RIGHT_KM:
                out[len(table.entries) + number] = 1
        out[same] = 1
    return out


def _far(lat: float | None, lon: float | None, point: tuple[float, float]) -> float:
    return 99999.0 if lat is None or lon is None else kilometres((lat, lon), point)


def learned(texts: list[Text], seeds: range = SEEDS) -> Weights:
    """The weights of both passes, several networks side by side as one."""
    out: Weights = {}
    shares = [by_size(t.table) for t in texts]
    for step in ("first", "second"):
        given = [inputs(t.table, s, len(t.found)) for t, s in zip(texts, shares, strict=True)]
        goal = [goals(t, around) for t, (_, around) in zip(texts, given, strict=True)]
        several = [_fitted([rows for rows, _ in given], goal, texts, seed) for seed in seeds]
        out |= {f"{step}.{k}": v for k, v in joined(several).items()}
        shares = [
            spread(t.table, scores(out, step, rows), len(t.found))[0]
            for t, (rows, _) in zip(texts, given, strict=True)
        ]
    return out


def joined(several: list[Weights]) -> Weights:
    """The network that says what several of them say in the mean."""
    count = len(several)
    return {
        "w1": np.concatenate([w["w1"] for w in several], 1),
        "b1": np.concatenate([w["b1"] for w in several]),
        "w2": np.concatenate([w["w2"] for w in several]) / np.float32(count),
        "b2": np.mean([w["b2"] for w in several], 0, dtype=np.float32),
    }


def _fitted(rows: list[Floats], goal: list[Floats], texts: list[Text], seed: int) -> Weights:
    """One pass: the right rows of each group together should have all its share."""
    blocks, starts = [], []
    for given, right, text in zip(rows, goal, texts, strict=True):
        group = np.concatenate([text.table.group, np.arange(len(text.found))])
        for number, one in enumerate(text.found):
            mine = group == number
            if right[mine].any():
                weight = min(len(one.members), 4) ** 0.5
                blocks.append((given[mine], right[mine], weight))
    every = np.concatenate([b[0] for b in blocks])
    mean, scale = every.mean(0), every.std(0) + 1e-2
    draw = np.random.default_rng(seed)
    weights = fresh(FEATURES, HIDDEN, 1, seed)
    adam = Adam(weights, RATE, DECAY)
    total, done = ROUNDS * (len(blocks) // 64 + 1), 0
    for _ in range(ROUNDS):
        for some in batches(len(blocks), 64, draw):
            picked = [blocks[i] for i in some]
            given = (np.concatenate([b[0] for b in picked]) - mean) / scale
            starts = np.cumsum([0] + [len(b[0]) for b in picked])

            def wrong(said: Floats, picked=picked, starts=starts) -> Floats:
                out = np.zeros_like(said)
                for (_, right, weight), a, b in zip(picked, starts, starts[1:], strict=False):
                    value = said[a:b, 0]
                    share = np.exp(value - value.max())
                    share /= share.sum()
                    held = share * right
                    out[a:b, 0] = weight * (share - held / (held.sum() + 1e-9))
                return out / len(picked)

            drop = (draw.random((len(given), HIDDEN)) > DROP).astype(np.float32) / (1 - DROP)
            adam.step(gradients(weights, given, wrong, drop), 1 - done / total)
            done += 1
    return {
        "w1": (weights["w1"] / scale[:, None]).astype(np.float32),
        "b1": (weights["b1"] - (mean / scale) @ weights["w1"]).astype(np.float32),
        "w2": weights["w2"], "b2": weights["b2"],
    }  # fmt: skip
