"""What is merged and kept, held against merging all anew: type by type, each for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice

import msgspec
from sqlalchemy import Connection, func, select

from dateline.store import accounts, lines
from dateline.store.pieces import Fault, Piece
from dateline.store.rebuilding import Decided, Part, decided_of, merged
from dateline.store.rulings import looked_up
from dateline.store.sql import SqlStore
from dateline.store.tables import accounts as account_rows
from dateline.store.tables import deciding, documents, events, regroupings, statements, told
from dateline.types import Published, RecordEvent

_AT_ONCE = 500
_NONE = "is kept, and merging anew has none such"
_encode = msgspec.json.encode
_row = msgspec.json.Decoder(accounts.Row).decode


def pieces(connection: Connection, *, whole: bool) -> list[Piece]:
    """What is held against merging anew: each type for itself, or the ``whole`` at once."""
    checked = _Checked(connection)
    decided = checked.decided()
    found = [*checked.found, *checked.regrouped()]
    counted = select(statements.c.type, func.count().label("number")).group_by(statements.c.type)
    sizes = {row.type: row.number for row in connection.execute(counted)}
    joined = frozenset(checked.seen)
    every = [decided] if whole else [{kind: one} for kind, one in decided.items()]
    return [
        Piece("what people joined", 0, partial(_as_found, found)),
        Piece("what is told", sum(sizes.values()) / 50, _gone),
        *(
            Piece(
                " ".join(some), sum(sizes.get(kind, 0) for kind in some),
                partial(_merged, some, joined, whole),
            )
            for some in every
        ),
    ]  # fmt: skip


def _as_found(found: list[Fault], _: SqlStore) -> list[Fault]:
    return found


def _gone(now: SqlStore) -> list[Fault]:
    """Statements that are kept and were not read, and events of which nothing is told."""
    gone = (
        select(told.c.statement)
        .join(statements, statements.c.id == told.c.statement, isouter=True)
        .where(statements.c.id.is_(None), told.c.back.is_(None))
    )
    empty = (
        select(events.c.id)
        .join(told, told.c.event == events.c.number, isouter=True)
        .where(told.c.number.is_(None))
    )
    with now.reading() as connection:
        return [
            (what, id, message)
            for what, asked, message in (
                ("statement", gone, "is kept with others, and there is no statement"),
                ("event", empty, _NONE),
            )
            for id in connection.execute(asked).scalars()
        ]


def _merged(
    decided: Mapping[str, Decided], joined: frozenset[str], whole: bool, now: SqlStore
) -> list[Fault] | None:
    """Events and groups of types that are kept otherwise than merging these anew has them.

    ``joined`` are the events of what people joined or parted.
    """
    if not now.merged():
        return None
    with now.reading() as connection:
        checked = _Checked(connection, joined)
        for kind, part in merged(connection, decided, whole=whole).items():
            checked.found += checked.homes(part, decided[kind])
            checked.found += checked.events(_row(data).event for data in part.events)
        checked.found += checked.left(decided)
        return checked.found


class _Checked:
    """What was looked at: ``found`` are faults, ``seen`` the ids of events."""

    def __init__(self, connection: Connection, seen: Iterable[str] = ()) -> None:
        self._connection = connection
        self.found: list[Fault] = []
        self.seen = set(seen)
        self._named: set[str] = set()

    def decided(self) -> dict[str, Decided]:
        """What decisions make of the statements, by type, from the decisions themselves."""
        asked = (
            select(documents.c.id, documents.c.published_from, documents.c.published_to)
            .join(deciding, deciding.c.document == documents.c.id)
            .distinct()
            .order_by(documents.c.id)
        )
        rulings = []
        made: set[tuple[str, str, bool]] = set()
        for id, first, last in self._connection.execute(asked).all():
            out = Published(from_=first, to=last)
            read = lines.read(self._connection, id)
            ruling, rows = looked_up(self._connection, id, out, read)
            rulings.append(ruling)
            made |= {(row["decision"], row["statement"], row["others"]) for row in rows}
        held = select(regroupings.c.decision, regroupings.c.statement, regroupings.c.others)
        kept = {(d, s, bool(o)) for d, s, o in self._connection.execute(held)}
        self.found += [
            ("decision", decision, f"joins or parts statement {statement} otherwise than it says")
            for decision, statement, _ in sorted(made ^ kept)
        ]
        self._named = {statement for _, statement, _ in made}
        kinds = select(statements.c.type).distinct().order_by(statements.c.type)
        types = list(self._connection.execute(kinds).scalars())
        return decided_of(rulings, types, self._named)

    def homes(self, part: Part, decided: Decided) -> Iterator[Fault]:
        """Statements that are kept with others, or as decided otherwise."""
        back = {entry.statement.id: _encode(entry.statement) for _, entry in decided.back}
        for some in lines.parts(part.told):
            asked = select(
                told.c.statement, told.c.home, told.c.event, told.c.back, told.c.decided
            ).where(told.c.statement.in_([id for _, id, *_ in some]))
            held = {row.statement: row for row in self._connection.execute(asked)}
            for _, id, _, _, home in some:
                row = held.get(id)
                if row is None or row.home != home:
                    kept = None if row is None else row.home
                    yield "statement", id, f"is kept with {kept}, and belongs to {home}"
                    continue
                rejected = id in decided.now and decided.now[id] is None
                if row.decided != _said(decided, id) or row.back != back.get(id):
                    yield "statement", id, "is kept otherwise than it was decided"
                if row.event is None and not rejected:
                    yield "statement", id, "tells of no event"

    def events(self, made: Iterable[RecordEvent]) -> Iterator[Fault]:
        """Events that are kept otherwise."""
        every = iter(made)
        while some := list(islice(every, _AT_ONCE)):
            asked = (
                select(events.c.id, account_rows.c.data)
                .join(account_rows, account_rows.c.number == events.c.number)
                .where(events.c.id.in_([one.id for one in some]))
            )
            held = {id: bytes(data) for id, data in self._connection.execute(asked)}
            for one in some:
                self.seen.add(one.id)
                if held.get(one.id) != _encode(one):
                    yield "event", one.id, "is kept otherwise than merging anew has it"

    def regrouped(self) -> Iterator[Fault]:
        """Events that people joined or parted, or could have."""
        homes = {line.home for line in lines.lines(self._connection, told.c.statement, self._named)}
        found, made = accounts.together(self._connection, homes)
        yield from self.events(one.event for one in accounts.rows(self._connection, found, made))

    def left(self, decided: Mapping[str, Decided]) -> Iterator[Fault]:
        """Events that statements of types are kept with, and merging anew has none such."""
        asked = select(events.c.id).join(told, told.c.event == events.c.number).distinct()
        for kind, one in decided.items():
            read = asked.join(statements, statements.c.id == told.c.statement)
            kept = set(self._connection.execute(read.where(statements.c.type == kind)).scalars())
            for some in lines.parts(entry.statement.id for _, entry in one.back):
                back = asked.where(told.c.statement.in_(some))
                kept |= set(self._connection.execute(back).scalars())
            for id in sorted(kept - self.seen):
                yield "event", id, _NONE


def _said(decided: Decided, id: str) -> bytes | None:
    """A statement as people decided, ``None`` where they did not."""
    if id not in decided.now:
        return None
    now = decided.now[id]
    return _encode(None if now is None else now.statement)
