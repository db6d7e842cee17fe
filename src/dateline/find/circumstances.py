"""Where an event is set: the places of its clause and of those above it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dateline.analysis import Analysis
from dateline.data import toml
from dateline.find.clauses import above, adjuncts, nearest
from dateline.find.sites import is_site, site
from dateline.resolve.toponyms import words
from dateline.text.tokens import Token
from dateline.types import EventType, Place


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
    patients = _held(analysis, trigger, patients, kind)
    if verbal:
        direct = {t.i for c in trigger.children if c.lower_ in {"in", "at"} for t in c.subtree}
        clause = [t for t in clause if t.i in direct]
    whose = {t.i for c in trigger.children if c.dep_ in {"nsubj", "nsubjpass"} for t in c.subtree}
    near = list(nearest(trigger, (t.i for t in clause if _located(analysis, t, patients))))
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
        near += nearest(trigger, beside)
    if kind in _BODILY:
        near = near or _only(analysis, trigger)
        near = [*_told_before(analysis, patients), *_there(analysis, clause), *near]
    near = _sifted(analysis, near, kind)
    if not near and not verbal:
        held = [t for v in above(trigger) for t in adjuncts(v, trigger) if trigger.pos_ == "NOUN"]
        if (where := site(trigger, [*clause, *held], kind)) is not None:
            return (where.i,)
    return _finest(analysis, tuple(dict.fromkeys(near)))


def _held(
    analysis: Analysis, trigger: Token, patients: tuple[Token, ...], kind: EventType
) -> tuple[Token, ...]:
    """What is attacked, taken or left, that may itself be the place."""
    if kind not in _BODILY:
        return ()
    if kind in _LEAVING:
        patients += tuple(c for c in trigger.children if c.dep_ == "oprd")
    if kind in _TO_GOVERNMENTS:
        patients = tuple(t for t in patients if not _is_government(analysis, t))
    return patients


def _sifted(analysis: Analysis, near: list[int], kind: EventType) -> list[int]:
    """The places that an act of a type can be set at, the surest first."""
    if kind in _ARRIVING:
        near = [i for i in near if not _source(analysis.tokens[i])]
    if kind in _TALKS:
        near = [i for i in near if not _topic(analysis, i)]
    if kind == "ASSAULT":
        near.sort(key=lambda i: _source(analysis.tokens[i]))
    near.sort(key=lambda i: _hardly_known(analysis, i))
    return near


# What is done with a government by the name of its country or capital is not set there.
_TO_GOVERNMENTS = frozenset({"AID", "CONSULT"})
# A toponym that the gazetteer lacks, and that is this unsure, goes after one that is surer.
_UNSURE = 0.3


# Who does this leaves the place that he comes from; who does anything else acts elsewhere.
_LEAVING = frozenset({"RETREAT"})
# Who does this is then where he came to.
_ARRIVING = frozenset({"CONSULT", "MOBILIZE"})
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
    if (place is not None and place.head == trigger.head.i) or is_site(trigger.head):
        yield trigger.head.i


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
    wide = whole.precision == "country" or whole.kind == "country"  # "northern Lebanon"
    return smaller and (wide or part.admin1 == whole.name)


def _only(analysis: Analysis, trigger: Token) -> list[int]:
    """Where the whole sentence names a single place at which things happen, it is there."""
    found = [
        t.i
        for t in trigger.sent
        if t.i != trigger.i
        and _located(analysis, t, ())
        and not _of_subject(t)
        and not _of_other_act(analysis, t, trigger)
    ]
    places = [m.place for i in found if (m := analysis.place_at(i)) is not None]
    if any(place.country is None and place.precision == "region" for place in places):
        return []  # "embarrassed much of Europe"
    smallest = [p for p in places if not any(_inside(other, p) for other in places)]
    return found if len({place.name for place in smallest}) == 1 else []


def _of_other_act(analysis: Analysis, token: Token, trigger: Token) -> bool:
    """Whether a place is of an act of its own, that the trigger is no part of.

    "Arrested him, whom they let fly to X", "left under a treaty that they signed in X", "said
    before he flew back to X", "told reporters in X that they would leave", "according to X".
    """
    below, to = token, False
    for up in token.ancestors:
        if up == trigger or up.is_ancestor(trigger):
            told = up.pos_ == "VERB" and token.i > up.i and below.dep_ == "prep"
            beside = up == trigger and _is_beside(analysis, below)
            return beside or (told and _tells_that(up, trigger))
        to = to or below.lower_ == "to"
        away = to and up.lemma_.lower() in words("going")
        if away or up.lower_ == "according" or (up.dep_ == "acl" and up.tag_ == "VBN"):
            return True
        if up.dep_ == "relcl" and _of_object(up):
            return True
        below = up
    return False


def _of_object(clause: Token) -> bool:
    """Whether a relative clause tells what another did: "whom they let go", "that he left"."""
    who = {c.lower_ for c in clause.children if c.dep_ == "nsubj"}
    own = bool(who - {"who", "which", "that"})
    return own and any(
        t.lower_ == "whom" or (t.lower_ in {"which", "that"} and t.dep_ == "dobj")
        for t in clause.subtree
    )


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
        before = [
            m for m in analysis.places
            if m.last <= token.i and (m.place.precision in sort or m.place.geonames is None)
        ]  # fmt: skip
        if before:
            return [before[-1].head]
    return []


def _there(analysis: Analysis, clause: list[Token]) -> list[int]:
    """The place named last before "there", in its sentence or the one before."""
    word = next((t for t in clause if t.lower_ == "there" and t.dep_ in {"advmod", "pcomp"}), None)
    if word is None:
        return []
    here = analysis.sentence_of_token[word.i]
    since = analysis.sentences[max(0, here.index - 1)].first
    before = [
        m for m in analysis.places
        if since <= m.first and m.last <= word.i and analysis.actor_at(m.head) is None
    ]  # fmt: skip
    return [before[-1].head] if before else []


@cache
def _sorts() -> dict[tuple[str, ...], frozenset[str]]:
    """Nouns that speak of a place again, by the precisions of what they may speak of."""
    nouns = toml("gazetteer/words.toml")["again"]
    return {tuple(key.split()): frozenset(said.split()) for key, said in nouns.items()}


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
    asked = owner.head.lemma_.lower() in words("behest")
    if owner.dep_ == "poss" and (asked or owner.head.dep_ != "pobj"):
        return "owner"
    at = _whole(token)
    if at.dep_ == "pobj":
        prep = at.head
        if prep.lower_ == "of":
            part = prep.head
            if part.lower_ in _OUT and part.dep_ in {"prep", "advmod"}:
                return "place"
            if part.lemma_.lower() in words("behest"):
                return "other"
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
    return noun.lemma_.lower() in _territories() | words("directions") | {
        "control", "centre", "center", "outskirt", "rest",
        "whole", "all", "much", "most",
    }  # fmt: skip
