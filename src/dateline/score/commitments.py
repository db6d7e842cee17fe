"""How well commitments and silences are found and followed, against short passages.

A line of the file is a passage with its publication date, the commitments and silences that it
tells, and, where reports follow it (``then``), how they stand on later days. The form is described
in ``docs/reference/golden.md``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from dateline.analysis import Given
from dateline.errors import DataError, UsageError
from dateline.pipeline import read
from dateline.record.entry import Entry, Unspoken, entries, unspoken
from dateline.record.follow import follow
from dateline.record.spoken import spoken
from dateline.score.cells import commitment_cells, is_actor, same_actors
from dateline.score.golden import GoldenCommitment
from dateline.score.labels import STANDINGS, a_day, a_term, actors, one_of
from dateline.score.pairs import common, paired
from dateline.types import Commitment, Duty, Reading

Split = Literal["dev", "test"]
Cell = Literal["by", "to", "due", "status", "term", "duty", "extendable", "condition"]
_MAIN = ("by", "due", "status")


class _Label(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value written by hand: an unknown key is an error."""


class Promise(_Label, frozen=True, kw_only=True):
    """A commitment that the passage tells; ``action`` is part of its words.

    ``later`` says what its status is on later days. ``free`` names cells that are not scored.
    """

    by: tuple[str, ...]
    action: str
    to: tuple[str, ...] | None = None
    duty: Duty = "do"
    due_from: str | None = None
    due_to: str | None = None
    term: str | None = None
    condition: str | None = None
    extendable: bool | None = None
    status: str | None = None
    later: dict[str, str] = {}
    free: tuple[Cell, ...] = ()

    def golden(self) -> GoldenCommitment:
        """The same in the form of golden readings, its place being its words."""
        return GoldenCommitment(
            in_=self.action, by=self.by, action=self.action, duty=self.duty,
            due_from=self.due_from, due_to=self.due_to, term=self.term,
            extendable=self.extendable, status=self.status,
        )  # fmt: skip


class Quiet(_Label, frozen=True, kw_only=True):
    """A party that has not spoken; ``closed`` where it has since, as far as is told."""

    party: str
    closed: bool = False


class Report(_Label, frozen=True, kw_only=True):
    """A later report."""

    published: str
    text: str


class Passage(_Label, frozen=True, kw_only=True):
    """A passage and what it tells; what is optional may be found or not."""

    split: Split
    kind: str
    published: str
    text: str
    commitments: tuple[Promise, ...] = ()
    optional: tuple[Promise, ...] = ()
    silences: tuple[Quiet, ...] = ()
    optional_silences: tuple[Quiet, ...] = ()
    then: tuple[Report, ...] = ()


