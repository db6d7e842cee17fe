"""How well stance and evidence are told, on sentences labelled with them.

A tab-separated file (as ``training/labels/stance.tsv``) with the columns ``stance``, ``evidence``
(kinds parted by commas, or ``none``) and ``sentence``, in which ``<e>…</e>`` marks the words that
tell of an event. A column ``split`` says, where there is one, what a row is for, else the hash of
the sentence does. The sentence goes through the stages of a reading without its marks, and what
reading says of a statement with that trigger is compared.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import msgspec

from dateline.analysis import Analysis, Given
from dateline.errors import DataError
from dateline.find.statements import attribution_at
from dateline.pipeline import analyse, stages_to
from dateline.score.measures import Counts, Measure, by_label, file_text, macro_f1
from dateline.types import EvidenceKind, Stance

_COLUMNS = ("stance", "evidence", "sentence")
_MARK = re.compile(r"</?([a-z])>")
_STANCES = frozenset(get_args(Stance))
_EVIDENCE = frozenset({*get_args(EvidenceKind), "none"})
# Of ten parts by the sentence's hash, these are only measured with.
_TEST = frozenset({0, 1})


class StanceScore(msgspec.Struct, frozen=True, kw_only=True):
    """Macro-F1 and accuracy of stances and of kinds of evidence, ``none`` among both."""

    macro_f1: float | None
    accuracy: float
    evidence_macro_f1: float | None
    evidence_accuracy: float
    stances: dict[str, Measure]
    evidence: dict[str, Measure]
    items: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, where its event is told, and its labels."""

    text: str
    event: tuple[int, int]
    stance: str
    evidence: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compared:
    """A sentence with what reading says of it."""

    labelled: Labelled
    stance: str
    evidence: frozenset[str]


def score(path: Path, *, split: str | None = None) -> StanceScore:
    """The score on every row of the file ``path``, or on those of a split (dev, test)."""
    began = time.perf_counter()
    return tally(comparisons(path, split=split), time.perf_counter() - began)


def comparisons(path: Path, *, split: str | None = None) -> tuple[Compared, ...]:
    """Each sentence, read."""
    return tuple(_compared(one) for one in labelled_rows(path, split=split))


def tally(compared: Sequence[Compared], seconds: float) -> StanceScore:
    """The figures over sentences together."""
    stances = by_label([c.labelled.stance for c in compared], [c.stance for c in compared])
    evidence = _evidence(compared)
    size = len(compared) or 1
    return StanceScore(
        macro_f1=macro_f1(stances),
        accuracy=sum(c.stance == c.labelled.stance for c in compared) / size,
        evidence_macro_f1=macro_f1(evidence),
        evidence_accuracy=sum(c.evidence == c.labelled.evidence for c in compared) / size,
        stances=stances,
        evidence=evidence,
        items=len(compared),
        seconds=seconds,
    )


def explain(compared: Compared) -> Iterator[str]:
    """Lines on one sentence that is read otherwise than labelled."""
    wanted = compared.labelled
    if compared.stance != wanted.stance:
        yield f"stance {wanted.stance}, got {compared.stance}: {wanted.text}"
    if compared.evidence != wanted.evidence:
        both = (", ".join(sorted(kinds)) for kinds in (wanted.evidence, compared.evidence))
        yield "evidence {}, got {}: {}".format(*both, wanted.text)


def _evidence(compared: Sequence[Compared]) -> dict[str, Measure]:
    """One measure a kind; a sentence may have several."""
    kinds = sorted({kind for c in compared for kind in c.labelled.evidence})
    counts = {kind: Counts() for kind in kinds}
    for number, one in enumerate(compared):
        for kind, count in counts.items():
            count.add(
                {number} if kind in one.labelled.evidence else set(),
                {number} if kind in one.evidence else set(),
            )
    return {kind: count.measure for kind, count in counts.items()}


def _compared(labelled: Labelled) -> Compared:
    analysis = analyse(Given(labelled.text), stages_to("speech"))
    said = attribution_at(analysis, _trigger(analysis, *labelled.event))
    return Compared(labelled, said.stance, frozenset(said.evidence) or frozenset({"none"}))


def _trigger(analysis: Analysis, start: int, end: int) -> int:
    """The token that tells of the event: a trigger found in the marked words, else their head."""
    inside = [t for t in analysis.tokens if t.idx < end and t.idx + len(t) > start]
    heads = {mention.head for mention in analysis.events}
    found = next((t for t in inside if t.i in heads), None)
    trigger = found or analysis.tokens[inside[0].i : inside[-1].i + 1].root
    return int(trigger.i)


def labelled_rows(path: Path, *, split: str | None = None) -> Iterator[Labelled]:
    """The rows of a file, checked; all, or those of a split."""
    table = csv.DictReader(
        io.StringIO(file_text(path)), delimiter="\t", quoting=csv.QUOTE_NONE, strict=True
    )
    missing = [name for name in _COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        raise DataError(f"{path}: no column {', '.join(missing)}")
    for row in table:
        where = f"{path}, line {table.line_num}"
        labelled = _labelled(row, where)
        if split is None or split == (row.get("split") or _split(labelled.text)):
            yield labelled


def _split(text: str) -> str:
    return "test" if hashlib.sha256(text.encode()).digest()[0] % 10 in _TEST else "dev"


def _labelled(row: dict[str, str | None], where: str) -> Labelled:
    sentence = row["sentence"] or ""
    stance, evidence = row["stance"] or "", frozenset((row["evidence"] or "").split(","))
    if stance not in _STANCES:
        raise DataError(f"{where}, stance: {stance!r} is none of {', '.join(sorted(_STANCES))}")
    if not evidence <= _EVIDENCE:
        raise DataError(f"{where}, evidence: {row['evidence']!r} is none that is known")
    text, marks, at = "", {}, 0
    for mark in _MARK.finditer(sentence):
        text += sentence[at : mark.start()]
        marks[mark[0]] = len(text)
        at = mark.end()
    text += sentence[at:]
    start, end = marks.get("<e>"), marks.get("</e>")
    if start is None or end is None or not start < end:
        raise DataError(f"{where}, sentence: no words marked with <e> and </e>")
    return Labelled(text, (start, end), stance, evidence)
