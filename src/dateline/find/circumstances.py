"""Where an event is set: the places of its clause and of those above it."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis import Analysis
from dateline.find.clauses import above, adjuncts, nearest
from dateline.find.lexicon import phrases
from dateline.find.only_place import inside, only_place
from dateline.find.placing import is_end, is_source, located, of_relative, whole
from dateline.find.sites import site, spoken_again
from dateline.text.tokens import Token
from dateline.types import EventType


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
    verbal = kind in _VERBAL and not (kind == "AGREE" and _ahead(trigger))
    patients = _held(analysis, trigger, patients, kind)
    if verbal:
        clause = list(_where_spoken(trigger))
    near = _of_clause(analysis, trigger, clause, patients)
    near = [*_joined_to(analysis, trigger, kind), *near]
    if (kind in _BODILY or verbal) and not near:
        near = list(of_relative(analysis, trigger, spoken=verbal))
    for verb in above(trigger) if not (verbal and trigger.dep_ == "conj") else ():
        beside = (
            t.i
            for t in adjuncts(verb, trigger)
            if located(analysis, t, ())
            and (kind in _LEAVING or not is_source(t))
            and not (is_end(t) and (verbal or _apart(trigger)))
        )
        near += nearest(trigger, beside)
    if kind in _BODILY:
        near = [*_told_before(analysis, patients), *_there(analysis, clause), *near]
    near = _sifted(analysis, near, kind)
    if not near:
        carriers = () if verbal else tuple(_carriers(trigger, kind))
        held = [t for verb, below in carriers for t in adjuncts(verb, below)]
        verbs = [verb for verb, below in carriers if below.pos_ != "NOUN"]
        if (where := site(trigger, [*clause, *held], kind, verbs)) is not None:
            return (where.i,)
    if not near and kind in _BODILY:
        near = _sifted(analysis, only_place(analysis, trigger, kind), kind)
    return _finest(analysis, tuple(dict.fromkeys(near)))


def _of_clause(
    analysis: Analysis, trigger: Token, clause: list[Token], patients: tuple[Token, ...]
) -> list[int]:
    """The places of the clause itself, nearest first, those of who acts after the others."""
    whose = {t.i for c in trigger.children if c.dep_ in {"nsubj", "nsubjpass"} for t in c.subtree}
    near = list(nearest(trigger, (t.i for t in clause if located(analysis, t, patients))))
    near.sort(key=lambda i: i in whose)  # "police in X arrested them in Y" is set in Y
    gapped = _gapped(trigger)
    near.sort(key=lambda i: i in gapped)
    return near


def _where_spoken(trigger: Token) -> Iterator[Token]:
    """The phrases that say where something is said or promised, and not where it is to be done.

    Who is barred from a place is barred there.
    """
    own = _SPOKEN | ({"from"} if trigger.lemma_.lower() in _BARRING else set())
    done = [c for c in trigger.children if c.dep_ == "xcomp" and c.lemma_ == "do"]
    verbs = [trigger, *done]  # "as it had agreed to do in X"
    stack = [
        c for v in verbs for c in v.children
        if c.dep_ == "prep" and (c.lower_ in own or (c.lower_ == "on" and _on_island(c)))
    ]  # fmt: skip
    while stack:
        token = stack.pop()
        yield token
        stack += [c for c in token.children if c.pos_ not in {"VERB", "AUX"}]


def _on_island(prep: Token) -> bool:
    """Whether something is said on land, and not about it: "questioned on X Island"."""
    return any(c.lower_ in {"island", "islands", "peninsula", "islet"} for c in prep.children)


def _ahead(trigger: Token) -> bool:
    """Whether it is itself what is to be done, and not the word that promises it."""
    return any(c.dep_ == "aux" and c.lower_ in _AHEAD for c in trigger.children)


def _apart(trigger: Token) -> bool:
    """Whether a clause tells of another time or reason: "rushed aid to X since Y allowed it"."""
    return any(c.dep_ == "mark" and c.lower_ not in {"as", "while"} for c in trigger.children)


_AHEAD = frozenset({"will", "would", "shall", "to", "wo", "'ll", "’ll"})
_SPOKEN = frozenset({"in", "at", "outside", "inside"})
_BARRING = frozenset({"bar", "ban", "exclude", "debar", "block"})


def _joined_to(analysis: Analysis, trigger: Token, kind: EventType) -> Iterator[int]:
    """The place before or after the noun of an act: "the X talks", "unrest that began in X"."""
    nouns = [trigger] if trigger.pos_ == "NOUN" else []
    if kind == "CONSULT":  # "attend the X meeting"
        nouns += [c for c in trigger.children if c.dep_ == "dobj"]
    for noun in nouns:
        yield from (c.i for c in noun.lefts if _held_at(analysis, c, kind))
    for clause in trigger.children if trigger.pos_ == "NOUN" else ():
        held = phrases()["light"] | phrases()["happen"]
        if clause.dep_ in {"relcl", "acl"} and clause.lemma_.lower() in held:
            for prep in clause.children:
                if prep.dep_ == "prep" and not any(is_end(t) for t in prep.children):
                    yield from (t.i for t in prep.subtree if located(analysis, t, ()))


def _held_at(analysis: Analysis, token: Token, kind: EventType) -> bool:
    """Whether an act is called after where it is: a country or capital may be who does it."""
    mention = analysis.place_at(token)
    if mention is None or mention.head != token.i or token.dep_ not in {"compound", "nmod"}:
        return False
    if token.head.lemma_.lower() in _ROUND:
        return True
    state = mention.place.precision == "country" or mention.place.kind == "capital"
    return kind in _GATHERING and (kind != "ASSAULT" or not state) and (
        mention.place.precision != "country"
    )  # fmt: skip


# What is called after the place that it is laid around, and what is held or breaks out in a town.
_ROUND = frozenset({"blockade", "siege"})
_GATHERING = frozenset({"CONSULT", "PROTEST", "ASSAULT"})


def _carriers(trigger: Token, kind: EventType) -> Iterator[tuple[Token, Token]]:
    """The verbs of the clauses that carry an act, each with what leads from it to the act.

    Those of a noun, what a verb is joined to ("landed on the islet and captured six") and what was
    going on when it was done ("was driving along the road when a stone hit him").
    """
    while trigger.pos_ != "NOUN" and trigger.head != trigger:
        during = trigger.dep_ == "advcl" and any(
            c.lower_ in {"when", "as", "while"} for c in trigger.children
        )
        own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in trigger.children)
        joined = trigger.dep_ == "conj" and not own and kind in _FIGHTING
        if not (during or joined):
            return
        yield trigger.head, trigger
        trigger = trigger.head
    for verb in above(trigger) if trigger.pos_ == "NOUN" else ():
        yield verb, trigger


def _held(
    analysis: Analysis, trigger: Token, patients: tuple[Token, ...], kind: EventType
) -> tuple[Token, ...]:
    """What is attacked, taken or left, that may itself be the place."""
    if kind not in _BODILY:
        return ()
    if kind in _LEAVING:
        patients += tuple(c for c in trigger.children if c.dep_ == "oprd")
    if trigger.lemma_.lower() in _VISITING:  # who visits a country or its capital is there
        patients += tuple(c for c in trigger.children if c.dep_ in {"dobj", "advmod"})
    elif kind in _TO_GOVERNMENTS:
        patients = tuple(t for t in patients if not _is_government(analysis, t))
    return patients


def _sifted(analysis: Analysis, near: list[int], kind: EventType) -> list[int]:
    """The places that an act of a type can be set at, the surest first."""
    if kind in _ARRIVING:
        near = [i for i in near if not is_source(analysis.tokens[i])]
    if kind in _TALKS:
        near = [i for i in near if not _topic(analysis, i)]
    if kind == "ASSAULT":
        near.sort(key=lambda i: is_source(analysis.tokens[i]))
    near.sort(key=lambda i: _hardly_known(analysis, i))
    return near


# What is done with a government by the name of its country or capital is not set there.
_VISITING = frozenset({"visit", "tour"})
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
    at, place = whole(analysis.tokens[token]), analysis.place_at(token)
    about = at.dep_ == "pobj" and at.head.lower_ == "on"
    return about and place is not None and place.place.precision in {"country", "region"}


def _is_government(analysis: Analysis, token: Token) -> bool:
    return any(m.kind == "government" and m.head == token.i for m in analysis.actors)


def _gapped(trigger: Token) -> frozenset[int]:
    """What stands in a clause without its verb: "X was given up, and the base in Y on Monday"."""
    gaps = (c for c in trigger.children if c.dep_ == "conj" and c.pos_ in {"NOUN", "PRON", "NUM"})
    return frozenset(t.i for gap in gaps for t in gap.subtree)


def _hardly_known(analysis: Analysis, token: int) -> bool:
    """Whether it is but a word of another name ("the X motorway", "the church of X")."""
    place = analysis.place_at(token)
    if place is None or place.place.geonames is not None or place.place.score >= _UNSURE:
        return False
    head = analysis.tokens[token]
    return head.dep_ in {"compound", "nmod"} or head.head.lower_ == "of"


def _finest(analysis: Analysis, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """The tokens, but before the first place one that lies in it, if it is named as well."""
    places = [m.place for i in tokens if (m := analysis.place_at(i)) is not None]
    if len(places) < 2 or len(places) != len(tokens):
        return tokens
    first = places[0]
    for token, place in zip(tokens[1:], places[1:], strict=True):
        if inside(place, first):
            return (token, *(t for t in tokens if t != token))
    return tokens


def _told_before(analysis: Analysis, patients: tuple[Token, ...]) -> list[int]:
    """The place named last before "the city", "the region" that is taken, left or struck."""
    for token in patients:
        if any(c.lower_ in {"the", "this", "that"} for c in token.children):
            before = spoken_again(analysis, token)
            if before is not None:
                return [before.head]
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


# Who goes somewhere and fights, fights there.
_FIGHTING = frozenset({"ASSAULT", "PROTEST"})
_VERBAL = frozenset({"ACCUSE", "AGREE", "REQUEST", "REJECT", "THREATEN"})
_BODILY = frozenset(
    {"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT", "AID", "CONSULT"}
)  # fmt: skip
