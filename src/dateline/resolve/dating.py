"""Expressions dated one after the other: each is held against the report and what was told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from dateline.analysis import Analysis, Sentence
from dateline.resolve.anchor import in_time, meaning_of
from dateline.resolve.clock import clock_in
from dateline.resolve.edtf import bounds
from dateline.resolve.expressions import Expression, words
from dateline.resolve.meaning import Meaning
from dateline.resolve.narrative import NEAR, Narrative
from dateline.resolve.passing import (
    aside,
    compared_with,
    in_clause_of_noun,
    since_when,
    tells_now,
)
from dateline.resolve.published import told_on
from dateline.resolve.tense import direction, had_been, is_rare, of_now, told_by_then
from dateline.resolve.told import Anchor, Looks
from dateline.resolve.year_or_count import parted
from dateline.text.tokens import Span
from dateline.types import Published


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression with its tokens, the word that introduces it, and what it means."""

    expression: Expression
    tokens: Span
    relation: str | None
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class _Said:
    """An expression in its sentence: what leads up to it, and which way its clause looks."""

    expression: Expression
    tokens: Span
    sentence: Sentence
    lead: str
    relation: str | None
    looks: Looks


def dated(
    analysis: Analysis, found: list[tuple[Expression, Span]], published: Published
) -> list[Dated]:
    """What each expression means, in order, each held against those told before it."""
    narrative = Narrative(*told_on(analysis, published))
    text = analysis.text
    read: list[Dated] = []
    for expression, tokens in found:
        said = _said(analysis, expression, tokens)
        if any(
            tells_now(tokens.doc[s.first : s.last]) for s in _since_story(analysis, narrative, said)
        ):
            narrative = replace(narrative, story=None)
        last = read[-1] if read else None
        meaning = _meaning(text, narrative, said, _anchor(text, narrative, said, last))
        if last is not None and _same_as(text, last, expression):
            meaning = last.meaning
        read.append(Dated(expression, tokens, said.relation, meaning))
        narrative = _after(narrative, read[-1], said)
    return _clocks_on_days(text, read)


def _said(analysis: Analysis, expression: Expression, tokens: Span) -> _Said:
    sentence = analysis.sentence_of_token[tokens.start]
    lead = analysis.text[max(0, expression.start - _LEAD) : expression.start]
    relation = _said_of(tokens, _relation(lead))
    day = expression.form in _ON_DAYS
    looks = direction(tokens.root, relation, lead, headline=sentence.headline, day=day)
    return _Said(expression, tokens, sentence, lead, relation, looks)


def _anchor(text: str, narrative: Narrative, said: _Said, last: Dated | None) -> Anchor:
    """What the expression is held against, by its own words and those right before it."""
    expression, tokens, sentence = said.expression, said.tokens, said.sentence
    if last is not None and (since := _begun(text, last, expression)) is not None:
        return Anchor(since, since, "coming")
    before = said.relation in _AT and had_been(tokens.root)
    anchor = replace(narrative.anchor(sentence, said.looks), before=before)
    if expression.form == "overnight" and not narrative.in_paragraph(sentence):
        anchor = replace(anchor, told=None)
    quoted = last is not None and _QUOTE_ENDS.search(text, last.expression.end, expression.start)
    now = said.relation == "since" and of_now(tokens.root)
    if quoted or now or said.lead.rstrip().lower().endswith(tuple(words()["tense"]["reported"])):
        anchor = replace(anchor, story=None)
    if anchor.quarter is None or expression.parts.get("bare") == "quarter":
        return anchor
    span = sentence.span
    return anchor if _FIGURES.search(text, span.start, span.end) else replace(anchor, quarter=None)


# "By 1 December the army had left" goes on with the story, "in May it had been blown up" goes back.
_AT = frozenset({None, "in", "on"})


