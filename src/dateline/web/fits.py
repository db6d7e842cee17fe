"""Whether a commitment, a silence, a document or an actor is what a view asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dateline.types import Actor, Place, Published, Time
from dateline.web.asked import Asked


def says(part: str | None, text: str) -> bool:
    """Whether a text holds all the words, or none are asked for."""
    return part is None or all(p in text.casefold() for p in part.casefold().split())


def among(key: str, actors: Iterable[Actor]) -> bool:
    """Whether the actor of that id is one of these."""
    return any(a.id == key for a in actors)


def names(asked: Asked, actors: Iterable[Actor]) -> bool:
    """Whether one of the actors is asked for, or nobody is."""
    if asked.actor is None and asked.country is None:
        return True
    part = (asked.actor or "").casefold()
    matches: Callable[[Actor], bool] = lambda a: (  # noqa: E731
        part in f"{a.id or ''} {a.name or a.text}".casefold()
        and (asked.country is None or a.country == asked.country)
    )
    return any(matches(a) for a in actors)


def at(part: str, place: Place | None) -> bool:
    """Whether a place's name holds the part."""
    return place is not None and part.casefold() in place.name.casefold()


def in_time(asked: Asked, time: Time | Published | None) -> bool:
    """Whether a time touches the days asked for."""
    if asked.from_ is None and asked.to is None:
        return True
    if time is None or (time.from_ is None and time.to is None):
        return False
    return (time.to or "9999") >= (asked.from_ or "0000") and (time.from_ or "0000") <= (
        asked.to or "9999"
    )
