"""Duties by the ear of the encoder: where its head hears one that no words of the rules tell of.

The rules know by which words somebody is bound and by whom; the head was taught by whole reports
and knows a promise by all that stands around it. One that it is sure of needs no more than
somebody who can be bound; the surer it is, the less the grammar can say against it. It is never
asked whether a duty of the rules is one: those of which it hears nothing are duties as often as
the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import frame, nominal_frame, owners
from dateline.find.bound import NOBODY, Found, binding, dated, duty_at, negated, signers
from dateline.find.coder import Heard, setting
from dateline.find.conditions import infinitive
from dateline.find.futures import DUE, asks, auxiliaries
from dateline.find.guards import (
    POINTING,
    cues,
    is_truce,
    own_word,
    unbinding,
    wishes,
)
from dateline.find.lexicon import noun_rules
from dateline.find.obligors import obligors, sayers
from dateline.text.tokens import Token

_OPEN = frozenset({"VERB", "NOUN", "ADV"})
_VERBS = frozenset({"VERB", "AUX"})
_DOERS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})
_MAY = frozenset({"may", "might", "could", "can", "should"})
_BELOW = frozenset({"xcomp", "ccomp", "acl", "advcl"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PERFECT = frozenset({"has", "have", "had", "'ve", "’ve"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_CROWD = frozenset({"CVL", "REF", "UNK"})
_LINKING = frozenset({"be", "have"})
_IF = frozenset({"if", "unless"})
_NEVER = 2.0  # no share is as much


def overheard(analysis: Analysis, sentence: Sentence, known: list[Found]) -> Iterator[Found]:
    """The duties of a sentence that only the head hears; ``known`` are those of the rules."""
    said = {i for one in known for i in (*one.clause, *range(one.first, one.last))}
    acts = {one.cue for one in known}
    heard = Heard(analysis, sentence, "duties")
    for token in heard.sure(setting("duty")):
        besides = token.i in said
        share = 1.0 - float(heard.of(token)[0])
        if token.pos_ not in _OPEN or _is_known(token, acts) or _unbound(analysis, token):
            continue
        if besides and not _is_besides(token):
            continue
        if share < _least(analysis, token, besides=besides):
            continue
        by = tuple(i for i in _bound(analysis, sentence, token) if i != token.i)
        unnamed = not besides and share >= setting("duty_unnamed") and _is_to_come(analysis, token)
        if by or unnamed:
            found = duty_at(analysis, sentence, token, by, token, agreed=False)
            said |= set(range(found.first, found.last))
            acts.add(token.i)
            yield found


def _is_to_come(analysis: Analysis, act: Token) -> bool:
    """Whether it is to be done to something, or comes about, and told as to come or with a day.

    It binds though nobody is named; what a thing or a crowd itself will do binds nobody.
    """
    told = frame(act)
    about = told.passive or act.lemma_.lower() in cues("ergative") or not told.subjects
    if act.pos_ not in _VERBS or not about:
        return False
    return bool(auxiliaries(act) & DUE) or dated(analysis, (t.i for t in act.subtree))


def _is_known(token: Token, acts: set[int]) -> bool:
    """Whether it is an act found already, or only governs one: "the pullout is to be completed"."""
    besides = {c.i for c in token.conjuncts}
    governs = any(token.is_ancestor(token.doc[i]) for i in acts - besides)
    return token.i in acts or (token.dep_ != "conj" and governs)


def _is_besides(act: Token) -> bool:
    """Whether it is a deed of its own among the words of another: "leave and hand over arms"."""
    own = any(c.dep_ in _SUBJECTS for c in act.children)
    return act.pos_ == "VERB" and (act.dep_ == "conj" or (own and not infinitive(act)))


def _unbound(analysis: Analysis, act: Token) -> bool:
    """Whether its grammar says that nobody is bound: hedged, denied, asked, a condition.

    Nor is anybody by what is told as done, or goes on already and has no day to come ("are leaving
    the province"), what nobody could follow ("improve relations") or has still to choose and gave
    no word for, what somebody will not stop, and what he says that another will not do.
    """
    near = _clause(act)
    told = near if act.pos_ in _VERBS else (act, act.head)  # "hope that they will be back"
    if any(unbinding(t) for t in told) or _allowed(act) or _introduces(analysis, act):
        return True
    if act.pos_ not in _VERBS:
        done = _done(act.head) and any(c.tag_ == "MD" for c in act.head.children)
        return done or act.lemma_.lower() in cues("backing")
    if any(c.dep_ == "aux" and c.lower_ in _MAY for t in near for c in t.children):
        return True
    if act.lemma_.lower() in cues("summoned") | cues("vague") | cues("open") and not _sworn(act):
        return True
    if act.lemma_.lower() in cues("boilerplate") and any(
        t.pos_ == "PRON" and t.dep_ in {"dobj", "pobj"} for t in act.subtree
    ):
        return True  # "will watch over it"
    if _done(act) or asks(act) or _is_imagined(act) or _is_drafted(act):
        return True
    denied = any(map(negated, near)) and not _grants_not(act)
    if denied and (_only_refused(analysis, act) or _says_of_another(analysis, act)):
        return True
    going_on = act.tag_ == "VBG" and any(c.dep_ == "aux" for c in act.children)
    return going_on and not dated(analysis, (t.i for t in act.subtree))


def _sworn(act: Token) -> bool:
    """Whether it is what somebody gives his word for: "have vowed to fight on"."""
    return act.dep_ == "xcomp" and act.head.lemma_.lower() in cues("plain")


def _objects(act: Token) -> bool:
    return any(c.dep_ == "dobj" for c in act.children)


def _least(analysis: Analysis, act: Token, *, besides: bool) -> float:
    """How sure the head must be of a duty, by what its grammar says against it."""
    asked = [setting("duty")]
    if _rather_unbound(analysis, act):
        asked.append(setting("duty_sure"))
    if _grants_not(act):
        asked.append(setting("duty_granted"))
    if _speaks_against(act):
        asked.append(_NEVER if besides else setting("duty_against"))
    if act.lemma_.lower() in cues("happening"):
        asked.append(_NEVER if besides else setting("duty_comes"))
    return max(asked)


def _rather_unbound(analysis: Analysis, act: Token) -> bool:
    """Whether nobody is bound unless the head is sure: by what is, or another says will be done."""
    verb, lemma = act.pos_ in _VERBS, act.lemma_.lower()
    return lemma in _LINKING or (verb and _says_of_another(analysis, act))


def _says_of_another(analysis: Analysis, act: Token) -> bool:
    """Whether it is what somebody says that another will do, as far as that is told."""
    top = _clause(act)[-1]
    vague = any(t.lower_ in POINTING for t in frame(top).subjects)
    return not vague and not own_word(analysis, top)


def _is_imagined(act: Token) -> bool:
    """Whether it is what would come if something else did: "if it had a year, it would leave".

    So is a "would" in words quoted: nobody seen from the past says it.
    """
    if not any(c.dep_ == "aux" and c.lower_ in {"would", "'d", "’d"} for c in act.children):
        return False
    first = act.left_edge.i
    quoted = first > 0 and (act.doc[first].is_quote or act.doc[first - 1].is_quote)
    held = any(
        c.dep_ == "mark" and c.lower_ in _IF
        for clause in act.children if clause.dep_ == "advcl" for c in clause.children
    )  # fmt: skip
    said = act.dep_ == "ccomp" or (act.dep_ == "conj" and act.head.dep_ == "ccomp")
    return quoted or (held and not said)


def _is_drafted(act: Token) -> bool:
    """Whether it is but what a draft says: "under a draft, the guerrillas would gather"."""
    would = any(c.dep_ == "aux" and c.lower_ == "would" for c in act.children)
    return would and any(
        o.lemma_.lower() in cues("drafted")
        for p in act.children if p.lower_ in {"under", "by"} for o in p.children
    )  # fmt: skip


def _only_refused(analysis: Analysis, act: Token) -> bool:
    """Whether what is not to be done answers a demand or a threat: "would not lift", "be cowed"."""
    if act.lemma_.lower() in cues("yielding") | cues("break_off"):
        return True
    patients = [c for c in act.children if c.dep_ == "nsubjpass"]
    patients = [t for t in patients if t.lower_ not in NOBODY]
    return any(t.pos_ == "PRON" or analysis.actor_at(t) is not None for t in patients)


def _grants_not(act: Token) -> bool:
    """Whether it is what one will not let others do: "would not allow anybody to threaten them"."""
    granting = act.lemma_.lower() in cues("granting") and not frame(act).passive
    return granting and any(map(negated, _clause(act)))


def _speaks_against(act: Token) -> bool:
    """Whether it is rather no duty: what is denied, wished, only expected or but a plan."""
    if act.dep_ == "xcomp" and act.head.lemma_ == "expect":
        return True
    if any(map(negated, _clause(act))) and not _grants_not(act):
        return True
    if _is_wished(act) or _is_planned(act) or act.lemma_.lower() in cues("backing"):
        return True
    # of these the rules know when they bind
    return act.pos_ not in _VERBS and (is_truce(act) or act.lemma_.lower() in cues("mandate"))


def _clause(act: Token) -> tuple[Token, ...]:
    """The act with what holds it: "is to leave", "vowed to leave"."""
    return (act, act.head) if act.dep_ == "xcomp" else (act,)


def _is_wished(act: Token) -> bool:
    """Whether somebody tries, or wants or hopes it, in the clause above or the one above that."""
    if wishes(act):
        return True
    below, reach = act, 2
    while below.dep_ in {*_BELOW, "dobj", "pobj", "prep", "conj"} and reach:
        below, reach = below.head, reach - 1
        if wishes(below):
            return not any(t.text == ";" for t in act.doc[act.i : below.i])
    return False


def _is_planned(act: Token) -> bool:
    """Whether it is but what a plan is of: "the plan to offer loans"."""
    return act.dep_ == "acl" and act.head.lemma_.lower() in cues("intend")


def _introduces(analysis: Analysis, act: Token) -> bool:
    """Whether it only gives what somebody says: "…, the minister will add"; not what he does."""
    business = act.lemma_.lower() in cues("happening") | cues("meeting")
    does = _objects(act) and not business
    return not does and any(act.i == m.head for m in analysis.speech)


def _done(act: Token) -> bool:
    """Whether it is told as done: a past tense, or a verb joined to one with nothing before it.

    Nor is what somebody "has begun to" do to come, or what he does not do ("do not force").
    """
    own = {c.lower_ for c in act.children if c.dep_ == "aux"}
    if act.dep_ == "xcomp" and act.head.lemma_ in {"begin", "start"}:
        own |= {c.lower_ for c in act.head.children if c.dep_ == "aux"}
    above = act.head if act.dep_ == "conj" else act
    if above != act and not own and act.tag_ in {"VBN", "VBD"}:
        own |= {c.lower_ for c in above.children if c.dep_ == "aux"}
    if own & _PERFECT and not own & _FUTURE:
        return True
    beside = act.tag_ == "VBG" and act.dep_ == "advcl" and act.head.tag_ == "VBD" and not own
    if own & {"do", "does", "did"} or beside or _is_laid_to(act):
        return True
    return above.tag_ == "VBD" and not any(c.dep_ in {"aux", "mark"} for c in act.children)


def _is_laid_to(act: Token) -> bool:
    """Whether somebody is praised or blamed for it: "praised both sides for opening the road"."""
    return (
        act.dep_ == "pcomp" and act.head.lower_ == "for"
        and any(a.lemma_.lower() in cues("praise") for a in islice(act.head.ancestors, 2))
    )  # fmt: skip


def _allowed(act: Token) -> bool:
    """Whether somebody may do it, or others think that he will: "allows the mission to lend"."""
    above = act.head
    guessed = above.pos_ == "ADJ" and above.lemma_.lower() in cues("disown")  # "likely to"
    free = guessed or above.lemma_.lower() in cues("allow")
    return free and act.dep_ in _BELOW and infinitive(act)


def _bound(analysis: Analysis, sentence: Sentence, act: Token) -> tuple[int, ...]:
    """Who is bound to an act: its doer, whose it is, or of whom what governs it is told.

    The head being sure, its doer need be nobody known; what is done by nobody said is for those
    whose agreement was told last.
    """
    if act.pos_ in _VERBS:
        told = frame(act)
        by = obligors(analysis, act) or binding(analysis, told.subjects, explicit=True)
        opens = act.lemma_.lower() in cues("ergative") and not told.objects
        moved = all(s.lemma_.lower() in cues("carrier") for s in told.subjects)
        by_others = told.passive or opens or moved
        doers = (sayers(act) or _convener(act)) if by_others else told.subjects
        by = by or _doing(analysis, doers)
    else:
        named = nominal_frame(act)
        own = (*named.subjects, *owners(act), *named.preps.get("by", ()))
        by = binding(analysis, own, explicit=True)
        above = next((t for t in act.ancestors if t.pos_ in _VERBS), None)
        if not by and above is not None:
            told = frame(above)
            by = binding(analysis, told.subjects, explicit=True)
            by = by or _doing(analysis, told.subjects)
    return by or signers(analysis, sentence)


def _convener(act: Token) -> tuple[Token, ...]:
    """Who does what is to open: "he invited them to a dialogue, which will open on Sunday"."""
    if act.dep_ != "relcl":
        return ()
    above = next((t for t in act.head.ancestors if t.pos_ in _VERBS), None)
    return () if above is None else frame(above).subjects


def _doing(analysis: Analysis, subjects: tuple[Token, ...]) -> tuple[int, ...]:
    """Those said to do something, whoever they are: "the doctors", "both"; no crowd, no thing."""
    some = (t for t in subjects if t.pos_ in _DOERS and t.dep_ != "expl")
    people = (t for t in some if t.lemma_.lower() not in cues("carrier") | noun_rules().keys())
    known = ((t, analysis.actor_at(t)) for t in people)
    return tuple(t.i for t, m in known if m is None or m.actor.sector not in _CROWD)
