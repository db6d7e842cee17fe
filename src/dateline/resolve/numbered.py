"""Weeks, days and lengths by their number: "the last week of July", "the first two days of May"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateline.resolve.calendar_units import days_in, part_of, shifted, unit_with, valid_day
from dateline.resolve.edtf import bounds
from dateline.resolve.fixed import dom_of, on_day, weekday_number
from dateline.resolve.meaning import NOTHING, Meaning, in_unit
from dateline.resolve.time_words import lists
from dateline.resolve.told import Anchor


def week_in(parts: dict[str, str], whole: str) -> Meaning:
    """Seven days of a month or year: the first are its days 1 to 7, the last its last seven."""
    number = lists()["nth"][parts["nth"]]
    start, end = (date.fromisoformat(day) for day in bounds(whole) if day is not None)
    first = end - timedelta(days=6) if number < 0 else start + timedelta(days=7 * (number - 1))
    return in_unit(f"{first}/{first + timedelta(days=6)}", "week")


def weekday_in(parts: dict[str, str], month: str) -> Meaning:
    """The weekday that is so manieth in the month, counted from its end for "the last Friday"."""
    number, weekday = lists()["nth"][parts["nth"]], weekday_number(parts)
    year, at = int(month[:4]), int(month[5:])
    if number < 0:
        last = date(year, at, days_in(year, at))
        return on_day(last - timedelta(days=(last.weekday() - weekday) % 7))
    first = date(year, at, 1)
    return on_day(first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1)))


_LENGTH = re.compile(r"P(\d+|X)([YMWD])")
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def end_of_period(period: str, length: str, *, first: bool) -> str | None:
    """The first or last of a period as EDTF, as precise as its unit; ``None`` if it has less.

    "The first nine months" (``P9M``) of 2023 are ``2023-01/2023-09``; of how many nobody says, the
    first are the early part.
    """
    match, (low, high) = _LENGTH.fullmatch(length), bounds(period)
    if match is None or low is None or high is None:
        return None
    if match[1] == "X":
        part = part_of(period, "early" if first else "late")
        return part if part != period else None
    start, end = date.fromisoformat(low), date.fromisoformat(high)
    unit, count = _UNITS[match[2]], int(match[1])
    other = shifted(start, unit, count) if first else shifted(end + _DAY, unit, -count)
    if other is None or not start <= other <= end + _DAY:
        return None
    ends = (start, other - _DAY) if first else (other, end)
    from_, to = (unit_with(day, unit if unit != "week" else "day") for day in ends)
    return from_ if from_ == to else f"{from_}/{to}"


def ended(end: str, length: str) -> str | None:
    """The length up to a day or month, that taken in: ``P6M`` to ``2024-05``."""
    match, (low, high) = _LENGTH.fullmatch(length), bounds(end)
    if match is None or match[1] == "X" or low is None or high is None or "/" in end:
        return None
    by_month = len(end) == len("2024-05")
    if not by_month and len(end) != len("2024-05-31"):
        return None
    if by_month and match[2] not in "YM":
        return None
    start = shifted(date.fromisoformat(high) + _DAY, _UNITS[match[2]], -int(match[1]))
    from_ = unit_with(start, "month" if by_month else "day") if start is not None else None
    return f"{from_}/{end}" if from_ is not None and from_ != end else from_


_DAY = timedelta(days=1)


def day_in(parts: dict[str, str], today: date) -> Meaning:
    """A day of this, the last or the next month: "the 15th of next month"."""
    month = shifted(today.replace(day=1), "month", lists()["near"][parts["near"]])
    dom = dom_of(parts.get("dom") or parts["dom_word"])
    return on_day(valid_day(month.year, month.month, dom)) if month else NOTHING


def bare_dom(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A day without its month: of the month told before, else the last or next such day."""
    number = dom_of(parts["dom"])
    told = anchor.told
    if told is not None and told.unit in {"day", "month"}:
        day = valid_day(told.day.year, told.day.month, number)
    else:
        day = None
    weekday = weekday_number(parts) if "weekday" in parts else None
    if day is None or weekday not in {None, day.weekday()}:
        day = _nearest(number, weekday, today, 1 if anchor.direction == "coming" else -1)
    return on_day(day)


def _nearest(number: int, weekday: int | None, today: date, step: int) -> date | None:
    """The nearest day of that number (and weekday) from today on, forward or back."""
    for months in range(3):
        month = shifted(today.replace(day=1), "month", step * months)
        day = valid_day(month.year, month.month, number) if month else None
        fits = day is not None and weekday in {None, day.weekday()}
        if day is not None and fits and (day - today).days * step >= 0:
            return day
    return None
