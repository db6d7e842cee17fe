"""What a query asks of one statement, where no database answers: the same as the stores do."""

from __future__ import annotations

from dateline.record.entry import Entry
from dateline.store import Query
from dateline.store.words import words
from dateline.types import Statement


def asked_for(entry: Entry, query: Query) -> bool:
    """Whether a statement is asked for."""
    statement, known = entry.statement, entry.published.from_
    return (
        (query.as_of is None or (known is not None and known <= query.as_of))
        and (query.type is None or statement.event.type == query.type.upper())
        and _there(statement, query.place)
        and _by(statement, query)
        and _in_time(statement, query)
        and _says(statement, query.text)
    )


def _there(statement: Statement, part: str | None) -> bool:
    place = statement.place
    return part is None or (place is not None and part.lower() in place.name.lower())


def _by(statement: Statement, query: Query) -> bool:
    """Whether an actor or the place is the one asked for."""
    speaker = statement.attribution.speaker
    actors = (*statement.actors, *statement.recipients, *((speaker,) if speaker else ()))
    part = (query.actor or "").lower()
    if part and not any(
        part in (a.id or "").lower() or part in (a.name or a.text).lower() for a in actors
    ):
        return False
    if query.country is None:
        return True
    country, place = query.country.upper(), statement.place
    return country in {a.country for a in actors} or (
        place is not None and place.country == country
    )


def _in_time(statement: Statement, query: Query) -> bool:
    if query.from_ is None and query.to is None:
        return True
    time = statement.time
    if time is None or (time.from_ is None and time.to is None):
        return False
    starts = time.from_ or time.to or ""
    return (query.from_ is None or time.to is None or time.to >= query.from_) and (
        query.to is None or starts <= query.to
    )


def _says(statement: Statement, text: str | None) -> bool:
    said = words(statement.sentence.text)
    return all(any(w.startswith(asked) for w in said) for asked in words(text or ""))
