"""How well each fold is read by what the others teach."""

from __future__ import annotations

from dataclasses import dataclass

from training.places import tagger
from training.places.corpus import Item
from training.places.network import Weights

from dateline.resolve.groups import groups
from dateline.resolve.places import given_toponyms, of_dateline, placed
from dateline.resolve.rank import weighed
from dateline.resolve.renown import known_first
from dateline.score.places import Judged, PlacesScore, kilometres, tally

Spans = tuple[set[tuple[int, int]], set[tuple[int, int]]]


@dataclass(frozen=True)
class Part:
    """What was found in a corpus of a fold."""

    corpus: str
    spans: list[Spans]
    judged: list[Judged]
    items: int


def scored(weights: Weights, some: list[Item]) -> list[Part]:
    """The articles of a fold read by the weights, each corpus for itself."""
    words = {k[6:]: v for k, v in weights.items() if k.startswith("words.")}
    out = []
    for corpus in sorted({item.corpus for item in some}):
        mine = [item for item in some if item.corpus == corpus]
        spans, judged = [], []
        for item in mine:
            found = set(tagger.tagged(words, tagger.cuts(item)))
            found |= {(t.start, t.end) for t in of_dateline(item.analysis)}
            spans.append(({(g.start, g.end) for g in item.article.toponyms}, found))
            judged += _judged(weights, item)
        out.append(Part(corpus, spans, judged, len(mine)))
    return out


def _judged(weights: Weights, item: Item) -> list[Judged]:
    gold = sorted(item.article.toponyms, key=lambda g: g.start)
    toponyms = given_toponyms(item.analysis, [(g.start, g.end) for g in gold])
    found = groups(toponyms, item.article.text)
    shares = known_first(weighed(weights, found, item.article.publisher))
    out = []
    for group, one in zip(found, shares, strict=True):
        for member in group.members:
            place, point = placed(toponyms[member], one), gold[member].point
            if point is not None:
                here = place.lat is not None and place.lon is not None
                far = kilometres((place.lat, place.lon), point) if here else None  # type: ignore[arg-type]
                out.append(Judged(item.article.id, gold[member], far))
    return out


def report(folds: list[list[Part]]) -> None:
    """Print the figures of each corpus over all folds, and of all together."""
    parts = [part for fold in folds for part in fold]
    for corpus in (*sorted({p.corpus for p in parts}), ""):
        mine = [p for p in parts if not corpus or p.corpus == corpus]
        figures: PlacesScore = tally(
            [s for p in mine for s in p.spans], [j for p in mine for j in p.judged],
            sum(p.items for p in mine), 0.0,
        )  # fmt: skip
        print(corpus or "all", figures)
