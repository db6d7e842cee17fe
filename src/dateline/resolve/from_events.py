"""Times counted from an event whose own time the text tells: "two days after the ceasefire"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import msgspec.structs

from dateline.analysis import Analysis, TimeMention
from dateline.resolve.counted import moved_by_length
from dateline.resolve.edtf import bounds
from dateline.resolve.expressions import words
from dateline.text.tokens import Token
from dateline.types import Time

_LINKS = {"before": -1, "after": 1}
# One unit that a word names without a number.
SINGLE = {"day": "P1D", "night": "P1D", "week": "P1W", "month": "P1M", "year": "P1Y"}
_CORE = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})


def from_events(analysis: Analysis, mentions: tuple[TimeMention, ...]) -> Iterator[TimeMention]:
    """The mentions, and "the day after the attack" besides, lengths from events dated.

    A length stays one where the text gives its event no time, or more than one.
    """
    taken = {m.first for m in mentions}
    single = [one for one in _single(analysis) if one.first not in taken]
    for mention in sorted((*mentions, *single), key=lambda m: m.first) if single else mentions:
        if mention.duration is None or mention.time is not None:
            yield mention
            continue
        time = _counted(analysis, mention, mentions)
        if time is not None:
            yield replace(mention, time=time, kind="date")
        elif mention not in single:
            yield mention


def moved(length: str, edtf: str, sign: int) -> Time | None:
    """The time that lies a length (``P2D``) from one that is a day, a month or a year."""
    unit = {10: "day", 7: "month", 4: "year"}.get(len(edtf))
    start = bounds(edtf)[0]
    if unit is None or start is None or not re.fullmatch(r"[\d-]+", edtf):
        return None
    meant = moved_by_length(length, date.fromisoformat(start), sign, unit)
    if meant.edtf is None:
        return None
    first, last = bounds(meant.edtf)
    return Time(edtf=meant.edtf, from_=first, to=last, basis="inferred")


_ONE = re.compile(r"\bthe (day|night|week|month|year) (?:before|after)\b", re.IGNORECASE)


def _single(analysis: Analysis) -> Iterator[TimeMention]:
    """One unit without a number: "the day after the attack"."""
    for match in _ONE.finditer(analysis.text):
        tokens = analysis.tokens.char_span(match.start(), match.end(1))
        if tokens is not None and tokens.start in analysis.sentence_of_token:
            yield TimeMention(
                first=tokens.start, last=tokens.end, head=tokens.root.i, kind="duration",
                span=analysis.span(tokens.start, tokens.end), duration=SINGLE[match[1].lower()],
            )  # fmt: skip


def _counted(
    analysis: Analysis, mention: TimeMention, mentions: tuple[TimeMention, ...]
) -> Time | None:
    doc = analysis.tokens
    link = doc[mention.last] if mention.last < len(doc) else None
    if mention.duration is None or link is None or link.lower_ not in _LINKS:
        return None
    own = {*_own_times(link, mentions)}
    told = own or set(_times_of(analysis, _event(link), link.i, mentions))
    if len(told) != 1:
        return None
    time = moved(mention.duration, told.pop(), _LINKS[link.lower_])
    if time is None:
        return None
    span = mention.span
    return msgspec.structs.replace(time, start=span.start, end=span.end, text=span.text)


def _own_times(link: Token, mentions: tuple[TimeMention, ...]) -> Iterator[str]:
    """The time of what is before or after: "two days after they left on Friday"."""
    event = link.head if link.dep_ == "mark" else next(iter(link.children), link)
    for mention in mentions:
        time, head = mention.time, link.doc[mention.head]
        at = head.head.head if head.dep_ == "pobj" else head.head
        if at == event and head.i > event.i and time is not None and time.edtf:
            yield time.edtf


@cache
def _happens() -> frozenset[str]:
    return frozenset(words()["happens"]["verbs"])


def _event(link: Token) -> tuple[frozenset[str], str | None]:
    """What is before or after: a noun; or a verb of a clause, with the nouns it goes with."""
    for child in link.children:
        if child.dep_ == "pobj" and child.pos_ == "NOUN":
            return frozenset({child.lemma_}), None
    if link.dep_ == "mark" and link.head.pos_ == "VERB":
        core = (c for c in link.head.children if c.dep_ in _CORE and c.pos_ != "PRON")
        return frozenset(c.lemma_ for c in core), link.head.lemma_
    return frozenset(), None


def _times_of(
    analysis: Analysis,
    event: tuple[frozenset[str], str | None],
    link: int,
    mentions: tuple[TimeMention, ...],
) -> Iterator[str]:
    """The times that the text elsewhere gives an event called by the same words."""
    nouns, verb = event
    for mention in mentions if nouns else ():
        time = mention.time
        if time is None or not time.edtf or not time.from_ or time.basis != "expression":
            continue
        if mention.relation in {"since", "until", "before", "after", "by"}:
            continue
        if analysis.sentence_of_token[mention.first] == analysis.sentence_of_token[link]:
            continue
        if _is_of(analysis.tokens[mention.head], nouns, verb):
            yield time.edtf


def _is_of(head: Token, nouns: frozenset[str], verb: str | None) -> bool:
    """Whether a time is that of the event: its noun's own, or of the clause that tells of it."""
    for up in head.ancestors:
        if up.pos_ in {"VERB", "AUX"}:
            core = {c.lemma_ for c in up.children if c.dep_ in _CORE}
            if verb is not None:
                return up.lemma_ == verb and nouns <= core
            return up.lemma_ in _happens() and bool(nouns & core)
        if verb is None and up.pos_ in {"NOUN", "PROPN"} and up.lemma_ in nouns:
            return True
    return False
