"""What counts from a time told before: "the previous day", "a week later", "that month"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dateline.resolve.calendar_units import part_of, shifted, unit_with
from dateline.resolve.clock import clock_in
from dateline.resolve.counted import RANK, counted, number_in
from dateline.resolve.edtf import bounds
from dateline.resolve.expressions import Expression, month_number, words
from dateline.resolve.fixed import fixed, on_day, part_in, season, unit_parts, weekday_number
from dateline.resolve.meaning import NOTHING, Meaning, in_unit
from dateline.resolve.time_words import lists

# Months and days without a year may belong to the story told, once it lies this long before, or
# is of a year before the last.
STORY_DAYS = 200
Direction = Literal["past", "coming"]
# How a clause looks: "later" than what its sentence tells; "loose" is back, but only perhaps;
# "unsaid" has no verb.
Looks = Literal["past", "coming", "later", "loose", "unsaid"]


@dataclass(frozen=True, slots=True)
class Told:
    """The time told just before: its first day, the calendar unit it is, and if that is sure."""

    day: date
    unit: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative time is counted from.

    ``first`` and ``last`` bound the day of publication (``None`` where that end is open),
    ``direction`` is which way the clause looks: ``loose`` where it may be the other, ``nearest``
    where nothing says, ``ahead_of_story`` ahead of what the story tells, from the day ``since``
    where its sentence says from when. ``told`` is the dated thing told just before, ``story``
    the same where it lies so far back that bare months and days belong to it, ``quarter`` the
    quarter told last, which "a year earlier" is held against, unless figures of ``longer`` have
    been told since. ``day`` is the day told before a longer time in passing, ``gone`` the time told
    last that is not after the report, ``rare`` what was told last to say how rare a thing is;
    ``before`` says that the clause tells what had been.
    """

    first: date | None
    last: date | None
    direction: Direction
    told: Told | None = None
    story: Told | None = None
    quarter: Told | None = None
    longer: bool = False
    loose: bool = False
    ahead_of_story: bool = False
    nearest: bool = False
    since: date | None = None
    day: Told | None = None
    gone: Told | None = None
    rare: Told | None = None
    before: bool = False

    def told_ahead(self) -> bool:
        """Whether the time told just before is after the report."""
        return self.told is not None and self.last is not None and self.told.day > self.last

    def year_before(self) -> Meaning | None:
        """The same quarter of the year before, or that year; ``None`` without a quarter."""
        if self.quarter is None:
            return None
        before = shifted(self.quarter.day, "year", -1)
        unit = "year" if self.longer else self.quarter.unit
        whole = unit_with(before, unit) if before is not None else None
        return replace(in_unit(whole, unit), compared=True)


def undated(found: Expression) -> Meaning:
    """Nothing is known but the part of the day."""
    clock = clock_in(found.parts)
    return Meaning(kind="time" if clock or found.form == "clock" else "date", clock=clock)


def from_told(found: Expression, anchor: Anchor) -> Meaning | None:
    """What counts from the time told before: "the previous day", "a week later", "that month".

    ``None`` where the expression counts from the report instead. What counts from a day that may
    be either of two has no value.
    """
    meant = _from_told(found, anchor)
    if meant is not None and _not_yet(meant, anchor):
        return NOTHING  # "last month, 14 years later"
    if meant is None or anchor.told is None or anchor.told.sure or meant.compared:
        return meant
    return replace(meant, edtf=None)


def _not_yet(meant: Meaning, anchor: Anchor) -> bool:
    """Whether it would be after the report, where its clause tells what was."""
    back = anchor.direction == "past" and not anchor.loose and not anchor.nearest
    if not back or meant.edtf is None or anchor.last is None or anchor.told_ahead():
        return False
    return (bounds(meant.edtf)[0] or "") > anchor.last.isoformat()


def _from_told(found: Expression, anchor: Anchor) -> Meaning | None:
    anchor = _counted_from(found, anchor)
    parts, told = found.parts, anchor.told
    which = parts.get("which", "")
    word = which.removeprefix("the ").removesuffix(" same")
    next_told = which == "the next" and (
        told is not None or found.form == "daypart" or parts.get("unit") in {"day", "night"}
    )
    if found.form in {"near", "daypart", "weekday"} and (word in lists()["told"] or next_told):
        return _moved(found, anchor, lists()["told"].get(word, 1))
    if found.form == "told month":
        return _month_near(parts, told)
    if found.form == "in told year":
        return _in_year_near(parts, told)
    if found.form == "beside":
        return _moved(found, anchor, lists()["before_after"][parts["side"]])
    if found.form == "near season" and "which_told" in parts:
        return _season_near(parts, told)
    if found.form == "span told":
        return NOTHING
    if found.form == "ago" and parts["ago"] in {"earlier", "later", "before", "after that",
                                                "afterwards", "previously"}:  # fmt: skip
        code = unit_parts(parts) or "1D"
        if parts["ago"] == "earlier" and code == "1Y" and number_in(parts) == 1:
            before = anchor.year_before()
            if before is not None:
                return before
        if told is None and parts["ago"] == "earlier" and code[-1] in "YQ":
            return None
        if told is None:
            return NOTHING
        sign = 1 if parts["ago"] in {"later", "after that", "afterwards"} else -1
        if RANK.get(told.unit, 9) > _COUNTS["T" if code.startswith("T") else code[-1]]:
            meant = counted(parts, told.day, sign, told.unit)
            return replace(meant, edtf=None, first=None, last=None)  # "hours earlier" than a year
        return counted(parts, told.day, sign, told.unit)
    return None


