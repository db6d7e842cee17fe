"""Documents put into the events of a record, or taken out, at the cost of their neighbours.

To which event a cluster goes depends on those that came out before it and stand in its blocks
(`dateline.record.matching`). Where a report comes in late, or is taken out, those that came out
after it and can see a group that has changed are asked again, in order of publication, and no
others: the homes are those that matching all anew would find.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from dateline.record.entry import Entry
from dateline.record.matching import (
    Cluster,
    Compared,
    Told,
    arrival,
    best,
    blocks,
    clusters,
    comparable,
    completed,
    counted,
    nearby,
)
from dateline.record.words import Bag
from dateline.store import lines, tables
from dateline.store.lines import Line
from dateline.store.rulings import Ruling, ruling
from dateline.store.tables import (
    documents,
    matters,
    profiles,
    regroupings,
    statements,
    told,
)
from dateline.types import Published

_encode = msgspec.json.encode
Order = tuple[str, str, int, str]


_UNDER = (
    select(tables.blocks.c.key, told.c.number, told.c.home)
    .join(tables.blocks, tables.blocks.c.number == told.c.number)
    .where(tables.blocks.c.key.in_(bindparam("some", expanding=True)))
)
_PROFILES = select(profiles).where(profiles.c.document.in_(bindparam("some", expanding=True)))
_MOVED = update(told).where(told.c.number == bindparam("of")).values(home=bindparam("to"))
# The words of those that came in last are asked for again by what comes next.
_profile = lru_cache(1024)(msgspec.msgpack.Decoder(Bag).decode)


@dataclass(slots=True, eq=False)
class Placed:
    """A cluster of the record: ``number`` is that of its first statement, ``home`` its group."""

    number: int
    cluster: Cluster
    statements: list[int]
    home: str
    order: Order
    fresh: bool = False


@lru_cache(100_000)
def hashed(key: str) -> int:
    """A block's key as the database holds it: 64 bits, signed."""
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


