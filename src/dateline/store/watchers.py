"""Commitments and silences of a document as decided, with what tells what bears on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec
import msgspec.structs

from dateline.export.rows import label
from dateline.record import altering, telling
from dateline.record.bearing import kind_of
from dateline.record.doubt import doubt_of_commitment, doubt_of_silence
from dateline.record.entry import Alteration, Entry, Kept, Unspoken
from dateline.record.follow import Watch, Watched
from dateline.record.spoken import in_order, spoken
from dateline.record.stands import (
    NEVER,
    Stand,
    asked,
    asked_of,
    named,
    sentence,
    since,
    stands,
)
from dateline.store import borne
from dateline.store.borne import Columns
from dateline.store.ledgers import leads
from dateline.types import Actor, Commitment, Place

_encode = msgspec.json.encode
_MANY = 128  # statements from which on those that tell nothing new are let go
COMMITMENT, SILENCE = "commitment", "silence"
OPEN, CLOSED = "open", "closed"


class Followed(msgspec.Struct, frozen=True):
    """A commitment (``kept``) or silence (``unspoken``) as decided.

    ``of``, ``home`` and ``rests`` tell what bears on a commitment (`dateline.record.follow.Watch`);
    of a silence ``home`` are its own report and that of its matter. ``now`` is a commitment as
    changes that others tell left it, ``led`` what it rests on by these, or by what it changes.
    """

    kept: Kept | None = None
    of: Commitment | None = None
    unspoken: Unspoken | None = None
    home: tuple[str, ...] = ()
    rests: tuple[str, ...] = ()
    now: Commitment | None = None
    led: tuple[str, ...] = ()

    @property
    def standing(self) -> Kept | None:
        """The commitment as it is shown."""
        if self.kept is None or self.now is None:
            return self.kept
        return msgspec.structs.replace(self.kept, commitment=self.now)

    @property
    def grounds(self) -> tuple[str, ...]:
        """What a commitment rests on beside what bears on it."""
        return tuple(dict.fromkeys((*self.rests, *self.led)))

    @property
    def watch(self) -> Watch | None:
        """What tells what bears on a commitment."""
        if self.kept is None:
            return None
        of = self.of or self.kept.commitment
        return Watch(self.kept, of, frozenset(self.home), self.rests)


@dataclass(slots=True, eq=False)
class Watcher:
    """One in work: ``telling`` is what bears on it, as far as it is needed, or what ended it.

    ``turns`` are the numbers of those that changed how it stands, and ``was`` what is passed over
    (`dateline.store.borne.passed_over`), when it was kept; ``over`` is that now. ``out`` is when it
    came out, ``matter`` what a silence is on, ``known`` the day from which on all that its own
    reports tell is known.
    ``until``: as it stands on that day, whatever comes later.
    """

    data: Followed
    known: str
    matter: Entry | None = None
    telling: dict[int, Entry] = field(default_factory=dict)
    turns: frozenset[int] = frozenset()
    over: tuple[int, int] = borne.NOTHING
    was: tuple[int, int] = borne.NOTHING
    number: int = 0
    until: str | None = None
    out: str | None = None
    watching: Watch | None = field(init=False)
    _most: int = field(init=False, default=_MANY)

    def __post_init__(self) -> None:
        """Tell once what tells what bears on it."""
        self.watching = self.data.watch

    @property
    def id(self) -> str:
        """What it goes by."""
        of = self.of
        return of.commitment.id if isinstance(of, Kept) else of.id

    @property
    def of(self) -> Kept | Unspoken:
        """What it is, as decided."""
        found = self.data.kept or self.data.unspoken
        if found is None:
            raise ValueError("neither a commitment nor a silence")
        return found

    def asked(self) -> list[tuple[str, str]]:
        """Under which keys what may bear on it is found, and from which day on."""
        watching = self.watching
        if watching is not None:
            return [(key, since(watching.commitment)) for key in asked(watching)]
        silence = self.data.unspoken
        day = silence.published.to if silence is not None else None
        if silence is None or day is None:
            return []
        return [(key, day) for key in asked_of(silence, self.matter)]

    def takes(self, entry: Entry) -> bool:
        """Whether a statement bears on it, or may end it."""
        if self.watching is not None:
            return self.watching.takes(entry)
        silence, matter = self.data.unspoken, self.matter
        some = [entry] if matter is None else [matter, entry]
        return silence is not None and spoken(silence, some) is entry

    def add(self, number: int, entry: Entry) -> None:
        """Count in a statement that bears on it, or ends it."""
        if self.data.unspoken is not None and (entry.said or "") > (self.until or NEVER):
            return
        self.telling[number] = entry
        if entry.published.from_ is None:
            self.known = NEVER
        if self.data.unspoken is not None:
            number = min(self.telling, key=lambda n: in_order(self.telling[n]))
            self.telling = {number: self.telling[number]}
        elif len(self.telling) > max(self._most, _MANY):
            self.prune()

    @property
    def plain(self) -> bool:
        """Whether what others change of it does not depend on what bears on it."""
        kept = self.data.kept
        return kept is None or not kept.altered or kind_of(kept.commitment) == "refrain"

    @property
    def there(self) -> Place | None:
        """The place of which alone what is told bears on an act, but in its own report."""
        watching = self.watching
        if watching is None or kind_of(watching.commitment) != "act" or len(watching.home) != 1:
            return None
        return watching.of.action.place

    def prune(self) -> None:
        """Let go of what is needed neither to tell how it stands nor named."""
        if self.plain:
            named = self._turned(None)[0]
            self.telling = {n: e for n, e in self.telling.items() if n in named}
            self._most = 2 * len(self.telling)
            self.over = self._passed_over(self._columns(named), None)

    def _turned(self, watched: Watched | None) -> tuple[set[int], set[int]]:
        """The numbers of what is named of it, and of what changed how it stands."""
        versions = self._versions(watched)
        if not versions:
            return {*self.telling}, {*self.telling}
        every = sorted(self.telling.values(), key=telling.in_order)
        numbers = {e.statement.id: n for n, e in self.telling.items()}
        some = telling.shown(versions, every), telling.turning(versions, every)
        named, turns = ({numbers[e.statement.id] for e in found} for found in some)
        return named, turns

    def _versions(self, watched: Watched | None) -> tuple[Commitment, ...]:
        if self.data.kept is None:
            return ()
        return (self.data.kept.commitment,) if watched is None else watched.versions

    def took(self, rows: bytes) -> tuple[int, int]:
        """What is passed over where such rows are kept of one that is `plain`."""
        self.over = self.was = self._passed_over(borne.listed(rows), None)
        return self.over

    def fill(self, some: dict[int, Entry]) -> None:
        """Take up what tells how it stands, as it was kept."""
        self.telling = some
        watching = self.watching
        watched = watching.by(some.values()) if watching is not None else None
        self.turns = frozenset(self._turned(watched)[1])

    def _passed_over(self, told: Columns, watched: Watched | None) -> tuple[int, int]:
        versions = self._versions(watched)
        if versions:
            return borne.passed_over(told, versions)
        # the first who spoke ended a silence
        return (int(told[borne.SAID].max()), borne.EVERY) if told.size else borne.NOTHING

    def changes(self) -> tuple[Alteration, ...]:
        """The changes that bear on it."""
        kept, watching = self.data.kept, self.watching
        if kept is None or watching is None or not kept.altered:
            return ()
        return watching.by(self.telling.values()).by

    def point(self, kept: Kept) -> None:
        """Let a change point to what it changes."""
        self.data = msgspec.structs.replace(self.data, kept=kept)
        self.watching = self.data.watch

    def rows(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Its row of ``followed``, and those of ``standings``."""
        kept, watching = self.data.kept, self.watching
        if watching is not None and kept is not None and (kept.altered or kept.alters):
            now = watching.by(self.telling.values())
            led = tuple(i for i in now.rests if i not in watching.rests)
            self.data = msgspec.structs.replace(self.data, now=now.commitment, led=led)
        row, stood = self.changed(whole=True)
        of = self.data.standing or self.of
        found_by = _of_silence(of) if isinstance(of, Unspoken) else _of_promise(of.commitment)
        columns = {
            "number": self.number, "data": _encode(self.data), "document": of.document,
            "out": self.out, **row, **found_by,
        }  # fmt: skip
        return columns, stood or []

    def changed(self, *, whole: bool = False) -> tuple[dict[str, Any], list[dict[str, Any]] | None]:
        """The columns that tell what bears on it, and its rows of ``standings``.

        ``None`` for these where, unless the ``whole`` is asked for, it stands as it was kept.
        """
        watching = self.watching
        watched = watching.by(self.telling.values()) if watching is not None else None
        named, turns = self._turned(watched)
        told = self._columns(named)
        self.over = self._passed_over(told, watched)
        row = {"telling": borne.in_rows(told), "known": self.known}
        if not whole and turns == self.turns:
            return row, None
        return row, self._silent() if watched is None else self._promised(watched)

    def _columns(self, numbers: Collection[int]) -> Columns:
        """Statements as they are kept, in the order in which they were told."""
        one = self.data.kept.commitment if self.data.kept is not None else None
        order = sorted(numbers, key=lambda n: telling.in_order(self.telling[n]))
        return borne.columns(borne.row(n, self.telling[n], one) for n in order)

    def _promised(self, watched: Watched) -> list[dict[str, Any]]:
        one = watched.commitment
        return [
            {
                "number": self.number, "since": s.since, "until": s.until, "status": s.status,
                "data": _encode(s), "doubt": doubt_of_commitment(_standing(one, s)).score,
            }
            for s in stands(watched)
        ]  # fmt: skip

    def _silent(self) -> list[dict[str, Any]]:
        one = self.data.unspoken
        if one is None:
            return []
        end = next(iter(self.telling.values()), None)
        said = None if end is None else end.said or ""
        days = [("", said or NEVER, OPEN)] if said != "" else []
        days += [(said, NEVER, CLOSED)] if said is not None else []
        return [
            {
                "number": self.number,
                "since": since,
                "until": until,
                "status": status,
                "data": b"",
                "doubt": doubt_of_silence(one.silence, ended=status == CLOSED).score,
            }
            for since, until, status in days
        ]

    def waits(self) -> list[tuple[str, bool]]:
        """The keys that it waits under, and those (true) of what it leads to."""
        found = [(key, False) for key, _ in self.asked()]
        if self.data.kept is not None:
            found += [(key, False) for key in altering.keys(self.data.kept.commitment)]
        return [*found, *((key, True) for key in led(self.data))]


