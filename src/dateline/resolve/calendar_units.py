"""Units of the calendar as EDTF: the one that holds a day, the part of one, the next one."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any, Literal

from dateline.data import toml

Unit = Literal["day", "weekend", "week", "month", "quarter", "season", "year", "decade", "century"]
FIRST_YEAR, LAST_YEAR = 1, 9998


def unit_with(day: date, unit: str) -> str | None:
    """The unit of the calendar that holds the day, or for a weekend, the one of its week."""
    match unit:
        case "day":
            return day.isoformat()
        case "week" | "weekend":
            return _week(day, unit)
        case "month":
            return f"{day.year:04}-{day.month:02}"
        case "quarter":
            return f"{day.year:04}-{33 + (day.month - 1) // 3}"
        case "year":
            return f"{day.year:04}"
        case "decade":
            return f"{day.year // 10:03}X"
        case "century":
            return f"{day.year // 100:02}XX"
        case _:
            return None


def _week(day: date, unit: str) -> str | None:
    monday = shifted(day, "day", -day.weekday())
    if monday is None:
        return None
    last = shifted(monday, "day", 6)
    first = shifted(monday, "day", 5) if unit == "weekend" else monday
    return f"{first}/{last}" if first and last else None


_DAYS = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "season": 12, "year": 12, "decade": 120, "century": 1200}


def shifted(day: date, unit: str, count: int) -> date | None:
    """The day so many units later (earlier if negative); ``None`` beyond the calendar."""
    days = _DAYS.get(unit)
    months = _MONTHS.get(unit)
    try:
        if days is not None:
            return day + timedelta(days=days * count)
        if months is None:
            return None  # an hour is no unit of the calendar
        index = day.year * 12 + day.month - 1 + months * count
        year, month = divmod(index, 12)
        return date(year, month + 1, min(day.day, days_in(year, month + 1)))
    except (OverflowError, ValueError):
        return None


def days_in(year: int, month: int) -> int:
    """How many days the month has."""
    return calendar.monthrange(year, month)[1]


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or ``None`` where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _words() -> dict[str, Any]:
    return toml("times/words.toml")


def part_named(text: str | None) -> str | None:
    """Which part words name: early, mid or late ("the beginning of", "late in the")."""
    parts: dict[str, str] = _words()["parts"]
    for word in (text or "").replace("-", " ").split():
        if word in parts:
            return parts[word]
    return None


def part_of(whole: str, part: str | None) -> str:
    """The part of a calendar unit by the published tables; the unit itself where it has none."""
    if part is None:
        return whole
    if "/" in whole:
        return _part_of_week(whole, part)
    if len(whole) == 4 and whole.endswith("X") and not whole.endswith("XX"):
        first, last = _words()["parts_of_decade"][part]
        return f"{whole[:3]}{first}/{whole[:3]}{last}"
    if len(whole) == 4 and whole.isdigit():
        first, last = _words()["parts_of_year"][part]
        return f"{whole}-{first:02}/{whole}-{last:02}"
    if len(whole) == 7:
        return _part_of_month(whole, part)
    return whole


def _part_of_week(whole: str, part: str) -> str:
    start = date.fromisoformat(whole.split("/", maxsplit=1)[0])
    first, last = _words()["parts_of_week"][part]
    return f"{start + timedelta(days=first)}/{start + timedelta(days=last)}"


def _part_of_month(whole: str, part: str) -> str:
    year, number = int(whole[:4]), int(whole[5:])
    if number <= 12:
        first, last = _words()["parts_of_month"][part]
        return f"{whole}-{first:02}/{whole}-{min(last, days_in(year, number)):02}"
    months = _words()["season_months"].get(str(number))
    if months is None:
        return whole
    first, last = _words()["parts_of_season"][part]
    low, high = (year * 12 + months[0] - 1 + step for step in (first, last))
    return f"{_month_at(low)}/{_month_at(high)}" if low != high else _month_at(low)


def _month_at(index: int) -> str:
    return f"{index // 12:04}-{index % 12 + 1:02}"