class Placing:
    """Clusters that come, go or are asked again, until all stand where they belong.

    ``homes`` are the groups that have changed, ``events`` the numbers of events whose statements
    went.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.homes: set[str] = set()
        self.events: set[int] = set()
        self._held: dict[int, Placed] = {}
        self._known: set[str] = set()  # the clusters held, by their first statements
        self._groups: dict[str, list[Placed]] = {}
        self._told: dict[str, Told] = {}
        self._under: dict[int, set[int]] = {}  # numbers by key, as the record has them
        self._fresh: dict[int, set[int]] = defaultdict(set)
        self._heap: list[tuple[Order, int]] = []
        self._waiting: set[int] = set()
        self._was: dict[int, str] = {}
        self._matters: set[str] = set()
        self._compared = Compared()

    def put(self, document: str) -> None:
        """Let the clusters of a document come in."""
        found = self._ruling(document)
        if found is None:
            return
        numbers = self._numbers(document, found)
        self._told[document] = Told(document)
        made = clusters(sorted(found.all, key=arrival))
        rows = []
        for cluster in made:
            cluster.told = self._told[document]
            ids = [e.statement.id for e in cluster.entries]
            number = numbers[cluster.key]
            one = Placed(number, cluster, [numbers[i] for i in ids], "", cluster.order, fresh=True)
            self._held[number] = one
            self._known.add(cluster.key)
            self._wait(one)
            rows += [_row(e, numbers, cluster.key, found) for e in cluster.entries]
        if rows:
            self._connection.execute(insert(told), rows)

    def ruled_anew(self, document: str) -> None:
        """Look again at a document about which people decided."""
        held = list(lines.lines(self._connection, told.c.document, [document]))
        found = self._ruling(document)
        if found is None:
            return
        kept = {line.id: line.read.statement for line in held if line.back}
        back = {e.statement.id: e.statement for e in found.all if e.statement.id in found.back}
        if kept != back:
            self.take(document)
            self.put(document)
            return
        self.homes |= {line.home for line in held}
        rows = [{"of": line.number, "said": _decided(found, line.id)} for line in held]
        if rows:
            self._connection.execute(
                update(told)
                .where(told.c.number == bindparam("of"))
                .values(decided=bindparam("said")),
                rows,
            )

    def take(self, document: str) -> None:
        """Let the clusters of a document go; its statements may go after that."""
        mine = list(lines.lines(self._connection, told.c.document, [document]))
        self._load({line.home for line in mine})
        gone = {self._number_of(line) for line in mine}
        for number in sorted(gone, key=lambda n: self._held[n].order):
            one = self._held[number]
            self._ask_again(one, one.home)
            self.homes.add(one.home)
        for number in gone:
            one = self._held.pop(number)
            self._known.discard(one.cluster.key)
            self._groups[one.home].remove(one)
            self._waiting.discard(number)
            keys = [hashed(key) for key in blocks(one.cluster)]
            if keys:
                self._connection.execute(
                    delete(tables.blocks).where(
                        tables.blocks.c.number == number, tables.blocks.c.key.in_(keys)
                    )
                )
        self.events |= {line.event for line in mine if line.event is not None}
        self._connection.execute(delete(told).where(told.c.document == document))
        self._connection.execute(delete(profiles).where(profiles.c.document == document))
        self._connection.execute(delete(regroupings).where(regroupings.c.document == document))
        on = select(matters.c.statement).where(matters.c.document == document)
        self._matters |= set(self._connection.execute(on).scalars())
        self._connection.execute(delete(matters).where(matters.c.document == document))

    def settle(self) -> None:
        """Find a home for all that wait, and keep what was found."""
        ahead: set[int] = set()
        while self._heap:
            _, number = heapq.heappop(self._heap)
            if number in self._waiting and number in self._held:
                if number not in ahead:
                    self._read_ahead(self._waiting - ahead)
                    ahead |= self._waiting
                self._waiting.discard(number)
                self._place(self._held[number])
        self._keep()
        self.homes.update(
            lines.values_of(self._connection, told.c.home, told.c.statement, self._matters)
        )

    def _read_ahead(self, numbers: Iterable[int]) -> None:
        """Hold what clusters see, and the words that they will be compared by, at once."""
        some = [self._held[number] for number in numbers]
        self._near({hashed(key) for one in some for key in nearby(one.cluster)})
        wanted: dict[str, Told] = {}
        for one in some:
            groups = ([m.cluster for m in members] for members in self._seen(one))
            pairs, _ = comparable(one.cluster, groups, self._compared)
            if pairs:
                found = (one.cluster.told, *(other.told for _, _, other in pairs))
                wanted.update((of.document, of) for of in found)
        self._ready(list(wanted.values()))

    def _seen(self, one: Placed) -> list[list[Placed]]:
        """What came before one of the groups that it sees, in order."""
        near = self._near(hashed(key) for key in nearby(one.cluster))
        seen = {self._held[n].home for n in near if self._held[n].order < one.order}
        groups = [
            members
            for home in seen
            if home and (members := [m for m in self._groups[home] if m.order < one.order])
        ]
        return sorted(groups, key=lambda members: members[0].order)

    def _place(self, one: Placed) -> None:
        groups = self._seen(one)
        chosen = best(
            one.cluster,
            [[m.cluster for m in members] for members in groups],
            self._ready,
            self._compared,
        )
        home = one.cluster.key if chosen is None else groups[chosen][0].home
        if one.fresh:
            for key in blocks(one.cluster):
                self._fresh[hashed(key)].add(one.number)
        if home == one.home:
            return
        was = one.home
        if was:
            self._groups[was].remove(one)
        group = self._groups.setdefault(home, [])
        group.append(one)
        group.sort(key=lambda m: m.order)
        self._was.setdefault(one.number, was)
        one.home = home
        self.homes |= {h for h in (was, home) if h}
        if was:
            self._ask_again(one, was)
        self._ask_again(one, home, came=True)

    def _ask_again(self, changed: Placed, home: str, *, came: bool = False) -> None:
        """Let what came after a cluster and sees the group that it left be asked again.

        Where it ``came`` into the group, what is elsewhere has no more reason to go there, unless
        the two may tell of the same.
        """
        members = {m.number: m for m in self._groups[home]}
        members[changed.number] = changed
        keys = {hashed(key) for m in members.values() for key in nearby(m.cluster)}
        for number in self._near(keys):
            other = self._held[number]
            if other.order <= changed.order or number in self._waiting:
                continue
            if came and other.home != home and not self._may_join(other, changed):
                continue
            self._wait(other)

    def _may_join(self, one: Placed, other: Placed) -> bool:
        need = self._compared.needed(one.cluster, other.cluster)
        return need is not None and need < inf

    def _wait(self, one: Placed) -> None:
        if one.number not in self._waiting:
            self._waiting.add(one.number)
            heapq.heappush(self._heap, (one.order, one.number))

    def _near(self, keys: Iterable[int]) -> set[int]:
        """The numbers of the clusters that stand under any of the keys, all of them held."""
        asked = set(keys)
        fresh = sorted(asked - self._under.keys())
        wanted: set[str] = set()
        self._under.update((key, set()) for key in fresh)
        for some in lines.parts(fresh):
            rows = self._connection.execute(_UNDER, {"some": some}).all()
            for key, number, home in rows:
                self._under[key].add(number)
                if number not in self._held:
                    wanted.add(home)
        self._load(wanted)
        return {n for key in asked for n in self._under[key] | self._fresh[key] if n in self._held}

    def _load(self, homes: Iterable[str]) -> None:
        """Hold whole groups of the record."""
        wanted = {home for home in homes if home not in self._groups}
        grouped: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in lines.lines(self._connection, told.c.home, wanted):
            if line.cluster not in self._known:
                grouped[line.home, line.cluster].append(line)
        for home in wanted:
            self._groups.setdefault(home, [])
        for (home, _), some in grouped.items():
            some.sort(key=lambda line: arrival(line.read))
            document = some[0].read.document
            words = self._told.setdefault(document, Told(document))
            cluster = completed(Cluster([line.read for line in some], words))
            one = Placed(
                some[0].number, cluster, [line.number for line in some], home, cluster.order
            )
            self._held[one.number] = one
            self._known.add(cluster.key)
            self._groups[home].append(one)
        for home in wanted:
            self._groups[home].sort(key=lambda m: m.order)

    def _ready(self, some: list[Told]) -> None:
        """Take the words of documents that are to be compared, of all together."""
        wanted = {one.document: one for one in some if not one.at_hand}
        if not wanted:
            return
        for ids in lines.parts(wanted):
            for document, data in self._connection.execute(_PROFILES, {"some": ids}):
                wanted.pop(document).take(_profile(data))
        if not wanted:
            return
        back = lines.brought_back(self._connection, wanted)
        said = lines.sentences(self._connection, wanted, back)
        made = {document: counted(said[document]) for document in wanted}
        for document, one in wanted.items():
            one.take(made[document])
        rows = [{"document": d, "data": msgspec.msgpack.encode(p)} for d, p in made.items()]
        self._connection.execute(insert(profiles), rows)

    def _number_of(self, line: Line) -> int:
        """The number of the cluster that a line is of."""
        return next(m.number for m in self._groups[line.home] if line.number in m.statements)

    def _ruling(self, document: str) -> Ruling | None:
        asked = select(documents.c.published_from, documents.c.published_to)
        row = self._connection.execute(asked.where(documents.c.id == document)).first()
        if row is None:
            return None
        published = Published(from_=row.published_from, to=row.published_to)
        read = lines.read(self._connection, document)
        found = ruling(self._connection, document, published, read)
        self._matters |= found.matters
        return found

    def _numbers(self, document: str, found: Ruling) -> dict[str, int]:
        """The numbers of a document's statements; of those that came back, new ones below 0."""
        asked = select(statements.c.id, statements.c.number)
        rows = self._connection.execute(asked.where(statements.c.document == document))
        numbers = {row.id: row.number for row in rows}
        if found.back:
            least = self._connection.execute(select(func.min(told.c.number))).scalar() or 0
            for step, id in enumerate(sorted(found.back), 1):
                numbers[id] = min(least, 0) - step
        return numbers

    def _keep(self) -> None:
        """Keep the homes that have changed, and the keys of clusters that are new."""
        moved = [
            {"of": number, "to": self._held[cluster].home}
            for cluster in self._was
            if cluster in self._held
            for number in self._held[cluster].statements
        ]
        if moved:
            self._connection.execute(_MOVED, moved)
        rows = [
            {"key": key, "number": number}
            for key, numbers in self._fresh.items()
            for number in numbers
            if number in self._held
        ]
        if rows:
            self._connection.execute(insert(tables.blocks), rows)
        for one in self._held.values():
            one.fresh = False
        self._fresh.clear()
        self._was.clear()


def _row(entry: Entry, numbers: dict[str, int], cluster: str, found: Ruling) -> dict[str, Any]:
    id = entry.statement.id
    return {
        "number": numbers[id],
        "statement": id,
        "document": entry.document,
        "cluster": cluster,
        "home": "",
        "event": None,
        "back": _encode(entry.statement) if id in found.back else None,
        "decided": _decided(found, id),
    }


def _decided(found: Ruling, id: str) -> bytes | None:
    """A statement as people decided; ``null`` where they rejected it, nothing where all stands."""
    if id not in found.decided:
        return None
    now = found.decided[id]
    return _encode(None if now is None else now.statement)
