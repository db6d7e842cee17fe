"""Whether what a record holds fits what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.store import Query
from dateline.types import Actor, Place, Published, Time


def names(query: Query, actors: Iterable[Actor]) -> bool:
    """Whether one of the actors is asked for, or nobody is."""
    part = (query.actor or "").casefold()
    country = query.country.upper() if query.country else None
    return (query.actor is None and country is None) or any(
        (not part or part in f"{a.id or ''} {a.name or a.text}".casefold())
        and (country is None or a.country == country)
        for a in actors
    )


def at(part: str, place: Place | None) -> bool:
    """Whether a place's name has the part asked for."""
    return place is not None and part.casefold() in place.name.casefold()


def in_time(query: Query, time: Time | Published | None) -> bool:
    """Whether a time's bounds touch those asked for; one that is not known does not."""
    if query.from_ is None and query.to is None:
        return True
    if time is None or (time.from_ is None and time.to is None):
        return False
    starts, ends = time.from_ or "0000", time.to or "9999"
    return ends >= (query.from_ or "0000") and starts <= (query.to or "9999")
