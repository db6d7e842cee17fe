"""What the encoder holds of an event: who did what to whom, and whether it happened.

Reading and ``dateline score`` ask the same functions. Here rules and heads are joined, by the
numbers of ``data/model/join.toml``: the type of what one party did to another is the product of
what the branch of pairs holds likely and what the lexicon says of the act found between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import cast

import numpy as np

from dateline.analysis import Analysis, EventMention, Sentence
from dateline.data import toml
from dateline.find.contexts import contexts
from dateline.find.ontology import quad_classes
from dateline.find.own_types import own_type
from dateline.model.encoder import Encoded, Floats, columns, encoder
from dateline.model.heads import heads
from dateline.model.pairs import Asked, pairs
from dateline.text.tokens import Token
from dateline.types import EventType

Extent = tuple[int, int]


@cache
def setting(name: str) -> float:
    """A number of ``data/model/join.toml``."""
    return float(toml("model/join.toml")[name])


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
    asked = _asked(analysis, source, target)
    if asked is None:
        return {}
    shares = pairs().types([asked])[0]
    event = between(analysis, source, target)
    if event is None:
        return shares
    return joined(analysis, shares, event, clear=source is not None and target is not None)


def joined(
    analysis: Analysis, shares: dict[str, float], event: EventMention, *, clear: bool
) -> dict[str, float]:
    """The branch's shares with what the lexicon and the head of triggers say of the act.

    The branch alone says of which quad class the act is: it was taught by marks who is who. The
    three together say of which type of that class. The lexicon is weighed by how sure it is; the
    branch is not told which act is meant, so it counts for less where that is not ``clear``.
    """
    heard = _heard(analysis, event)
    own, told = setting("heard"), root_of(event.type)
    weight = setting("lexicon" if clear else "lexicon_unclear") ** event.score
    if event.rule.endswith(LEARNED):
        weight = 1.0
    raised = {
        k: v * (heard.get(k, 0.0) + 0.01) ** own * (weight if k == told else 1.0)
        for k, v in shares.items()
    }
    within, of_class = _by_class(raised), _by_class(shares)
    quad = quad_classes()
    share = setting("lexicon_class")
    raised = {
        k: v * of_class[quad[k]] / within[quad[k]] ** (1.0 - share) if v else 0.0
        for k, v in raised.items()
    }
    total = sum(raised.values()) or 1.0
    return {k: v / total for k, v in raised.items()}


def _by_class(shares: Mapping[str, float]) -> dict[str, float]:
    """The sums by quad class."""
    sums: dict[str, float] = defaultdict(float)
    for kind, share in shares.items():
        sums[quad_classes()[kind]] += share
    return sums


def _heard(analysis: Analysis, event: EventMention) -> dict[str, float]:
    """How likely each type is of the act's own words, by the head of triggers."""
    found: dict[str, float] = {}
    for kind, share in zip(kinds_told()[1:], _of_words(analysis, event), strict=False):
        found[root_of(kind)] = found.get(root_of(kind), 0.0) + float(share)
    return found


def _of_words(analysis: Analysis, event: EventMention) -> Floats:
    """The shares of the types (`kinds_told` but the first) by the act's own words; none cut off."""
    pieces = _pieces(analysis, analysis.sentences[event.sentence], event)
    if not pieces:
        return np.zeros(0, np.float32)
    shares: Floats = analysis.heard[event.sentence][pieces].mean(0)[_columns()["triggers"]][1:]
    return shares


_VAGUE = frozenset({"pronoun", "description"})
_BESIDE = re.compile(r"=|\bprep:|\bprt:")  # words that a row names beside its own
LEARNED = ":learned"  # ends the name of what stands for a row where a head found the act


def retyped(analysis: Analysis, events: Sequence[EventMention]) -> list[EventMention]:
    """The events with the types that lexicon and branch together hold likeliest.

    One whose parties are not both known keeps its type: the branch was taught on known pairs. So
    does one found by a row of the lexicon beside others or between parties that are not named.
    """
    count = Counter(event.sentence for event in events)
    asked: dict[int, Asked] = {}
    for i, event in enumerate(events):
        if not event.agents or not event.patients:
            continue
        alone = count[event.sentence] == 1
        if not (event.rule.endswith(LEARNED) or (alone and _clear(analysis, event))):
            continue
        source, target = (
            _extent(analysis, analysis.tokens[tokens[0]])
            for tokens in (event.agents, event.patients)
        )
        if (one := _asked(analysis, source, target)) is not None:
            asked[i] = one
    told = dict(zip(asked, pairs().types(list(asked.values())), strict=True))
    both = [_retyped(analysis, event, told.get(i, {})) for i, event in enumerate(events)]
    return [_as_heard(analysis, event) for event in both]


def _as_heard(analysis: Analysis, event: EventMention) -> EventMention:
    """The event with the type that the head of triggers is sure of, where it holds no other likely.

    What the grammar made of the row's type (a promise, a threat) stays, and so does that of a row
    that names words beside its own.
    """
    shares = _of_words(analysis, event)
    if not len(shares) or event.type != _row_type(event) or _BESIDE.search(event.rule):
        return event
    shares = shares / max(float(shares.sum()), 1e-6)
    kinds = kinds_told()[1:]
    best = int(shares.argmax())
    if shares[best] < setting("heard_type") or (
        shares[kinds.index(event.type)] > setting("heard_other")
    ):
        return event
    return replace(event, type=cast(EventType, kinds[best]), mode=None)


