"""Weekdays: the latest up to the report, or the next, and the days beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateline.resolve.calendar_units import shifted
from dateline.resolve.clock import clock_in
from dateline.resolve.fixed import on_day, weekday_number
from dateline.resolve.meaning import NOTHING, Meaning
from dateline.resolve.time_words import lists
from dateline.resolve.told import Anchor


def weekday(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """The latest such day up to today, or the next; "next" and "last" may name either of two."""
    number = weekday_number(parts)
    for key in ("week", "of_week", "that_week"):
        if key in parts:
            step = lists()["near"][parts[key]]
            return on_day(
                shifted(today, "day", number - today.weekday() + 7 * step), clock_in(parts)
            )
    which = (parts.get("which") or "").removeprefix("the ").split(" ")[-1]
    back, ahead = (today.weekday() - number) % 7, (number - today.weekday()) % 7
    step = lists()["near"].get(which, 0)
    if step < 0:
        near = shifted(today, "day", -(back or 7))
        return _either(near, -7 if which == "last" and 0 < back <= today.weekday() else 0, parts)
    if step > 0:
        near = shifted(today, "day", ahead or 7)
        return _either(near, 7 if which == "next" and 0 < ahead < 7 - today.weekday() else 0, parts)
    if anchor.direction == "coming" and anchor.since is not None:
        ahead = (number - anchor.since.weekday() - 1) % 7 + 1
        return on_day(shifted(anchor.since, "day", ahead), clock_in(parts))
    if anchor.direction == "coming":
        return on_day(shifted(today, "day", ahead), clock_in(parts))
    return on_day(shifted(today, "day", -back), clock_in(parts))


def next_weekday(parts: dict[str, str], today: date) -> date | None:
    """The next such day after today."""
    return shifted(today, "day", (weekday_number(parts) - today.weekday() - 1) % 7 + 1)


def second_weekday(parts: dict[str, str], today: date, step: int) -> Meaning:
    """The second such day after today, or before it: "the Friday before last"."""
    day = next_weekday(parts, today)
    if day is not None and step < 0:
        # The last one may be today's of a week ago.
        day = shifted(day, "week", -2 if day.weekday() == today.weekday() else -1)
    return on_day(shifted(day, "week", step // 2) if day is not None else None)


def _either(near: date | None, further: int, parts: dict[str, str]) -> Meaning:
    """A weekday of this week called "next" or "last": this week's or the other one."""
    meant = on_day(near, clock_in(parts))
    other = shifted(near, "day", further) if near is not None else None
    if not further or other is None or near is None:
        return meant
    low, high = sorted((near.isoformat(), other.isoformat()))
    return replace(meant, edtf=f"[{low},{high}]", first=low, last=high)


def day_after(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """The day after tomorrow, the day before last Tuesday."""
    step = lists()["before_after"][parts["side"]]
    if "deictic" in parts:
        return on_day(shifted(today, "day", step + lists()["deictic"][parts["deictic"]]))
    day = weekday(parts, today, anchor)
    if day.edtf is None or day.whole is None:
        return NOTHING
    base = date.fromisoformat(day.whole)
    ends = (date.fromisoformat(one) for one in day.edtf.strip("[]").split(","))
    return _either(shifted(base, "day", step), sum((end - base).days for end in ends), parts)
