"""Every core type of a reading and of the record, as frozen structs.

Encoded as JSON these types *are* the published contract (``docs/reference/schema``): a field
is added here or nowhere. Offsets are half-open, in Unicode code points, into the text as it was
given (for HTML: into the extracted text, which ``Document.text`` keeps), so that for every span
``document.text[span.start:span.end] == span.text``. What is unknown is ``None`` or an empty
tuple, never a guess and never an empty string.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = "dateline.reading/1"

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Modality = Literal[
    "asserted", "planned", "promised", "requested", "threatened", "hypothetical", "negated",
    "ongoing",
]  # fmt: skip
Stance = Literal[
    "announces", "confirms", "states", "claims", "admits", "denies", "rejects", "accuses",
    "clarifies", "promises", "warns", "estimates", "none",
]  # fmt: skip
EvidenceKind = Literal["video", "photo", "satellite", "document", "witness", "official", "data"]
QuantityKind = Literal[
    "killed", "injured", "displaced", "arrested", "abducted", "released", "missing", "evacuated",
    "troops", "fighters", "prisoners", "protesters", "weapons", "vehicles", "aircraft",
    "money", "area", "distance", "people", "other",
]  # fmt: skip
Precision = Literal["exact", "locality", "district", "region", "country"]
PublishedBasis = Literal["given", "metadata", "text", "inferred", "unknown"]
TimeBasis = Literal["expression", "document", "inherited", "inferred"]
Duty = Literal["do", "refrain"]
Timing = Literal["not due", "due", "early", "on time", "late", "overdue", "no deadline"]
Compliance = Literal[
    "unknown", "under way", "kept", "partly kept", "alleged breach", "breach confirmed",
    "disputed",
]  # fmt: skip
Force = Literal["active", "extended", "amended", "suspended", "expired", "withdrawn", "replaced"]
CommitmentStatus = Literal[
    "pending", "under way", "kept", "kept early", "kept late", "ended early", "overdue",
    "disputed", "broken", "extended", "withdrawn", "expired", "unknown",
]  # fmt: skip
EventStatus = Literal[
    "reported", "claimed by one side", "confirmed by both sides", "confirmed", "disputed",
    "denied", "retracted",
]  # fmt: skip


class _Value(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A frozen value, built by keyword."""


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """A stretch of the text as given: ``text[start:end] == text``."""

    start: int
    end: int
    text: str


