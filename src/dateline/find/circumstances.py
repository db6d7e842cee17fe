"""Where and when an event is set: the places and times of its clause and of those above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Token

from dateline.analysis import Analysis, TimeMention
from dateline.data import toml
from dateline.find.beside import BESIDE, MODIFIERS, clause_of, following, purposes
from dateline.find.clauses import above, adjuncts
from dateline.find.sites import site
from dateline.find.tenses import comes_before, of_other_tense
from dateline.types import EventType, Place


def times(analysis: Analysis, trigger: Token, clause: list[Token]) -> tuple[int, ...]:
    """The times of the clause, else of the nearest clause above or beside that has one."""
    own = [t for t in clause if _dated(analysis, t)]
    near = _near(trigger, (t.i for t in own if not _anothers(analysis, t, trigger)))
    if after := _near(trigger, (t.i for t in following(trigger) if _dated(analysis, t))):
        return after
    for verb in _sharing(trigger) if not near else ():
        if near := _near(trigger, (t.i for t in adjuncts(verb, trigger) if _dated(analysis, t))):
            break
        if near := _near(trigger, (t.i for t in purposes(verb, trigger) if _past(analysis, t))):
            break
    for beside in BESIDE if not near else ():
        if near := _near(trigger, (t.i for t in beside(trigger) if _dated(analysis, t))):
            break
    return near


def _sharing(trigger: Token) -> Iterator[Token]:
    """The clauses above whose time a trigger may share.

    None from a second "that" clause on, none that is told in another tense, none for a condition
    or for what something is done at the request of.
    """
    clause = clause_of(trigger)
    own = clause.dep_ == "conj" and any(c.dep_ == "mark" for c in clause.children)
    asked = trigger.dep_ == "pobj" and trigger.head.lower_ == "at" and trigger.pos_ == "NOUN"
    if (own and clause == trigger) or _is_condition(clause) or asked or comes_before(clause):
        return
    below = trigger
    for verb in above(trigger):
        if below.dep_ == "conj" and below.head == verb and of_other_tense(below, verb):
            return
        yield verb
        below = verb


def _is_condition(clause: Token) -> bool:
    """Whether the clause says what would have to be: "should they refuse"."""
    first = min(clause.subtree, key=lambda t: t.i)
    return clause.dep_ == "advcl" and first.lower_ in {"if", "unless", "should"}


def _past(analysis: Analysis, token: Token) -> bool:
    """Whether a token is of a time that was over when the report came out."""
    mention = analysis.time_at(token)
    until = mention.time.to if mention is not None and mention.time is not None else None
    published = analysis.document.published.to
    return until is not None and published is not None and until <= published


def _anothers(analysis: Analysis, token: Token, trigger: Token) -> bool:
    """Whether a time goes with a noun that is neither the trigger nor what does it.

    "Condemned Tuesday's attack" and "left the 2015 deal" are of other times than the attack and
    the deal; "Tuesday's attack killed ten" is of its own.
    """
    mention = analysis.time_at(token)
    if mention is None:
        return False
    noun = analysis.tokens[mention.head]
    if _in_apposition(noun, trigger):
        return True
    if noun.dep_ not in MODIFIERS - {"npadvmod"} or noun.head.pos_ not in {"NOUN", "PROPN"}:
        return False
    noun = noun.head
    while noun != trigger and noun.dep_ not in {"nsubj", "nsubjpass"}:
        if noun.dep_ == "dobj" or (noun.dep_ == "pobj" and noun.head.lower_ not in _DURING):
            return True
        if noun.head == noun:
            return False
        noun = noun.head
    return False


def _in_apposition(noun: Token, trigger: Token) -> bool:
    """Whether a time is in words beside a name: "X, a colony from 1890, was annexed"."""
    for up in noun.ancestors:
        if up == trigger:
            return False
        if up.dep_ == "appos":
            return True
    return False


_DURING = frozenset({"in", "at", "during"})


def places(
    analysis: Analysis,
    trigger: Token,
    clause: list[Token],
    patients: tuple[Token, ...],
    kind: EventType,
) -> tuple[int, ...]:
    """The places of the clause, then of the clauses above, nearest first.

    A toponym counts where it is said as a place ("in X", "the town of X") or is itself what is
    attacked, taken or left; a government called by its country's name is nobody's place. Words
    are where they are spoken: what they are about has its own place. An act of bodies that has no
    place of its own is where the sentence's only place is, or in "the city" named before.
    """
    if trigger.lemma_.lower() in _REMOTE:
        return ()
    verbal = kind in _VERBAL
    if kind not in _BODILY:
        patients = ()
    if kind in _TO_GOVERNMENTS:
        patients = tuple(t for t in patients if not _is_government(analysis, t))
    if verbal:
        direct = {t.i for c in trigger.children if c.lower_ in {"in", "at"} for t in c.subtree}
        clause = [t for t in clause if t.i in direct]
        patients = ()
    whose = {t.i for c in trigger.children if c.dep_ in {"nsubj", "nsubjpass"} for t in c.subtree}
    near = list(_near(trigger, (t.i for t in clause if _located(analysis, t, patients))))
    near.sort(key=lambda i: i in whose)  # "police in X arrested them in Y" is set in Y
    gapped = _gapped(trigger)
    near.sort(key=lambda i: i in gapped)
    if kind in _BODILY and not near:
        near = list(_of_relative(analysis, trigger))
    for verb in above(trigger) if not (verbal and trigger.dep_ == "conj") else ():
        beside = (
            t.i
            for t in adjuncts(verb, trigger)
            if _located(analysis, t, ()) and (kind in _LEAVING or not _source(t))
        )
        near += _near(trigger, beside)
    if kind in _BODILY:
        near = near or _only(analysis, trigger)
        near = [*_told_before(analysis, patients), *near]
    if kind in _TALKS:
        near = [i for i in near if not _topic(analysis, i)]
    if kind == "ASSAULT":
        near.sort(key=lambda i: _source(analysis.tokens[i]))
    near.sort(key=lambda i: _hardly_known(analysis, i))
    if not near and not verbal and (where := site(trigger, clause, kind)) is not None:
        return (where.i,)
    return _finest(analysis, tuple(dict.fromkeys(near)))


# What is done with a government by the name of its country or capital is not set there.
_TO_GOVERNMENTS = frozenset({"AID", "CONSULT"})
# A toponym that the gazetteer lacks, and that is this unsure, goes after one that is surer.
_UNSURE = 0.3


# Who does this leaves the place that he comes from; who does anything else acts elsewhere.
_LEAVING = frozenset({"RETREAT"})
# These are done from afar, and are of no place.
_REMOTE = frozenset({"phone", "telephone", "ring", "email", "cable", "radio"})
_TALKS = frozenset({"CONSULT", "AGREE", "SUPPORT", "REJECT"})


def _topic(analysis: Analysis, token: int) -> bool:
    """Whether it is what is talked about: "a session on Madagascar"."""
    whole, place = _whole(analysis.tokens[token]), analysis.place_at(token)
    about = whole.dep_ == "pobj" and whole.head.lower_ == "on"
    return about and place is not None and place.place.precision in {"country", "region"}


def _is_government(analysis: Analysis, token: Token) -> bool:
    return any(m.kind == "government" and m.head == token.i for m in analysis.actors)


def _gapped(trigger: Token) -> frozenset[int]:
    """What stands in a clause without its verb: "X was given up, and the base in Y on Monday"."""
    gaps = (c for c in trigger.children if c.dep_ == "conj" and c.pos_ in {"NOUN", "PRON", "NUM"})
    return frozenset(t.i for gap in gaps for t in gap.subtree)


def _of_relative(analysis: Analysis, trigger: Token) -> Iterator[int]:
    """The place that a relative clause tells of: "X, which was struck on Sunday"."""
    if trigger.dep_ != "relcl" or not any(
        c.lower_ in {"which", "that", "where"} and c.dep_ in {"nsubjpass", "dobj", "advmod"}
        for c in trigger.children
    ):
        return
    place = analysis.place_at(trigger.head)
    if place is not None and place.head == trigger.head.i:
        yield place.head


def _hardly_known(analysis: Analysis, token: int) -> bool:
    """Whether it is but a word of another name ("the X motorway", "the church of X")."""
    place = analysis.place_at(token)
    if place is None or place.place.geonames is not None or place.place.score >= _UNSURE:
        return False
    head = analysis.tokens[token]
    return head.dep_ in {"compound", "nmod"} or head.head.lower_ == "of"


def _source(token: Token) -> bool:
    """Whether it is where something comes from: what is fired from X falls elsewhere."""
    whole = _whole(token)
    return bool(whole.dep_ == "pobj" and whole.head.lower_ == "from")


_ORDER = ("exact", "locality", "district", "region", "country")


def _finest(analysis: Analysis, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """The tokens, but before the first place one that lies in it, if it is named as well."""
    places = [m.place for i in tokens if (m := analysis.place_at(i)) is not None]
    if len(places) < 2 or len(places) != len(tokens):
        return tokens
    first = places[0]
    for token, place in zip(tokens[1:], places[1:], strict=True):
        if _inside(place, first):
            return (token, *(t for t in tokens if t != token))
    return tokens


def _inside(part: Place, whole: Place) -> bool:
    """Whether a place lies in another one by its country and division, and is smaller."""
    if part.precision is None or whole.precision is None or part.country != whole.country:
        return False
    smaller = _ORDER.index(part.precision) < _ORDER.index(whole.precision)
    return smaller and (whole.precision == "country" or part.admin1 == whole.name)


def _only(analysis: Analysis, trigger: Token) -> list[int]:
    """Where the whole sentence names a single place at which things happen, it is there."""
    found = [
        t.i
        for t in trigger.sent
        if t.i != trigger.i and _located(analysis, t, ()) and not _of_subject(t)
    ]
    places = [m.place for i in found if (m := analysis.place_at(i)) is not None]
    smallest = [p for p in places if not any(_inside(other, p) for other in places)]
    return found if len({place.name for place in smallest}) == 1 else []


def _of_subject(token: Token) -> bool:
    """Whether it stands in the phrase of who acts ("the mission in X called on ...")."""
    return any(t.dep_ in {"nsubj", "nsubjpass"} for t in (token, *token.ancestors))


def _told_before(analysis: Analysis, patients: tuple[Token, ...]) -> list[int]:
    """The place named last before "the city", "the region" that is taken, left or struck."""
    for token in patients:
        the = any(c.lower_ in {"the", "this", "that"} for c in token.children)
        sort = next((s for s, nouns in _sorts().items() if token.lemma_.lower() in nouns), None)
        if not the or sort is None or any(c.dep_ == "prep" for c in token.children):
            continue
        before = [m for m in analysis.places if m.last <= token.i and m.place.precision in sort]
        if before:
            return [before[-1].head]
    return []


@cache
def _sorts() -> dict[tuple[str, ...], frozenset[str]]:
    """Nouns that speak of a place again, by the precisions of what they may speak of."""
    nouns = toml("gazetteer/words.toml")["again"]
    return {tuple(key.split()): frozenset(said.split()) for key, said in nouns.items()}


def _dated(analysis: Analysis, token: Token) -> bool:
    """Whether a token is of a time at which something may have happened."""
    mention = analysis.time_at(token)
    if mention is None or mention.time is None:
        return False
    return not _of_dateline(analysis, mention) and not _meant_for(analysis, mention)


def _of_dateline(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether it stands in front of the text: "Dhaka, 17 July 2024: ten people were killed"."""
    doc = analysis.tokens
    first = analysis.sentence_of_token[mention.first].first
    after = doc[mention.last : mention.last + 2]
    closes = any(
        (t.text in _DASHES and t.whitespace_ and doc[t.i - 1].whitespace_)
        or (t.text == ":" and t.i == mention.last)
        for t in after
    )
    return (
        closes
        and mention.first - first <= _FRONT
        and not any(t.pos_ in {"VERB", "AUX"} for t in doc[first : mention.first])
    )


