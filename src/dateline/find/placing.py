"""Whether a word that names a place is told as a place at all: its phrase, and what governs it.

A toponym counts where it is said as a place ("in X", "the town of X") or is itself what is
attacked, taken or left. Who is given something, sells it or tells of it is a party, though he bears
the name of a place ("sold rifles to X", "drones from X", "according to X's migration service").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dateline.analysis import Analysis
from dateline.data import toml
from dateline.find.sites import is_point, is_site
from dateline.resolve.toponyms import words
from dateline.text.tokens import Token
from dateline.text.upward import preposition

_PLACING = frozenset({"in", "at", "near", "along", "from", "to", "into", "on"})
# What sets a toponym after it as a place, however the sentence was parsed.
_BESIDE = frozenset({"in", "at", "near", "off", "outside", "inside", "around"})
_OUT = frozenset({"out", "outside", "inside", "off", "clear"})
# Where something goes or comes from: of the verb of motion alone, and no scene of what is beside.
_ENDS = frozenset({"to", "from", "into", "towards", "toward", "out", "off"})


def located(analysis: Analysis, token: Token, patients: tuple[Token, ...]) -> bool:
    """Whether a token heads a toponym that is told as a place, or is itself acted on."""
    place = analysis.place_at(token)
    if place is None or token.i != place.head:
        return False
    if token in patients:
        return True
    if is_party(token):
        return False
    actor = analysis.actor_at(token)
    if actor is not None and actor.last - actor.first > place.last - place.first:
        return _belongs(token) == "place"
    at = whole(token)
    against = at.dep_ == "pobj" and at.head.lower_ == "against"
    stands = actor is None or (at.dep_ == "pobj" and not against)
    return _belongs(token) == "place" and stands


def whole(token: Token) -> Token:
    """The head of the phrase that holds the toponym ("the capital X", "X and Y")."""
    while token.dep_ in {"conj", "appos", "compound", "nmod", "poss"} and token.head != token:
        token = token.head
    return token


def is_source(token: Token) -> bool:
    """Whether it is where something comes from: what is fired from X falls elsewhere."""
    at = whole(token)
    return bool(at.dep_ == "pobj" and at.head.lower_ == "from")


def is_end(token: Token) -> bool:
    """Whether it is where somebody or something goes or comes from."""
    prep = preposition(whole(token))
    return prep is not None and prep.lower_ in _ENDS and prep.head.pos_ in {"VERB", "AUX"}


def is_party(token: Token) -> bool:
    """Whether it is to or from whom something is given, sold or sent: "drones from X"."""
    at = whole(token)
    if at.dep_ != "pobj" or at.head.lower_ not in {"to", "from", "for"}:
        return False
    prep = at.head
    given = "taking" if prep.lower_ == "from" else "giving"
    over = prep.head
    nearby = [over, over.head] if over.pos_ in {"NOUN", "PRON", "PROPN", "ADP"} else [over]
    return any(t.lemma_.lower() in _handing(given) for t in nearby)


@cache
def _handing(name: str) -> frozenset[str]:
    return frozenset(toml("gazetteer/words.toml")["parties"][name].split())


def _belongs(token: Token) -> str:
    """Whether the phrase that holds the toponym is one of place."""
    owner = token
    while owner.dep_ in {"conj", "appos", "compound", "nmod"} and owner.head != owner:
        owner = owner.head
    asked = owner.head.lemma_.lower() in words("behest")
    if owner.dep_ == "poss" and (asked or owner.head.dep_ != "pobj"):
        return "owner"
    at = whole(token)
    if at.dep_ == "pobj":
        prep = at.head
        if prep.lower_ == "of":
            return "place" if _part_of(prep.head) else "other"
        told = prep.lower_ == "to" and prep.head.lower_ == "according"
        return "place" if prep.lower_ in _locative() and not told else "other"
    if _beside(token) in _BESIDE:
        return "place"
    return "place" if at.dep_ in {"dobj", "npadvmod", "oprd"} else "other"


def _part_of(part: Token) -> bool:
    """Whether what stands before "of X" is a part of X, or is done to it: "the siege of X"."""
    if part.lower_ in _OUT and part.dep_ in {"prep", "advmod"}:
        return True
    lemma = part.lemma_.lower()
    if lemma in words("behest"):
        return False
    return (
        is_territory(part)
        or lemma in _handing("done")
        or (part.dep_ == "pobj" and part.head.lower_ in _PLACING)
    )


def _beside(token: Token) -> str:
    """The word right before a toponym, "the" left out."""
    first = token.left_edge if token.left_edge.i > token.i - 4 else token
    while first.i > 0 and first.nbor(-1).lower_ == "the":
        first = first.nbor(-1)
    return str(first.nbor(-1).lower_) if first.i > 0 else ""


@cache
def _locative() -> frozenset[str]:
    return frozenset(toml("ontology/words.toml")["locative"].split())


@cache
def _territories() -> frozenset[str]:
    return frozenset(toml("ontology/classes.toml")["territory"].split())


def is_territory(noun: Token) -> bool:
    """Whether it is a part or hold of a place: "the town of X", "control of X"."""
    return noun.lemma_.lower() in _territories() | words("directions") | {
        "control", "centre", "center", "outskirt", "rest",
        "whole", "all", "much", "most",
    }  # fmt: skip


def of_relative(analysis: Analysis, trigger: Token, *, spoken: bool) -> Iterator[int]:
    """The place that a relative clause tells of: "X, which was struck", "X, where they agreed".

    Of what is only said of X ("X, which he accused"), X is not the place.
    """
    clause = trigger
    while clause.dep_ in {"xcomp", "conj"} and not _has_subject(clause):
        clause = clause.head
    if clause.dep_ != "relcl":
        return
    where = next((t for t in clause.subtree if t.lower_ == "where" and t.i < trigger.i), None)
    if where is not None:
        before = where.i - 1 - (where.nbor(-1).text == ",")
        place = analysis.place_at(before)
        if place is not None:
            yield place.head
            return
    said = {c.lower_ for c in (*clause.children, *trigger.children) if c.dep_ in _RELATED}
    if where is not None or (not spoken and said & {"which", "that"}):
        yield from _named(analysis, clause.head)


_RELATED = frozenset({"nsubjpass", "dobj", "advmod"})


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _named(analysis: Analysis, noun: Token) -> Iterator[int]:
    """The place that a noun is, or is called after: "X", "the port", "X airport"."""
    place = analysis.place_at(noun)
    if (place is not None and place.head == noun.i) or (is_site(noun) and not is_point(noun)):
        yield noun.i
