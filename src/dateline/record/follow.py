"""Following commitments: timing, compliance, force and status from what bears on them.

A pure function of commitments, statements and a date. No report means neither kept nor broken;
an accusation by a party is an alleged breach; a duty to refrain is never kept before its end.
The rules from the three to one word are a table in ``data/record/status.toml``.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec
import msgspec.structs

from dateline.data import toml
from dateline.record.altered import Altered, altered, lasting
from dateline.record.bearing import Kind, bears, compliance_of, homes, kind_of, own
from dateline.record.entry import Alteration, Entry, Kept, Said
from dateline.record.posting import posted
from dateline.record.telling import in_order, shown
from dateline.types import Commitment, CommitmentStatus, Compliance, Force, Timing


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the status table; an empty condition always fits.

    ``impossible``: its end lies before its making, so that nothing follows from the end.
    """

    status: CommitmentStatus
    kind: tuple[Kind, ...] = ()
    timing: tuple[Timing, ...] = ()
    compliance: tuple[Compliance, ...] = ()
    force: tuple[Force, ...] = ()
    impossible: bool = False


@cache
def rules() -> tuple[Rule, ...]:
    """The status table in order."""
    return msgspec.convert(tuple(toml("record/status.toml")["rules"]), tuple[Rule, ...])


@cache
def status_of(
    kind: Kind,
    timing: Timing,
    compliance: Compliance,
    force: Force,
    *,
    impossible: bool = False,
) -> CommitmentStatus:
    """The one word for people: the first rule of the table that fits."""
    for rule in rules():
        if rule.impossible and not impossible:
            continue
        asked = (
            (rule.kind, kind),
            (rule.timing, timing),
            (rule.compliance, compliance),
            (rule.force, force),
        )
        if all(not allowed or value in allowed for allowed, value in asked):
            return rule.status
    return "unknown"


def follow(
    commitments: Iterable[Commitment], entries: Iterable[Entry], as_of: str | None
) -> tuple[Commitment, ...]:
    """The commitments as they stand on the day ``as_of`` (ISO date; ``None``: not known)."""
    everything = list(entries)
    return tuple(watched(Kept("", c), everything).on(as_of) for c in commitments)


@dataclass(frozen=True, slots=True)
class Watched:
    """A commitment with all that bears on it, whenever it was told, in order of saying.

    ``rests`` are the statements that it rests on itself, without what an earlier following added;
    ``says`` what people say of how it stands. ``by`` are the changes that others tell of it, as
    they left it, ``force`` is theirs and ``was`` what it was before each.
    """

    commitment: Commitment
    bearing: tuple[Entry, ...]
    rests: tuple[str, ...]
    says: tuple[Said, ...] = ()
    force: Force | None = None
    by: tuple[Alteration, ...] = ()
    was: tuple[Commitment, ...] = ()

    @property
    def versions(self) -> tuple[Commitment, ...]:
        """The commitment as it is, and as it was before others changed it."""
        return (self.commitment, *self.was)

    def on(self, as_of: str | None, documents: Container[str] | None = None) -> Commitment:
        """The commitment as it stands on a day, by what was told in ``documents`` up to it."""
        known = [
            e
            for e in self.bearing
            if (as_of is None or e.said is None or e.said <= as_of)
            and (documents is None or e.document in documents)
        ]
        one = _followed(self.commitment, known, self.rests, as_of, self.force, self.was)
        return _as_said(one, self.says, as_of)


@dataclass(frozen=True, slots=True)
class Watch:
    """A commitment with what tells what bears on it.

    ``of`` is the commitment as its own reports say who is bound where, and as changes say how long,
    ``home`` these reports; ``rests`` what it rests on itself.
    """

    kept: Kept
    of: Commitment
    home: frozenset[str]
    rests: tuple[str, ...]

    @property
    def commitment(self) -> Commitment:
        """The commitment as its reports tell it."""
        return self.kept.commitment

    @property
    def named(self) -> Container[str] | None:
        """The statements that a person says bear on it."""
        return self.kept.rests

    def takes(self, entry: Entry) -> bool:
        """Whether a statement bears on it."""
        if self.named is not None:
            return entry.statement.id in self.named
        return bears(self.of, entry, self.home)

    def by(self, entries: Iterable[Entry]) -> Watched:
        """The commitment with those that bear on it, all of which are given."""
        bearing = tuple(sorted(entries, key=in_order))
        now = self._altered(bearing)
        before = self.kept.alters
        ids = [i for change in now.by for i in change.commitment.because]
        ids += before.because if before is not None else ()
        return Watched(
            now.commitment, bearing, tuple(dict.fromkeys((*self.rests, *ids))), self.kept.says,
            now.force if before is None else "replaced", now.by, now.was,
        )  # fmt: skip

    def _altered(self, bearing: Sequence[Entry]) -> Altered:
        if not self.kept.altered:
            return Altered(self.commitment)

        def status(
            now: Commitment, force: Force | None, change: Alteration, day: str
        ) -> CommitmentStatus:
            known = [e for e in bearing if e.said is not None and e.said <= change.said]
            return _followed(now, known, self.rests, day, force).status

        return altered(self.kept, status)


