"""What relative times mean, held against the day that a report came out, or left open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateline.data import toml
from dateline.resolve.edtf import days_in, valid_day
from dateline.resolve.expressions import Expression, words

Direction = Literal["past", "coming"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative time is counted from.

    ``published`` is the day of publication where it is known to the day, ``context`` the first
    day of the dated thing told just before in the same paragraph.
    """

    published: date | None
    context: date | None
    direction: Direction


def edtf_of(found: Expression, anchor: Anchor) -> str | None:
    """The EDTF value of an expression, ``None`` where it says too little."""
    parts = found.parts
    match found.form:
        case "iso" | "day":
            return _days(parts, int(parts["year"]))
        case "month":
            return _month(int(parts["year"]), _month_number(parts), _part(parts))
        case "bare day":
            year = _year_of(_month_number(parts), int(parts["day"]), anchor)
            return _days(parts, year) if year is not None else None
        case "bare month":
            return _bare_month(parts, anchor)
        case "season":
            return f"{parts['year']}-{words()['seasons'][parts['season']]}"
        case "near season":
            return _near_season(parts, anchor)
        case "decade":
            return _decade(parts)
        case "century":
            return f"{int(parts['century']) - 1:02}XX"
        case "years":
            other = parts["other"]
            return f"{parts['year']}/{other if len(other) == 4 else parts['year'][:2] + other}"
        case "year":
            return _year(parts["year"], _part(parts))
        case _:
            return _relative(found, anchor)


def _part(parts: dict[str, str]) -> str | None:
    word = parts.get("part", "").removeprefix("the ").strip(" -")
    first = {"beginning of": "early", "start of": "early", "middle of": "mid", "end of": "late"}
    return first.get(word, word) or None


def _month_number(parts: dict[str, str]) -> int:
    return words()["months"][parts["month"].rstrip(".")]


def _days(parts: dict[str, str], year: int) -> str | None:
    month = int(parts["month"]) if parts["month"].isdigit() else _month_number(parts)
    first = valid_day(year, month, int(parts["day"]))
    if first is None:
        return None
    if "last" in parts:
        last = valid_day(year, month, int(parts["last"]))
        return f"{first}/{last}" if last is not None and last > first else None
    return first.isoformat()


def _month(year: int, month: int, part: str | None) -> str:
    if part is None:
        return f"{year:04}-{month:02}"
    low, high = toml("times/words.toml")["parts_of_month"][part]
    high = min(high, days_in(year, month))
    return f"{year:04}-{month:02}-{low:02}/{year:04}-{month:02}-{high:02}"


def _year(year: str, part: str | None) -> str:
    if part is None:
        return year
    low, high = toml("times/words.toml")["parts_of_year"][part]
    return f"{year}-{low:02}/{year}-{high:02}"


def _decade(parts: dict[str, str]) -> str:
    decade = parts["decade"]
    ends = {"early": (0, 3), "mid": (4, 6), "late": (6, 9)}.get(parts.get("half", ""))
    return f"{decade}X" if ends is None else f"{decade}{ends[0]}/{decade}{ends[1]}"


def _bare_month(parts: dict[str, str], anchor: Anchor) -> str | None:
    month = _month_number(parts)
    year = _year_of(month, None, anchor, parts.get("which"))
    return _month(year, month, _part(parts)) if year is not None else None


def _year_of(month: int, day: int | None, anchor: Anchor, which: str | None = None) -> int | None:
    """The year of a month or day that has none: by the story's own time, else by tense."""
    ahead = anchor.direction == "coming" and anchor.published is not None
    if anchor.context is not None and which is None and not ahead:
        after = (month, day or 31) >= (anchor.context.month, anchor.context.day)
        return anchor.context.year if after else anchor.context.year + 1
    if anchor.published is None:
        return None
    today = anchor.published
    if which == "this":
        return today.year
    coming = which == "next" or (which is None and anchor.direction == "coming")
    reached = (month, day or 1) <= (today.month, today.day)
    if coming:
        same = (month, day or 31) >= (today.month, today.day)
        return today.year if same else today.year + 1
    return today.year if reached else today.year - 1


def _near_season(parts: dict[str, str], anchor: Anchor) -> str | None:
    if anchor.published is None:
        return None
    number, today = words()["seasons"][parts["season"]], anchor.published
    first_month = toml("times/words.toml")["season_months"][str(number)][0]
    year = today.year
    if parts["which"] == "last" and first_month >= today.month - 2:
        year -= 1
    if parts["which"] == "next" and first_month <= today.month:
        year += 1
    return f"{year}-{number}"


