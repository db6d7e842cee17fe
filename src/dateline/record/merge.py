"""From statements to events: what tells of the same happening is one event.

Pure, and blind to the order in which documents came in. Merging is conservative: within a
document statements join where type, actors, place and time do not contradict and something
beside the type agrees; across documents the place and a close time must agree too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from dateline.record.copies import independent
from dateline.record.decisions import Decision
from dateline.record.entry import Entry, Unspoken, same_party
from dateline.record.regroup import regrouped
from dateline.types import (
    Actor,
    EventStatus,
    Modality,
    Party,
    Place,
    Quantity,
    RecordEvent,
    Statement,
    Time,
)

_HAPPENED: frozenset[Modality] = frozenset({"asserted", "ongoing"})
_CONFIRMING = frozenset({"confirms", "admits", "announces", "states", "claims", "clarifies"})
_DENYING = frozenset({"denies", "rejects"})
_CLOSE_DAYS = 3
NONE: Mapping[str, str] = MappingProxyType({})


def merge(
    entries: Iterable[Entry],
    unspoken: Iterable[Unspoken] = (),
    as_of: str | None = None,
    *,
    decisions: Iterable[Decision] = (),
    copies: Mapping[str, str] = NONE,
) -> tuple[RecordEvent, ...]:
    """The events that the statements tell of, known on the day ``as_of``, in order of time.

    What people joined or parted is one event or several; other ``decisions`` count before
    (`dateline.record.ruled`). ``copies`` tells the families of documents that are near copies:
    one counts once as a source.
    """
    told = {
        (e.document, e.statement.id): e
        for e in sorted(entries, key=_arrival, reverse=True)
        if as_of is None or e.said is None or e.said <= as_of
    }
    known = sorted(told.values(), key=_arrival)
    silent = sorted(unspoken, key=lambda u: (u.document, u.silence.sentence.start))
    groups: dict[str, _Groups] = {}
    for cluster in _within(known):
        groups.setdefault(cluster[0].statement.event.type, _Groups()).put(cluster)
    found = ([e for cluster in g for e in cluster] for near in groups.values() for g in near.all)
    events = (
        _event(sorted(group, key=_arrival), silent, copies) for group in regrouped(found, decisions)
    )
    return tuple(sorted(events, key=_order))


class _Groups:
    """What documents tell of happenings of one type, each group of one happening.

    Two documents tell of the same only where the times are close, so that only groups whose first
    telling ended within those days are looked at.
    """

    def __init__(self) -> None:
        self.all: list[list[list[Entry]]] = []
        self._by_day: dict[int, list[int]] = {}

    def put(self, cluster: list[Entry]) -> None:
        """Join the first group that tells of the same, or open one."""
        days = {date.fromisoformat(t.to).toordinal() for e in cluster
                if (t := e.statement.time) is not None and t.to}  # fmt: skip
        around = {day + n for day in days for n in range(-_CLOSE_DAYS, _CLOSE_DAYS + 1)}
        near = sorted({number for day in around for number in self._by_day.get(day, ())})
        for number in near:
            if all(_alike(cluster, other) for other in self.all[number]):
                self.all[number].append(cluster)
                return
        for day in days:
            self._by_day.setdefault(day, []).append(len(self.all))
        self.all.append([cluster])


def _arrival(entry: Entry) -> tuple[str, str, int, str]:
    return (
        entry.said or "9999",
        entry.document,
        entry.statement.sentence.start,
        entry.statement.id,
    )


def _within(known: list[Entry]) -> list[list[Entry]]:
    """What each document tells of one happening, before documents are compared."""
    clusters: dict[tuple[str, str], list[list[Entry]]] = {}
    for entry in known:
        near = clusters.setdefault((entry.document, entry.statement.event.type), [])
        home = next((c for c in near if all(_same(entry, other) for other in c)), None)
        if home is None:
            near.append([entry])
        else:
            home.append(entry)
    found = [cluster for near in clusters.values() for cluster in near]
    return sorted(found, key=lambda cluster: _arrival(cluster[0]))


def _alike(one: list[Entry], other: list[Entry]) -> bool:
    """Whether two documents tell of the same: nothing contradicts, and something agrees.

    What one document keeps apart, another does not join.
    """
    if one[0].document == other[0].document:
        return False
    pairs = [(a.statement, b.statement) for a in one for b in other]
    return not any(_differ(a, b) for a, b in pairs) and any(
        _share(a.actors, b.actors) and _there(a.place, b.place) and _close(a.time, b.time)
        for a, b in pairs
    )


def _same(one: Entry, other: Entry) -> bool:
    """Whether two statements of a document tell of one happening, and something says so."""
    a, b = one.statement, other.statement
    if _differ(a, b):
        return False
    together = _there(a.place, b.place) and a.background == b.background
    return bool(_share(a.actors, b.actors) or together)


def _differ(a: Statement, b: Statement) -> bool:
    """Whether two statements cannot tell of the same happening."""
    if a.event.type != b.event.type or (a.modality in _HAPPENED) != (b.modality in _HAPPENED):
        return True
    if a.event.mode and b.event.mode and a.event.mode != b.event.mode:
        return True
    if _contradict(a.time, b.time) or _elsewhere(a.place, b.place):
        return True
    return _share(a.actors, b.actors) is False or _share(a.recipients, b.recipients) is False


def _contradict(one: Time | None, other: Time | None) -> bool:
    """Whether two times have no day in common."""
    if one is None or other is None:
        return False
    return bool(
        (one.to and other.from_ and one.to < other.from_)
        or (other.to and one.from_ and other.to < one.from_)
    )


def _close(one: Time | None, other: Time | None) -> bool:
    """Whether both times end within a few days of each other."""
    if one is None or other is None or one.to is None or other.to is None:
        return False
    days = date.fromisoformat(one.to) - date.fromisoformat(other.to)
    return abs(days.days) <= _CLOSE_DAYS


def _elsewhere(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    fine = {"exact", "locality", "district"}
    return one.precision in fine and other.precision in fine and not _named_alike(one, other)


def _there(one: Place | None, other: Place | None) -> bool:
    return one is not None and other is not None and _named_alike(one, other)


def _named_alike(one: Place, other: Place) -> bool:
    if one.geonames is not None and one.geonames == other.geonames:
        return True
    first, second = one.name.casefold(), other.name.casefold()
    return first in second or second in first


def _share(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool | None:
    """Whether a party is in both; ``None`` where one side names nobody.

    Those that nothing identifies are compared by the noun: "12 soldiers", "our soldiers".
    """
    if not one or not other:
        return None
    return any(
        same_party(a, b) or (None in {a.id, b.id} and _noun(a) == _noun(b))
        for a in one
        for b in other
    )


def _noun(actor: Actor) -> str:
    return actor.text.casefold().split()[-1] if actor.text.split() else ""


def _event(group: list[Entry], silent: list[Unspoken], copies: Mapping[str, str]) -> RecordEvent:
    told = [e.statement for e in group]
    first = told[0]
    ids = tuple(sorted(s.id for s in told))
    parties = _parties(group, silent)
    said = sorted(e.said for e in group if e.said)
    actors = _united(s.actors for s in told)
    return RecordEvent(
        id=hashlib.sha256(first.id.encode()).hexdigest()[:16],
        type=first.event.type,
        mode=next((s.event.mode for s in told if s.event.mode), None),
        contexts=tuple(sorted({c for s in told for c in s.event.contexts})),
        actors=actors,
        recipients=_united(s.recipients for s in told),
        place=_finest(s.place for s in told),
        time=_tightest(s.time for s in told),
        quantities=_quantities(told),
        status=_status(group, actors),
        sources=independent((e.document for e in group), copies),
        parties=parties,
        statements=ids,
        first_reported=said[0] if said else None,
        last_reported=said[-1] if said else None,
    )


def _united(sides: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Each actor once, by id; one known only by its side gives way to a closer name."""
    found: dict[str, Actor] = {}
    for side in sides:
        for actor in side:
            found.setdefault(actor.id or actor.text.casefold(), actor)
    return tuple(found.values())


