"""Expressions that mean the same whenever they are said: dates with years, durations, sets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from dateline.resolve.calendar_units import part_named, part_of, unit_with, valid_day
from dateline.resolve.edtf import bounds
from dateline.resolve.expressions import Expression, month_number, words
from dateline.resolve.meaning import NOTHING, Meaning, in_unit
from dateline.resolve.time_words import lists, number_of


def fixed(found: Expression) -> Meaning | None:
    """What a fixed expression means; ``None`` where the meaning hangs on when it is said."""
    meant = _FORMS.get(found.form)
    return meant(found.parts) if meant is not None else None


def date_of(text: str) -> date | None:
    """An ISO date, ``None`` where the calendar has no such day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def on_day(day: date | None, clock: str | None = None) -> Meaning:
    """A day, with a time of day where one is said."""
    if day is None:
        return NOTHING
    return Meaning(
        kind="time" if clock else "date", edtf=day.isoformat(), whole=day.isoformat(), unit="day",
        clock=clock,
    )  # fmt: skip


def _year(parts: dict[str, str]) -> int:
    """The year said: "2024", or "'98" of the twentieth century, "'07" of this one."""
    if "year" in parts:
        return int(parts["year"])
    short = int(parts["short"])
    return short + (1900 if short > 30 else 2000)


def _numeric(text: str) -> Meaning:
    """Day and month in figures: both orders where both are possible, then only their bounds."""
    figures = re.split("[/.-]", text)
    one, two, year = (int(part) for part in figures)
    if len(figures[0]) == 4:
        return on_day(valid_day(one, two, year))
    full = year if len(figures[2]) == 4 else year + (1900 if year > 30 else 2000)
    read = {valid_day(full, two, one)}
    if "." not in text:
        read.add(valid_day(full, one, two))
    possible = sorted(day for day in read if day is not None)
    if len(possible) == 1:
        return on_day(possible[0])
    if not possible:
        return NOTHING
    low, high = possible[0].isoformat(), possible[-1].isoformat()
    return Meaning(edtf=f"[{low},{high}]", first=low, last=high)


def dom_of(text: str) -> int:
    """The day of the month: "12", "12th", "eighth", "twenty-second"."""
    if match := re.match(r"\d+", text):
        return int(match[0])
    known = {**lists()["tens"], **lists()["ordinal"]}
    return sum(int(known[word]) for word in re.split("[ -]", text))


def weekday_number(parts: dict[str, str]) -> int:
    """Monday is 0."""
    name = parts["weekday"].rstrip(".")
    number = {**lists()["weekday_name"], **lists()["weekday_abbr"]}[name]
    return int(number)


def part_in(parts: dict[str, str]) -> str | None:
    """Which part of its unit an expression names: early, mid, late."""
    if "side" in parts:
        return {"earlier": "early", "later": "late"}.get(parts["side"])
    return part_named(parts.get("part"))


def days(parts: dict[str, str], year: int) -> Meaning:
    """A day of the year, or from one to another of the same month."""
    month = month_number(parts["month"])
    first = valid_day(year, month, dom_of(parts.get("dom") or parts["ordinal"]))
    if first is None or "last" not in parts:
        return on_day(first)
    last = valid_day(year, month, dom_of(parts["last"]))
    if last is None or last <= first:
        return NOTHING
    return Meaning(edtf=f"{first}/{last}", whole=first.isoformat(), unit="day")


def _months(parts: dict[str, str]) -> Meaning:
    low, high = month_number(parts["month"]), month_number(parts["other"])
    year = parts["year"]
    if low == high:
        return NOTHING
    begins = int(year) - (low > high)  # "November to March 2021" begins in 2020
    whole = f"{begins:04}-{low:02}"
    return in_unit(whole, "month", f"{whole}/{year}-{high:02}")


def _half_of(parts: dict[str, str]) -> Meaning:
    """The half of a year that two quarters make: "the first two quarters of 1990"."""
    half = {1: 40, -1: 41}.get(lists()["nth"][parts["nth"]])
    return in_unit(f"{parts['year']}-{half}", "half") if half is not None else NOTHING


def season(parts: dict[str, str], year: int) -> Meaning:
    """A season of a year."""
    whole = f"{year:04}-{lists()['season'][parts['season']]}"
    return in_unit(whole, "season", part_of(whole, part_named(parts.get("part"))))


# The years of the halves of a decade, as parts of years and months have theirs in words.toml.
_HALVES = {1: (0, 4), 2: (5, 9)}


