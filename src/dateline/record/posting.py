"""Whose force it is, and where, that a report binds to stay: as its other sentences tell. Pure.

"Russia will deploy 1,960 peacekeepers along the corridor. The peacekeepers will stay for five
years": who is bound is told by who sent them, and where they stay by where they were sent.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from msgspec.structs import replace

from dateline.record.entry import Entry, same_party
from dateline.types import Actor, Commitment, Place, Statement

_SENDS = "MOBILIZE"


def posted(commitment: Commitment, entries: Iterable[Entry], home: Container[str]) -> Commitment:
    """The commitment to stay with the side and place that its own reports give it.

    As it is where these tell nothing, or several sides or countries.
    """
    known = any(a.id is not None or a.country is not None for a in commitment.by)
    if not commitment.by or (known and commitment.action.place is not None):
        return commitment
    sent = [
        e.statement
        for e in entries
        if e.document in home and e.statement.event.type == _SENDS and e.statement.actors
    ]
    by = commitment.by if known else _senders(commitment, sent)
    place = commitment.action.place or _place(by, sent)
    return replace(commitment, by=by, action=replace(commitment.action, place=place))


def _senders(commitment: Commitment, sent: list[Statement]) -> tuple[Actor, ...]:
    """Who sends those that the commitment only names by a noun; these where no one side does."""
    nouns = {_noun(a) for a in commitment.by}
    told = [
        a
        for s in sent
        if nouns & set(s.sentence.text.casefold().replace(".", " ").replace(",", " ").split())
        for a in s.actors
        if a.country is not None
    ]
    one = told and all(same_party(told[0], a) for a in told)
    return (told[0],) if one else commitment.by


def _place(by: tuple[Actor, ...], sent: list[Statement]) -> Place | None:
    """Where they were sent, as far as that is one country."""
    places = [
        s.place
        for s in sent
        if s.place is not None and any(same_party(a, b) for a in s.actors for b in by)
    ]
    countries = {p.country for p in places}
    return places[0] if len(countries) == 1 and None not in countries else None


def _noun(actor: Actor) -> str:
    words = actor.text.casefold().split()
    return words[-1] if words else ""