_FINENESS = {"exact": 0, "locality": 1, "district": 2, "region": 3, "country": 4, None: 5}


def _finest(places: Iterable[Place | None]) -> Place | None:
    named = [p for p in places if p is not None]
    return min(named, key=lambda p: _FINENESS[p.precision], default=None)


def _tightest(times: Iterable[Time | None]) -> Time | None:
    """The time with the narrowest bounds, an expression before what was inherited."""
    return min((t for t in times if t is not None), key=_width, default=None)


def _width(time: Time) -> tuple[int, int]:
    days = 10**6
    if time.from_ and time.to:
        days = (date.fromisoformat(time.to) - date.fromisoformat(time.from_)).days
    return days, 0 if time.basis == "expression" else 1


def _quantities(told: list[Statement]) -> tuple[Quantity, ...]:
    found = {(q.kind, q.min, q.max): q for s in reversed(told) for q in s.quantities}
    return tuple(sorted(found.values(), key=lambda q: (q.kind, q.min or 0.0, q.max or 0.0)))


def _parties(group: list[Entry], silent: list[Unspoken]) -> dict[str, Party]:
    """What each party says of the event, its last word counting; who is silent."""
    found: dict[str, Party] = {}
    ids = {e.statement.id for e in group}
    for unspoken in silent:
        party = unspoken.silence.party
        if unspoken.silence.about in ids and party.id is not None:
            found[party.id] = Party(
                stance="silent",
                document=unspoken.document,
                statement=None,
                said=unspoken.published.to,
            )
    for entry in group:
        attribution = entry.statement.attribution
        if attribution.speaker is not None and attribution.speaker.id is not None:
            known = found.get(attribution.speaker.id)
            if known is None or known.stance == "silent" or attribution.stance != "states":
                found[attribution.speaker.id] = Party(
                    stance=attribution.stance,
                    document=entry.document,
                    statement=entry.statement.id,
                    said=entry.said,
                )
    return dict(sorted(found.items()))


def _status(group: list[Entry], actors: tuple[Actor, ...]) -> EventStatus:
    """From who says so: denial, dispute, the sides that confirm, or bare report.

    The doer's own word confirms; so does the word of two sides. An accusation is one side's claim.
    """
    confirming, accusing, denying, plain = [], [], [], False
    for entry in group:
        attribution = entry.statement.attribution
        speaker = attribution.speaker
        if speaker is None or speaker.country is None:
            plain = plain or attribution.stance == "none"
        elif attribution.stance in _DENYING:
            denying.append(speaker)
        elif attribution.stance == "accuses":
            accusing.append(speaker)
        elif attribution.stance in _CONFIRMING:
            confirming.append(speaker)
    claimed = [*confirming, *accusing]
    if denying:
        return "disputed" if claimed or plain else "denied"
    if not claimed:
        return "reported"
    doers = [s for s in claimed if any(same_party(s, a) for a in actors)]
    others = [s for s in claimed if s not in doers]
    if doers and any(not same_party(s, d) for s in others for d in doers):
        return "confirmed by both sides"
    return "confirmed" if doers and plain else "claimed by one side"


def _order(event: RecordEvent) -> tuple[str, str, str]:
    """By first day, then last day; what has no time at all comes last."""
    time = event.time
    if time is None:
        return ("9999", event.first_reported or "9999", event.id)
    return (time.from_ or time.to or "9999", time.to or "9999", event.id)
