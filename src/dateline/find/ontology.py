"""The ontology: PLOVER's types with their quad classes, and the nearest CAMEO code."""

from __future__ import annotations

from functools import cache

import msgspec

from dateline.data import rows
from dateline.types import EventType


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A type, with or without a mode: its quad class, score and nearest CAMEO code."""

    type: EventType
    mode: str | None = None
    quad: int
    score: float
    cameo: str
    recipient: bool = False


@cache
def kinds() -> dict[tuple[str, str | None], Kind]:
    """All types and modes."""
    return {(row.type, row.mode): row for row in rows("ontology/plover.tsv", Kind)}


def cameo(type_: str, mode: str | None) -> str | None:
    """The CAMEO code nearest to a type and mode."""
    kind = kinds().get((type_, mode)) or kinds().get((type_, None))
    return kind.cameo if kind is not None else None


@cache
def quad_classes() -> dict[str, str]:
    """The quad class of each type; of YIELD 2, as labelled data with that type have it."""
    found = {kind: str(row.quad) for (kind, mode), row in kinds().items() if mode is None}
    return {**found, "YIELD": found["RETREAT"]}
