"""A cell's value as a person states it in a line, in the form that the cell has.

    type         COERCE                        mode        arrest       (- for none)
    actors       Russian troops=RUS.MIL; MSF   recipients, speaker in the same way
    place        Kherson, Kherson=706448       the name, or its words and the GeoNames number
    time         2024-06-10, 2024-06, 2024-06-10/2024-06-12 (EDTF)
    quantities   12 killed; 3-5 injured; 10+ displaced
    contexts, evidence    a list with commas; background yes or no; modality and stance a word

Words that stand in the statement's sentence take their place there; others rest on the whole of
it. A value in JSON, in the form of the statement's type, is taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from dateline.errors import UsageError
from dateline.find.ontology import kinds
from dateline.resolve.candidates import candidates
from dateline.resolve.edtf import bounds
from dateline.types import Actor, Place, Quantity, Span, Statement, Time

_NONE = frozenset({"", "-", "none"})
_ID = re.compile(r"[A-Z]{3}(?:\.[A-Z]{3}(?:\.[\w.-]+)?)?|(?:ORG|PER)\.[\w.-]+")
_QUANTITY = re.compile(
    r"(?P<low>[\d.,]+)(?:\s*-\s*(?P<high>[\d.,]+)|(?P<more>\+))?\s+(?P<kind>\w+)"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is stated about: its sentence, and what was read there before."""

    sentence: Span
    actors: tuple[Actor, ...] = ()
    type: str | None = None
    time: Time | None = None
    quantities: tuple[Quantity, ...] = ()


def stated(cell: str, text: str, statement: Statement) -> Any:
    """The value for the cell of the statement; a ``UsageError`` where the words make none."""
    value = text.strip()
    if is_json(value):
        return from_json(cell, value)
    speaker = statement.attribution.speaker
    frame = Frame(
        statement.sentence,
        (*statement.actors, *statement.recipients, *((speaker,) if speaker else ())),
        statement.event.type,
        statement.time,
        statement.quantities,
    )
    none = is_none(value)
    if cell in {"actors", "recipients"}:
        return [] if none else [actor(part, frame) for part in parts(value, ";")]
    if cell in {"contexts", "evidence"}:
        return [] if none else parts(value, ",")
    if cell == "quantities":
        return [] if none else [quantity(part, frame) for part in parts(value, ";")]
    if cell == "background":
        return yes(cell, value)
    if cell == "type":
        return type_(value)
    if none:
        return None
    makers: dict[str, Callable[[str, Frame], Any]] = {
        "mode": mode, "speaker": actor, "place": place, "time": time,
    }  # fmt: skip
    return makers[cell](value, frame) if cell in makers else value


def is_none(value: str) -> bool:
    """Whether a value says that there is none."""
    return value.casefold() in _NONE


def is_json(value: str) -> bool:
    """Whether a value is stated as JSON."""
    return value.startswith(("[", "{"))


def from_json(cell: str, value: str) -> Any:
    """A value stated as JSON."""
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError as error:
        raise UsageError(f"{cell}: not JSON: {error}") from error


def parts(value: str, mark: str) -> list[str]:
    """The parts of a list."""
    return [part.strip() for part in value.split(mark) if part.strip()]


def yes(cell: str, value: str) -> bool:
    """Yes or no."""
    known = {"yes": True, "true": True, "no": False, "false": False}
    if value.casefold() not in known:
        raise UsageError(f"{cell}: yes or no, not {value}")
    return known[value.casefold()]


def type_(value: str) -> str:
    """A type of events."""
    known = sorted({name for name, _ in kinds()})
    if value.upper() not in known:
        raise UsageError(f"type: no such type: {value} (one of {', '.join(known)})")
    return value.upper()


