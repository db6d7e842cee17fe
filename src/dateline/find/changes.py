"""What a report tells of changes to a commitment: prolonged, called off, put off, run out."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec.structs

from dateline.analysis import Analysis, Sentence, TimeMention
from dateline.data import toml
from dateline.find.arguments import frame
from dateline.find.bound import Found
from dateline.find.guards import cues
from dateline.find.lexicon import noun_rules
from dateline.find.obligors import sayers
from dateline.find.terms import is_term, until
from dateline.record.bearing import kind_of
from dateline.record.entry import same_party
from dateline.resolve.edtf import add_duration
from dateline.text.tokens import Token
from dateline.types import Action, Actor, Commitment, Force, Time

Change = Literal["extended", "withdrawn", "suspended", "amended", "resized", "lapsed"]
_CHANGES: tuple[Change, ...] = (
    "extended", "withdrawn", "suspended", "amended", "resized", "lapsed",
)  # fmt: skip
# A term that has run out has a due day that has passed: following infers the rest.
_FORCES: dict[Change, Force] = {
    "extended": "extended", "withdrawn": "withdrawn", "suspended": "suspended",
    "amended": "amended", "resized": "amended",
}  # fmt: skip
_NOUNS = {"refrain": "refraining", "stay": "staying", "act": "acting"}
_AUXILIARY = frozenset({"aux", "auxpass"})
_DONE = frozenset({"was", "were", "has", "have", "had"})
_OPEN = frozenset({"if", "unless"})
_DECIDED = frozenset({"agree", "decide", "vote"})
_WHERE = frozenset({"from", "to", "in", "at"})
_EARLIER = frozenset({"bring", "accelerate", "shorten"})
_BESIDE = frozenset({"prt", "advmod", "prep"})
_PAST = frozenset({"VBD", "VBN"})


def told_before(
    analysis: Analysis, sentence: Sentence, duty: Found, found: list[Commitment]
) -> bool:
    """Whether a truce or act found is but one told before that is changed here."""
    noun = analysis.tokens[duty.cue]
    verb = next((a for a in noun.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    if verb is None or noun.pos_ not in {"NOUN", "PROPN"} or change_of(verb) is None:
        return False
    at = _meant(analysis, sentence, verb, found)
    return at is not None and found[at].sentences[0].start < sentence.span.start


def changed(analysis: Analysis, sentence: Sentence, found: list[Commitment]) -> list[Commitment]:
    """The commitments with the changes that a sentence tells of."""
    for token in analysis.tokens[sentence.first : sentence.last]:
        change = change_of(token)
        at = None if change is None else _meant(analysis, sentence, token, found)
        if change is not None and at is not None:
            new = _with(analysis, sentence, found[at], change, token)
            found = [*found[:at], new, *found[at + 1 :]]
    return found


def change_of(token: Token) -> Change | None:
    """The change that a verb tells of as done or decided; nothing of wishes and refusals."""
    if _is_over(token):
        return "lapsed"
    below = token.dep_ in {"xcomp", "ccomp"}
    if token.pos_ != "VERB" or not (below or token.tag_ in _PAST):
        return None
    change = _named(token)
    if change is None or any(c.dep_ == "neg" for c in token.children):
        return None
    if below and any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children):
        return change if token.head.lemma_ in _DECIDED else None
    children = list(token.children)
    done = token.tag_ == "VBD" or (
        token.tag_ == "VBN" and any(c.lower_ in _DONE and c.dep_ in _AUXILIARY for c in children)
    )
    open_ = any(c.tag_ == "MD" or c.lower_ in _OPEN for c in token.subtree)
    return change if done and not open_ else None


def _is_over(token: Token) -> bool:
    """Whether something is said to be at its end: "the truce is over", "no longer holds"."""
    words = {c.lower_ for c in token.children}
    if any(c.dep_ == "neg" or c.tag_ == "MD" for c in token.children) or words & _OPEN:
        return False
    no_longer = any(c.lower_ == "longer" and any(n.lower_ == "no" for n in c.children)
                    for c in token.children)  # fmt: skip
    if token.lemma_ == "be":
        return token.tag_ != "VB" and bool(words & cues("over")) and not no_longer
    return no_longer and token.lemma_.lower() in cues("holding")


def _named(token: Token) -> Change | None:
    """The change that a verb names, by itself or with a word beside it ("put off")."""
    if _is_over(token):
        return "lapsed"
    lemma = token.lemma_.lower()
    words = {lemma, *(f"{lemma}+{c.lower_}" for c in token.children if _is_beside(c))}
    found = next((c for c in _CHANGES if words & cues(c)), None)
    if found == "lapsed" and any(c.dep_ == "dobj" for c in token.children):
        return "withdrawn"  # "ended the truce"
    return found


def _is_beside(word: Token) -> bool:
    """Whether a word goes with its verb: "declared it over", not "declared it over the radio"."""
    if word.dep_ not in _BESIDE:
        return False
    return bool(word.lower_ == "from") or not any(c.dep_ == "pobj" for c in word.children)


def _patients(verb: Token) -> tuple[Token, ...]:
    """What is changed: the object, what one withdraws from, or what runs out by itself."""
    told = frame(verb)
    away = [o for word in ("from", "of", "out") for o in told.preps.get(word, ())]
    return (*told.objects, *away, *(told.subjects if _named(verb) == "lapsed" else ()))


def _meant(
    analysis: Analysis, sentence: Sentence, verb: Token, found: list[Commitment]
) -> int | None:
    """The latest commitment that what is changed can name, told before or by the same words.

    It is changed by one whom it binds, or by somebody of whom no more is known.
    """
    patients = _patients(verb)
    own = _named(verb) == "lapsed" and not _is_over(verb)
    telling = sayers(verb) if _is_over(verb) else frame(verb).subjects
    doers = [m.actor for s in telling if (m := analysis.actor_at(s)) is not None]
    for at in range(len(found) - 1, -1, -1):
        commitment = found[at]
        action = commitment.action
        if commitment.sentences[0].start > sentence.span.start:
            continue
        named = [p for p in patients if _names(p, commitment) and not _elsewhere(p, commitment)]
        if commitment.sentences[0].start == sentence.span.start:
            if any(_spans(p, action) for p in named):
                return at
            continue
        if not named:
            continue
        if own or kind_of(commitment) == "stay" or not doers or _may(doers, commitment):
            return at
    return None


def _spans(noun: Token, action: Action) -> bool:
    """Whether a noun stands in what is promised, or that after it: "its pledge of 50 trucks".

    What a deadline is for may stand beside it: "extended the deadline for them to leave".
    """
    last = (noun.head if noun.lemma_.lower() in cues("deadline") else noun).right_edge
    after = noun.idx < action.start and action.end <= last.idx + len(last)
    return bool(after or action.start <= noun.idx < action.end)


def _may(doers: list[Actor], commitment: Commitment) -> bool:
    sides = (*commitment.by, *commitment.to)
    return any(
        (d.id is None and d.country is None) or any(same_party(d, p) for p in sides) for d in doers
    )


def _names(noun: Token, commitment: Commitment) -> bool:
    """Whether a noun can stand for a commitment: its kind, and its type where the noun has one."""
    lemma = noun.lemma_.lower()
    kind = kind_of(commitment)
    if lemma in cues("acting") & cues("promise_noun"):
        return kind != "refrain"  # a pledge is of anything
    if lemma not in cues(_NOUNS[kind]):
        return False
    types = {rule.type for rule in noun_rules().get(lemma, ()) if rule.type != "NONE"}
    asked = commitment.action.type
    return kind != "act" or not types or asked is None or asked in types


def _elsewhere(noun: Token, commitment: Commitment) -> bool:
    """Whether a noun speaks of a part only: "the pullout from Kidal" of a whole withdrawal."""
    if kind_of(commitment) != "act":
        return False
    names = [
        place.text
        for prep in noun.children
        if prep.dep_ == "prep" and prep.lower_ in _WHERE
        for place in prep.children
        if place.pos_ == "PROPN"
    ]
    said = " ".join((commitment.action.text, *(a.text for a in (*commitment.by, *commitment.to))))
    return bool(names) and not any(name in said for name in names)


def _with(
    analysis: Analysis, sentence: Sentence, commitment: Commitment, change: Change, verb: Token
) -> Commitment:
    told = [s.id for s in analysis.statements if s.sentence == sentence.span]
    due, own = commitment.due, commitment.sentences[-1] == sentence.span
    term = commitment.term
    action = commitment.action
    if change == "lapsed":
        known = due is not None and due.from_ is not None
        due = due if known and not _is_over(verb) else _ended(analysis, sentence, verb)
    elif change == "resized":
        action = _resized(analysis, sentence, action, verb)
    elif change in {"extended", "amended"}:
        due = _new_end(analysis, sentence, commitment, own=own, past=verb.lemma_ in _EARLIER)
        if change == "extended" and commitment.due is None and due is None:
            term = term or _added(analysis, sentence)
    return msgspec.structs.replace(
        commitment,
        action=action,
        due=due,
        term=term,
        force=_FORCES.get(change, commitment.force),
        because=tuple(dict.fromkeys((*commitment.because, *told))),
        sentences=commitment.sentences if own else (*commitment.sentences, sentence.span),
    )


def _resized(analysis: Analysis, sentence: Sentence, action: Action, verb: Token) -> Action:
    """The act with its new amount: the one said after "to", else the old one halved or doubled.

    Where neither is told no amount holds any more.
    """
    old = action.quantity
    if old is None:
        return action
    told = [m for m in analysis.quantities if verb.i < m.first < sentence.last]
    for mention in told:
        before = analysis.tokens[max(verb.i, mention.first - 2) : mention.first]
        if mention.quantity.kind == old.kind and any(t.lower_ == "to" for t in before):
            return msgspec.structs.replace(action, quantity=mention.quantity)
    by = _sizes().get(verb.lemma_.lower())
    if by is None:
        return msgspec.structs.replace(action, quantity=None)
    span = analysis.span(verb.i, verb.i + 1)
    new = msgspec.structs.replace(
        old,
        min=None if old.min is None else old.min * by,
        max=None if old.max is None else old.max * by,
        text=span.text, start=span.start, end=span.end,
    )  # fmt: skip
    return msgspec.structs.replace(action, quantity=new)


@cache
def _sizes() -> dict[str, float]:
    """By how much verbs change an amount."""
    return {verb: float(by) for verb, by in toml("commitments/cues.toml")["sizes"].items()}


def _times(analysis: Analysis, sentence: Sentence) -> list[TimeMention]:
    return [m for m in analysis.times if sentence.first <= m.first < sentence.last]


def _ended(analysis: Analysis, sentence: Sentence, verb: Token) -> Time | None:
    """When it ran out: the day said, else some day not after the report."""
    own = {t.i for t in verb.subtree}
    for mention in _times(analysis, sentence):
        time = mention.time
        on = mention.first in own and mention.relation in {None, "on", "at", "in"}
        if on and time is not None and time.from_ is not None and mention.duration is None:
            return time
    published = analysis.document.published
    if published.to is None or published.basis == "inferred":
        return None
    return Time(edtf=f"../{published.to}", from_=None, to=published.to, basis="document")


def _new_end(
    analysis: Analysis, sentence: Sentence, commitment: Commitment, *, own: bool, past: bool
) -> Time | None:
    """The end said, else the old one and what was added; the old end holds no more."""
    times = _times(analysis, sentence)
    if (end := until(analysis, times, past=past)) is not None:
        return end
    due = commitment.due
    terms = [m.duration for m in times if is_term(analysis, m)]
    if own:  # the first length is the commitment's own
        terms = terms[1:]
        if not terms:
            return due
    added = terms[0] if terms else None
    return add_duration(due, added) if due is not None and added is not None else None


def _added(analysis: Analysis, sentence: Sentence) -> str | None:
    """By how long something is prolonged whose end nobody tells."""
    found = (m.duration for m in _times(analysis, sentence) if is_term(analysis, m))
    return next(found, None)
