"""What stands for a time: truces bind their parties, mandates those who hold them."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import frame, nominal_frame
from dateline.find.bound import Found, binding, dated, duty_at, signers, times_in
from dateline.find.changes import change_of
from dateline.find.conditions import infinitive
from dateline.find.guards import cues, disowned, is_truce
from dateline.find.subjects import spread
from dateline.find.terms import is_term
from dateline.text.tokens import Token

_ON = frozenset({"to", "on", "in", "into", "with"})
_OPEN = frozenset({"would", "could", "may", "might", "should", "can"})


def standing(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """The truces, mandates and missions with a term that are told at ``token``."""
    lemma = token.lemma_.lower()
    if token.pos_ in {"NOUN", "PROPN"}:
        if is_truce(token):
            yield from _truce(analysis, sentence, token)
        elif lemma in cues("mandate"):
            yield from _mandate(analysis, sentence, token)
        elif lemma in cues("tour"):
            yield from _tour(analysis, sentence, token)
    elif token.pos_ == "VERB" and not disowned(token):
        if lemma in cues("grant") or _sets_up(token):
            yield from _grant(analysis, sentence, token)
        elif (above := _signed_to(token)) is not None:
            yield from _signed(analysis, sentence, token, above)
        elif lemma in cues("post"):
            yield from _posted(analysis, sentence, token)


def _truce(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A truce binds its parties where it is agreed, declared, in force, or has a term."""
    if token.tag_ in {"NNS", "NNPS"} or any(c.lower_ in {"no", "any"} for c in token.children):
        return  # "earlier truces" are none in particular
    if token.dep_ == "compound" and token.head.lemma_.lower() not in cues("agreement"):
        return
    if any(c.lemma_ in cues("proposed") for c in token.children):
        return
    if token.lemma_.lower() == "moratorium" and not any(
        t.lemma_.lower() in cues("violence") for t in token.subtree if t != token
    ):
        return  # on fishing, on executions
    verb = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    if verb is not None and _is_meant(token, verb):
        verb = verb.head
    durations = [m for m in times_in(analysis, sentence) if m.duration is not None]
    timed = any(_near(m.head, token) for m in durations) or any(
        m.relation == "until" and token.is_ancestor(analysis.tokens[m.head])
        for m in times_in(analysis, sentence)
    )
    own = next((c for c in token.subtree if c.dep_ == "acl" and c.tag_ == "VBN"), None)
    by = _parties(analysis, token, verb if verb is not None else token, own)
    if verb is None:
        if by and timed:
            yield duty_at(analysis, sentence, token, by, token, agreed=True, refrain=True)
        return
    told = [verb, *(c for c in token.children if c.dep_ == "relcl")]
    declared = any(t.lemma_.lower() in cues("in_force") for t in (*told, *filter(None, (own,))))
    declared = declared or change_of(verb) in {"withdrawn", "suspended"}
    if not (timed or declared) or _unreal(verb):
        return
    lasting = verb.lemma_ in cues("lasting") and dated(
        analysis, (t.i for t in verb.subtree if t.i > verb.i)
    )
    opens = verb.lemma_ in cues("opening") and dated(analysis, (t.i for t in verb.subtree))
    runs = lasting or opens
    by = by or (_signing(analysis, sentence) if timed or runs or own is not None else ())
    if by or runs:
        cue = own if own is not None and own.lemma_ in cues("in_force") else verb
        yield duty_at(analysis, sentence, token, by, cue, agreed=True, refrain=True)


def _is_meant(token: Token, verb: Token) -> bool:
    """Whether a verb says what a truce is for: "declared a truce to mark the feast"."""
    return (
        token.dep_ == "nsubj" and infinitive(verb) and verb.dep_ in {"ccomp", "xcomp"}
        and verb.head.pos_ == "VERB"
    )  # fmt: skip


