"""The lexicon of triggers: rows of data, keyed by lemma, each with the frame that it needs."""

from __future__ import annotations

from functools import cache

import msgspec

from dateline.data import rows, toml
from dateline.types import EventType


class VerbRule(msgspec.Struct, frozen=True, kw_only=True):
    """A verb in a frame. ``needs`` joins conditions with ``+``; ``patient`` says who it is."""

    lemma: str
    needs: str
    type: EventType
    mode: str | None = None
    patient: str
    score: float


class NounRule(msgspec.Struct, frozen=True, kw_only=True):
    """A noun that names an event. ``solo``: an event even where nothing is said of it."""

    lemma: str
    type: EventType
    mode: str | None = None
    patient: str
    solo: bool = False
    score: float


@cache
def verb_rules() -> dict[str, tuple[VerbRule, ...]]:
    """The rows for each verb, the first that fits counting."""
    found: dict[str, tuple[VerbRule, ...]] = {}
    for row in rows("ontology/verbs.tsv", VerbRule):
        found[row.lemma] = (*found.get(row.lemma, ()), row)
    return found


@cache
def noun_rules() -> dict[str, NounRule]:
    """The row for each noun."""
    return {row.lemma: row for row in rows("ontology/nouns.tsv", NounRule)}


@cache
def classes() -> dict[str, frozenset[str]]:
    """The classes of nouns that conditions speak of."""
    return {
        name: frozenset(words.split())
        for name, words in toml("ontology/classes.toml").items()
        if isinstance(words, str)
    }


@cache
def phrases() -> dict[str, frozenset[str]]:
    """Other word lists: light verbs, verbs that make a noun's event happen, guards."""
    return {
        name: frozenset(words.split())
        for name, words in toml("ontology/words.toml").items()
        if isinstance(words, str)
    }
