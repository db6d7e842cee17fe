"""When a statement's event happened."""

from __future__ import annotations

import re

import msgspec.structs

from dateline.analysis import Analysis, EventMention, SpeechMention, TimeMention
from dateline.find.flashback import WORDS, from_paragraph
from dateline.find.footage import shown
from dateline.find.headers import headed
from dateline.find.lasting import until_now, up_to, within_length, within_since
from dateline.find.told_since import (
    counted_from,
    earlier_than,
    in_since,
    published_last,
    since_told,
)
from dateline.resolve.edtf import bounds
from dateline.resolve.expressions import words
from dateline.text.tokens import Token
from dateline.text.upward import verb_over
from dateline.types import Statement, Time

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
    if counted := up_to(analysis, event) or counted_from(analysis, event):
        return counted
    if event.modality in _AHEAD and (counted := within_since(analysis, event)):
        return counted
    if (own := _own(analysis, event)) is not None:
        return own
    if event.modality in _AHEAD:
        said = _time_of_saying(analysis, speech) if speech is not None else None
        return within_length(analysis, event, said)
    return (
        since_told(analysis, event, before)
        or until_now(analysis, event)
        or shown(analysis, event)
        or headed(analysis, event)
        or _refused(analysis, event, speech)
        or _during(analysis, event, before)
        or earlier_than(analysis, event)
        or (None if event.perfect_past else from_paragraph(analysis, event))
        or _not_after(analysis, speech)
    )


def _own(analysis: Analysis, event: EventMention) -> Time | None:
    """What the first of the times that go with an act, and may be its own, say of it."""
    for token in event.times:
        mention = analysis.time_at(token)
        if mention is None or mention.time is None or not _says(mention.time):
            continue
        if _is_purpose(mention) and event.modality in _TOLD:
            continue
        if _ahead(analysis, mention.time) and _is_past(analysis, event):
            continue
        if in_since(analysis, event, mention):
            continue
        time = _to_last(analysis, mention, mention.time)
        time = _of_phrase(analysis, event, mention, _of_antecedent(analysis, event, mention, time))
        return _within_report(analysis, event, _while(analysis, event, mention, time))
    return None


def _ahead(analysis: Analysis, time: Time) -> bool:
    """Whether a time begins after the report."""
    last = published_last(analysis)
    return time.from_ is not None and last is not None and time.from_ > last


def _is_past(analysis: Analysis, event: EventMention) -> bool:
    """Whether an act is over or refused, whatever is to come by it: "prolonged it to 1 July".

    Words that bind or threaten have the time of what is to come.
    """
    refused = event.modality == "negated" and event.type == "REJECT"
    head = analysis.tokens[event.head]
    put_off = head.lemma_.lower() in words()["tense"]["put_off"]
    told = put_off or event.type in WORDS
    over = head.tag_ == "VBD" or (told and head.tag_ == "VBN" and _has_had(head))
    over = over and event.modality == "asserted"
    return refused or (over and (put_off or event.type not in _BINDING))


def _has_had(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in {"has", "have", "had"} for c in verb.children)


_BINDING = frozenset({"AGREE", "CONCEDE", "THREATEN"})


def _is_purpose(mention: TimeMention) -> bool:
    """Whether it is a period that something is for: "signed a quota for 1995"."""
    edtf = mention.time.edtf if mention.time is not None else None
    return mention.relation == "for" and edtf is not None and len(edtf) <= len("2024-06")


def _within_report(analysis: Analysis, event: EventMention, time: Time) -> Time:
    """What has happened had happened by the report, what is to come is yet to come.

    "Since Friday" and "this week" end with the report, "will leave by May" begins with it.
    """
    last = published_last(analysis)
    if last is None:
        return time
    if event.modality in _TO_COME:
        if time.from_ is None and time.to is not None and time.to >= last:
            return msgspec.structs.replace(time, edtf=f"{last}/{_end(time)}", from_=last)
        return time
    told = event.modality in _TOLD and time.from_ is not None and time.from_ <= last
    if not told or (time.to is not None and (time.to <= last or "[" in (time.edtf or ""))):
        return time
    if time.to is not None and time.from_ == last:
        return time  # "this week" on its first day, by which the report may not have been written
    start = (time.edtf or time.from_ or "").split("/")[0]
    return msgspec.structs.replace(time, edtf=f"{start}/{last}", to=last)


def _while(analysis: Analysis, event: EventMention, mention: TimeMention, time: Time) -> Time:
    """The time itself for what went on by then: "by August thousands were camping there"."""
    open_ = mention.relation == "by" and time.from_ is None and time.edtf is not None
    if not open_ or not _went_on(analysis.tokens[event.head]):
        return time
    edtf = f"{time.edtf}".removeprefix("../")
    first, last = bounds(edtf)
    return msgspec.structs.replace(time, edtf=edtf, from_=first, to=last)


