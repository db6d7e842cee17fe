"""Queries over a record that is merged when it is read, and again when it has changed."""

from __future__ import annotations

import logging
import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from typing import TypeVar, get_args

import numpy as np

from dateline.record.entry import Unspoken
from dateline.store import Store
from dateline.types import CommitmentStatus
from dateline.web.asked import Asked
from dateline.web.derived import binned, cells, change, changed, four, ties
from dateline.web.fits import among, at, in_time, names, says
from dateline.web.past import past
from dateline.web.queries import (
    ActorFull,
    ActorRow,
    Bin,
    Change,
    DocumentFull,
    EventFull,
    EventRow,
    Found,
    Hit,
    LedgerRow,
    SilenceRow,
    Source,
    Spot,
)
from dateline.web.sayings import Numbers
from dateline.web.searched import searched
from dateline.web.snapshot import Snapshot, snapshot
from dateline.web.sweeping import beside_answers, unswept

T = TypeVar("T")
_HELD = 4
_TRAY = 20
_MANY = 100
# Statements from which on a record that changed is merged anew beside the answers, not before.
_LARGE = 5000
_log = logging.getLogger("dateline.web")


class Merged:
    """The record of a store, held as snapshots of the days last asked for.

    Of a large record the state before a change is shown until the next one is merged.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: OrderedDict[tuple[str, str | None], Snapshot] = OrderedDict()
        self._making: dict[tuple[str, str | None], threading.Lock] = {}
        self._lock = threading.Lock()
        self._shown: str | None = None
        self._merging = False

    def warm(self) -> None:
        """Compute what the first page needs, and beside the first answers what others need."""
        with unswept():
            known = self.known(None)
            known.first()
        threading.Thread(target=self._rest, args=(known,), daemon=True).start()

    def _rest(self, known: Snapshot) -> None:
        try:
            with beside_answers():
                known.rest()
        except Exception:
            _log.exception("the record cannot be looked through")

    def version(self) -> str:
        """The state of the record that is shown."""
        now = self._store.version()
        with self._lock:
            shown = self._held.get((self._shown or "", None))
            if self._shown in {None, now} or shown is None or len(shown.entries) < _LARGE:
                return now
            if not self._merging:
                self._merging = True
                threading.Thread(target=self._anew, args=(now,), daemon=True).start()
            return self._shown or now

    def _anew(self, state: str) -> None:
        try:
            with beside_answers():
                made = self._made((state, None))
                made.first()
                made.rest()
            with self._lock:
                self._shown = state
        except Exception:
            _log.exception("the record has changed and cannot be merged anew")
        finally:
            self._merging = False

    def known(self, as_of: str | None = None) -> Snapshot:
        """The record as it was known on a day, computed once."""
        version = self.version()
        found = self._made((version, as_of))
        if as_of is None:
            with self._lock:
                self._shown = version
        return found

    def _made(self, key: tuple[str, str | None]) -> Snapshot:
        """The snapshot, held or made now; two that ask for the same wait for one."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._held:
                    self._held.move_to_end(key)
                    return self._held[key]
            made = self._cut(*key) or snapshot(self._store, key[1])
            with self._lock:
                self._held[key] = made
                while len(self._held) > _HELD:
                    oldest = next(k for k in self._held if k != (self._shown, None))
                    del self._held[oldest]
                    self._making.pop(oldest, None)
            return made

    def _cut(self, version: str, as_of: str | None) -> Snapshot | None:
        """What was known on an earlier day, cut from the whole record."""
        if as_of is None:
            return None
        return past(self._made((version, None)), as_of, self._store.copies(as_of))

    def _found(self, asked: Asked) -> tuple[Snapshot, Numbers]:
        known = self.known(asked.as_of)
        return known, known.columns.found(asked)

    def days(self, as_of: str | None = None) -> tuple[tuple[str, int], ...]:
        """The days on which documents came out, with how many did."""
        return self.known(as_of).days

    def events(self, asked: Asked) -> Found[EventRow]:
        """The events asked for, the newest first unless asked otherwise."""
        return _rows(*self._found(asked), asked)

    def counts(self, asked: Asked) -> tuple[Bin, ...]:
        """How many of them began when, by months, or by years where those are many."""
        known, found = self._found(asked)
        return binned(known.columns, found)

    def spots(self, asked: Asked) -> tuple[Spot, ...]:
        """The events at each place that has coordinates."""
        known, found = self._found(asked)
        return tuple(
            Spot(
                place=place,
                count=sum(quads),
                quads=four(quads),
                event=known.events[number].id if sum(quads) == 1 else None,
            )
            for place, quads, number in known.columns.spots(found)
        )

    def tray(self, asked: Asked) -> tuple[Found[EventRow], Found[EventRow]]:
        """Those without a place on the map, and those without a time."""
        known, found = self._found(asked)
        few, columns = asked.with_(size=_TRAY), known.columns
        return (
            _rows(known, found[columns.place[found] < 0], few),
            _rows(known, found[~columns.timed[found]], few),
        )

    def event(self, key: str, as_of: str | None = None) -> EventFull | None:
        """One event, by its id or that of a statement which tells of it."""
        known = self.known(as_of)
        number = known.number(key)
        if number is None:
            return None
        row = known.row(number)
        statements = tuple(
            (known.told(e.document, e.statement.sentence, e.statement.id), e.statement)
            for e in known.in_order(row.event)
        )
        resting = (r for i in row.event.statements for r in known.bearing.get(i, ()))
        return EventFull(
            row=row,
            statements=statements,
            cells=cells(statements),
            commitments=tuple({r.commitment.id: r for r in resting}.values()),
        )

    def claims(self, asked: Asked) -> Found[EventRow]:
        """The events that somebody speaks of, or keeps silent on."""
        known, found = self._found(asked)
        return _rows(known, found[known.columns.voiced[found]], asked)

    def commitments(self, asked: Asked) -> Found[LedgerRow]:
        """The ledger, by due day."""
        rows = self._ledger(asked)
        if asked.status is not None:
            rows = [r for r in rows if r.commitment.status == asked.status]
        return _paged(rows, asked)

    def standings(self, asked: Asked) -> tuple[tuple[str, int], ...]:
        """How many of the commitments asked for, whatever their status, stand how."""
        counts = Counter(r.commitment.status for r in self._ledger(asked))
        return tuple((status, counts[status]) for status in get_args(CommitmentStatus)
                     if status in counts)  # fmt: skip

    def _ledger(self, asked: Asked) -> list[LedgerRow]:
        return [
            r
            for r in self.known(asked.as_of).ledger
            if names(asked, (*r.commitment.by, *r.commitment.to))
            and (asked.type is None or r.commitment.action.type == asked.type)
            and (asked.place is None or at(asked.place, r.commitment.action.place))
            and in_time(asked, r.commitment.due)
            and says(asked.words, r.told.text)
        ]

    def silences(self, asked: Asked) -> Found[SilenceRow]:
        """Who has not spoken, the newest first."""
        known = self.known(asked.as_of)
        found = _paged(
            [
                u
                for u in sorted(known.unspoken, key=_day, reverse=True)
                if names(asked, (u.silence.party,))
                and in_time(asked, u.published)
                and says(asked.words, u.silence.sentence.text)
            ],
            asked,
        )
        return Found(
            items=tuple(map(known.silence, found.items)),
            total=found.total, page=found.page, size=found.size,
        )  # fmt: skip

    def sources(self, asked: Asked) -> Found[Source]:
        """The documents, the newest first."""
        rows = [
            s
            for s in self.known(asked.as_of).sources.values()
            if in_time(asked, s.published) and says(asked.words, s.title)
        ]
        rows.sort(key=lambda s: (s.published.from_ or "", s.id), reverse=True)
        return _paged(rows, asked)

    def document(self, key: str) -> DocumentFull | None:
        """One document."""
        known = self.known(None)
        found = self._store.find(key)
        if found is None or key not in known.sources:
            return None
        entries = known.made_in.get(key, ())
        return DocumentFull(
            document=found[0],
            statements=tuple(e.statement for e in entries),
            commitments=tuple(r.commitment for r in known.ledger if r.told.document == key),
            silences=tuple(u.silence for u in known.unspoken if u.document == key),
            failures=known.failures.get(key, ()),
            events={
                e.statement.id: known.events[n].id
                for e in entries
                if (n := known.number(e.statement.id)) is not None
            },
        )

    def actors(self, asked: Asked) -> Found[ActorRow]:
        """The actors, the most often met first."""
        rows = [
            a
            for a in self.known(asked.as_of).actors
            if (asked.country is None or a.country == asked.country)
            and says(asked.actor, f"{a.id} {a.name}")
            and says(asked.words, f"{a.id} {a.name}")
        ]
        return _paged(rows, asked)

    def actor(self, key: str, as_of: str | None = None) -> ActorFull | None:
        """One actor with what it did, suffered, said and promised, and with whom."""
        known = self.known(as_of)
        row = next((a for a in known.actors if a.id == key), None)
        if row is None:
            return None
        did, suffered, spoken = (_newest(known, numbers) for numbers in known.parts(key))
        promised = [r for r in known.ledger if among(key, r.commitment.by)]
        both = dict.fromkeys([*did.tolist(), *suffered.tolist()])
        met, links = ties(
            key, (known.events[n] for n in both), {a.id: a.name for a in known.actors}
        )
        said = [
            (r, w)
            for r in map(known.row, spoken[:_MANY].tolist())
            for w in r.words
            if w.party == key
        ]
        return ActorFull(
            row=row,
            did=tuple(map(known.row, did[:_MANY].tolist())),
            suffered=tuple(map(known.row, suffered[:_MANY].tolist())),
            said=tuple(said[:_MANY]),
            promised=tuple(promised[-_MANY:][::-1]),
            totals=(len(did), len(suffered), len(spoken), len(promised)),
            ties=met,
            links=links,
        )

    def search(self, asked: Asked) -> Found[Hit]:
        """The documents whose title and text hold all of the words, the newest first."""
        return searched(self._store, self.known(asked.as_of), asked)

    def changes(self, asked: Asked, since: str, until: str) -> Found[Change]:
        """What the documents that came out after ``since``, up to ``until``, changed."""
        before, after = self.known(since), self.known(until)
        found = _paged(changed(before, after), asked)
        return Found(
            items=tuple(change(before, after, number) for number in found.items),
            total=found.total, page=found.page, size=found.size,
        )  # fmt: skip


def _day(unspoken: Unspoken) -> str:
    return unspoken.published.from_ or ""


def _newest(known: Snapshot, numbers: Sequence[int]) -> Numbers:
    """Events in the order of the newest first."""
    mine = np.zeros(len(known.events), dtype=bool)
    mine[numbers] = True
    newest = known.columns.newest
    return newest[mine[newest]]


def _rows(known: Snapshot, found: Numbers, asked: Asked) -> Found[EventRow]:
    first = (asked.page - 1) * asked.size
    return Found(
        items=tuple(map(known.row, found[first : first + asked.size].tolist())),
        total=len(found),
        page=asked.page,
        size=asked.size,
    )


def _paged(rows: Sequence[T], asked: Asked) -> Found[T]:
    first = (asked.page - 1) * asked.size
    return Found(
        items=tuple(rows[first : first + asked.size]),
        total=len(rows),
        page=asked.page,
        size=asked.size,
    )
