"""Times that other clauses give an act: "since war broke out in 1992", "a day after they left"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from spacy.tokens import Token

from dateline.analysis import Analysis, EventMention, TimeMention
from dateline.find.tenses import comes_before
from dateline.resolve.from_events import moved
from dateline.resolve.joined import end_of
from dateline.text.upward import verb_over
from dateline.types import Time

_CLOSED = frozenset({"date", "time"})
# "A day after" counts from news so many days back at most.
_NEWS_DAYS = 3


def since_told(analysis: Analysis, event: EventMention) -> Time | None:
    """From the time of the clause or of the sentence that "since" speaks of, to the report."""
    doc = analysis.tokens
    verb = verb_over(doc[event.head])
    for word in doc[verb.sent.start : verb.sent.end]:
        if word.lower_ != "since":
            continue
        if word.dep_ == "mark" and word.head.head == verb and word.head.dep_ == "advcl":
            times = _within(analysis, word.head, word.i)
        elif word.i + 1 < len(doc) and doc[word.i + 1].lower_ == "then" and word.head == verb:
            times = _before(analysis, event)
        else:
            continue
        start = next((m.time for m in times if m.time is not None and m.time.from_), None)
        return _from_then(analysis, start) if start is not None else None
    return None


def _from_then(analysis: Analysis, start: Time) -> Time | None:
    """From a time to the report, where it is known when that came out."""
    last = published_last(analysis)
    if last is None or start.from_ is None or last < start.from_:
        return None
    begun = end_of(start.edtf or start.from_, 0)
    return Time(edtf=f"{begun}/{last}", from_=start.from_, to=last, basis="inferred")


def published_last(analysis: Analysis) -> str | None:
    """The last day on which the report may have come out, where a source says when it did."""
    published = analysis.document.published
    return published.to if published.basis in {"given", "metadata", "text"} else None


def _within(analysis: Analysis, clause: Token, after: int) -> Iterator[TimeMention]:
    inside = {t.i for t in clause.subtree if t.i > after}
    yield from (m for m in analysis.times if m.first in inside and m.kind in _CLOSED)


def _before(analysis: Analysis, event: EventMention) -> Iterator[TimeMention]:
    """The times of the sentence before, in the same paragraph, the last first."""
    here = analysis.sentences[event.sentence]
    if not here.index:
        return
    there = analysis.sentences[here.index - 1]
    if there.paragraph == here.paragraph:
        inside = [m for m in analysis.times if there.first <= m.first < there.last]
        yield from (m for m in reversed(inside) if m.kind in _CLOSED)


def counted_from(analysis: Analysis, event: EventMention) -> Time | None:
    """What another act came some time after: "was freed on Friday, two days after he was taken".

    ``None`` where the other act has no day of its own and is no news of a day told before.
    """
    doc = analysis.tokens
    verb = verb_over(doc[event.head])
    mark = next((c for c in verb.children if c.lower_ == "after" and c.dep_ == "mark"), None)
    if mark is None or verb.dep_ != "advcl" or mark.i == 0:
        return None
    length = analysis.time_at(mark.i - 1)
    if length is None or length.duration is None or length.time is not None:
        return None
    day = _day_of(analysis, verb.head, length) or _last_told(analysis, length)
    return moved(length.duration, day, -1) if day is not None else None


def earlier_than(analysis: Analysis, event: EventMention) -> Time | None:
    """Not later than the act that came after it: "blocked a road on Friday after he was killed"."""
    verb = verb_over(analysis.tokens[event.head])
    if not comes_before(verb):
        return None
    day = _day_of(analysis, verb.head, None)
    if day is None:
        return None
    return Time(edtf=f"../{day}", from_=None, to=day, basis="inherited")


def _day_of(analysis: Analysis, verb: Token, length: TimeMention | None) -> str | None:
    """The day on which the act happened that came after."""
    for child in verb.children:
        if child.dep_ not in {"prep", "npadvmod", "nsubj", "nsubjpass"}:
            continue
        for token in child.subtree:
            mention = analysis.time_at(token.i)
            if mention is None or mention == length or mention.time is None:
                continue
            if mention.time.from_ is not None and mention.time.from_ == mention.time.to:
                return mention.time.from_
    return None


def _last_told(analysis: Analysis, length: TimeMention) -> str | None:
    """The day told last before, where it is of this news."""
    last = published_last(analysis)
    days = [
        m.time.from_
        for m in analysis.times
        if m.first < length.first and m.time is not None and m.time.from_ == m.time.to
    ]
    day = next((d for d in reversed(days) if d is not None), None)
    if last is None or day is None:
        return None
    back = (date.fromisoformat(last) - date.fromisoformat(day)).days
    return day if 0 <= back <= _NEWS_DAYS else None
