"""When a silence ends: the party's later word on the matter, from whatever report has it.

A pure function of silences and statements, like following (`dateline.record.follow`).
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.record.bearing import placed
from dateline.record.entry import Entry, Unspoken, same_party
from dateline.types import Actor, EventType, Statement

_ANSWERS = frozenset({"denies", "rejects", "admits", "confirms"})
_ARMED = frozenset({"REB", "UAF", "PRM"})
# A demand is answered by what one agrees to, concedes, refuses or does of it.
_REPLIES: tuple[EventType, ...] = ("AGREE", "CONCEDE", "REJECT", "RETREAT")


def spoken(unspoken: Unspoken, entries: Iterable[Entry], as_of: str | None = None) -> Entry | None:
    """The first statement, known on ``as_of``, in which the party speaks on the matter later.

    ``None`` while it has not, and where the matter of the silence is not known.
    """
    known = list(entries)
    if unspoken.ends is not None:
        named = (e for e in known if e.statement.id in unspoken.ends and _by(e, as_of))
        return min(named, key=in_order, default=None)
    matter = next((e.statement for e in known if e.statement.id == unspoken.silence.about), None)
    if matter is None:
        return None
    party = unspoken.silence.party
    own = (e.statement for e in known if e.document == unspoken.document)
    alone = _only_group(party, own)
    found = [
        e
        for e in known
        if _by(e, as_of)
        and later(unspoken, e)
        and _speaks(party, e.statement, alone=alone and e.document == unspoken.document)
        and e.statement.id != matter.id
        and _on(matter, e.statement, same=e.document == unspoken.document)
    ]
    return min(found, key=in_order, default=None)


def _by(entry: Entry, as_of: str | None) -> bool:
    return as_of is None or entry.said is None or entry.said <= as_of


def in_order(entry: Entry) -> tuple[str, str, int, str]:
    """What statements are put in order of saying by."""
    statement = entry.statement
    return entry.said or "", entry.document, statement.sentence.start, statement.id


def later(unspoken: Unspoken, entry: Entry) -> bool:
    """Whether it is told after the silence: further on in its report, or in one of a later day."""
    if entry.document == unspoken.document:
        speaker = entry.statement.attribution.speaker
        told, silent = entry.statement.sentence, unspoken.silence.sentence
        if told.start != silent.start:
            return told.start > silent.start and not entry.statement.background
        return speaker is not None and speaker.start >= unspoken.silence.party.end
    day, said = unspoken.published.to, entry.published.from_
    return day is not None and said is not None and said > day


def _speaks(party: Actor, statement: Statement, *, alone: bool) -> bool:
    """Whether the party speaks, or one of its men where it is ``alone`` of its kind in a report."""
    speaker = statement.attribution.speaker
    if speaker is None:
        return False
    return same_party(speaker, party) or (alone and _of_its_men(speaker, party))


def _of_its_men(person: Actor, group: Actor) -> bool:
    """Whether somebody is known only as a man of an armed group of a country, as this one is."""
    known = person.country is not None and person.sector in _ARMED
    named = person.id is None or person.id.startswith("PER.")
    return named and known and (person.country, person.sector) == (group.country, group.sector)


def _only_group(party: Actor, told: Iterable[Statement]) -> bool:
    """Whether a report tells of no other armed group of the party's country."""
    return party.sector in _ARMED and not any(
        (a.country, a.sector) == (party.country, party.sector)
        and (a.id or "").startswith("ORG.") and a.id != party.id
        for s in told for a in (*s.actors, *s.recipients)
    )  # fmt: skip


def _on(matter: Statement, told: Statement, *, same: bool) -> bool:
    """Whether it is of the same matter: the same kind of act by or on one of the same, there.

    Further on in the ``same`` report the kind of act is enough, and so is a denial or admission:
    it answers what was told before.
    """
    if same and told.attribution.stance in _ANSWERS:
        return True
    if told.event.type not in on_it(matter.event.type):
        return False
    one, other = matter.time, told.time
    if one is not None and other is not None and one.from_ and other.to and other.to < one.from_:
        return False
    if told.event.type != matter.event.type:
        return _replies(matter, told)
    if not placed(matter.place, told.place, named=False):
        return False
    if same or (matter.place is not None and placed(matter.place, told.place, named=True)):
        return True
    first = (*matter.actors, *matter.recipients)
    return any(same_party(a, b) for a in first for b in (*told.actors, *told.recipients))


def on_it(kind: EventType) -> tuple[EventType, ...]:
    """The types of what is told of a matter of a type: the same, and the answers to a demand."""
    return (kind, *_REPLIES) if kind == "REQUEST" else (kind,)


def _replies(demand: Statement, told: Statement) -> bool:
    """Whether an answer is one to those who demanded: it concerns them, or their country."""
    if any(same_party(a, b) for a in demand.actors for b in (*told.actors, *told.recipients)):
        return True
    where = told.place.country if told.place is not None else None
    return where is not None and any(a.country == where for a in demand.actors)
