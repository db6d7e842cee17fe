"""How well whole reports are read, against golden readings.

A statement is matched to a golden event where its sentence overlaps the golden place and the
type is right, nearest trigger first; then what is left over to events in the same sentence whose
trigger it shares, though its type be wrong; then to optional events. Each statement and each
event is matched at most once. A statement that is left then is spurious.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.score.cells import commitment_cells, event_cells, is_actor
from dateline.score.golden import (
    COMMITMENT_CELLS,
    EVENT_CELLS,
    Case,
    GoldenCommitment,
    GoldenEvent,
    cases,
)
from dateline.score.pairs import paired
from dateline.score.precision import closer_cells
from dateline.types import Actor, Commitment, Reading, Statement, Time

# The best score of a match: the trigger named by the golden event; else by how near it stands.
_SAME_TRIGGER = 2.0


class ReadingsScore(msgspec.Struct, frozen=True, kw_only=True):
    """Ratios from 0 to 1, ``None`` where there was nothing to score."""

    events_found: float | None
    events_found_any_type: float | None
    cells_right: float | None
    actor_right: float | None
    recipient_right: float | None
    place_right: float | None
    time_right: float | None
    modality_right: float | None
    speaker_right: float | None
    stance_right: float | None
    mode_right: float | None
    background_right: float | None
    evidence_right: float | None
    dated_closer: float | None
    placed_closer: float | None
    spurious: float | None
    commitments_found: float | None
    commitments_spurious: float | None
    commitment_cells_right: float | None
    by_right: float | None
    due_right: float | None
    status_right: float | None
    term_right: float | None
    duty_right: float | None
    extendable_right: float | None
    silences_found: float | None
    silences_spurious: float | None
    events: int
    statements: int
    commitments: int
    silences: int
    items: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reading set beside its golden one: what was matched, missed and found besides."""

    case: Case
    reading: Reading
    found: tuple[tuple[GoldenEvent, Statement], ...]
    mistyped: tuple[tuple[GoldenEvent, Statement], ...]
    missed: tuple[GoldenEvent, ...]
    spurious: tuple[Statement, ...]
    commitments: tuple[tuple[GoldenCommitment, Commitment], ...]
    silences: tuple[str, ...]
    silences_spurious: int


def score(path: Path) -> ReadingsScore:
    """The score of reading a folder of reports with golden readings."""
    began = time.perf_counter()
    compared = comparisons(path)
    return tally(compared, time.perf_counter() - began)


def comparisons(path: Path) -> tuple[Comparison, ...]:
    """Each report of a folder, read, beside its golden reading."""
    return tuple(compare(case, _read(case)) for case in cases(path))


def _read(case: Case) -> Reading:
    date = case.golden.published
    return read(Given(case.text, published=date, published_basis="given" if date else None))


def compare(case: Case, reading: Reading) -> Comparison:
    """A reading beside the golden one."""
    golden, statements = case.golden, list(reading.statements)
    found = _match(case.text, golden.events, statements, right_type=True)
    rest = [event for event in golden.events if all(event is not e for e, _ in found)]
    mistyped = _match(case.text, rest, statements, right_type=False)
    _match(case.text, golden.optional, statements, right_type=True)
    _match(case.text, [e for e in golden.optional if e.trigger], statements, right_type=False)
    matched = {id(event) for event, _ in (*found, *mistyped)}
    spurious = [s for s in statements if not _told_again(case.text, golden.events, s)]
    silences, besides = _silences(case, reading)
    return Comparison(
        case=case,
        reading=reading,
        found=tuple(found),
        mistyped=tuple(mistyped),
        missed=tuple(event for event in golden.events if id(event) not in matched),
        spurious=tuple(spurious),
        commitments=tuple(paired(case.text, golden.commitments, reading.commitments)),
        silences=silences,
        silences_spurious=besides,
    )


def _match(
    text: str, events: Sequence[GoldenEvent], statements: list[Statement], *, right_type: bool
) -> list[tuple[GoldenEvent, Statement]]:
    """The best pairs first; each statement used is taken out of ``statements``."""
    pairs = sorted(
        (
            (nearness, -i, -j)
            for i, event in enumerate(events)
            for j, statement in enumerate(statements)
            if (nearness := _nearness(text, event, statement, right_type=right_type))
        ),
        reverse=True,
    )
    done: dict[int, int] = {}
    for _, i, j in pairs:
        if -i not in done and -j not in done.values():
            done[-i] = -j
    found = [(events[i], statements[j]) for i, j in sorted(done.items())]
    for _, statement in found:
        statements.remove(statement)
    return found


