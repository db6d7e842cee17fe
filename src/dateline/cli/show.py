"""``dateline show``: the record as timeline, events, claims, commitments, silences and more."""

from __future__ import annotations

import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.export.tables import Row
    from dateline.store import Query, Store
    from dateline.types import Actor, Place, Published, Time


class View(StrEnum):
    """What to show."""

    TIMELINE = "timeline"
    EVENTS = "events"
    CLAIMS = "claims"
    COMMITMENTS = "commitments"
    SILENCES = "silences"
    ACTORS = "actors"
    SOURCES = "sources"


class Form(StrEnum):
    """How to print it."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


# What a view cannot be asked for is said, not passed over.
_NOT = {
    View.SILENCES: ("type", "place"),
    View.SOURCES: ("actor", "country", "type", "place"),
}


def mount(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command()(show)


def record_path(record: Path | None) -> Path:
    """The record named, by the option or ``DATELINE_RECORD``, else ``dateline.db`` here."""
    return record or Path(os.environ.get("DATELINE_RECORD") or "dateline.db")


def show(
    view: Annotated[View, typer.Argument(help="What to show.")],
    record: Annotated[Path | None, typer.Option(help="The record (a file).")] = None,
    actor: Annotated[str | None, typer.Option(help="Part of an actor's id or name.")] = None,
    country: Annotated[
        str | None, typer.Option(help="Country of an actor or the place (three letters).")
    ] = None,
    type: Annotated[str | None, typer.Option(help="Event type, such as RETREAT.")] = None,
    place: Annotated[str | None, typer.Option(help="Part of a place's name.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="From this day on.")] = None,
    to: Annotated[str | None, typer.Option(help="Up to this day.")] = None,
    as_of: Annotated[str | None, typer.Option(help="As it was known on this day.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many rows; 0 for all.")] = 0,
    format: Annotated[Form, typer.Option(help="How to print it.")] = Form.TABLE,
) -> None:
    """Show the record; every row leads to its sentence and document."""
    from dateline.errors import UsageError
    from dateline.export.tables import printed
    from dateline.store import Query, open_store

    query = Query(
        actor=actor, country=_country(country), type=_type(type), place=place,
        from_=_day(from_, 0), to=_day(to, 1), as_of=_day(as_of, 1),
    )  # fmt: skip
    for name in _NOT.get(view, ()):
        if getattr(query, name) is not None:
            raise UsageError(f"--{name} does not apply to {view.value}")
    with open_store(record_path(record), create=False) as store:
        rows = _rows(view, store, query)
    text = printed(rows[:limit] if limit else rows, format.value)
    if text:
        typer.echo(text)


def _day(text: str | None, end: int) -> str | None:
    """The first or last day of a date given as an option."""
    from dateline.resolve.edtf import published_from

    if text is None:
        return None
    given = published_from(text)
    return (given.from_, given.to)[end]


def _type(text: str | None) -> str | None:
    from dateline.errors import UsageError
    from dateline.find.ontology import kinds

    known = {type_ for type_, _ in kinds()}
    if text is not None and text.upper() not in known:
        raise UsageError(f"no such type: {text} (one of {', '.join(sorted(known))})")
    return text


def _country(text: str | None) -> str | None:
    from dateline.errors import UsageError

    if text is not None and not (len(text) == 3 and text.isalpha()):
        raise UsageError(f"not a country code of three letters: {text}")
    return text


def _rows(view: View, store: Store, query: Query) -> list[Row]:
    from dateline.export import rows

    if view is View.SOURCES:
        from dateline.record.copies import relations

        found = list(store.documents(query.as_of))
        of = relations((d for d, _ in found), store.copies(query.as_of))
        return rows.source_rows([(d, f) for d, f in found if _in_time(query, d.published)], of)
    if view is View.ACTORS:
        return rows.actor_rows(store.entries(query))
    if view is View.COMMITMENTS:
        return _commitments(store, query)
    if view is View.SILENCES:
        return _silences(store, query)
    return _events(view, store, query)


def _events(view: View, store: Store, query: Query) -> list[Row]:
    """Events that the query asks for, by all that the record says of them.

    All is merged first: how an event stands must not depend on what is asked.
    """
    from dateline.export import rows
    from dateline.record.merge import merge
    from dateline.store import Query as Everything

    everything = Everything(as_of=query.as_of)
    entries, silences = store.entries(everything), store.silences(query.as_of)
    events = merge(entries, silences, query.as_of, copies=store.copies(query.as_of))
    if query != everything:
        asked = {e.statement.id for e in store.entries(query)}
        events = tuple(e for e in events if not asked.isdisjoint(e.statements))
    if view is View.CLAIMS:
        return rows.claim_rows(events, entries, silences)
    return (rows.timeline_rows if view is View.TIMELINE else rows.event_rows)(events, entries)


def _commitments(store: Store, query: Query) -> list[Row]:
    """The ledger, followed through every statement of the record."""
    from datetime import date

    from dateline.export.rows import commitment_rows
    from dateline.record.follow import follow
    from dateline.store import Query as Everything

    kept = store.commitments(query.as_of)
    day = query.as_of or date.today().isoformat()
    entries = store.entries(Everything(as_of=query.as_of))
    followed = follow((k.commitment for k in kept), entries, day)
    pairs = [(k.document, c) for k, c in zip(kept, followed, strict=True)]
    return commitment_rows(
        [
            (document, c)
            for document, c in pairs
            if _names(query, [*c.by, *c.to])
            and (query.type is None or c.action.type == query.type.upper())
            and (query.place is None or _at(query.place, c.action.place))
            and _in_time(query, c.due)
        ],
        day,
    )


def _silences(store: Store, query: Query) -> list[Row]:
    from dateline.export.rows import silence_rows
    from dateline.store import Query as Everything

    found = [
        u
        for u in store.silences(query.as_of)
        if _names(query, [u.silence.party]) and _in_time(query, u.published)
    ]
    return silence_rows(found, store.entries(Everything(as_of=query.as_of)))


def _names(query: Query, actors: Iterable[Actor]) -> bool:
    """Whether one of the actors is asked for, or nobody is."""
    part = (query.actor or "").casefold()
    country = query.country.upper() if query.country else None
    return (query.actor is None and country is None) or any(
        (not part or part in f"{a.id or ''} {a.name or a.text}".casefold())
        and (country is None or a.country == country)
        for a in actors
    )


def _at(part: str, place: Place | None) -> bool:
    return place is not None and part.casefold() in place.name.casefold()


def _in_time(query: Query, time: Time | Published | None) -> bool:
    """Whether a time's bounds touch those asked for; one that is not known does not."""
    if query.from_ is None and query.to is None:
        return True
    if time is None or (time.from_ is None and time.to is None):
        return False
    starts, ends = time.from_ or "0000", time.to or "9999"
    return ends >= (query.from_ or "0000") and starts <= (query.to or "9999")
