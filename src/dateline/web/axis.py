"""Times on an axis: a day is a mark, a span a bar, an open bound a bar that fades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.types import Time
from dateline.web.queries import Bin

_FADE = 9.0
_LEAST = 0.9
_MANY = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a time lies, in hundredths of the axis; open to a side where no bound is known."""

    left: float
    width: float
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis, in hundredths, with its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from ``first`` to ``last`` as hundredths."""

    first: date
    last: date
    ticks: tuple[Tick, ...]

    def at(self, day: date) -> float:
        """The place of a day, kept within the axis."""
        days = max((self.last - self.first).days, 1)
        return min(max(100.0 * (day - self.first).days / days, 0.0), 100.0)

    def bar(self, time: Time | None) -> Bar | None:
        """The bar of a time; ``None`` where it has no day at all."""
        if time is None or (time.from_ is None and time.to is None):
            return None
        low = None if time.from_ is None else self.at(date.fromisoformat(time.from_))
        high = None if time.to is None else self.at(_after(time.to))
        left = low if low is not None else max((high or 0.0) - _FADE, 0.0)
        right = high if high is not None else min(left + _FADE, 100.0)
        width = max(right - left, _LEAST)
        left = min(left, 100.0 - width)
        return Bar(round(left, 2), round(width, 2), low is None, high is None)


def axis(times: Iterable[Time | None]) -> Axis | None:
    """An axis over the days of the times; the few far ones of many do not stretch it."""
    ends = sorted(
        date.fromisoformat(day) for t in times if t is not None for day in (t.from_, t.to) if day
    )
    if not ends:
        return None
    cut = len(ends) // 50 if len(ends) > _MANY else 0
    first, last = ends[cut], ends[-1 - cut]
    spare = max((last - first).days // 25, 3)
    low, high = _shifted(first, -spare), _shifted(last, spare)
    bare = Axis(low, high, ())
    return Axis(low, high, tuple(Tick(round(bare.at(d), 2), s) for d, s in _marks(low, high)))


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:
        return day


def _after(day: str) -> date:
    return _shifted(date.fromisoformat(day), 1)


def _marks(low: date, high: date) -> list[tuple[date, str]]:
    """Days to mark: years, months or days, at most some eight."""
    days = (high - low).days
    if days > 2 * 366:
        step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200) if days / 365 / s <= 8), 500)
        first = low.year + (-low.year) % step
        years = range(first if first > low.year else first + step, high.year + 1, step)
        return [(date(y, 1, 1), str(y)) for y in years if 1 <= y <= 9999]
    if days > 62:
        step = next(s for s in (1, 2, 3, 4) if days / 30 / s <= 8 or s == 4)
        months = [(low.year + (low.month + m - 1) // 12, (low.month + m - 1) % 12 + 1)
                  for m in range(1, days // 28 + 1)]  # fmt: skip
        marks = [date(y, m, 1) for y, m in months if (m - 1) % step == 0 and date(y, m, 1) <= high]
        return [(d, d.strftime("%b %Y")) for d in marks]
    step = max(1, days // 6)
    found = [low + timedelta(n) for n in range(step // 2 + 1, days, step)]
    return [(d, f"{d.day} {d.strftime('%b')}") for d in found]


@dataclass(frozen=True, slots=True)
class Column:
    """A period's events as a stack: its place and the parts by quad class, in hundredths."""

    period: str
    total: int
    left: float
    width: float
    parts: tuple[tuple[int, float, float], ...]


def columns(bins: Sequence[Bin]) -> tuple[Column, ...]:
    """The counts as columns; periods without events have their place too."""
    if not bins:
        return ()
    periods = _periods(bins[0].period, bins[-1].period)
    by_period = {b.period: b.quads for b in bins}
    most = max(sum(b.quads) for b in bins)
    width = 100.0 / len(periods)
    found = []
    for number, period in enumerate(periods):
        quads = by_period.get(period)
        if quads is None:
            continue
        parts, top = [], 100.0
        for class_, count in enumerate(quads, 1):
            if count:
                height = 100.0 * count / most
                top -= height
                parts.append((class_, round(top, 2), round(height, 2)))
        found.append(
            Column(period, sum(quads), round(number * width, 3), round(width, 3), tuple(parts))
        )
    return tuple(found)


def _periods(first: str, last: str) -> list[str]:
    if len(first) == 4:
        return [f"{y:04}" for y in range(int(first), int(last) + 1)]
    (y, m), (y2, m2) = (map(int, p.split("-")) for p in (first, last))
    count = (y2 - y) * 12 + m2 - m + 1
    return [f"{y + (m - 1 + n) // 12:04}-{(m - 1 + n) % 12 + 1:02}" for n in range(count)]
