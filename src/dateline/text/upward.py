"""Ways up from a word in the parse."""

from __future__ import annotations

from dateline.text.tokens import Token


def first_joined(token: Token) -> Token:
    """The first of what is joined by "and": of "in X and in Y" the first "in"."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def verb_over(token: Token) -> Token:
    """The token itself if it is a verb, else the nearest verb above it, or the root."""
    while token.pos_ not in {"VERB", "AUX"} and token.head != token:
        token = token.head
    return token


def preposition(noun: Token) -> Token | None:
    """The preposition that a noun completes: of "out of the X" it is "out"."""
    if noun.dep_ != "pobj":
        return None
    prep = noun.head
    return prep.head if prep.lower_ == "of" and prep.head.lower_ == "out" else prep
