"""What an analyst decides about the record. Pure.

A decision is never changed or lost; it can be withdrawn, which is written down too. It names
statements, and keeps them as they were, so that it holds after the document is read anew by a
newer program. What statements and events become by it: `dateline.record.ruled` and
`dateline.record.regroup`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from dateline.errors import UsageError
from dateline.find.ontology import cameo, kinds
from dateline.record.entry import Entry
from dateline.types import Commitment, Silence, Statement

Kind = Literal["accept", "reject", "correct", "same", "not same", "split"]
CELLS = (
    "type", "mode", "contexts", "actors", "recipients", "place", "time", "background", "modality",
    "speaker", "stance", "evidence", "quantities",
)  # fmt: skip
# What older programs did not write: left out of the id where there is none.
_LATER = frozenset({"commitments", "silences", "promised", "unsaid"})
_IN_EVENT = frozenset({"type", "mode", "contexts"})
_IN_ATTRIBUTION = frozenset({"speaker", "stance", "evidence"})


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as it stood when something was decided about it."""

    document: str
    statement: Statement


class Promised(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment as it stood when something was decided about it."""

    document: str
    commitment: Commitment


class Unsaid(msgspec.Struct, frozen=True, kw_only=True):
    """A silence as it stood when something was decided about it, and what it goes by."""

    id: str
    document: str
    silence: Silence


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """That a decision no longer counts: who says so, when (UTC) and why."""

    who: str
    at: str
    why: str | None = None


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """That a report was taken out of the record: which, who did, when (UTC) and why."""

    document: str
    title: str | None
    source: str | None
    published: str | None
    who: str
    at: str
    why: str | None = None
    kind: Literal["remove"] = "remove"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of a person.

    ``accept``, ``reject`` and ``correct`` are about each of ``statements``; ``correct`` puts
    ``value`` (JSON in the form of the statement's type) into ``cell``. ``same``: all of
    ``statements`` tell of one event. ``not same`` and ``split``: none of ``statements`` tells of
    the event that any of ``others`` tells of. ``at`` is UTC, ISO 8601 to the microsecond.
    One about ``commitments`` or ``silences`` (`dateline.record.ledger`) is about no statements.
    """

    id: str
    kind: Kind
    statements: tuple[str, ...]
    who: str
    at: str
    why: str | None = None
    others: tuple[str, ...] = ()
    cell: str | None = None
    value: Any = None
    anchors: tuple[Anchor, ...] = ()
    withdrawn: Withdrawal | None = None
    commitments: tuple[str, ...] = ()
    silences: tuple[str, ...] = ()
    promised: tuple[Promised, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The ids of all that it is about."""
        return (*self.statements, *self.commitments, *self.silences)

    @property
    def documents(self) -> frozenset[str]:
        """The documents of all that it keeps."""
        anchors = ([a.document for a in self.anchors], [p.document for p in self.promised])
        return frozenset(i for ids in (*anchors, [u.document for u in self.unsaid]) for i in ids)


def decision(
    kind: Kind,
    entries: Iterable[Entry],
    *,
    who: str,
    why: str | None = None,
    others: Iterable[Entry] = (),
    cell: str | None = None,
    value: Any = None,
    at: str | None = None,
) -> Decision:
    """A new decision about ``entries``; a ``UsageError`` where it makes no sense."""
    about, apart = list(entries), list(others)
    if not who.strip():
        raise UsageError("a decision needs a name: who decides?")
    if not about:
        raise UsageError(f"nothing to {kind}: no such statement or event")
    if kind in {"not same", "split"} and not apart:
        raise UsageError(f"{kind}: needs what it is told apart from")
    if kind == "same" and len(about) < 2:
        raise UsageError("same: needs two statements or events")
    if (kind == "correct") != (cell is not None):
        raise UsageError("correct needs a cell, and nothing else takes one")
    if cell is not None:
        for entry in about:
            corrected(entry.statement, cell, value)
    made = Decision(
        id="",
        kind=kind,
        statements=tuple(sorted(e.statement.id for e in about)),
        others=tuple(sorted(e.statement.id for e in apart)),
        cell=cell,
        value=value,
        who=who.strip(),
        why=(why or "").strip() or None,
        at=at or now(),
        anchors=tuple(
            Anchor(document=e.document, statement=e.statement)
            for e in sorted((*about, *apart), key=lambda e: e.statement.id)
        ),
    )
    return identified(made)


def identified(made: Decision) -> Decision:
    """The decision under the id that follows from what it says, withdrawn or not."""
    said = msgspec.to_builtins(msgspec.structs.replace(made, id="", withdrawn=None))
    said = {k: v for k, v in said.items() if v or k not in _LATER}
    key = hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()[:16]
    return msgspec.structs.replace(made, id=key)


def now() -> str:
    """The time, UTC, ISO 8601 to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def corrected(statement: Statement, cell: str, value: Any) -> Statement:
    """The statement with ``value`` in ``cell``; a ``UsageError`` where it does not fit."""
    if cell not in CELLS:
        raise UsageError(f"no such cell: {cell} (one of {', '.join(CELLS)})")
    plain = msgspec.to_builtins(statement)
    home = (
        plain["event"]
        if cell in _IN_EVENT
        else plain["attribution"]
        if cell in _IN_ATTRIBUTION
        else plain
    )
    home[cell] = msgspec.to_builtins(value)
    if cell in {"type", "mode"}:
        event = plain["event"]
        if cell == "type" and (event["type"], event["mode"]) not in kinds():
            event["mode"] = None
        event["cameo"] = cameo(event["type"], event["mode"])
    try:
        return msgspec.convert(plain, Statement)
    except msgspec.ValidationError as error:
        raise UsageError(f"{cell}: {error}") from error


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that nobody withdrew, in order of time."""
    return sorted((d for d in decisions if d.withdrawn is None), key=lambda d: (d.at, d.id))
