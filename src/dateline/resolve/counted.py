"""So many units from a day: "two weeks ago", "three months later", "the past three years"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dateline.resolve.calendar_units import shifted, unit_with
from dateline.resolve.fixed import fraction_in, iso_duration, unit_parts
from dateline.resolve.meaning import NOTHING, Meaning, in_unit
from dateline.resolve.time_words import lists, number_of

# How coarse a unit is: a count is no more precise than its unit, nor than what it counts from.
RANK = {"day": 0, "night": 0, "weekend": 1, "week": 1, "month": 2, "quarter": 3, "season": 3,
        "year": 4, "decade": 5, "century": 6}  # fmt: skip


def counted(parts: dict[str, str], base: date, sign: int, precision: str) -> Meaning:
    """So many units from the base, as precise as the unit and the base are."""
    number = number_in(parts)
    if number is None:
        if sign < 0:
            return Meaning(last=base.isoformat(), reference="PAST_REF")
        return Meaning(first=base.isoformat(), reference="FUTURE_REF", duration=_many(parts))
    code = unit_parts(parts) or "1D"
    if "on" in parts or "on_unit" in parts:
        unit = parts.get("on_unit", "day")
        step = lists()["near"].get(parts.get("on_near", "this"), 0)
        from_ = shifted(base, unit, step)
        return _on(number, code, from_, sign, unit) if from_ is not None else NOTHING
    if "more_count" in parts:
        return _by_both(number, parts, base, sign, precision)
    meant = moved_by(number, code, base, sign, precision)
    upper = number_of(parts["upper"]) if "upper" in parts else None
    return meant if upper is None else _from_to(meant, moved_by(upper, code, base, sign, precision))


def _by_both(
    number: float, parts: dict[str, str], base: date, sign: int, precision: str
) -> Meaning:
    """By one length and another: "two years and three months ago", as precise as the second."""
    first, more = unit_parts(parts) or "1D", number_of(parts["more_count"])
    finer = unit_parts({"unit": parts["more_units"]}) or "1D"
    if more is None or first.startswith("T"):
        return NOTHING
    between = shifted(base, _UNITS[first[-1]], sign * int(number * int(first[:-1])))
    return moved_by(more, finer, between, sign, precision) if between is not None else NOTHING


def _on(number: float, code: str, base: date, sign: int, unit: str) -> Meaning:
    """Counted to the unit that is said besides: "20 years ago today", "a year ago this week"."""
    if code.startswith("T") or unit not in RANK:
        return moved_by(number, code, base, sign, "day")
    moved = shifted(base, _UNITS[code[-1]], sign * int(number * int(code[:-1])))
    return in_unit(unit_with(moved, unit) if moved is not None else None, unit)


def _from_to(one: Meaning, other: Meaning) -> Meaning:
    """From the one to the other: "two or three years ago"."""
    if one.edtf is None or other.edtf is None:
        return NOTHING
    low, high = sorted((one.edtf, other.edtf))
    return replace(one, edtf=f"{low.split('/')[0]}/{high.split('/')[-1]}")


def _many(parts: dict[str, str]) -> str | None:
    """How long "a few days later" is, where it is later than what is told: ``PXD``."""
    code = unit_parts(parts) or "1D"
    return iso_duration(None, code) if parts.get("ago") == "later" else None


_UNITS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}
_LENGTH = re.compile(r"P(T?)(\d+)([YMWDH])")


def moved_by_length(length: str, base: date, sign: int, precision: str) -> Meaning:
    """An ISO 8601 length of one unit from the base: ``P2W`` before a day."""
    match = _LENGTH.fullmatch(length)
    if match is None:
        return NOTHING
    return moved_by(float(match[2]), f"{match[1]}1{match[3]}", base, sign, precision)


def moved_by(number: float, code: str, base: date, sign: int, precision: str) -> Meaning:
    """So many of a unit ("1W") from the base, as precise as the unit and the base are."""
    if code.startswith("T"):
        return _hours(number, code, base, sign) if precision == "day" else NOTHING
    if code == WEEKEND:
        return _weekends(int(number), base, sign) if precision == "day" else NOTHING
    each, letter = int(code[:-1]), code[-1]
    unit = _UNITS[letter]
    moved = shifted(base, unit, sign * int(number * each))
    if number != int(number) and unit in {"year", "quarter"}:
        moved = shifted(base, "month", sign * int(number * each * (12 if unit == "year" else 3)))
    if moved is not None and number != int(number) and unit == "month":
        moved = shifted(moved, "day", sign * 15)
    if moved is None:
        return NOTHING
    if unit == "year" and precision == "quarter" and each == 1:
        return in_unit(unit_with(moved, "quarter"), "quarter")
    if RANK.get(precision, 0) > RANK[unit]:
        return NOTHING  # "a week later" than a year that is known to the year alone
    whole = unit_with(moved, "decade" if each == 100 else unit)
    if unit == "week":
        low, high = shifted(moved, "day", -3), shifted(moved, "day", 3)
        return in_unit(whole, "week", f"{low}/{high}" if low and high else None)
    return in_unit(whole, unit)


# How the lists give the unit of "two weekends ago".
WEEKEND = "2D"


def _weekends(number: int, base: date, sign: int) -> Meaning:
    """The weekend so many before or after the day, the one that it is in not counted."""
    saturday = shifted(base, "day", -((base.weekday() - 5) % 7))
    weeks = number * sign + (1 if sign < 0 and base.weekday() < 5 else 0)
    moved = shifted(saturday, "day", 7 * weeks) if saturday is not None else None
    return in_unit(unit_with(moved, "weekend") if moved is not None else None, "weekend")


def number_in(parts: dict[str, str]) -> float | None:
    """How many are counted; ``None`` for "several"."""
    if (fraction := fraction_in(parts)) is not None:
        return fraction
    if "count" in parts:
        number = number_of(parts["count"])
        return number + 0.5 if number is not None and "and_half" in parts else number
    if "some" in parts:
        return 2.0 if "couple" in parts["some"] else None
    if "and_half" in parts:
        return 1.5
    return None if "plural" in parts else 1.0


def _hours(number: float, code: str, base: date, sign: int) -> Meaning:
    """Hours and minutes from a day: a day where they make whole days, else only bounds."""
    hours = number if code.endswith("H") else number / 60
    if hours % 24 == 0 and hours > 0:
        moved = shifted(base, "day", sign * int(hours // 24))
        return in_unit(moved.isoformat() if moved else None, "day")
    moved = shifted(base, "day", sign * int(hours // 24 + 1))
    if moved is None:
        return NOTHING
    low, high = sorted((base.isoformat(), moved.isoformat()))
    return Meaning(kind="time", first=low, last=high, whole=base.isoformat(), unit="day")


def span(parts: dict[str, str], today: date) -> Meaning:
    """The stretch that touches the report: "the past three years", "the next few days"."""
    step = lists()["near"].get(parts.get("near", "last"), -1) or -1
    code = unit_parts(parts) or "1D"
    number = number_of(parts.get("count")) if "count" in parts else None
    if "couple" in parts.get("some", ""):
        number = 2.0
    if "and_half" in parts:
        number = 1.5
    if (fraction := fraction_in(parts)) is not None:
        number = fraction
    return window(number, code, today, step)


def window(number: float | None, code: str, today: date, step: int) -> Meaning:
    """The stretch of so many units that ends today, or begins today."""
    told = iso_duration(number, code)
    if number is None:
        edtf = f"../{today}" if step < 0 else f"{today}/.."
        return Meaning(edtf=edtf, duration=told)
    each, letter = int(code.removeprefix("T")[:-1]), code[-1]
    if code.startswith("T"):
        letter, number = "D", max(1.0, number / {"H": 24, "M": 1440, "S": 86400}[letter])
        each = 1
    unit = _UNITS[letter]
    other = shifted(today, unit, step * int(number * each))
    if other is None:
        return Meaning(duration=told)
    low, high = sorted((today.isoformat(), other.isoformat()))
    return Meaning(edtf=f"{low}/{high}", duration=told)
