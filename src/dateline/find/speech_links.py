"""Which source and which contents belong to which cue: from spans in a row to who says what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dateline.analysis import Analysis
from dateline.find.speech_spans import SpeechSpan

Range = tuple[int, int]
# So many words without a role between two contents of one cue are taken in.
_SLIP = 2


@dataclass(slots=True)
class Link:
    """A cue with its sources and contents; a cue with neither is left in, a content without is not.

    ``contents`` are joined where nothing or a quotation's own marks stand between them.
    """

    cue: SpeechSpan
    sources: list[SpeechSpan] = field(default_factory=list)
    contents: list[Range] = field(default_factory=list)


def links(
    analysis: Analysis, spans: Sequence[SpeechSpan], quoted: Iterable[Range]
) -> tuple[list[Link], list[Range]]:
    """Every cue with what belongs to it, and the contents that belong to none."""
    made = [Link(span) for span in spans if span.role == "Cue"]
    by_sentence: dict[int, list[Link]] = {}
    for link in made:
        by_sentence.setdefault(link.cue.sentence, []).append(link)
    for span in spans:
        near = by_sentence.get(span.sentence)
        if span.role == "Source" and near:
            _of_source(analysis, span, near).sources.append(span)
    contents = [span for span in spans if span.role == "Content"]
    at = {i: number for number, pair in enumerate(quoted) for i in range(*pair)}
    owner = [_nearest(span, by_sentence.get(span.sentence, ())) for span in contents]
    _carry(analysis, contents, owner, at)
    taken = {i for span in spans for i in range(span.first, span.last)}
    free: list[Range] = []
    for span, whose in zip(contents, owner, strict=True):
        here = free if whose is None else whose.contents
        _append(analysis, here, (span.first, span.last), at, taken)
    return made, free


def _gap(one: SpeechSpan, other: SpeechSpan) -> int:
    return one.first - other.last if one.first >= other.last else other.first - one.last


def _nearest(span: SpeechSpan, near: Sequence[Link]) -> Link | None:
    """The cue with the fewest tokens between; of two as near, the one before."""
    return min(near, key=lambda link: (_gap(link.cue, span), link.cue.first), default=None)


def _of_source(analysis: Analysis, span: SpeechSpan, near: Sequence[Link]) -> Link:
    """The cue that the source depends on, else the nearest."""
    head = analysis.tokens[span.first : span.last].root
    for above in (head, *head.ancestors):
        for link in near:
            if link.cue.first <= above.i < link.cue.last:
                return link
    return min(near, key=lambda link: (_gap(link.cue, span), link.cue.first))


def _carry(
    analysis: Analysis,
    contents: Sequence[SpeechSpan],
    owner: list[Link | None],
    at: dict[int, int],
) -> None:
    """Contents in a sentence without a cue go with the rest of their quotation or paragraph.

    The rest of one quotation may follow (*"We won. They left," he said*); a further quotation
    goes on with the last speaker of its paragraph.
    """
    for i in range(len(contents) - 2, -1, -1):
        mine = at.get(contents[i].first, at.get(contents[i].last - 1))
        if owner[i] is None and mine is not None and at.get(contents[i + 1].first) == mine:
            owner[i] = owner[i + 1]
    for i in range(1, len(contents)):
        if owner[i] is not None:
            continue
        mine = at.get(contents[i].first, at.get(contents[i].last - 1))
        if mine is None:
            continue
        here = analysis.sentences[contents[i].sentence].paragraph
        before = analysis.sentences[contents[i - 1].sentence].paragraph
        if here == before or at.get(contents[i - 1].last - 1) == mine:
            owner[i] = owner[i - 1]


def _append(
    analysis: Analysis, found: list[Range], one: Range, at: dict[int, int], taken: set[int]
) -> None:
    """Adds a content, joined to the one before where no more than a word or two is left out."""
    if found:
        first, last = found[-1]
        between = [t for t in analysis.tokens[last : one[0]] if not t.is_space]
        same = at.get(last - 1) is not None and at.get(last - 1) == at.get(one[0])
        slip = len(between) <= _SLIP and not any(t.i in taken or t.is_punct for t in between)
        if slip or (same and all(t.is_punct for t in between)):
            found[-1] = (first, one[1])
            return
    found.append(one)
