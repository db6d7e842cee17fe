"""Quotations, and the words of who is quoted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.analysis import Analysis, SpeechMention
from dateline.text.tokens import Doc, Token

_BESIDE = frozenset({"relcl", "acl", "appos", "punct", "cc", "conj", "advcl", "parataxis"})
_OPENING = frozenset({'"', "''", "\N{LEFT DOUBLE QUOTATION MARK}", "``"})
_SETTING_OFF = frozenset({":", "-", "--", "\N{EN DASH}", "\N{EM DASH}"})
_CLOSING = frozenset({'"', "\N{RIGHT DOUBLE QUOTATION MARK}", "''"})


def source_tokens(head: Token) -> tuple[int, int]:
    """The token range of a speaker's phrase: its own words, without clauses and appositions."""
    inside, stack = [head.i], [head]
    while stack:
        for child in stack.pop().children:
            if child.dep_ not in _BESIDE:
                inside.append(child.i)
                stack.append(child)
    first = last = head.i
    near = set(inside)
    while first - 1 in near:
        first -= 1
    while last + 1 in near:
        last += 1
    return first, last + 1


def quotations(analysis: Analysis) -> tuple[tuple[int, int], ...]:
    """The token ranges between quotation marks, marks included, none over a paragraph's end.

    A mark that nothing closes is closed by its paragraph's end only where the next paragraph
    opens with one, as printers do it; else it is no quotation.
    """
    doc = analysis.tokens
    found: list[tuple[int, int]] = []
    opened: int | None = None
    paragraph = -1
    for sentence in analysis.sentences:
        if sentence.paragraph != paragraph:
            if opened is not None and doc[sentence.first].text in _OPENING:
                found.append((opened, sentence.first))
            opened, paragraph = None, sentence.paragraph
        for i in range(sentence.first, sentence.last):
            mark = doc[i].text
            if opened is None and mark in _OPENING and not _after_all(doc, i):
                opened = i
            elif opened is not None and mark in _CLOSING:
                found.append((opened, i + 1))
                opened = None
    return tuple(found)


def _after_all(doc: Doc, i: int) -> bool:
    """Whether a mark stands as a closing one does: none before it, blank after it."""
    before = i > 0 and not doc[i - 1].whitespace_ and not doc[i - 1].is_space
    return bool(before and doc[i].whitespace_)


def widened(
    analysis: Analysis, mentions: Iterable[SpeechMention], quoted: tuple[tuple[int, int], ...]
) -> list[SpeechMention]:
    """The mentions with content that is quoted reaching over the whole of its quotation.

    Of what stands before the cue, a quotation set off by a colon or dash is all that is said:
    *He went on to his rivals - "they lost," he said*.
    """
    at = {i: pair for pair in quoted for i in range(*pair)}
    doc = analysis.tokens
    out: list[SpeechMention] = []
    for m in mentions:
        wide = (_widened(m.first, first, last, at) for first, last in m.content)
        content = tuple((_set_off(doc, m.first, first, last, at), last) for first, last in wide)
        out.append(replace(m, content=content))
    return out


def sets_off(doc: Doc, mark: int) -> bool:
    """Whether a colon or dash before a quotation mark tells that something new is said."""
    return mark > 0 and doc[mark - 1].text in _SETTING_OFF


def _set_off(doc: Doc, cue: int, first: int, last: int, at: dict[int, tuple[int, int]]) -> int:
    opened, closed = at.get(last - 1, (first, last))
    return opened if first < opened < closed <= cue and sets_off(doc, opened) else first


def _widened(cue: int, first: int, last: int, at: dict[int, tuple[int, int]]) -> tuple[int, int]:
    for edge in (first, first - 1, last - 1):
        opened, closed = at.get(edge, (first, last))
        if opened <= cue < closed:
            continue  # the cue is itself part of what somebody else is quoted as saying
        if edge != last - 1 or opened >= first:
            first, last = min(first, opened), max(last, closed)
    return first, last


def continued(
    analysis: Analysis, found: list[SpeechMention], quoted: tuple[tuple[int, int], ...]
) -> list[SpeechMention]:
    """The mentions; sentences that are all quotation and have no cue are the last speaker's.

    Who is told of within what another says is no speaker of what follows. Sentences of one
    quotation make one content.
    """
    inside = {i: pair for pair in quoted for i in range(*pair)}
    held = {i for m in found for first, last in m.content for i in range(first, last)}
    spoken = {m.sentence for m in found}
    latest = {m.sentence: m for m in found if m.speaker is not None and m.first not in held}
    out = list(found)
    last: SpeechMention | None = None
    going_on: tuple[int, int] | None = None
    for sentence in analysis.sentences:
        last = latest.get(sentence.index, last)
        here = inside.get(sentence.first, (0, 0))
        free = last is not None and sentence.first not in held and sentence.index not in spoken
        if last is None or not free or here[1] < sentence.last:
            going_on = None
            continue
        if going_on == here:
            ((first, _),) = out[-1].content
            out[-1] = replace(last, content=((first, sentence.last),))
        else:
            out.append(replace(last, content=((sentence.first, sentence.last),)))
        going_on = here
    return out
