"""Sources, cues and contents as the encoder, the rules and quotation marks tell them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

import msgspec
import numpy as np

from dateline.analysis import Analysis, Sentence, SpeechMention
from dateline.data import toml
from dateline.find.quotes import sets_off, source_tokens
from dateline.model.attributions import Role, Told, Words, attributions, tags
from dateline.model.encoder import Encoded, Floats
from dateline.model.sayings import Stretch, sayings
from dateline.text.quoted import quoted, quoted_in


class Join(msgspec.Struct, frozen=True, kw_only=True):
    """How much rules and quotation marks count beside the encoder: added to log shares."""

    outside: float
    source: float
    cue: float
    content: float
    quoted: float
    long: int
    heard: float


@cache
def join() -> Join:
    """The weights of the package."""
    return msgspec.convert(toml("attribution/join.toml"), Join)


@dataclass(frozen=True, slots=True)
class SpeechSpan:
    """Tokens ``[first, last)`` of one sentence in a role."""

    first: int
    last: int
    role: Role
    sentence: int


def _shares(analyses: Sequence[Analysis]) -> list[Floats]:
    """What the branch of sayings tells of each sentence of the texts, in order."""
    asked: list[tuple[Encoded, list[Stretch]]] = []
    opens: list[int] = []
    for analysis in analyses:
        marks = quoted(analysis.text)
        before: int | None = None  # where the sentence before ends
        for sentence, encoded in zip(analysis.sentences, analysis.encoded, strict=True):
            start, end = sentence.span.start, sentence.span.end
            asked.append((encoded, quoted_in(marks, start, end)))
            opens.append(2 if before is None else int("\n" in analysis.text[before:start]))
            before = end
    return sayings().shares(asked, opens)


def speech_spans(
    analyses: Sequence[Analysis],
    rules: Sequence[Iterable[SpeechMention]],
    quotations: Sequence[Iterable[tuple[int, int]]],
) -> list[tuple[list[SpeechSpan], Floats]]:
    """The spans of each text's sentences, in order, and how likely each token is one of a cue."""
    shares = iter(_shares(analyses))
    asked: list[Words] = []
    words: list[list[list[int]]] = []
    for analysis, ruled, stretches in zip(analyses, rules, quotations, strict=True):
        votes = _votes(analysis, ruled, stretches)
        words.append([_words(analysis, sentence) for sentence in analysis.sentences])
        for sentence, inside in zip(analysis.sentences, words[-1], strict=True):
            starts = [analysis.tokens[i].idx - sentence.span.start for i in inside]
            encoded = analysis.encoded[sentence.index]
            asked.append(Words(encoded, starts, next(shares), votes[inside]))
    told = iter(attributions(asked))
    return [_spans(*one, told) for one in zip(analyses, words, strict=True)]


def _spans(
    analysis: Analysis, words: list[list[int]], told_of: Iterator[tuple[list[Told], Floats]]
) -> tuple[list[SpeechSpan], Floats]:
    heard = np.zeros(len(analysis.tokens), np.float32)
    found: list[SpeechSpan] = []
    mine = islice(told_of, len(words))
    for sentence, at, (some, cue) in zip(analysis.sentences, words, mine, strict=True):
        heard[at] = cue
        found += [
            SpeechSpan(at[told.first], at[told.last - 1] + 1, told.role, sentence.index)
            for told in some
        ]
    return found, heard


def _words(analysis: Analysis, sentence: Sentence) -> list[int]:
    words = analysis.tokens
    return [i for i in range(sentence.first, sentence.last) if not words[i].is_space]


def _votes(
    analysis: Analysis, rules: Iterable[SpeechMention], quotations: Iterable[tuple[int, int]]
) -> Floats:
    """What is added to the log share of each tag (columns) for each token (rows)."""
    names, weights = tags(), join()
    votes = np.zeros((len(analysis.tokens), len(names)), np.float32)
    votes[:, names.index("O")] = weights.outside
    for mention in rules:
        _vote(votes, "Cue", (mention.first, mention.last), weights.cue)
        if mention.speaker is not None:
            _vote(votes, "Source", source_tokens(analysis.tokens[mention.speaker]), weights.source)
        for first, last in mention.content:
            _vote(votes, "Content", (first, last), weights.content)
    begins = {sentence.first for sentence in analysis.sentences}
    for first, last in quotations:
        if _size(analysis, first, last) >= weights.long:
            _hold(votes, names, first, last, begins)
        if sets_off(analysis.tokens, first):
            votes[first, names.index("I-Content")] -= weights.quoted
    return votes


def _vote(votes: Floats, role: Role, tokens: tuple[int, int], weight: float) -> None:
    names = tags()
    first, last = tokens
    votes[first:last, names.index(f"I-{role}")] += weight
    votes[first, names.index(f"I-{role}")] -= weight
    votes[first, names.index(f"B-{role}")] += weight


def _size(analysis: Analysis, first: int, last: int) -> int:
    return sum(not (t.is_punct or t.is_space) for t in analysis.tokens[first:last])


def _hold(votes: Floats, names: Sequence[str], first: int, last: int, begins: set[int]) -> None:
    """Makes a quotation content; only its first word in a sentence may begin one."""
    weight = join().quoted
    votes[first:last, names.index("I-Content")] += weight
    for i in (first, *(i for i in range(first + 1, last) if i in begins)):
        votes[i, names.index("B-Content")] += weight
