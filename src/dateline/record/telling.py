"""What of all that bears on a commitment tells how it stands, and is named for it. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from dateline.record.bearing import confirms, denies, kind_of, says
from dateline.record.entry import Entry
from dateline.types import Actor, Commitment

# So many that bear on a commitment are named for it, beside those that changed how it stands.
MOST = 20
Versions = Sequence[Commitment]


def in_order(entry: Entry) -> tuple[str, str, str]:
    """The order in which it was told."""
    return entry.said or "", entry.document, entry.statement.id


def shown(versions: Versions, bearing: Sequence[Entry]) -> Sequence[Entry]:
    """Those of many that bear on a commitment that are named: the first, and the `turning` ones.

    ``bearing`` are all, in order, or those told up to a day: what is named of these is what is
    named of all, up to that day. ``versions`` are the commitment as it is and as it was before
    others changed it.
    """
    if len(bearing) <= MOST:
        return bearing
    ids = {e.statement.id for e in (*bearing[:MOST], *turning(versions, bearing))}
    return [e for e in bearing if e.statement.id in ids]


def turning(versions: Versions, every: Iterable[Entry]) -> list[Entry]:
    """Those of all that bear on a commitment, in order, that can change how it stands.

    That is the first of each sort: one more that tells the same changes nothing on any day, and
    nothing does after a breach that is confirmed.
    """
    one = versions[0]
    refrain = kind_of(one) == "refrain"
    found: dict[Hashable, Entry] = {}
    for entry in every:
        found.setdefault(_sort(versions, entry), entry)
        if refrain and confirms(one, entry):
            break
    return list(found.values())


def sort(one: Commitment, entry: Entry) -> Hashable:
    """What a statement tells of a commitment, as far as that changes how it stands."""
    return _sort((one,), entry)


def _sort(versions: Versions, entry: Entry) -> Hashable:
    one = versions[0]
    return _breach(one, entry) if kind_of(one) == "refrain" else _deed(versions, entry)


def _breach(one: Commitment, entry: Entry) -> Hashable:
    """What is told of a breach, but for when and in which words."""
    statement = entry.statement
    speaker = statement.attribution.speaker
    return (
        confirms(one, entry), denies(entry), statement.event.type, _sides(statement.actors),
        _sides(statement.recipients), _sides(() if speaker is None else (speaker,)),
    )  # fmt: skip


def _sides(actors: tuple[Actor, ...]) -> Hashable:
    return tuple((a.id, a.country, a.sector) for a in actors)


def _deed(versions: Versions, entry: Entry) -> Hashable:
    """What is told of an act, and whether that was before or after it was due."""
    time = entry.statement.time
    begins, ends = (time.from_, time.to) if time is not None else (None, None)
    over = ends if time is not None else entry.said
    dues = [(one.due.from_, one.due.to) if one.due else (None, None) for one in versions]
    return (
        says(versions[0], entry), ends is None,
        *((_before(ends, first), _before(last, begins), _before(over, first))
          for first, last in dues),
    )  # fmt: skip


def _before(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one < other
