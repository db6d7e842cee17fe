"""Which texts a network reads at once: few runs, and few pieces that only fill up."""

from __future__ import annotations

from collections.abc import Sequence

# What starting a run costs, in pieces: measured over `benchmarks/reading.py`.
_RUN = 13
_MOST = 16


def batches(sizes: Sequence[int]) -> list[list[int]]:
    """The numbers of the texts by batch, shortest first; each is filled up to its longest.

    Of all ways to cut the texts in order of their size, the one with the least to compute.
    """
    order = sorted(range(len(sizes)), key=lambda i: sizes[i])
    least, cut = [0], [0]  # what the first so many texts cost, and where their last batch begins
    for end in range(1, len(order) + 1):
        longest = sizes[order[end - 1]]
        cost, first = min(
            (least[first] + _RUN + longest * (end - first), first)
            for first in range(max(0, end - _MOST), end)
        )
        least.append(cost)
        cut.append(first)
    found: list[list[int]] = []
    end = len(order)
    while end:
        found.append(order[cut[end] : end])
        end = cut[end]
    return found[::-1]
