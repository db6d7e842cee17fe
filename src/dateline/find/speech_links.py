"""Which source and which contents belong to which cue: from spans in a row to who says what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dateline.analysis import Analysis
from dateline.find.quotes import sets_off
from dateline.find.speech_spans import SpeechSpan

Range = tuple[int, int]
# So many words without a role between two contents of one cue are taken in.
_SLIP = 2
# The share of its sentence from which on a content is all of it.
_WHOLE = 0.8


@dataclass(slots=True)
class Link:
    """A cue with its sources and contents; a cue with neither is left in, a content without is not.

    ``contents`` are joined where nothing or a quotation's own marks stand between them. ``further``
    is what the same speaker is told to have said after or before, each time without a cue.
    """

    cue: SpeechSpan
    sources: list[SpeechSpan] = field(default_factory=list)
    contents: list[Range] = field(default_factory=list)
    further: list[list[Range]] = field(default_factory=list)


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
    anew: dict[int, list[int]] = {}
    for span in contents:
        if span.first in at and sets_off(analysis.tokens, span.first):
            anew.setdefault(span.sentence, []).append(span.first)
    owner = [_nearest(span, _near(span, by_sentence, anew)) for span in contents]
    _of_next(analysis, contents, owner, at, by_sentence)
    _carry(analysis, contents, owner, at)
    taken = {i for span in spans for i in range(span.first, span.last)}
    free: list[Range] = []
    for span, whose in zip(contents, owner, strict=True):
        if whose is None:
            _append(analysis, free, (span.first, span.last), at, taken)
            continue
        if not whose.further or not _one_speech(analysis, whose.further[-1], span, at, taken):
            whose.further.append([])
        _append(analysis, whose.further[-1], (span.first, span.last), at, taken)
    for link in made:
        _settle(analysis, link)
    return made, free


def _one_speech(
    analysis: Analysis,
    run: Sequence[Range],
    span: SpeechSpan,
    at: dict[int, int],
    taken: set[int],
) -> bool:
    """Whether a content goes on with those before it.

    It does in their quotation, and in their sentence if only words with a role stand between; a
    quotation does in their sentence, and after other quotations in its paragraph.
    """
    first, last = run[-1]
    before, mine = analysis.sentence_of_token[first], at.get(span.first)
    if mine is not None and at.get(last - 1) == mine:
        return True
    if before.index == span.sentence:
        between = [t for t in analysis.tokens[last : span.first] if not (t.is_space or t.is_punct)]
        free = [t for t in between if t.i not in taken]
        return mine is not None or not free or len(free) == len(between) <= _SLIP
    same = before.paragraph == analysis.sentences[span.sentence].paragraph
    return same and mine is not None and any(b - 1 in at for _, b in run)


def _settle(analysis: Analysis, link: Link) -> None:
    """Of all that a cue has been given, what stands nearest in its sentence is its own content."""
    cue, here = link.cue, analysis.sentences[link.cue.sentence]
    near = [
        min(
            (not here.first <= last - 1 < here.last, _apart(cue, (first, last)))
            for first, last in run
        )
        for run in link.further
    ]
    if near:
        link.contents = link.further.pop(near.index(min(near)))


def _apart(cue: SpeechSpan, part: Range) -> int:
    return part[0] - cue.last if part[0] >= cue.last else cue.first - part[1]


def _near(
    span: SpeechSpan, by_sentence: dict[int, list[Link]], anew: dict[int, list[int]]
) -> Sequence[Link]:
    """The cues of its sentence, but none beyond a quotation that a colon or dash sets off."""
    near = by_sentence.get(span.sentence, [])
    end = next((first for first in anew.get(span.sentence, ()) if first > span.first), None)
    return near if end is None else [link for link in near if link.cue.first < end]


def _nearest(span: SpeechSpan, near: Sequence[Link]) -> Link | None:
    """The cue with the fewest tokens between; of two as near, the one before."""
    return min(
        near,
        key=lambda link: (_apart(link.cue, (span.first, span.last)), link.cue.first),
        default=None,
    )


def _of_source(analysis: Analysis, span: SpeechSpan, near: Sequence[Link]) -> Link:
    """The cue that the source depends on, else the nearest."""
    head = analysis.tokens[span.first : span.last].root
    for above in (head, *head.ancestors):
        for link in near:
            if link.cue.first <= above.i < link.cue.last:
                return link
    return min(near, key=lambda link: (_apart(link.cue, (span.first, span.last)), link.cue.first))


def _of_next(
    analysis: Analysis,
    contents: Sequence[SpeechSpan],
    owner: list[Link | None],
    at: dict[int, int],
    by_sentence: dict[int, list[Link]],
) -> None:
    """A quotation that a sentence ends with goes with the cue that follows at once.

    *"Where are they?" the minister asked*: the mark within ends a sentence, not what is told.
    """
    spoken = {id(whose) for whose in owner if whose is not None}
    for i, span in enumerate(contents):
        sentence = analysis.sentences[span.sentence]
        after = analysis.sentences[span.sentence + 1 : span.sentence + 2]
        if owner[i] is not None or not after or after[0].paragraph != sentence.paragraph:
            continue
        near = by_sentence.get(after[0].index)
        if not near or at.get(after[0].first) is not None or at.get(span.last - 1) is None:
            continue
        if analysis.tokens[after[0].first].is_lower or id(near[0]) not in spoken:
            owner[i] = near[0]


def _carry(
    analysis: Analysis,
    contents: Sequence[SpeechSpan],
    owner: list[Link | None],
    at: dict[int, int],
) -> None:
    """Contents in a sentence without a cue go with the rest of their quotation or speech.

    The rest of one quotation may follow (*"We won. They left," he said*); a further quotation
    goes on with the last speaker, and so does a sentence that is said whole, next to the last.
    """
    for i in range(len(contents) - 2, -1, -1):
        mine = at.get(contents[i].first, at.get(contents[i].last - 1))
        if owner[i] is None and mine is not None and at.get(contents[i + 1].first) == mine:
            owner[i] = owner[i + 1]
    for i in range(1, len(contents)):
        if owner[i] is None and _goes_on(analysis, contents[i - 1], contents[i], at):
            owner[i] = owner[i - 1]


def _goes_on(analysis: Analysis, before: SpeechSpan, span: SpeechSpan, at: dict[int, int]) -> bool:
    if at.get(span.first, at.get(span.last - 1)) is not None:
        return True
    sentence = analysis.sentences[span.sentence]
    whole = span.last - span.first >= _WHOLE * (sentence.last - sentence.first)
    return whole and span.sentence - before.sentence == 1


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
