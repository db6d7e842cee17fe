"""``dateline show``: the record as timeline, events, claims, commitments, silences and more."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.record import AsOf, Record, day, record_path

if TYPE_CHECKING:
    from dateline.export.tables import Row
    from dateline.store import Query, Store
    from dateline.store.held import Held


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
    View.SILENCES: ("type", "place", "text"),
    View.SOURCES: ("actor", "country", "type", "place", "text", "status"),
    View.ACTORS: ("status",),
    View.COMMITMENTS: ("text",),
}


def mount(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command()(show)


def show(
    view: Annotated[View, typer.Argument(help="What to show.")],
    record: Record = None,
    actor: Annotated[str | None, typer.Option(help="Part of an actor's id or name.")] = None,
    country: Annotated[
        str | None, typer.Option(help="Country of an actor or the place (three letters).")
    ] = None,
    type: Annotated[str | None, typer.Option(help="Event type, such as RETREAT.")] = None,
    place: Annotated[str | None, typer.Option(help="Part of a place's name.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="From this day on.")] = None,
    to: Annotated[str | None, typer.Option(help="Up to this day.")] = None,
    text: Annotated[
        str | None, typer.Option(help="Words that a sentence has, in any order.")
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(help="How an event or commitment stands; of a silence: open, closed."),
    ] = None,
    stance: Annotated[
        str | None, typer.Option(help="Claims: matters on which a side takes this stance.")
    ] = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many rows; 0 for all.")] = 0,
    format: Annotated[Form, typer.Option(help="How to print it.")] = Form.TABLE,
) -> None:
    """Show the record; every row leads to its sentence and document."""
    from dateline.errors import UsageError
    from dateline.export.tables import printed
    from dateline.store import Query, open_store

    query = Query(
        actor=actor, country=_country(country), type=_type(type), place=place,
        from_=day(from_, 0), to=day(to, 1), as_of=day(as_of, 1), text=text, status=status,
    )  # fmt: skip
    for name in _NOT.get(view, ()):
        if getattr(query, name) is not None:
            raise UsageError(f"--{name} does not apply to {view.value}")
    _known(view, status, stance)
    with open_store(record_path(record), create=False) as store:
        rows = rows_of(view, store, query, 0 if stance else limit)
    if stance is not None:
        taken = {row["id"] for row in rows if row["stance"] == stance}
        rows = [row for row in rows if row["id"] in taken]
    text = printed(rows[:limit] if limit else rows, format.value)
    if text:
        typer.echo(text)


def _known(view: View, status: str | None, stance: str | None) -> None:
    """A ``UsageError`` where a status or stance is asked for that there is none of."""
    from typing import get_args

    from dateline.errors import UsageError
    from dateline.types import CommitmentStatus, EventStatus, Stance

    if stance is not None and view is not View.CLAIMS:
        raise UsageError(f"--stance does not apply to {view.value}")
    of = {View.COMMITMENTS: get_args(CommitmentStatus), View.SILENCES: ("open", "closed")}
    for name, value, known in (
        ("status", status, of.get(view, get_args(EventStatus))),
        ("stance", stance, (*get_args(Stance), "silent")),
    ):
        if value is not None and value not in known:
            raise UsageError(f"no such {name}: {value} (one of {', '.join(known)})")


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


def rows_of(view: View, store: Store, query: Query, limit: int) -> list[Row]:
    """The rows of a view that a query asks for, the first ones (0: all)."""
    from dateline.export import rows
    from dateline.store import owed, past
    from dateline.store.held import Held
    from dateline.store.listing import listed
    from dateline.store.met import met
    from dateline.store.pledges import promised, silent
    from dateline.store.sourced import sourced

    if view in {View.EVENTS, View.TIMELINE, View.CLAIMS}:
        ask = listed if query.as_of is None else past.listed
        some = ask(store, query, limit=limit, spoken_of=view is View.CLAIMS)
        if some is not None:
            made = rows.timeline_rows if view is View.TIMELINE else rows.event_rows
            if view is View.CLAIMS:
                return rows.claim_rows(some.events, some.entries, some.unspoken)
            return made(some.events, some.entries, some.decided)
    if view is View.SOURCES:
        out = sourced(store, query, limit)
        return rows.source_rows(out.documents, out.relations)
    if view is View.ACTORS and (named := met(store, query)) is not None:
        return named[:limit] if limit else named
    if view is View.COMMITMENTS and (kept := owed.promised(store, query, limit)) is not None:
        return rows.commitment_rows(kept.rows, kept.sentences)
    day = query.as_of or date.today().isoformat()
    if view is View.SILENCES and (quiet := owed.silent(store, query, limit)) is not None:
        return rows.silence_rows(quiet, day)
    held = Held(store, query)
    if view is View.ACTORS:
        return rows.actor_rows(held.found())
    if view is View.COMMITMENTS:
        sentences = {e.statement.id: e.statement.sentence for e in held.entries}
        return rows.commitment_rows(promised(held), sentences)
    if view is View.SILENCES:
        return rows.silence_rows(silent(held), day)
    return _events(view, held)


def _events(view: View, held: Held) -> list[Row]:
    """Events that the query asks for, by all that the record says of them.

    All is merged first: how an event stands must not depend on what is asked.
    """
    from dateline.export import rows

    events = held.asked()
    if view is View.CLAIMS:
        return rows.claim_rows(events, held.entries, held.unspoken)
    marks = {one.id: list(held.marks(one.statements)) for one in events}
    made = rows.timeline_rows if view is View.TIMELINE else rows.event_rows
    return made(events, held.entries, marks)
