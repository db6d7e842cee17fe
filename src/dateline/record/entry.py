"""What the record is computed from: statements with the document that makes them."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.types import Actor, Published, Reading, Silence, Statement


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement, the document that makes it and when that came out."""

    document: str
    published: Published
    statement: Statement

    @property
    def said(self) -> str | None:
        """The last day on which it can have been said."""
        return self.published.to or self.published.from_


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A silence with its document."""

    document: str
    published: Published
    silence: Silence


def entries(reading: Reading) -> tuple[Entry, ...]:
    """The statements of a reading."""
    document = reading.document
    return tuple(Entry(document.id, document.published, s) for s in reading.statements)


def unspoken(reading: Reading) -> tuple[Unspoken, ...]:
    """The silences of a reading."""
    document = reading.document
    return tuple(Unspoken(document.id, document.published, s) for s in reading.silences)


def same_party(one: Actor, other: Actor) -> bool:
    """Whether two actors are the same or one is part of the other's side.

    A state's government and its forces are one side; armed groups are their own.
    """
    if one.id is not None and one.id == other.id:
        return True
    if one.country is None or one.country != other.country:
        return False
    state = {"GOV", "MIL", "COP", "SPY", None}
    if one.sector in state and other.sector in state:
        return True
    return one.sector == other.sector and (one.id is None or other.id is None)
