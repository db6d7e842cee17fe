"""A part of a merged record: the documents that some things in it rest on, and no others.

What `dateline.store.held` makes of the part is, for those things, what it makes of the whole:
there are all the statements of an event and of those that people joined it with or parted it from,
all that bears on a commitment or ended a silence, and what decisions about any of these lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Self

import msgspec
from sqlalchemy import Column, Connection, Engine, Select, or_, select

from dateline.errors import UsageError
from dateline.record.decisions import Decision
from dateline.record.entry import Unspoken
from dateline.record.merge import event_id
from dateline.store import Store, accounts, decided, following, lines, near
from dateline.store.borne import unpacked
from dateline.store.ledgers import anchored, leads
from dateline.store.lines import values_of
from dateline.store.rulings import about
from dateline.store.sql import SqlStore
from dateline.store.tables import (
    commitments,
    deciding,
    decisions,
    documents,
    events,
    followed,
    matters,
    regroupings,
    silences,
    told,
)
from dateline.store.watchers import Followed

_decoded = msgspec.json.Decoder(Followed).decode

# By so many documents at most is a part smaller than the whole.
_MOST = 20_000
_CUT = 50  # an id cut short that more begin with, today, names none on an earlier day either
_AT_ONCE = 2000
_DIGITS = frozenset("0123456789abcdef")
_NAMES = (events.c.id, told.c.statement, commitments.c.id, followed.c.id)
_OTHERS = (documents.c.id, decisions.c.id)
_Gone = Callable[[], dict[str, Unspoken]]  # silences that may have been rejected
_FOLLOWED = select(
    followed.c.data, followed.c.document, followed.c.known, followed.c.telling,
)  # fmt: skip


class Part(SqlStore):
    """Some documents of a record as it stands at a moment, with what was decided about them."""

    def __init__(self, engine: Engine, connection: Connection, some: Iterable[str]) -> None:
        super().__init__(engine, connection)
        self._some = frozenset(some)
        self._connection = connection

    def _known(self, asked: Select[Any], as_of: str | None) -> Select[Any]:
        return super()._known(asked, as_of).where(documents.c.id.in_(sorted(self._some)))

    @contextmanager
    def snapshot(self) -> Iterator[Self]:
        """Itself: it is of one moment."""
        yield self

    def decisions(self) -> list[Decision]:
        """The decisions about the documents."""
        made = values_of(self._connection, deciding.c.decision, deciding.c.document, self._some)
        return decided.every(self._connection, made)

    def copies(self, as_of: str | None = None) -> dict[str, str]:
        """The families of near copies that the documents are of."""
        return near.family(self._connection, self._some, as_of)

    def homes(self) -> dict[str, str]:
        """The homes of the documents' statements."""
        found: dict[str, str] = {}
        for ids in lines.parts(self._some):
            asked = select(told.c.statement, told.c.home).where(told.c.document.in_(ids))
            found.update((row.statement, row.home) for row in self._connection.execute(asked))
        return found


@contextmanager
def of_documents(store: Store, starts: Iterable[str]) -> Iterator[Store]:
    """The documents alone whose ids begin so, with what was read from them.

    Of a record that is no database: all of it.
    """
    if not isinstance(store, SqlStore):
        yield store
        return
    with store.snapshot() as now, now.reading() as connection:
        found = {id for start in starts for id in _begun(connection, documents.c.id, start)}
        yield Part(store.engine, connection, found)


@contextmanager
def part(
    store: Store, ids: Sequence[str], *, any_: bool = True, as_of: str | None = None
) -> Iterator[tuple[Store, list[str]]]:
    """What is needed to tell of some things, and their ids in full.

    Things are events, statements, commitments and silences, with ``any_`` documents and decisions
    too; what nothing is called stays as it is, and so do ids on an earlier day: which of those
    that begin so were known then is told by the part. The whole record where not all is merged.
    """
    if not isinstance(store, SqlStore) or not (store.merged() or store.settle(wait=False)):
        yield store, list(ids)
        return
    columns = (*_NAMES, *_OTHERS) if any_ else _NAMES
    if not store.followed() and _promised(store, ids, columns, as_of):
        store.follow(wait=False)
    with store.snapshot() as now, now.reading() as connection:
        gone = cache(partial(_rejected, connection))
        found = [_named(connection, id, columns, as_of, gone) for id in ids]
        needed = _Needed(connection, [key for keys in found for key in keys], as_of, gone)
        if now.followed() or (all(found) and not needed.promised):
            some = needed.documents()
            if len(some) <= _MOST:
                plain = as_of is None
                named = [
                    next(iter(keys), id) if plain else id
                    for keys, id in zip(found, ids, strict=True)
                ]
                yield Part(store.engine, connection, some), named
                return
    yield store, list(ids)


def _promised(
    store: SqlStore, ids: Sequence[str], columns: Sequence[Any], as_of: str | None
) -> bool:
    """Whether commitments or silences may be among things, or what decisions are about."""
    with store.reading() as connection:
        gone = cache(partial(_rejected, connection))
        found = [_named(connection, id, columns, as_of, gone) for id in ids]
        known = [key for keys in found for key in keys]
        return not all(found) or _Needed(connection, known, as_of, gone).promised


def _named(
    connection: Connection, id: str, columns: Sequence[Any], as_of: str | None, gone: _Gone
) -> list[str]:
    """The one thing of that id, or, where that is cut short, whose id begins so.

    On an earlier day all of them, as it may be that but one of them was known.
    """
    if any(connection.execute(select(c).where(c == id).limit(1)).first() for c in columns):
        return [id]
    if not id or not set(id) <= _DIGITS:
        return []
    every = {key for c in columns for key in _begun(connection, c, id)}
    near = sorted(key for key in {*every, *gone()} if key.startswith(id))
    if len(near) > (1 if as_of is None else _CUT):
        raise UsageError(f"{id} names {len(near)} things: {', '.join(near[:4])}")
    return near if as_of is None else [*near, *_then(connection, id)]


