"""What became known between two days, of a record that is kept: read as far as it changed.

What is found is what `dateline.store.compared` finds in the whole record. An event can have changed
that a report tells of which came out between the days, is silent on or is a near copy of one that
does; a commitment or silence that did not stand from the first day to the second as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select, union

from dateline.record.changes import (
    CommitmentChange,
    EventChange,
    commitment_changes,
    event_changes,
)
from dateline.record.entry import Unspoken
from dateline.record.merge import order
from dateline.store import Query, lines, near, owed
from dateline.store.answers import About, SilenceRow, Telling
from dateline.store.held import Held
from dateline.store.listing import Found
from dateline.store.part import Part
from dateline.store.past import Past
from dateline.store.sql import IN_ORDER, SqlStore
from dateline.store.tables import (
    commitments,
    documents,
    followed,
    matters,
    silences,
    standings,
    told,
)
from dateline.store.watchers import COMMITMENT, SILENCE
from dateline.types import Commitment

_AT_ONCE = 100


class Changed:
    """What the documents that came out after one day, up to another, changed."""

    def __init__(self, store: SqlStore, connection: Connection, since: str, until: str) -> None:
        self._store, self._connection = store, connection
        self._since, self._until = since, until
        out, last = documents.c.published_from, documents.c.published_to
        self._came = and_(out > since, out <= until)
        # two questions, each by an index of its own
        said = and_(out < last, last > since, last <= until)
        self._between = {
            id
            for some in (self._came, said)
            for id in connection.execute(select(documents.c.id).where(some)).scalars()
        }

    def documents(self) -> tuple[About, ...]:
        """The documents that came out, in order of publication."""
        asked = select(documents.c.id).where(self._came).order_by(*IN_ORDER)
        ids = list(self._connection.execute(asked).scalars())
        about = owed.abouts(self._connection, ids)
        return tuple(about[id] for id in ids)

    def events(self) -> tuple[EventChange, ...]:
        """The events that differ."""
        homes = self._homes()
        before, after = (
            sorted(self._on(day, homes), key=order) for day in (self._since, self._until)
        )
        return event_changes(before, after)

    def _on(self, day: str, homes: set[str]) -> list[Any]:
        found: list[Found] = Past(self._connection, day).of_groups(homes)
        return [one.event for one in found]

    def _homes(self) -> set[str]:
        """The groups of which an event can have changed."""
        near_to = near.family(self._connection, self._between, self._until)
        ruled = set(self._connection.execute(select(matters.c.document)).scalars())
        some = {*self._between, *ruled}
        on = lines.values_of(self._connection, silences.c.about, silences.c.document, some)
        on += lines.values_of(self._connection, matters.c.statement, matters.c.document, ruled)
        return {
            home
            for column, values in (
                (told.c.document, {*self._between, *near_to}), (told.c.statement, on),
            )
            for home in lines.values_of(self._connection, told.c.home, column, values)
        }  # fmt: skip

    def commitments(self) -> tuple[CommitmentChange, ...]:
        """The commitments that stand otherwise."""
        numbers = self._otherwise(COMMITMENT)
        before, after = (self._standing(day, numbers) for day in (self._since, self._until))
        return commitment_changes(before, after)

    def _otherwise(self, sort: str) -> list[int]:
        """Those that may stand otherwise on the two days, in order."""
        was, now = standings.alias(), standings.alias()
        start = commitments.c.start if sort == COMMITMENT else followed.c.label
        asked = select(followed.c.number).join(documents, documents.c.id == followed.c.document)
        for stands, day in ((was, self._since), (now, self._until)):
            asked = asked.join(stands, owed.on_day(stands, day), isouter=True)
        if sort == COMMITMENT:
            asked = asked.join(commitments, commitments.c.id == followed.c.id, isouter=True)
        late = or_(followed.c.out > self._since, followed.c.known > self._since)
        differs = or_(late, was.c.status != now.c.status, was.c.data != now.c.data)
        mine = followed.c.sort == sort, followed.c.out <= self._until
        # those of which either is so are few, and found by indexes
        turned = select(standings.c.number).where(
            standings.c.since > self._since, standings.c.since <= self._until
        )
        some = followed.c.number.in_(union(turned, select(followed.c.number).where(*mine, late)))
        asked = asked.where(some, *mine, differs)
        # those that only decisions keep come last
        ordered = asked.order_by(start.is_(None), *IN_ORDER, start, followed.c.id)
        return list(self._connection.execute(ordered).scalars())

    def _rows(self, sort: str, day: str, numbers: Iterable[int]) -> list[Any]:
        """Those of the numbers that were known on a day, in their order."""
        asked: Select[Any] = owed.asked_of(Query(as_of=day), sort, day)
        found: dict[int, Any] = {}
        for some in lines.parts(numbers):
            rows = self._connection.execute(asked.where(followed.c.number.in_(some)))
            found |= {row.number: row for row in rows}
        return [found[number] for number in numbers if number in found]

    def _standing(self, day: str, numbers: Sequence[int]) -> list[Commitment]:
        query = Query(as_of=day)
        rows = self._rows(COMMITMENT, day, numbers)
        late = [row for row in rows if row.known > day]
        anew = owed.made_anew(self._connection, late, day, day)
        gone = {row.number for row in late} - anew.keys()
        data = owed.followed_by(self._connection, [row.number for row in rows])
        meant = [
            owed.Meant(row.number, kept, one.grounds, anew.get(row.number))
            for row in rows
            if row.number not in gone and (kept := (one := data[row.number]).standing) is not None
        ]
        return [row.commitment for row in owed.owed(self._connection, query, day, meant).rows]

    def silences(self) -> tuple[SilenceRow, ...]:
        """The silences that are new on the second day, or have ended since the first."""
        numbers = self._otherwise(SILENCE)
        ended = {one.id: end is not None for one, end in self._quiet(self._since, numbers)}
        some = [
            (one, end)
            for one, end in self._quiet(self._until, numbers)
            if ended.get(one.id) is not (end is not None)
        ]
        return tuple(owed.unspoken(self._connection, Query(as_of=self._until), some))

    def _quiet(self, day: str, numbers: Sequence[int]) -> list[tuple[Unspoken, int | None]]:
        rows = self._rows(SILENCE, day, numbers)
        late = (row for row in rows if row.known > day)
        anew = owed.as_known(self._connection, late, day)
        found: list[tuple[Unspoken, int | None]] = []
        for some in lines.parts(rows, _AT_ONCE):
            found += owed.ended(self._connection, some, Query(as_of=day), anew)
        return found

    def told(self, ids: set[str]) -> dict[str, Telling]:
        """The statements that were known on the second day, by id."""
        some = lines.values_of(self._connection, told.c.document, told.c.statement, ids)
        held = Held(Part(self._store.engine, self._connection, some), Query(as_of=self._until))
        return {i: held.telling(held.by_id[i]) for i in sorted(ids) if i in held.by_id}