def _clear(analysis: Analysis, event: EventMention) -> bool:
    """Whether both parties are named: no pronoun, no thing or place."""
    both = [analysis.actor_at(tokens[0]) for tokens in (event.agents, event.patients) if tokens]
    return len(both) == 2 and all(m is not None and m.kind not in _VAGUE for m in both)


def _retyped(analysis: Analysis, event: EventMention, shares: dict[str, float]) -> EventMention:
    if not shares:
        return event
    both = joined(analysis, shares, event, clear=True)
    best = max(both, key=lambda kind: both[kind])
    if best == root_of(event.type) or both[best] < setting("retyped"):
        return event
    done = "RETREAT" if event.modality == "asserted" else "CONCEDE"
    kind = cast(EventType, done if best == "YIELD" else best)
    return replace(event, type=kind, mode=None, score=round(min(event.score, both[best]), 3))


def detailed(analysis: Analysis, event: EventMention) -> EventMention:
    """The event with its contexts, and with a mode where no row of the lexicon spoke."""
    sentence = analysis.sentences[event.sentence]
    encoded, act = analysis.encoded[event.sentence], _pieces(analysis, sentence, event)
    about = contexts(analysis.span(*event.clause).text)
    mode = (own_type(encoded, act, event.type) if act else None) or event.mode
    if act and mode is None and (event.rule.endswith(LEARNED) or event.type != _row_type(event)):
        modes = heads().modes(encoded, act, event.type)
        best = max(modes, key=lambda name: modes[name], default=None)
        if best is not None and modes[best] >= setting("mode"):
            mode = best
    return replace(event, mode=mode, contexts=about)


def kinds_told() -> tuple[str, ...]:
    """What the columns of `Heard.of` stand for."""
    return encoder().labels.heads["triggers"]


def _row_type(event: EventMention) -> str:
    """The type of the row that fired; where the event has another, that row knows no mode."""
    return event.rule.split(":")[1]


@cache
def _columns() -> dict[str, slice]:
    return columns(encoder().labels.heads)


class Heard:
    """How likely the words of a sentence tell of something or not, by the head.

    ``what`` is of events and their types (``triggers``), or ``duties``, ``silences``, ``grounds``.
    """

    def __init__(self, analysis: Analysis, sentence: Sentence, what: str = "triggers") -> None:
        self._shares = analysis.heard[sentence.index][:, _columns()[what]]
        self._words = analysis.tokens[sentence.first : sentence.last]
        self._spans, self._at = analysis.encoded[sentence.index].spans, sentence.span.start

    def most(self) -> float:
        """How likely anything is told at all: the least that any piece holds of nothing, from 1."""
        return 1.0 - float(self._shares[:, 0].min()) if len(self._shares) else 0.0

    def sure(self, least: float) -> Iterator[Token]:
        """The words that are at least so likely to tell of something, in order."""
        if self.most() >= least:
            yield from (token for token in self._words if 1.0 - float(self.of(token)[0]) >= least)

    def of(self, token: Token) -> Floats:
        """Nothing first, then each kind (`kinds_told`); a word cut off tells of nothing."""
        start = token.idx - self._at
        starts, ends = self._edges
        first = bisect_right(ends, start)
        last = bisect_left(starts, start + len(token))
        if last > first:
            some = self._shares[first:last]
            mean: Floats = some[0] if len(some) == 1 else some.mean(0)
            return mean
        none: Floats = np.zeros(self._shares.shape[-1], np.float32)
        none[0] = 1.0
        return none

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        return [start for start, _ in self._spans], [end for _, end in self._spans]


def _pieces(analysis: Analysis, sentence: Sentence, event: EventMention) -> list[int]:
    token, at = analysis.tokens[event.head], sentence.span.start
    return analysis.encoded[sentence.index].inside(token.idx - at, token.idx - at + len(token))


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
        if fits(event.agents, source) and fits(event.patients or event.agents, target)
    ]
    return max(found, key=lambda e: (e.score, -e.head), default=None)


def factuality(analysis: Analysis, start: int) -> float | None:
    """From -3 (did not happen) to 3 (did) of what the word at ``start`` tells."""
    for sentence in analysis.sentences:
        if sentence.span.start <= start < sentence.span.end:
            encoded = analysis.encoded[sentence.index]
            return heads().factuality(encoded, start - sentence.span.start)
    return None


def _asked(analysis: Analysis, source: Extent | None, target: Extent | None) -> Asked | None:
    """The two as pieces of their sentence; ``None`` where they do not stand in one."""
    starts = [extent[0] for extent in (source, target) if extent is not None]
    for sentence in analysis.sentences:
        if starts and all(sentence.span.start <= a < sentence.span.end for a in starts):
            encoded, at = analysis.encoded[sentence.index], sentence.span.start
            both = [_inside(encoded, extent, at) for extent in (source, target)]
            return Asked(encoded, *both) if any(both) else None
    return None


def _inside(encoded: Encoded, extent: Extent | None, at: int) -> list[int]:
    return [] if extent is None else encoded.inside(extent[0] - at, extent[1] - at)
