"""Where a text binds somebody: promises, duties under agreements, truces and mandates."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import Frame, frame, nominal_frame, spread
from dateline.find.bound import Found, binding, dated, duty_at, signers, times_in
from dateline.find.conditions import fits
from dateline.find.deadlines import told
from dateline.find.guards import (
    conditional,
    cues,
    disowned,
    given,
    obliged,
    own_word,
    weak,
)
from dateline.find.lexicon import verb_rules

_FORCED = frozenset({"will", "shall", "'ll"})


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
    yield from told(analysis, sentence, token)
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
    elif _act_promised(analysis, token):
        own = own_word(analysis, token)
        if own and (aux & _FORCED or (aux & {"would"} and _said(token))):
            yield from _clause(analysis, sentence, token, agreed=_under(token))
        elif (aux & {"must", "shall"} and (_under(token) or (own and _ends(analysis, token)))) or (
            "to" in aux and (_bound(token) or given(analysis, token))
        ):
            yield from _clause(analysis, sentence, token, agreed=True)


def _act_promised(analysis: Analysis, token: Token) -> bool:
    """Whether it is an act that "will", "must" or "is to" turns into a duty.

    Deeds of the lexicon are; not to use force is; any other act is where it has an end to it.
    """
    lemma = token.lemma_.lower()
    if lemma in cues("stay") | cues("deed") or obliged(token) or _tells(analysis, frame(token)):
        return True
    if any(c.dep_ == "neg" for c in token.children):
        return lemma in cues("force")
    if lemma == "be":
        return any(c.lower_ in cues("away") for c in token.children)
    return lemma not in cues("happening") and _ends(analysis, token)


def _ends(analysis: Analysis, token: Token) -> bool:
    """Whether the clause says when it is to be done."""
    clause = [t.i for t in token.subtree if t.i > token.i]
    return bool(clause) and dated(analysis, min(clause), max(clause) + 1)


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


def _promise(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    found = frame(token)
    by = binding(analysis, found.subjects)
    if not by or any(c.dep_ == "neg" for c in token.children):
        return
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp"} and child.pos_ in {"VERB", "AUX"}:
            own = binding(analysis, frame(child).subjects) if child.dep_ == "ccomp" else ()
            for verb in (
                child,
                *(c for c in child.conjuncts if c.dep_ == "conj" and c.i > child.i),
            ):
                yield duty_at(analysis, sentence, verb, own or by, token, agreed=False)
            return
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lower_ in {"to", "on"}:
            for child in prep.children:
                if child.dep_ == "pcomp":
                    yield duty_at(analysis, sentence, child, by, token, agreed=False)
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
            yield duty_at(analysis, sentence, each, by, token, agreed=False)
            return


def _pledge(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What a noun binds its owner to: "its pledge to defend", "a commitment by X to leave"."""
    by = binding(analysis, nominal_frame(token).subjects)
    for child in token.children:
        if by and child.dep_ in {"acl", "xcomp"} and any(c.lower_ == "to" for c in child.children):
            yield duty_at(analysis, sentence, child, by, token, agreed=False)


def _grant(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A mission authorised or prolonged for a term is bound to be there until it ends."""
    found = frame(token)
    if not any(m.duration or m.relation == "until" for m in times_in(analysis, sentence)):
        return
    for each in found.objects:
        if by := binding(analysis, (each,)):
            yield duty_at(analysis, sentence, each, by, token, agreed=True, stay=True)


def _clause(
    analysis: Analysis, sentence: Sentence, token: Token, *, agreed: bool
) -> Iterator[Found]:
    found = frame(token)
    heads = found.objects if found.passive and not found.subjects else found.subjects
    by = binding(analysis, heads)
    if not by and token.head.lemma_ == "give":
        by = binding(analysis, spread(c for c in token.head.children if c.dep_ == "dative"))
    if not by and obliged(token):
        by = binding(analysis, spread(c for c in token.head.children if c.dep_ == "dobj"))
    if by:
        yield duty_at(analysis, sentence, token, by, token, agreed=agreed)


def _truce(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A truce binds its parties where it is agreed, declared, in force, or has a term."""
    found = nominal_frame(token)
    durations = [m for m in times_in(analysis, sentence) if m.duration is not None]
    timed = any(_near(m.head, token) for m in durations)
    verb = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    declared = verb is not None and verb.lemma_ in {
        "agree", "declare", "announce", "sign", "accept", "begin", "come", "take", "conclude",
        "reach", "extend", "expire", "end", "run", "last", "lapse", "order", "impose",
    }  # fmt: skip
    several = token.tag_ in {"NNS", "NNPS"}  # "earlier truces" are none in particular
    if (
        several
        or not (timed or declared)
        or verb is None
        or any(c.dep_ == "neg" for c in verb.children)
    ):
        return
    parties = spread(
        [*found.preps.get("between", ()), *found.preps.get("with", ()), *found.subjects]
    )
    lasting = verb.lemma_ in {"expire", "end", "run", "last", "lapse"} and _ends(analysis, verb)
    doers = frame(verb).subjects if declared else ()
    by = binding(analysis, (*parties, *(t for t in doers if t != token)))
    by = by or (signers(analysis, sentence) if timed or lasting else ())
    if by:
        yield duty_at(analysis, sentence, token, by, verb, agreed=True, refrain=True)


def _mandate(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A mandate with a term binds whose it is to be there until it ends."""
    if not any(m.duration or m.relation == "until" for m in times_in(analysis, sentence)):
        return
    owners = [c for c in token.children if c.dep_ == "poss"]
    owners += [c for c in token.head.children if c.dep_ == "dative"]
    if token.head.lemma_ in {"give", "get"} and token.dep_ in {"appos", "dobj", "oprd"}:
        owners += [c for c in token.head.children if c.dep_ == "nsubjpass"]
        owners += [c for c in token.head.children if c.tag_ == "PRP" and c.i > token.head.i]
    owners += list(nominal_frame(token).preps.get("of", ()))
    if token.dep_ == "nsubjpass":
        owners += list(frame(token.head).preps.get("to", ()))
    by = binding(analysis, owners)
    if by:
        yield duty_at(analysis, sentence, token, by, token, agreed=True, stay=True)


def _near(index: int, token: Token) -> bool:
    return abs(index - token.i) <= 4 or any(t.i == index for t in token.subtree)
