"""When a report came out: stated by the caller or its page, by its dateline, else bounds."""

from __future__ import annotations

from datetime import date

import msgspec.structs

from dateline.analysis import Analysis, TimeMention
from dateline.resolve.calendar_units import valid_day
from dateline.resolve.edtf import bounds, published_from
from dateline.resolve.expressions import expressions, month_number
from dateline.resolve.fixed import dom_of
from dateline.types import Published


def stated(analysis: Analysis) -> Published | None:
    """The date given, from the page, or written out in the dateline, if there is one."""
    given = analysis.given
    if given.published is not None:
        basis = given.published_basis or "given"
        return msgspec.structs.replace(published_from(given.published), basis=basis)
    line = analysis.dateline
    if line is None or line.date is None:
        return None
    text = given.text[line.date.start : line.date.end]
    found = next(expressions(text), None)
    if found is None:
        return None
    year = found.parts.get("year")
    if found.form == "day" and year is not None:
        day = valid_day(int(year), month_number(found.parts["month"]), dom_of(found.parts["dom"]))
        return _on(day) if day is not None else None
    return None


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
    line = analysis.dateline
    if line is None or line.date is None:
        return None
    found = next(expressions(analysis.given.text[line.date.start : line.date.end]), None)
    if found is None or "dom" not in found.parts:
        return None
    after = date.fromisoformat(latest)
    day = valid_day(after.year, month_number(found.parts["month"]), dom_of(found.parts["dom"]))
    if day is None or not 0 <= (day - after).days <= 183:
        return None
    return day


def _on(day: date) -> Published:
    first, last = bounds(day.isoformat())
    return Published(edtf=day.isoformat(), from_=first, to=last, basis="text")