def _signing(analysis: Analysis, sentence: Sentence) -> tuple[int, ...]:
    """The parties of the agreement told of, else those whom a treaty calls so: "the Parties"."""
    if known := signers(analysis, sentence):
        return known
    words = analysis.tokens[sentence.first : sentence.last]
    return tuple(t.i for t in words if t.lemma_.lower() in cues("party"))[:1]


def _parties(analysis: Analysis, token: Token, verb: Token, own: Token | None) -> tuple[int, ...]:
    """Those whom a truce binds: between whom it is, who declared it, whose it is."""
    found = nominal_frame(token)
    alone = verb.lemma_.lower() in cues("alone") and bool(frame(verb).subjects)
    others = () if alone else found.preps.get("with", ())
    parties = spread([*found.preps.get("between", ()), *others, *found.subjects])
    if own is not None and own.lemma_.lower() not in cues("mediate"):
        parties += frame(own).preps.get("by", ()) + frame(own).preps.get("between", ())
    for clause in token.children:  # "the truce, which both sides accepted"
        if clause.dep_ == "relcl" and clause.lemma_.lower() in cues("in_force") - cues("mediate"):
            parties += tuple(t for t in frame(clause).subjects if t != token)
    made = verb.lemma_.lower() in cues("in_force") or change_of(verb) is not None
    if made and _governs(verb, token):
        doers = [t for t in frame(verb).subjects if t != token]
        preps = frame(verb).preps
        doers = [] if verb.lemma_.lower() in cues("mediate") else doers
        others = () if alone else preps.get("with", ())
        parties += (*doers, *preps.get("between", ()), *others)
    return binding(analysis, parties, explicit=True)


def _governs(verb: Token, token: Token) -> bool:
    """Whether a verb is about the truce itself: "signed a truce deal", "agreed to a truce"."""
    top = token.head if token.dep_ == "compound" else token
    return bool(
        top.head == verb
        or (top.dep_ == "nsubj" and _is_meant(top, top.head) and top.head.head == verb)
        or (
            top.dep_ == "pobj"
            and top.head.lower_ in _ON
            and verb in (top.head.head, top.head.head.head)
        )
    )


def _unreal(verb: Token) -> bool:
    """Whether the truce is refused, wished for, asked for, talked of or only possible."""
    if disowned(verb) or (verb.lemma_.lower() in cues("refuse") and change_of(verb) is None):
        return True
    return any(
        c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ in _OPEN) or c.lower_ in {"if", "unless"}
        for c in verb.children
    )


def _signed_to(verb: Token) -> Token | None:
    """What signs the agreement or decree that a verb says the content of, if it does."""
    if not infinitive(verb) or verb.dep_ not in {"acl", "xcomp", "advcl", "relcl"}:
        return None
    if verb.head.lemma_.lower() in cues("agreement"):
        return verb.head.head
    signed = any(
        c.dep_ == "dobj" and c.lemma_.lower() in cues("agreement") and c.i < verb.i
        for c in verb.head.children
    )
    return verb.head if signed else None


def _signed(analysis: Analysis, sentence: Sentence, verb: Token, above: Token) -> Iterator[Found]:
    """What those who sign bind themselves to: "signed an accord to cease hostilities"."""
    if above.pos_ != "VERB" or above.lemma_.lower() not in cues("in_force") or _unreal(above):
        return
    if verb.lemma_.lower() not in (cues("deed") | cues("break_off")) - {"end"}:
        return  # "signed an accord to end the war" says what it is for
    if by := binding(analysis, frame(above).subjects, explicit=True):
        yield duty_at(analysis, sentence, verb, by, above, agreed=True)


