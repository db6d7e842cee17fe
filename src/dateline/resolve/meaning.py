"""What a time expression says once it is understood, and how its parts say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["date", "time", "duration", "set", "age"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression says.

    ``edtf`` is its value, ``None`` where it says too little; then ``first`` and ``last`` may
    still bound it. ``whole`` is the calendar unit that it names or is a part of (the month of
    "early April"), ``unit`` which unit that is. ``duration`` is ISO 8601, ``every`` the turn of
    a set, ``clock`` the time of day (``T18:00``, ``TMO`` for the morning), ``reference`` where
    it speaks of past, present or future in general; ``compared`` says that it is only what
    something is held against ("than a year ago").
    """

    kind: Kind = "date"
    edtf: str | None = None
    whole: str | None = None
    unit: str | None = None
    first: str | None = None
    last: str | None = None
    duration: str | None = None
    every: str | None = None
    clock: str | None = None
    reference: str | None = None
    compared: bool = False


NOTHING = Meaning()


def in_unit(whole: str | None, unit: str, edtf: str | None = None) -> Meaning:
    """A calendar unit, or a part of it where ``edtf`` says which."""
    return NOTHING if whole is None else Meaning(edtf=edtf or whole, whole=whole, unit=unit)
