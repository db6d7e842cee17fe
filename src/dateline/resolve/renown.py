"""Well-known places: where a document says little, a great city is meant by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.resolve.gazetteer import Entry
from dateline.resolve.rank import Weighed

# A place counts as well known from so many people on, or as a capital or country.
PEOPLE = 100_000
# It is preferred to one that has so many times fewer people, where the ranker is not sure.
TIMES = 10
UNSURE = 0.6


def known_first(found: Sequence[Weighed]) -> list[Weighed]:
    """The groups of a document with what is well known before what the ranker hardly prefers.

    A name of a well-known place is of no place that the gazetteer lacks, near another one; and a
    small namesake needs something else of the document to lie in its country. So does the smaller
    of two countries of one name ("Congo"), however sure the ranker is.
    """
    best = [_best(one) for one in found]
    return [_preferred(one, best[at], _countries(best, at)) for at, one in enumerate(found)]


def _countries(best: Sequence[Entry | None], at: int) -> frozenset[str]:
    """The countries of the likeliest places of the groups beside the one ``at``."""
    others = (*best[:at], *best[at + 1 :])
    return frozenset(entry.country for entry in others if entry is not None and entry.country)


def _best(weighed: Weighed) -> Entry | None:
    if not weighed.entries:
        return None
    at = max(range(len(weighed.shares)), key=lambda i: weighed.shares[i])
    return weighed.entries[at]


def _preferred(weighed: Weighed, best: Entry | None, others: frozenset[str]) -> Weighed:
    if best is None or not weighed.bare:
        return weighed
    great = max(weighed.entries, key=lambda e: (e.kind == "country", e.population))
    if not (great.population >= PEOPLE or great.kind in {"country", "capital"}):
        return weighed
    shares = list(weighed.shares)
    near = weighed.near
    if near > max(shares) and great.country not in others:
        near = 0.0
    same = best.country == great.country
    small = best.population * TIMES <= great.population
    unsure = max(shares) < UNSURE or best.kind == great.kind == "country"
    if not same and small and unsure and best.country not in others:
        one, other = weighed.entries.index(great), weighed.entries.index(best)
        shares[one], shares[other] = shares[other], shares[one]
    return replace(weighed, shares=tuple(shares), near=near)
