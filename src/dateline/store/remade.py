"""What is merged and kept, held against merging all anew: type by type, one at a time in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

import msgspec
from sqlalchemy import Connection, func, select

from dateline.store import accounts, lines
from dateline.store.rebuilding import Decided, Part, decided_of, merged
from dateline.store.rulings import looked_up
from dateline.store.tables import accounts as account_rows
from dateline.store.tables import deciding, documents, events, regroupings, statements, told
from dateline.types import Published, RecordEvent

_AT_ONCE = 500
_FEW = 20_000
_encode = msgspec.json.encode
_row = msgspec.json.Decoder(accounts.Row).decode
# What does not hold, of what: a sort, an id and a message.
Fault = tuple[str, str, str]
Said = Callable[[str], None]


def faults(connection: Connection, said: Said) -> Iterator[Fault]:
    """Events and groups of statements that are kept otherwise than merging all anew has them."""
    checked = _Checked(connection)
    decided = checked.decided()
    yield from checked.found
    for kind, part in _parts(connection, decided, said):
        yield from checked.homes(part, decided[kind])
        yield from checked.events(_row(data).event for data in part.events)
    yield from checked.regrouped()
    yield from checked.left()


def _parts(
    connection: Connection, decided: Mapping[str, Decided], said: Said
) -> Iterator[tuple[str, Part]]:
    """What the statements of each type are merged into; of a small record all at once."""
    every = connection.execute(select(func.count()).select_from(statements)).scalar_one()
    if every < _FEW:
        said("merging anew")
        yield from merged(connection, decided, whole=True).items()
        return
    for kind, one in decided.items():
        said(f"merging {kind} anew")
        yield from merged(connection, {kind: one}, whole=False).items()


class _Checked:
    """What was looked at: ``found`` are faults, ``seen`` the ids of events."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.found: list[Fault] = []
        self._seen: set[str] = set()
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
                self._seen.add(one.id)
                if held.get(one.id) != _encode(one):
                    yield "event", one.id, "is kept otherwise than merging anew has it"

    def regrouped(self) -> Iterator[Fault]:
        """Events that people joined or parted, or could have."""
        homes = {line.home for line in lines.lines(self._connection, told.c.statement, self._named)}
        found, made = accounts.together(self._connection, homes)
        yield from self.events(one.event for one in accounts.rows(self._connection, found, made))

    def left(self) -> Iterator[Fault]:
        """Events and statements that are kept, and merging anew has none such."""
        for id in self._connection.execute(select(events.c.id)).scalars():
            if id not in self._seen:
                yield "event", id, "is kept, and merging anew has none such"
        gone = (
            select(told.c.statement)
            .join(statements, statements.c.id == told.c.statement, isouter=True)
            .where(statements.c.id.is_(None), told.c.back.is_(None))
        )
        for id in self._connection.execute(gone).scalars():
            yield "statement", id, "is kept with others, and there is no statement"


def _said(decided: Decided, id: str) -> bytes | None:
    """A statement as people decided, ``None`` where they did not."""
    if id not in decided.now:
        return None
    now = decided.now[id]
    return _encode(None if now is None else now.statement)


def count(connection: Connection) -> int:
    """How many events are kept."""
    return connection.execute(select(func.count()).select_from(events)).scalar_one()
