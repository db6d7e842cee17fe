"""Times that other clauses give an act: "since war broke out in 1992", "a day after they left"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dateline.analysis import Analysis, EventMention, TimeMention
from dateline.find.tenses import comes_before, is_perfect, is_reason
from dateline.resolve.from_events import moved
from dateline.resolve.joined import end_of
from dateline.text.tokens import Token
from dateline.text.upward import verb_over
from dateline.types import Statement, Time

_CLOSED = frozenset({"date", "time"})
# "A day after" counts from news so many days back at most.
_NEWS_DAYS = 3


def since_told(analysis: Analysis, event: EventMention, before: Sequence[Statement]) -> Time | None:
    """From the time of the clause or of the sentence that "since" speaks of, to the report."""
    doc = analysis.tokens
    verb = verb_over(doc[event.head])
    for word in doc[verb.sent.start : verb.sent.end]:
        if word.lower_ != "since":
            continue
        if _stands_alone(word) and is_perfect(verb) and word.i > verb.i:
            times = _acts_before(analysis, event, before)
        elif _begins(word, verb):
            times = _within(analysis, word.head, word.i)
        elif word.head == verb and _is_then(word):
            times = _before(analysis, event)
        elif word.head == verb and _is_bare(word):
            times = _acts_before(analysis, event, before)
        else:
            continue
        start = next((time for time in times if time.from_), None)
        return _from_then(analysis, start) if start is not None else None
    return None


def _begins(since: Token, verb: Token) -> bool:
    """Whether it leads a clause that says since when: "have died since it began on 3 May"."""
    clause = since.head
    return bool(since.dep_ == "mark" and clause.dep_ == "advcl" and clause.head == verb)


def in_since(analysis: Analysis, event: EventMention, mention: TimeMention) -> bool:
    """Whether a time is that of the clause since which an act has gone on."""
    verb, head = verb_over(analysis.tokens[event.head]), analysis.tokens[mention.head]
    return is_perfect(verb) and any(
        _begins(word, verb) and word.head.is_ancestor(head)
        for clause in verb.children
        for word in clause.children
        if word.lower_ == "since"
    )


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


def _within(analysis: Analysis, clause: Token, after: int) -> Iterator[Time]:
    inside = {t.i for t in clause.subtree if t.i > after}
    yield from _closed(m for m in analysis.times if m.first in inside)


def _closed(mentions: Iterable[TimeMention]) -> Iterator[Time]:
    yield from (m.time for m in mentions if m.kind in _CLOSED and m.time is not None)


def _is_then(word: Token) -> bool:
    return word.i + 1 < len(word.doc) and bool(word.nbor(1).lower_ == "then")


def _is_bare(word: Token) -> bool:
    """Whether it stands alone in the perfect: "has since fled"."""
    return bool(word.dep_ == "advmod" and is_perfect(word.head))


def _stands_alone(word: Token) -> bool:
    """Whether nothing follows that it could speak of: "have been uprooted since, figures show"."""
    return word.i + 1 < len(word.doc) and word.nbor(1).text in {",", ".", ";"}


def _before(analysis: Analysis, event: EventMention) -> Iterator[Time]:
    """The times of the sentence before, the last first."""
    if event.sentence:
        there = analysis.sentences[event.sentence - 1]
        inside = [m for m in analysis.times if there.first <= m.first < there.last]
        yield from _closed(reversed(inside))


def _acts_before(
    analysis: Analysis, event: EventMention, before: Sequence[Statement]
) -> Iterator[Time]:
    """The times of the acts before in the sentence, else of those before in its paragraph.

    The last act comes first.
    """
    here = analysis.sentences[event.sentence]
    for one in reversed(before):
        ahead = one.event.trigger.end <= event.span.start
        if one.sentence == here.span and ahead and one.time is not None:
            yield one.time
    for there in reversed(analysis.sentences[: event.sentence]):
        if there.paragraph != here.paragraph:
            return
        acts = (s for s in reversed(before) if s.sentence == there.span)
        yield from (s.time for s in acts if s.time is not None)


def counted_from(analysis: Analysis, event: EventMention) -> Time | None:
    """What another act came some time after or before: "freed on Friday, a day after he was taken".

    ``None`` where the other act has no day of its own and is no news of a day told before, or
    this one has a time itself.
    """
    verb = verb_over(analysis.tokens[event.head])
    length = next(_lengths_to(analysis, verb), None)
    if length is None or length.duration is None or any(t > length.last for t in event.times):
        return None
    day = day_of(analysis, verb.head, length) if verb.dep_ == "advcl" else None
    day = day or _day_before(analysis, length) or _last_told(analysis, length)
    sign = 1 if analysis.tokens[length.last].lower_ == "before" else -1
    return moved(length.duration, day, sign) if day is not None else None


def _lengths_to(analysis: Analysis, verb: Token) -> Iterator[TimeMention]:
    """The length that stands before the "after" of a verb's clause, whichever way it is parsed."""
    for child in verb.children:
        at = child.i - 1 if child.dep_ == "mark" else child.i if child.dep_ == "npadvmod" else -1
        length = analysis.time_at(at) if 0 <= at < verb.i else None
        if length is None or length.duration is None or length.time is not None:
            continue
        link = analysis.tokens[length.last]
        of_clause = link.head == verb if link.dep_ == "mark" else verb.dep_ == "advcl"
        if link.lower_ in {"after", "before"} and of_clause:
            yield length


def _day_before(analysis: Analysis, length: TimeMention) -> str | None:
    """The day told before a length in its sentence: that of what came after."""
    first = analysis.sentence_of_token[length.first].first
    days = [
        m.time.from_
        for m in analysis.times
        if first <= m.first < length.first and m.time is not None and m.time.from_ == m.time.to
    ]
    return days[-1] if days else None


def earlier_than(analysis: Analysis, event: EventMention) -> Time | None:
    """Not later than the act that came after it: "blocked a road on Friday after he was killed"."""
    head = analysis.tokens[event.head]
    verb = verb_over(head)
    if is_reason(head):
        later = verb
    elif comes_before(verb):
        later = verb.head
    else:
        return None
    day = day_of(analysis, later, None)
    if day is None:
        return None
    return Time(edtf=f"../{day}", from_=None, to=day, basis="inherited")


def day_of(analysis: Analysis, verb: Token, length: TimeMention | None) -> str | None:
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
