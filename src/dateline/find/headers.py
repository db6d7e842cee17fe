"""Days that head what follows: the lines of a diary or a chronology ("May 1996 - Troops take")."""

from __future__ import annotations

from dateline.analysis import Analysis, EventMention, Sentence, TimeMention
from dateline.text.upward import verb_over
from dateline.types import Time

_CLOSING = frozenset({"-", "--", "–", "—", ":"})
_TOLD = frozenset({"asserted", "ongoing"})
_APART = frozenset({"has", "have", "had", "'ve", "will"})
# A day heads so many sentences at most.
_REACH = 60


def headed(analysis: Analysis, event: EventMention) -> Time | None:
    """The day that heads an act, where the text goes on from one such day to the next.

    One alone may be the report's own; what is told in the perfect may have been at another time.
    """
    verb = verb_over(analysis.tokens[event.head])
    apart = any(c.dep_ == "aux" and c.lower_ in _APART for c in verb.children)
    mention = None if apart or event.modality not in _TOLD else _over(analysis, event.sentence)
    time = mention.time if mention is not None else None
    if mention is None or time is None or not _is_diary(analysis, mention):
        return None
    return Time(edtf=time.edtf, from_=time.from_, to=time.to, basis="inherited")


def _over(analysis: Analysis, index: int) -> TimeMention | None:
    """The day nearest before a sentence: one in its paragraph, else one alone on a line."""
    here = analysis.sentences[index]
    for sentence in reversed(analysis.sentences[max(0, index - _REACH) : index + 1]):
        mention = _head(analysis, sentence)
        if mention is not None:
            inside = sentence.paragraph == here.paragraph
            return mention if inside or _is_alone(analysis, mention, sentence) else None
    return None


def _is_diary(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether another day heads other lines."""
    others = (_head(analysis, sentence) for sentence in analysis.sentences)
    return any(other is not None and other.time != mention.time for other in others)


def _head(analysis: Analysis, sentence: Sentence) -> TimeMention | None:
    """The day that stands in front of what happened on it, or alone on its line."""
    mention = analysis.time_at(sentence.first)
    if mention is None or mention.kind != "date" or mention.time is None:
        return None
    first, last = mention.time.from_, mention.time.to
    published = analysis.document.published.to
    if first is None or last is None or (published is not None and last > published):
        return None
    heads = _is_alone(analysis, mention, sentence) or _is_closed(analysis, mention)
    return mention if heads else None


def _is_alone(analysis: Analysis, mention: TimeMention, sentence: Sentence) -> bool:
    """Whether a line is nothing but a day."""
    return all(t.is_punct for t in analysis.tokens[mention.last : sentence.last])


def _is_closed(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether a colon or a dash parts a day from what happened on it."""
    after = analysis.tokens[mention.last : mention.last + 1]
    return any(t.text in _CLOSING and t.whitespace_ for t in after)
