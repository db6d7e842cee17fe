"""The days on which reports came out, to step through: what was known on each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.web.asked import day

_MOST = 200


@dataclass(frozen=True, slots=True)
class Days:
    """Some of the days, in order, and the one looked at: ``at`` is one past the last for today.

    ``before`` is the day of the reports before the one looked at; ``after`` the next day, empty
    where all reports are looked at next, ``None`` where they are already.
    """

    known: tuple[str, ...]
    at: int
    before: str | None
    after: str | None


def between(
    days: Sequence[tuple[str, int]], since: str | None, until: str | None
) -> tuple[str, str]:
    """The two days asked for (YYYY, YYYY-MM or YYYY-MM-DD), else what the last reports brought."""
    known = [d for d, _ in days] or [date.today().isoformat()]
    last = day(until, last=True) or known[-1]
    earlier = [d for d in known if d < last]
    return day(since, last=True) or (earlier[-1] if earlier else last), last


def days_of(days: Sequence[tuple[str, int]], as_of: str | None) -> Days | None:
    """The days to step through; ``None`` where no report has a date."""
    every = [d for d, _ in days]
    if not every:
        return None
    known = _thinned(every)
    if as_of is None:
        return Days(known, len(known), every[-1], None)
    place = bisect_right(every, as_of)
    looked_at = place > 0 and every[place - 1] == as_of
    before = every[place - 2] if looked_at and place > 1 else None
    if not looked_at and place:
        before = every[place - 1]
    return Days(
        known=known,
        at=max(bisect_right(known, as_of) - 1, 0),
        before=before,
        after=every[place] if place < len(every) else "",
    )


def _thinned(days: list[str]) -> tuple[str, ...]:
    """At most some hundred of many, the last one among them."""
    step = -(-len(days) // _MOST)
    return tuple(days[::-1][::step][::-1])
