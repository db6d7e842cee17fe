"""The lexicon of triggers: rows of data, keyed by lemma, each with the frame that it needs."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from dateline.data import read_text, rows, toml
from dateline.text.tokens import Token
from dateline.types import EventType


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A trigger in a frame.

    ``needs`` joins conditions with ``+``; ``patient`` says where who suffers it stands. A row of
    type ``NONE`` is a guard: where it fits, the word tells of no event. ``solo``: a noun that is
    an event even where nothing more is said of it.
    """

    lemmas: tuple[str, ...]
    needs: str
    type: EventType | Literal["NONE"]
    mode: str | None = None
    patient: str
    solo: bool = False
    score: float

    @property
    def name(self) -> str:
        """How mentions name the row."""
        return f"{self.lemmas[0]}:{self.type}:{self.needs}"


@cache
def verb_rules() -> dict[str, tuple[Rule, ...]]:
    """The rows for each verb, the first that fits counting."""
    return _by_lemma("ontology/verbs.tsv")


@cache
def noun_rules() -> dict[str, tuple[Rule, ...]]:
    """The rows for each noun, the first that fits counting."""
    return _by_lemma("ontology/nouns.tsv")


def _by_lemma(name: str) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for row in rows(name, Rule):
        for lemma in row.lemmas:
            found.setdefault(lemma, []).append(row)
    return {lemma: tuple(rules) for lemma, rules in found.items()}


@cache
def _parted() -> frozenset[str]:
    """What stands behind a hyphen in the nouns."""
    return frozenset(lemma[at + 1 :] for lemma in noun_rules() for at in _hyphens(lemma))


def _hyphens(word: str) -> list[int]:
    return [at for at, letter in enumerate(word) if letter == "-"]


@cache
def classes() -> dict[str, frozenset[str]]:
    """The classes of nouns that conditions speak of."""
    return _lists("ontology/classes.toml")


@cache
def phrases() -> dict[str, frozenset[str]]:
    """Other word lists: light verbs, verbs that make a noun's event happen, guards."""
    return _lists("ontology/words.toml")


@cache
def persons() -> frozenset[str]:
    """Nouns that mean somebody, as WordNet has them."""
    lines = read_text("ontology/persons.txt").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _lists(name: str) -> dict[str, frozenset[str]]:
    return {
        key: frozenset(words.split()) for key, words in toml(name).items() if isinstance(words, str)
    }


def word(token: Token) -> str:
    """The lemma, lower case; what the tokenizer parted at a hyphen is joined (*cease-fire*)."""
    lemma: str = token.lemma_.lower()
    if lemma in _parted() and token.i > 1 and token.nbor(-1).text == "-":
        joined = f"{token.nbor(-2).lower_}-{lemma}"
        if joined in noun_rules():
            return joined
    return lemma