def _decade(parts: dict[str, str]) -> Meaning:
    if "decade" in parts:
        head = parts["decade"][:3] if parts["decade"].endswith("0") else None
    elif "short" in parts:
        digit = parts["short"][0]
        figure = int(parts["short"])
        head = f"{'19' if figure >= 30 else '20'}{digit}" if figure % 10 == 0 else None
    else:
        head = f"{190 + lists()['decade_word'][parts['decade_word']]}"
    if head is None:
        return NOTHING
    if parts.get("decade", "2000") != "2000" and parts["decade"].endswith("00"):
        century = f"{parts['decade'][:2]}XX"
        return in_unit(century, "century")
    whole = f"{head}X"
    if "decade_half" in parts:
        first, last = _HALVES[lists()["decade_half"][parts["decade_half"]]]
        return in_unit(whole, "decade", f"{head}{first}/{head}{last}")
    return in_unit(whole, "decade", part_of(whole, part_named(parts.get("part"))))


def _century(parts: dict[str, str]) -> Meaning:
    number = dom_of(re.sub(r"(?<=\d) ", "", parts["cent"]))
    whole = f"{number - 1:02}XX"
    part = part_named(parts.get("part"))
    if part is not None:
        head = f"{number - 1:02}"
        first, last = {"early": (0, 3), "mid": (4, 6), "late": (6, 9)}[part]
        return in_unit(whole, "century", f"{head}{first}X/{head}{last}X")
    return in_unit(whole, "century")


def _years(parts: dict[str, str]) -> Meaning:
    first, other = int(parts["year"]), parts["other"]
    last = int(other) if len(other) == 4 else first // 100 * 100 + int(other[-2:])
    if len(other) == 2 and last < first and 1 <= int(other) <= 12:
        return in_unit(f"{first}-{other}", "month")
    if len(other) in {1, 3} or not first < last <= first + 200:
        return in_unit(parts["year"], "year") if len(other) == 4 else NOTHING
    return in_unit(parts["year"], "year", f"{first}/{last}")


def _whole_year(parts: dict[str, str]) -> Meaning:
    whole = f"{_year(parts):04}"
    edtf = part_of(whole, part_named(parts.get("part")))
    if "roughly" in parts and edtf == whole:
        edtf += "~"
    return in_unit(whole, "year", edtf)


def _year_in_words(parts: dict[str, str]) -> Meaning:
    """The year in "nineteen ninety-seven" and "the year two thousand"."""
    head = lists()["year_head"][parts["head"]] if "head" in parts else 20
    tail = sum(lists()[key][parts[key]] for key in ("tens", "teens", "ones") if key in parts)
    return in_unit(f"{head}{tail:02}", "year")


def _fiscal(parts: dict[str, str]) -> Meaning:
    """Only bounds: countries differ in when a fiscal year begins; that of 2024/25 in 2024."""
    year = _year(parts)
    first, last = fiscal_bounds(year)
    if "other" in parts:
        first, last = f"{year:04}-01-01", f"{year + 1:04}-12-31"
    return Meaning(whole=f"{year:04}", unit="year", first=first, last=last)


