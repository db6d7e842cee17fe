"""A duty as it stands in the text: who is bound, by what words, to which act, and when made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from dateline.analysis import Analysis, Sentence, TimeMention
from dateline.find.arguments import frame
from dateline.find.conditions import fits
from dateline.find.guards import FREE, POINTING, cues
from dateline.find.lexicon import noun_rules, verb_rules
from dateline.find.references import last_force, last_subject
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


def times_in(analysis: Analysis, sentence: Sentence) -> list[TimeMention]:
    """The times that stand in a sentence."""
    return [m for m in analysis.times if sentence.first <= m.first < sentence.last]


def binding(analysis: Analysis, heads: Iterable[Token]) -> tuple[int, ...]:
    """The heads that are actors who can be bound, or sides of no name; no crowd, no unknown."""
    bound = []
    for head in heads:
        token = _counted(head)
        mention = analysis.actor_at(token)
        if mention is None and token.lower_ in POINTING:
            mention = last_subject(analysis, token.i)
        if mention is None and token.lemma_.lower() in cues("force_noun"):
            mention = last_force(analysis, token.i)
        if mention is not None and mention.actor.sector not in FREE:
            bound.append(mention.head)
        elif mention is None and token.lemma_.lower() in cues("side"):
            bound.append(token.i)
    return tuple(dict.fromkeys(bound))


def signers(analysis: Analysis, sentence: Sentence) -> tuple[int, ...]:
    """The parties of the last agreement told up to this sentence, as heads of their phrases."""
    for statement in reversed(analysis.statements):
        if statement.sentence.start > sentence.span.start or len(statement.actors) < 2:
            continue
        if statement.event.type in {"SUPPORT", "AGREE", "CONCEDE", "RETREAT"}:
            starts = {actor.start for actor in statement.actors}
            heads = [m.head for m in analysis.actors if m.span.start in starts]
            return tuple(dict.fromkeys(heads))
    return ()


def dated(analysis: Analysis, first: int, last: int) -> bool:
    """Whether an end stands in ``[first, last)``: a day to come, a term, "by", "until"."""
    published = analysis.document.published.to
    for mention in analysis.times:
        if not first <= mention.first < last:
            continue
        if mention.relation in {"until", "by", "within", "before", "for"} and (
            mention.duration or mention.time is not None
        ):
            return True
        time = mention.time
        if time is not None and time.from_ and published and time.from_ > published:
            return True
    return False


def _counted(head: Token) -> Token:
    """Who is meant by "all of the mission's troops": the mission's troops."""
    if head.lower_ in {"all", "most", "some", "both", "rest", "remainder", "none", "each"}:
        for prep in head.children:
            if prep.lower_ == "of":
                return next((c for c in prep.children if c.dep_ == "pobj"), head)
    return head


def duty_at(
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
    """The duty to do what ``act`` says, as the words of ``cue`` lay it on ``by``."""
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
    kind, mode = ("MOBILIZE", None) if stay else act_of(analysis, act)
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


def act_of(analysis: Analysis, token: Token) -> tuple[EventType | None, str | None]:
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