def watch(kept: Kept, entries: Iterable[Entry], home: frozenset[str] | None = None) -> Watch:
    """What tells which statements bear on a commitment, by those of its own reports.

    These are those that a person names where one says which do (`dateline.record.ledger`).
    ``home`` are the documents that it was read from, where these are known already.
    """
    everything, commitment = list(entries), kept.commitment
    home = homes(commitment, everything) if home is None else home
    of, kind = commitment, kind_of(commitment)
    if kind == "stay":
        of = posted(commitment, everything, home)
    elif kind == "refrain" and kept.altered:
        of = msgspec.structs.replace(commitment, due=lasting(kept))
    return Watch(kept, of, home, _rests(commitment, everything))


def watched(kept: Kept, entries: Iterable[Entry], home: frozenset[str] | None = None) -> Watched:
    """The commitment with those of the statements that bear on it (`watch`)."""
    everything = list(entries)
    found = watch(kept, everything, home)
    return found.by(e for e in everything if found.takes(e))


def _as_said(followed: Commitment, says: Sequence[Said], as_of: str | None) -> Commitment:
    """How a commitment stands where people say it: the last word that counts on the day."""
    counts = [s for s in says if as_of is None or s.since is None or s.since <= as_of]
    if not counts:
        return followed
    last = {s.cell: s.value for s in sorted(counts, key=lambda s: s.since or "")}
    one = msgspec.structs.replace(followed, **last)
    status = status_of(kind_of(one), one.timing, one.compliance, one.force)
    return msgspec.structs.replace(one, status=status)


def _followed(
    commitment: Commitment,
    bearing: list[Entry],
    rests: tuple[str, ...],
    as_of: str | None,
    told: Force | None = None,
    was: tuple[Commitment, ...] = (),
) -> Commitment:
    """How it stands on a day; ``told`` is the force that another report gives it.

    ``was`` is the commitment before each change.
    """
    kind = kind_of(commitment)
    compliance = compliance_of(commitment, bearing)
    ended = kind == "stay" and bool(bearing) and compliance == "kept"
    impossible = _ends_before_it_was_made(commitment)
    timing = "no deadline" if impossible else _timing(commitment, bearing, compliance, as_of)
    force = told or _said_force(commitment, kind)
    if ended and told not in {"withdrawn", "replaced"}:
        early, open_ = _before_end(commitment, bearing), timing == "no deadline"
        compliance = "unknown" if early or open_ else "kept"
        force, timing = ("withdrawn", "early") if early else (force, "on time")
        if open_:  # it is over; whether it was to last longer nobody has said
            force, timing = "expired", "no deadline"
    elif kind == "refrain" and (timing, compliance, force) == ("overdue", "unknown", "active"):
        force = "expired"
    elif kind == "stay" and compliance == "unknown" and timing in {"not due", "no deadline"}:
        running = commitment.begins is not None or force == "extended"
        compliance = "under way" if running else "unknown"
    return msgspec.structs.replace(
        commitment,
        timing=timing,
        compliance=compliance,
        force=force,
        status=status_of(kind, timing, compliance, force, impossible=impossible),
        because=tuple(
            dict.fromkeys((*rests, *(e.statement.id for e in shown((commitment, *was), bearing))))
        ),
    )


def _ends_before_it_was_made(commitment: Commitment) -> bool:
    """Whether what is told contradicts itself: a deadline that had passed when it was promised."""
    made, due = commitment.made, commitment.due
    if made is None or made.from_ is None or due is None or due.to is None:
        return False
    return due.to < made.from_


def _said_force(commitment: Commitment, kind: Kind) -> Force:
    """The force that its own text gives it; what an earlier following inferred is set aside."""
    ended = kind == "stay" and commitment.force == "withdrawn" and commitment.timing == "early"
    inferred = commitment.force == "expired" or ended
    return "active" if inferred else commitment.force


def _rests(commitment: Commitment, everything: list[Entry]) -> tuple[str, ...]:
    """What the commitment itself rests on, without what an earlier following added."""
    said = frozenset(commitment.because)
    others = {
        e.statement.id
        for e in everything
        if e.statement.id in said and not own(commitment, e.statement)
    }
    return tuple(key for key in commitment.because if key not in others)


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
    if due.from_ is None:  # it ran out on some day up to that one
        return "overdue" if as_of >= due.to else "not due"
    return "due" if as_of <= due.to else "overdue"


def _before_end(commitment: Commitment, bearing: list[Entry]) -> bool:
    """Whether a presence ended before its term: by the time told, else by when it was told."""
    due = commitment.due
    if due is None or due.from_ is None:
        return False
    ends = [e.statement.time.to if e.statement.time is not None else e.said for e in bearing]
    return any(end is not None and end < due.from_ for end in ends)
