"""The working state of a reading: what stages hand to each other before it becomes a `Reading`.

One spaCy ``Doc`` covers the whole document, and its character offsets are those of the text as
given (repeats are blanked out, never cut out), so a token's ``idx`` needs no map. Stages point
at tokens by their index ``i`` in that ``Doc``; token ranges are half-open. Mentions say where in
the text a thing is named; they become values of `dateline.types` when statements are assembled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from dateline.text.dateline import Dateline
from dateline.text.quoted import quoted
from dateline.types import (
    Actor,
    Commitment,
    Document,
    EventType,
    EvidenceKind,
    Failure,
    Modality,
    Place,
    Quantity,
    Silence,
    Span,
    Stance,
    Statement,
    Time,
)

if TYPE_CHECKING:
    from dateline.model.encoder import Encoded, Floats
    from dateline.text.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Given:
    """A report as it came in: its text, and what its source says about it.

    ``published`` is a date or EDTF as stated by the caller or the page's metadata, and
    ``published_basis`` which of the two.
    """

    text: str
    source: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    published_basis: Literal["given", "metadata"] | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence kept: its tokens ``[first, last)``, its paragraph, and its span."""

    index: int
    paragraph: int
    first: int
    last: int
    headline: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``[start, end)`` of the text; ``kind`` is a class of ``data/model/names.toml``."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``[first, last)`` that name something; ``head`` is their syntactic head."""

    first: int
    last: int
    head: int
    span: Span


@dataclass(frozen=True, slots=True)
class TimeMention(Mention):
    """A time expression.

    ``time`` is what it says once resolved, ``None`` for a bare duration or a set. ``duration``
    is ISO 8601 (``P5Y``) for durations. ``relation`` is the word that introduces it (in, on,
    since, until, by, before, after, for, within, during, from, between), lower case.
    """

    kind: Literal["date", "time", "duration", "set"]
    time: Time | None = None
    duration: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention(Mention):
    """A toponym with the place it most likely names."""

    place: Place


@dataclass(frozen=True, slots=True)
class ActorMention(Mention):
    """Somebody named, described or referred to.

    ``kind`` says how: a name, a toponym standing for its government, an office or body, a
    force, an organised group, a people or crowd, a description or pronoun resolved to one of
    these. ``members`` holds the actors that a plural reference stands for ("both sides").
    """

    actor: Actor
    kind: Literal[
        "person", "government", "office", "force", "group", "organisation", "people",
        "description", "pronoun",
    ]  # fmt: skip
    members: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class EventMention(Mention):
    """A trigger with its type and the tokens that fill its arguments.

    ``agents`` and ``patients`` are head tokens of noun phrases; ``places`` and ``times`` are
    tokens of phrases that the trigger or its clause governs, nearest first; ``clause`` is the
    token range of the clause. ``rule`` names the row of the lexicon that fired.
    """

    sentence: int
    type: EventType
    mode: str | None
    modality: Modality
    score: float
    agents: tuple[int, ...]
    patients: tuple[int, ...]
    places: tuple[int, ...]
    times: tuple[int, ...]
    clause: tuple[int, int]
    rule: str
    contexts: tuple[str, ...] = ()
    perfect_past: bool = False


@dataclass(frozen=True, slots=True)
class SpeechMention(Mention):
    """Somebody says something: a cue, its speaker, and the stretches of content it governs.

    The mention itself is the cue. ``speaker`` is the head token of the speaker's phrase,
    ``None`` where none is named ("reportedly"). ``content`` holds half-open token ranges, which
    may run over sentences. ``target`` is the head of whom it is said about or to (accused,
    urged). ``source`` holds the token ranges of the words that name the speaker, where they are
    told apart from its head. ``said`` is false for what is wished, planned or withheld, which
    says of nothing that it happened.
    """

    sentence: int
    speaker: int | None
    stance: Stance
    content: tuple[tuple[int, int], ...]
    evidence: tuple[EvidenceKind, ...] = ()
    target: int | None = None
    source: tuple[tuple[int, int], ...] = ()
    said: bool = True


@dataclass(frozen=True, slots=True)
class Ground:
    """What shows the acts that are told in ``parts``, half-open token ranges."""

    kind: EvidenceKind
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class QuantityMention(Mention):
    """A number of something; ``noun`` is the token counted, ``event`` the trigger it goes with."""

    quantity: Quantity
    noun: int | None = None
    event: int | None = None


