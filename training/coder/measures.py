"""Figures by which training is steered; `dateline score` has those that count."""

from __future__ import annotations

from collections.abc import Sequence


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> tuple[float, float]:
    """Mean F1 over the labels of ``gold``, and the share that is right."""
    scores = []
    for label in sorted(set(gold)):
        right = sum(g == f == label for g, f in zip(gold, found, strict=True))
        total = sum(g == label for g in gold) + sum(f == label for f in found)
        scores.append(2 * right / total if total else 0.0)
    right = sum(g == f for g, f in zip(gold, found, strict=True))
    return sum(scores) / len(scores), right / len(gold)


Spans = set[tuple[int, int, str]]


def span_f1(gold: Sequence[Spans], found: Sequence[Spans]) -> float:
    """F1 of exact spans with their labels."""
    right = sum(len(g & f) for g, f in zip(gold, found, strict=True))
    total = sum(map(len, gold)) + sum(map(len, found))
    return 2 * right / total if total else 0.0
