"""Ends set for somebody: deadlines, ultimatums, and what an agreement or a council lays down."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import frame, nominal_frame, spread
from dateline.find.bound import Found, act_of, binding, dated, duty_at, signers, times_in
from dateline.find.conditions import infinitive
from dateline.find.guards import BODIES, cues, disowned

_LAID = frozenset({"xcomp", "ccomp", "acl", "advcl", "relcl", "dobj"})
_SET = frozenset({"have", "give", "set", "face", "get", "impose"})
_PLANNED = frozenset({"will", "must", "shall", "should", "to"})


def told(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """The duties that are set by an end, a provision or an order at ``token``."""
    lemma = token.lemma_.lower()
    if token.pos_ in {"NOUN", "PROPN"}:
        if lemma in cues("deadline"):
            yield from _deadline(analysis, sentence, token)
        elif lemma in cues("halt"):
            yield from _halt(analysis, sentence, token)
        return
    if token.pos_ not in {"VERB", "AUX"} or disowned(token):
        return
    if lemma in {"have", "give"}:
        yield from _given_time(analysis, sentence, token)
    elif lemma in cues("complete") or _takes_place(token):
        yield from _completed(analysis, sentence, token)
    if lemma in cues("provide"):
        yield from _provision(analysis, sentence, token)
    if lemma in cues("order"):
        yield from _order(analysis, sentence, token)


def _infinitives(above: Token) -> Iterator[Token]:
    """The infinitives below a verb that say what the time is for."""
    for token in above.subtree:
        if (
            token.i > above.i
            and token.pos_ in {"VERB", "AUX"}
            and token.dep_ in _LAID
            and infinitive(token)
        ):
            yield token


def _given_time(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """Time that one has or is given: "has 60 days to leave", "gave them until Friday to..."."""
    if any(c.dep_ == "neg" for c in token.children):
        return
    for verb in _infinitives(token):
        if not any(token.i < m.first < verb.i for m in analysis.times):
            continue
        by = binding(analysis, _receivers(token))
        if by:
            yield duty_at(analysis, sentence, verb, by, token, agreed=True)
        return


def _receivers(token: Token) -> tuple[Token, ...]:
    """Whose time it is: the owner's, or that of those to whom it is given."""
    found = frame(token)
    if token.lemma_.lower() == "have":
        return found.subjects
    to = [c for c in token.children if c.dep_ == "dative" and c.pos_ != "ADP"]
    to += [c for c in token.children if c.dep_ == "nsubjpass"]
    return spread(to) or tuple(found.preps.get("to", ())) or found.objects


def _deadline(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """An end set for an act: "a deadline of 1 June for the withdrawal of foreign troops"."""
    if not times_in(analysis, sentence):
        return
    above = frame(token.head).preps if token.head.pos_ == "VERB" else {}
    for act in (*nominal_frame(token).preps.get("for", ()), *above.get("for", ())):
        if act_of(analysis, act)[0] is not None:
            by = _doers(analysis, sentence, act)
            if by:
                yield duty_at(analysis, sentence, act, by, token, agreed=True)
                return
    for verb in _infinitives(token):
        own = [c for c in verb.children if c.dep_ == "nsubj"]
        heads = spread(own)
        if not heads and token.head.lemma_.lower() in _SET:
            heads = frame(token.head).subjects
        by = binding(analysis, heads)
        if by:
            yield duty_at(analysis, sentence, verb, by, token, agreed=True)
        return


def _doers(analysis: Analysis, sentence: Sentence, act: Token) -> tuple[int, ...]:
    """Who an act named by a noun is of: its owner, those withdrawn, else who last did the like."""
    found = nominal_frame(act)
    by = binding(analysis, found.subjects)
    kind = act_of(analysis, act)
    if not by and kind[0] in {"RETREAT", "MOBILIZE"} and kind[1] != "release":
        by = binding(analysis, found.preps.get("of", ()))
    if by:
        return by
    for event in reversed(analysis.events):
        if event.head < act.i and (event.type, event.mode) == kind and event.agents:
            return binding(analysis, [analysis.tokens[i] for i in event.agents])
    return signers(analysis, sentence)


def _halt(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A break in the use of force that its doer announces: "a two-week halt to air strikes"."""
    verb = token.head
    if verb.lemma_.lower() not in cues("announce") | {"order", "begin"} or token.dep_ != "dobj":
        return
    stopped = [
        o for preps in (nominal_frame(token).preps, frame(verb).preps)
        for some in preps.values() for o in some
        if act_of(analysis, o)[0] in {"ASSAULT", "MOBILIZE"} or o.lemma_ in {"fighting", "fire"}
    ]  # fmt: skip
    by = binding(analysis, frame(verb).subjects)
    if by and stopped:
        yield duty_at(analysis, sentence, token, by, verb, agreed=False, refrain=True)


def _provision(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What an agreement lays down: "the deal calls for the release of 1,000 prisoners"."""
    found = frame(token)
    if not any(s.lemma_.lower() in cues("agreement") for s in found.subjects):
        return
    for act in (*found.preps.get("for", ()), *found.objects):
        kind = act_of(analysis, act)[0]
        if kind in {"RETREAT", "AID", "COOPERATE", "MOBILIZE"} or (
            act.lemma_.lower() in cues("promised") and kind is None
        ):
            by = _doers(analysis, sentence, act)
            if by:
                yield duty_at(analysis, sentence, act, by, token, agreed=True)
                return


def _order(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What a council orders its mission or a state to do."""
    givers = [analysis.actor_at(s) for s in frame(token).subjects]
    if not any(m is not None and m.actor.country in BODIES for m in givers):
        return
    for verb in _infinitives(token):
        own = [c for c in verb.children if c.dep_ == "nsubj"]
        own += [c for c in token.children if c.dep_ == "dobj"]
        by = binding(analysis, spread(own))
        if by and dated(analysis, token.i, sentence.last):
            yield duty_at(analysis, sentence, verb, by, token, agreed=True)
        return


def _takes_place(token: Token) -> bool:
    return token.lemma_.lower() == "take" and any(c.lower_ == "place" for c in token.children)


def _completed(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """An act that is to be done by an end: "the withdrawal is to be completed by April"."""
    aux = {c.lower_ for c in token.children if c.dep_ == "aux"}
    after = [t.i for t in token.subtree if t.i > token.i]
    if not aux & _PLANNED or not after or not dated(analysis, min(after), max(after) + 1):
        return
    found = frame(token)
    for act in (*found.objects, *found.subjects):
        if act_of(analysis, act)[0] in {"RETREAT", "AID", "MOBILIZE", "COOPERATE"}:
            by = _doers(analysis, sentence, act)
            if by:
                yield duty_at(analysis, sentence, act, by, token, agreed=True)
                return
