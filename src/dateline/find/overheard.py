"""Duties by the ear of the encoder: where its head hears one that no words of the rules tell of.

The rules know by which words somebody is bound and by whom; the head was taught by whole reports
and knows a promise by all that stands around it. One that it is sure of needs no more than
somebody who can be bound. It is never asked whether a duty of the rules is one: those of which it
hears nothing are duties as often as the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Token

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import frame, nominal_frame, owners
from dateline.find.bound import Found, binding, dated, duty_at, negated
from dateline.find.coder import Heard, setting
from dateline.find.conditions import infinitive
from dateline.find.guards import conditional, cues, own_word, unbinding, wishes
from dateline.find.obligors import obligors

_OPEN = frozenset({"VERB", "NOUN"})
_VERBS = frozenset({"VERB", "AUX"})
_MAY = frozenset({"may", "might", "could", "can", "should"})
_BELOW = frozenset({"xcomp", "ccomp", "acl", "advcl"})
_LINKING = frozenset({"be", "have"})


def overheard(analysis: Analysis, sentence: Sentence, known: list[Found]) -> Iterator[Found]:
    """The duties of a sentence that only the head hears; ``known`` are those of the rules."""
    taken = {i for one in known for i in (*one.clause, *range(one.first, one.last))}
    for token in Heard(analysis, sentence, "duties").sure(setting("duty")):
        if token.i in taken or token.pos_ not in _OPEN or _unbound(analysis, token):
            continue
        if by := _bound(analysis, token):
            found = duty_at(analysis, sentence, token, by, token, agreed=False)
            taken |= set(range(found.first, found.last))
            yield found


def _unbound(analysis: Analysis, act: Token) -> bool:
    """Whether its grammar says that nobody is bound: hedged, denied, hoped, asked, by a condition.

    Nor is anybody by what is told as done, or goes on already and has no day to come ("are leaving
    the province"). What somebody says that another will do binds neither, nor does what is left
    as it stands.
    """
    near = (act, act.head) if act.dep_ == "xcomp" else (act,)
    if any(unbinding(t) or negated(t) for t in near):
        return True
    if any(wishes(t) for t in (act, *islice(act.ancestors, 2))):
        return True
    lemma = act.lemma_.lower()
    if lemma in cues("happening") | cues("vague") | _LINKING or _allowed(act):
        return True
    if act.pos_ not in _VERBS:
        return False
    if any(c.dep_ == "aux" and c.lower_ in _MAY for t in near for c in t.children):
        return True
    if any(c.dep_ == "advcl" and conditional(c) for c in act.children):
        return True
    if _done(act):
        return True
    going_on = act.tag_ == "VBG" and any(c.dep_ == "aux" for c in act.children)
    if going_on and not dated(analysis, (t.i for t in act.subtree)):
        return True
    return not own_word(analysis, near[-1])


def _done(act: Token) -> bool:
    """Whether it is told as done: a past tense, or a verb joined to one with nothing before it."""
    above = act.head if act.dep_ == "conj" else act
    return above.tag_ == "VBD" and not any(c.dep_ in {"aux", "mark"} for c in act.children)


def _allowed(act: Token) -> bool:
    """Whether somebody may do it, or others think that he will: "allows the mission to lend"."""
    above = act.head
    return act.dep_ in _BELOW and infinitive(act) and above.lemma_.lower() in cues("allow")


def _bound(analysis: Analysis, act: Token) -> tuple[int, ...]:
    """Who is bound to an act: its doer, whose it is, or of whom what governs it is told."""
    if act.pos_ in _VERBS:
        return obligors(analysis, act) or binding(analysis, frame(act).subjects, explicit=True)
    named = nominal_frame(act)
    own = (*named.subjects, *owners(act), *named.preps.get("by", ()))
    if by := binding(analysis, own, explicit=True):
        return by
    above = next((t for t in act.ancestors if t.pos_ in _VERBS), None)
    return () if above is None else binding(analysis, frame(above).subjects, explicit=True)
