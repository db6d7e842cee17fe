"""The terms of a commitment: its start, length, end, condition, and whether it can be extended."""

from __future__ import annotations

import re
from datetime import date

import msgspec.structs

from dateline.analysis import Analysis, Sentence, TimeMention
from dateline.find.bound import Found
from dateline.find.guards import closes, cues, pattern
from dateline.resolve.edtf import add_duration, bounds
from dateline.text.tokens import Token
from dateline.types import Span, Time

_ENDS = frozenset({"until", "by", "before"})
_WITHIN = frozenset({"amod", "compound", "nmod", "nummod", "npadvmod", "quantmod"})
# A month named, without which an end is no day of a year that could be another.
_CALENDAR = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|christmas|new year)", re.IGNORECASE
)
_RANK = re.compile(r"\bfirst time (?:in|for)\s*$", re.IGNORECASE)
_END_OF = re.compile(r"\bend of (?:the )?$", re.IGNORECASE)


def times_of(analysis: Analysis, duty: Found) -> list[TimeMention]:
    """The times that stand in the clause of the duty, nearest to its cue first."""
    inside = [m for m in analysis.times if m.first in duty.clause or m.head in duty.clause]
    return sorted(inside, key=lambda m: abs(m.first - duty.cue))


def term_of(analysis: Analysis, duty: Found) -> str | None:
    """The term as an ISO 8601 duration: "for five years", "within 60 days", "six-month"."""
    inside = (m for m in times_of(analysis, duty) if not _of_another(analysis, duty, m))
    return next((m.duration for m in inside if is_term(analysis, m)), None)


def _of_another(analysis: Analysis, duty: Found, mention: TimeMention) -> bool:
    """Whether a length is that of something named in the act: "host a week-long visit"."""
    token = analysis.tokens[mention.head]
    while token.dep_ in _WITHIN and token.i in duty.clause:
        token = token.head
    return token.i >= mention.last and token.lemma_.lower() in cues("affair")