def fiscal_bounds(year: int, begins: int = 0, ends: int = 0) -> tuple[str, str | None]:
    """The days that a fiscal year lies within, moved by so many months at either end."""
    months = words()["fiscal"]
    low, high = year * 12 + months["first"] - 1 + begins, year * 12 + months["last"] - 1 + ends
    last = unit_with(date(high // 12, high % 12 + 1, 1), "month")
    return date(low // 12, low % 12 + 1, 1).isoformat(), bounds(last or "")[1]


# ------------------------------------------------------------------------- durations and sets


@cache
def _codes() -> dict[str, str]:
    """Every word for a unit, with the unit as its list gives it ("1W", "T1H")."""
    return lists()["unit"] | lists()["units"] | lists()["long_units"]


def unit_parts(parts: dict[str, str]) -> str | None:
    """The unit that a duration counts, as its lists give it."""
    for key in ("either_unit", "unit", "units", "plural", "unit_one", "half_unit",
                "part_unit", "whole_unit"):  # fmt: skip
        if word := parts.get(key):
            return _codes()[word]
    return None


def fraction_in(parts: dict[str, str]) -> float | None:
    """The part of a unit that is counted: "half a year", "a quarter-century"."""
    if "quarter_a" in parts:
        return 0.25
    return 0.5 if "half_a" in parts else None


def iso_duration(number: float | None, code: str) -> str:
    """ISO 8601: three of "1W" are ``P3W``, of "10Y" ``P30Y``; an unknown count is ``X``."""
    clock = "T" if code.startswith("T") else ""
    each, letter = int(code.removeprefix("T")[:-1]), code[-1]
    if number is None:
        return f"P{clock}X{letter}"
    if letter == "Q":
        each, letter = each * 3, "M"
    total = number * each
    if total != int(total):
        smaller = {"Y": (12, "M"), "W": (7, "D"), "D": (24, "H"), "H": (60, "M")}.get(letter)
        whole, rest = int(total), total - int(total)
        if smaller is not None:
            low = round(rest * smaller[0])
            mark = "T" if letter == "D" else ""
            head = f"{whole}{letter}" if whole else ""
            return f"P{clock}{head}{mark}{low}{smaller[1]}"
    return f"P{clock}{total:g}{letter}"


def _duration(parts: dict[str, str]) -> Meaning:
    code = unit_parts(parts)
    if code is None:
        return NOTHING
    number: float | None = None
    if "count" in parts:
        number = number_of(parts["count"])
        number = number + 0.5 if number is not None and "and_half" in parts else number
    elif "couple" in parts.get("some", ""):
        number = 2.0
    elif (fraction := fraction_in(parts)) is not None:
        number = fraction
    elif "more_count" in parts:
        number = 1.0  # "a year and six months"
    elif "one" in parts or "whole_unit" in parts:
        number = 1.5 if "and_half" in parts else 1.0
    elif parts.get("either_unit") in lists()["unit"]:
        number = 1.0
    told = iso_duration(number, code)
    if "more_count" in parts:
        return _together(told, parts)
    return Meaning(kind="duration", duration=told)


def _age(parts: dict[str, str]) -> Meaning:
    """How old somebody is; of "aged between 18 and 30" the lower."""
    number = number_of(parts["count"]) if "count" in parts else None
    unit = _codes()[parts.get("age_unit", "year")]
    return Meaning(kind="age", duration=iso_duration(number, unit))


_ORDER = "YMWD"


def _together(told: str, parts: dict[str, str]) -> Meaning:
    """One length of two: "a year and six months" is ``P1Y6M``, "two hours and a half" is not."""
    more = iso_duration(number_of(parts["more_count"]), _codes()[parts["more_units"]])
    first, second = told.removeprefix("P"), more.removeprefix("P")
    if first.startswith("T") and second.startswith("T"):
        return Meaning(kind="duration", duration=f"P{first}{second[1:]}")
    falls = second.startswith("T") or _ORDER.find(first[-1]) < _ORDER.find(second[-1])
    if first.startswith("T") or not falls:
        return NOTHING
    return Meaning(kind="duration", duration=f"P{first}{second}")


def _every(parts: dict[str, str]) -> str:
    if often := parts.get("often"):
        turn: str = lists()["often"][often]
        return turn
    day = parts.get("weekday_plural") or parts.get("weekday")
    if day is not None:
        number = {**lists()["weekday_plural"], **lists()["weekday_name"], **lists()["weekday_abbr"]}
        daypart = parts.get("daypart_too") or parts.get("dayparts")
        at = {**lists()["daypart"], **lists()["dayparts"]}.get(daypart or "")
        return f"XXXX-WXX-{number[day.rstrip('.')] + 1}" + (f"T{at}" if at else "")
    if "month" in parts:
        return f"XXXX-{month_number(parts['month']):02}"
    if "season" in parts:
        return f"XXXX-{SEASON_CODES[lists()['season'][parts['season']]]}"
    if "daypart" in parts:
        return f"XXXX-XX-XXT{lists()['daypart'][parts['daypart']]}"
    code = unit_parts(parts) or "1D"
    number_said = number_of(parts.get("count")) or lists()["turn"].get(parts.get("turn", ""), 1)
    return iso_duration(float(number_said), code)


SEASON_CODES = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}


def _reference(parts: dict[str, str]) -> str:
    if word := parts.get("reference"):
        value: str = lists()["reference"][word]
        return value
    if "past" in parts or "long_past" in parts:
        return "PAST_REF"
    return "FUTURE_REF" if "future" in parts else "PRESENT_REF"


def _iso(parts: dict[str, str]) -> Meaning:
    return on_day(date_of(parts["iso"][:10]), clock=parts["iso"][10:16].upper() or None)


def _figures(parts: dict[str, str]) -> Meaning:
    """The day known by two figures: "9/11"."""
    return on_day(date_of(words()["figures"][f"{parts['one']}/{parts['other']}"]))


def _month(parts: dict[str, str]) -> Meaning:
    year = parts.get("year") or _year_in_words(parts).whole
    whole = f"{year}-{month_number(parts['month']):02}"
    return in_unit(whole, "month", part_of(whole, part_named(parts.get("part"))))


_FORMS: dict[str, Callable[[dict[str, str]], Meaning]] = {
    "iso": _iso,
    "figures": _figures,
    "numeric": lambda parts: _numeric(parts["numeric"]),
    "day": lambda parts: days(parts, _year(parts)),
    "month": _month,
    "months": _months,
    "quarters": _half_of,
    "season": lambda parts: season(parts, _year(parts)),
    "decade": _decade,
    "century": _century,
    "years": _years,
    "year": _whole_year,
    "year words": _year_in_words,
    "fiscal": _fiscal,
    "duration": _duration,
    "age": _age,
    "each": lambda parts: Meaning(kind="set", every=_every(parts)),
    "reference": lambda parts: Meaning(reference=_reference(parts)),
}
