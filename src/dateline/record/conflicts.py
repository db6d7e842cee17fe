"""Where those who tell of one event do not agree: on numbers, days and places, side by side. Pure.

Nothing is decided here: each value stands with who says it. What is only vaguer ("several", "this
week", the country for the town) is no conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from itertools import combinations
from typing import Literal, TypeVar

import msgspec

from dateline.record.agree import contradict, elsewhere
from dateline.record.entry import Entry
from dateline.types import Place, Quantity, Time

Cell = Literal["time", "place", "quantity"]
V = TypeVar("V", Time, Place, Quantity)


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a cell, and the statements that say so; ``by`` are ids of who speaks.

    ``None`` among ``by`` is a report's own voice.
    """

    value: str
    by: tuple[str | None, ...]
    statements: tuple[str, ...]


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """A cell on which statements of one event contradict; ``kind`` of a quantity."""

    cell: Cell
    kind: str | None
    versions: tuple[Version, ...]


def conflicts(group: Iterable[Entry]) -> tuple[Conflict, ...]:
    """The cells on which the statements of one event contradict, days first, then places."""
    told = sorted(group, key=lambda e: (e.said or "9999", e.document, e.statement.id))
    times = [
        (e, e.statement.time) for e in told
        if e.statement.time is not None and e.statement.time.basis == "expression"
    ]  # fmt: skip
    places = [(e, e.statement.place) for e in told if e.statement.place is not None]
    found = [
        _conflict("time", None, times, contradict, lambda t: t.edtf or f"{t.from_}/{t.to}"),
        _conflict("place", None, places, elsewhere, lambda p: p.name),
    ]
    for kind in sorted({q.kind for e in told for q in e.statement.quantities}):
        counted = [(e, q) for e in told for q in e.statement.quantities if q.kind == kind]
        found.append(_conflict("quantity", kind, counted, _unequal, _number))
    return tuple(one for one in found if one is not None)


def _conflict(
    cell: Cell,
    kind: str | None,
    told: list[tuple[Entry, V]],
    against: Callable[[V, V], bool],
    name: Callable[[V], str],
) -> Conflict | None:
    """The values that some other value contradicts."""
    odd: set[int] = set()
    for (i, (one, a)), (j, (other, b)) in combinations(enumerate(told), 2):
        if (one.document != other.document or _who(one) != _who(other)) and against(a, b):
            odd |= {i, j}
    if not odd:
        return None
    values: dict[Hashable, list[Entry]] = {}
    for i in sorted(odd):
        entry, value = told[i]
        values.setdefault(name(value), []).append(entry)
    if len(values) < 2:
        return None
    versions = tuple(
        Version(
            value=str(value),
            by=tuple(dict.fromkeys(_who(e) for e in some)),
            statements=tuple(dict.fromkeys(e.statement.id for e in some)),
        )
        for value, some in values.items()
    )
    return Conflict(cell=cell, kind=kind, versions=versions)


def _who(entry: Entry) -> str | None:
    speaker = entry.statement.attribution.speaker
    return None if speaker is None else speaker.id or speaker.text


def _unequal(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers have no value in common."""
    low, high = one.min or 0.0, other.max
    other_low, own_high = other.min or 0.0, one.max
    return (high is not None and high < low) or (own_high is not None and own_high < other_low)


def _number(quantity: Quantity) -> str:
    low, high = quantity.min, quantity.max
    if low == high and low is not None:
        return f"{low:g}"
    return f"{low or 0:g}+" if high is None else f"{low or 0:g}-{high:g}"
