"""What bears on one commitment, as columns: which statements, said when, of when, telling what.

Kept are those that are named and those that changed how it stands (`dateline.record.telling`), as
rows in the order in which they were told. They tell, too, what of all that comes later is passed
over unread: what is told after a day, of a sort that was told before, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.record import telling
from dateline.record.bearing import confirms, kind_of, says, told_as
from dateline.record.entry import Entry
from dateline.store.roles import SAYS, day
from dateline.types import Commitment, Time

NUMBER, SAID, BEGINS, ENDS, CODE = range(5)
Columns = NDArray[np.int32]
Numbers = NDArray[np.int32]
Row = tuple[int, int, int, int, int]
# Beside what is said (`SAYS`): that it has a time, that it confirms a breach.
TIMED, CONFIRMS = 4, 8
_DENIED, _LESS = SAYS["denied"], SAYS["less"]
_SAID = 3  # the bits of a code that hold what is said
_NONE: Columns = np.empty((5, 0), np.int32)
LAST = 99_999_999
EVERY = 0xFFFF  # all sorts (`sight`)
NOTHING = (LAST, 0)  # nothing is passed over


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


def in_rows(some: Columns) -> bytes:
    """Columns as they are kept: row by row, in the order given."""
    return np.ascontiguousarray(some.T, dtype="<i4").tobytes()


def listed(data: bytes) -> Columns:
    """The columns again."""
    return np.frombuffer(data, dtype="<i4").reshape(-1, 5).T


def unpacked(data: bytes) -> list[int]:
    """The numbers of the statements that are kept as rows."""
    found: list[int] = listed(data)[NUMBER].tolist()
    return found


def kept(every: Columns, due: Time | None) -> list[int]:
    """The places of those that are named (`dateline.record.telling.shown`), of some in order."""
    return sorted({*range(min(telling.MOST, every.shape[1])), *turns(every, due)})


def turns(every: Columns, due: Time | None) -> list[int]:
    """The places of those that changed how it stands (`dateline.record.telling.turning`)."""
    found: list[int] = np.unique(_sorts(every, due), return_index=True)[1].tolist()
    return sorted(found)


def _sorts(every: Columns, due: Time | None) -> Numbers:
    """The sorts of statements, of which the first changes how an act stands."""
    said, begins, ends, code = every[SAID:]
    over = np.where((code & TIMED) > 0, ends, said)
    first, last = (due.from_, due.to) if due is not None else (None, None)
    late, sort = LAST if last is None else day(last), code & _SAID
    for told in (ends < 0, _before(ends, first), begins > late, _before(over, first)):
        sort = sort * 2 + told
    found: Numbers = sort
    return found


def _before(days: Numbers, other: str | None) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (days >= 0) & (days < day(other))
    return found


def sight(entry: Entry) -> tuple[int, int]:
    """The first day of all that a statement tells, is told on or out; and its sort, as a bit.

    Without a day when it was told it is never passed over.
    """
    time = entry.statement.time
    begins, ends = (time.from_, time.to) if time is not None else (None, None)
    if entry.said is None or entry.published.from_ is None:
        return -1, 0
    low = min(one for one in (entry.said, begins, ends) if one is not None)
    return day(low), 1 << place(SAYS[told_as(entry)], ends is None, begins is None)


def place(says: Any, endless: Any, beginless: Any) -> Any:
    """The place of a sort's bit, or of the sorts of columns."""
    return says * 4 + endless * 2 + beginless


def passed_over(every: Columns, versions: Sequence[Commitment]) -> tuple[int, int]:
    """The day after which, and the sorts of which, what is told of a commitment changes nothing.

    ``every`` are the rows that are kept of it: as many as are named, and one of each sort. What is
    told after all of these, of days after it was due, is of the same sort as another such.
    """
    if every.shape[1] < telling.MOST:
        return NOTHING
    if kind_of(versions[0]) == "refrain":
        # after a breach that is confirmed nothing changes how it stands
        return (int(every[SAID].max()), EVERY) if (every[CODE] & CONFIRMS).any() else NOTHING
    dues = [one.due for one in versions]
    days = [day(d) for due in dues if due is not None for d in (due.from_, due.to)]
    known = set(zip(*(_sorts(every, due).tolist() for due in dues), strict=True))
    amount = versions[0].action.quantity
    part = amount is not None and amount.min is not None
    seen = 0
    for told in SAYS.values():
        alike = {told, _LESS} if part and told != _DENIED else {told}
        for endless in (False, True):
            for beginless in (False, True):
                late = [d is not None and d.to is not None and not beginless for d in dues]
                sorts = (tuple(((n * 2 + endless) * 4 + one) * 2 for one in late) for n in alike)
                if all(sort in known for sort in sorts):
                    seen |= 1 << place(told, endless, beginless)
    return max([int(every[SAID].max()), *days]), seen
