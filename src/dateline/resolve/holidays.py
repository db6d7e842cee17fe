"""Days of the year that have names, and on which day of a year they fall."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from dateutil.easter import (  # type: ignore[import-untyped]
    EASTER_ORTHODOX,
    EASTER_WESTERN,
    easter,
)

from dateline.data import toml
from dateline.resolve.calendar_units import valid_day

_EASTERS = {"western": EASTER_WESTERN, "orthodox": EASTER_ORTHODOX}


@cache
def holidays() -> dict[str, dict[str, Any]]:
    """The days of the year that have names, by each of their names."""
    return {name: day for day in toml("times/words.toml")["holidays"] for name in day["words"]}


def holiday(day: dict[str, Any], year: int) -> date | None:
    """When a day of `holidays` falls in a year, ``None`` where its rule does not reach so far.

    A row has month and day, or month, weekday (Monday is 0) and which one (``nth``), or so many
    days (``offset``) from an Easter.
    """
    if "easter" in day:
        if not 1583 <= year <= 4099:
            return None
        found: date = easter(year, _EASTERS[day["easter"]])
        return found + timedelta(days=day.get("offset", 0))
    if "day" in day:
        return valid_day(year, day["month"], day["day"])
    first = valid_day(year, day["month"], 1)
    if first is None:
        return None
    return first + timedelta(days=(day["weekday"] - first.weekday()) % 7 + 7 * (day["nth"] - 1))