def _grant(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A mission authorised or prolonged for a term is bound to be there until it ends."""
    found = frame(token)
    if not any(is_term(analysis, m) or m.relation == "until" for m in times_in(analysis, sentence)):
        return
    if _unreal(token) or any(c.lower_ in _OPEN | {"will"} for c in token.children):
        return
    for each in found.objects:
        if is_truce(each):
            continue
        if by := binding(analysis, (each,)):
            yield duty_at(analysis, sentence, each, by, token, agreed=True, stay=True)


def _sets_up(verb: Token) -> bool:
    return verb.lemma_ == "set" and any(c.dep_ == "prt" and c.lower_ == "up" for c in verb.children)


def _mandate(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A mandate with a term binds whose it is to be there until it ends."""
    times = times_in(analysis, sentence)
    if not any(is_term(analysis, m) or m.relation == "until" or _expires(token, m.head)
               for m in times):  # fmt: skip
        return
    head = token.head
    if head.lemma_.lower() in cues("close") and token.dep_ in {"dobj", "nsubjpass"}:
        return
    if disowned(head) and head.lemma_.lower() in cues("grant") | {"give"}:
        return
    owners = [c for c in token.children if c.dep_ == "poss"]
    if token.dep_ == "compound" and head.lemma_.lower() in cues("lasting"):
        owners += [c for c in head.children if c.dep_ == "poss"]  # "Their mandate runs to May"
    owners += [c for c in head.children if c.dep_ == "dative"]
    if head.lemma_ in {"give", "get"} and token.dep_ in {"appos", "dobj", "oprd"}:
        owners += [c for c in head.children if c.dep_ == "nsubjpass"]
        owners += [c for c in head.children if c.tag_ == "PRP" and c.i > head.i]
    if head.lemma_ in {"have", "hold"} and token.dep_ == "dobj":
        owners += frame(head).subjects
    if token.dep_ == "pobj" and head.lower_ in {"on", "with", "under"} and head.head.pos_ in {
        "VERB", "AUX",
    }:  # fmt: skip
        owners += [s for s in frame(head.head).subjects if not owners]
    owners += list(nominal_frame(token).preps.get("of", ()))
    if token.dep_ == "nsubjpass":
        owners += list(frame(head).preps.get("to", ()))
    by = tuple(i for i in binding(analysis, owners) if not _holds_office(analysis, i))
    if by:
        yield duty_at(analysis, sentence, token, by, token, agreed=True, stay=True)


def _holds_office(analysis: Analysis, head: int) -> bool:
    """Whether a mandate is one to govern: "the president's mandate"."""
    mention = analysis.actor_at(head)
    return mention is not None and (
        mention.kind in {"person", "office"} or (mention.actor.id or "").startswith("PER.")
    )


def _tour(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A mission with a length of its own binds who goes on it: "sent on a one-year mission"."""
    own = [m for m in analysis.times if m.head in {t.i for t in token.lefts} or (
        token.left_edge.i <= m.first < token.i)]  # fmt: skip
    if not any(is_term(analysis, m) for m in own) or token.dep_ != "pobj":
        return
    verb = token.head.head
    if token.head.lower_ not in {"on", "for"} or verb.pos_ != "VERB" or _unreal(verb):
        return
    if by := binding(analysis, frame(verb).subjects, explicit=True):
        yield duty_at(analysis, sentence, token, by, verb, agreed=True, stay=True)


def _posted(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A force sent somewhere for a term is bound to be there until it ends."""
    own = {t.i for p in token.children if p.lower_ == "for" for t in p.subtree}
    terms = [m for m in times_in(analysis, sentence) if m.first in own]
    if not any(is_term(analysis, m) for m in terms) or _unreal(token):
        return
    found = frame(token)
    forces = [o for o in found.objects if o.i < token.i or not found.subjects]
    if by := binding(analysis, forces or found.subjects):
        yield duty_at(analysis, sentence, token, by, token, agreed=True, stay=True)


def _expires(token: Token, at: int) -> bool:
    """Whether a day stands with words of the mandate's end: "which expires on 14 December"."""
    return any(
        t.lemma_.lower() in cues("lasting")
        and (t.head.i == at or any(c.i == at for c in t.subtree))
        for t in (*token.subtree, token.head)
        if t.pos_ == "VERB"
    )


def _near(index: int, token: Token) -> bool:
    return abs(index - token.i) <= 4 or any(t.i == index for t in token.subtree)
