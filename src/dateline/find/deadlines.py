"""Ends set for somebody: deadlines, ultimatums, and what an agreement or a council lays down."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import frame, nominal_frame
from dateline.find.bound import (
    Found,
    act_of,
    binding,
    dated,
    duty_at,
    receivers,
    signers,
    times_in,
)
from dateline.find.conditions import infinitive
from dateline.find.guards import BODIES, cues, disowned, is_deal
from dateline.find.subjects import spread
from dateline.text.tokens import Token

_LAID = frozenset({"xcomp", "ccomp", "acl", "advcl", "relcl", "dobj"})
_GIVE = frozenset({"give", "set", "grant", "allow", "hand"})
_MINE = frozenset({"have", "face", "get", "miss", "meet", "set", "accept", "keep"})
_PLANNED = frozenset({"will", "must", "shall", "should", "to"})
_LAID_DOWN = frozenset({"RETREAT", "AID", "COOPERATE", "MOBILIZE", "CONCEDE"})


def told(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """The duties that are set by an end, a provision or an order at ``token``."""
    lemma = token.lemma_.lower()
    if token.pos_ in {"NOUN", "PROPN"}:
        if lemma in cues("deadline"):
            yield from _deadline(analysis, sentence, token)
        elif lemma in cues("halt") | cues("finish"):
            yield from _halt(analysis, sentence, token)
        return
    if token.pos_ not in {"VERB", "AUX"} or disowned(token):
        return
    if lemma == "have" or lemma in _GIVE:
        yield from _given_time(analysis, sentence, token)
    elif lemma in cues("complete") or _takes_place(token):
        yield from _completed(analysis, sentence, token)
    if lemma in cues("provide"):
        yield from _provision(analysis, sentence, token)
    if lemma in cues("order") | cues("oblige"):
        yield from _order(analysis, sentence, token)
        yield from _own_order(analysis, sentence, token)
    if lemma in cues("fix"):
        yield from _fixed(analysis, sentence, token)


def _infinitives(above: Token) -> Iterator[Token]:
    """The infinitives below a verb or noun that say what the time is for."""
    for token in above.subtree:
        if (
            token.i > above.i
            and token.pos_ in {"VERB", "AUX"}
            and token.dep_ in _LAID
            and infinitive(token)
            and not _further_down(token, above)
        ):
            yield token


def _further_down(verb: Token, above: Token) -> bool:
    """Whether another verb with a tense stands between: "a law that deputies vowed to fight"."""
    between = takewhile(lambda t: t != above, verb.ancestors)
    return any(t.dep_ == "relcl" and not infinitive(t) for t in between)


def _given_time(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """Time that one has or is given: "has 60 days to leave", "gave them until Friday to..."."""
    if any(c.dep_ == "neg" for c in token.children) or _threatens(token):
        return
    for verb in _infinitives(token):
        if not any(token.i < m.first < verb.i for m in analysis.times) or verb.lemma_ == "do":
            continue
        if not _lawful(analysis, token):
            return
        own = token.lemma_.lower() == "have"
        by = binding(analysis, frame(token).subjects if own else receivers(token))
        if by:
            yield duty_at(analysis, sentence, verb, by, token, agreed=True)
        return


def _threatens(token: Token) -> bool:
    """Whether it is an ultimatum: "until March to share power or face sanctions"."""
    words = token.doc[token.i : token.sent.end]
    return any(
        a.lower_ == "or" and b.lower_ in {"face", "else", "risk", "be"} for a, b in pairwise(words)
    )


def _lawful(analysis: Analysis, token: Token) -> bool:
    """Whether time is given by who may bind: a deal, a body of states, or those bound themselves.

    What an enemy or a host gives somebody until a day is a demand, until it is accepted.
    """
    givers = frame(token).subjects
    if token.lemma_.lower() == "have" or not givers:
        return not _said_by_other(analysis, token, givers)
    if any(is_deal(s) for s in token.children if s.dep_ == "nsubj") or any(
        s.lemma_.lower() in cues("council") for s in givers
    ):
        return True
    mentions = [m for s in givers if (m := analysis.actor_at(s)) is not None]
    return any(m.actor.country in BODIES and m.actor.sector != "REB" for m in mentions) or (
        set(receivers(token)) <= set(givers)
    )


def _said_by_other(analysis: Analysis, token: Token, holders: tuple[Token, ...]) -> bool:
    """Whether it is another armed side that says how long somebody has."""
    below = token
    for above in token.ancestors:
        if below.dep_ in {"ccomp", "parataxis"}:
            speakers = [m for s in frame(above).subjects if (m := analysis.actor_at(s)) is not None]
            held = [m for h in holders if (m := analysis.actor_at(h)) is not None]
            return any(m.actor.sector in {"MIL", "REB"} for m in speakers) and not any(
                a.actor.id is not None and a.actor.id == b.actor.id for a in speakers for b in held
            )
        below = above
    return False


def _deadline(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """An end set for an act: "a deadline of 1 June for the withdrawal of foreign troops"."""
    if not times_in(analysis, sentence) or any(c.lower_ == "no" for c in token.children):
        return
    verb = token.head if token.head.pos_ in {"VERB", "AUX"} else None
    above = frame(verb).preps if verb is not None else {}
    for act in (*nominal_frame(token).preps.get("for", ()), *above.get("for", ())):
        if act_of(analysis, act)[0] is not None:
            by = _doers(analysis, sentence, act) or _holders(analysis, token)
            if by:
                yield duty_at(analysis, sentence, act, by, token, agreed=True)
                return
    for act in (*_gerunds(token), *(_gerunds(verb) if verb is not None else ())):
        if by := _holders(analysis, token):
            cue = token if verb is None or token.is_ancestor(act) else verb
            yield duty_at(analysis, sentence, act, by, cue, agreed=True)
            return
    for act in _infinitives(token if verb is None else verb):
        own = spread(c for c in act.children if c.dep_ == "nsubj")
        own = own or spread(nominal_frame(token).preps.get("for", ()))  # "for the junta to leave"
        by = binding(analysis, own) or _holders(analysis, token)
        if by:
            yield duty_at(analysis, sentence, act, by, token, agreed=True)
        return


def _gerunds(above: Token) -> Iterator[Token]:
    """What a deadline is for, as a verb: "for handing over power"."""
    for prep in above.children:
        if prep.dep_ == "prep" and prep.lower_ == "for":
            yield from (c for c in prep.children if c.dep_ == "pcomp")


def _holders(analysis: Analysis, token: Token) -> tuple[int, ...]:
    """Whose deadline it is: its owner's, of whom it is set for, or who set it or faces it."""
    owners = [c for c in token.children if c.dep_ == "poss" and c.pos_ != "PRON"]
    if by := binding(analysis, owners):
        return by
    verb = token.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return ()
    if verb.lemma_.lower() in _GIVE:
        to = [c for c in verb.children if c.dep_ in {"dative", "iobj"} and c.pos_ != "ADP"]
        if to:
            return binding(analysis, receivers(verb))
        if "for" in frame(verb).preps:
            return binding(analysis, frame(verb).preps["for"])
    if verb.lemma_.lower() not in _MINE:
        return ()
    return binding(analysis, frame(verb).subjects, explicit=True)


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
    held = [
        o
        for p in act.subtree
        if p.dep_ == "acl" and p.tag_ == "VBN"
        for o in frame(p).preps.get("by", ())
    ]
    return binding(analysis, held) or signers(analysis, sentence)


