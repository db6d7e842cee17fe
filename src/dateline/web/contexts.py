"""What each page is made of: one type a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.record.decisions import CELLS, Decision
from dateline.resolve.extent import Standing
from dateline.types import Actor
from dateline.web.asked import Asked
from dateline.web.axis import Axis, Column
from dateline.web.dues import Year
from dateline.web.judged import Judged
from dateline.web.marks import Piece
from dateline.web.network import Network
from dateline.web.places import MapView
from dateline.web.queries import (
    ActorFull,
    ActorRow,
    Change,
    DocumentFull,
    EventFull,
    EventRow,
    Found,
    Hit,
    LedgerRow,
    SilenceRow,
    Source,
    Word,
)


@dataclass(frozen=True, kw_only=True)
class Context:
    """What every page has: what is asked, and its own address without that.

    ``feed`` names the feed of what is new in the view, where it has one; ``dated`` says that it
    can be looked at as of another day.
    """

    feed: ClassVar[str | None] = None
    dated: ClassVar[bool] = False
    title: str
    path: str
    asked: Asked

    @property
    def template(self) -> str:
        """The template of the page, by the name of its type."""
        return f"{type(self).__name__.casefold()}.html"


@dataclass(frozen=True, kw_only=True)
class Situation(Context):
    """Events in order of time, how many when, where, and what has no place or time."""

    feed = "events"
    dated = True
    found: Found[EventRow]
    axis: Axis | None
    columns: tuple[Column, ...]
    view: MapView
    no_place: Found[EventRow]
    no_time: Found[EventRow]


@dataclass(frozen=True, kw_only=True)
class Event(Context):
    """One event: its status, each side's word, its sources, and the statements behind it."""

    dated = True
    full: EventFull
    sides: tuple[tuple[str, tuple[Word, ...]], ...]
    judged: Judged | None = None
    disputed: Standing | None = None


@dataclass(frozen=True, kw_only=True)
class Claims(Context):
    """What each side says of the same event."""

    feed = "claims"
    dated = True
    found: Found[EventRow]


@dataclass(frozen=True, kw_only=True)
class Commitments(Context):
    """The ledger."""

    feed = "commitments"
    dated = True
    found: Found[LedgerRow]
    standings: tuple[tuple[str, int], ...]
    today: str


@dataclass(frozen=True, kw_only=True)
class Dues(Context):
    """The ledger as a calendar of what falls due."""

    feed = "commitments"
    dated = True
    year: Year
    today: str


@dataclass(frozen=True, kw_only=True)
class Silences(Context):
    """Who has not spoken."""

    feed = "silences"
    dated = True
    found: Found[SilenceRow]


@dataclass(frozen=True, kw_only=True)
class Sources(Context):
    """The documents."""

    feed = "documents"
    dated = True
    found: Found[Source]


@dataclass(frozen=True, kw_only=True)
class DocumentPage(Context):
    """A document's text with what was read from it."""

    full: DocumentFull
    paragraphs: list[list[Piece]]
    decisions: tuple[Decision, ...] = ()
    cells: tuple[str, ...] = CELLS

    @property
    def template(self) -> str:
        """The template of the page."""
        return "document.html"


@dataclass(frozen=True, kw_only=True)
class Actors(Context):
    """The actors."""

    dated = True
    found: Found[ActorRow]


@dataclass(frozen=True, kw_only=True)
class ActorPage(Context):
    """One actor."""

    dated = True
    full: ActorFull
    network: Network | None

    @property
    def template(self) -> str:
        """The template of the page."""
        return "actor.html"


@dataclass(frozen=True, kw_only=True)
class Search(Context):
    """Documents found by the words of their title and text."""

    dated = True
    found: Found[Hit]


@dataclass(frozen=True, kw_only=True)
class Changes(Context):
    """What changed between two days."""

    since: str
    until: str
    days: tuple[tuple[str, int], ...]
    found: Found[Change]


@dataclass(frozen=True, kw_only=True)
class Wrong(Context):
    """Why there is no page."""

    status: int
    detail: str


def called(actors: tuple[Actor, ...]) -> str:
    """Actors as one line."""
    from dateline.export.rows import names

    return ", ".join(names(actors))
