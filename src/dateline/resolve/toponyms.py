"""Toponyms: which stretches of the text name a place, by the encoder's vectors and the gazetteer.

The text is cut into words; a small network (``data/model/places.npz``) reads the vector of each and
what the gazetteer says of it, and tells where a toponym begins and goes on.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import accumulate
from pathlib import Path

import numpy as np

from dateline.analysis import Analysis, Sentence
from dateline.data import toml
from dateline.errors import DataError
from dateline.model.encoder import Encoded, Floats
from dateline.model.heads import likeliest, softmax, tagged
from dateline.resolve.demonyms import is_demonym
from dateline.resolve.gazetteer import Entry, lookup

LONGEST = 5
KINDS = ("country", "capital", "admin1", "admin2", "city")


@cache
def words(name: str) -> frozenset[str]:
    """A word list of the rules for toponyms."""
    return frozenset(toml("gazetteer/words.toml")[name].split())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a sentence: offsets in the text, a vector each, and which tokens they are of."""

    spans: tuple[tuple[int, int], ...]
    vectors: Floats


def split(sentence: Sentence, encoded: Encoded, text: str) -> Words:
    """The pieces of a sentence joined to words; a word's vector is the mean of its pieces'."""
    groups: list[list[int]] = []
    at = sentence.span.start
    for number, (start, end) in enumerate(encoded.spans):
        if end <= start:
            continue
        joined = (
            groups
            and encoded.spans[groups[-1][-1]][1] == start
            and text[at + start].isalnum()
            and text[at + start - 1].isalnum()
        )
        if joined:
            groups[-1].append(number)
        else:
            groups.append([number])
    spans = tuple((at + encoded.spans[g[0]][0], at + encoded.spans[g[-1]][1]) for g in groups)
    if not groups:
        return Words((), np.zeros((0, encoded.hidden.shape[1]), np.float32))
    kept = encoded.hidden
    if sum(map(len, groups)) < len(kept):
        kept = kept[[i for group in groups for i in group]]
    sizes = np.array([len(group) for group in groups])
    firsts = sizes.cumsum() - sizes
    vectors: Floats = kept[firsts]
    for more in range(1, sizes.max()):  # few words are of several pieces
        longer = np.flatnonzero(sizes > more)
        vectors[longer] += kept[firsts[longer] + more]
    vectors /= sizes.astype(np.float32)[:, None]
    return Words(spans, vectors)


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of the text that the gazetteer knows as a name."""

    start: int
    end: int
    tokens: int
    entries: tuple[Entry, ...]
    demonym: bool


def matches(analysis: Analysis, sentence: Sentence) -> Iterator[Match]:
    """The longest names of the gazetteer in a sentence, from left to right, none in another."""
    some = [(t.text, t.idx) for t in analysis.tokens[sentence.first : sentence.last]]
    spans = [(start, start + len(word), word[0].isupper()) for word, start in some]
    i = 0
    while i < len(spans):
        found = _longest(analysis.text, spans[i : i + LONGEST]) if spans[i][2] else None
        if found is not None:
            yield found
        i += found.tokens if found is not None else 1


def _longest(text: str, spans: list[tuple[int, int, bool]]) -> Match | None:
    """The longest name that begins with the first of the tokens: start, end, whether a capital."""
    start = spans[0][0]
    for count in range(len(spans), 0, -1):
        _, stop, capital = spans[count - 1]
        name = text[start:stop]
        if not capital or "\n" in name:
            continue
        entries, demonym = lookup(name), is_demonym(name)
        if entries or demonym:
            return Match(start, stop, count, entries, demonym)
    return None


def features(analysis: Analysis, sentence: Sentence, cut: Words) -> Floats:
    """What the gazetteer and the letters say of each word (words x `FEATURES`)."""
    text = analysis.text
    cover: dict[int, Match] = {}
    for match in matches(analysis, sentence):
        cover |= dict.fromkeys(range(match.start, match.end), match)
    found = [text[a:b] for a, b in cut.spans]
    out = np.zeros((len(found), FEATURES), np.float32)
    out[:, 15:] = [_looks(word) for word in found]
    out[:, 17] = _shouting(found)
    for row, (start, end) in enumerate(cut.spans):
        if start in cover:
            out[row, :15] = _of_match(cover[start], start, end)
    return out


_LISTS = ("types", "towns", "directions", "locative", "common", "never")


@lru_cache(maxsize=32768)
def _looks(word: str) -> tuple[bool, ...]:
    """What the letters of a word say by themselves; whether its line shouts is filled in later."""
    lower = word.lower()
    return (
        word[0].isupper(),
        word.isupper() and len(word) > 1,
        False,
        *(lower in words(name) for name in _LISTS),
        lower.rstrip(".") in words("ways"),
        word == ",",
    )


FEATURES = 26


def _of_match(match: Match, start: int, end: int) -> list[float]:
    entries = match.entries
    people = max((e.population for e in entries), default=0)
    kinds = {e.kind for e in entries}
    return [
        1.0,
        float(start == match.start),
        float(end == match.end),
        math.log10(max(people, 1)) / 8,
        *(float(kind in kinds) for kind in KINDS),
        float(bool(kinds - set(KINDS))),
        math.log1p(len(entries)) / 4,
        float(match.demonym),
        float(match.tokens > 1),
        float(any(e.country == "USA" for e in entries)),
        float(bool(entries)),
    ]


def _shouting(found: list[str]) -> bool:
    """Whether a line is set in capitals, so that a capital says nothing."""
    alpha = [word for word in found if word.isalpha() and len(word) > 3]
    return len(alpha) > 3 and sum(word[0].isupper() for word in alpha) > 0.8 * len(alpha)


_TAGS = ("O", "B-Place", "I-Place")
# What is added to the logarithms of "begins" and "goes on": what is as likely as not is a place.
_LEAN = 0.3


def decoded(
    sentences: Sequence[Sequence[tuple[int, int]]], shares: Floats
) -> list[list[tuple[int, int, float]]]:
    """The likeliest toponyms (start, end, score) of sentences, each the spans of its words.

    ``shares`` are those of none, begins and goes on, of all words one after the other.
    """
    logs = np.log(shares + 1e-9)
    logs[:, 1:] += _LEAN
    ends = list(accumulate(len(spans) for spans in sentences[:-1]))
    told = zip(sentences, np.split(shares, ends), likeliest(logs, ends, _TAGS), strict=True)
    return [
        [(start, end, score) for start, end, _, score in tagged(spans, part, path, _TAGS)]
        for spans, part, path in told
    ]


_NEXT = re.compile(r" ([a-z]+)\b")


def _with_kind(text: str, start: int, end: int) -> int:
    """Where the name ends with the word for its kind, if it is one: "the Lachin corridor"."""
    more = _NEXT.match(text, end)
    if more is None or more[1] not in words("areas") | words("waters"):
        return end
    return more.end() if lookup(text[start : more.end()]) else end


class Tagger:
    """The weights that tell where a toponym is."""

    def __init__(self, path: Path) -> None:
        try:
            with np.load(path, allow_pickle=False) as stored:
                self._weights = {n: stored[f"words.{n}"] for n in ("w1", "b1", "w2", "b2")}
        except (OSError, ValueError, KeyError) as error:
            raise DataError(f"no weights of places in {path}: {error}") from error

    def shares(self, inputs: Floats) -> Floats:
        """How likely each word is of no toponym, begins one, goes on in one."""
        hidden = np.maximum(inputs @ self._weights["w1"] + self._weights["b1"], 0)
        return softmax(hidden @ self._weights["w2"] + self._weights["b2"])


@cache
def tagger() -> Tagger:
    """The tagger of the package, loaded once a process."""
    with as_file(files("dateline.data").joinpath("model/places.npz")) as path:
        return Tagger(path)


def recognised(analysis: Analysis) -> Iterator[tuple[int, int, float]]:
    """The toponyms of a document: start, end, how sure (0 to 1)."""
    cuts: list[Words] = []
    inputs: list[Floats] = []
    for sentence, encoded in zip(analysis.sentences, analysis.encoded, strict=True):
        cut = split(sentence, encoded, analysis.text)
        if cut.spans:
            cuts.append(cut)
            inputs.append(np.concatenate([cut.vectors, features(analysis, sentence, cut)], 1))
    if cuts:
        shares = tagger().shares(np.concatenate(inputs))
        for found in decoded([cut.spans for cut in cuts], shares):
            yield from _whole(analysis, found)


def _whole(
    analysis: Analysis, found: list[tuple[int, int, float]]
) -> Iterator[tuple[int, int, float]]:
    """What is no piece of a word, with what follows "of" where the gazetteer has it so.

    "Line" of "the Line of Control" is no place; nor is what stands between marks that no word has.
    """
    text, last = analysis.text, 0
    for start, end, sure in _joined(text, found):
        if start < last or _is_mark(text[start - 1 : start]) or _is_mark(text[end : end + 1]):
            continue
        last = _with_kind(text, start, _after_of(text, start, end))
        yield start, last, sure


def _joined(text: str, found: list[tuple[int, int, float]]) -> Iterator[tuple[int, int, float]]:
    """What the gazetteer knows as one name, taken for two: "Second", "Thomas Shoal"."""
    held: tuple[int, int, float] | None = None
    for first, end, sure in found:
        start = _begun(text, first, end, held[1] if held is not None else 0)
        if held is not None and start == held[1] + 1 and lookup(text[held[0] : end]):
            held = (held[0], end, max(held[2], sure))
            continue
        if held is not None:
            yield held
        held = (start, end, sure)
    if held is not None:
        yield held


_BEFORE = re.compile(r"[^\W\d_][\w'’-]* $")
# A word before a name has so many letters at most.
_LETTERS = 24


def _begun(text: str, start: int, end: int, after: int) -> int:
    """Where a name begins that the gazetteer knows only with the word before it."""
    found = _BEFORE.search(text, max(after, start - _LETTERS), start)
    if found is None or not found[0][0].isupper() or lookup(text[start:end]):
        return start
    return found.start() if lookup(text[found.start() : end]) else start


def _is_mark(letter: str) -> bool:
    """Whether it joins what stands beside it: an accent by itself, a space of no width."""
    return bool(letter) and unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"}


_OF = re.compile(r" of (?:the )?[^\W\d_]\w*(?: [A-Z]\w*)?")


def _after_of(text: str, start: int, end: int) -> int:
    """Where the name ends that the gazetteer knows with "of": "Strait of Hormuz"."""
    more = _OF.match(text, end)
    while more is not None and not lookup(text[start : more.end()]):
        cut = text.rfind(" ", end, more.end())
        more = _OF.fullmatch(text, end, cut)
    return end if more is None else more.end()