class CommitmentsScore(msgspec.Struct, frozen=True, kw_only=True):
    """Ratios from 0 to 1, ``None`` where there was nothing to score.

    ``main_right`` is the share of commitments found whose party, due date and status are right.
    """

    found: float | None
    spurious: float | None
    cells_right: float | None
    main_right: float | None
    by_right: float | None
    due_right: float | None
    status_right: float | None
    term_right: float | None
    duty_right: float | None
    condition_right: float | None
    later_right: float | None
    silences_found: float | None
    silences_spurious: float | None
    closed_right: float | None
    commitments: int
    silences: int
    items: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A passage read beside what it should give."""

    passage: Passage
    reading: Reading
    pairs: tuple[tuple[Promise, Commitment], ...]
    besides: tuple[Commitment, ...]
    later: tuple[tuple[Promise, str, str], ...]
    heard: tuple[tuple[Quiet, Unspoken], ...]
    unasked: tuple[Unspoken, ...]
    closed: tuple[bool, ...]


def score(path: Path, split: Split | None = None) -> CommitmentsScore:
    """The score of reading a file of passages, all or those of one split."""
    began = time.perf_counter()
    compared = comparisons(path, split)
    return tally(compared, time.perf_counter() - began)


def comparisons(path: Path, split: Split | None = None) -> tuple[Compared, ...]:
    """Each passage of a file, read, beside what it should give."""
    return tuple(compare(passage) for passage in passages(path, split))


def passages(path: Path, split: Split | None = None) -> tuple[Passage, ...]:
    """The passages of a file of JSON lines; a `DataError` names a line that is none."""
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            passage = msgspec.json.decode(line, type=Passage)
        except msgspec.DecodeError as error:
            raise DataError(f"{path}, line {number}: {error}") from error
        _check(passage, f"{path}, line {number}")
        found.append(passage)
    if split is not None:
        found = [passage for passage in found if passage.split == split]
    if not found:
        raise UsageError(f"{path}: no passages to score")
    return tuple(found)


def _check(passage: Passage, where: str) -> None:
    """Every label is one that a commitment can have, every date a day."""
    a_day(passage.published, f"{where}, published")
    for number, report in enumerate(passage.then):
        a_day(report.published, f"{where}, then[{number}].published")
    for key in ("commitments", "optional"):
        for number, promise in enumerate(getattr(passage, key)):
            at = f"{where}, {key}[{number}]"
            if promise.action not in passage.text:
                raise DataError(f"{at}.action: {promise.action!r} is not in the text")
            actors(promise.by, f"{at}.by")
            one_of(promise.status, STANDINGS, f"{at}.status")
            a_term(promise.term, f"{at}.term")
            a_day(promise.due_from, f"{at}.due_from")
            a_day(promise.due_to, f"{at}.due_to")
            for day, status in promise.later.items():
                a_day(day, f"{at}.later")
                one_of(status, STANDINGS, f"{at}.later")


def compare(passage: Passage) -> Compared:
    """A passage, read, and what follows it, beside what it should give."""
    reading = _read(passage.text, passage.published)
    told = [*entries(reading)]
    for report in passage.then:
        told += entries(_read(report.text, report.published))
    pairs, besides = _paired(passage, reading.commitments)
    heard, unasked = _heard(passage, unspoken(reading))
    return Compared(
        passage=passage,
        reading=reading,
        pairs=tuple(pairs),
        besides=tuple(besides),
        later=tuple(_later(pairs, told)),
        heard=tuple(heard),
        unasked=tuple(unasked),
        closed=tuple((spoken(u, told) is not None) == quiet.closed for quiet, u in heard),
    )


def _read(text: str, published: str) -> Reading:
    return read(Given(text, published=published, published_basis="given"))


def _paired(
    passage: Passage, found: Sequence[Commitment]
) -> tuple[list[tuple[Promise, Commitment]], list[Commitment]]:
    """Labels with what was found for them, and what was found besides."""
    golden = [(p.golden(), p) for p in passage.commitments]
    asked = {id(g): p for g, p in golden}
    pairs = [(asked[id(g)], c) for g, c in paired(passage.text, [g for g, _ in golden], found)]
    left = [c for c in found if all(c is not other for _, other in pairs)]
    free = paired(passage.text, [p.golden() for p in passage.optional], left)
    return pairs, [c for c in left if all(c is not other for _, other in free)]


def _later(
    pairs: Sequence[tuple[Promise, Commitment]], told: Sequence[Entry]
) -> Iterator[tuple[Promise, str, str]]:
    """How each stands on the later days that its label names."""
    for promise, commitment in pairs:
        for day in promise.later:
            (then,) = follow((commitment,), told, day)
            yield promise, day, then.status


def _heard(
    passage: Passage, found: Sequence[Unspoken]
) -> tuple[list[tuple[Quiet, Unspoken]], list[Unspoken]]:
    """Labels with the silences found for them, and those found besides."""
    left, heard = list(found), []
    for quiet in (*passage.silences, *passage.optional_silences):
        one = next((u for u in left if is_actor(quiet.party, u.silence.party)), None)
        if one is not None:
            left.remove(one)
            if quiet in passage.silences:
                heard.append((quiet, one))
    return heard, left


def cells(promise: Promise, found: Commitment) -> dict[str, bool]:
    """Each cell that is not free: right or wrong; ``to`` only where the label names somebody."""
    right = commitment_cells(promise.golden(), found)
    if promise.to is not None:
        right["to"] = same_actors(promise.to, found.to)
    condition = found.condition.text if found.condition is not None else None
    if promise.condition is None or condition is None:
        right["condition"] = promise.condition is None and condition is None
    else:
        right["condition"] = common(promise.condition, condition) * 2 >= len(condition.split())
    return {name: value for name, value in right.items() if name not in promise.free}


def tally(compared: Sequence[Compared], seconds: float) -> CommitmentsScore:
    """The figures over several passages together."""
    found = [pair for c in compared for pair in c.pairs]
    right = [cells(promise, commitment) for promise, commitment in found]
    each = {
        f"{name}_right": _share([r[name] for r in right if name in r])
        for name in ("by", "due", "status", "term", "duty", "condition")
    }
    later = [status in p.later[day].split("|") for c in compared for p, day, status in c.later]
    asked = sum(len(c.passage.commitments) for c in compared)
    quiet = sum(len(c.passage.silences) for c in compared)
    commitments = sum(len(c.reading.commitments) for c in compared)
    silences = sum(len(c.reading.silences) for c in compared)
    return msgspec.convert(
        {
            **each,
            "found": _ratio(len(found), asked),
            "spurious": _ratio(sum(len(c.besides) for c in compared), commitments),
            "cells_right": _share([value for r in right for value in r.values()]),
            "main_right": _share([all(r.get(name, True) for name in _MAIN) for r in right]),
            "later_right": _share(later),
            "silences_found": _ratio(sum(len(c.heard) for c in compared), quiet),
            "silences_spurious": _ratio(sum(len(c.unasked) for c in compared), silences),
            "closed_right": _share([value for c in compared for value in c.closed]),
            "commitments": asked,
            "silences": quiet,
            "items": len(compared),
            "seconds": seconds,
        },
        CommitmentsScore,
    )


def _share(rights: Sequence[bool]) -> float | None:
    return _ratio(sum(rights), len(rights))


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def explain(compared: Compared) -> Iterator[str]:
    """Lines on a passage: what was missed, found besides, and which cells differ."""
    passage = compared.passage
    lines = [
        f"  missed   {' '.join(p.by)} {p.duty}: {p.action}"
        for p in passage.commitments
        if all(p is not other for other, _ in compared.pairs)
    ]
    lines += [f"  besides  {_who(c)} {c.duty}: {c.action.text}" for c in compared.besides]
    for promise, found in compared.pairs:
        wrong = [name for name, right in cells(promise, found).items() if not right]
        if wrong:
            due = f"{found.due.from_}/{found.due.to}" if found.due is not None else None
            lines.append(
                f"  wrong    {', '.join(wrong)} of {promise.action}: {_who(found)}, {found.duty}, "
                f"due {due}, {found.term}, {found.condition and found.condition.text}, "
                f"{found.status}"
            )
    for promise, day, status in compared.later:
        if status not in promise.later[day].split("|"):
            lines.append(f"  later    {day} {status}, not {promise.later[day]}: {promise.action}")
    for quiet in passage.silences:
        if all(quiet is not other for other, _ in compared.heard):
            lines.append(f"  silence  missed: {quiet.party}")
    lines += [f"  silence  besides: {u.silence.party.text}" for u in compared.unasked]
    for right, (quiet, _) in zip(compared.closed, compared.heard, strict=True):
        if not right:
            lines.append(f"  silence  closed {not quiet.closed}: {quiet.party}")
    if lines:
        yield f"== {passage.kind}, {passage.published}: {passage.text}"
        yield from lines


def _who(commitment: Commitment) -> str:
    return " ".join(f"{a.id or f'{a.country}.{a.sector}'} ({a.text})" for a in commitment.by)
