"""Ids of actors and codes of countries in words, for where no text gives a name."""

from __future__ import annotations

from functools import cache

import msgspec

from dateline.data import rows


class _Country(msgspec.Struct, frozen=True):
    code: str
    names: tuple[str, ...] = ()


class _Sector(msgspec.Struct, frozen=True):
    sector: str
    called: str


@cache
def _countries() -> dict[str, str]:
    return {c.code: c.names[0] for c in rows("actors/countries.tsv", _Country) if c.names}


@cache
def _sectors() -> dict[str, str]:
    return {s.sector: s.called for s in rows("actors/sectors.tsv", _Sector)}


def country_name(code: str) -> str:
    """The usual name of a country; a code of no country as it stands."""
    return _countries().get(code, code)


def in_words(actor: str) -> str:
    """What an actor's id says of it: "AZE.GOV.foreign-ministry" is Azerbaijan's foreign ministry.

    A government goes by its country. What is of no country is the slug in words; an id that says
    nothing stands as it is.
    """
    head, *rest = actor.split(".")
    if head in {"PER", "ORG"} and rest and rest[0] == rest[0].casefold():  # no sector of Peru's
        slug = ".".join(rest).replace("-", " ")
        return slug.title() if head == "PER" else slug
    if head not in _countries():
        return actor
    what = " ".join(rest[1:]).replace("-", " ") or _sectors().get(rest[0] if rest else "GOV", "")
    return f"{_countries()[head]}'s {what}" if what else _countries()[head]