def _begun(connection: Connection, column: Column[Any], id: str) -> set[str]:
    """Those of a column that begin with an id cut short."""
    if not id or not set(id) <= _DIGITS:
        return set()
    # in the order of any database those that go on with a hexadecimal digit come together
    asked = select(column).where(column >= id, column < f"{id}g")
    return {key for key in connection.execute(asked).scalars() if key.startswith(id)}


def _rejected(connection: Connection) -> dict[str, Unspoken]:
    """The silences that may have been rejected, whose ids stand in no column then, by id."""
    decided = silences.c.document.in_(select(matters.c.document))
    return {one.id: one for one in lines.unspoken(connection, decided)}


def _then(connection: Connection, id: str) -> list[str]:
    """The statements that may have told first, on an earlier day, of an event whose id begins so.

    Today an event goes by another where one tells of it that is put before: of its group, or of a
    group that people joined it with.
    """
    joined = select(told.c.home).join(regroupings, regroupings.c.statement == told.c.statement)
    later = or_(told.c.statement != told.c.home, told.c.home.in_(joined))
    asked = select(told.c.statement).where(later).execution_options(yield_per=_AT_ONCE)
    return [s for s in connection.execute(asked).scalars() if event_id(s).startswith(id)]


@dataclass(slots=True)
class _Rests:
    """What commitments and silences rest on: statements by number, documents, and what they led to.

    ``before`` are the commitments that some of them change, ``anew`` the documents of those of
    which not all own reports were known on the day.
    """

    numbers: set[int] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    led: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    anew: set[str] = field(default_factory=set)

    def add(self, one: Followed) -> None:
        """The documents of one, and of what others tell of it."""
        self.documents |= set(one.home)
        if one.kept is not None:
            self.documents |= {change.document for change in one.kept.altered}
            if one.kept.alters is not None:
                self.documents.add(one.kept.alters.document)
                self.before.add(one.kept.alters.id)


class _Needed:
    """Which documents some things rest on."""

    def __init__(
        self, connection: Connection, keys: Sequence[str], as_of: str | None, gone: _Gone
    ) -> None:
        self._connection, self._keys, self._as_of = connection, set(keys), as_of
        self._made = values_of(connection, decisions.c.id, decisions.c.id, keys)
        self._some = set(values_of(connection, documents.c.id, documents.c.id, keys))
        self._some |= set(
            values_of(connection, deciding.c.document, deciding.c.decision, self._made)
        )
        self._numbers = set(values_of(connection, events.c.number, events.c.id, keys))
        self._homes = set(values_of(connection, told.c.home, told.c.statement, keys))
        self._some |= set(values_of(connection, told.c.document, told.c.statement, keys))
        self._promised = set(values_of(connection, commitments.c.document, commitments.c.id, keys))
        self._promised |= set(values_of(connection, followed.c.document, followed.c.id, keys))
        quiet = [one for id, one in gone().items() if id in self._keys]
        self._promised |= {one.document for one in quiet}
        about = {one.silence.about for one in quiet} - {None}
        self._homes |= set(values_of(connection, told.c.home, told.c.statement, about))

    @property
    def promised(self) -> bool:
        """Whether commitments, silences or decisions are among them: what follows is needed."""
        return bool(self._promised or self._made)

    def documents(self) -> set[str]:
        """All the documents, those that decisions lead to as well."""
        self._some |= self._promised
        self._homes |= set(values_of(self._connection, told.c.home, told.c.event, self._numbers))
        self._follow()
        self._group()
        return self._led(self._some)

    def _follow(self) -> None:
        """What tells how it stands with what was promised, and the event that a silence is on."""
        found = _Rests()
        of_decisions = self._some if self._made else set()
        for column, some in ((followed.c.id, self._keys), (followed.c.document, of_decisions)):
            self._rests(found, column, some)
        self._rests(found, followed.c.id, set(found.before))  # whether it was open then
        for document in found.anew:
            for now in following.as_known(self._connection, document, self._as_of):
                found.numbers |= now.telling.keys()
                found.add(now.data)
        self._some |= found.documents
        self._some |= set(
            values_of(self._connection, told.c.document, told.c.number, found.numbers)
        )
        self._homes |= set(values_of(self._connection, told.c.home, told.c.statement, found.led))

    def _rests(self, found: _Rests, column: Any, some: Iterable[str]) -> None:
        """What commitments and silences rest on; of some not all own reports were known then."""
        for values in lines.parts(some):
            for row in self._connection.execute(_FOLLOWED.where(column.in_(values))).all():
                one = _decoded(row.data)
                found.numbers |= {*unpacked(row.telling)}
                found.led |= leads(one.kept or one.unspoken)
                found.add(one)
                if self._as_of is not None and row.known > self._as_of:
                    found.anew.add(row.document)

    def _group(self) -> None:
        """The statements of events, and of what people joined or parted, and who is silent."""
        found, _ = accounts.together(self._connection, self._homes)
        self._some |= {line.read.document for line in found}
        self._some |= {u.document for u in about(self._connection, [one.id for one in found])}

    def _led(self, some: set[str]) -> set[str]:
        """With the documents that decided commitments and silences lead to."""
        held: set[str] = set()
        while fresh := some - held:
            held |= fresh
            made = values_of(self._connection, deciding.c.decision, deciding.c.document, fresh)
            led = {i for one in decided.every(self._connection, made) for i in anchored(one)}
            some = some | set(values_of(self._connection, told.c.document, told.c.statement, led))
        return held
