"""How well attributions are found, against folders in the form of PolNeAR (brat).

A folder holds ``attributions/*.ann`` and ``text/*.txt``; an annotation file bears its text's name
and a suffix for who annotated it. The text goes through the stages of a reading up to the one
that attributes, and the spans of source, cue and content are compared, by token (words and marks)
and as exact spans, which have the same tokens: a token of which a span has a part is in it. A span
of several fragments is found only where all of them are.
"""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

import msgspec

from dateline.analysis import Analysis, Given, SpeechMention
from dateline.errors import DataError, UsageError
from dateline.find.quotes import source_tokens
from dateline.pipeline import analyse, stages_to

Role = Literal["Source", "Cue", "Content"]
Fragments = tuple[tuple[int, int], ...]
Spans = dict[Role, frozenset[Fragments]]
_ROLES: tuple[Role, ...] = get_args(Role)
_LINE = re.compile(r"^T\d+\t(\S+) ?([^\t\n]*)", re.MULTILINE)
_TOKEN = re.compile(r"\w+|''|``|[^\w\s]")


class AttributionScore(msgspec.Struct, frozen=True, kw_only=True):
    """F1, with precision and recall by token; ``items`` counts annotated sources, cues, contents.

    ``None`` where there was nothing to score.
    """

    source_f1: float | None
    cue_f1: float | None
    content_f1: float | None
    source_span_f1: float | None
    cue_span_f1: float | None
    content_span_f1: float | None
    source_precision: float | None
    source_recall: float | None
    cue_precision: float | None
    cue_recall: float | None
    content_precision: float | None
    content_recall: float | None
    items: int
    seconds: float


class _Counts:
    """True positives, found and annotated, for one role counted one way."""

    def __init__(self) -> None:
        self.right = self.found = self.annotated = 0

    def add(self, annotated: frozenset[object], found: frozenset[object]) -> None:
        self.right += len(annotated & found)
        self.found += len(found)
        self.annotated += len(annotated)

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.right / self.annotated if self.annotated else None

    @property
    def f1(self) -> float | None:
        total = self.found + self.annotated
        return 2 * self.right / total if total else None


def score(path: Path) -> AttributionScore:
    """The score on every annotation file of the folder ``path``."""
    began = time.perf_counter()
    tokens = {role: _Counts() for role in _ROLES}
    spans = {role: _Counts() for role in _ROLES}
    read: dict[Path, tuple[str, Spans]] = {}
    for annotation, report in _pairs(path):
        if report not in read:
            text = _text(report)
            read[report] = (text, found_spans(analyse(Given(text), stages_to("speech"))))
        text, found = read[report]
        annotated = annotated_spans(annotation, text)
        for role in _ROLES:
            ours, theirs = _by_token(text, found[role]), _by_token(text, annotated[role])
            spans[role].add(theirs, ours)
            tokens[role].add(frozenset().union(*theirs), frozenset().union(*ours))
    return AttributionScore(
        source_f1=tokens["Source"].f1,
        cue_f1=tokens["Cue"].f1,
        content_f1=tokens["Content"].f1,
        source_span_f1=spans["Source"].f1,
        cue_span_f1=spans["Cue"].f1,
        content_span_f1=spans["Content"].f1,
        source_precision=tokens["Source"].precision,
        source_recall=tokens["Source"].recall,
        cue_precision=tokens["Cue"].precision,
        cue_recall=tokens["Cue"].recall,
        content_precision=tokens["Content"].precision,
        content_recall=tokens["Content"].recall,
        items=sum(counts.annotated for counts in spans.values()),
        seconds=time.perf_counter() - began,
    )


def found_spans(analysis: Analysis) -> Spans:
    """The spans of each role that a reading found.

    What is said within what is said is left out: the annotation has one role a word.
    """
    found: dict[Role, set[Fragments]] = {role: set() for role in _ROLES}
    held = {i for m in analysis.speech for first, last in m.content for i in range(first, last)}
    for mention in analysis.speech:
        if mention.first in held:
            continue
        found["Cue"].add(((mention.span.start, mention.span.end),))
        found["Source"].add(_offsets(analysis, _source(analysis, mention)))
        found["Content"].add(_offsets(analysis, mention.content))
    return {role: frozenset(fragments - {()}) for role, fragments in found.items()}


def _offsets(analysis: Analysis, ranges: Fragments) -> Fragments:
    spans = (analysis.span(first, last) for first, last in ranges if first < last)
    return _trimmed(analysis.given.text, ((span.start, span.end) for span in spans))


def _source(analysis: Analysis, mention: SpeechMention) -> Fragments:
    if mention.source or mention.speaker is None:
        return mention.source
    return (source_tokens(analysis.tokens[mention.speaker]),)


def annotated_spans(path: Path, text: str) -> Spans:
    """The spans of each role in an annotation file; offsets beyond the text are an error."""
    raw = _text(path)
    found: dict[Role, set[Fragments]] = {role: set() for role in _ROLES}
    for match in _LINE.finditer(raw):
        kind, offsets = match[1], match[2]
        role = next((r for r in _ROLES if r == kind), None)
        if role is not None:
            where = f"{path}, line {raw.count(chr(10), 0, match.start()) + 1}"
            found[role].add(_trimmed(text, _fragments(offsets, where, len(text))))
    if raw.strip() and not any(found.values()):
        raise DataError(f"{path}: no Source, Cue or Content in this file; is it PolNeAR's form?")
    return {role: frozenset(fragments - {()}) for role, fragments in found.items()}


def _fragments(offsets: str, where: str, length: int) -> Iterator[tuple[int, int]]:
    for part in offsets.split(";"):
        numbers = part.split()
        if len(numbers) != 2 or not all(n.isdigit() for n in numbers):
            raise DataError(f"{where}, offsets: {part!r} is no start and end")
        start, end = map(int, numbers)
        if not start < end <= length:
            raise DataError(f"{where}, offsets: {start} to {end} in a text of {length} characters")
        yield start, end


def _trimmed(text: str, fragments: Iterator[tuple[int, int]]) -> Fragments:
    """Fragments without the blanks around them; one that is all blank is left out."""
    found = []
    for start, end in fragments:
        inside = text[start:end]
        first, last = start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())
        if first < last:
            found.append((first, last))
    return tuple(sorted(found))


def _by_token(text: str, spans: frozenset[Fragments]) -> frozenset[frozenset[int]]:
    """Each span as its tokens: where they begin, those in part in it too."""
    ends = [match.end() for match in _TOKEN.finditer(text)]
    begins = [match.start() for match in _TOKEN.finditer(text)]
    return frozenset(
        frozenset(
            begin
            for start, end in fragments
            for begin in begins[bisect_right(ends, start) : bisect_left(begins, end)]
        )
        for fragments in spans
    )


def _pairs(path: Path) -> Iterator[tuple[Path, Path]]:
    """Each annotation file of a folder with its text."""
    annotations = sorted((path / "attributions").glob("*.ann"))
    if not annotations:
        raise UsageError(f"{path}: no attributions/*.ann in this folder")
    for annotation in annotations:
        names = (annotation.stem, annotation.stem.rpartition("_")[0])
        reports = [path / "text" / f"{name}.txt" for name in names if name]
        report = next((r for r in reports if r.is_file()), None)
        if report is None:
            raise DataError(f"{annotation}: no text {reports[-1]} for it")
        yield annotation, report


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")  # no newline is changed: offsets count them
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}") from error
