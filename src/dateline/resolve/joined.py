"""Times made of more than one expression: spans, lengths counted from a day or from an event."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import msgspec.structs

from dateline.analysis import Analysis, TimeMention
from dateline.resolve.edtf import add_duration, bounds
from dateline.resolve.from_events import from_events, moved
from dateline.resolve.numbered import end_of_period, ended
from dateline.types import Time


def joined(analysis: Analysis, mentions: Iterable[TimeMention]) -> tuple[TimeMention, ...]:
    """The mentions with those that make one time together made one."""
    made: list[TimeMention] = []
    for mention in mentions:
        last = made[-1] if made else None
        whole = _together(analysis, last, mention) if last is not None else None
        if whole is not None:
            made[-1] = whole
        else:
            made.append(mention)
    dated = tuple(_open(analysis, one) for one in made)
    return tuple(from_events(analysis, dated))


def end_of(edtf: str, which: int) -> str:
    """One end of an interval or of a set of two days."""
    return re.split("[/,]", edtf.strip("[]"))[which]


_AND = re.compile(r"\s+(?:and|to|until|till|through)\s+")
_TO = re.compile(r"\s+(?:to|through|until|till|-|–)\s+")
_ENDED = re.compile(r"\s+(?:ended|ending|to)\s+(?:on\s+)?")
_IS_KNOWN = re.compile(r"(?:the|its|their)\b", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+(?:the year\s+)?")
_WHICH = re.compile(r"(?:the )?(first|opening|last|final|closing)\b", re.IGNORECASE)
_FROM = re.compile(r"\s+(before|after|from)\s+(?:the\s+)?")


def _together(analysis: Analysis, one: TimeMention, other: TimeMention) -> TimeMention | None:
    """One time of two mentions, ``None`` where they are two."""
    between = analysis.text[one.span.end : other.span.start]
    of = analysis.tokens[one.head].head.lower_ == "of"  # "a truce of 72 hours from midnight"
    match = _FROM.fullmatch(between) if one.duration is not None and one.time is None else None
    if match is not None and not (of and match[1] == "from"):
        return _counted(analysis, one, other, -1 if match[1] == "before" else 1)
    if one.duration is not None and one.time is None:
        if _OF.fullmatch(between):
            return _end_of_period(analysis, one, other)
        if _ENDED.fullmatch(between) and _IS_KNOWN.match(one.span.text):
            return _ended(analysis, one, other)
    pattern = _AND if one.relation in {"between", "from"} else _TO
    if pattern.fullmatch(between):
        return _whole(analysis, one, other)
    return None


def _whole(analysis: Analysis, one: TimeMention, other: TimeMention) -> TimeMention | None:
    """From the first to the last of both, where both are known and in this order."""
    if one.time is None or other.time is None or not one.time.edtf or not other.time.edtf:
        return None
    start, end = end_of(one.time.edtf, 0), end_of(other.time.edtf, -1)
    low, high = bounds(f"{start}/{end}")
    if one.relation == "between" and low is not None and high is not None and low > high:
        start, end = end_of(other.time.edtf, 0), end_of(one.time.edtf, -1)
        low, high = bounds(f"{start}/{end}")
    if low is None or high is None or low > high:
        return None
    span = analysis.span(one.first, other.last)
    time = msgspec.structs.replace(
        one.time, edtf=f"{start}/{end}", from_=low, to=high, end=span.end, text=span.text
    )
    relation = one.relation if one.relation in {"between", "from"} else "from"
    return replace(one, last=other.last, span=span, time=time, relation=relation)


def _counted(
    analysis: Analysis, one: TimeMention, other: TimeMention, sign: int
) -> TimeMention | None:
    """A length from a day that is known: "two weeks before 13 May", "three days from Tuesday"."""
    if other.time is None or other.time.edtf is None or one.duration is None:
        return None
    edtf = other.time.edtf.removeprefix("../").removesuffix("/..")
    time = moved(one.duration, edtf, sign)
    if time is None:
        return None
    lasts = one.relation == "for" or analysis.tokens[one.head].head.lemma_ == "last"
    if lasts and analysis.tokens[one.last].lower_ == "from":  # "for ten days from Friday"
        over = add_duration(msgspec.structs.replace(other.time, edtf=edtf), one.duration)
        if over is not None and over.edtf is not None:
            return _dated(analysis, one, other, f"{end_of(edtf, 0)}/{end_of(over.edtf, -1)}")
    return _dated(analysis, one, other, f"{time.edtf}")


def _end_of_period(analysis: Analysis, one: TimeMention, other: TimeMention) -> TimeMention | None:
    """A length at either end of a period: "the first nine months of 2023", "last days of May"."""
    which = _WHICH.match(analysis.text, one.span.start, one.span.end)
    period = other.time.edtf if other.time is not None else None
    if which is None or period is None or one.duration is None:
        return None
    edtf = end_of_period(period, one.duration, first=which[1].lower() in {"first", "opening"})
    return _dated(analysis, one, other, edtf) if edtf is not None else None


def _ended(analysis: Analysis, one: TimeMention, other: TimeMention) -> TimeMention | None:
    """A length up to a day or month: "the fiscal year ended 30 June", "the six months to May"."""
    end = other.time.edtf if other.time is not None else None
    edtf = ended(end, one.duration) if end is not None and one.duration is not None else None
    return _dated(analysis, one, other, edtf) if edtf is not None else None


def _dated(analysis: Analysis, one: TimeMention, other: TimeMention, edtf: str) -> TimeMention:
    """One time of both mentions and the words between them."""
    span = analysis.span(one.first, other.last)
    first, last = bounds(edtf)
    time = Time(
        edtf=edtf, from_=first, to=last, basis="expression",
        start=span.start, end=span.end, text=span.text,
    )  # fmt: skip
    return replace(one, last=other.last, span=span, time=time, kind="date", duration=None)


def _open(analysis: Analysis, mention: TimeMention) -> TimeMention:
    """What is from a day on has an open end: "from 1 May, flights are banned"."""
    time = mention.time
    if mention.relation != "from" or time is None or not time.edtf or "/" in time.edtf:
        return mention
    head = analysis.tokens[mention.head]
    if head.dep_ != "pobj" or head.head.lower_ != "from":
        return mention
    if head.head.head.pos_ not in {"VERB", "AUX"}:
        return mention  # "a letter from Monday"
    edtf = f"{end_of(time.edtf, 0)}/.."
    first, last = bounds(edtf)
    return replace(mention, time=msgspec.structs.replace(time, edtf=edtf, from_=first, to=last))
