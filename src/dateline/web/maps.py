"""Maps of a record, held while it does not change: many readers look at the same few."""

from __future__ import annotations

from functools import lru_cache

from dateline.web.asked import Asked
from dateline.web.places import Box, MapView, map_view
from dateline.web.queries import Queries

_HELD = 256


def map_of(queries: Queries, asked: Asked, zoom: int, box: Box | None) -> MapView:
    """What a map shows of what is asked, at a zoom, within a box where one is given."""
    shown = asked.with_(map=None, order="newest")
    return _made(queries, queries.version(), shown, zoom, box)  # type: ignore[arg-type]


@lru_cache(_HELD)
def _made(queries: Queries, version: str, asked: Asked, zoom: int, box: Box | None) -> MapView:  # noqa: ARG001
    return map_view(queries.spots(asked), asked, zoom, box)