def _meaning(text: str, narrative: Narrative, said: _Said, anchor: Anchor) -> Meaning:
    """What the expression means, held against its anchor."""
    expression, tokens, relation = said.expression, said.tokens, said.relation
    if said.looks == "coming" and _some_day(tokens):
        return Meaning(reference="FUTURE_REF")
    meaning = _clocked(meaning_of(expression, anchor), expression)
    if expression.form == "clock":
        stamp = _is_stamp(text, expression, said.sentence)
        apart = parted(tokens)
        had = relation == "by" and (apart or told_by_then(tokens.root))
        over = said.looks == "past" or (apart and said.looks == "loose")
        past = over and (had or relation not in {"from", "until", "by"})
        return narrative.on_day_told(meaning, said.sentence, stamp=stamp, past=past)
    if relation == "in" and anchor.direction == "coming" and not _told_more(tokens):
        return in_time(meaning, expression, anchor)
    return meaning


def _since_story(analysis: Analysis, narrative: Narrative, said: _Said) -> Iterable[Sentence]:
    """The sentences between the one that a story was told in and this one."""
    begun, sentence = narrative.story_in, said.sentence
    if narrative.story is None or begun is None or sentence.index - begun.index > NEAR:
        return ()
    return (s for s in analysis.sentences if begun.index < s.index < sentence.index)


def _after(narrative: Narrative, one: Dated, said: _Said) -> Narrative:
    """The narrative once the time has been told."""
    tokens, relation, meaning = one.tokens, one.relation, one.meaning
    if meaning.reference == "PRESENT_REF" and of_now(tokens.root):
        narrative = replace(narrative, story=None)
    if since_when(tokens, relation):
        return narrative.after_rare(meaning)
    if one.expression.form == "overnight":
        return narrative
    back = narrative.story is not None and relation in _AT and had_been(tokens.root)
    told = None if back or compared_with(said.lead) else _tells(tokens, relation, said.sentence)
    passing = relation in {"since", "until"} or in_clause_of_noun(tokens)
    return narrative.after(meaning, told, said.sentence, passing=passing)


def _same_as(text: str, last: Dated, found: Expression) -> bool:
    """Whether "the year" is only said again: "in 2000, the year he came to power"."""
    if found.parts.get("bare") != "year" or last.meaning.unit != "year":
        return False
    return text[last.expression.end : found.start] == ", "


# What is told in a quotation is no story of who quotes it.
_QUOTE_ENDS = re.compile(r"[,.!?]?[\"”]|''")
# What is held against a quarter a year back are figures.
_FIGURES = re.compile(
    r"[$£€¥%#]|\b(?:rose|fell|up|down|higher|lower|million|billion|cents|net|sales|revenues?|earn\w+|profits?|loss\w*|results?|income"
    r"|shares?|figures?|percent|prices?|costs?|orders?|output|production|volume|rates?|expenses?)\b",
    re.IGNORECASE,
)
# So many characters before a time are looked at for what introduces it.
_LEAD = 60
_ON_DAYS = frozenset({"weekday", "bare day"})


def _some_day(tokens: Span) -> bool:
    """Whether it is a day to come that nobody knows: "one day it will change"."""
    return bool(tokens.text.lower() == "one day" and tokens.root.dep_ == "npadvmod")


def _told_more(tokens: Span) -> bool:
    """Whether the words say which length it was: "in a quarter that brought losses".

    Or how rare a thing is: "the worst drought in 50 years will", "the first talks in a decade".
    """
    if any(c.dep_ in {"relcl", "acl"} and c not in tokens for c in tokens.root.children):
        return True
    noun = tokens.root.head.head
    return noun.pos_ in {"NOUN", "PROPN"} and is_rare(noun)


_SPAN = re.compile(r"\s+(?:and|to|until|till|through)\s+")
_LOOSE = frozenset({"weekday", "bare day", "bare month"})


# What says by itself which day it is: "from Monday to Thursday next week".
_OWN_COUNT = frozenset({"year", "which", "week", "of_week", "that_week", "year_of"})


