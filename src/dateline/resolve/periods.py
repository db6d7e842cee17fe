"""Periods that figures are of: quarters and halves of a year, and the same of the year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateline.resolve.calendar_units import part_of, shifted, unit_with
from dateline.resolve.expressions import month_number
from dateline.resolve.fixed import dom_of, fiscal_bounds, iso_duration, part_in
from dateline.resolve.meaning import NOTHING, Meaning, in_unit
from dateline.resolve.time_words import lists, number_of
from dateline.resolve.told import Anchor


def quarter(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A quarter or half by its number: of the year said, else as its clause looks."""
    year = int(parts.get("year") or parts.get("of_year") or 0)
    for key in ("near", "of"):
        if key in parts:
            steps = {**lists()["told_step"], **lists()["near"]}
            year = today.year + steps[parts[key]]
    if "half" in parts or "latter" in parts:
        number = dom_of(parts["half"]) if "half" in parts else 2
        whole = f"{year or today.year:04}-{39 + number}"
        return in_unit(whole, "half") if number <= 2 else NOTHING
    if "period" in parts:
        return _period_of(year, anchor)
    number = int(parts["quarter"]) if "quarter" in parts else dom_of(parts["ordinal"])
    if not 1 <= number <= 4:
        return NOTHING
    now = (today.month + 2) // 3
    if not year:
        # What is expected of the quarter just over is still to come, as its figures are.
        ahead = anchor.direction == "coming"
        year = today.year + (number < now - 1 if ahead else -(number > now))
        year -= "year_ago" in parts
    whole = f"{year:04}-{32 + number}"
    if "fiscal" in parts or "fiscal_of" in parts:
        return _fiscal_quarter(whole, number, parts)
    return in_unit(whole, "quarter", part_of(whole, part_in(parts)))


def _fiscal_quarter(whole: str, number: int, parts: dict[str, str]) -> Meaning:
    """Only its number, and bounds where its year is said: fiscal years begin at any month."""
    meant = Meaning(whole=whole, unit="quarter")
    if parts.keys().isdisjoint({"year", "of_year"}):
        return meant
    low, high = fiscal_bounds(int(whole[:4]), 3 * (number - 1), 3 * (number - 4))
    return replace(meant, first=low, last=high)


def bare_quarter(parts: dict[str, str], base: date, anchor: Anchor) -> Meaning:
    """The quarter that figures are of, else the one that most of its months are in, or the last.

    "The quarter ended July 31" is most of it in the second.
    """
    moved = anchor.quarter.day if anchor.quarter is not None else shifted(base, "quarter", -1)
    if anchor.quarter is None and "ended" in parts:
        month = month_number(parts["ended"])
        ends = base.year + (month < base.month if "ends" in parts else -(month > base.month))
        year = int(parts.get("ended_year") or ends)
        moved = shifted(date(year, month, 1), "month", -1)
    return Meaning(whole=unit_with(moved, "quarter") if moved else None, unit="quarter")


def bare_half(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A half of a year that is not named: it may be one of a match, and has no value."""
    meant = quarter(parts, today, anchor)
    return meant if "near" in parts or "year" in parts else replace(meant, edtf=None)


def _period_of(year: int, anchor: Anchor) -> Meaning:
    """The quarter that figures are of, in another year ("the 2023 period"); else the year."""
    told = anchor.quarter
    if told is None or anchor.longer:
        return Meaning(whole=f"{year:04}", unit="year")
    whole = unit_with(told.day.replace(year=year), "quarter")
    return Meaning(whole=whole, unit="quarter", compared=True)


def compared(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """The quarter that figures are of, or what they are held against of the year before."""
    if "count" in parts:
        length = iso_duration(number_of(parts["count"]), lists()["units"][parts["units"]])
        return Meaning(kind="duration", duration=length)
    if "ago" in parts and (before := _of_year_back(parts, today, anchor)) is not None:
        return before
    over = anchor.quarter.day if anchor.quarter is not None else shifted(today, "quarter", -1)
    if over is not None and "ago" in parts:
        over = shifted(over, "year", -1)
    whole = unit_with(over, "quarter") if over else None
    return Meaning(whole=whole, unit="quarter", compared=True)


def _of_year_back(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning | None:
    """The period a year back: "the year-earlier results", "the same period last year"."""
    if parts.get("period") == "month":
        told = anchor.told.day if anchor.told is not None and anchor.told.unit == "month" else None
        return _year_before(told or shifted(today, "month", -1), "month")
    before = anchor.year_before()
    if before is None and "unit" not in parts and parts.get("period") != "quarter":
        return _year_before(today, "year")  # "the same period last year"
    return replace(before, edtf=None) if before is not None else None


def _year_before(day: date | None, unit: str) -> Meaning:
    back = shifted(day, "year", -1) if day is not None else None
    return Meaning(whole=unit_with(back, unit) if back else None, unit=unit, compared=True)