def _nearness(text: str, event: GoldenEvent, statement: Statement, *, right_type: bool) -> float:
    """How well a statement fits an event; 0 where it does not."""
    if right_type and statement.event.type not in event.type.split("|"):
        return 0.0
    trigger = statement.event.trigger
    best = 0.0
    for rank, where in enumerate((event.in_, *event.also_in)):
        start = text.index(where)
        sentence = statement.sentence
        if not (sentence.start < start + len(where) and start < sentence.end):
            continue
        same = rank > 0 or _shares(event, trigger.text)
        if not right_type and not same:
            continue
        away = max(start - trigger.end, trigger.start - start - len(where), 0)
        first = 1.0 if rank == 0 else 0.0
        best = max(best, first + (_SAME_TRIGGER if same and rank == 0 else 0) + 1 / (2 + away))
    return best


def _shares(event: GoldenEvent, trigger: str) -> bool:
    """Whether a found trigger has a word in common with the golden one."""
    words = set((event.trigger or "").casefold().replace("|", " ").split())
    return bool(words & set(trigger.casefold().split()))


def _told_again(text: str, events: Sequence[GoldenEvent], statement: Statement) -> bool:
    """Whether a statement tells an event again in another place marked for it."""
    return any(
        statement.event.type in event.type.split("|")
        and statement.sentence.start < text.index(where) + len(where)
        and text.index(where) < statement.sentence.end
        for event in events
        for where in event.also_in
    )


def _silences(case: Case, reading: Reading) -> tuple[tuple[str, ...], int]:
    """The places of golden silences found, and how many were found besides."""
    left, found = list(reading.silences), []
    for golden in case.golden.silences:
        start = case.text.index(golden.in_)
        for silence in left:
            sentence = silence.sentence
            told = sentence.start < start + len(golden.in_) and start < sentence.end
            if told and is_actor(golden.party, silence.party):
                found.append(golden.in_)
                left.remove(silence)
                break
    return tuple(found), len(left)


def tally(compared: Sequence[Comparison], seconds: float) -> ReadingsScore:
    """The figures over several reports together."""
    pairs = [pair for c in compared for pair in c.found]
    cells = [event_cells(golden, found) for golden, found in pairs]
    closer = [closer_cells(golden, found) for golden, found in pairs]
    kept = [pair for c in compared for pair in c.commitments]
    kept_cells = [commitment_cells(golden, found) for golden, found in kept]
    events = sum(len(c.case.golden.events) for c in compared)
    statements = sum(len(c.reading.statements) for c in compared)
    silences = sum(len(c.case.golden.silences) for c in compared)
    commitments = sum(len(c.case.golden.commitments) for c in compared)
    any_type = len(pairs) + sum(len(c.mistyped) for c in compared)
    figures: dict[str, float | None] = {
        f"{name}_right": _share([c[name] for c in cells if name in c]) for name in EVENT_CELLS
    }
    figures |= {
        f"{name}_right": _share([c[name] for c in kept_cells if name in c])
        for name in COMMITMENT_CELLS
    }
    return msgspec.convert(
        {
            **figures,
            "events_found": _ratio(len(pairs), events),
            "events_found_any_type": _ratio(any_type, events),
            "cells_right": _share([right for c in cells for right in c.values()]),
            "mode_right": _share([s.event.mode in g.mode.split("|") for g, s in pairs if g.mode]),
            "background_right": _share([s.background == g.background for g, s in pairs]),
            "evidence_right": _share(_evidence(pairs)),
            "dated_closer": _share([c["time"] for c in closer if "time" in c]),
            "placed_closer": _share([c["place"] for c in closer if "place" in c]),
            "spurious": _ratio(sum(len(c.spurious) for c in compared), statements),
            "commitments_found": _ratio(len(kept), commitments),
            "commitments_spurious": _ratio(
                sum(len(c.reading.commitments) - len(c.commitments) for c in compared),
                sum(len(c.reading.commitments) for c in compared),
            ),
            "commitment_cells_right": _share([r for c in kept_cells for r in c.values()]),
            "silences_found": _ratio(sum(len(c.silences) for c in compared), silences),
            "silences_spurious": _ratio(
                sum(c.silences_spurious for c in compared),
                sum(len(c.reading.silences) for c in compared),
            ),
            "events": events,
            "statements": statements,
            "commitments": commitments,
            "silences": silences,
            "items": len(compared),
            "seconds": seconds,
        },
        ReadingsScore,
    )


