"""How well the actors of a document are told, against passages with marked words.

A tab-separated file with the columns ``split``, ``kind`` and ``passage``; in a passage,
``[she=PER.ana-brkic]`` marks words and who they stand for (`docs/reference/golden.md`).
"""

from __future__ import annotations

import csv
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from dateline.analysis import ActorMention, Analysis, Given
from dateline.errors import DataError, UsageError
from dateline.pipeline import analyse, stages_to
from dateline.score.cells import same_actors
from dateline.score.labels import actors
from dateline.types import Actor

_COLUMNS = ("split", "kind", "passage")
_MARK = re.compile(r"\[([^\[\]=]+)=([^\[\]=]+)\]")
_NOBODY = "-"

Verdict = Literal["right", "wrong", "missed"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Words ``[start, end)`` of a passage and who they stand for, nobody where ``who`` is empty.

    ``free`` where nobody is right too.
    """

    start: int
    end: int
    who: tuple[str, ...]
    free: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage without its marks, and the marks."""

    split: str
    kind: str
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A passage with the actors found at each mark and the verdict on them."""

    passage: Passage
    found: tuple[tuple[Mark, tuple[Actor, ...], Verdict], ...]


class ActorsScore(msgspec.Struct, frozen=True, kw_only=True):
    """Ratios from 0 to 1, ``None`` where there was nothing to score.

    ``right`` is over all marks, ``right_of_found`` over those where somebody was found;
    ``by_kind`` is ``right`` by kind of passage.
    """

    right: float | None
    right_of_found: float | None
    by_kind: dict[str, float | None]
    marks: int
    items: int
    seconds: float


def score(path: Path, split: str | None = None) -> ActorsScore:
    """The score of the passages of a file, all or those of one split."""
    began = time.perf_counter()
    return tally(comparisons(path, split), time.perf_counter() - began)


def comparisons(path: Path, split: str | None = None) -> tuple[Compared, ...]:
    """Each passage of a file, read, beside what is marked in it."""
    return tuple(_compare(one) for one in passages(path, split))


def passages(path: Path, split: str | None = None) -> tuple[Passage, ...]:
    """The passages of a file; a `DataError` names a line that is none."""
    try:
        lines = path.read_bytes().decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
        raise DataError(f"{path}: no column {missing[0]} (columns: {', '.join(_COLUMNS)})")
    found = [_passage(row, f"{path}, line {number}") for number, row in enumerate(rows, 2)]
    found = [one for one in found if split in {None, one.split}]
    if not found:
        raise UsageError(f"{path}: no passages to score")
    return tuple(found)


def _passage(row: dict[str, str | None], where: str) -> Passage:
    split, kind, marked = (row[name] for name in _COLUMNS)
    if split is None or kind is None or marked is None:
        raise DataError(f"{where}: fewer fields than columns")
    text, last = "", 0
    marks: list[Mark] = []
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        marks.append(_mark(match, len(text)))
        actors(marks[-1].who, f"{where}, passage, [{match[0].strip('[]')}]")
        text += match[1]
        last = match.end()
    text += marked[last:]
    if not marks or "[" in text or "]" in text:
        raise DataError(f"{where}, passage: no words marked as [words=WHO], or a bracket besides")
    return Passage(split, kind, text, tuple(marks))


def _mark(match: re.Match[str], start: int) -> Mark:
    options = [option for option in match[2].split("|") if option != _NOBODY]
    free = len(options) < len(match[2].split("|"))
    who = tuple("|".join(options).split("+")) if options else ()
    return Mark(start, start + len(match[1]), who, free)


def _compare(passage: Passage) -> Compared:
    analysis = analyse(Given(passage.text), stages_to("actors"))
    found = ((mark, _actors(_at(analysis, mark))) for mark in passage.marks)
    return Compared(passage, tuple((mark, who, _verdict(mark, who)) for mark, who in found))


def _at(analysis: Analysis, mark: Mark) -> ActorMention | None:
    """The longest mention that has its head within the words marked."""
    doc = analysis.tokens
    inside = (m for m in analysis.actors if mark.start <= doc[m.head].idx < mark.end)
    return max(inside, key=lambda m: m.last - m.first, default=None)


def _actors(mention: ActorMention | None) -> tuple[Actor, ...]:
    return () if mention is None else mention.members or (mention.actor,)


def _verdict(mark: Mark, found: Sequence[Actor]) -> Verdict:
    if found and mark.who and same_actors(mark.who, found):
        return "right"
    if any(actor.id is not None for actor in found):
        return "wrong"
    return "right" if mark.free else "missed"


def tally(compared: Iterable[Compared], seconds: float) -> ActorsScore:
    """The figures over several passages together."""
    by_kind: dict[str, list[Verdict]] = defaultdict(list)
    items = 0
    for one in compared:
        items += 1
        by_kind[one.passage.kind] += [verdict for *_, verdict in one.found]
    every = [verdict for verdicts in by_kind.values() for verdict in verdicts]
    return ActorsScore(
        right=_share(every),
        right_of_found=_share([verdict for verdict in every if verdict != "missed"]),
        by_kind={kind: _share(verdicts) for kind, verdicts in sorted(by_kind.items())},
        marks=len(every),
        items=items,
        seconds=seconds,
    )


def _share(verdicts: Sequence[Verdict]) -> float | None:
    return round(verdicts.count("right") / len(verdicts), 4) if verdicts else None


def explain(compared: Compared) -> Iterator[str]:
    """Lines on a passage: the words that were missed or given to somebody else."""
    text = compared.passage.text
    lines = [
        f"  {verdict:7}  {text[mark.start : mark.end]}: {' + '.join(mark.who) or 'nobody'}, "
        f"got {' + '.join(a.id or f'nobody ({a.text})' for a in who) or 'nobody'}"
        for mark, who, verdict in compared.found
        if verdict != "right"
    ]
    if lines:
        yield f"== {compared.passage.kind}: {text}"
        yield from lines