def _halt(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A break in the use of force that its doer announces: "a two-week halt to air strikes"."""
    verb = token.head if token.head.pos_ == "VERB" else token.head.head
    lemma, mediated = verb.lemma_.lower(), verb.lemma_.lower() in cues("mediate")
    if not mediated and lemma not in cues("breaking") | cues("announce") | cues("promise"):
        return
    if token.dep_ not in {"dobj", "pobj"} or disowned(verb) or verb.pos_ != "VERB":
        return
    stopped = [
        o for preps in (nominal_frame(token).preps, frame(verb).preps)
        for some in preps.values() for o in some
        if act_of(analysis, o)[0] in {"ASSAULT", "MOBILIZE"} or o.lemma_ in cues("violence")
        or _is_armed(o)
    ]  # fmt: skip
    if token.lemma_.lower() in cues("finish"):
        stopped = [o for o in stopped if any(c.dep_ == "poss" for c in o.children)]
        if not stopped or lemma in cues("breaking") - cues("announce"):
            return  # an end to what is not one's own
    between = nominal_frame(token).preps.get("between", ()) or frame(verb).preps.get("between", ())
    doers = between if mediated or between else frame(verb).subjects
    by = binding(analysis, doers, explicit=True)
    if by and (stopped or lemma in cues("breaking")):
        yield duty_at(analysis, sentence, token, by, verb, agreed=False, refrain=True)


def _is_armed(noun: Token) -> bool:
    """Whether it is use of force in two words: "armed struggle", "its military campaign"."""
    return noun.lemma_.lower() in cues("effort") and any(
        c.lower_ in {"armed", "military", "violent"} for c in noun.children
    )


def _provision(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What an agreement lays down: "the deal calls for the release of 1,000 prisoners"."""
    own = [c for c in token.children if c.dep_ == "nsubj"]
    if not any(is_deal(c) for c in own) or any(_open(c) for c in own):
        return
    found = frame(token)
    for act in (*found.preps.get("for", ()), *found.objects):
        kind = act_of(analysis, act)[0]
        if kind in _LAID_DOWN or (act.lemma_.lower() in cues("promised") and kind is None):
            by = _doers(analysis, sentence, act)
            if by:
                yield duty_at(analysis, sentence, act, by, token, agreed=True)
                return


def _open(deal: Token) -> bool:
    """Whether a deal is but proposed or drafted."""
    return any(c.lemma_.lower() in cues("proposed") for c in deal.subtree)


def _order(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What a council, court or deal orders a state, a side or its own mission to do."""
    if any(c.dep_ == "neg" for c in token.children):
        return
    subjects = frame(token).subjects
    above = token.head if token.dep_ == "conj" and token.head.pos_ == "VERB" else token
    own = [c for c in token.children if c.dep_ == "nsubj"]
    own = own or [c for c in above.children if c.dep_ == "nsubj"]  # "sets up a body and binds it"
    councils = any(s.lemma_.lower() in cues("council") for s in subjects)
    bodies = any(
        m.actor.country in BODIES for s in subjects if (m := analysis.actor_at(s)) is not None
    )
    deal = any(is_deal(c) for c in own) and not any(_open(c) for c in own)
    passive = any(c.dep_ == "nsubjpass" for c in token.children) and any(
        o.lemma_.lower() in cues("council") | cues("agreement")
        for o in frame(token).preps.get("by", ())
    )
    if not (councils or bodies or deal or passive):
        return
    firm = deal or passive or token.lemma_.lower() in cues("oblige") | {"order"}
    for verb in _infinitives(token):
        heads = [c for c in verb.children if c.dep_ == "nsubj"]
        heads += [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        by = binding(analysis, spread(heads), explicit=True)
        if by and (firm or dated(analysis, range(token.i, sentence.last))):
            yield duty_at(analysis, sentence, verb, by, token, agreed=True)
        return


def _own_order(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What somebody orders his own men not to do: "ordered his forces to cease fire"."""
    own = any(
        c.dep_ == "poss" and c.pos_ == "PRON" for o in frame(token).objects for c in o.children
    )
    own = own or any(
        c.dep_ == "poss" and c.pos_ == "PRON"
        for v in token.children if v.dep_ in {"ccomp", "xcomp"}
        for s in v.children if s.dep_ == "nsubj" for c in s.children
    )  # fmt: skip
    by = binding(analysis, frame(token).subjects, explicit=True) if own else ()
    for verb in _infinitives(token) if by else ():
        found = duty_at(analysis, sentence, verb, by, token, agreed=False)
        if found.duty == "refrain":
            yield found
        return


def _fixed(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """A day set for what is to be held: "fixed 12 October for the presidential election"."""
    found = frame(token)
    by = binding(analysis, found.subjects, explicit=True)
    times = {m.head for m in times_in(analysis, sentence)}
    days = [*found.objects, *(c for c in token.children if c.dep_ == "npadvmod")]
    if not by or not any(o.i in times or o.lemma_.lower() == "date" for o in days):
        return
    held = [o for word in ("for", "as", "of") for o in found.preps.get(word, ())]
    held += [o for day in found.objects for o in nominal_frame(day).preps.get("for", ())]
    held += [c for o in held for p in o.children if p.dep_ == "prep" for c in p.children]
    for each in held:
        if each.lemma_.lower() in cues("held"):
            yield duty_at(analysis, sentence, each, by, token, agreed=False)
            return


def _takes_place(token: Token) -> bool:
    return token.lemma_.lower() == "take" and any(c.lower_ == "place" for c in token.children)


def _completed(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """An act that is to be done by an end: "the withdrawal is to be completed by April"."""
    aux = {c.lower_ for c in token.children if c.dep_ == "aux"}
    if not aux & _PLANNED or not dated(analysis, (t.i for t in token.subtree if t.i > token.i)):
        return
    found = frame(token)
    for act in (*found.objects, *found.subjects):
        if act_of(analysis, act)[0] in {"RETREAT", "AID", "MOBILIZE", "COOPERATE"}:
            by = _doers(analysis, sentence, act)
            if by:
                yield duty_at(analysis, sentence, act, by, token, agreed=True)
                return