def _went_on(verb: Token) -> bool:
    """Whether a verb tells what was going on: "were camping and shouting"."""
    while verb.tag_ == "VBG":
        if any(c.dep_ == "aux" and c.lower_ in {"was", "were"} for c in verb.children):
            return True
        if verb.dep_ != "conj":
            return False
        verb = verb.head
    return False


def _end(time: Time) -> str:
    return (time.edtf or time.to or "").removeprefix("../")


_TO_COME = frozenset({"planned", "promised"})
_TOLD = frozenset({"asserted", "ongoing", "negated"})


def _of_phrase(analysis: Analysis, event: EventMention, mention: TimeMention, time: Time) -> Time:
    """The time as the phrase that holds it says: "since the first round on March 29"."""
    noun = analysis.tokens[mention.head].head
    noun = noun.head if noun.dep_ == "prep" else noun
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.dep_ != "pobj" or ".." in (time.edtf or ""):
        return time
    if noun.i == event.head:
        return time  # the coup itself, of "after the coup of 26 July"
    if noun.head.lower_ in {"since", "after"} and time.from_ is not None:
        start = (time.edtf or time.from_).split("/")[0]
        return msgspec.structs.replace(time, edtf=f"{start}/..", to=None)
    return time


def _says(time: Time) -> bool:
    """Whether a time says anything: a value, or at least one bound."""
    return time.edtf is not None or time.from_ is not None or time.to is not None


def _to_last(analysis: Analysis, mention: TimeMention, time: Time) -> Time:
    """From the first to the last of times of one act: "in May and July", "Monday or Friday"."""
    ends, listed = mention, False
    for other in analysis.times:
        if other.first < mention.last:
            continue
        link = _LIST.fullmatch(analysis.text, ends.span.end, other.span.start)
        if link is None:
            break
        ends, listed = other, listed or link[0] != ", "
    last = ends.time
    if not listed or last is None or not _closed(time) or not _closed(last):
        return time
    alike = len(f"{time.edtf}") == len(f"{last.edtf}")
    if not alike or f"{last.from_}" <= f"{time.to}":
        return time
    edtf = f"{time.edtf}".split("/")[0] + "/" + f"{last.edtf}".split("/")[-1]
    return msgspec.structs.replace(time, edtf=edtf, to=last.to)


_LIST = re.compile(r",? (?:and|or) |, ")


def _closed(time: Time) -> bool:
    """Whether a time has both ends, and is not one of two."""
    known = time.edtf and time.from_ and time.to
    return bool(known) and "[" not in f"{time.edtf}"


def _of_antecedent(
    analysis: Analysis, event: EventMention, mention: TimeMention, time: Time
) -> Time:
    """The time itself for what is told of it: "since 2011, when rebels rose" is of 2011."""
    head, trigger = analysis.tokens[mention.head], analysis.tokens[event.head]
    of_it = any(t.lower_ == "when" for t in analysis.tokens[mention.last : mention.last + 2])
    if time.edtf is None or not (
        head.is_ancestor(trigger) or (of_it and mention.last <= event.head)
    ):
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


def _refused(analysis: Analysis, event: EventMention, speech: SpeechMention | None) -> Time | None:
    """The day on which somebody said that he would not: the refusal is in the saying."""
    verb = verb_over(analysis.tokens[event.head])
    would = any(c.dep_ == "aux" and c.lower_ in {"would", "will", "wo"} for c in verb.children)
    refuses = event.modality == "negated" and event.type in {"REJECT", "THREATEN"} and would
    if speech is None or not refuses:
        return None
    for mention in analysis.times:
        said = mention.time
        if verb_over(analysis.tokens[mention.head]).i != speech.head:
            continue
        if said is not None and said.from_ is not None and said.from_ == said.to:
            return Time(edtf=said.edtf, from_=said.from_, to=said.to, basis="inherited")
    return None


def _not_after(analysis: Analysis, speech: SpeechMention | None) -> Time | None:
    """What is told as news happened not after it was said, else not after it was published."""
    said = _time_of_saying(analysis, speech) if speech is not None else None
    last = published_last(analysis)
    if said is not None and said.to is not None and (last is None or said.to <= last):
        return Time(edtf=f"../{said.to}", from_=None, to=said.to, basis="inherited")
    if last is None:
        return None
    return Time(edtf=f"../{last}", from_=None, to=last, basis="document")


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
