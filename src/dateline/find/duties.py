"""Where a text binds somebody: promises, duties under agreements, truces and mandates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from dateline.analysis import Analysis, Sentence, TimeMention
from dateline.find.arguments import Frame, frame, nominal_frame, spread
from dateline.find.conditions import fits
from dateline.find.guards import (
    FREE,
    POINTING,
    conditional,
    cues,
    disowned,
    given,
    obliged,
    own_word,
    weak,
)
from dateline.find.lexicon import noun_rules, verb_rules
from dateline.find.references import last_subject
from dateline.types import EventType

_AUXILIARY = frozenset({"aux", "auxpass"})


@dataclass(frozen=True, slots=True)
class Found:
    """A duty as it stands in the text, by token indices; ``cue`` is its verb or noun."""

    cue: int
    cue_start: int
    cue_end: int
    first: int
    last: int
    clause: tuple[int, int]
    by: tuple[int, ...]
    to: tuple[int, ...]
    duty: Literal["do", "refrain"]
    type: EventType | None
    mode: str | None
    agreed: bool
    past: bool
    made: int | None = None


def duties(analysis: Analysis, sentence: Sentence) -> Iterator[Found]:
    """The duties that a sentence tells of, each once."""
    taken: set[int] = set()
    for token in analysis.tokens[sentence.first : sentence.last]:
        if token.i in taken:
            continue
        for found in _at(analysis, sentence, token):
            if not taken & set(range(found.first, found.last)):
                taken |= set(range(found.first, found.last))
                yield found


def _at(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    lemma = token.lemma_.lower()
    if token.pos_ in {"NOUN", "PROPN"}:
        if lemma in cues("truce"):
            yield from _truce(analysis, sentence, token)
        elif lemma in cues("mandate"):
            yield from _mandate(analysis, sentence, token)
        elif lemma in cues("promise_noun"):
            yield from _pledge(analysis, sentence, token)
        return
    if token.pos_ not in {"VERB", "AUX"}:
        return
    if conditional(token) or disowned(token) or weak(token):
        return
    aux = {c.lower_ for c in token.children if c.dep_ in {"aux", "auxpass"}}
    if lemma in cues("promise") and not aux & {"would", "could", "may", "might", "should"}:
        yield from _promise(analysis, sentence, token)
    elif lemma in cues("grant"):
        yield from _grant(analysis, sentence, token)
    elif "would" in aux and _announced(token) and _said(token):
        yield from _clause(analysis, sentence, token, agreed=False)
    elif lemma in cues("stay") | cues("deed") or obliged(token) or _tells(analysis, frame(token)):
        own = own_word(analysis, token)
        if own and (aux & {"will", "shall", "'ll"} or (aux & {"would"} and _said(token))):
            yield from _clause(analysis, sentence, token, agreed=_under(token))
        elif (aux & {"must", "shall"} and _under(token)) or (
            "to" in aux and (_bound(token) or given(analysis, token))
        ):
            yield from _clause(analysis, sentence, token, agreed=True)


def _announced(token: Token) -> bool:
    """Whether what governs the clause, or stands before its "that", announces or promises."""
    if token.head.lemma_ in cues("announce"):
        return True
    mark = next((c for c in token.children if c.dep_ == "mark" and c.lower_ == "that"), None)
    before = token.doc[max(0, mark.i - 5) : mark.i] if mark is not None else ()
    return any(t.lemma_.lower() in cues("announce") | cues("promise_noun") for t in before)


def _said(token: Token) -> bool:
    """Whether it is "said that it would": a future seen from the past, no mere possibility."""
    return (
        token.dep_ in {"ccomp", "acl", "relcl"}
        or any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children)
        or (token.dep_ == "conj" and token.head.dep_ in {"ccomp", "acl"})
    )


def _under(token: Token) -> bool:
    """Whether the sentence says what binds: "under its terms", "according to the agreement"."""
    root = next((a for a in token.ancestors if a.dep_ == "ROOT"), token)
    words = [t for t in root.subtree if t.lemma_.lower() in cues("agreement")]
    return any(
        a.lower_ in {"under", "according", "by", "in"} for t in words for a in (t.head, t.head.head)
    ) or any(t.dep_ in {"nsubj", "nsubjpass"} for t in words)


def _bound(token: Token) -> bool:
    """Whether a duty or plan is laid on the subject: "is to", "was expected to"."""
    if token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}:
        return _bound(token.head)
    head = token.head
    if token.dep_ == "xcomp" and head.lemma_ == "be":
        return True
    if token.dep_ in {"xcomp", "ccomp", "advcl"} and (
        head.lemma_.lower() in cues("bound") or head.lower_ in cues("bound")
    ):
        # "analysts expect X to leave" is their opinion and binds nobody
        own = any(c.dep_ == "nsubj" for c in token.children)
        return not (own and head.lemma_.lower() == "expect")
    return token.dep_ in {"xcomp", "ccomp", "advcl", "acl"} and head.lemma_ == "deadline"


def _tells(analysis: Analysis, found: Frame) -> bool:
    """Whether the verb is one of the lexicon's deeds of cooperation or withdrawal."""
    for rule in verb_rules().get(found.verb.lemma_.lower(), ()):
        if fits(rule.needs, found, analysis):
            return rule.type in {"RETREAT", "AID", "COOPERATE", "CONCEDE", "MOBILIZE"}
    return False


