"""When a statement's event happened, and whether it is told as news or as history."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec.structs

from dateline.analysis import Analysis, EventMention, SpeechMention, TimeMention
from dateline.resolve.edtf import bounds
from dateline.types import Statement, Time

# What ended longer before publication than this is history to a news report.
NEWS_DAYS = 21
_AHEAD = frozenset({"planned", "promised", "requested", "threatened", "hypothetical"})


_FIGHT = frozenset(
    "conflict war campaign offensive operation fighting battle siege assault attack clash"
    " hostility uprising coup".split()
)


def event_time(
    analysis: Analysis,
    event: EventMention,
    speech: SpeechMention | None,
    before: list[Statement],
) -> Time | None:
    """The time of the event: its own expression, else bounds from the saying or the report."""
    for token in event.times:
        mention = analysis.time_at(token)
        if mention is not None and mention.time is not None and _says(mention.time):
            return _until_report(
                analysis, event, _of_antecedent(analysis, event, mention, mention.time)
            )
    if event.modality in _AHEAD:
        return None
    if during := _during(analysis, event, before):
        return during
    if event.perfect_past:
        return _not_after(analysis, speech)
    if inherited := _from_paragraph(analysis, event):
        return inherited
    return _not_after(analysis, speech)


def _until_report(analysis: Analysis, event: EventMention, time: Time) -> Time:
    """A count since a day goes as far as the report: "224 have been killed since Friday"."""
    published = analysis.document.published
    last = published.to if published.basis in {"given", "metadata", "text"} else None
    counted = any(
        c.dep_ == "nummod" for patient in event.patients for c in analysis.tokens[patient].children
    )
    still = event.modality != "asserted" or event.type not in _COUNTED
    if still or not counted or time.to is not None or time.from_ is None or last is None:
        return time
    if last < time.from_:
        return time
    start = (time.edtf or time.from_).removesuffix("/..")
    return msgspec.structs.replace(time, edtf=f"{start}/{last}", to=last)


_COUNTED = frozenset({"ASSAULT", "COERCE"})


def _says(time: Time) -> bool:
    """Whether a time says anything: a value, or at least one bound."""
    return time.edtf is not None or time.from_ is not None or time.to is not None


def _of_antecedent(
    analysis: Analysis, event: EventMention, mention: TimeMention, time: Time
) -> Time:
    """The time itself for what is told of it: "since 2011, when rebels rose" is of 2011."""
    head = analysis.tokens[mention.head]
    if time.edtf is None or not head.is_ancestor(analysis.tokens[event.head]):
        return time
    edtf = time.edtf.removeprefix("../").removesuffix("/..")
    first, last = bounds(edtf)
    return msgspec.structs.replace(time, edtf=edtf, from_=first, to=last)


def _during(analysis: Analysis, event: EventMention, before: list[Statement]) -> Time | None:
    """What is told to be "during the conflict" has the time of the fighting told last."""
    doc = analysis.tokens
    for token in doc[event.clause[0] : event.clause[1]]:
        if (
            token.lemma_.lower() in _FIGHT
            and token.dep_ == "pobj"
            and token.head.lower_ in {"during", "in"}
            and any(c.lower_ in {"the", "that", "this"} for c in token.children)
        ):
            told = [s.time for s in before if s.event.type == "ASSAULT" and s.time is not None]
            dated = [t for t in told if t.from_ is not None and t.to is not None]
            if dated:
                last = dated[-1]
                return Time(edtf=last.edtf, from_=last.from_, to=last.to, basis="inherited")
    return None


def background(
    analysis: Analysis, event: EventMention, time: Time | None, before: list[Statement]
) -> bool:
    """Whether the event is told as history: it ended well before this report came out."""
    if event.modality in {"planned", "threatened", "ongoing"}:
        return _old(analysis, time)
    if time is not None and time.to is not None and time.from_ is not None:
        return _old(analysis, time)
    sentence = analysis.sentences[event.sentence]
    return any(
        s.background and _paragraph(analysis, s) == sentence.paragraph
        for s in before
        if s.sentence.end <= sentence.span.end
    )


def _old(analysis: Analysis, time: Time | None) -> bool:
    """Whether a time ended long before the report came out.

    Where it is not known when that was, a month, season or year is taken for history's way of
    dating: news has its days.
    """
    last = _day(time.to) if time is not None else None
    if time is None or last is None:
        return False
    published, first = analysis.document.published, _day(time.from_)
    undated = published.basis in {"inferred", "unknown"} and time.basis != "document"
    if undated and first is not None and (last - first).days > NEWS_DAYS:
        return True
    reference = _day(published.from_) or _latest(analysis)
    return reference is not None and last < reference - timedelta(days=NEWS_DAYS)


def _latest(analysis: Analysis) -> date | None:
    days = [_day(m.time.from_) for m in analysis.times if m.time is not None]
    return max((day for day in days if day is not None), default=None)


def _from_paragraph(analysis: Analysis, event: EventMention) -> Time | None:
    """The time of a flashback goes on in its paragraph until another one is named."""
    sentence = analysis.sentences[event.sentence]
    if sentence.index == 0 or event.modality == "negated":
        return None
    for earlier in reversed(analysis.sentences[: sentence.index]):
        if earlier.paragraph != sentence.paragraph:
            return None
        named = [m for m in analysis.times if earlier.first <= m.first < earlier.last]
        times = [m.time for m in named if m.kind in {"date", "time"} and m.time is not None]
        if times:
            return _inherited(analysis, times)
    return None


def _inherited(analysis: Analysis, times: list[Time]) -> Time | None:
    """Only a single closed time that is history is taken over."""
    time = times[-1]
    if len(times) > 1 or time.from_ is None or time.to is None or not _old(analysis, time):
        return None
    return Time(edtf=time.edtf, from_=time.from_, to=time.to, basis="inherited")


def _not_after(analysis: Analysis, speech: SpeechMention | None) -> Time | None:
    """What is told as news happened not after it was said, else not after it was published."""
    said = _time_of_saying(analysis, speech) if speech is not None else None
    if said is not None and said.to is not None:
        return Time(edtf=f"../{said.to}", from_=None, to=said.to, basis="inherited")
    published = analysis.document.published
    if published.to is None or published.basis not in {"given", "metadata", "text"}:
        return None
    return Time(edtf=f"../{published.to}", from_=None, to=published.to, basis="document")


def _time_of_saying(analysis: Analysis, speech: SpeechMention) -> Time | None:
    sentence = analysis.sentences[speech.sentence]
    inside = [
        m
        for m in analysis.times
        if sentence.first <= m.first < sentence.last and not _held(m, speech)
    ]
    near = min(inside, key=lambda m: abs(m.first - speech.first), default=None)
    return near.time if near is not None else None


def _held(mention: TimeMention, speech: SpeechMention) -> bool:
    return any(first <= mention.first < last for first, last in speech.content)


def _paragraph(analysis: Analysis, statement: Statement) -> int | None:
    for sentence in analysis.sentences:
        if sentence.span == statement.sentence:
            return sentence.paragraph
    return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
