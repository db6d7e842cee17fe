"""Golden readings: what a careful reader finds in a report, written by hand as TOML.

The form is described in ``docs/reference/golden.md``, what is to be found in the codebook.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from dateline.errors import DataError, UsageError
from dateline.types import Duty, EvidenceKind

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
    for where in _places(golden):
        if (times := text.count(where)) != 1:
            raise DataError(f"{path}: {where!r} stands {times} times in the text, not once")
    return Case(path.stem, text, golden)


def _places(golden: Golden) -> Iterator[str]:
    for event in (*golden.events, *golden.optional):
        yield from (event.in_, *event.also_in)
    for commitment in golden.commitments:
        yield from (commitment.in_, *commitment.also_in)
    yield from (silence.in_ for silence in golden.silences)
