"""What is told as history, and the time of a flashback, which goes on in its paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dateline.analysis import Analysis, EventMention, Sentence, TimeMention
from dateline.find.beside import clause_of
from dateline.text.upward import verb_over
from dateline.types import Time

# What ended longer before publication than this is history to a news report.
NEWS_DAYS = 21


def background(analysis: Analysis, event: EventMention, time: Time | None) -> bool:
    """Whether the event is told as history: it ended well before this report came out."""
    if event.modality in {"planned", "threatened", "ongoing"}:
        return _old(analysis, time)
    if time is not None and time.to is not None and time.from_ is not None:
        return _old(analysis, time)
    if not (event.perfect_past or _of_story(analysis, event)):
        return False
    sentence = analysis.sentences[event.sentence]
    told = [time for time in _told_last(analysis, sentence, sentence.index) if time is not None]
    return bool(told) and _old(analysis, told[-1])


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
    return reference is not None and (reference - last).days > NEWS_DAYS


def _latest(analysis: Analysis) -> date | None:
    days = [_day(m.time.from_) for m in analysis.times if m.time is not None]
    return max((day for day in days if day is not None), default=None)


def from_paragraph(analysis: Analysis, event: EventMention) -> Time | None:
    """The time of a flashback goes on in its paragraph until another one is named.

    Only for acts that are told in the past tense, and not for words: what is said of history
    may have been said since.
    """
    sentence = analysis.sentences[event.sentence]
    if sentence.index == 0 or event.modality == "negated" or event.type in WORDS:
        return None
    if (
        not _of_story(analysis, event)
        or any(_named(analysis, sentence))
        or _judged(analysis, event)
    ):
        return None
    told = _told_last(analysis, sentence, sentence.index - 1)
    return _inherited(analysis, told[0]) if len(told) == 1 else None


def _judged(analysis: Analysis, event: EventMention) -> bool:
    """Whether it is what a court does of an act, some time after it."""
    doers = (analysis.actor_at(agent) for agent in event.agents)
    return event.mode == "convict" or any(m is not None and m.actor.sector == "JUD" for m in doers)


def _told_last(analysis: Analysis, sentence: Sentence, until: int) -> list[Time | None]:
    """The times of the last sentence of a paragraph, up to one, that tells when its story was.

    ``None`` stands for one told in passing.
    """
    for earlier in reversed(analysis.sentences[: until + 1]):
        if earlier.paragraph != sentence.paragraph:
            break
        named = list(_named(analysis, earlier))
        times = [None if _aside(analysis, m) else m.time for m in named]
        if any(times) or (earlier != sentence and _of_today(analysis, earlier)):
            return times
    return []


def _of_today(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether a sentence is back from the story: it tells what is, has been or will be."""
    root = analysis.tokens[sentence.first].sent.root
    return any(
        verb.tag_ in {"VBZ", "VBP"} or any(c.lower_ in _NOW for c in verb.children)
        for verb in (root, *root.conjuncts)
        if verb.pos_ in {"VERB", "AUX"}
    )


WORDS = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "SUPPORT"})


def _named(analysis: Analysis, sentence: Sentence) -> Iterator[TimeMention]:
    for mention in analysis.times:
        if sentence.first <= mention.first < sentence.last and mention.kind in {"date", "time"}:
            yield mention


def _aside(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether a time is told in passing: "the party, barred in April, said", "who left in May"."""
    head = analysis.tokens[mention.head]
    return any(
        up.dep_ in {"relcl", "appos"}
        or (up.dep_ == "acl" and up.tag_ == "VBN")
        or up.lower_ == "than"
        for up in (head, *head.ancestors)
    )


def _of_story(analysis: Analysis, event: EventMention) -> bool:
    """Whether it is told in the simple past, as a story is, and not in what somebody says."""
    verb = verb_over(analysis.tokens[event.head])
    if any(up.dep_ in {"ccomp", "pcomp", "xcomp"} for up in (verb, *verb.ancestors)):
        return False
    cues = {speech.head for speech in analysis.speech}
    if any(up.i in cues for up in verb.ancestors if verb.dep_ == "relcl"):
        return False  # "an officer who reached the coast on foot said"
    aux = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    first = clause_of(verb)
    return not {verb.tag_, first.tag_} & {"VBZ", "VBP"} and not aux & _NOW


_NOW = frozenset({"has", "have", "is", "are", "'s", "'ve", "'re", "will"})


def _inherited(analysis: Analysis, time: Time | None) -> Time | None:
    """Only a closed time that is history is taken over."""
    if time is None or time.from_ is None or time.to is None or not _old(analysis, time):
        return None
    return Time(edtf=time.edtf, from_=time.from_, to=time.to, basis="inherited")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