@dataclass(frozen=True, slots=True)
class SilenceMention(Mention):
    """A party that has not spoken: the mention is the cue, ``party`` the head of its phrase."""

    sentence: int
    party: int


# What is derived once from a field, and holds as long as that does.
_DERIVED = {
    "text": "doc",
    "sentence_of_token": "sentences",
    "_actor_of_token": "actors",
    "_place_of_token": "places",
    "_time_of_token": "times",
}


@dataclass(frozen=True)
class Analysis:
    """All that the stages so far have found; `with_` returns one with more.

    ``encoded`` is by sentence: what the encoder makes of each, its spans counted from the
    sentence's start. ``heard`` is how likely its pieces tell of each type of event
    (`Heads.triggers`). ``associated`` are toponyms in other names and adjectives of places, where
    nothing happens.
    """

    given: Given
    document: Document
    doc: Doc | None = None
    sentences: tuple[Sentence, ...] = ()
    dateline: Dateline | None = None
    encoded: tuple[Encoded, ...] = ()
    heard: tuple[Floats, ...] = ()
    names: tuple[Name, ...] = ()
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    associated: tuple[PlaceMention, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    events: tuple[EventMention, ...] = ()
    speech: tuple[SpeechMention, ...] = ()
    grounds: tuple[Ground, ...] = ()
    quantities: tuple[QuantityMention, ...] = ()
    silent: tuple[SilenceMention, ...] = ()
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    silences: tuple[Silence, ...] = ()
    failures: tuple[Failure, ...] = ()

    def with_(self, **found: Any) -> Analysis:
        """The same analysis with ``found`` added; what was derived of the rest is kept."""
        made = replace(self, **found)
        for name, field in _DERIVED.items():
            if name in self.__dict__ and field not in found:
                made.__dict__[name] = self.__dict__[name]
        return made

    @property
    def tokens(self) -> Doc:
        """The parsed document; an error before the parse stage has run."""
        if self.doc is None:
            raise RuntimeError("the parse stage has not run")
        return self.doc

    @cached_property
    def text(self) -> str:
        """The text as parsed; spaCy's own joins all tokens anew each time it is asked."""
        return str(self.tokens.text)

    def span(self, first: int, last: int) -> Span:
        """The span of the tokens ``[first, last)`` in the text as given."""
        doc = self.tokens
        start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
        return Span(start, end, self.given.text[start:end])

    @cached_property
    def _quoted(self) -> tuple[tuple[int, int, int], ...]:
        return quoted(self.text)

    def is_quoted(self, token: Token) -> bool:
        """Whether a token stands between quotation marks."""
        return any(first <= token.idx < last for first, last, _ in self._quoted)

    @cached_property
    def sentence_of_token(self) -> dict[int, Sentence]:
        """The kept sentence of each token index."""
        return {i: s for s in self.sentences for i in range(s.first, s.last)}

    @cached_property
    def _actor_of_token(self) -> dict[int, ActorMention]:
        found: dict[int, ActorMention] = {}
        for mention in sorted(self.actors, key=lambda m: m.last - m.first, reverse=True):
            for i in range(mention.first, mention.last):
                found.setdefault(i, mention)
        for mention in sorted(self.actors, key=lambda m: m.last - m.first):
            found[mention.head] = mention
        return found

    def actor_at(self, token: int | Token) -> ActorMention | None:
        """The actor whose phrase has its head at ``token``, else the longest that holds it."""
        return self._actor_of_token.get(token if isinstance(token, int) else token.i)

    @cached_property
    def _place_of_token(self) -> dict[int, PlaceMention]:
        return {i: m for m in self.places for i in range(m.first, m.last)}

    def place_at(self, token: int | Token) -> PlaceMention | None:
        """The toponym that holds ``token``."""
        return self._place_of_token.get(token if isinstance(token, int) else token.i)

    @cached_property
    def _time_of_token(self) -> dict[int, TimeMention]:
        return {i: m for m in self.times for i in range(m.first, m.last)}

    def time_at(self, token: int | Token) -> TimeMention | None:
        """The time expression that holds ``token``."""
        return self._time_of_token.get(token if isinstance(token, int) else token.i)
