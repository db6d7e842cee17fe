"""A document's text cut into pieces, each with what was read from it: the coloured spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dateline.types import Commitment, Silence, Statement
from dateline.web.kinds import quad
from dateline.web.queries import DocumentFull


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that a value was read from; ``role`` says what it is."""

    start: int
    end: int
    role: str
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text with the roles that cover it.

    ``begins`` are the statements, commitments and silences whose sentence begins here; ``asked``
    where it is what the address points at.
    """

    text: str
    roles: tuple[str, ...]
    keys: tuple[str, ...]
    begins: tuple[str, ...]
    repeat: bool
    asked: bool
    first_asked: bool


def marks(full: DocumentFull) -> list[Mark]:
    """Every span that was read from a document."""
    found = [m for s in full.statements for m in _of_statement(s)]
    for c in full.commitments:
        found += [Mark(s.start, s.end, "promise", c.id) for s in c.sentences]
        found += _of_commitment(c)
    for number, silence in enumerate(full.silences):
        found += _of_silence(silence, number)
    return [m for m in found if m.start < m.end]


def _of_statement(s: Statement) -> Iterator[Mark]:
    trigger = s.event.trigger
    yield Mark(s.sentence.start, s.sentence.end, "sentence", s.id)
    yield Mark(trigger.start, trigger.end, f"trigger q{quad(s.event.type, s.event.mode)}", s.id)
    yield from (Mark(a.start, a.end, "actor", s.id) for a in s.actors)
    yield from (Mark(a.start, a.end, "recipient", s.id) for a in s.recipients)
    yield from (Mark(q.start, q.end, "quantity", s.id) for q in s.quantities)
    if s.place is not None:
        yield Mark(s.place.start, s.place.end, "place", s.id)
    if s.time is not None and s.time.start is not None and s.time.end is not None:
        yield Mark(s.time.start, s.time.end, "time", s.id)
    said = s.attribution
    if said.speaker is not None:
        yield Mark(said.speaker.start, said.speaker.end, "speaker", s.id)
    if said.cue is not None:
        yield Mark(said.cue.start, said.cue.end, "cue", s.id)


def _of_commitment(c: Commitment) -> Iterator[Mark]:
    yield Mark(c.action.start, c.action.end, "action", c.id)
    for time in (c.due, c.begins, c.made):
        if time is not None and time.start is not None and time.end is not None:
            yield Mark(time.start, time.end, "time", c.id)


def _of_silence(s: Silence, number: int) -> Iterator[Mark]:
    yield Mark(s.sentence.start, s.sentence.end, "silence", f"silence-{number}")
    yield Mark(s.party.start, s.party.end, "speaker", f"silence-{number}")


_BROAD = frozenset({"sentence", "promise", "silence"})


def pieces(full: DocumentFull, asked: tuple[int, int] | None = None) -> list[list[Piece]]:
    """The text as paragraphs of pieces; joined they are the text, but for the line ends."""
    text = full.document.text
    spans = marks(full)
    repeats = [(r.start, r.end) for r in full.document.repeats]
    cuts = {0, len(text)}
    for mark in spans:
        cuts |= {mark.start, mark.end}
    for start, end in (*repeats, *([asked] if asked else [])):
        cuts |= {start, end}
    cuts |= {i for i, char in enumerate(text) if char == "\n"}
    cuts |= {i + 1 for i, char in enumerate(text) if char == "\n"}
    order = sorted(c for c in cuts if 0 <= c <= len(text))
    return _paragraphs(text, order, spans, repeats, asked)


def _paragraphs(
    text: str,
    order: list[int],
    spans: list[Mark],
    repeats: list[tuple[int, int]],
    asked: tuple[int, int] | None,
) -> list[list[Piece]]:
    waiting = sorted(spans, key=lambda m: m.start, reverse=True)
    open_: list[Mark] = []
    found: list[list[Piece]] = [[]]
    shown = False
    for start, end in pairwise(order):
        while waiting and waiting[-1].start <= start:
            open_.append(waiting.pop())
        open_ = [m for m in open_ if m.end > start]
        if text[start:end] == "\n":
            if found[-1]:
                found.append([])
            continue
        here = asked is not None and asked[0] <= start and end <= asked[1]
        found[-1].append(
            Piece(
                text=text[start:end],
                roles=_unique(role for m in open_ for role in m.role.split()),
                keys=_unique(m.statement for m in open_ if m.statement),
                begins=_unique(m.statement for m in open_
                               if m.statement and m.start == start and m.role in _BROAD),
                repeat=any(a <= start and end <= b for a, b in repeats),
                asked=here,
                first_asked=here and not shown,
            )
        )  # fmt: skip
        shown = shown or here
    return [p for p in found if any(piece.text.strip() for piece in p)]


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
