"""Where an act is whose own clause names no place: at the only place of its sentence.

What is told of another act in the sentence stays with that one, and where somebody goes or comes
from is where his own verb takes him. Who was there tells of what is there ("residents of X said").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.analysis import Analysis
from dateline.find.evidence import evidence_words
from dateline.find.lexicon import classes, phrases
from dateline.find.placing import is_end, located, whole
from dateline.resolve.gazetteer import PRECISIONS
from dateline.resolve.toponyms import words
from dateline.text.tokens import Token
from dateline.types import EventType, Place


def only_place(analysis: Analysis, trigger: Token, kind: EventType) -> list[int]:
    """Where the whole sentence names a single place at which things happen, it is there."""
    found = [
        t
        for t in trigger.sent
        if t.i != trigger.i
        and not any(up.lower_ == "according" for up in trigger.ancestors)
        and located(analysis, t, ())
        and not _of_subject(t)
        and not _of_other_act(analysis, t, trigger)
    ]
    places = [m.place for t in found if (m := analysis.place_at(t)) is not None]
    if any(place.country is None and place.precision == "region" for place in places):
        return []  # "embarrassed much of Europe"
    smallest = [p for p in places if not any(inside(other, p) for other in places)]
    one = len({place.name for place in smallest}) == 1
    joined = len({whole(t).i for t in found}) == 1 and all(map(trigger.is_ancestor, found))
    if one or joined:
        return [t.i for t in found]
    return [] if found else list(_where_told(analysis, trigger, kind))


def inside(part: Place, outer: Place) -> bool:
    """Whether a place lies in another one by its country and division, and is smaller."""
    if part.precision is None or outer.precision is None or part.country != outer.country:
        return False
    smaller = PRECISIONS.index(part.precision) < PRECISIONS.index(outer.precision)
    wide = outer.precision == "country" or outer.kind == "country"  # "northern Lebanon"
    return smaller and (wide or part.admin1 == outer.name)


def _where_told(analysis: Analysis, trigger: Token, kind: EventType) -> Iterator[int]:
    """Where the weapon lay that did it, and where those are who saw it or the film shows it.

    "A bomb hidden under a road in X killed two", "villagers at X say that", "pictures from X show".
    """
    if kind == "ASSAULT":
        arms = classes()["bomb"] | classes()["missiles"] | classes()["attack"]
        for child in trigger.children:
            if child.dep_ == "nsubj" and child.lemma_.lower() in arms:
                yield from _in_phrase(analysis, child, child.subtree)
    verb = _teller(trigger)
    for child in verb.children if verb is not None else ():
        if child.dep_ == "nsubj" and _was_there(child):
            own = (t for c in child.children if c.dep_ in {"prep", "appos"} for t in c.subtree)
            yield from _in_phrase(analysis, child, own)


def _teller(trigger: Token) -> Token | None:
    """The verb that tells what the trigger is in: "they say that X", "it shows them doing X"."""
    below = trigger
    for up in trigger.ancestors:
        if below.dep_ == "ccomp" or (below.dep_ == "acl" and up.dep_ == "dobj"):
            return up.head if up.pos_ == "NOUN" else up
        if up.pos_ not in {"VERB", "AUX"} and below.dep_ not in {"nsubj", "dobj"}:
            return None
        below = up
    return None


def _was_there(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    seen = evidence_words("nouns", "witness") | evidence_words("nouns", "video")
    return lemma in seen | evidence_words("nouns", "photo") | {"people", "picture"}


def _in_phrase(analysis: Analysis, noun: Token, phrase: Iterable[Token]) -> Iterator[int]:
    """The places that are told within the phrase of a noun: "residents of X", "a bomb in X"."""
    for token in phrase:
        place = analysis.place_at(token)
        if place is None or token.i != place.head:
            continue
        at = whole(token)
        of = at.dep_ == "pobj" and at.head.lower_ == "of" and at.head.head == noun
        if of or located(analysis, token, ()):
            yield token.i


def _of_subject(token: Token) -> bool:
    """Whether it stands in the phrase of who acts ("the mission in X called on ...")."""
    return any(t.dep_ in {"nsubj", "nsubjpass"} for t in (token, *token.ancestors))


def _of_other_act(analysis: Analysis, token: Token, trigger: Token) -> bool:
    """Whether a place is of an act of its own, that the trigger is no part of.

    "Arrested him, whom they let fly to X", "left under a treaty that they signed in X", "said
    before he flew back to X", "told reporters in X that they would leave", "according to X".
    """
    first, last = sorted((token.i, trigger.i))
    if any(t.text == ";" for t in token.doc[first:last]) and not _goes_for(token, trigger):
        return True
    below, to = token, False
    ends = is_end(token)
    for up in token.ancestors:
        if up == trigger or up.is_ancestor(trigger):
            told = up.pos_ == "VERB" and token.i > up.i and below.dep_ == "prep"
            beside = up == trigger and _is_beside(analysis, below)
            return beside or (told and _tells_that(up, trigger))
        to = to or below.lower_ == "to"
        away = to and up.lemma_.lower() in words("going")
        away = away or (ends and up.pos_ == "VERB")
        if away or up.lower_ == "according" or (up.dep_ == "acl" and up.tag_ == "VBN"):
            return True
        if up.dep_ == "relcl" and (_of_object(up) or _goes_on(up, trigger)):
            return True
        below = up
    return False


def _goes_for(token: Token, trigger: Token) -> bool:
    """Whether a place goes for what is told after a semicolon too.

    A sentence may be set in its first words ("In X, police fired; they fled"), and a toll is that
    of the act before it ("a car was rammed in X; two were hurt").
    """
    prep = whole(token).head
    opens = prep.dep_ == "prep" and prep.i == token.sent.start
    if opens and prep.lower_ in {"in", "at", "near"}:
        return True
    tolls = phrases()["casualties"] | phrases()["dying"]
    return token.i < trigger.i and trigger.lemma_.lower() in tolls


def _of_object(clause: Token) -> bool:
    """Whether a relative clause tells what another did: "whom they let go", "that he left"."""
    who = {c.lower_ for c in clause.children if c.dep_ == "nsubj"}
    own = bool(who - {"who", "which", "that"})
    return own and any(
        t.lower_ == "whom" or (t.lower_ in {"which", "that"} and t.dep_ == "dobj")
        for t in clause.subtree
    )


def _goes_on(clause: Token, trigger: Token) -> bool:
    """Whether a relative clause goes on with what another did: "gave them to X, who shot them"."""
    who = next((c for c in clause.children if c.lower_ == "who" and c.dep_ == "nsubj"), None)
    if who is None or who.i == 0 or who.nbor(-1).text != ",":
        return False
    return bool(trigger.is_ancestor(clause) and trigger.i < clause.head.i)


def _is_beside(analysis: Analysis, clause: Token) -> bool:
    """Whether a clause goes on with another doer or day: "left, and the army took X"."""
    return clause.dep_ == "conj" and any(
        (c.dep_ == "nsubj" and c.pos_ != "PRON") or analysis.time_at(c) is not None
        for c in clause.children
    )


def _tells_that(verb: Token, trigger: Token) -> bool:
    """Whether a verb tells what the trigger is in: "told them in X that Y"."""
    return any(
        c.dep_ == "ccomp" and (c == trigger or c.is_ancestor(trigger)) for c in verb.children
    )