def mode(value: str, frame: Frame) -> str:
    """A mode of the type."""
    known = sorted({m for t, m in kinds() if t == frame.type and m is not None})
    if value.casefold() not in known:
        some = f"one of {', '.join(known)}" if known else "it has none"
        raise UsageError(f"mode: no such mode of {frame.type}: {value} ({some})")
    return value.casefold()


def actor(part: str, frame: Frame) -> Actor:
    """Words, ``WORDS=ID`` or an id; what was read of an actor of that id is kept."""
    words, _, id = (p.strip() for p in part.partition("="))
    if not id and _ID.fullmatch(words):
        id = words
    if id and not _ID.fullmatch(id):
        raise UsageError(f"no such form of an actor's id: {id} (as in RUS.MIL, ORG.minusma)")
    named = {a.id or a.text.casefold(): a for a in frame.actors}
    held = named.get(id or words.casefold())
    if held is not None and words in {id, held.text}:
        return held
    span = where(words, frame)
    country, sector = (*id.split(".")[:2], None)[:2] if id else (None, None)
    of_state = country not in {None, "ORG", "PER"}
    return Actor(
        start=span.start, end=span.end, text=span.text, id=id or None,
        name=None if words == span.text else words,
        country=country if of_state else None, sector=sector if of_state else None, score=1.0,
    )  # fmt: skip


def place(value: str, frame: Frame) -> Place:
    """A place of the gazetteer, by name or number; what is called so goes before other names."""
    words, _, number = (p.strip() for p in value.partition("="))
    called = words.casefold()
    found = tuple(sorted(candidates(words), key=lambda e: e.name.casefold() != called))
    if number:
        found = tuple(e for e in found if str(e.geonames) == number)
    if not found:
        raise UsageError(f"place: no place of that name{' and number' * bool(number)}: {value}")
    entry, span = found[0], where(words, frame)
    return Place(
        start=span.start, end=span.end, text=span.text, name=entry.name, geonames=entry.geonames,
        lat=entry.lat, lon=entry.lon, country=entry.country, admin1=entry.admin1, kind=entry.kind,
        precision=entry.precision, score=1.0,
    )  # fmt: skip


def time(value: str, frame: Frame) -> Time:
    """A day, month, year or interval (EDTF)."""
    first, last = bounds(value)
    if first is None and last is None:
        raise UsageError(f"time: not a date: {value} (EDTF, as 2024-06-10 or 2024-06)")
    held = frame.time
    words = {} if held is None else {"start": held.start, "end": held.end, "text": held.text}
    basis = "inferred" if held is None else held.basis
    return msgspec.convert(
        {"edtf": value, "from": first, "to": last, "basis": basis, **words}, Time
    )


def quantity(part: str, frame: Frame) -> Quantity:
    """How many of what."""
    match = _QUANTITY.fullmatch(part)
    if match is None:
        raise UsageError(f"quantities: as in 12 killed; 3-5 injured; 10+ displaced, not {part}")
    low = _number(match["low"])
    high = _number(match["high"]) if match["high"] else None if match["more"] else low
    held = next((q for q in frame.quantities if q.kind == match["kind"]), None)
    span = Span(held.start, held.end, held.text) if held else where(match["low"], frame)
    try:
        return msgspec.convert(
            {"kind": match["kind"], "min": low, "max": high,
             "text": span.text, "start": span.start, "end": span.end},
            Quantity,
        )  # fmt: skip
    except msgspec.ValidationError as error:
        raise UsageError(f"quantities: {error}") from error


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError as error:
        raise UsageError(f"quantities: not a number: {text}") from error


def where(words: str, frame: Frame) -> Span:
    """Where words stand in the sentence; all of it where they do not."""
    sentence = frame.sentence
    at = sentence.text.casefold().find(words.casefold())
    if at < 0 or len(sentence.text) != len(sentence.text.casefold()):
        at = sentence.text.find(words)
    if at < 0:
        return sentence
    start = sentence.start + at
    return Span(start, start + len(words), sentence.text[at : at + len(words)])