def _begun(text: str, one: Dated, other: Expression) -> date | None:
    """The day from which a span runs whose end is told next: "from Friday until Sunday"."""
    begun = one.relation in {"from", "between"} and other.form in _LOOSE
    if not begun or one.meaning.edtf is None or not _OWN_COUNT.isdisjoint(other.parts):
        return None
    if not _SPAN.fullmatch(text, one.expression.end, other.start):
        return None
    return _iso(bounds(one.meaning.edtf)[0])


_STAMPED = re.compile(r"(?:\d\d:\d\d)(?: ?[-–—:] | (?=[A-Z\"“']))")


def _is_stamp(text: str, one: Expression, sentence: Sentence) -> bool:
    """Whether a clock time is the mark of its line: "12:30 London has recalled its envoy"."""
    return one.start == sentence.span.start and bool(_STAMPED.match(text, one.start))


_ON = re.compile(r"(?: \([^)]*\)|\))?,?(?: on)? ")


def _clocks_on_days(text: str, read: list[Dated]) -> list[Dated]:
    """A clock time on the day said right after it: "6 p.m. (1600 GMT) on Tuesday"."""
    made: list[Dated] = []
    for one in reversed(read):
        days = (d for d in reversed(made[-2:]) if d.expression.form != "clock")
        day = next((d for d in days if d.meaning.unit == "day"), None)
        open_ = one.expression.form == "clock"
        if open_ and day is not None and _ON.fullmatch(
            text, one.expression.end, day.expression.start
        ):  # fmt: skip
            whole = day.meaning.whole
            meaning = replace(one.meaning, edtf=day.meaning.edtf, whole=whole, unit="day")
            made.append(replace(one, meaning=meaning))
        else:
            made.append(one)
    return made[::-1]


@cache
def _relations() -> tuple[dict[str, str], re.Pattern[str]]:
    said = {said: name for name, every in words()["relations"].items() for said in every}
    longest = sorted(said, key=len, reverse=True)
    lead = rf"\b({'|'.join(longest)})(?: the| a| an| early| late| around)?\s*$"
    return said, re.compile(lead, re.IGNORECASE)


def _relation(lead: str) -> str | None:
    """The word that introduces a time, the same for all that mean the same ("till", "until")."""
    said, pattern = _relations()
    match = pattern.search(lead)
    return said[match[1].lower()] if match else None


def _said_of(tokens: Span, relation: str | None) -> str | None:
    """The relation, unless it is a noun's that the time goes with ("by the 1991 treaty")."""
    own = relation not in _OF_NOUNS or not _of_noun(tokens) or parted(tokens)
    return relation if own else None


def _of_noun(tokens: Span) -> bool:
    """Whether the time goes with a noun: "the 1991 treaty", "the May 1, 1991, bombing"."""
    head = tokens.root
    if tokens.start > 0 and tokens.doc[tokens.start - 1].tag_ == "DT":
        return True
    return head.dep_ in {"compound", "nummod", "nmod", "amod", "poss"} and head.head not in tokens


def _tells(tokens: Span, relation: str | None, sentence: Sentence) -> str | None:
    """The relation of a time that tells when the story was, not of a noun in passing.

    "That year they met" has none, and goes on with the story.
    """
    fronted = tokens.start - sentence.first <= _FRONT
    if aside(tokens):
        return None
    if relation is None and tokens.root.dep_ == "npadvmod" and tokens[0].lower_ == "that":
        return "that"
    return relation if fronted or not _of_noun(tokens) else None


# So many words may stand before a time at the front of its sentence ("In the 1973 war").
_FRONT = 3
_OF_NOUNS = frozenset({"by", "from", "for", "within", "over", "about"})


def _iso(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _clocked(meaning: Meaning, found: Expression) -> Meaning:
    clock = clock_in(found.parts) if meaning.unit == "day" and meaning.kind != "set" else None
    if clock is None or ("tod" not in found.parts and meaning.clock is not None):
        return meaning
    return replace(meaning, kind="time", clock=clock)
