"""When a report came out: stated by the caller or its page, by its dateline, else bounds."""

from __future__ import annotations

from datetime import date

import msgspec.structs

from dateline.analysis import Analysis, TimeMention
from dateline.resolve.calendar_units import valid_day
from dateline.resolve.edtf import bounds, published_from
from dateline.resolve.expressions import Expression, month_number
from dateline.resolve.fixed import dom_of
from dateline.resolve.time_grammar import expressions
from dateline.types import Published


def stated(analysis: Analysis) -> Published | None:
    """The date given, from the page, or written out in the dateline, if there is one."""
    given = analysis.given
    if given.published is not None:
        basis = given.published_basis or "given"
        return msgspec.structs.replace(published_from(given.published), basis=basis)
    found = _of_dateline(analysis)
    if found is None or found.form != "day" or "year" not in found.parts:
        return None
    day = _day_in(found, int(found.parts["year"]))
    return _on(day) if day is not None else None


def told_on(analysis: Analysis, published: Published) -> tuple[date | None, date | None]:
    """First and last day that "today" may be: that of the dateline, where it is just before.

    What was filed on the 12th may stand on a page of the 13th.
    """
    first, last = (date.fromisoformat(d) if d else None for d in (published.from_, published.to))
    found = _of_dateline(analysis) if first is not None and first == last else None
    if found is None or first is None:
        return first, last
    for year in (first.year, first.year - 1):
        day = _day_in(found, int(found.parts.get("year", year)))
        if day is not None and 0 < (first - day).days <= _FILED_BEFORE:
            return day, day
    return first, last


# So many days a report may have been filed before it is on its page.
_FILED_BEFORE = 2


def _of_dateline(analysis: Analysis) -> Expression | None:
    """The day that the dateline has, with its year or without."""
    line = analysis.dateline
    if line is None or line.date is None:
        return None
    found = next(expressions(analysis.given.text[line.date.start : line.date.end]), None)
    return found if found is not None and "dom" in found.parts else None


def _day_in(found: Expression, year: int) -> date | None:
    return valid_day(year, month_number(found.parts["month"]), dom_of(found.parts["dom"]))


def inferred(analysis: Analysis, mentions: list[TimeMention]) -> Published:
    """Not before the latest thing that the report speaks of as past, else unknown."""
    starts = [
        mention.time.from_
        for mention in mentions
        if mention.time is not None and mention.time.from_ is not None and _past(analysis, mention)
    ]
    latest = max(starts, default=None)
    if latest is None:
        return Published()
    value = _dateline_year(analysis, latest)
    if value is not None:
        return _on(value)
    return Published(edtf=f"{latest}/..", from_=latest, to=None, basis="inferred")


def _past(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether the clause of the time is told in a past or perfect form."""
    for token in (analysis.tokens[mention.head], *analysis.tokens[mention.head].ancestors):
        if token.pos_ in {"VERB", "AUX"}:
            aux = {c.lower_ for c in token.children if c.dep_ in {"aux", "auxpass"}}
            if aux & {"will", "would", "shall", "to", "may", "could", "should"}:
                return False
            if token.tag_ in {"VBD", "VBN"} or aux & {"had", "has", "have", "was", "were"}:
                return mention.relation not in {"until", "by", "before"}
    return False


def _dateline_year(analysis: Analysis, latest: str) -> date | None:
    """A dateline that has day and month, in the year of the latest past thing it tells of.

    Only where that thing lies at most half a year before the day: else the year is not known.
    """
    found = _of_dateline(analysis)
    if found is None:
        return None
    after = date.fromisoformat(latest)
    day = _day_in(found, after.year)
    if day is None or not 0 <= (day - after).days <= 183:
        return None
    return day


def _on(day: date) -> Published:
    first, last = bounds(day.isoformat())
    return Published(edtf=day.isoformat(), from_=first, to=last, basis="text")