def _relative(found: Expression, anchor: Anchor) -> str | None:
    parts, base = found.parts, anchor.published
    if found.form == "near" and parts["which"] in {"the previous", "the following", "that",
                                                   "the same"}:  # fmt: skip
        base = anchor.context
    if base is None:
        return None
    match found.form:
        case "today":
            moved = {"yesterday": -1, "tomorrow": 1}.get(parts["word"], 0)
            return (base + timedelta(days=moved)).isoformat()
        case "weekday":
            return _weekday(parts, base, anchor.direction)
        case "near":
            return _near(parts, base)
        case "within":
            return _within(parts, base)
        case "ago":
            return _ago(parts, base, anchor)
        case "recent":
            return _recent(parts, base)
    return None


def _weekday(parts: dict[str, str], today: date, direction: Direction) -> str:
    names: list[str] = toml("times/words.toml")["weekdays"]
    number, which = names.index(parts["weekday"]), parts.get("which")
    if which == "next" or (which in {None, "this"} and direction == "coming"):
        ahead = (number - today.weekday()) % 7
        return (today + timedelta(days=ahead or 7)).isoformat()
    back = (today.weekday() - number) % 7
    if which in {"last", "the previous"} and back == 0:
        back = 7
    return (today - timedelta(days=back)).isoformat()


def _near(parts: dict[str, str], base: date) -> str | None:
    unit = parts["unit"]
    step = {"last": -1, "the previous": -1, "next": 1, "the following": 1, "the past": -1}.get(
        parts["which"], 0
    )
    if unit in {"day", "morning", "afternoon", "evening", "night"}:
        return (base + timedelta(days=step)).isoformat()
    if unit in {"week", "weekend"}:
        monday = base - timedelta(days=base.weekday()) + timedelta(weeks=step)
        first = monday + timedelta(days=5 if unit == "weekend" else 0)
        return f"{first}/{monday + timedelta(days=6)}"
    if unit == "month":
        month = base.month - 1 + step
        return f"{base.year + month // 12:04}-{month % 12 + 1:02}"
    if unit == "year":
        return f"{base.year + step:04}"
    return None


def _within(parts: dict[str, str], base: date) -> str | None:
    """What is "earlier this month": from its first day to the day of publication."""
    starts = {
        "day": base,
        "week": base - timedelta(days=base.weekday()),
        "month": base.replace(day=1),
        "year": base.replace(month=1, day=1),
    }
    ends = {
        "day": base,
        "week": starts["week"] + timedelta(days=6),
        "month": base.replace(day=days_in(base.year, base.month)),
        "year": base.replace(month=12, day=31),
    }
    unit = parts["unit"]
    first, last = (starts[unit], base) if parts["which"] == "earlier" else (base, ends[unit])
    return f"{first}/{last}" if first != last else first.isoformat()


def number_of(text: str | None) -> float | None:
    """A counting word or figure as a number; ``None`` for "several" and the like."""
    if text is None:
        return None
    plain = text.strip()
    if plain.replace(".", "", 1).isdigit():
        return float(plain)
    return words()["numbers"].get(plain)


def _ago(parts: dict[str, str], base: date, anchor: Anchor) -> str | None:
    number = number_of(parts["number"])
    if parts["which"] in {"earlier", "later", "before", "after that"}:
        if anchor.context is None and parts["which"] != "earlier":
            return None
        base = anchor.context or base
    if number is None:
        return None
    sign = 1 if parts["which"] in {"later", "after that"} else -1
    unit, count = parts["unit"], int(number) * sign
    if unit in {"day", "week"}:
        moved = base + timedelta(days=count * (7 if unit == "week" else 1))
        return (
            moved.isoformat()
            if unit == "day"
            else f"{moved - timedelta(days=3)}/" + (f"{moved + timedelta(days=3)}")
        )
    if unit == "month":
        month = base.month - 1 + count
        return f"{base.year + month // 12:04}-{month % 12 + 1:02}"
    if unit in {"year", "decade"}:
        year = base.year + count * (10 if unit == "decade" else 1)
        return f"{year:04}" if year > 0 else None
    return base.isoformat() if unit in {"hour", "minute"} and number < 12 else None


def _recent(parts: dict[str, str], base: date) -> str | None:
    number = number_of(parts.get("number"))
    days = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3652}.get(parts["unit"])
    if number is None or days is None:
        return f"../{base}"
    return f"{base - timedelta(days=int(number * days))}/{base}"