def _act(analysis: Analysis, token: Token) -> tuple[EventType | None, str | None]:
    """What the lexicon calls the act; a presence to be kept up is MOBILIZE without a mode."""
    lemma = token.lemma_.lower()
    if lemma in cues("stay"):
        return "MOBILIZE", None
    if token.pos_ in {"NOUN", "PROPN"}:
        kinds = [(r.type, r.mode) for r in noun_rules().get(lemma, ()) if r.type != "NONE"]
        return kinds[0] if kinds else (None, None)
    found = frame(token)
    for verb in verb_rules().get(lemma, ()):
        if fits(verb.needs, found, analysis):
            return (verb.type, verb.mode) if verb.type != "NONE" else (None, None)
    if lemma in {"leave", "withdraw", "pull", "vacate"}:
        return "RETREAT", "withdraw"
    return None, None


def _promise(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    found = frame(token)
    by = _binding(analysis, found.subjects)
    if not by or any(c.dep_ == "neg" for c in token.children):
        return
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp"} and child.pos_ in {"VERB", "AUX"}:
            own = _binding(analysis, frame(child).subjects) if child.dep_ == "ccomp" else ()
            for verb in (
                child,
                *(c for c in child.conjuncts if c.dep_ == "conj" and c.i > child.i),
            ):
                yield _found(analysis, sentence, verb, own or by, token, agreed=False)
            return
    objects = [c for c in token.children if c.dep_ in {"dobj", "obj"}]
    objects += [
        o
        for p in token.children
        if p.dep_ == "prep" and p.lower_ in {"to", "on"}
        for o in p.children
        if o.dep_ == "pobj"
    ]
    for each in objects:
        if each.lemma_.lower() in cues("promised") and each.lemma_.lower() not in cues("truce"):
            yield _found(analysis, sentence, each, by, token, agreed=False)
            return


def _pledge(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What a noun binds its owner to: "its pledge to defend", "a commitment by X to leave"."""
    by = _binding(analysis, nominal_frame(token).subjects)
    for child in token.children:
        if by and child.dep_ in {"acl", "xcomp"} and any(c.lower_ == "to" for c in child.children):
            yield _found(analysis, sentence, child, by, token, agreed=False)


def _grant(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A mission authorised or prolonged for a term is bound to be there until it ends."""
    found = frame(token)
    if not any(m.duration or m.relation == "until" for m in _times(analysis, sentence)):
        return
    for each in found.objects:
        if by := _binding(analysis, (each,)):
            yield _found(analysis, sentence, each, by, token, agreed=True, stay=True)


def _clause(
    analysis: Analysis, sentence: Sentence, token: Token, *, agreed: bool
) -> Iterator[Found]:
    found = frame(token)
    heads = found.objects if found.passive and not found.subjects else found.subjects
    by = _binding(analysis, heads)
    if not by and token.head.lemma_ == "give":
        by = _binding(analysis, spread(c for c in token.head.children if c.dep_ == "dative"))
    if not by and obliged(token):
        by = _binding(analysis, spread(c for c in token.head.children if c.dep_ == "dobj"))
    if by:
        yield _found(analysis, sentence, token, by, token, agreed=agreed)


def _truce(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A truce binds its parties where it is agreed, declared, in force, or has a term."""
    found = nominal_frame(token)
    timed = any(m.duration is not None and _near(m.head, token) for m in _times(analysis, sentence))
    verb = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    declared = verb is not None and verb.lemma_ in {
        "agree", "declare", "announce", "sign", "accept", "begin", "come", "take", "conclude",
        "reach", "extend",
    }  # fmt: skip
    if not (timed or declared) or verb is None or any(c.dep_ == "neg" for c in verb.children):
        return
    parties = spread(
        [*found.preps.get("between", ()), *found.preps.get("with", ()), *found.subjects]
    )
    signers = frame(verb).subjects if declared else ()
    by = _binding(analysis, (*parties, *(t for t in signers if t != token)))
    if by:
        yield _found(analysis, sentence, token, by, verb, agreed=True, refrain=True)


def _mandate(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A mandate with a term binds whose it is to be there until it ends."""
    if not any(m.duration or m.relation == "until" for m in _times(analysis, sentence)):
        return
    owners = [c for c in token.children if c.dep_ == "poss"]
    owners += [c for c in token.head.children if c.dep_ == "dative"]
    if token.head.lemma_ in {"give", "get"} and token.dep_ in {"appos", "dobj", "oprd"}:
        owners += [c for c in token.head.children if c.dep_ == "nsubjpass"]
        owners += [c for c in token.head.children if c.tag_ == "PRP" and c.i > token.head.i]
    owners += list(nominal_frame(token).preps.get("of", ()))
    by = _binding(analysis, owners)
    if by:
        yield _found(analysis, sentence, token, by, token, agreed=True, stay=True)


def _times(analysis: Analysis, sentence: Sentence) -> list[TimeMention]:
    return [m for m in analysis.times if sentence.first <= m.first < sentence.last]


def _near(index: int, token: Token) -> bool:
    return abs(index - token.i) <= 4 or any(t.i == index for t in token.subtree)


def _binding(analysis: Analysis, heads: Iterable[Token]) -> tuple[int, ...]:
    """The heads that are actors who can be bound: no crowd, no unknown."""
    bound = []
    for head in heads:
        token = _counted(head)
        mention = analysis.actor_at(token)
        if mention is None and token.lower_ in POINTING:
            mention = last_subject(analysis, token.i)
        if mention is not None and mention.actor.sector not in FREE:
            bound.append(mention.head)
    return tuple(dict.fromkeys(bound))


def _counted(head: Token) -> Token:
    """Who is meant by "all of the mission's troops": the mission's troops."""
    if head.lower_ in {"all", "most", "some", "both", "rest", "remainder", "none", "each"}:
        for prep in head.children:
            if prep.lower_ == "of":
                return next((c for c in prep.children if c.dep_ == "pobj"), head)
    return head


def _found(
    analysis: Analysis,
    sentence: Sentence,
    act: Token,
    by: tuple[int, ...],
    cue: Token,
    *,
    agreed: bool,
    refrain: bool = False,
    stay: bool = False,
) -> Found:
    other = {
        t.i
        for c in act.children
        if c.dep_ == "conj" and c.pos_ in {"VERB", "AUX"}
        for t in c.subtree
    }
    noun = act.pos_ in {"NOUN", "PROPN"}
    subtree = [t.i for t in act.subtree if (t.i >= act.i or noun) and t.i not in other]
    last = max((i for i in subtree if i < sentence.last), default=act.i) + 1
    first = min(i for i in subtree if i >= sentence.first)
    while last > first + 1 and analysis.tokens[last - 1].is_punct:
        last -= 1
    negated = any(c.dep_ == "neg" for c in act.children) or act.lemma_ in {"refrain", "stop"}
    kind, mode = ("MOBILIZE", None) if stay else _act(analysis, act)
    whole = [t.i for t in (cue if cue.is_ancestor(act) else act).subtree]
    clause = (max(min(whole), sentence.first), min(max(whole) + 1, sentence.last))
    if act.pos_ in {"NOUN", "PROPN"}:
        clause = (sentence.first, sentence.last)
    to = frame(cue).preps.get("to", ()) if cue.pos_ == "VERB" else ()
    made = _made(analysis, sentence, act, cue)
    return Found(
        cue=act.i,
        cue_start=min(cue.idx, act.idx),
        cue_end=max(cue.idx + len(cue), act.idx + len(act)),
        first=first,
        last=last,
        clause=clause,
        by=by,
        to=tuple(t.i for t in to),
        duty="refrain" if refrain or negated else "do",
        type=None if refrain else kind,
        mode=None if refrain else mode,
        agreed=agreed,
        past=_past(act) or _past(cue),
        made=made,
    )


def _past(token: Token) -> bool:
    """Whether the duty is told as one of the past."""
    near = (token, token.head) if token.dep_ in {"xcomp", "ccomp"} else (token,)
    return any(
        t.tag_ == "VBD"
        or any(c.lower_ in {"was", "were", "had"} and c.dep_ in _AUXILIARY for c in t.children)
        for t in near
    )


def _made(analysis: Analysis, sentence: Sentence, act: Token, cue: Token) -> int | None:
    """The time of the promising: one that stands with what governs the act, outside of it."""
    mark = max((c.i for c in act.children if c.dep_ == "mark"), default=0)
    inside = {t.i for t in act.subtree if t.i >= mark}
    above = cue if cue != act else act.head
    for token in above.subtree:
        if token.i not in inside and sentence.first <= token.i < sentence.last:
            mention = analysis.time_at(token)
            if mention is not None and mention.time is not None and not _to_come(analysis, mention):
                return mention.first
    return None


def _to_come(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether a time is the end of a duty rather than when it was taken on."""
    published, time = analysis.document.published, mention.time
    late = time is not None and time.from_ and published.to and time.from_ > published.to
    return bool(late) or mention.relation in {"until", "by", "within"}
