"""What bears on one commitment, as columns: which statements, said when, of when, telling what.

They are kept packed, some 5 bytes a statement, those that came last as they are, and tell what is
named of how it stood on any day. Those that are named, and those that changed how it stands, are
kept as rows of the same columns, in the order in which they were told.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.record import telling
from dateline.record.bearing import confirms, kind_of, says, told_as
from dateline.record.entry import Entry
from dateline.store.roles import day
from dateline.types import Commitment, Time

NUMBER, SAID, BEGINS, ENDS, CODE = range(5)
Columns = NDArray[np.int32]
Numbers = NDArray[np.int32]
Row = tuple[int, int, int, int, int]
TIMED, CONFIRMS = (
    4,
    8,
)  # beside what is said (`SAYS`): that it has a time, that it confirms a breach
SAYS = {"denied": 0, "less": 1, "ongoing": 2, "done": 3}
_NONE: Columns = np.empty((5, 0), np.int32)
_SIZE = 4  # bytes that tell how many are packed
_ROW = 20  # bytes of a row
_LOOSE = 64  # rows that are kept as they are before all is packed again
_LAST = 99_999_999


def row(number: int, entry: Entry, one: Commitment | None = None) -> Row:
    """The row of a statement, of a commitment of no amount where none is given."""
    time, refrain = entry.statement.time, one is not None and kind_of(one) == "refrain"
    begins, ends = (time.from_, time.to) if time is not None else (None, None)
    code = 0 if time is None else TIMED
    if one is not None and refrain:
        code |= CONFIRMS * confirms(one, entry)
    else:
        code |= SAYS[told_as(entry) if one is None else says(one, entry)]
    return number, day(entry.said), day(begins), day(ends), code


def columns(rows: Iterable[Row]) -> Columns:
    """Rows as columns."""
    every = [*rows]
    return np.array(every, dtype=np.int32).T if every else _NONE


class Borne:
    """The columns in work: as they were packed, with what came since."""

    def __init__(self, data: bytes = b"") -> None:
        self._data = data
        self._rows: dict[int, Row] = {}

    def add(self, row: Row) -> None:
        """Count in a statement, once."""
        self._rows[row[NUMBER]] = row

    def add_many(self, some: Columns) -> None:
        """Count in statements by their columns, packed at once: they are many."""
        self._data = _packed(_once(np.concatenate([self.columns, some], axis=1)))
        self._rows.clear()

    def drop(self, numbers: Iterable[int]) -> None:
        """Let go of statements."""
        every = self.columns
        self._data = _packed(every[:, ~np.isin(every[NUMBER], [*numbers])])
        self._rows.clear()

    @property
    def columns(self) -> Columns:
        """All of it, by number."""
        held = unpacked(self._data) if self._data else _NONE
        if not self._rows:
            return held
        return _once(np.concatenate([columns(self._rows.values()), held], axis=1))

    @property
    def numbers(self) -> set[int]:
        """The numbers of the statements."""
        return set(self.columns[NUMBER].tolist())

    def packed(self) -> bytes:
        """As it is kept."""
        return self._data if self._data and not self._rows else _packed(self.columns)


def _once(some: Columns) -> Columns:
    """Each statement once, by number: what came first of it."""
    _, first = np.unique(some[NUMBER], return_index=True)
    found: Columns = some[:, first]
    return found


def _packed(some: Columns) -> bytes:
    data = zlib.compress(np.ascontiguousarray(some, dtype="<i4").tobytes(), 1)
    return len(data).to_bytes(_SIZE, "little") + data


def unpacked(data: bytes) -> Columns:
    """The columns again."""
    end = _SIZE + int.from_bytes(data[:_SIZE], "little")
    held = np.frombuffer(zlib.decompress(data[_SIZE:end]), dtype="<i4").reshape(5, -1)
    return held if end == len(data) else _once(np.concatenate([listed(data[end:]), held], axis=1))


def added(data: bytes, rows: Sequence[Row]) -> bytes:
    """What is packed, with rows more."""
    end = _SIZE + int.from_bytes(data[:_SIZE], "little")
    fresh = in_rows(columns(rows))
    if len(data) - end + len(fresh) > _LOOSE * _ROW:
        return _packed(_once(np.concatenate([listed(fresh), unpacked(data)], axis=1)))
    return data + fresh


def in_rows(some: Columns) -> bytes:
    """Columns as they are kept of few: row by row, in the order given."""
    return np.ascontiguousarray(some.T, dtype="<i4").tobytes()


def listed(data: bytes) -> Columns:
    """The columns of few again."""
    return np.frombuffer(data, dtype="<i4").reshape(-1, 5).T


def kept(every: Columns) -> list[int]:
    """The places of those that are named (`dateline.record.telling.kept`), of some in order."""
    said, begins, ends, code = every[SAID:]
    size = len(said)
    picked = {*range(min(telling.MOST, size)), size - 1}
    picked.update((size - 1 - np.unique((code & 3)[::-1], return_index=True)[1]).tolist())
    over = np.where((code & TIMED) > 0, ends, said)
    for days, least in ((ends, True), (begins, False), (over, True)):
        if (days >= 0).any():
            known = np.where(days < 0, _LAST, days) if least else -days
            picked.add(int(known.argmin()))
    return sorted(picked)


def turns(every: Columns, due: Time | None) -> list[int]:
    """The places of those that changed how it stands (`dateline.record.telling.turning`)."""
    said, begins, ends, code = every[SAID:]
    over = np.where((code & TIMED) > 0, ends, said)
    first, last = (due.from_, due.to) if due is not None else (None, None)
    late, sort = _LAST if last is None else day(last), code & 3
    for told in (ends < 0, _before(ends, first), begins > late, _before(over, first)):
        sort = sort * 2 + told
    found: list[int] = np.unique(sort, return_index=True)[1].tolist()
    return sorted(found)


def _before(days: Numbers, other: str | None) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (days >= 0) & (days < day(other))
    return found


def named(every: Columns, on: int, *, refrain: bool) -> Iterator[tuple[list[int], bool]]:
    """What beside the first is named of how one stood on a day (`dateline.record.telling.shown`).

    Each time the numbers of those of which it is one: the last in order (true), or the first.
    Nothing where so few were known that all are named.
    """
    known = every[:, every[SAID] <= on]
    said, code = known[SAID], known[CODE]
    if known.shape[1] <= telling.MOST:
        return
    if refrain:
        first = (code & CONFIRMS) > 0
        mask = first if first.any() else np.ones(len(said), dtype=bool)
        yield _tied(known, mask, last=not first.any()), not first.any()
        return
    for value in SAYS.values():
        mask = (code & 3) == value
        if mask.any():
            yield _tied(known, mask, last=True), True
    over = np.where((code & TIMED) > 0, known[ENDS], said)
    for days, least in ((known[ENDS], True), (known[BEGINS], False), (over, True)):
        told = days >= 0
        if told.any():
            extreme = days[told].min() if least else days[told].max()
            yield _tied(known, told & (days == extreme), last=False), False


def _tied(known: Columns, mask: NDArray[np.bool_], *, last: bool) -> list[int]:
    """Those said last, or first."""
    said = known[SAID][mask]
    found: list[int] = known[NUMBER][mask][said == (said.max() if last else said.min())].tolist()
    return found
