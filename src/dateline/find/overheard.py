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
from dateline.find.guards import asked, conditional, cues, disowned, own_word, weak, wishes
from dateline.find.obligors import obligors

_OPEN = frozenset({"VERB", "NOUN"})
_VERBS = frozenset({"VERB", "AUX"})
_MAY = frozenset({"may", "might", "could", "can", "should"})
_NAMING = frozenset({"NOUN", "PROPN"})
_PERSONAL = frozenset({"they", "we", "he", "she", "i"})
_BELOW = frozenset({"xcomp", "ccomp", "acl", "advcl"})
_LINKING = frozenset({"be", "have"})


def overheard(analysis: Analysis, sentence: Sentence, known: list[Found]) -> Iterator[Found]:
    """The duties of a sentence that only the head hears; ``known`` are those of the rules."""
    taken = {i for one in known for i in (*one.clause, *range(one.first, one.last))}
    heard = Heard(analysis, sentence, "duties")
    for token in heard.sure(setting("duty")):
        if token.i in taken or token.pos_ not in _OPEN or _unbound(analysis, token):
            continue
        sure = 1.0 - float(heard.of(token)[0]) >= setting("duty_sure")
        if not sure and _doubtful(token):
            continue
        if by := _bound(analysis, token) or (_anyone(token) if sure else ()):
            found = duty_at(analysis, sentence, token, by, token, agreed=False)
            taken |= set(range(found.first, found.last))
            yield found


def _unbound(analysis: Analysis, act: Token) -> bool:
    """Whether its grammar says that nobody is bound: hedged, denied, hoped, asked, by a condition.

    Nor is anybody by what goes on already and has no day to come ("are leaving the province").
    What somebody says that another will do binds neither, nor does what is left as it stands.
    """
    near = (act, act.head) if act.dep_ == "xcomp" else (act,)
    if any(conditional(t) or disowned(t) or weak(t) or asked(t) for t in near):
        return True
    if any(wishes(t) for t in (act, *islice(act.ancestors, 2))):
        return True
    if act.lemma_ in _LINKING or _allowed(act):
        return True
    if act.pos_ not in _VERBS:
        return False
    if any(c.dep_ == "aux" and c.lower_ in _MAY for t in near for c in t.children):
        return True
    going_on = act.tag_ == "VBG" and any(c.dep_ == "aux" for c in act.children)
    if going_on and not dated(analysis, (t.i for t in act.subtree)):
        return True
    return not own_word(analysis, near[-1])


def _allowed(act: Token) -> bool:
    """Whether somebody may do it, or others think that he will: "allows the mission to lend"."""
    above = act.head
    return act.dep_ in _BELOW and infinitive(act) and above.lemma_.lower() in cues("allow")


def _doubtful(act: Token) -> bool:
    """Whether such an act mostly binds nobody: it is denied, under a condition, or just happens."""
    if negated(act) or act.lemma_.lower() in cues("happening"):
        return True
    return any(c.dep_ == "advcl" and conditional(c) for c in act.children)


def _anyone(act: Token) -> tuple[int, ...]:
    """The doer of an act, whoever or whatever it is; nobody where it is done to the subject."""
    if act.pos_ not in _VERBS:
        return ()
    found = frame(act)
    if found.passive:
        return ()
    return tuple(t.i for t in found.subjects if t.pos_ in _NAMING or t.lower_ in _PERSONAL)


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
