"""Whether two statements agree, or cannot tell of the same happening. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from dateline.record.entry import same_party
from dateline.types import Actor, Modality, Place, Statement, Time

_HAPPENED: frozenset[Modality] = frozenset({"asserted", "ongoing"})
CLOSE_DAYS = 3
LASTING_DAYS = 31
_FINE = frozenset({"exact", "locality", "district"})


def happened(statement: Statement) -> bool:
    """Whether it is told as something that happened or goes on."""
    return statement.modality in _HAPPENED


def barred(a: Statement, b: Statement) -> bool:
    """Whether two statements cannot tell of the same happening, whatever else they say."""
    if a.event.type != b.event.type or happened(a) != happened(b):
        return True
    if a.event.mode and b.event.mode and a.event.mode != b.event.mode:
        return True
    if share(a.actors, b.actors) is False or share(a.recipients, b.recipients) is False:
        return True
    one, other = a.place, b.place
    return bool(one and other and one.country and other.country and one.country != other.country)


def contradict(one: Time | None, other: Time | None) -> bool:
    """Whether two times have no day in common."""
    if one is None or other is None:
        return False
    return bool(
        (one.to and other.from_ and one.to < other.from_)
        or (other.to and one.from_ and other.to < one.from_)
    )


def lasts(time: Time | None) -> bool:
    """Whether it is told as going on since long: "since 2007", whatever day it is told on."""
    if time is None or time.from_ is None or "/" not in (time.edtf or ""):
        return False
    return time.to is None or _days(time.to, time.from_) > LASTING_DAYS


def apart(one: Time | None, other: Time | None) -> bool:
    """Whether more than a few days lie between two times."""
    if not contradict(one, other) or one is None or other is None:
        return False
    first, second = (one, other) if (one.to or "9999") < (other.from_ or "") else (other, one)
    return _days(second.from_ or "", first.to or "") > CLOSE_DAYS


def close(one: Time | None, other: Time | None) -> bool:
    """Whether both times end within a few days of each other."""
    if one is None or other is None or one.to is None or other.to is None:
        return False
    return abs(_days(one.to, other.to)) <= CLOSE_DAYS


def _days(one: str, other: str) -> int:
    return ordinal(one) - ordinal(other)


@lru_cache(maxsize=100_000)
def ordinal(day: str) -> int:
    """The number of an ISO day."""
    return date.fromisoformat(day).toordinal()


def elsewhere(one: Place | None, other: Place | None) -> bool:
    """Whether two places are told closely, and are not the same."""
    if one is None or other is None:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    return one.precision in _FINE and other.precision in _FINE and not _named_alike(one, other)


def there(one: Place | None, other: Place | None) -> bool:
    """Whether both places are told, and one is the other or named after it."""
    return one is not None and other is not None and _named_alike(one, other)


def _named_alike(one: Place, other: Place) -> bool:
    if one.geonames is not None and one.geonames == other.geonames:
        return True
    first, second = one.name.casefold(), other.name.casefold()
    common = one.name.islower() or other.name.islower()  # "the airport" may be any
    return not common and (first in second or second in first)


def share(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool | None:
    """Whether a party is in both; ``None`` where one side names nobody.

    Those that nothing identifies are compared by the noun: "12 soldiers", "our soldiers".
    """
    if not one or not other:
        return None
    return any(
        same_party(a, b) or (None in {a.id, b.id} and (_noun(a) == _noun(b) or _within(a, b)))
        for a in one
        for b in other
    )


def identified(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    """Whether a party that is known by an id or as a side is in both."""
    return any(same_party(a, b) for a in one for b in other)


def _noun(actor: Actor) -> str:
    return actor.text.casefold().split()[-1] if actor.text.split() else ""


def _within(one: Actor, other: Actor) -> bool:
    """Whether one is called by some of the words of the other: "a leader", "leader N. Melia"."""
    first, second = ({*a.text.casefold().split()} - _ARTICLES for a in (one, other))
    return bool(first and second) and (first <= second or second <= first)


_ARTICLES = frozenset({"a", "an", "the"})
_FINENESS = {"exact": 0, "locality": 1, "district": 2, "region": 3, "country": 4, None: 5}


def finest(places: Iterable[Place | None]) -> Place | None:
    """The place told most closely."""
    named = [p for p in places if p is not None]
    return min(named, key=lambda p: _FINENESS[p.precision], default=None)


def tightest(times: Iterable[Time | None]) -> Time | None:
    """The time with the narrowest bounds, an expression before what was inherited."""
    return min((t for t in times if t is not None), key=_width, default=None)


def _width(time: Time) -> tuple[int, int, int]:
    """The days that it may be of; where it is open on a side, how far its one bound leaves it."""
    told = 0 if time.basis == "expression" else 1
    if time.from_ and time.to:
        return _days(time.to, time.from_), 0, told
    return 10**6, ordinal(time.to) if time.to else -ordinal(time.from_ or "0001-01-01"), told
