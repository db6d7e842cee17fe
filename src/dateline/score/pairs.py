"""Which commitments found stand for which golden ones: by place first, then by their words."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.score.golden import GoldenCommitment
from dateline.types import Commitment


def paired(
    text: str, golden: Sequence[GoldenCommitment], found: Sequence[Commitment]
) -> list[tuple[GoldenCommitment, Commitment]]:
    """Each golden commitment with one found in its sentence, most words of action in common first.

    Each is used once; the order is that of the golden ones.
    """
    pairs = sorted(
        (
            (common(wanted.action or "", one.action.text), -i, -j)
            for i, wanted in enumerate(golden)
            for j, one in enumerate(found)
            if _in_place(text, wanted, one)
        ),
        reverse=True,
    )
    done: dict[int, int] = {}
    for _, i, j in pairs:
        if -i not in done and -j not in done.values():
            done[-i] = -j
    return [(golden[i], found[j]) for i, j in sorted(done.items())]


def common(one: str, other: str) -> int:
    """How many words two phrases share."""
    return len(set(one.casefold().split()) & set(other.casefold().split()))


def _in_place(text: str, wanted: GoldenCommitment, found: Commitment) -> bool:
    return any(
        span.start < start + len(where) and start < span.end
        for where in (wanted.in_, *wanted.also_in)
        if (start := text.find(where)) >= 0
        for span in found.sentences
    )