def _of_promise(one: Commitment) -> dict[str, Any]:
    """The columns of a commitment that it is found and sorted by."""
    due, place = one.due, one.action.place
    return {
        "id": one.id, "sort": COMMITMENT, "type": one.action.type,
        "first": due.from_ if due else None, "last": due.to if due else None,
        "due": due.edtf if due else None, "label": label(one),
        "who": _who((*one.by, *one.to)), "place": place.name.casefold() if place else None,
    }  # fmt: skip


def _of_silence(one: Unspoken) -> dict[str, Any]:
    """The columns of a silence that it is found and sorted by."""
    return {
        "id": one.id, "sort": SILENCE, "type": None,
        "first": one.published.from_, "last": one.published.to, "due": None,
        "label": f"{one.silence.sentence.start:09} {one.silence.party.start:09}",
        "who": _who((one.silence.party,)), "place": None,
    }  # fmt: skip


def led(data: Followed) -> list[str]:
    """The keys of what one leads to: where such a statement comes or goes, it is made anew."""
    sentences = data.kept.commitment.sentences if data.kept is not None else ()
    return [*map(sentence, sentences), *map(named, sorted(leads(data.kept or data.unspoken)))]


def _standing(one: Commitment, stand: Stand) -> Commitment:
    return msgspec.structs.replace(
        one, timing=stand.timing, compliance=stand.compliance, force=stand.force,
        status=stand.status,
    )  # fmt: skip


def _who(actors: Iterable[Actor]) -> str:
    """Whose names and countries it is found by; read by `dateline.store.owed`."""
    return "\n".join(
        f"{f'{a.id or str()} {a.name or a.text}'.casefold()}\n={(a.country or '').casefold()}="
        for a in actors
    )
