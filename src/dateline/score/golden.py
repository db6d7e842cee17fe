"""Golden readings: what a careful reader finds in a report, written by hand as TOML.

The form is described in ``docs/reference/golden.md``, what is to be found in the codebook.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

import msgspec

from dateline.errors import DataError, DatelineError, UsageError
from dateline.find.ontology import kinds
from dateline.resolve.edtf import published_from
from dateline.score.labels import STANDINGS, a_day, a_term, actors, one_of
from dateline.types import Duty, EventType, EvidenceKind, Modality, Stance

EventCell = Literal["actor", "recipient", "place", "time", "modality", "speaker", "stance"]
CommitmentCell = Literal["by", "due", "status", "term", "duty", "extendable"]
EVENT_CELLS: tuple[EventCell, ...] = (
    "actor", "recipient", "place", "time", "modality", "speaker", "stance",
)  # fmt: skip
COMMITMENT_CELLS: tuple[CommitmentCell, ...] = (
    "by", "due", "status", "term", "duty", "extendable",
)  # fmt: skip


class _Golden(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True,
    rename={"in_": "in", "from_": "from"},
):  # fmt: skip
    """A value written by hand: an unknown key is an error."""


class GoldenEvent(_Golden, frozen=True, kw_only=True):
    """An event that is told where ``in_`` stands; ``|`` parts values that are all right."""

    in_: str
    type: str
    also_in: tuple[str, ...] = ()
    trigger: str | None = None
    mode: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    from_: str | None = None
    to: str | None = None
    modality: str = "asserted"
    speaker: str | None = None
    stance: str = "none"
    evidence: tuple[EvidenceKind, ...] = ()
    background: bool = False
    free: tuple[EventCell, ...] = ()


class GoldenCommitment(_Golden, frozen=True, kw_only=True):
    """A commitment that is told where ``in_`` stands; ``action`` is part of its words."""

    in_: str
    by: tuple[str, ...]
    also_in: tuple[str, ...] = ()
    action: str | None = None
    duty: Duty = "do"
    due_from: str | None = None
    due_to: str | None = None
    term: str | None = None
    extendable: bool | None = None
    status: str | None = None
    free: tuple[CommitmentCell, ...] = ()


class GoldenSilence(_Golden, frozen=True, kw_only=True):
    """A party said where ``in_`` stands not to have spoken."""

    in_: str
    party: str


class Golden(_Golden, frozen=True, kw_only=True):
    """The golden reading of one report."""

    text: str | None = None
    published: str | None = None
    events: tuple[GoldenEvent, ...] = ()
    optional: tuple[GoldenEvent, ...] = ()
    commitments: tuple[GoldenCommitment, ...] = ()
    silences: tuple[GoldenSilence, ...] = ()


class Case(msgspec.Struct, frozen=True):
    """A report and its golden reading."""

    name: str
    text: str
    golden: Golden


def cases(folder: Path) -> tuple[Case, ...]:
    """The cases of a folder: every ``*.toml`` with the text that it names, else its namesake."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    found = tuple(_case(path) for path in sorted(folder.glob("*.toml")))
    if not found:
        raise UsageError(f"{folder}: no golden readings (*.toml) in this folder")
    return found


def _case(path: Path) -> Case:
    try:
        golden = msgspec.toml.decode(path.read_bytes(), type=Golden)
    except (msgspec.DecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path}: {error}") from error
    report = path.parent / golden.text if golden.text else path.with_suffix(".txt")
    try:
        text = report.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: its text {report} cannot be read: {error}") from error
    _check(golden, str(path))
    for where in _places(golden):
        if (times := text.count(where)) != 1:
            raise DataError(f"{path}: {where!r} stands {times} times in the text, not once")
    return Case(path.stem, text, golden)


def _check(golden: Golden, path: str) -> None:
    """Every label is one that a reading can have, every date a date."""
    if golden.published is not None:
        try:
            published_from(golden.published)
        except DatelineError as error:
            raise DataError(f"{path}, published: {error}") from error
    for key in ("events", "optional"):
        for number, event in enumerate(getattr(golden, key)):
            _check_event(event, f"{path}, {key}[{number}]")
    for number, promise in enumerate(golden.commitments):
        where = f"{path}, commitments[{number}]"
        actors(promise.by, f"{where}.by")
        one_of(promise.status, STANDINGS, f"{where}.status")
        a_term(promise.term, f"{where}.term")
        a_day(promise.due_from, f"{where}.due_from")
        a_day(promise.due_to, f"{where}.due_to")
    for number, silence in enumerate(golden.silences):
        actors([silence.party], f"{path}, silences[{number}].party")


def _check_event(event: GoldenEvent, where: str) -> None:
    modes = {mode for _, mode in kinds() if mode is not None}
    actors((*event.actors, *event.recipients, event.speaker), f"{where}, actors or speaker")
    one_of(event.type, get_args(EventType), f"{where}.type")
    one_of(event.mode, modes, f"{where}.mode")
    one_of(event.modality, get_args(Modality), f"{where}.modality")
    one_of(event.stance, get_args(Stance), f"{where}.stance")
    a_day(event.from_, f"{where}.from")
    a_day(event.to, f"{where}.to")


def _places(golden: Golden) -> Iterator[str]:
    for event in (*golden.events, *golden.optional):
        yield from (event.in_, *event.also_in)
    for commitment in golden.commitments:
        yield from (commitment.in_, *commitment.also_in)
    yield from (silence.in_ for silence in golden.silences)
