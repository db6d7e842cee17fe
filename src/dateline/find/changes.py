"""What a report tells of changes to a commitment told before: prolonged, called off, put off."""

from __future__ import annotations

from typing import Literal

import msgspec.structs
from spacy.tokens import Token

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import frame
from dateline.find.bound import Found
from dateline.find.guards import cues
from dateline.find.lexicon import noun_rules
from dateline.find.terms import until
from dateline.record.bearing import kind_of
from dateline.record.entry import same_party
from dateline.resolve.edtf import add_duration
from dateline.types import Commitment, Time

Change = Literal["extended", "withdrawn", "suspended", "amended"]
_CHANGES: tuple[Change, ...] = ("extended", "withdrawn", "suspended", "amended")
_NOUNS = {"refrain": "refraining", "stay": "staying", "act": "acting"}
_AUXILIARY = frozenset({"aux", "auxpass"})
_DONE = frozenset({"was", "were", "has", "have", "had"})
_OPEN = frozenset({"if", "unless"})
_DECIDED = frozenset({"agree", "decide", "vote"})


def prolongs(analysis: Analysis, sentence: Sentence, duty: Found, found: list[Commitment]) -> bool:
    """Whether a truce found is but one told before that is prolonged here."""
    noun = analysis.tokens[duty.cue]
    verb = next((a for a in noun.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    return (
        duty.duty == "refrain"
        and verb is not None
        and _change(verb) == "extended"
        and _meant(analysis, sentence, verb, found) is not None
    )


def changed(analysis: Analysis, sentence: Sentence, found: list[Commitment]) -> list[Commitment]:
    """The commitments with the changes that a sentence tells of."""
    for token in analysis.tokens[sentence.first : sentence.last]:
        change = _change(token)
        at = None if change is None else _meant(analysis, sentence, token, found)
        if change is not None and at is not None:
            new = _with(analysis, sentence, found[at], change)
            found = [*found[:at], new, *found[at + 1 :]]
    return found


def _change(token: Token) -> Change | None:
    """The change that a verb tells of as done or decided; nothing of wishes and refusals."""
    if token.pos_ != "VERB":
        return None
    change = next((c for c in _CHANGES if token.lemma_.lower() in cues(c)), None)
    if change is None or any(c.dep_ == "neg" for c in token.children):
        return None
    if token.dep_ in {"xcomp", "ccomp"} and any(c.lower_ == "to" for c in token.children):
        return change if token.head.lemma_ in _DECIDED else None
    children = list(token.children)
    done = token.tag_ == "VBD" or (
        token.tag_ == "VBN" and any(c.lower_ in _DONE and c.dep_ in _AUXILIARY for c in children)
    )
    open_ = any(c.tag_ == "MD" or c.lower_ in _OPEN for c in token.subtree)
    return change if done and not open_ else None


def _meant(
    analysis: Analysis, sentence: Sentence, verb: Token, found: list[Commitment]
) -> int | None:
    """The latest commitment told before that what is changed can name, by one whom it binds."""
    told = frame(verb)
    patients = told.objects
    doers = [m.actor for s in told.subjects if (m := analysis.actor_at(s)) is not None]
    for at in range(len(found) - 1, -1, -1):
        commitment = found[at]
        if commitment.sentences[0].start >= sentence.span.start:
            continue
        if not any(_names(p, commitment) for p in patients):
            continue
        granted = kind_of(commitment) == "stay" or not doers
        sides = (*commitment.by, *commitment.to)
        if granted or any(same_party(d, p) for d in doers for p in sides):
            return at
    return None


def _names(noun: Token, commitment: Commitment) -> bool:
    """Whether a noun can stand for a commitment: its kind, and its type where the noun has one."""
    lemma = noun.lemma_.lower()
    kind = kind_of(commitment)
    if lemma not in cues(_NOUNS[kind]):
        return False
    types = {rule.type for rule in noun_rules().get(lemma, ()) if rule.type != "NONE"}
    return kind != "act" or not types or commitment.action.type in types


def _with(
    analysis: Analysis, sentence: Sentence, commitment: Commitment, change: Change
) -> Commitment:
    told = [s.id for s in analysis.statements if s.sentence == sentence.span]
    due = commitment.due
    if change in {"extended", "amended"}:
        due = _new_end(analysis, sentence, due)
    return msgspec.structs.replace(
        commitment,
        due=due,
        force=change,
        because=tuple(dict.fromkeys((*commitment.because, *told))),
        sentences=(*commitment.sentences, sentence.span),
    )


def _new_end(analysis: Analysis, sentence: Sentence, due: Time | None) -> Time | None:
    """The end said, else the old one and what was added; the old end holds no more."""
    times = [m for m in analysis.times if sentence.first <= m.first < sentence.last]
    if (end := until(analysis, times)) is not None:
        return end
    added = next((m.duration for m in times if m.duration and "X" not in m.duration), None)
    return add_duration(due, added) if due is not None and added is not None else None
