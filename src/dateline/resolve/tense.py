"""Which way the clause of a time looks: back at what was, or ahead at what is to come."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from dateline.resolve.anchor import Direction
from dateline.resolve.expressions import words

_VERBS = frozenset({"VERB", "AUX"})


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(words()["tense"][key])


def direction(token: Token, relation: str | None, *, headline: bool = False) -> Direction:
    """The way the clause that holds the time looks; without any sign of it, back."""
    if relation == "since":
        return "past"
    named = False  # the time goes with a noun, "Tuesday's attack", that is not one to come
    for up in (token, *token.ancestors):
        if _planned(up, relation):
            return "coming"
        if up.pos_ in {"NOUN", "PROPN"} and up.i != token.i and up.ent_type_ != "DATE":
            named = named or up.lemma_.lower() not in _words("ahead")
        if up.pos_ not in _VERBS:
            continue
        if any(c.dep_ == "mark" and c.i > token.i for c in up.children):
            continue  # it stands before the "that" of the clause, so with what governs it
        seen = _of_verb(up, relation, named=named, headline=headline)
        if seen is not None:
            return seen
    return "past"


def _planned(up: Token, relation: str | None) -> bool:
    if up.lemma_.lower() not in _words("planned"):
        return False
    return relation in {"for", "to", "by", "until"} or (relation is None and up.pos_ == "ADJ")


def _of_verb(verb: Token, relation: str | None, *, named: bool, headline: bool) -> Direction | None:
    """What a verb says of its time; ``None`` where it leaves that to the verb above it."""
    aux = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if aux & _words("future"):
        return "coming"
    if verb.tag_ == "VBD" or aux & _words("past"):
        return "past"
    if verb.tag_ == "VBN" and not aux:
        return "past"  # "the order issued on Thursday"
    if aux & _words("open"):
        return "past" if named else "coming"
    if verb.tag_ in {"VBZ", "VBP"}:
        return "past" if headline or named or relation in {None, "in"} else "coming"
    return None
