"""Disputed territories: whose they are by the United Nations, and who holds them on a day.

The table is ``data/gazetteer/disputed.tsv``; each row names its documents. Who holds a territory is
a matter of fact on that day, and says nothing of whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import msgspec

from dateline.data import rows
from dateline.resolve.gazetteer import folded


class Territory(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table."""

    name: str
    aliases: tuple[str, ...] = ()
    sovereign: str | None = None
    held: tuple[str, ...] = ()
    source: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a territory from a day to another (ISO, to the day, month or year; empty: open).

    ``backed`` is the state that stands behind the authorities that rule there.
    """

    who: str
    backed: str | None
    first: str
    last: str

    def on(self, day: str) -> bool:
        """Whether it holds the territory on a day (``2022-09-30``)."""
        return self.first <= day and (not self.last or day < self.last)


@dataclass(frozen=True, slots=True)
class Status:
    """A disputed territory on a day: its name there, its sovereign, who holds it, the sources."""

    name: str
    sovereign: str | None
    holders: tuple[Holder, ...]
    source: str


def status(name: str, day: str | None = None) -> Status | None:
    """The status of a territory by any of its names, ``None`` where it is not disputed.

    ``day`` is an ISO date; without one all who ever held it are given.
    """
    row = _table().get(folded(name))
    if row is None:
        return None
    every = (_holder(cell) for cell in row.held)
    holders = tuple(holder for holder in every if day is None or holder.on(day))
    return Status(row.name, row.sovereign, holders, row.source)


@cache
def _table() -> dict[str, Territory]:
    table = rows("gazetteer/disputed.tsv", Territory)
    return {folded(name): row for row in table for name in (row.name, *row.aliases)}


@cache
def _holder(cell: str) -> Holder:
    said, _, span = cell.rpartition(" ")
    who, _, backed = said.partition(" by ")
    first, _, last = span.partition("/")
    return Holder(who, backed or None, first, last)
