"""What falls due when, as the months of a year: days on their day, vague times as vague."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.types import Time
from dateline.web.queries import LedgerRow

_OPEN = frozenset({"pending", "under way", "extended", "disputed"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month; ``number`` is 0 for the days of other months that fill a week."""

    number: int
    dues: tuple[LedgerRow, ...]
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks from Monday on, what is due on a day of it, and what some time in it."""

    key: str
    label: str
    weeks: tuple[tuple[Day, ...], ...]
    dues: tuple[LedgerRow, ...]
    some_time: tuple[LedgerRow, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of dues; ``some_time`` are those known no closer than several months."""

    number: int
    months: tuple[Month, ...]
    some_time: tuple[LedgerRow, ...]
    years: tuple[tuple[int, int], ...]


def due_on(time: Time | None) -> str | None:
    """The day, month (``2025-11``) or year in which something is due, as closely as is known.

    A last day alone ("by 1 July") is that day; a span that leaves a month is of its last year.
    """
    if time is None or time.to is None:
        return None
    if time.from_ is None or time.from_ == time.to:
        return time.to
    return time.to[:7] if time.from_[:7] == time.to[:7] else time.to[:4]


def year_of(rows: Iterable[LedgerRow], asked: int | None, today: str) -> Year:
    """The dues of the year asked for; else of the next one that has any, or of the last."""
    dues = [(due, row) for row in rows if (due := due_on(row.commitment.due)) is not None]
    counts = Counter(int(due[:4]) for due, _ in dues)
    number = asked if asked is not None else _next(sorted(counts), int(today[:4]))
    mine = [(due, row) for due, row in dues if int(due[:4]) == number]
    return Year(
        number=number,
        months=tuple(_month(number, month, mine, today) for month in range(1, 13)),
        some_time=tuple(row for due, row in mine if len(due) == 4),
        years=tuple(sorted(counts.items())),
    )


def _next(years: Sequence[int], this: int) -> int:
    return next((y for y in years if y >= this), years[-1] if years else this)


def _month(year: int, month: int, dues: list[tuple[str, LedgerRow]], today: str) -> Month:
    key = f"{year:04}-{month:02}"
    by_day: dict[int, list[LedgerRow]] = {}
    for due, row in dues:
        if len(due) == 10 and due.startswith(key):
            by_day.setdefault(int(due[8:]), []).append(row)
    weeks = calendar.Calendar().monthdayscalendar(year, month)
    return Month(
        key=key,
        label=date(year, month, 1).strftime("%B"),
        weeks=tuple(
            tuple(
                Day(n, tuple(by_day.get(n, ())), n > 0 and f"{key}-{n:02}" == today) for n in week
            )
            for week in weeks
        ),
        dues=tuple(row for _, rows in sorted(by_day.items()) for row in rows),
        some_time=tuple(row for due, row in dues if due == key),
    )


def left(row: LedgerRow) -> str | None:
    """How long until it is due, or since it was, for people."""
    days = row.days
    if days is None:
        return None
    count = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    if days == 0:
        return "due today"
    return f"{count} left" if days > 0 else f"{count} overdue"


def soon(row: LedgerRow) -> bool:
    """Whether it is open and due within thirty days."""
    return row.days is not None and 0 <= row.days <= 30 and row.commitment.status in _OPEN
