"""Where a text holds the words that were looked for: the stretches to show of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from dateline.store.words import Run, folded

MOST = 3
WIDE = 320
_ENDS = re.compile(r"""[.!?…]["”’')\]]*\s+(?=["“‘'(\[]?[^\W_a-z])|\n+""")
_SPACE = re.compile(r"\s")

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Sought:
    """What is looked for, as it looks in a folded text; where it was is told in the text given."""

    runs: tuple[Run, ...]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = (r"[\W_]+".join(map(re.escape, run)) for run in self.runs)
        return re.compile("|".join(rf"((?<![^\W_]){part}[^\W_]*)" for part in parts))

    def within(self, text: str) -> list[tuple[Stretch, int]]:
        """Each match with the number of the run that it is one of."""
        if not self.runs:
            return []
        plain, at = _folded(text)
        return [
            ((at[m.start()], at[m.end() - 1] + 1), (m.lastindex or 1) - 1)
            for m in self._pattern.finditer(plain)
        ]


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text without case and marks, and where each of its characters was."""
    letters = {ord(char): folded(char) for char in set(text)}
    if all(len(plain) == 1 for plain in letters.values()):
        return text.translate(letters), range(len(text))
    parts = [letters[ord(char)] for char in text]
    return "".join(parts), [number for number, part in enumerate(parts) for _ in part]


def marks(text: str, sought: Sought) -> tuple[Stretch, ...]:
    """Where the words are in a short text."""
    return tuple(where for where, _ in sought.within(text))


def stretches(text: str, sought: Sought, sentences: Iterable[Stretch] = ()) -> list[Stretch]:
    """The sentences to show: those that hold the most of what is looked for, in order.

    ``sentences`` are those that are known; others are parted at full stops. Of a long one it is
    the part about the words. The start of the text, where the words are in its title alone.
    """
    held: dict[Stretch, set[int]] = {}
    first: dict[Stretch, Stretch] = {}
    bounds = _Bounds(text, sentences)
    for where, run in sought.within(text):
        sentence = bounds.around(where)
        held.setdefault(sentence, set()).add(run)
        first.setdefault(sentence, where)
    if not held:
        start = len(text) - len(text.lstrip())
        return [_about(text, bounds.around((start, start)), (start, start))] if text.strip() else []
    return sorted(_about(text, s, first[s]) for s in _best(held))


def _best(held: dict[Stretch, set[int]]) -> list[Stretch]:
    """Those that bring what the others do not, then the first ones."""
    found: list[Stretch] = []
    missing = set().union(*held.values())
    while len(found) < min(MOST, len(held)):
        left = [s for s in held if s not in found]
        best = max(left, key=lambda s: (len(held[s] & missing), len(held[s]), -s[0]))
        found.append(best)
        missing -= held[best]
    return found


class _Bounds:
    """Where sentences begin and end, near enough to show them."""

    def __init__(self, text: str, known: Iterable[Stretch]) -> None:
        self._known = sorted(set(known))
        self._text = text
        self._cuts = [0, *(m.end() for m in _ENDS.finditer(text)), len(text)]

    def around(self, where: Stretch) -> Stretch:
        """The sentence in which a stretch begins."""
        number = bisect_right(self._known, (where[0], len(self._text))) - 1
        if number >= 0 and self._known[number][1] >= where[1]:
            return self._known[number]
        number = min(bisect_right(self._cuts, where[0]), len(self._cuts) - 1)
        start, end = self._cuts[number - 1], self._cuts[number]
        end = max(end, where[1])
        return start, start + len(self._text[start:end].rstrip())


def _about(text: str, sentence: Stretch, where: Stretch) -> Stretch:
    """A sentence, or of a long one the part about a stretch, cut between words."""
    start, end = sentence
    if end - start <= WIDE:
        return sentence
    first = max(start, where[0] - WIDE // 3)
    if first > start:
        space = _SPACE.search(text, first, where[0])
        first = space.end() if space else first
    last = min(end, first + WIDE)
    if last < end:
        space_at = text.rfind(" ", where[1], last)
        last = space_at if space_at > 0 else last
    return first, max(last, where[1])


def parted(text: str, found: Iterable[Stretch]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is one of the stretches found."""
    pieces, at = [], 0
    for start, end in found:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, hit) for piece, hit in [*pieces, (text[at:], False)] if piece]
