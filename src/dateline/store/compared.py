"""What became known between two days: events, commitments, silences and documents."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dateline.errors import UsageError
from dateline.record.changes import (
    CommitmentChange,
    EventChange,
    commitment_changes,
    event_changes,
)
from dateline.store import Query, Store
from dateline.store.answers import About, SilenceRow, Telling
from dateline.store.changed import Changed
from dateline.store.held import Held
from dateline.store.owed import ready
from dateline.store.sql import SqlStore


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """The record of ``until`` against that of ``since``.

    ``told`` are the statements that the changes rest on, by id; ``silences`` those that are new
    or have ended, as they stand on the second day; ``documents`` those that came out between.
    """

    since: str
    until: str
    events: tuple[EventChange, ...]
    commitments: tuple[CommitmentChange, ...]
    silences: tuple[SilenceRow, ...]
    documents: tuple[About, ...]
    told: dict[str, Telling]


def diff(store: Store, since: str, until: str) -> Difference:
    """What the documents that came out after ``since``, up to ``until`` (ISO days), changed.

    Decisions count on both days: they correct how a text was read, not what was known.
    """
    if since > until:
        raise UsageError(f"the first day comes after the second: {since}, {until}")
    if isinstance(store, SqlStore) and ready(store):
        return _kept(store, since, until)
    return whole(store, since, until)


def _kept(store: SqlStore, since: str, until: str) -> Difference:
    """What differs, of a record that is kept."""
    with store.snapshot() as now, now.reading() as connection:
        found = Changed(now, connection, since, until)
        events, commitments = found.events(), found.commitments()
        return Difference(
            since=since,
            until=until,
            events=events,
            commitments=commitments,
            silences=found.silences(),
            documents=found.documents(),
            told=found.told(_needed(events, commitments)),
        )


def _needed(
    events: Iterable[EventChange], commitments: Iterable[CommitmentChange]
) -> set[str]:  # fmt: skip
    """The statements that changes rest on."""
    needed = {i for e in events for i in (e.statements or e.event.statements[:1])}
    return needed | {i for c in commitments for i in c.because}


def whole(store: Store, since: str, until: str) -> Difference:
    """What differs, of all that the record holds."""
    before, after = Held(store, Query(as_of=since)), Held(store, Query(as_of=until))
    events = event_changes(before.events, after.events)
    commitments = commitment_changes(
        [c for _, c in before.followed(since)], [c for _, c in after.followed(until)]
    )
    needed = _needed(events, commitments)
    return Difference(
        since=since,
        until=until,
        events=events,
        commitments=commitments,
        silences=tuple(_silences(before, after)),
        documents=tuple(a for id, a in after.about.items() if id not in before.about),
        told={i: after.telling(after.by_id[i]) for i in sorted(needed) if i in after.by_id},
    )


def _silences(before: Held, after: Held) -> list[SilenceRow]:
    """The silences that were not there on the first day, or not ended."""
    held = {u.id: u for u in before.unspoken}
    found = []
    for unspoken in after.unspoken:
        row = after.silence(unspoken)
        was = before.silence(held[unspoken.id]) if unspoken.id in held else None
        if was is None or (was.ended is None) != (row.ended is None):
            found.append(row)
    return found
