"""Whether a reading pretends to know a time or a place more precisely than the golden one says."""

from __future__ import annotations

from dateline.resolve.gazetteer import PRECISIONS, folded, lookup
from dateline.score.cells import days_of
from dateline.score.golden import GoldenEvent
from dateline.types import Place, Statement, Time

# A time that spans less than this share of the golden one is closer; a cell is wrong from there on.
_CLOSER = 0.5


def closer_cells(golden: GoldenEvent, found: Statement) -> dict[str, bool]:
    """Time and place of an event that are not free: whether they are told too precisely."""
    cells = {
        "time": dated_closer(golden.from_, golden.to, found.time),
        "place": placed_closer(golden.place, found.place),
    }
    return {name: closer for name, closer in cells.items() if name not in golden.free}


def dated_closer(first: str | None, last: str | None, found: Time | None) -> bool:
    """Whether a time is closed where the golden one is open or none, or is much shorter."""
    if found is None or found.from_ is None or found.to is None:
        return False
    if first is None or last is None:
        return True
    return days_of(found.from_, found.to) < _CLOSER * days_of(first, last)


def placed_closer(golden: str | None, found: Place | None) -> bool:
    """Whether there is a place where the golden reading has none, or a closer one than it names.

    How closely the golden names locate a thing the gazetteer says; what it does not know in the
    country of the place found is taken to be as close as that.
    """
    if found is None:
        return False
    if golden is None:
        return True
    names = golden.split("|")
    if found.precision is None or folded(found.name) in map(folded, names):
        return False
    known = [
        PRECISIONS.index(entry.precision)
        for name in names
        for entry in lookup(name)
        if entry.country == found.country
    ]
    return bool(known) and PRECISIONS.index(found.precision) < min(known)
