"""How well those who act and those acted on are found, on sentences tagged with S and T.

A token and its tag (O, or B- or I- with S, T or R) a line, blank lines between sentences. A token
counts as found where the head of arguments, which reading asks where the grammar leaves a party
open, takes it for a part of who acts (S) or is acted on (T); R, which some files have for other
parties, is not scored.
"""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from dateline.analysis import Given
from dateline.find.parties import argument_spans
from dateline.pipeline import analyse, stages_to
from dateline.score.measures import Counts, spelled, tagged


class ArgumentsScore(msgspec.Struct, frozen=True, kw_only=True):
    """F1, precision and recall by token; ``items`` counts the tokens tagged."""

    source_f1: float | None
    target_f1: float | None
    source_precision: float | None
    source_recall: float | None
    target_precision: float | None
    target_recall: float | None
    items: int
    seconds: float


def score(path: Path) -> ArgumentsScore:
    """The score on every sentence of the file ``path``."""
    began = time.perf_counter()
    counts = {"S": Counts(), "T": Counts()}
    for sentence in tagged(path, " ", {*counts, "R"}):
        text, where, spans = spelled(sentence)
        sources, targets = argument_spans(analyse(Given(text), stages_to("events")))
        for kind, extents in (("S", sources), ("T", targets)):
            counts[kind].add(
                _touched(where, [(a, b) for a, b, label in spans if label == kind]),
                _touched(where, extents),
            )
    source, target = counts["S"].measure, counts["T"].measure
    return ArgumentsScore(
        source_f1=source.f1,
        target_f1=target.f1,
        source_precision=source.precision,
        source_recall=source.recall,
        target_precision=target.precision,
        target_recall=target.recall,
        items=source.items + target.items,
        seconds=time.perf_counter() - began,
    )


def _touched(
    where: list[tuple[int, int]], extents: list[tuple[int, int]] | tuple[tuple[int, int], ...]
) -> set[int]:
    """The numbers of the tokens that the extents touch."""
    return {i for i, (a, b) in enumerate(where) for start, end in extents if a < end and b > start}
