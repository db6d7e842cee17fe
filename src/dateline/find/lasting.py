"""Times that a length gives an act: "held for 52 days", "three days of riots", "within a week"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis import Analysis, EventMention, TimeMention
from dateline.find.tenses import is_perfect
from dateline.find.told_since import day_of, published_last
from dateline.resolve.edtf import add_duration, bounds
from dateline.resolve.expressions import words
from dateline.resolve.from_events import SINGLE, moved
from dateline.resolve.joined import end_of
from dateline.text.tokens import Token
from dateline.text.upward import first_joined, verb_over
from dateline.types import Time


def until_now(analysis: Analysis, event: EventMention) -> Time | None:
    """From so long ago to the report: "have held him for 52 days"."""
    verb = verb_over(analysis.tokens[event.head])
    last = published_last(analysis)
    lasts = event.type in _GOING_ON or verb.lemma_.lower() in words()["happens"]["lasting"]
    if last is None or not lasts or not is_perfect(verb):
        return None
    length = next((m for m in _lengths(analysis, {verb}) if m.relation == "for"), None)
    return _back_from(last, length) if length is not None else None


# Acts that go on; of others a length says what was done for how long ("offered aid for a year").
_GOING_ON = frozenset({"ASSAULT", "PROTEST"})


def up_to(analysis: Analysis, event: EventMention) -> Time | None:
    """What went on so long up to the day of its sentence: "on Friday, after two days of riots"."""
    trigger = analysis.tokens[event.head]
    noun = _lasted(trigger)
    of = noun.head if noun is not None else None
    length = analysis.time_at(of.head) if of is not None and of.lower_ == "of" else None
    if length is None or length.duration is None or length.time is not None:
        return None
    for up in trigger.ancestors:
        day = day_of(analysis, up, length) if up.pos_ in {"VERB", "AUX"} else None
        if day is not None:
            return _back_from(day, length)
    return None


def _lasted(trigger: Token) -> Token | None:
    """The noun of what goes on: the act itself, or what it happened in."""
    if trigger.pos_ == "NOUN":
        return first_joined(trigger)
    verb = verb_over(trigger)
    inside = any(
        c.lower_ in {"in", "during"} and any(w.lower_ == "which" for w in c.children)
        for c in verb.children
    )
    return verb.head if verb.dep_ == "relcl" and inside else None


def _back_from(last: str, length: TimeMention) -> Time | None:
    if length.duration is None or "X" in length.duration:
        return None
    start = moved(length.duration, last, -1)
    if start is None or start.edtf is None:
        return None
    edtf = f"{end_of(start.edtf, 0)}/{last}"
    first, until = bounds(edtf)
    return Time(edtf=edtf, from_=first, to=until, basis="inferred")


def within_length(analysis: Analysis, event: EventMention, said: Time | None) -> Time | None:
    """From the saying, else from the report, to the end of a length: "will leave within a week"."""
    last = published_last(analysis)
    day = said.to if said is not None and said.from_ == said.to else last
    length = next(_limits(analysis, event), None)
    if day is None or length is None:
        return None
    end = add_duration(Time(edtf=day, from_=day, to=day, basis="document"), length)
    if end is None or end.to is None:
        return None
    return Time(edtf=f"{day}/{end.edtf}", from_=day, to=end.to, basis="inferred")


def within_since(analysis: Analysis, event: EventMention) -> Time | None:
    """From the day of what it is joined to: "which opens on Monday and is to report in a week"."""
    shared = analysis.time_at(event.times[0]) if event.times else None
    if shared is None or verb_over(analysis.tokens[shared.head]) in _verbs(analysis, event):
        return None
    return within_length(analysis, event, shared.time)


def _verbs(analysis: Analysis, event: EventMention) -> set[Token]:
    verb = verb_over(analysis.tokens[event.head])
    return {verb, *(c for c in verb.children if c.dep_ == "xcomp")}


def _limits(analysis: Analysis, event: EventMention) -> Iterator[str]:
    """The lengths within which an act is to be done; "the week" is one from now."""
    verbs = _verbs(analysis, event)
    yield from (
        m.duration for m in _lengths(analysis, verbs) if m.relation == "within" and m.duration
    )
    for mention in analysis.times:
        head = analysis.tokens[mention.head]
        unit = SINGLE.get(mention.span.text.lower().removeprefix("the "))
        bare = mention.time is None or mention.time.to is None
        if unit and bare and mention.relation == "within" and head.head.head in verbs:
            yield unit


def _lengths(analysis: Analysis, verbs: set[Token]) -> Iterator[TimeMention]:
    """The lengths that prepositions bind to some verbs."""
    for mention in analysis.times:
        head = analysis.tokens[mention.head]
        if mention.duration is None or mention.time is not None or "X" in mention.duration:
            continue
        if head.head.dep_ == "prep" and head.head.head in verbs:
            yield mention
