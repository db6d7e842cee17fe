"""How doubtful an event, commitment or silence is: what to look at first. Pure.

Each reason takes a share of the trust that the others left; which share, and what counts as
unsure, stands in ``data/record/doubt.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from dateline.data import toml
from dateline.types import Commitment, RecordEvent, Silence, Statement

T = TypeVar("T")
_RULES = "record/doubt.toml"
_VAGUE = frozenset({"country", "region"})
_CONCLUDED = frozenset({"kept", "partly kept", "alleged breach", "breach confirmed", "disputed"})
_CONTRARY = frozenset({"disputed", "denied", "retracted"})


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """How doubtful something is, from 0 to 1, and why, the weightiest reason first."""

    score: float
    reasons: tuple[str, ...]


def doubt(event: RecordEvent, told: Sequence[Statement]) -> Doubt:
    """The doubt about an event that ``told`` tell of, corrected where people did."""
    return _summed(_reasons(event, told, toml(_RULES)["limits"]))


def _summed(reasons: Iterable[tuple[str, float]]) -> Doubt:
    rules = toml(_RULES)
    found = {name: rules["reasons"][name]["takes"] * weight for name, weight in reasons}
    trust = 1.0
    for share in found.values():
        trust *= 1 - share
    order = sorted(found, key=lambda name: (-found[name], name))
    return Doubt(
        score=round(1 - trust, 4), reasons=tuple(rules["reasons"][n]["says"] for n in order)
    )


def doubt_of_commitment(commitment: Commitment) -> Doubt:
    """The doubt about a commitment, as it stands."""
    return _summed((name, 1.0) for name in _of_commitment(commitment))


def doubt_of_silence(silence: Silence, *, ended: bool) -> Doubt:
    """The doubt about a silence; ``ended`` where a report is taken for its end."""
    names = (
        ("unknown matter", silence.about is None),
        ("stranger", silence.party.id is None),
        ("ended", ended),
    )
    return _summed((name, 1.0) for name, is_so in names if is_so)


def most_doubtful(rows: Iterable[tuple[T, RecordEvent, Doubt]]) -> list[tuple[T, Doubt]]:
    """Things by the doubt about their event, the greatest first; of two alike the later told."""
    ordered = sorted(rows, key=lambda row: row[1].id)
    ordered.sort(key=lambda row: row[1].last_reported or "", reverse=True)
    ordered.sort(key=lambda row: -row[2].score)
    return [(thing, doubt) for thing, _, doubt in ordered]


def _of_commitment(commitment: Commitment) -> Iterator[str]:
    """What speaks against a commitment."""
    if not commitment.by:
        yield "unbound"
    elif not any(a.id for a in commitment.by):
        yield "stranger"
    if commitment.due is None and commitment.duty == "do":
        yield "undue"
    if commitment.compliance == "unknown" and commitment.timing == "overdue":
        yield "unheard"
    if commitment.compliance in _CONCLUDED:
        yield "ended"


def _reasons(
    event: RecordEvent, told: Sequence[Statement], limits: dict[str, float]
) -> Iterator[tuple[str, float]]:
    """What speaks against an event, each with how much of its share (0 to 1)."""
    score = max((s.event.score for s in told), default=0.0)
    if score < limits["unsure"]:
        yield "unsure", 1 - score
    if event.status in _CONTRARY:
        yield "disputed", 1.0
    if not event.actors:
        yield "nobody", 1.0
    elif all(a.id is None for a in event.actors):
        yield "unknown", 1.0
    if event.place is None:
        yield "nowhere", 1.0
    else:
        if event.place.precision in _VAGUE:
            yield "vague", 1.0
        if event.place.candidates and event.place.score < limits["ambiguous"]:
            yield "ambiguous", 1.0
    if event.time is None or (event.time.from_ is None and event.time.to is None):
        yield "undated", 1.0
    if _differ(told):
        yield "differ", 1.0
    if event.sources < 2:
        yield "single", 1.0


def _differ(told: Sequence[Statement]) -> bool:
    """Whether statements give one event several modes, or numbers that cannot both be."""
    modes = {s.event.mode for s in told if s.event.mode is not None}
    numbers: dict[str, list[tuple[float, float]]] = {}
    for statement in told:
        for q in statement.quantities:
            low, high = q.min or 0.0, float("inf") if q.max is None else q.max
            numbers.setdefault(q.kind, []).append((low, high))
    apart = any(max(low for low, _ in n) > min(high for _, high in n) for n in numbers.values())
    return len(modes) > 1 or apart
