"""The lexicon of saying: which words are cues, what stance they show and what they take."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import Literal

import msgspec

from dateline.data import rows, toml
from dateline.text.tokens import Token
from dateline.types import Stance

Takes = Literal["clause", "object", "charge", "cause", "addressee", "as", "about"]
# So far above its second word stands a verb of saying; above the number of what it puts "at" one.
_BESIDE, _FAR = 2, 5
_BEFORE = frozenset({"earlier", "previous", "initial"})
_NEGATIONS = frozenset({"not", "n't", "never", "neither", "nor"})


class VerbCue(msgspec.Struct, frozen=True, kw_only=True):
    """A verb of saying; ``takes`` lists what it may have as content."""

    lemma: str
    stance: Stance
    takes: tuple[Takes, ...]
    negated: Literal["drop", "keep"] = "drop"


class PhraseCue(msgspec.Struct, frozen=True, kw_only=True):
    """A verb that says something together with a word after it."""

    lemma: str
    word: str
    stance: Stance


class NounCue(msgspec.Struct, frozen=True, kw_only=True):
    """A noun of saying; ``whose`` where it may stand for whoever issued it."""

    lemma: str
    stance: Stance
    whose: bool = False


@cache
def verbs() -> dict[str, VerbCue]:
    """Verbs of saying by lemma."""
    return {row.lemma: row for row in rows("attribution/verbs.tsv", VerbCue)}


@cache
def _phrases() -> dict[str, tuple[PhraseCue, ...]]:
    found: dict[str, tuple[PhraseCue, ...]] = {}
    for row in rows("attribution/phrases.tsv", PhraseCue):
        found[row.lemma] = (*found.get(row.lemma, ()), row)
    return found


def phrase(verb: Token) -> tuple[PhraseCue, Token] | None:
    """The saying that a verb is with a word after it, and that word; "at" wants a number."""
    for row in _phrases().get(verb.lemma_.lower(), ()):
        for token in verb.subtree:
            if token.i <= verb.i or row.word not in {token.lower_, token.lemma_.lower()}:
                continue
            reach = _FAR if row.word == "at" else _BESIDE
            if token.pos_ == "VERB" or verb not in islice(token.ancestors, reach):
                continue
            if row.word != "at" or any(
                t.like_num for c in token.children if c.dep_ == "pobj" for t in c.subtree
            ):
                return row, token
    return None


@cache
def nouns() -> dict[str, NounCue]:
    """Nouns of saying by lemma."""
    return {row.lemma: row for row in rows("attribution/nouns.tsv", NounCue)}


@cache
def words(name: str) -> frozenset[str]:
    """A list of other words of attribution."""
    return frozenset(toml("attribution/words.toml")[name])


def withheld(verb: Token) -> bool:
    """Whether the saying is denied or did not come: "did not say", "could not be verified"."""
    if any(c.dep_ == "neg" or c.lower_ in _NEGATIONS for c in verb.children if c.i < verb.i):
        return True
    if verb.i and verb.nbor(-1).lower_ in {"nor", "neither"}:
        return True
    head = verb.head
    if verb.dep_ == "xcomp" and head.lemma_.lower() in words("withheld"):
        return True
    return verb.dep_ == "xcomp" and any(c.lower_ in words("withheld") for c in head.children)


def unsaid(verb: Token, saying: Token | None = None) -> Token | None:
    """Who takes its own word back: *withdrew its claim that*, *retracted an earlier report*.

    ``saying`` asks for one noun; else any object of the verb that is one's own word.
    """
    if verb.lemma_.lower() not in words("unsaying") or withheld(verb):
        return None
    said = [
        o for o in verb.children
        if o.dep_ == "dobj" and o.lemma_.lower() in nouns() and saying in {None, o}
    ]  # fmt: skip
    own = any(c.tag_ == "PRP$" or c.lower_ in _BEFORE for o in said for c in o.children)
    return next((c for c in verb.children if own and c.dep_ == "nsubj"), None)
