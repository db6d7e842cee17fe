"""The commitments and silences that a query asks for, as kept, without following all of them.

What is found, in which order, is what `dateline.store.pledges` finds in the whole record. How a
commitment stood on the day is looked up; made anew are those alone whose own reports were not all
known on it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    false,
    func,
    or_,
    select,
    true,
)

from dateline.export.rows import OPEN as OPEN_STATUS
from dateline.export.rows import RUNNING, days_left, days_until, urgency
from dateline.record.entry import Entry, Kept, Unspoken
from dateline.record.stands import NEVER, Stand
from dateline.store import Query, Store, decided, fits, following, lines
from dateline.store.answers import About, CommitmentRow, SilenceRow, Telling
from dateline.store.asked import touching
from dateline.store.borne import unpacked
from dateline.store.sql import SqlStore
from dateline.store.tables import documents, followed, standings, statements, told
from dateline.store.watchers import CLOSED, COMMITMENT, OPEN, SILENCE, Followed, Watcher
from dateline.types import Commitment, Span

_AT_ONCE = 100
_decoded = msgspec.json.Decoder(Followed).decode
_stand = msgspec.json.Decoder(Stand).decode


@dataclass(frozen=True, slots=True)
class Owed:
    """Commitments in the order of the ledger, and the sentences that they rest on."""

    rows: list[CommitmentRow]
    sentences: Mapping[str, Span]


def promised(store: Store, query: Query, limit: int = 0) -> Owed | None:
    """The commitments asked for, the first of the ledger (0: all).

    ``None`` where not all is followed and somebody else writes.
    """
    if not isinstance(store, SqlStore) or not ready(store):
        return None
    day = query.as_of or date.today().isoformat()
    with store.reading() as connection:
        with closing(_meant(connection, query, day)) as meant:
            some = list(islice(meant, limit or None))
        return owed(connection, query, day, some)


def owed(connection: Connection, query: Query, day: str, some: Sequence[Meant]) -> Owed:
    """Commitments with all that they rest on."""
    rests = _Rests(connection, query, day)
    found = [c for part in lines.parts(some, _AT_ONCE) for c in rests.standing(part)]
    about = abouts(connection, {one.kept.document for one in some})
    made = decided.made(connection, about)
    rows = [
        CommitmentRow(
            commitment=c, document=about[one.kept.document], days=days_left(c, day),
            decided=decided.words(made, [c.id]),
        )
        for one, c in zip(some, found, strict=True)
    ]  # fmt: skip
    return Owed(rows, rests.sentences)


def ready(store: SqlStore) -> bool:
    """Whether all is followed, or can be at once."""
    return store.followed() or store.follow(wait=False)


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """A commitment asked for; ``anew`` how it stands where that is not kept."""

    number: int
    kept: Kept
    rests: tuple[str, ...]
    anew: Commitment | None


def _meant(connection: Connection, query: Query, day: str) -> Generator[Meant, None, None]:
    """The commitments asked for, in order."""
    asked = asked_of(query, COMMITMENT, day)
    rows = connection.execute(asked.where(late(query))).all()
    anew = made_anew(connection, rows, query.as_of, day)
    apart = [key for row in rows if (key := _key(row, anew[row.number].status, day)) is not None]
    if query.status is not None:
        asked = asked.where(standings.c.status == query.status)
        apart = [key for key in apart if anew[key[-1]].status == query.status]
    asked = in_time(asked, query)
    parts = _in_order(connection, asked, query.status, day)
    with closing(parts) as kept:
        keys = merge(sorted(apart), (_key(row, row.status, day) for row in kept))
        while some := [key[-1] for key in islice(keys, _AT_ONCE)]:
            data = followed_by(connection, some)
            for number in some:
                one = data[number].standing
                if one is not None and fits.names(query, (*one.commitment.by, *one.commitment.to)):
                    yield Meant(number, one, data[number].grounds, anew.get(number))


def followed_by(connection: Connection, numbers: Iterable[int]) -> dict[int, Followed]:
    """Commitments and silences as they are followed, by number."""
    found: dict[int, Followed] = {}
    for some in lines.parts(numbers):
        asked = select(followed.c.number, followed.c.data).where(followed.c.number.in_(some))
        found |= {row.number: _decoded(row.data) for row in connection.execute(asked)}
    return found


def late(query: Query) -> ColumnElement[bool]:
    """Of which commitments not all of their own reports were known on the day."""
    return followed.c.known > query.as_of if query.as_of is not None else false()


def in_time(asked: Select[Any], query: Query) -> Select[Any]:
    """The other commitments."""
    return asked if query.as_of is None else asked.where(followed.c.known <= query.as_of)


def _key(row: Row[Any], status: str, day: str) -> tuple[Any, ...]:
    """By what the ledger is sorted (`dateline.export.rows.urgency`), and the number."""
    order = urgency(days_until(row.last, status, day), status, row.due, row.label)
    return (*order, row.last or "9999", row.id, row.number)


def _in_order(
    connection: Connection, asked: Select[Any], status: str | None, day: str
) -> Generator[Row[Any], None, None]:
    """The same order, by the database: part by part, so that none is sorted that nobody sees."""
    for statuses, part, order in _parts(day, connection.dialect.name):
        if status is not None and (status not in statuses if statuses else status in _NOT_LAST):
            continue
        standing = standings.c.status
        fits_ = standing.in_(sorted(statuses)) if statuses else standing.not_in(_NOT_LAST)
        some = asked.where(fits_, part).order_by(*order)
        with connection.execute(some.execution_options(yield_per=_AT_ONCE)) as rows:
            yield from rows


def _parts(
    day: str, dialect: str
) -> tuple[tuple[frozenset[str], ColumnElement[bool], tuple[Any, ...]], ...]:
    """The parts of the ledger: how they stand (none: otherwise), by what, and in which order."""
    last = followed.c.last
    label: ColumnElement[str] = followed.c.label
    due: ColumnElement[str] = func.coalesce(followed.c.due, "9999")
    if dialect == "postgresql":  # by code points, as everywhere else
        due, label = due.collate("C"), label.collate("C")
    rest = (due, label, func.coalesce(last, "9999"), followed.c.id)
    return (
        (RUNNING, last >= day, (last, *rest)),
        (frozenset({"overdue"}), last.is_(None), rest),
        (RUNNING, last < day, (last.desc(), *rest)),
        (OPEN_STATUS, or_(last.is_(None), standings.c.status.not_in(sorted(RUNNING))), rest),
        (frozenset(), true(), rest),
    )


_NOT_LAST = sorted(RUNNING | OPEN_STATUS)


def asked_of(query: Query, sort: str, day: str) -> Select[Any]:
    """What may be asked for by columns, with how it stands on a day."""
    asked = (
        select(
            followed.c.number, followed.c.id, followed.c.document, followed.c.first,
            followed.c.last, followed.c.due, followed.c.label, followed.c.known,
            standings.c.status, standings.c.doubt,
        )
        .join(standings, on_day(standings, day), isouter=True)
        .where(followed.c.sort == sort)
    )  # fmt: skip
    if query.as_of is not None:
        asked = asked.where(followed.c.out <= query.as_of)
    if query.type is not None and sort == COMMITMENT:
        asked = asked.where(followed.c.type == query.type.upper())
    for column, part in (
        (followed.c.who, query.actor),
        (followed.c.who, f"={query.country}=" if query.country else None),
        (followed.c.place, query.place if sort == COMMITMENT else None),
    ):
        if part is not None:
            asked = asked.where(column.contains(part.casefold(), autoescape=True))
    return touching(asked, query, followed.c.first, followed.c.last)


def on_day(stands: FromClause, day: str) -> ColumnElement[bool]:
    """That rows of ``standings`` tell how something that is followed stands on a day."""
    of = stands.c.number == followed.c.number
    return and_(of, stands.c.since <= day, stands.c.until > day)


def made_anew(
    connection: Connection, rows: Sequence[Row[Any]], as_of: str | None, day: str
) -> dict[int, Commitment]:
    """How those stand whose own reports were not all known on the day, by those that were."""
    found: dict[int, Commitment] = {}
    number = {row.id: row.number for row in rows}
    for id, one in as_known(connection, rows, as_of).items():
        if id in number and one.data.watch is not None:
            watched = one.data.watch.by(one.telling.values())
            found[number[id]] = watched.on(day)
    return found


def as_known(
    connection: Connection, rows: Iterable[Row[Any]], as_of: str | None
) -> dict[str, Watcher]:
    """What the documents of rows promise and are silent on, by what was known on a day, by id."""
    return {
        one.id: one
        for document in sorted({row.document for row in rows})
        for one in following.as_known(connection, document, as_of)
    }


def _known(entry: Entry, as_of: str | None) -> bool:
    return as_of is None or (entry.published.from_ or NEVER) <= as_of


Said = tuple[str | None, str, str]  # the day, the document and the id of a statement


class _Rests:
    """What commitments rest on, as known on the day."""

    def __init__(self, connection: Connection, query: Query, day: str) -> None:
        self._connection, self._as_of, self._day = connection, query.as_of, day
        self.sentences: dict[str, Span] = {}

    def standing(self, some: Sequence[Meant]) -> list[Commitment]:
        """Commitments as they stand, with all that they rest on."""
        asked = (
            select(followed.c.number, followed.c.telling, standings.c.data)
            .join(standings, on_day(standings, self._day))
            .where(followed.c.number.in_([one.number for one in some if one.anew is None]))
        )
        rows: dict[int, Any] = {r.number: r for r in self._connection.execute(asked)}
        telling = {n: unpacked(row.telling) for n, row in rows.items()}
        wanted = {n for ns in telling.values() for n in ns}
        said = self._told(told.c.number, wanted)
        found = [
            one.anew if one.anew is not None
            else self._stands(one, _stand(rows[one.number].data),
                              self._named(said[n] for n in telling[one.number] if n in said))
            for one in some
        ]  # fmt: skip
        self._told(told.c.statement, {i for c in found for i in c.because} - {*self.sentences})
        return found

    def _named(self, telling: Iterable[Said]) -> list[str]:
        """The ids of what is named of a commitment beside what it rests on itself, in order."""
        order = sorted((day or "", document, id) for day, document, id in telling)
        return [id for day, _, id in order if day <= self._day]

    def _stands(self, one: Meant, stand: Stand, named: Iterable[str]) -> Commitment:
        return msgspec.structs.replace(
            one.kept.commitment, timing=stand.timing, compliance=stand.compliance,
            force=stand.force, status=stand.status,
            because=tuple(dict.fromkeys((*one.rests, *named))),
        )  # fmt: skip

    def _told(self, column: Any, values: Iterable[Any]) -> dict[int, Said]:
        """When statements were said, in which document; their sentences are kept."""
        found: dict[int, Said] = {}
        for some in lines.parts(values):
            asked = (
                select(
                    told.c.number, told.c.statement, told.c.document, told.c.back, told.c.decided,
                    documents.c.published_from, documents.c.published_to, statements.c.data,
                )
                .join(documents, documents.c.id == told.c.document)
                .join(statements, statements.c.id == told.c.statement, isouter=True)
                .where(column.in_(some))
            )  # fmt: skip
            for number, id, document, back, now, first, last, data in self._connection.execute(
                asked
            ):
                if (self._as_of is None or (first or NEVER) <= self._as_of) and now != _REJECTED:
                    found[number] = last or first, document, id
                    self.sentences[id] = _said(data if back is None else back).sentence
        return found


class _Said(msgspec.Struct):
    """The part of a statement that is told of it."""

    sentence: Span


_said = msgspec.json.Decoder(_Said).decode
_REJECTED = b"null"


def abouts(connection: Connection, ids: Iterable[str]) -> dict[str, About]:
    """Documents in short, by id."""
    found = map(_about, lines.values_of(connection, documents.c.data, documents.c.id, ids))
    return {one.id: one for one in found}


_about = msgspec.json.Decoder(About).decode


def silent(store: Store, query: Query, limit: int = 0) -> list[SilenceRow] | None:
    """The silences asked for, in order of publication (0: all).

    ``None`` where not all is followed and somebody else writes.
    """
    if not isinstance(store, SqlStore) or not ready(store):
        return None
    day = query.as_of or LAST
    with store.reading() as connection:
        with closing(_unspoken(connection, query, day)) as meant:
            some = list(islice(meant, limit or None))
        return unspoken(connection, query, some)


def unspoken(
    connection: Connection, query: Query, some: Sequence[tuple[Unspoken, int | None]]
) -> list[SilenceRow]:
    """Silences with their matters and what ended them, by its number."""
    documents_ = {one.document for one, _ in some}
    ends = lines.told_by(connection, told.c.number, {n for _, n in some if n is not None})
    on = {one.silence.about for one, _ in some} - {None}
    matters = {
        e.statement.id: e for e in lines.told_by(connection, told.c.statement, on).values()
        if _known(e, query.as_of)
    }  # fmt: skip
    documents_ |= {e.document for e in ends.values()}
    about, made = abouts(connection, documents_), decided.made(connection, documents_)
    told_of = _as_read(connection, ends)
    found = []
    for one, number in some:
        matter, end = matters.get(one.silence.about or ""), ends.get(number or 0)
        found.append(
            SilenceRow(
                id=one.id, silence=one.silence, document=about[one.document],
                matter=None if matter is None else matter.statement,
                ended=None if end is None else _telling(end, about, made, told_of),
                decided=decided.words(made, [one.id]),
            )
        )  # fmt: skip
    return found


LAST = "9999-99-98"
# The order of silences: that of publication, and of a report's among each other.
QUIET_ORDER = (
    followed.c.first.is_(None), followed.c.first, followed.c.document, followed.c.label,
    followed.c.id,
)  # fmt: skip


def _unspoken(
    connection: Connection, query: Query, day: str
) -> Generator[tuple[Unspoken, int | None], None, None]:
    """The silences asked for in order, each with the number of what ended it."""
    asked = asked_of(query, SILENCE, day)
    anew = as_known(connection, connection.execute(asked.where(late(query))), query.as_of)
    if query.status is not None:
        asked = asked.where(or_(late(query), standings.c.status == query.status))
    asked = asked.order_by(*QUIET_ORDER)
    with connection.execute(asked.execution_options(yield_per=_AT_ONCE)) as rows:
        while some := list(islice(rows, _AT_ONCE)):
            yield from ended(connection, some, query, anew)


def ended(
    connection: Connection, rows: Sequence[Row[Any]], query: Query, anew: Mapping[str, Watcher]
) -> Iterator[tuple[Unspoken, int | None]]:
    """Silences with what ended them, as kept or made anew."""
    asked = select(followed.c.number, followed.c.data, followed.c.telling)
    numbers = [row.number for row in rows]
    held = {r.number: r for r in connection.execute(asked.where(followed.c.number.in_(numbers)))}
    for row in rows:
        one = _decoded(held[row.number].data).unspoken
        if one is None or not fits.names(query, (one.silence.party,)):
            continue
        end = next(iter(unpacked(held[row.number].telling)), None)
        unknown = query.as_of is not None and row.known > query.as_of
        if unknown:
            now = anew.get(one.id)
            end = None if now is None else next(iter(now.telling), None)
            if now is None or query.status not in (None, OPEN if end is None else CLOSED):
                continue
        yield one, end if unknown or row.status == CLOSED else None


def _as_read(connection: Connection, ends: Mapping[int, Entry]) -> dict[str, Entry]:
    """Statements as the machine read them, by id."""
    found = lines.lines(connection, told.c.number, ends)
    return {line.id: line.read for line in found}


def _telling(
    end: Entry, about: Mapping[str, About], made: decided.Made, read: Mapping[str, Entry]
) -> Telling:
    id = end.statement.id
    was = read[id].statement
    return Telling(
        statement=end.statement, document=about[end.document],
        decisions=tuple(one.id for on, one in made if id in on),
        read=None if was == end.statement else was,
    )  # fmt: skip
