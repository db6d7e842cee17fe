"""Who did what to whom by grammar and head of arguments: the head says what that leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.analysis import Analysis, EventMention, Sentence
from dateline.find import speech_cues
from dateline.find.coder import LEARNED, Extent
from dateline.find.further import is_somebody
from dateline.model.heads import heads
from dateline.text.tokens import Span, Token


def filled(analysis: Analysis, events: Sequence[EventMention]) -> list[EventMention]:
    """The events with the doers that the parse does not give and the head of arguments does.

    Only where the head knows of one such party in the sentence. Whom it was done to is filled in
    for violence that no row of the lexicon tells of: elsewhere, where the grammar names nobody,
    what the head knows was wrong more often than right on the development reports.
    """
    done = [_filled(analysis, _as_accused(analysis, event, events), events) for event in events]
    return [_suffered(analysis, event, done) for event in done]


def _suffered(
    analysis: Analysis, event: EventMention, events: Sequence[EventMention]
) -> EventMention:
    doc = analysis.tokens
    if event.type != "ASSAULT" or not event.rule.endswith(LEARNED):
        return event
    if any(is_somebody(analysis, doc[i]) for i in event.patients):
        return event
    taken = {i for e in events for i in (*e.agents, *e.patients, e.head)}
    heard = _spans(analysis, parties(analysis, analysis.sentences[event.sentence])["T"])
    found = [
        t.i for t in (span.root for span in heard)
        if t.i not in taken and doc[event.head].is_ancestor(t) and is_somebody(analysis, t)
    ]  # fmt: skip
    return replace(event, patients=tuple(found)) if found else event


def _as_accused(
    analysis: Analysis, event: EventMention, events: Sequence[EventMention]
) -> EventMention:
    """The event done by whom somebody accuses of it (*blamed the troops for the killing*)."""
    token = analysis.tokens[event.head]
    if event.agents or token.dep_ != "pobj" or token.head.lower_ not in {"for", "of", "over"}:
        return event
    for other in events:
        if other.type == "ACCUSE" and other.head == token.head.head.i:
            return replace(event, agents=other.patients)
    return event


def _filled(
    analysis: Analysis, event: EventMention, events: Sequence[EventMention]
) -> EventMention:
    if event.agents or _complete(analysis.tokens[event.head], event):
        return event
    agents = _party(analysis, event, parties(analysis, analysis.sentences[event.sentence])["S"])
    # Who speaks of an act (accuses, demands, denies) is not who did it.
    spoken = any(set(agents) & set(e.agents) and e.type in _SPOKEN for e in events)
    if spoken or any(_says(analysis.tokens[a]) for a in agents):
        return event
    if any(analysis.tokens[a].head.i == event.head for a in agents):
        return event  # the grammar has seen it and knows better (*the army lost nine men*)
    return replace(event, agents=agents)


_SPOKEN = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "CONSULT"})


def _complete(token: Token, event: EventMention) -> bool:
    """Whether its own clause names nobody who did it: a passive, or a verb of what one suffers."""
    suffers = any(token.doc[p].head == token and token.doc[p].dep_ == "nsubj"
                  for p in event.patients)  # fmt: skip
    return suffers or _passive(token)


def _says(token: Token) -> bool:
    """Whether somebody stands as the subject of a verb of saying."""
    return token.dep_ == "nsubj" and token.head.lemma_.lower() in speech_cues.verbs()


def _passive(token: Token) -> bool:
    if token.tag_ != "VBN":
        return False
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in token.children):
        return True
    return not any(c.lower_ in {"has", "have", "had"} for c in token.children)


def _party(analysis: Analysis, event: EventMention, extents: list[Extent]) -> tuple[int, ...]:
    taken = {*event.agents, *event.patients, event.head}
    some = (s for s in _spans(analysis, extents) if not taken & set(range(s.start, s.end)))
    found = [span.root.i for span in some]
    return tuple(found) if len(found) == 1 else ()


def _spans(analysis: Analysis, extents: Sequence[Extent]) -> Iterator[Span]:
    for start, end in extents:
        span = analysis.tokens.char_span(start, end, alignment_mode="expand")
        if span is not None:
            yield span


def argument_spans(analysis: Analysis) -> tuple[tuple[Extent, ...], tuple[Extent, ...]]:
    """Who acts and who is acted on, by sentence, as offsets of the text."""
    found: dict[str, list[Extent]] = {"S": [], "T": []}
    for sentence in analysis.sentences:
        for kind, extents in parties(analysis, sentence).items():
            found[kind] += extents
    return tuple(found["S"]), tuple(found["T"])


def parties(analysis: Analysis, sentence: Sentence) -> dict[str, list[Extent]]:
    """Who acts (S) and who is acted on (T) in a sentence, as the head of arguments has it."""
    found: dict[str, list[Extent]] = {"S": [], "T": []}
    at = sentence.span.start
    for start, end, kind, _ in heads().spans("arguments", [analysis.encoded[sentence.index]])[0]:
        found[kind].append((at + start, at + end))
    return found