class Range(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the text by its offsets alone."""

    start: int
    end: int


class Repeat(_Value, frozen=True, kw_only=True):
    """Text that says again what stands elsewhere in the same document."""

    start: int
    end: int
    of: Range


class Candidate(_Value, frozen=True, kw_only=True):
    """Another place that a toponym may name, with its score (0 to 1)."""

    name: str
    geonames: int | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    kind: str
    score: float


class Place(_Value, frozen=True, kw_only=True):
    """A toponym and the place it stands for; ``lat`` and ``lon`` in degrees (WGS 84).

    ``country`` is ISO 3166 alpha-3. ``kind`` says what it is (city, country, region, corridor,
    river, ...); ``precision`` how closely the text locates the thing.
    """

    start: int
    end: int
    text: str
    name: str
    geonames: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    kind: str | None = None
    precision: Precision | None = None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()


class Actor(_Value, frozen=True, kw_only=True):
    """Who acts, suffers or speaks. ``id`` is stable across documents.

    ``id`` is ``COUNTRY.SECTOR[.slug]`` (``RUS.MIL.peacekeepers-nagorno-karabakh``), or
    ``ORG.slug`` or ``PER.slug``; ``country`` is ISO 3166 alpha-3 or a PLOVER group code (UNO,
    EUR, IGO, NGO, ISM, IMG, MNC); ``sector`` is PLOVER's.
    """

    start: int
    end: int
    text: str
    id: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    score: float = 0.0


class Time(_Value, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A time as EDTF (ISO 8601-2) with its first and last day, both ISO dates or ``None``.

    ``start``, ``end`` and ``text`` are the expression's, ``None`` where the time was not said
    but taken from elsewhere (``basis``).
    """

    edtf: str | None
    from_: str | None
    to: str | None
    basis: TimeBasis
    start: int | None = None
    end: int | None = None
    text: str | None = None


class Published(_Value, frozen=True, kw_only=True, rename={"from_": "from"}):
    """When the document was published: EDTF, first and last day, and how that is known."""

    edtf: str | None = None
    from_: str | None = None
    to: str | None = None
    basis: PublishedBasis = "unknown"


class Document(_Value, frozen=True, kw_only=True):
    """The report read. ``id`` is the SHA-256 of its canonical text."""

    id: str
    source: str | None
    title: str | None
    publisher: str | None
    author: str | None
    language: str | None
    published: Published
    place: Place | None
    characters: int
    sentences: int
    repeats: tuple[Repeat, ...]
    text: str


class Event(_Value, frozen=True, kw_only=True):
    """What happened, in PLOVER's terms; ``score`` (0 to 1) is the coder's confidence."""

    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    trigger: Span
    cameo: str | None
    score: float


class Attribution(_Value, frozen=True, kw_only=True):
    """Who says so. ``speaker`` is ``None`` for the reporter's own voice."""

    speaker: Actor | None = None
    cue: Span | None = None
    stance: Stance = "none"
    evidence: tuple[EvidenceKind, ...] = ()


class Quantity(_Value, frozen=True, kw_only=True):
    """How many, with bounds: "several" is at least 3 and open above."""

    kind: QuantityKind
    min: float | None
    max: float | None
    text: str
    start: int
    end: int


class Statement(_Value, frozen=True, kw_only=True):
    """One sentence or headline says that something happened, will happen, or did not."""

    id: str
    sentence: Span
    event: Event
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: Place | None
    time: Time | None
    background: bool
    modality: Modality
    attribution: Attribution
    quantities: tuple[Quantity, ...]


class Action(_Value, frozen=True, kw_only=True):
    """What a commitment is to do, or not to do."""

    start: int
    end: int
    text: str
    type: EventType | None = None
    mode: str | None = None
    place: Place | None = None
    quantity: Quantity | None = None


class Commitment(_Value, frozen=True, kw_only=True):
    """Who is bound to what, to whom, until when, and whether it was kept.

    ``basis`` and ``because`` are statement ids; ``term`` an ISO 8601 duration. ``status`` is
    one word for people, by a published rule from ``timing``, ``compliance`` and ``force``.
    """

    id: str
    by: tuple[Actor, ...]
    to: tuple[Actor, ...]
    duty: Duty
    action: Action
    basis: str | None
    made: Time | None
    begins: Time | None
    due: Time | None
    term: str | None
    condition: Span | None
    extendable: bool | None
    timing: Timing
    compliance: Compliance
    force: Force
    status: CommitmentStatus
    because: tuple[str, ...]
    sentences: tuple[Span, ...]


class Silence(_Value, frozen=True, kw_only=True):
    """A party that has not spoken on a matter; ``about`` is a statement id."""

    party: Actor
    about: str | None
    as_of: Time | None
    sentence: Span


class Failure(_Value, frozen=True, kw_only=True):
    """A stage that failed on this document; the rest of the reading stands."""

    stage: str
    message: str


class Versions(_Value, frozen=True, kw_only=True):
    """What made the reading."""

    program: str
    model: str
    gazetteer: str


class Reading(_Value, frozen=True, kw_only=True):
    """All that was read from one document."""

    document: Document
    statements: tuple[Statement, ...]
    commitments: tuple[Commitment, ...]
    silences: tuple[Silence, ...]
    failures: tuple[Failure, ...]
    versions: Versions
    schema: Literal["dateline.reading/1"] = "dateline.reading/1"


class Party(_Value, frozen=True, kw_only=True):
    """What one party says of an event: its stance, or ``silent``."""

    stance: Stance | Literal["silent"]
    document: str
    statement: str | None
    said: str | None


class RecordEvent(_Value, frozen=True, kw_only=True):
    """One event of the record: what the statements that tell of it say together."""

    id: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: Place | None
    time: Time | None
    quantities: tuple[Quantity, ...]
    status: EventStatus
    sources: int
    parties: dict[str, Party]
    statements: tuple[str, ...]
    first_reported: str | None
    last_reported: str | None
