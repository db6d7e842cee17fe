"""The clauses about a trigger: its own, those above, and the phrases beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.text.tokens import Token

_BELOW = frozenset({"ccomp", "relcl", "parataxis", "advcl", "conj", "acl"})


def within(trigger: Token, first: int, last: int) -> Iterator[Token]:
    """The tokens of a trigger's own phrase or clause, those of clauses below left out."""
    first = max(
        [first, *(c.i for c in trigger.children if c.dep_ == "mark" and c.lower_ == "that")]
    )
    stack = [trigger]
    while stack:
        token = stack.pop()
        if first <= token.i < last:
            yield token
        stack += [
            c
            for c in token.children
            if not (c.dep_ in _BELOW and c.pos_ in {"VERB", "AUX"} and c.i != trigger.i)
        ]


def above(trigger: Token) -> Iterator[Token]:
    """The clauses that a trigger's time and place may stand in, the nearest first.

    What is said, and what a relative clause tells, has a time of its own: the climb ends there.
    """
    token = trigger
    while token.head != token and (token.dep_ not in _ENDS or is_caused(token)):
        if token.dep_ == "acl" and token.pos_ in {"VERB", "AUX"} and token.tag_ != "VBG":
            return
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            yield token


_ENDS = frozenset({"ccomp", "relcl", "parataxis", "ROOT"})
_CAUSING = frozenset({"make", "let", "have", "help"})


def is_caused(verb: Token) -> bool:
    """Whether somebody makes or lets another do it, which is one act: "made him sack ten"."""
    bare = verb.tag_ == "VB" and not any(c.dep_ in {"aux", "mark"} for c in verb.children)
    return bare and verb.dep_ == "ccomp" and verb.head.lemma_ in _CAUSING


def adjuncts(verb: Token, below: Token) -> Iterator[Token]:
    """The tokens of the phrases that a clause has beside the one that leads to ``below``."""
    for child in verb.children:
        if child.dep_ in {"prep", "npadvmod", "advmod", "nmod", "agent"} and not (
            child == below or child.is_ancestor(below)
        ):
            yield from child.subtree


def nearest(token: Token, indices: Iterable[int]) -> tuple[int, ...]:
    """The tokens that are nearest to one first, each by its number."""
    return tuple(sorted(indices, key=lambda i: (abs(i - token.i), i)))
