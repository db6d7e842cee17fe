"""The quad class of a type."""

from __future__ import annotations

from functools import cache

from dateline.find.ontology import kinds


@cache
def quad(type_: str, mode: str | None) -> int:
    """The quad class of a type: 1, 2 cooperation in word and deed, 3, 4 conflict in both."""
    kind = kinds().get((type_, mode)) or kinds().get((type_, None))
    return kind.quad if kind else 1
