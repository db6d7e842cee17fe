"""Following commitments: timing, compliance, force and status from what bears on them.

A pure function of commitments, statements and a date. No report means neither kept nor broken;
an accusation by a party is an alleged breach; a duty to refrain is never kept before its end.
The rules from the three to one word are a table in ``data/record/status.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec
import msgspec.structs

from dateline.data import toml
from dateline.record.entry import Entry, same_party
from dateline.types import Commitment, CommitmentStatus, Compliance, Force, Time, Timing

Kind = Literal["act", "stay", "refrain"]
_BREACH = frozenset({"ASSAULT"})


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the status table; an empty condition always fits."""

    status: CommitmentStatus
    kind: tuple[Kind, ...] = ()
    timing: tuple[Timing, ...] = ()
    compliance: tuple[Compliance, ...] = ()
    force: tuple[Force, ...] = ()


@cache
def rules() -> tuple[Rule, ...]:
    """The status table in order."""
    return msgspec.convert(tuple(toml("record/status.toml")["rules"]), tuple[Rule, ...])


def status_of(kind: Kind, timing: Timing, compliance: Compliance, force: Force) -> CommitmentStatus:
    """The one word for people: the first rule of the table that fits."""
    for rule in rules():
        asked = (
            (rule.kind, kind),
            (rule.timing, timing),
            (rule.compliance, compliance),
            (rule.force, force),
        )
        if all(not allowed or value in allowed for allowed, value in asked):
            return rule.status
    return "unknown"


def kind_of(commitment: Commitment) -> Kind:
    """What is owed: an act, an abstention, or a presence (coded MOBILIZE without a mode)."""
    if commitment.duty == "refrain":
        return "refrain"
    action = commitment.action
    return "stay" if action.type == "MOBILIZE" and action.mode is None else "act"


def follow(
    commitments: Iterable[Commitment], entries: Iterable[Entry], as_of: str | None
) -> tuple[Commitment, ...]:
    """The commitments as they stand on the day ``as_of`` (ISO date; ``None``: not known)."""
    known = sorted(
        (e for e in entries if as_of is None or e.said is None or e.said <= as_of),
        key=lambda e: (e.said or "", e.statement.id),
    )
    return tuple(_followed(commitment, known, as_of) for commitment in commitments)


def _followed(commitment: Commitment, known: list[Entry], as_of: str | None) -> Commitment:
    kind = kind_of(commitment)
    bearing = [e for e in known if _bears(commitment, kind, e)]
    compliance = _compliance(commitment, kind, bearing)
    ended = kind == "stay" and bool(bearing) and compliance == "kept"
    timing = _timing(commitment, bearing, compliance, as_of)
    force: Force = commitment.force
    if ended:
        early = _before_end(commitment, bearing)
        compliance = "unknown" if early else "kept"
        force, timing = ("withdrawn", "early") if early else (force, "on time")
    elif kind == "refrain" and timing == "overdue" and compliance == "unknown":
        force = "expired"
    elif kind == "stay" and compliance == "unknown" and timing in {"not due", "no deadline"}:
        compliance = "under way" if commitment.begins is not None else "unknown"
    return msgspec.structs.replace(
        commitment,
        timing=timing,
        compliance=compliance,
        force=force,
        status=status_of(kind, timing, compliance, force),
        because=tuple(dict.fromkeys((*commitment.because, *(e.statement.id for e in bearing)))),
    )


def _bears(commitment: Commitment, kind: Kind, entry: Entry) -> bool:
    """Whether a statement tells that the commitment was fulfilled, ended or breached."""
    statement = entry.statement
    if statement.modality not in {"asserted", "ongoing"} or not commitment.by:
        return False
    if statement.id in commitment.because or statement.sentence in commitment.sentences:
        return False
    bound = [a for a in statement.actors if any(same_party(a, b) for b in commitment.by)]
    if not bound or _over_before(statement.time, commitment):
        return False
    if kind == "refrain":
        return statement.event.type in _BREACH and not statement.background
    if kind == "stay":
        return statement.event.type == "RETREAT" and statement.event.mode == "withdraw"
    return not _made_with(commitment, entry) and _same_act(commitment, entry)


def _made_with(commitment: Commitment, entry: Entry) -> bool:
    """Whether the promise is this very report's news: the report does not tell it as done too."""
    made = commitment.made
    return made is not None and made.basis == "document" and made.to == entry.published.to


def _same_act(commitment: Commitment, entry: Entry) -> bool:
    event, action = entry.statement.event, commitment.action
    if action.type is None or event.type != action.type:
        return False
    if action.mode is not None and event.mode is not None and event.mode != action.mode:
        return False
    place, told = action.place, entry.statement.place
    return (
        place is None
        or told is None
        or _near(place.name, told.name)
        or ("country" in {place.precision, told.precision} and place.country == told.country)
    )


def _near(one: str, other: str) -> bool:
    first, second = one.casefold(), other.casefold()
    return first in second or second in first


def _over_before(time: Time | None, commitment: Commitment) -> bool:
    """Whether what is told was over before the commitment was made or began."""
    start = commitment.begins or commitment.made
    first = start.from_ or start.to if start is not None else None
    if start is not None and start.from_ is None:
        first = None
    return bool(time is not None and time.to and first and time.to < first)


def _less(commitment: Commitment, entry: Entry) -> bool:
    """Whether what is told to be done is less than what was promised."""
    asked = commitment.action.quantity
    if asked is None or asked.min is None:
        return False
    done = [q.max for q in entry.statement.quantities if q.max is not None]
    return bool(done) and max(done) < asked.min


def _compliance(commitment: Commitment, kind: Kind, bearing: list[Entry]) -> Compliance:
    if not bearing:
        return "unknown"
    if kind == "refrain":
        sure = [e for e in bearing if e.statement.attribution.stance in {"none", "admits",
                                                                        "confirms"}]  # fmt: skip
        return "breach confirmed" if sure else "alleged breach"
    told = [e for e in bearing if e.statement.attribution.stance not in {"denies", "rejects"}]
    denied = len(told) < len(bearing)
    if not told:
        return "disputed"
    if all(e.statement.modality == "ongoing" or _less(commitment, e) for e in told):
        return "under way"
    return "disputed" if denied else "kept"


def _timing(
    commitment: Commitment, bearing: list[Entry], compliance: Compliance, as_of: str | None
) -> Timing:
    due = commitment.due
    if due is None or due.to is None:
        return "no deadline"
    if compliance == "kept":
        done = [e.statement.time for e in bearing if e.statement.time is not None]
        last = min((t.to for t in done if t.to), default=as_of)
        first = max((t.from_ for t in done if t.from_), default=None)
        if last is not None and due.from_ is not None and last < due.from_:
            return "early"
        return "late" if first is not None and first > due.to else "on time"
    if as_of is None or (due.from_ is not None and as_of < due.from_):
        return "not due"
    return "due" if as_of <= due.to else "overdue"


def _before_end(commitment: Commitment, bearing: list[Entry]) -> bool:
    """Whether a presence ended before its term: by the time told, else by when it was told."""
    due = commitment.due
    if due is None or due.from_ is None:
        return False
    ends = [e.statement.time.to if e.statement.time is not None else e.said for e in bearing]
    return any(end is not None and end < due.from_ for end in ends)
