"""What relative times mean, held against the day that a report came out, or left open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from dateline.resolve.calendar_units import part_named, part_of, shifted, unit_with, valid_day
from dateline.resolve.clock import clock_in, clock_of
from dateline.resolve.counted import counted, moved_by_length, number_in, span, window
from dateline.resolve.edtf import bounds
from dateline.resolve.expressions import Expression, month_number, words
from dateline.resolve.fixed import (
    date_of,
    days,
    dom_of,
    fixed,
    on_day,
    part_in,
    season,
    unit_parts,
    weekday_number,
)
from dateline.resolve.holidays import holiday, holidays
from dateline.resolve.meaning import NOTHING, Meaning, in_unit
from dateline.resolve.numbered import bare_dom, day_in, week_in, weekday_in
from dateline.resolve.periods import bare_half, compared, quarter
from dateline.resolve.time_words import lists
from dateline.resolve.told import Anchor, Direction, from_told, undated


def meaning_of(found: Expression, anchor: Anchor) -> Meaning:
    """What the expression says; where publication is known only by bounds, so is what it says."""
    if (known := fixed(found)) is not None:
        return known
    if (told := from_told(found, anchor)) is not None:
        return told
    meant = _FORMS.get(found.form)
    if anchor.first is None and anchor.story is not None and found.form in _STORY_FORMS:
        return _FORMS[found.form](found.parts, anchor.story.day, replace(anchor, direction="past"))
    if anchor.first is None or meant is None:
        return undated(found)
    early = meant(found.parts, anchor.first, anchor)
    if anchor.last == anchor.first:
        return early
    if anchor.last is None:
        low = early.first or bounds(early.edtf or "..")[0]
        return Meaning(kind=early.kind, first=low, clock=early.clock)
    late = meant(found.parts, anchor.last, anchor)
    if early == late:
        return early
    return Meaning(
        kind=early.kind, clock=early.clock,
        first=early.first or bounds(early.edtf or "..")[0],
        last=late.last or bounds(late.edtf or "..")[1],
    )  # fmt: skip


def in_time(meant: Meaning, found: Expression, anchor: Anchor) -> Meaning:
    """A length at whose end something is to come: "will be held in two weeks"."""
    known = anchor.first is not None and anchor.first == anchor.last
    if found.form != "duration" or meant.duration is None or not known or anchor.first is None:
        return meant
    then = moved_by_length(meant.duration, anchor.first, 1, "day")
    return replace(then, duration=meant.duration) if then.edtf is not None else meant


def _bare_day(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
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


def _bare_month(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
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
        year = story.day.year + ((month, dom or 31) < (story.day.month, story.day.day))
        sure = anchor.first is None or story.unit == "year" or anchor.ahead_of_story
        if sure or (date(year, month, 1) - story.day).days <= STORY_REACH:
            return year
    if anchor.nearest:
        return _nearest(month, dom, today)
    ahead = anchor.direction == "coming" and anchor.since
    return _year_at(month, dom, ahead or today, anchor.direction)


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
# And one so few days back is that one, whatever is told of it.
NEAR_BACK = 14


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


def _season(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
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
    else:
        year = latest
    return season(parts, year)


def _weekday(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
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


def _either(near: date | None, further: int, parts: dict[str, str]) -> Meaning:
    """A weekday of this week called "next" or "last": this week's or the other one."""
    meant = on_day(near, clock_in(parts))
    other = shifted(near, "day", further) if near is not None else None
    if not further or other is None or near is None:
        return meant
    low, high = sorted((near.isoformat(), other.isoformat()))
    return replace(meant, edtf=f"[{low},{high}]", first=low, last=high)


def _deictic(parts: dict[str, str], today: date, _: Anchor) -> Meaning:
    word = parts["deictic"]
    meant = on_day(shifted(today, "day", lists()["deictic"][word]), clock_in(parts))
    return replace(meant, kind="time", clock="TNI") if word == "tonight" else meant


