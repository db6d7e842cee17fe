"""The cells of statements, events, commitments and silences: each value by itself. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.types import (
    Actor,
    Commitment,
    Place,
    Quantity,
    RecordEvent,
    Silence,
    Span,
    Statement,
    Time,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: ``key`` tells it from others, ``label`` is for people.

    ``span`` are the words that give it, ``None`` where none do; ``because`` the statements that
    it was concluded from.
    """

    name: str
    key: str
    label: str
    span: Span | None = None
    because: tuple[str, ...] = ()


def of_statement(statement: Statement) -> Iterator[Cell]:
    """Every value that a statement gives."""
    event, said = statement.event, statement.attribution
    yield Cell("type", event.type, event.type, event.trigger)
    if event.mode is not None:
        yield Cell("mode", event.mode, event.mode, event.trigger)
    for context in event.contexts:
        yield Cell("contexts", context, context, statement.sentence)
    yield from _actors("actors", statement.actors)
    yield from _actors("recipients", statement.recipients)
    yield from _place(statement.place)
    yield from _time("time", statement.time)
    for quantity in statement.quantities:
        yield _quantity(quantity)
    yield Cell("modality", statement.modality, statement.modality, event.trigger)
    if statement.background:
        yield Cell("background", "true", "told as history", statement.sentence)
    yield from _actors("speaker", (said.speaker,) if said.speaker else ())
    if said.stance != "none":
        yield Cell("stance", said.stance, said.stance, said.cue or statement.sentence)
    for evidence in said.evidence:
        yield Cell("evidence", evidence, evidence, statement.sentence)


def of_event(event: RecordEvent) -> Iterator[Cell]:
    """Every value that an event of the record has."""
    ids = event.statements
    yield Cell("status", event.status, event.status, because=ids)
    yield Cell("type", event.type, event.type)
    if event.mode is not None:
        yield Cell("mode", event.mode, event.mode)
    for context in event.contexts:
        yield Cell("contexts", context, context)
    yield from _actors("actors", event.actors)
    yield from _actors("recipients", event.recipients)
    yield from _place(event.place)
    yield from _time("time", event.time)
    for quantity in event.quantities:
        yield _quantity(quantity)
    yield Cell("sources", str(event.sources), str(event.sources), because=ids)
    for party, word in event.parties.items():
        said = (word.statement,) if word.statement else ()
        yield Cell("parties", f"{party}: {word.stance}", f"{party}: {word.stance}", because=said)


# A new end that its own report does not say is that of the change.
_CHANGED = frozenset({"extended", "amended"})


def of_commitment(commitment: Commitment) -> Iterator[Cell]:
    """Every value that a commitment has, followed or as read."""
    action, because = commitment.action, commitment.because
    words = Span(action.start, action.end, action.text)
    for name in ("status", "timing", "compliance", "force"):
        value = getattr(commitment, name)
        yield Cell(name, value, value, because=because)
    yield from _actors("by", commitment.by)
    yield from _actors("to", commitment.to)
    yield Cell("duty", commitment.duty, commitment.duty, words)
    yield Cell("action", action.text, action.text, words)
    yield from _place(action.place)
    for name, time in (
        ("made", commitment.made), ("begins", commitment.begins), ("due", commitment.due),
    ):  # fmt: skip
        changed = commitment.force in _CHANGED and time is not None and time.start is None
        yield from _time(name, time, because if changed and name == "due" else ())
    if commitment.term is not None:
        yield Cell("term", commitment.term, commitment.term, words)
    if commitment.condition is not None:
        text = commitment.condition.text
        yield Cell("condition", text, text, commitment.condition)
    if commitment.extendable is not None:
        yield Cell("extendable", str(commitment.extendable), str(commitment.extendable))


def of_silence(silence: Silence) -> Iterator[Cell]:
    """Every value that a silence has; what it is on is a statement's id."""
    yield from _actors("party", (silence.party,))
    if silence.about is not None:
        yield Cell("about", silence.about, silence.about, because=(silence.about,))
    yield from _time("as_of", silence.as_of)


def _actors(name: str, actors: tuple[Actor, ...]) -> Iterator[Cell]:
    for actor in actors:
        label = actor.name or actor.text
        told = f"{label} ({actor.id})" if actor.id and actor.id != label else label
        key = actor.id or actor.text.casefold()
        yield Cell(name, key, told, Span(actor.start, actor.end, actor.text))


def _place(place: Place | None) -> Iterator[Cell]:
    if place is not None:
        key = str(place.geonames or place.name)
        told = f"{place.name} ({place.precision})" if place.precision else place.name
        yield Cell("place", f"{key} {place.precision}", told,
                   Span(place.start, place.end, place.text))  # fmt: skip


def _time(name: str, time: Time | None, because: tuple[str, ...] = ()) -> Iterator[Cell]:
    if time is None:
        return
    span = None
    if time.start is not None and time.end is not None and time.text is not None:
        span = Span(time.start, time.end, time.text)
    bounds = f"{time.from_ or '..'}/{time.to or '..'}"
    yield Cell(name, bounds, time.edtf or bounds, span, because=because)


def _quantity(quantity: Quantity) -> Cell:
    low, high = (None if v is None else f"{v:g}" for v in (quantity.min, quantity.max))
    number = low or "0" if low == high else f"{low or 0}-{high}" if high else f"{low or 0}+"
    told = f"{number} {quantity.kind}"
    return Cell("quantities", told, told, Span(quantity.start, quantity.end, quantity.text))