_DASHES = frozenset({"-", "--", "–", "—"})
# A dateline has so many tokens before its day at most.
_FRONT = 8


def _meant_for(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether it says what a thing is for: "a quota for 1995", "aid for next year"."""
    prep = analysis.tokens[mention.head].head
    return mention.relation == "for" and prep.lower_ == "for" and prep.head.pos_ == "NOUN"


_VERBAL = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN"})
_BODILY = frozenset(
    {"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT", "AID", "CONSULT"}
)  # fmt: skip
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
    whole = _whole(token)
    against = whole.dep_ == "pobj" and whole.head.lower_ == "against"
    stands = actor is None or (whole.dep_ == "pobj" and not against)
    return _belongs(token) == "place" and stands


def _whole(token: Token) -> Token:
    """The head of the phrase that holds the toponym ("the capital X", "X and Y")."""
    while token.dep_ in {"conj", "appos", "compound", "nmod", "poss"} and token.head != token:
        token = token.head
    return token


def _belongs(token: Token) -> str:
    """Whether the phrase that holds the toponym is one of place."""
    owner = token
    while owner.dep_ in {"conj", "appos", "compound", "nmod"} and owner.head != owner:
        owner = owner.head
    if owner.dep_ == "poss" and owner.head.dep_ != "pobj":
        return "owner"
    at = _whole(token)
    if at.dep_ == "pobj":
        prep = at.head
        if prep.lower_ == "of":
            part = prep.head
            if part.lower_ in _OUT and part.dep_ in {"prep", "advmod"}:
                return "place"
            if _territory(part) or (part.dep_ == "pobj" and part.head.lower_ in _PLACING):
                return "place"
            return "other"
        return "place" if prep.lower_ in _locative() else "other"
    if _beside(token) in _BESIDE:
        return "place"
    return "place" if at.dep_ in {"dobj", "npadvmod", "oprd"} else "other"


def _beside(token: Token) -> str:
    """The word right before a toponym, "the" left out."""
    first = token.left_edge if token.left_edge.i > token.i - 4 else token
    while first.i > 0 and first.nbor(-1).lower_ == "the":
        first = first.nbor(-1)
    return str(first.nbor(-1).lower_) if first.i > 0 else ""


# What sets a toponym after it as a place, however the sentence was parsed.
_BESIDE = frozenset({"in", "at", "near", "off", "outside", "inside", "around"})


_OUT = frozenset({"out", "outside", "inside", "off", "clear"})


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