def _daypart(parts: dict[str, str], today: date, _: Anchor) -> Meaning:
    word = parts["which"].removeprefix("the ").split(" ")[-1]
    return on_day(shifted(today, "day", lists()["near"].get(word, 0)), clock_in(parts))


def _near(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    which, unit = parts["which"], parts["unit"]
    word = which.removeprefix("the ").split(" ")[-1]
    step = lists()["near"].get(word, 0)
    if which in {"the past", "past", "the last", "the next", "the coming", "this past"} and (
        unit not in {"weekend", "night", "quarter"}
    ):
        return window(1.0, lists()["unit"][unit], today, step)
    unit = "day" if unit == "night" else unit
    if unit == "weekend" and word == "this" and anchor.direction == "past" and today.weekday() < 5:
        step = -1  # the weekend just gone by: "thousands marched this weekend"
    moved = shifted(today, unit, step)
    if moved is None or (whole := unit_with(moved, unit)) is None:
        return NOTHING
    if parts.get("side") == "sometime":
        return in_unit(whole, unit)
    if parts.get("side") and step == 0:
        return _within(parts["side"], whole, unit, today)
    if "rest" in parts and step == 0:
        return _within("later", whole, unit, today)
    return in_unit(whole, unit, part_of(whole, part_in(parts)))


def _within(side: str, whole: str, unit: str, today: date) -> Meaning:
    """From its first day to the day of publication ("earlier this month"), or from then on."""
    first, last = bounds(whole)
    low, high = (first, today.isoformat()) if side == "earlier" else (today.isoformat(), last)
    return in_unit(whole, unit, low if low == high else f"{low}/{high}")


def _the_unit(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """The end of the year of the report or of its story; a bare "the year" stays open."""
    base = anchor.story.day if anchor.story is not None else today
    unit = parts.get("unit") or parts.get("bare") or "year"
    if unit == "night":
        return NOTHING
    if unit == "day":
        told = anchor.told
        if told is not None and told.unit == "day":
            return on_day(told.day)
        return Meaning(whole=today.isoformat(), unit=unit)
    if unit == "weekend":
        back = (base.weekday() - 5) % 7
        moved = shifted(base, "day", -back if anchor.direction == "past" else 0)
        return in_unit(unit_with(moved, "weekend") if moved else None, "weekend")
    if unit == "quarter" and "bare" in parts:
        moved = anchor.quarter.day if anchor.quarter is not None else shifted(base, unit, -1)
        return Meaning(whole=unit_with(moved, unit) if moved else None, unit=unit)
    whole = unit_with(base, unit)
    if whole is None:
        return NOTHING
    if "bare" in parts:
        return Meaning(whole=whole, unit=unit)
    if "side" in parts or "rest" in parts:
        return _within(parts.get("side", "later"), whole, unit, base)
    if "year_end" in parts:
        return _year_end(base, anchor)
    part = part_of(whole, part_in(parts))
    over = anchor.direction == "coming" and (bounds(part)[1] or "") < base.isoformat()
    moved = shifted(base, unit, 1) if over else None
    if moved is not None and (following := unit_with(moved, unit)) is not None:
        return in_unit(following, unit, part_of(following, part_in(parts)))
    return in_unit(whole, unit, part)


def _year_end(base: date, anchor: Anchor) -> Meaning:
    """The end of the year, or of the one before where the clause looks back from the report."""
    over = anchor.direction == "past" and anchor.story is None and base.month < 12
    year = base.year - over
    return in_unit(f"{year:04}", "year", f"{year:04}-12-31")


def _holiday(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A day with a name, or the week that has it: "Easter week"."""
    meant = _named_day(parts, today, anchor)
    if "in_week" not in parts or meant.edtf is None:
        return meant
    return in_unit(unit_with(date.fromisoformat(meant.edtf), "week"), "week")


def _named_day(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
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


def _ago(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    before = anchor.year_before() if unit_parts(parts) == "1Y" and number_in(parts) == 1 else None
    if before is not None:
        return before
    sign = 1 if parts["ago"] in {"from now", "hence"} else -1
    return counted(parts, today, sign, "day")


def _week_of(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    day = days(parts, int(parts["year"])) if "year" in parts else _bare_day(parts, today, anchor)
    if day.edtf is None:
        return NOTHING
    return in_unit(unit_with(date.fromisoformat(day.edtf), "week"), "week")


def _in_month(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A week or a weekday of a month: "the first week of May", "the last Friday of this month"."""
    if "near" in parts:
        moved = shifted(today, parts["of_unit"], lists()["near"][parts["near"]])
        whole = unit_with(moved, parts["of_unit"]) if moved is not None else None
    elif "year" in parts and "month" not in parts:
        whole = parts["year"]
    elif "year" in parts:
        whole = f"{parts['year']}-{month_number(parts['month']):02}"
    else:
        whole = _bare_month({"month": parts["month"]}, today, anchor).whole
    if whole is None:
        return NOTHING
    return weekday_in(parts, whole) if "weekday" in parts else week_in(parts, whole)


def _after_next(parts: dict[str, str], today: date, _: Anchor) -> Meaning:
    moved = shifted(today, parts["unit"], 2)
    return in_unit(unit_with(moved, parts["unit"]), parts["unit"]) if moved else NOTHING


def _day_after(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """The day after tomorrow, the day before last Tuesday."""
    step = lists()["before_after"][parts["side"]]
    if "deictic" in parts:
        return on_day(shifted(today, "day", step + lists()["deictic"][parts["deictic"]]))
    day = _weekday(parts, today, anchor)
    if day.edtf is None or day.whole is None:
        return NOTHING
    base = date.fromisoformat(day.whole)
    ends = (date.fromisoformat(one) for one in day.edtf.strip("[]").split(","))
    return _either(shifted(base, "day", step), sum((end - base).days for end in ends), parts)


def _overnight(_: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """The night to the day of the report, or to a day told that is further back than it."""
    told = anchor.told.day if anchor.told is not None and anchor.told.unit == "day" else today
    day = told if (today - told).days > 1 else today
    before = shifted(day, "day", -1)
    if before is None:
        return undated(Expression(0, 0, "overnight", {}))
    return Meaning(
        kind="time", edtf=f"{before}/{day}", whole=before.isoformat(), unit="day", clock="TNI"
    )


def _fiscal_near(parts: dict[str, str], today: date, _: Anchor) -> Meaning:
    return Meaning(whole=f"{today.year + lists()['near'][parts['which']]:04}", unit="year")


def _at_clock(parts: dict[str, str], _: date, __: Anchor) -> Meaning:
    return Meaning(kind="time", clock=clock_of(parts))


def _span(parts: dict[str, str], today: date, _: Anchor) -> Meaning:
    return span(parts, today)


# What the story's own time settles where the report has no date.
_STORY_FORMS = frozenset({"bare day", "bare month"})
_FORMS: dict[str, Callable[[dict[str, str], date, Anchor], Meaning]] = {
    "bare day": _bare_day,
    "bare month": _bare_month,
    "week of": _week_of,
    "week in": _in_month,
    "weekday in": _in_month,
    "day in": lambda parts, today, _: day_in(parts, today),
    "bare dom": bare_dom,
    "after next": _after_next,
    "near season": _season,
    "bare season": _season,
    "quarter": quarter,
    "half": quarter,
    "bare half": bare_half,
    "weekday": _weekday,
    "deictic": _deictic,
    "day after": _day_after,
    "daypart": _daypart,
    "overnight": _overnight,
    "near": _near,
    "the unit": _the_unit,
    "year end": _the_unit,
    "period ago": compared,
    "ago": _ago,
    "span": _span,
    "holiday": _holiday,
    "fiscal near": _fiscal_near,
    "clock": _at_clock,
}
