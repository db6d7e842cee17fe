"""The actors of the statements that a query asks for, counted by columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from dateline.export.tables import Row
from dateline.store import Query, Store, lines, saying
from dateline.store.asked import numbers_of
from dateline.store.filters import asked_for
from dateline.store.owed import ready
from dateline.store.roles import ACTOR, PLACE, TYPE, Columns, Mention, Where, day, read
from dateline.store.sql import SqlStore
from dateline.store.tables import statements, terms, told
from dateline.store.words import words

W = TypeVar("W", Mention, Where)
Mask = NDArray[np.bool_]
_ROLES = ("did", "suffered", "said")
_FEW = 1000  # statements whose words are looked at one by one


def met(store: Store, query: Query) -> list[Row] | None:
    """What each actor did, suffered and said, as counts: as `dateline.export.rows.actor_rows`.

    ``None`` where not all is merged and somebody else writes.
    """
    if not isinstance(store, SqlStore) or not ready(store):
        return None
    with store.reading() as connection:
        return _Counted(connection, query).rows()


class _Counted:
    """The columns of the statements asked for."""

    def __init__(self, connection: Connection, query: Query) -> None:
        self._connection, self._query = connection, query
        self._columns: Columns = read(connection)
        self._mentions = self._words(ACTOR, Mention)
        # what costs most, and less the fewer are left, comes last
        for some in (self._by_column, self._in_time, self._by_place, self._by_actor, self._saying):
            mask = some()
            if mask is not None:
                self._columns = self._columns.only(mask)

    def rows(self) -> list[Row]:
        """A row for each actor that has an id, the most often met first."""
        actors, roles = self._columns.actor, self._columns.role
        size = max(self._mentions, default=0) + 1
        both = actors.astype(np.int32) * len(_ROLES) + roles
        counts = np.bincount(both, minlength=size * len(_ROLES))
        counts = counts.reshape(size, len(_ROLES))
        by_id: dict[str, list[int]] = defaultdict(list)
        for number in np.flatnonzero(counts.any(axis=1)).tolist():
            id = self._mentions[number].id
            if id is not None:
                by_id[id].append(number)
        found = [self._row(id, numbers, counts) for id, numbers in by_id.items()]
        found.sort(key=lambda one: (-one[0], one[1]["id"]))
        return [row for _, row in found]

    def _row(self, id: str, numbers: list[int], counts: NDArray[np.int64]) -> tuple[int, Row]:
        called: dict[str, int] = defaultdict(int)
        for number in numbers:
            called[self._mentions[number].called] += int(counts[number].sum())
        known = self._first(numbers)
        every = counts[numbers].sum(axis=0).tolist()
        return sum(every), {
            "id": id,
            "name": min(called, key=lambda name: (-called[name], name)),
            "country": known.country,
            "sector": known.sector,
            **dict(zip(_ROLES, every, strict=True)),
        }

    def _first(self, numbers: list[int]) -> Mention:
        """The mention that comes first in the record, where they are of several sides."""
        sides = {(m.country, m.sector): m for m in (self._mentions[n] for n in numbers)}
        if len(sides) == 1:
            return next(iter(sides.values()))
        columns = self._columns
        places = np.flatnonzero(_among(columns.actor, numbers))
        out = columns.out[columns.of[places]]
        back = columns.number[columns.of[places]] < 0
        order = np.where(back, 2, np.where(out < 0, 1, 0))
        first = order == order.min()
        first &= out == out[first].min()
        some = places[first]
        rank = self._order(columns.number[columns.of[some]].tolist())
        best = min(some.tolist(), key=lambda p: (rank[int(columns.number[columns.of[p]])], p))
        return self._mentions[int(columns.actor[best])]

    def _order(self, numbers: list[int]) -> dict[int, tuple[str, int, str]]:
        """Statements by document and place in it."""
        found: dict[int, tuple[str, int, str]] = {}
        for some in lines.parts(numbers):
            asked = (
                select(told.c.number, told.c.document, statements.c.start, told.c.statement)
                .join(statements, statements.c.id == told.c.statement, isouter=True)
                .where(told.c.number.in_(some))
            )
            for number, document, start, id in self._connection.execute(asked):
                found[number] = document, start or 0, id
        return found

    def _by_column(self) -> Mask | None:
        """By what was known on the day, and by type."""
        query, columns = self._query, self._columns
        found: list[Mask] = []
        if query.as_of is not None:
            found.append((columns.out >= 0) & (columns.out <= day(query.as_of)))
        if query.type is not None:
            found.append(columns.type == self._type(query.type.upper()))
        return np.logical_and.reduce(found) if found else None

    def _in_time(self) -> Mask | None:
        query = self._query
        if query.from_ is None and query.to is None:
            return None
        first, last = self._columns.first, self._columns.last
        mask: Mask = (first >= 0) | (last >= 0)
        if query.from_ is not None:
            mask &= (last < 0) | (last >= day(query.from_))
        if query.to is not None:
            mask &= np.where(first >= 0, first, last) <= day(query.to)
        return mask

    def _by_place(self) -> Mask | None:
        """By place, and by the country of it or of an actor."""
        query, columns = self._query, self._columns
        if query.place is None and query.country is None:
            return None
        places = self._words(PLACE, Where)
        mask: Mask = np.ones(len(columns.number), dtype=bool)
        if query.place is not None:
            part = query.place.lower()
            mask &= _among(columns.place, [n for n, w in places.items() if part in w.name.lower()])
        if query.country is not None:
            country = query.country.upper()
            here = [n for n, where in places.items() if where.country == country]
            mask &= _among(columns.place, here) | self._with(
                n for n, mention in self._mentions.items() if mention.country == country
            )
        return mask

    def _by_actor(self) -> Mask | None:
        if not self._query.actor:
            return None
        part = self._query.actor.lower()
        return self._with(
            n for n, m in self._mentions.items()
            if part in (m.id or "").lower() or part in m.name.lower()
        )  # fmt: skip

    def _with(self, numbers: Iterable[int]) -> Mask:
        """The statements that have one of the actors."""
        mask: Mask = np.zeros(len(self._columns.number), dtype=bool)
        mask[self._columns.of[_among(self._columns.actor, list(numbers))]] = True
        return mask

    def _saying(self) -> Mask | None:
        """By words: those that many statements have are kept with these."""
        said = words(self._query.text or "")
        if not said:
            return None
        number = self._columns.number
        common = saying.common(self._connection, said)
        mask: Mask = np.ones(len(number), dtype=bool)
        for beginning in common.values():
            mask &= saying.having(self._connection, beginning, number)
        rest = [word for word in said if word not in common]
        if rest:
            mask[mask] = self._found(rest, number[mask])
        return mask

    def _found(self, said: list[str], number: NDArray[np.int32]) -> Mask:
        """Which of the statements have words, by the index.

        Few are looked at, and those that decisions keep, which stand in none.
        """
        read = number >= 0
        if np.count_nonzero(read) <= _FEW:
            mask: Mask = np.isin(number, self._looked_at(said, number[read].tolist()))
        else:
            asked = numbers_of(said, self._connection.dialect.name)
            mask = _among(number, self._connection.execute(asked).scalars().all())
        back = [
            line.number
            for line in lines.lines(self._connection, told.c.number, number[~read].tolist())
            if line.decided is not None and asked_for(line.decided, Query(text=" ".join(said)))
        ]
        return mask | np.isin(number, back) if back else mask

    def _looked_at(self, said: list[str], numbers: list[int]) -> list[int]:
        found: list[int] = []
        for some in lines.parts(numbers):
            asked = select(statements.c.number, statements.c.words)
            for row in self._connection.execute(asked.where(statements.c.number.in_(some))):
                has = (row.words or "").split()
                if all(any(w.startswith(asked_) for w in has) for asked_ in said):
                    found.append(row.number)
        return found

    def _type(self, kind: str) -> int:
        asked = select(terms.c.number).where(terms.c.kind == TYPE, terms.c.word == kind)
        return self._connection.execute(asked).scalar() or -1

    def _words(self, kind: str, type_: type[W]) -> dict[int, W]:
        """What is told of by number."""
        asked = select(terms.c.number, terms.c.word).where(terms.c.kind == kind)
        decoder = msgspec.json.Decoder(type_)
        found = self._connection.execute(asked).all()
        return {number: decoder.decode(word) for number, word in found}


def _among(values: NDArray[np.int32], numbers: Sequence[int]) -> Mask:
    """Which values are among numbers, none of which is below 0."""
    table: Mask = np.zeros(max(numbers, default=0) + 2, dtype=bool)
    table[np.asarray(numbers, dtype=np.int64)] = True
    table[-1] = False
    return table[np.clip(values, -1, len(table) - 1)]
