"""What the encoder holds of an event: who did what to whom, and whether it happened.

Reading and ``dateline score`` ask the same functions. Here rules and heads are joined: the type of
what one party did to another is the product of what the encoder holds likely and what the lexicon
says of the act that was found between them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from spacy.tokens import Token

from dateline.analysis import Analysis, EventMention, Sentence
from dateline.data import toml
from dateline.model.heads import heads
from dateline.types import EventType

Extent = tuple[int, int]


def root_of(kind: str) -> str:
    """A type as labelled pairs name it: CONCEDE and RETREAT are one there, YIELD."""
    return "YIELD" if kind in {"CONCEDE", "RETREAT"} else kind


def pair_types(
    analysis: Analysis, source: Extent | None, target: Extent | None
) -> dict[str, float]:
    """How likely each type is of what ``source`` did to ``target``, both offsets of the text.

    CONCEDE and RETREAT are one type here, YIELD, as in the labelled sentences. One of the two may
    be unknown. Empty where they do not stand in one sentence.
    """
    sentence = _sentence(analysis, source, target)
    if sentence is None:
        return {}
    shares = _shares(analysis, sentence, source, target)
    event = between(analysis, source, target)
    return shares if event is None else joined(shares, event.type, event.score)


def joined(shares: dict[str, float], kind: EventType, score: float) -> dict[str, float]:
    """The encoder's shares with what the lexicon says, weighed by how sure it is of the act."""
    weight = float(toml("model/join.toml")["lexicon"])
    told = root_of(kind)
    raised = {k: v * (weight**score if k == told else 1.0) for k, v in shares.items()}
    total = sum(raised.values()) or 1.0
    return {k: v / total for k, v in raised.items()}


def retyped(analysis: Analysis, event: EventMention) -> EventMention:
    """The event with the type that lexicon and encoder together hold likeliest."""
    doc = analysis.tokens
    source, target = (
        _extent(analysis, doc[tokens[0]]) if tokens else None
        for tokens in (event.agents, event.patients)
    )
    both_known = source is not None and target is not None
    sentence = _sentence(analysis, source, target) if both_known else None
    shares = _shares(analysis, sentence, source, target) if sentence is not None else {}
    if not shares:
        return event
    both = joined(shares, event.type, event.score)
    best = max(both, key=lambda kind: both[kind])
    if best == root_of(event.type):
        return event
    done = "RETREAT" if event.modality == "asserted" else "CONCEDE"
    kind = cast(EventType, done if best == "YIELD" else best)
    return replace(event, type=kind, mode=None, score=round(both[best], 3))


def _extent(analysis: Analysis, token: Token) -> Extent:
    """Where the phrase of a party stands: the actor's, else the word."""
    actor = analysis.actor_at(token)
    if actor is not None:
        return actor.span.start, actor.span.end
    return token.idx, token.idx + len(token)


def between(
    analysis: Analysis, source: Extent | None, target: Extent | None
) -> EventMention | None:
    """The event that reading found between two parties, the surest first."""
    doc = analysis.tokens

    def fits(tokens: tuple[int, ...], extent: Extent | None) -> bool:
        return extent is None or any(extent[0] <= doc[i].idx < extent[1] for i in tokens)

    found = [
        event
        for event in analysis.events
        if fits(event.agents, source) and fits(event.patients, target)
    ]
    return max(found, key=lambda e: (e.score, -e.head), default=None)


def factuality(analysis: Analysis, start: int) -> float | None:
    """From -3 (did not happen) to 3 (did) of what the word at ``start`` tells."""
    for sentence in analysis.sentences:
        if sentence.span.start <= start < sentence.span.end:
            encoded = analysis.encoded[sentence.index]
            return heads().factuality(encoded, start - sentence.span.start)
    return None


def argument_spans(analysis: Analysis) -> tuple[tuple[Extent, ...], tuple[Extent, ...]]:
    """Who acts and who is acted on, by sentence, as offsets of the text."""
    found: dict[str, list[Extent]] = {"S": [], "T": []}
    for sentence, encoded in zip(analysis.sentences, analysis.encoded, strict=True):
        at = sentence.span.start
        for start, end, kind, _ in heads().spans("arguments", encoded):
            found[kind].append((at + start, at + end))
    return tuple(found["S"]), tuple(found["T"])


def _sentence(analysis: Analysis, source: Extent | None, target: Extent | None) -> Sentence | None:
    starts = [extent[0] for extent in (source, target) if extent is not None]
    for sentence in analysis.sentences:
        if starts and all(sentence.span.start <= a < sentence.span.end for a in starts):
            return sentence
    return None


def _shares(
    analysis: Analysis, sentence: Sentence, source: Extent | None, target: Extent | None
) -> dict[str, float]:
    encoded, at = analysis.encoded[sentence.index], sentence.span.start
    pieces = [
        encoded.inside(extent[0] - at, extent[1] - at) if extent is not None else []
        for extent in (source, target)
    ]
    return heads().types(encoded, *pieces) if any(pieces) else {}