def _evidence(pairs: Sequence[tuple[GoldenEvent, Statement]]) -> list[bool]:
    """Of found events with evidence on either side: whether it is the same."""
    both = [(set(golden.evidence), set(s.attribution.evidence)) for golden, s in pairs]
    return [golden == found for golden, found in both if golden or found]


def _share(rights: Sequence[bool]) -> float | None:
    return _ratio(sum(rights), len(rights))


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def explain(compared: Comparison) -> Iterator[str]:
    """Lines on one report: what was missed, mistyped, found besides, and which cells differ."""
    yield f"== {compared.case.name}"
    for failure in compared.reading.failures:
        yield f"  failed    {failure.stage}: {failure.message}"
    for event in compared.missed:
        yield f"  missed    {event.type} {event.trigger or ''}: {event.in_}"
    for event, found in compared.mistyped:
        yield f"  mistyped  {event.type}, got {found.event.type}: {event.in_}"
    for found in compared.spurious:
        trigger = found.event.trigger.text
        yield f"  spurious  {found.event.type} {trigger}: {found.sentence.text[:90]!r}"
    for event, found in compared.found:
        for cell, right in event_cells(event, found).items():
            if not right:
                closer = closer_cells(event, found).get(cell)
                got = f"{_got(found, cell)}{' (closer)' if closer else ''}"
                yield f"  {cell:<9} {_expected(event, cell)}, got {got}: {event.in_}"
        if set(event.evidence) != set(found.attribution.evidence):
            got = ", ".join(found.attribution.evidence) or "nothing"
            yield f"  evidence  {', '.join(event.evidence) or 'nothing'}, got {got}: {event.in_}"
    yield from _explain_commitments(compared)
    for silence in compared.case.golden.silences:
        if silence.in_ not in compared.silences:
            yield f"  silence   {silence.party} missed: {silence.in_}"
    if compared.silences_spurious:
        yield f"  silence   {compared.silences_spurious} found besides"


def _explain_commitments(compared: Comparison) -> Iterator[str]:
    for golden in compared.case.golden.commitments:
        if all(golden is not g for g, _ in compared.commitments):
            yield f"  commitment missed {' '.join(golden.by)}: {golden.in_}"
    for golden, found in compared.commitments:
        for cell, right in commitment_cells(golden, found).items():
            if not right:
                due = f"{golden.due_from}/{golden.due_to}"
                want = due if cell == "due" else getattr(golden, cell)
                value = getattr(found, cell)
                got = _actors(value) if cell == "by" else _time(value) if cell == "due" else value
                yield f"  commitment {cell} {want}, got {got}: {golden.in_}"
    for extra in compared.reading.commitments:
        if all(extra is not found for _, found in compared.commitments):
            yield f"  commitment besides {_actors(extra.by)} {extra.duty} {extra.action.text!r}"


def _expected(event: GoldenEvent, cell: str) -> str:
    if cell == "time":
        return f"{event.from_}/{event.to}"
    plural = {"actor": "actors", "recipient": "recipients"}
    value = getattr(event, plural.get(cell, cell))
    return " ".join(value) or "nobody" if isinstance(value, tuple) else str(value)


def _got(found: Statement, cell: str) -> str:
    said = found.attribution
    values = {
        "actor": _actors(found.actors),
        "recipient": _actors(found.recipients),
        "place": found.place.name if found.place else "None",
        "time": _time(found.time),
        "modality": found.modality,
        "speaker": _actors((said.speaker,) if said.speaker else ()),
        "stance": said.stance,
    }
    return values[cell]


def _actors(actors: Sequence[Actor]) -> str:
    return " ".join(f"{a.id or f'{a.country}.{a.sector}'} ({a.text})" for a in actors) or "nobody"


def _time(found: Time | None) -> str:
    return f"{found.from_}/{found.to} ({found.basis})" if found else "None"
