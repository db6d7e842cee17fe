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
from collections.abc import Callable, Iterable
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


def stated(cell: str, text: str, statement: Statement) -> Any:
    """The value for the cell of the statement; a ``UsageError`` where the words make none."""
    value = text.strip()
    if value.startswith(("[", "{")):
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError as error:
            raise UsageError(f"{cell}: not JSON: {error}") from error
    none = value.casefold() in _NONE
    if cell in {"actors", "recipients"}:
        return [] if none else [_actor(part, statement) for part in _parts(value, ";")]
    if cell in {"contexts", "evidence"}:
        return [] if none else _parts(value, ",")
    if cell == "quantities":
        return [] if none else [_quantity(part, statement) for part in _parts(value, ";")]
    if cell == "background":
        return _yes(value)
    if cell == "type":
        return _type(value)
    if none:
        return None
    makers: dict[str, Callable[[str, Statement], Any]] = {
        "mode": _mode, "speaker": _actor, "place": _place, "time": _time,
    }  # fmt: skip
    return makers[cell](value, statement) if cell in makers else value


def _parts(value: str, mark: str) -> list[str]:
    return [part.strip() for part in value.split(mark) if part.strip()]


def _yes(value: str) -> bool:
    known = {"yes": True, "true": True, "no": False, "false": False}
    if value.casefold() not in known:
        raise UsageError(f"background: yes or no, not {value}")
    return known[value.casefold()]


def _type(value: str) -> str:
    known = sorted({type_ for type_, _ in kinds()})
    if value.upper() not in known:
        raise UsageError(f"type: no such type: {value} (one of {', '.join(known)})")
    return value.upper()


def _mode(value: str, statement: Statement) -> str:
    type_ = statement.event.type
    known = sorted({m for t, m in kinds() if t == type_ and m is not None})
    if value.casefold() not in known:
        some = f"one of {', '.join(known)}" if known else "it has none"
        raise UsageError(f"mode: no such mode of {type_}: {value} ({some})")
    return value.casefold()


def _actor(part: str, statement: Statement) -> Actor:
    """Words, ``WORDS=ID`` or an id; what the statement says of an actor of that id is kept."""
    words, _, id = (p.strip() for p in part.partition("="))
    if not id and _ID.fullmatch(words):
        id = words
    if id and not _ID.fullmatch(id):
        raise UsageError(f"no such form of an actor's id: {id} (as in RUS.MIL, ORG.minusma)")
    named = {a.id or a.text.casefold(): a for a in _named(statement)}
    held = named.get(id or words.casefold())
    if held is not None and words in {id, held.text}:
        return held
    span = _where(words, statement)
    country, sector = (*id.split(".")[:2], None)[:2] if id else (None, None)
    of_state = country not in {None, "ORG", "PER"}
    return Actor(
        start=span.start, end=span.end, text=span.text, id=id or None,
        name=None if words == span.text else words,
        country=country if of_state else None, sector=sector if of_state else None, score=1.0,
    )  # fmt: skip


def _named(statement: Statement) -> Iterable[Actor]:
    speaker = statement.attribution.speaker
    return (*statement.actors, *statement.recipients, *((speaker,) if speaker else ()))


def _place(value: str, statement: Statement) -> Place:
    words, _, number = (p.strip() for p in value.partition("="))
    found = candidates(words)
    if number:
        found = tuple(e for e in found if str(e.geonames) == number)
    if not found:
        raise UsageError(f"place: no place of that name{' and number' * bool(number)}: {value}")
    entry, span = found[0], _where(words, statement)
    return Place(
        start=span.start, end=span.end, text=span.text, name=entry.name, geonames=entry.geonames,
        lat=entry.lat, lon=entry.lon, country=entry.country, admin1=entry.admin1, kind=entry.kind,
        precision=entry.precision, score=1.0,
    )  # fmt: skip


def _time(value: str, statement: Statement) -> Time:
    first, last = bounds(value)
    if first is None and last is None:
        raise UsageError(f"time: not a date: {value} (EDTF, as 2024-06-10 or 2024-06)")
    held = statement.time
    words = {} if held is None else {"start": held.start, "end": held.end, "text": held.text}
    basis = "inferred" if held is None else held.basis
    return msgspec.convert(
        {"edtf": value, "from": first, "to": last, "basis": basis, **words}, Time
    )


def _quantity(part: str, statement: Statement) -> Quantity:
    match = _QUANTITY.fullmatch(part)
    if match is None:
        raise UsageError(f"quantities: as in 12 killed; 3-5 injured; 10+ displaced, not {part}")
    low = _number(match["low"])
    high = _number(match["high"]) if match["high"] else None if match["more"] else low
    held = next((q for q in statement.quantities if q.kind == match["kind"]), None)
    span = Span(held.start, held.end, held.text) if held else _where(match["low"], statement)
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


def _where(words: str, statement: Statement) -> Span:
    """Where words stand in the sentence; all of it where they do not."""
    sentence = statement.sentence
    at = sentence.text.casefold().find(words.casefold())
    if at < 0 or len(sentence.text) != len(sentence.text.casefold()):
        at = sentence.text.find(words)
    if at < 0:
        return sentence
    start = sentence.start + at
    return Span(start, start + len(words), sentence.text[at : at + len(words)])
