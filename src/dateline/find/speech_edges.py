"""Where what is said begins and ends: without marks and joining words left over at its edges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.analysis import Analysis, SpeechMention
from dateline.text.tokens import Doc

Range = tuple[int, int]
_MARKS = frozenset({",", ";", ":", ".", "-", "--", "\N{EN DASH}", "\N{EM DASH}", "/", "*"})
_ENDS = _MARKS | {"?", "!", "...", "\N{HORIZONTAL ELLIPSIS}", "(", "["}
_CLOSING = {")": "(", "]": "["}
_JOINING = frozenset({"SCONJ", "DET"})
_INSIDE = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "case", "quantmod"})
# So many words further on the noun may stand that an article goes with.
_NOUN = 4


def edged(analysis: Analysis, mentions: Iterable[SpeechMention]) -> list[SpeechMention]:
    """The mentions, their contents without what only leads to or from the words around them.

    What ends a sentence stays where the content goes on right after it.
    """
    doc = analysis.tokens
    mentions = list(mentions)
    taken = {i for m in mentions for a, b in ((m.first, m.last), *m.source) for i in range(a, b)}
    taken |= {i for m in mentions for first, last in m.content for i in range(first, last)}
    out: list[SpeechMention] = []
    for mention in mentions:
        parts = mention.content
        cut = []
        for i, part in enumerate(parts):
            goes_on = any(_beside(doc, part[1], first) for first, _ in parts[i + 1 : i + 2])
            cut.append(_trimmed(doc, part, taken, goes_on=goes_on))
        kept = tuple(part for part in cut if part[0] < part[1])
        out.append(replace(mention, content=kept) if kept and kept != parts else mention)
    return out


def _beside(doc: Doc, last: int, first: int) -> bool:
    return last <= first and all(t.is_space for t in doc[last:first])


def _trimmed(doc: Doc, part: Range, taken: set[int], *, goes_on: bool) -> Range:
    first, last = part
    if first < last:
        last = _whole(doc, last, taken)
    while first < last and (doc[first].text in _MARKS or doc[first].is_space):
        first += 1
    while not goes_on and first < last and _dangles(doc, first, last):
        last -= 1
    return first, last


def _whole(doc: Doc, last: int, taken: set[int]) -> int:
    """The end of the noun phrase that a content breaks off in, where nothing else claims it."""
    token = doc[last - 1]
    noun = token.head.i
    if token.dep_ in _INSIDE and last <= noun < last + _NOUN:
        return last if any(i in taken for i in range(last, noun + 1)) else noun + 1
    return last


def _dangles(doc: Doc, first: int, last: int) -> bool:
    """Whether the last word is none of what is said: a mark, a bracket, *and*, *the*."""
    token = doc[last - 1]
    if token.is_space or token.text in _ENDS:
        return True
    if opening := _CLOSING.get(token.text):
        return all(t.text != opening for t in doc[first : last - 1])
    return token.pos_ == "CCONJ" or (token.pos_ in _JOINING and token.head.i >= last)
