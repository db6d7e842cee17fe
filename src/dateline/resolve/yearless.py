"""Days, months, seasons and days with names that are told without their year."""

from __future__ import annotations

from datetime import date

from dateline.resolve.calendar_units import part_named, part_of, unit_with, valid_day
from dateline.resolve.expressions import month_number, words
from dateline.resolve.fixed import date_of, days, dom_of, on_day, season
from dateline.resolve.holidays import holiday, holidays
from dateline.resolve.meaning import Meaning, in_unit
from dateline.resolve.time_words import lists
from dateline.resolve.told import Anchor, Direction, Told


def bare_day(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A day of a month: of the year that the phrase, its story or its clause says."""
    month = month_number(parts["month"])
    if (which := parts.get("which")) is not None:
        return days(parts, today.year + lists()["near"].get(which, 0))
    dom = dom_of(parts.get("dom") or parts["ordinal"])
    if (known := parts.get("known")) is not None and int(known) <= today.year:
        return days(parts, int(known))
    if (toward := parts.get("toward")) is not None:
        ahead = lists()["near"][toward] > 0
        return days(parts, _year_at(month, dom, today, "coming" if ahead else "past"))
    return days(parts, _year_of(month, dom, today, anchor))


def bare_month(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A month, or part of it: of the year that the phrase, its story or its clause says."""
    month, which = month_number(parts["month"]), parts.get("which")
    if "year_of" in parts:
        year = today.year + lists()["near"][parts["year_of"]]
    elif which in {"this", "current"}:
        year = today.year
    elif which is not None:
        step = lists()["near"][which]
        year = _year_at(month, None, today, "coming" if step > 0 else "past")
        year += step if month == today.month and year == today.year else 0
    else:
        year = _year_of(month, None, today, anchor)
    whole = f"{year:04}-{month:02}"
    if which is None and "year_of" not in parts and "part" not in parts and anchor.loose:
        return _this_or_next(whole, today, anchor)
    return in_unit(whole, "month", part_of(whole, part_named(parts.get("part"))))


def bare_months(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """From one month to another of a period that figures are of: "in the April-June period"."""
    low, high = month_number(parts["month"]), month_number(parts["other"])
    year = _year_of(high, None, today, anchor)
    edtf = f"{year - (low > high):04}-{low:02}/{year:04}-{high:02}"
    if high - low != 2 or high % 3:
        return Meaning(edtf=edtf)
    return in_unit(unit_with(date(year, high, 1), "quarter"), "quarter", edtf)


def _this_or_next(whole: str, today: date, anchor: Anchor) -> Meaning:
    """A month gone by, or, where it is the next, that one as well ("a cutback in September")."""
    ahead = f"{int(whole[:4]) + 1:04}{whole[4:]}"
    begins = date_of(f"{ahead}-01")
    near = begins is not None and 0 < (begins - today).days <= NEAR_AHEAD
    if anchor.story is not None or not near:
        return in_unit(whole, "month")
    return in_unit(ahead, "month", f"[{whole},{ahead}]")


def _year_of(month: int, dom: int | None, today: date, anchor: Anchor) -> int:
    """The year of a month or day that has none: by the story's own time, else by tense."""
    story = anchor.story
    if story is not None and anchor.direction == "past":
        year = story.day.year + _beside(month, dom, story, anchor)
        sure = anchor.first is None or story.unit == "year" or anchor.ahead_of_story
        if sure or (date(year, month, 1) - story.day).days <= STORY_REACH:
            return year
    if anchor.nearest:
        return _nearest(month, dom, today)
    ahead = anchor.direction == "coming" and anchor.since
    return _year_at(month, dom, ahead or today, anchor.direction)


def _beside(month: int, dom: int | None, story: Told, anchor: Anchor) -> int:
    """A year on for what a story tells next, one back for what had been before it."""
    if anchor.before:
        return (
            -((month, dom or 1) > (story.day.month, story.day.day)) if story.unit != "year" else 0
        )
    return int((month, dom or 31) < (story.day.month, story.day.day))


def _nearest(month: int, dom: int | None, today: date) -> int:
    """The year in which the day or month lies nearest to the report."""
    ahead, back = _year_at(month, dom, today, "coming"), _year_at(month, dom, today, "past")
    known = [day for year in (back, ahead) if (day := valid_day(year, month, dom or 15))]
    return min(known, key=lambda day: abs(day - today)).year if known else back


# What belongs to a story told lies at most so many days after it; a month further on is of the
# report's own time, or would have its year said.
STORY_REACH = 120


# A day without its year that lies so few days ahead is that one, whatever the tense: one almost a
# year back would be told with its year.
NEAR_AHEAD = 35
# And one so few days back is that one, whatever is told of it: one ten months on has its year.
NEAR_BACK = 60


def _year_at(month: int, dom: int | None, today: date, direction: Direction) -> int:
    if direction == "past" and dom is not None and (day := valid_day(today.year, month, dom)):
        ahead = (day - today).days % 365
        if 0 < ahead <= NEAR_AHEAD:
            return today.year + (day < today)
    if direction == "coming":
        year = today.year + ((month, dom or 31) < (today.month, today.day))
        day = valid_day(year, month, dom) if dom is not None else None
        gone = day is not None and 365 - (day - today).days <= NEAR_BACK
        return year - gone
    return today.year - ((month, dom or 1) > (today.month, today.day))


def near_season(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A season: this, the last or the next, or as its clause looks."""
    if "year_of" in parts:
        return season(parts, today.year + lists()["near"][parts["year_of"]])
    number = lists()["season"][parts["season"]]
    first = words()["season_months"][str(number)][0]
    begun = first <= today.month
    which = parts.get("which")
    # January and February belong to the winter that began the year before.
    inside = (today.month - first) % 12 < 3
    latest = today.year if begun else today.year - 1
    if which in {"this", "current"}:
        year = latest if inside else today.year
    elif which in {"next", "coming", "upcoming"} or (
        which is None and anchor.direction == "coming"
    ):
        year = latest if inside and which is None else latest + 1
    elif which is not None and inside:
        year = latest - 1
    elif which is None and anchor.story is not None and anchor.direction == "past":
        year = anchor.story.day.year + _beside(first, None, anchor.story, anchor)
    else:
        year = latest
    return season(parts, year)


def named_day(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A day with a name, or the week that has it: "Easter week"."""
    meant = _on_named_day(parts, today, anchor)
    if "in_week" not in parts or meant.edtf is None:
        return meant
    return in_unit(unit_with(date.fromisoformat(meant.edtf), "week"), "week")


def _on_named_day(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A day with a name: of the year said, or of "last" and "next", or as its clause looks."""
    day = holidays()[parts["holiday"]]
    if "year" in parts:
        return on_day(holiday(day, int(parts["year"])))
    step = lists()["near"].get(parts.get("which", ""), 0)
    this = holiday(day, today.year)
    if this is None or ("which" in parts and not step):
        return on_day(this)
    if anchor.story is not None and not step:
        return on_day(holiday(day, _year_of(this.month, this.day, today, anchor)))
    around = [holiday(day, today.year + years) for years in (-1, 0, 1)]
    known = [one for one in around if one is not None]
    ahead = [one for one in known if one > today or (one == today and not step)]
    back = [one for one in known if one < today or (one == today and not step)]
    near = bool(ahead) and not step and (ahead[0] - today).days <= NEAR_AHEAD
    coming = step > 0 or (not step and (anchor.direction == "coming" or near))
    return on_day(next(iter(ahead if coming else back[::-1]), None))
