"""Adjectives and peoples that stand for a place ("Georgian", "Texans"), and which place."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache

import msgspec

from dateline.data import rows
from dateline.resolve.gazetteer import Entry, folded, lookup


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """A country as the actors' table names it."""

    code: str
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


class Demonym(msgspec.Struct, frozen=True, kw_only=True):
    """Adjectives and people of a place that is no country."""

    names: tuple[str, ...]
    place: str
    country: str | None = None


@cache
def country_names() -> dict[str, str]:
    """Codes of countries by their folded names."""
    return {folded(n): c.code for c in rows("actors/countries.tsv", Country) for n in c.names}


@cache
def country_adjectives() -> dict[str, str]:
    """Codes of countries by their adjectives and peoples, in lower case."""
    table = rows("actors/countries.tsv", Country)
    return {a.casefold(): c.code for c in table for a in (*c.adjectives, *c.people)}


@cache
def country_seats() -> dict[str, tuple[str, ...]]:
    """The seats of government of countries by their codes."""
    return {c.code: c.seats for c in rows("actors/countries.tsv", Country) if c.seats}


@cache
def _places() -> dict[str, tuple[tuple[str, str | None, bool], ...]]:
    """Folded adjectives and peoples, each with its places (name, country, whether it is one)."""
    found: defaultdict[str, list[tuple[str, str | None, bool]]] = defaultdict(list)
    for country in rows("actors/countries.tsv", Country):
        for word in (*country.adjectives, *country.people):
            one, plural = folded(word), folded(f"{word}s")
            for key in {one, plural}:
                found[key].append((country.names[0], country.code, True))
    for row in rows("gazetteer/demonyms.tsv", Demonym):
        for word in row.names:
            found[folded(word)].append((row.place, row.country, False))
    return {key: tuple(dict.fromkeys(places)) for key, places in found.items()}


@lru_cache(maxsize=32768)
def is_demonym(name: str) -> bool:
    """Whether a name is an adjective or people of some place, and no name of a country too."""
    key = folded(name)
    return key in _places() and key not in country_names()


@cache
def of_demonym(key: str) -> tuple[Entry, ...]:
    """The places that a folded adjective or people stands for."""
    found: list[Entry] = []
    for name, code, whole in _places().get(key, ()):
        same = [e for e in lookup(name) if code is None or e.country == code]
        if whole:
            found += [e for e in same if e.kind == "country"][:1]
        else:
            found += sorted(same, key=lambda e: e.kind in {"city", "admin2"})[:1]
    return tuple(dict.fromkeys(found))
