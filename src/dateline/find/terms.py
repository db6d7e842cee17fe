"""The terms of a commitment: its length, its end, its condition, whether it can be extended."""

from __future__ import annotations

import re
from functools import cache

import msgspec.structs

from dateline.analysis import Analysis, Sentence, TimeMention
from dateline.data import toml
from dateline.find.bound import Found
from dateline.resolve.edtf import add_duration, bounds
from dateline.types import Span, Time

_ENDS = frozenset({"until", "by", "before"})
_CONDITION = frozenset({"if", "unless", "once", "provided"})
# A month named, without which an end is no day of a year that could be another.
_CALENDAR = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_END_OF = re.compile(r"\bend of (?:the )?$", re.IGNORECASE)


def times_of(analysis: Analysis, duty: Found) -> list[TimeMention]:
    """The times that stand in the clause of the duty, nearest to its cue first."""
    inside = [m for m in analysis.times if duty.clause[0] <= m.first < duty.clause[1]]
    return sorted(inside, key=lambda m: abs(m.first - duty.cue))


def term_of(analysis: Analysis, duty: Found) -> str | None:
    """The term as an ISO 8601 duration: "for five years", "within 60 days", "six-month"."""
    for mention in times_of(analysis, duty):
        if mention.duration is not None and "X" not in mention.duration:
            after = analysis.text[mention.span.end : mention.span.end + 9].lower()
            if not after.startswith((" after", " before", " ago", " later")):
                return mention.duration
    return None


def due_of(
    analysis: Analysis, duty: Found, term: str | None, start: Time | None, made: Time | None
) -> Time | None:
    """When it falls due: a date said, else the term counted from its start, else nothing."""
    dated = [m for m in times_of(analysis, duty) if m.first != duty.made]
    ends = [m for m in dated if m.relation in _ENDS]
    rest = [m for m in dated if m.relation not in _ENDS and m.first > duty.cue]
    for mention in (*ends, *rest):
        time = mention.time
        if time is None or time.edtf is None:
            continue
        if mention in ends or _ahead(analysis, time):
            return _after(_last(analysis, mention, time), made or _published(analysis))
    if term is None or start is None or start.from_ is None:
        published = analysis.document.published
        if term is None or duty.past or published.from_ != published.to or published.edtf is None:
            return None
        start = Time(edtf=published.edtf, from_=published.from_, to=published.to, basis="document")
    return add_duration(start, term)


def until(analysis: Analysis, times: list[TimeMention]) -> Time | None:
    """The end that the first of these with "until", "to" or "by" says."""
    for mention in times:
        time = mention.time
        if mention.relation in _ENDS | {"to"} and time is not None and time.edtf is not None:
            return _after(_last(analysis, mention, time), _published(analysis))
    return None


def _published(analysis: Analysis) -> Time | None:
    published = analysis.document.published
    if published.edtf is None or published.basis == "inferred":
        return None
    return Time(edtf=published.edtf, from_=published.from_, to=published.to, basis="document")


def _after(due: Time, made: Time | None) -> Time:
    """An end without a year is the first such after the promise: "in May ... by March"."""
    start = (made.from_ or made.to) if made is not None else None
    said = re.search(r"\d{4}", due.text or "")
    match = re.fullmatch(r"(\d{4})(-\d\d(?:-\d\d)?)", due.edtf or "")
    if said or match is None or start is None or not _CALENDAR.search(due.text or ""):
        return due
    for year in range(int(match[1]) - 1, int(match[1]) + 2):
        edtf = f"{year:04}{match[2]}"
        first, last = bounds(edtf)
        if first is not None and last is not None and last >= start:
            return msgspec.structs.replace(due, edtf=edtf, from_=first, to=last)
    return due


def _ahead(analysis: Analysis, time: Time) -> bool:
    published = analysis.document.published
    return bool(time.from_ and published.to and time.from_ > published.to)


def _last(analysis: Analysis, mention: TimeMention, time: Time) -> Time:
    """The end said: "until 2025" is in 2025, "by the end of April" on its last day."""
    edtf = (time.edtf or "").split("/")[-1]
    first, last = bounds(edtf)
    before = analysis.text[max(0, mention.span.start - 14) : mention.span.start]
    whole = mention.span.text.lower()
    if last is not None and (_END_OF.search(before) or whole.startswith(("end of", "the end of"))):
        edtf, first = last, last
    return msgspec.structs.replace(time, edtf=edtf, from_=first, to=last)


def condition(analysis: Analysis, duty: Found) -> Span | None:
    """The clause that a duty depends on."""
    doc = analysis.tokens
    for token in doc[duty.clause[0] : duty.clause[1]]:
        if token.lower_ in _CONDITION and token.dep_ in {"mark", "advmod", "prep"}:
            clause = [t.i for t in token.head.subtree]
            return analysis.span(min(clause), max(clause) + 1)
    return None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(toml("commitments/cues.toml")[name], re.IGNORECASE)


def extendable(analysis: Analysis, sentence: Sentence, duty: Found) -> bool | None:
    """Whether the term can be prolonged, as its own sentence or the next in its paragraph says."""
    near = [
        s
        for s in analysis.sentences[sentence.index : sentence.index + 2]
        if s.paragraph == sentence.paragraph
    ]
    if duty.type != "MOBILIZE" and duty.duty != "refrain":
        near = near[:1]
    for each in near:
        text = each.span.text
        if _pattern("not_extendable").search(text):
            return False
        if _pattern("extend").search(text) and _pattern("may").search(text):
            return True
    return None
