"""Where and when an event is set: the places and times of its clause and of those above it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Token

from dateline.analysis import Analysis
from dateline.data import toml
from dateline.find.arguments import above, adjuncts


def times(analysis: Analysis, trigger: Token, clause: list[Token]) -> tuple[int, ...]:
    """The times of the clause, else of the nearest clause above that has one."""
    near = _near(trigger, (t.i for t in clause if _dated(analysis, t)))
    for verb in above(trigger) if not near else ():
        if near := _near(trigger, (t.i for t in adjuncts(verb, trigger) if _dated(analysis, t))):
            break
    return near


def places(
    analysis: Analysis,
    trigger: Token,
    clause: list[Token],
    patients: tuple[Token, ...],
    *,
    verbal: bool,
) -> tuple[int, ...]:
    """The places of the clause, then of the clauses above, nearest first.

    A toponym counts where it is said as a place ("in X", "the town of X") or is itself what is
    attacked, taken or left; a government called by its country's name is nobody's place. Words
    (``verbal``) are where they are spoken: what they are about has its own place.
    """
    if verbal:
        direct = {t.i for c in trigger.children if c.lower_ in {"in", "at"} for t in c.subtree}
        clause = [t for t in clause if t.i in direct]
        patients = ()
    whose = {t.i for c in trigger.children if c.dep_ in {"nsubj", "nsubjpass"} for t in c.subtree}
    near = list(_near(trigger, (t.i for t in clause if _located(analysis, t, patients))))
    near.sort(key=lambda i: i in whose)  # "police in X arrested them in Y" is set in Y
    for verb in above(trigger):
        beside = (t.i for t in adjuncts(verb, trigger) if _located(analysis, t, ()))
        near += _near(trigger, beside)
    return tuple(dict.fromkeys(near))


def _dated(analysis: Analysis, token: Token) -> bool:
    mention = analysis.time_at(token)
    return mention is not None and mention.time is not None


_PLACING = frozenset({"in", "at", "near", "along", "from", "to", "into", "on"})


@cache
def _locative() -> frozenset[str]:
    return frozenset(toml("ontology/words.toml")["locative"].split())


def _located(analysis: Analysis, token: Token, patients: tuple[Token, ...]) -> bool:
    place = analysis.place_at(token)
    if place is None or token.i != place.head:
        return False
    if token in patients:
        return True
    actor = analysis.actor_at(token)
    if actor is not None and actor.last - actor.first > place.last - place.first:
        return _belongs(token) == "place"
    return _belongs(token) == "place" and (actor is None or token.dep_ == "pobj")


def _belongs(token: Token) -> str:
    """Whether the phrase that holds the toponym is one of place."""
    at = token
    while at.dep_ in {"conj", "appos", "compound", "nmod", "poss"} and at.head != at:
        if at.dep_ == "poss" and at.head.dep_ != "pobj":
            return "owner"
        at = at.head
    if at.dep_ == "pobj":
        prep = at.head
        if prep.lower_ == "of":
            part = prep.head
            if _territory(part) or (part.dep_ == "pobj" and part.head.lower_ in _PLACING):
                return "place"
            return "other"
        return "place" if prep.lower_ in _locative() else "other"
    return "place" if at.dep_ in {"dobj", "npadvmod"} else "other"


@cache
def _territories() -> frozenset[str]:
    return frozenset(toml("ontology/classes.toml")["territory"].split())


def _territory(noun: Token) -> bool:
    """Whether it is a part or hold of a place: "the town of X", "control of X"."""
    return noun.lemma_.lower() in _territories() | {
        "north", "south", "east", "west", "control", "centre", "center", "outskirt", "rest",
        "whole", "all", "much", "most",
    }  # fmt: skip


def _near(token: Token, indices: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(indices, key=lambda i: (abs(i - token.i), i)))
