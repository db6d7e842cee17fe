"""What a day or a length is set for: meetings and votes to come, protests, measures with a term."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import frame, nominal_frame, owners
from dateline.find.bound import Found, binding, dated, duty_at, negated, times_in
from dateline.find.conditions import infinitive
from dateline.find.guards import cues, unbinding
from dateline.find.obligors import sayers
from dateline.find.terms import is_term
from dateline.text.tokens import Token

_NOW = frozenset({"is", "are", "'s", "’s"})
_DAY = frozenset({"for", "on", "by", "within", "in", "at", "before"})
_THINGS = frozenset({"NOUN", "PROPN"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def appointed(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """The duties that a day, or a length, sets at ``token``."""
    lemma = token.lemma_.lower()
    if lemma in {"expect", "due"}:
        yield from _awaited(analysis, sentence, token)
    if lemma in cues("appointed"):
        yield from _set_for(analysis, sentence, token)
    if token.pos_ == "VERB" and lemma in cues("calling"):
        yield from _called(analysis, sentence, token)
    if token.pos_ == "VERB" and lemma in cues("imposing"):
        yield from _imposed(analysis, sentence, token)


def _set_for(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What a day is set for: "the next round is set for May", "elections are due by June"."""
    be = next((c for c in token.children if c.dep_ == "auxpass"), token.head)
    verb = token if be.head == token else be
    if be.lower_ not in _NOW or infinitive(verb) or unbinding(verb) or negated(verb):
        return
    if any(infinitive(c) or c.dep_ == "neg" for c in (*token.children, *be.children)):
        return  # "is due to arrive" says itself what is to be done
    days = {t.i for v in {token, verb} for p in v.children
            if p.lower_ in _DAY and p.i > token.i for t in p.subtree}  # fmt: skip
    if not dated(analysis, days):
        return
    for thing in verb.children:
        if thing.dep_ in _SUBJECTS and thing.pos_ in _THINGS and thing.i < token.i:
            named = nominal_frame(thing)
            by = binding(analysis, (*named.subjects, *owners(thing)))
            by = by or binding(analysis, (thing,)) or binding(analysis, sayers(verb), explicit=True)
            yield duty_at(analysis, sentence, thing, by, token, agreed=False)
            return


def _awaited(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A visit on a day to come: "the prime minister is expected in Cairo on Sunday"."""
    passive = [c for c in token.children if c.dep_ == "auxpass"] or [token.head]
    if passive[0].lower_ not in _NOW or any(infinitive(c) for c in token.children):
        return
    told = frame(token) if passive[0].head == token else frame(token.head)
    who = [s for s in (*told.subjects, *told.objects) if s.i < token.i]
    where = [c for v in {token, token.head} for c in v.children
             if c.dep_ == "prep" and c.lower_ in {"in", "at"} and c.i > token.i]  # fmt: skip
    place = any(analysis.place_at(o) is not None for p in where for o in p.children)
    by = binding(analysis, who) if place and not unbinding(token) else ()
    if by and dated(analysis, (t.i for t in token.subtree)):
        yield duty_at(analysis, sentence, token, by, token, agreed=False)


def _called(analysis: Analysis, sentence: Sentence, verb: Token) -> Iterator[Found]:
    """A protest that somebody calls or plans for a day: "called a strike for Monday"."""
    found = frame(verb)
    particle = any(c.dep_ == "prt" for c in verb.children)
    if particle or unbinding(verb) or negated(verb):
        return
    if not dated(analysis, (t.i for t in verb.subtree if t.i > verb.i)):
        return
    for act in (*found.objects, *found.preps.get("for", ())):
        if act.lemma_.lower() in cues("protest"):
            by = binding(analysis, found.subjects, explicit=True)
            by = by or tuple(s.i for s in found.subjects if s.pos_ in _THINGS)
            if by:
                yield duty_at(analysis, sentence, act, by, verb, agreed=False)
            return


def _imposed(analysis: Analysis, sentence: Sentence, verb: Token) -> Iterator[Found]:
    """A measure that somebody imposes or prolongs for a term: "declared an emergency for a month".

    He is bound to lift it when that has run out.
    """
    found = frame(verb)
    if unbinding(verb) or negated(verb) or infinitive(verb):
        return
    inside = {t.i for t in verb.subtree if t.i > verb.i}
    terms = [m for m in times_in(analysis, sentence) if m.first in inside or m.head in inside]
    if not any(is_term(analysis, m) or m.relation == "until" for m in terms):
        return
    under = found.preps.get("under", ())
    for thing in (*found.objects, *under):
        if _names_measure(thing):
            by = binding(analysis, found.subjects, explicit=True)
            if by:
                yield duty_at(analysis, sentence, thing, by, verb, agreed=False)
            return


def _names_measure(noun: Token) -> bool:
    """Whether it is a measure that has an end: "an emergency", "the state of emergency"."""
    of = (o for p in noun.children if p.lower_ == "of" for o in p.children)
    return any(t.lemma_.lower() in cues("exceptional") for t in (noun, *of))