def is_term(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether a duration is one of a term, not "two years ago" or "a week after"."""
    after = analysis.text[mention.span.end : mention.span.end + 9].lower()
    return (
        mention.duration is not None
        and "X" not in mention.duration
        and not after.startswith((" before", " ago", " later", "-old", " old"))
        and (mention.relation == "within" or not after.startswith(" after"))
        and not (mention.relation == "after" and after.startswith(" of "))  # "20 years of war"
        and not _RANK.search(analysis.text[: mention.span.start][-24:])
        and not _ended_by(analysis.tokens[mention.head])
    )


def _ended_by(length: Token) -> bool:
    """Whether it is how long something went on: "end four decades of war"."""
    return length.dep_ == "dobj" and length.head.lemma_ in {"end", "mark", "follow"}


def counted_from_elsewhere(analysis: Analysis, duty: Found) -> bool:
    """Whether a term runs from something whose day nobody says: "of its entry into force"."""
    for mention in times_of(analysis, duty):
        if is_term(analysis, mention):
            after = analysis.tokens[mention.last : mention.last + 8]
            if not after or after[0].lower_ not in {"of", "from", "after", "following"}:
                return False
            start = next((t for t in after[1:] if t.pos_ in {"NOUN", "VERB", "PROPN"}), None)
            return (
                start is not None
                and analysis.time_at(start) is None
                and not any(start.lemma_.lower().startswith(w) for w in cues("concluding"))
            )
    return False


def starts_at(analysis: Analysis, sentence: Sentence, duty: Found) -> TimeMention | None:
    """When a term is said to start: "from noon on Saturday", "beginning on 1 October".

    Of a truce or stay the next sentence may say so: "It will take effect on Monday".
    """
    for mention in times_of(analysis, duty):
        if mention.time is not None and _opens(analysis, mention, sentence):
            return mention
    after = sentence.index + 1
    if (duty.duty != "refrain" and duty.type != "MOBILIZE") or after >= len(analysis.sentences):
        return None
    following = analysis.sentences[after]
    words = analysis.tokens[following.first : following.last]
    about = any(
        t.dep_ in {"nsubj", "nsubjpass"}
        and (t.lower_ == "it" or t.lemma_.lower() in cues("truce") | cues("mandate"))
        for t in words
    )
    if not about or following.paragraph != sentence.paragraph:
        return None
    for mention in analysis.times:
        if following.first <= mention.first < following.last and mention.time is not None:
            if _opens(analysis, mention, following):
                return mention
            if mention.relation in {None, "on", "at", "in"} and any(
                t.lemma_.lower() in cues("opening") and t.i < mention.first for t in words
            ):
                return mention
    return None


def _opens(analysis: Analysis, mention: TimeMention, sentence: Sentence) -> bool:
    """Whether the words before a time say that something starts then."""
    if mention.duration is not None:
        return False
    if mention.relation in {"from", "since"}:
        return True
    before = analysis.text[max(sentence.span.start, mention.span.start - 40) : mention.span.start]
    return pattern("starting").search(before) is not None


def due_of(
    analysis: Analysis,
    duty: Found,
    term: str | None,
    start: Time | None,
    made: Time | None,
    opened: TimeMention | None,
    *,
    old: bool,
) -> Time | None:
    """When it falls due: a date said, else the term counted from its start, else nothing.

    ``old``: the promise is told as history, so that a day without a year is the nearest.
    """
    if opened is not None and (end := _closed(opened)) is not None:
        return end
    dated = [
        m for m in times_of(analysis, duty) if m.first != duty.made and not _is_opening(m, opened)
    ]
    ends = [
        m
        for m in dated
        if m.relation in _ENDS or (m.duration is None and closes(analysis.text, m.span.start))
    ]
    held = analysis.tokens[duty.cue].lemma_.lower() in cues("held")
    first = duty.cue_start if held else analysis.tokens[duty.cue].idx
    rest = [m for m in dated if m not in ends and m.span.start > first]
    for mention in (*ends, *rest):
        time = mention.time
        if time is None or time.edtf is None or mention.duration is not None:
            continue
        if mention in rest and not duty.past and _gone(analysis, time):
            continue
        if mention in ends or _ahead(analysis, time) or _within_act(analysis, duty, mention):
            whole = time if mention not in ends and _closed_stretch(time) else None
            end, told = whole or _last(analysis, mention, time), made or _published(analysis)
            dateless = made is None or made.basis == "document"
            return _nearest(end, told) if old and dateless else _after(end, told)
    if term is None or start is None or start.from_ is None:
        return None
    return add_duration(start, term)


def _is_opening(mention: TimeMention, opened: TimeMention | None) -> bool:
    """Whether a time is that at which the term opens: "takes effect at midnight on Friday"."""
    return mention is opened or (
        opened is not None and mention.time is not None and mention.time.edtf is not None
        and opened.time is not None and mention.time.edtf == opened.time.edtf
    )  # fmt: skip


def _closed_stretch(time: Time) -> bool:
    """Whether a time is a stretch with both ends, in which the act falls: "next week"."""
    return "/" in (time.edtf or "") and time.from_ is not None and time.to is not None


def _closed(opened: TimeMention) -> Time | None:
    """The end of a stretch of time that says both: "from October 1 until January 12"."""
    time = opened.time
    if time is None or time.edtf is None or "/" not in time.edtf or time.edtf.endswith(".."):
        return None
    edtf = time.edtf.split("/")[1]
    first, last = bounds(edtf)
    return None if last is None else msgspec.structs.replace(time, edtf=edtf, from_=first, to=last)


def _within_act(analysis: Analysis, duty: Found, mention: TimeMention) -> bool:
    """Whether a duty's own words name its day, one past only of a past duty.

    "Had agreed to send police in May"; "will address the nation on Monday", which is today.
    """
    if duty.duty == "refrain" or not duty.first <= mention.first < duty.last:
        return False
    if not duty.past and (mention.time is None or _gone(analysis, mention.time)):
        return False
    token = analysis.tokens[mention.head]
    if analysis.tokens[duty.cue].pos_ != "VERB":
        return False
    return not any(
        a.dep_ in {"relcl", "acl"} and duty.cue < a.i < mention.first for a in token.ancestors
    )


def until(analysis: Analysis, times: list[TimeMention], *, past: bool = False) -> Time | None:
    """The end that the first of these with "until", "to" or "by" says.

    ``past``: it may have passed already, so that a day without a year is the nearest.
    """
    for mention in times:
        time = mention.time
        to = analysis.text[max(0, mention.span.start - 4) : mention.span.start].endswith(" to ")
        if (to or mention.relation in _ENDS) and time is not None and time.edtf is not None:
            last, told = _last(analysis, mention, time), _published(analysis)
            return _nearest(last, told) if past else _after(last, told)
    return None


def news_day(analysis: Analysis) -> Time | None:
    """The report's own day, from which a term that is its news runs, where it is one day."""
    published = analysis.document.published
    if published.basis == "inferred" or published.from_ != published.to or published.edtf is None:
        return None
    return Time(edtf=published.edtf, from_=published.from_, to=published.to, basis="inferred")


def _published(analysis: Analysis) -> Time | None:
    published = analysis.document.published
    if published.edtf is None or published.basis == "inferred":
        return None
    return Time(edtf=published.edtf, from_=published.from_, to=published.to, basis="document")


def _open_year(due: Time) -> re.Match[str] | None:
    if re.search(r"\d{4}", due.text or "") or not _CALENDAR.search(due.text or ""):
        return None
    return re.fullmatch(r"(\d{4})(-\d\d(?:-\d\d)?)", due.edtf or "")


def _after(due: Time, made: Time | None) -> Time:
    """An end without a year is the first such after the promise: "in May ... by March"."""
    start = (made.from_ or made.to) if made is not None else None
    match = _open_year(due)
    if match is None or start is None:
        return due
    for year in range(int(match[1]) - 1, int(match[1]) + 2):
        edtf = f"{year:04}{match[2]}"
        first, last = bounds(edtf)
        if first is not None and last is not None and last >= start:
            return msgspec.structs.replace(due, edtf=edtf, from_=first, to=last)
    return due


def _nearest(due: Time, told: Time | None) -> Time:
    """An end without a year, told of the past, is the one nearest to the report."""
    match = _open_year(due)
    day = (told.to or told.from_) if told is not None else None
    if match is None or day is None:
        return due
    near: tuple[int, str, str, str] | None = None
    for year in range(int(match[1]) - 1, int(match[1]) + 2):
        edtf = f"{year:04}{match[2]}"
        first, last = bounds(edtf)
        if first is not None and last is not None:
            away = abs((date.fromisoformat(last) - date.fromisoformat(day)).days)
            near = min(near or (away, edtf, first, last), (away, edtf, first, last))
    if near is None:
        return due
    return msgspec.structs.replace(due, edtf=near[1], from_=near[2], to=near[3])


def _gone(analysis: Analysis, time: Time) -> bool:
    """Whether a time is over when it is told: no day of what is still to come."""
    published = analysis.document.published
    return bool(time.to and published.from_ and time.to < published.from_)


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
    """The clause that a duty depends on: "if ...", "as soon as ...", "should the army leave"."""
    doc = analysis.tokens
    for i in sorted(duty.clause):
        token = doc[i]
        clause = token.head
        if token.lower_ in cues("condition") and token.dep_ in {"mark", "advmod", "prep"}:
            own = token.dep_ == "prep" and any(c.dep_ == "pcomp" for c in token.children)
            return _whole(analysis, token if own else clause)
        if (
            token.tag_ == "MD"
            and token.lower_ == "should"
            and token.dep_ == "aux"
            and clause.dep_ == "advcl"
            and any(c.dep_ in {"nsubj", "nsubjpass"} and c.i > token.i for c in clause.children)
        ):
            return _whole(analysis, clause)
    sentence = analysis.sentence_of_token[duty.cue]
    text = doc[sentence.first : sentence.last].text
    if (match := pattern("on_condition").search(text)) is None:
        return None
    start = doc[sentence.first].idx + match.start("clause")
    span = doc.char_span(start, start + len(match["clause"]), alignment_mode="expand")
    return None if span is None else analysis.span(span.start, span.end)


def _whole(analysis: Analysis, clause: Token) -> Span:
    tokens = [t.i for t in clause.subtree]
    return analysis.span(min(tokens), max(tokens) + 1)


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
        if pattern("not_extendable").search(text):
            return False
        if pattern("extend").search(text) and pattern("may").search(text):
            return True
    return None
