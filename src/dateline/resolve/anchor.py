"""What relative times mean, held against the day that a report came out, or left open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from dateline.resolve.calendar_units import part_of, shifted, unit_with
from dateline.resolve.clock import clock_in
from dateline.resolve.counted import counted, moved_by_length, number_in, span, window
from dateline.resolve.edtf import bounds
from dateline.resolve.expressions import Expression, month_number
from dateline.resolve.fixed import (
    days,
    fixed,
    on_day,
    part_in,
    unit_parts,
)
from dateline.resolve.meaning import NOTHING, Meaning, in_unit
from dateline.resolve.numbered import bare_dom, day_in, week_in, weekday_in
from dateline.resolve.periods import bare_half, bare_quarter, compared, quarter
from dateline.resolve.time_words import lists, number_of
from dateline.resolve.told import STORY_DAYS, Anchor, from_told, undated
from dateline.resolve.weekdays import day_after, next_weekday, second_weekday, weekday
from dateline.resolve.yearless import bare_day, bare_month, bare_months, named_day, near_season


def meaning_of(found: Expression, anchor: Anchor) -> Meaning:
    """What the expression says; where publication is known only by bounds, so is what it says."""
    if (known := fixed(found)) is not None:
        return _over_by(known, anchor) if "short" in found.parts else known
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


def _over_by(decade: Meaning, anchor: Anchor) -> Meaning:
    """The decade or year of two figures that had begun by the report: "the 20s", told in 2003."""
    begins = bounds(decade.edtf or "..")[0]
    if begins is None or anchor.last is None or begins <= anchor.last.isoformat():
        return decade
    parts = [f"19{part[2:]}" for part in (decade.edtf or "").split("/")]
    whole = f"19{decade.whole[2:]}" if decade.whole else None
    return replace(decade, edtf="/".join(parts), whole=whole)


def in_time(meant: Meaning, found: Expression, anchor: Anchor) -> Meaning:
    """A length at whose end something is to come: "will be held in two weeks".

    It counts from the day that its sentence tells, if that is another than the report's.
    """
    base = anchor.since or (anchor.first if anchor.first == anchor.last else None)
    if found.form != "duration" or meant.duration is None or base is None:
        return meant
    then = moved_by_length(meant.duration, base, 1, "day")
    return replace(then, duration=meant.duration) if then.edtf is not None else meant


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
        if unit == "minute":
            return NOTHING  # "until the last minute"
        beside = shifted(today, unit, step)
        whole = unit_with(beside, unit) if beside is not None else None
        return replace(window(1.0, lists()["unit"][unit], today, step), whole=whole, unit=unit)
    unit = "day" if unit == "night" else unit
    if unit == "weekend" and word == "this" and anchor.direction == "past" and today.weekday() < 4:
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
        return bare_quarter(parts, base, anchor)
    whole = unit_with(base, unit)
    if whole is None:
        return NOTHING
    if "bare" in parts:
        return Meaning(whole=whole, unit=unit)
    if "side" in parts or "rest" in parts:
        return _within(parts.get("side", "later"), whole, unit, base)
    if "year_end" in parts:
        return _year_end(parts, base, anchor)
    part = part_of(whole, part_in(parts))
    over = anchor.direction == "coming" and (bounds(part)[1] or "") < base.isoformat()
    moved = shifted(base, unit, 1) if over else None
    if moved is not None and (following := unit_with(moved, unit)) is not None:
        return in_unit(following, unit, part_of(following, part_in(parts)))
    return in_unit(whole, unit, part)


def _year_end(parts: dict[str, str], base: date, anchor: Anchor) -> Meaning:
    """The end of the year, or of the one before where the clause looks back from the report."""
    over = anchor.direction == "past" and anchor.story is None and base.month < 12
    year = int(parts.get("year") or base.year - over)
    return in_unit(f"{year:04}", "year", f"{year:04}-12-31")


def _ago(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    before = anchor.year_before() if unit_parts(parts) == "1Y" and number_in(parts) == 1 else None
    if before is not None:
        return before
    sign = 1 if parts["ago"] in {"from now", "hence"} else -1
    return counted(parts, today, sign, "day")


def _week_of(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    day = days(parts, int(parts["year"])) if "year" in parts else bare_day(parts, today, anchor)
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
        whole = bare_month({"month": parts["month"]}, today, anchor).whole
    if whole is None:
        return NOTHING
    return weekday_in(parts, whole) if "weekday" in parts else week_in(parts, whole)


def _after_next(parts: dict[str, str], today: date, _: Anchor) -> Meaning:
    """The second before or after: "the week before last", "the Friday after next"."""
    step = 2 if parts["twice"] == "next" else -2
    if "weekday" in parts:
        return second_weekday(parts, today, step)
    unit = parts["unit"]
    if unit == "night":
        return on_day(shifted(today, "day", step), "TNI")
    moved = shifted(today, unit, step)
    return in_unit(unit_with(moved, unit), unit) if moved else NOTHING


def _weeks_from(parts: dict[str, str], today: date, _: Anchor) -> Meaning:
    """So many weeks after a day to come: "a week from Friday"."""
    if "deictic" in parts:
        base = shifted(today, "day", lists()["deictic"][parts["deictic"]])
    else:
        base = next_weekday(parts, today)
    weeks = number_of(parts.get("count") or "a")
    if base is None or weeks is None or weeks != int(weeks):
        return NOTHING
    return on_day(shifted(base, "week", int(weeks)))


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
    return Meaning(kind="time", clock=clock_in(parts))


def _span(parts: dict[str, str], today: date, anchor: Anchor) -> Meaning:
    """A stretch that touches the report, or what a story told: "over the next two years"."""
    told, meant = anchor.told, span(parts, today)
    ahead = lists()["near"].get(parts.get("near", "last"), -1) > 0
    back = anchor.direction == "past" and not anchor.loose and not anchor.nearest
    if told is None or not ahead or not back or (today - told.day).days < STORY_DAYS:
        return meant
    last = bounds(span(parts, told.day).edtf or "..")[1]
    return Meaning(first=told.day.isoformat(), last=last, duration=meant.duration)


# What the story's own time settles where the report has no date.
_STORY_FORMS = frozenset({"bare day", "bare month"})
_FORMS: dict[str, Callable[[dict[str, str], date, Anchor], Meaning]] = {
    "bare day": bare_day,
    "bare month": bare_month,
    "bare months": bare_months,
    "week of": _week_of,
    "week in": _in_month,
    "weekday in": _in_month,
    "day in": lambda parts, today, _: day_in(parts, today),
    "bare dom": bare_dom,
    "after next": _after_next,
    "weeks from": _weeks_from,
    "near season": near_season,
    "bare season": near_season,
    "quarter": quarter,
    "half": quarter,
    "bare half": bare_half,
    "weekday": weekday,
    "deictic": _deictic,
    "day after": day_after,
    "daypart": _daypart,
    "overnight": _overnight,
    "near": _near,
    "the unit": _the_unit,
    "year end": _the_unit,
    "period ago": compared,
    "ago": _ago,
    "span": _span,
    "holiday": named_day,
    "fiscal near": _fiscal_near,
    "clock": _at_clock,
}