def _counted_from(found: Expression, anchor: Anchor) -> Anchor:
    """The anchor with the time told that the expression counts from."""
    if anchor.rare is not None and found.parts.get("which") in {"that", "the same", "that same"}:
        anchor = replace(anchor, told=anchor.rare)
    if anchor.day is not None and anchor.told is not None and _counts_days(found):
        anchor = replace(anchor, told=anchor.day)
    if _counts_back(found) and anchor.direction == "past" and anchor.told_ahead():
        anchor = replace(anchor, told=anchor.gone)  # "to be held on 3 May, he said a day earlier"
    return anchor


def _counts_days(found: Expression) -> bool:
    """Whether it counts from a day: "the next morning", "a day earlier", "hours later"."""
    code = unit_parts(found.parts)
    if found.form == "ago":
        return code is not None and (code.startswith("T") or code[-1] == "D")
    return found.form in {"daypart", "beside", "near"} and code in {None, "1D"}


def _counts_back(found: Expression) -> bool:
    """Whether it is before what was told: "a day earlier", "the previous month"."""
    if found.form == "ago":
        return found.parts["ago"] in {"earlier", "before", "previously"}
    step: int = lists()["told"].get(found.parts.get("which", "").removeprefix("the "), 0)
    return step < 0


# The coarsest time told that so many hours, days, weeks, months, quarters and years count from.
_COUNTS = {"T": 0, "D": 0, "W": 1, "M": 2, "Q": 3, "Y": 6}


def _moved(found: Expression, anchor: Anchor, step: int) -> Meaning:
    parts, told = found.parts, anchor.told
    if told is None:
        return _from_report(found, anchor, step)
    unit = parts.get("unit") or "day"
    if "daypart" in parts and found.form == "daypart":
        unit = "day"
    if found.form == "weekday":
        return _weekday_near(parts, told, step)
    if RANK.get(told.unit, 9) > RANK.get(unit, 0):
        return undated(found)
    moved = shifted(told.day, unit, step)
    whole = unit_with(moved, unit) if moved is not None else None
    clock = clock_in(parts)
    meant = in_unit(whole, unit, part_of(whole, part_in(parts)) if whole else None)
    return replace(meant, kind="time", clock=clock) if clock else meant


def _from_report(found: Expression, anchor: Anchor, step: int) -> Meaning:
    """The unit before or after that of the report, without a value: it may count from another."""
    unit = found.parts.get("unit", "day")
    if found.form == "weekday" and anchor.first is not None:
        beside = _weekday_near(found.parts, Told(anchor.first, "day"), step)
        return replace(beside, edtf=None)
    moved = shifted(anchor.first, unit, step) if anchor.first is not None else None
    whole = unit_with(moved, unit) if moved is not None else None
    return replace(undated(found), whole=whole, unit=unit if whole else None)


def _month_near(parts: dict[str, str], told: Told | None) -> Meaning:
    """The month of the year told, or the next or last from the time told: "that September"."""
    if told is None:
        return NOTHING
    month, step = month_number(parts["month"]), lists()["told"][parts["told"]]
    year = told.day.year
    if told.unit != "year":
        if step > 0:
            year += month <= told.day.month
        elif step < 0:
            year -= month >= told.day.month
        else:
            year += month < told.day.month
    return in_unit(f"{year:04}-{month:02}", "month")


def _in_year_near(parts: dict[str, str], told: Told | None) -> Meaning:
    """The month or day of the year told, or of that beside it: "in May of that year"."""
    if told is None or RANK.get(told.unit, 9) > RANK["year"]:
        return NOTHING
    year = str(told.day.year + lists()["told"][parts["year_told"]])
    form = "day" if "dom" in parts else "month"
    return fixed(Expression(0, 0, form, {**parts, "year": year})) or NOTHING


def _season_near(parts: dict[str, str], told: Told | None) -> Meaning:
    """The season of the year told, or the next or last from the time told: "that summer"."""
    if told is None or RANK.get(told.unit, 9) > RANK["year"]:
        return NOTHING
    first = words()["season_months"][str(lists()["season"][parts["season"]])][0]
    step = lists()["told"][parts["which_told"]]
    year = told.day.year
    if told.unit != "year" and step:
        year += first <= told.day.month if step > 0 else -(first >= told.day.month)
    return season(parts, year)


def _weekday_near(parts: dict[str, str], told: Told, step: int) -> Meaning:
    if told.unit != "day":
        return undated(Expression(0, 0, "weekday", parts))
    number = weekday_number(parts)
    ahead = (number - told.day.weekday()) % 7
    move = ahead or 7 if step > 0 else ahead - 7 if step < 0 else ahead
    return on_day(shifted(told.day, "day", move), clock_in(parts))
