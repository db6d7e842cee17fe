"""EDTF (ISO 8601-2) as Dateline uses it: bounds in days, and terms counted from a start.

Days, months, seasons, years, decades (``199X``), centuries (``19XX``), intervals and open ends,
with ``~``, ``?`` and ``%`` read over. The package ``edtf`` reads the same values 500 times slower
(docs/reference/times.md); the tests hold ours against it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateline.data import toml
from dateline.errors import DateError
from dateline.resolve.calendar_units import days_in, valid_day
from dateline.types import Published, Time

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"(\d{2,4})(X{0,2})")
_TERM = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:\d+M)?(?:\d+S)?)?"
)


def bounds(edtf: str) -> tuple[str | None, str | None]:
    """First and last day (ISO dates) of an EDTF value, ``None`` for an open or unknown end."""
    plain = re.sub("[~?%]", "", edtf)
    if plain.startswith("[") and plain.endswith("]"):
        start, _, end = plain[1:-1].partition(",")
        return _ends(start)[0], _ends(end)[1]
    if "/" in plain:
        start, _, end = plain.partition("/")
        return _ends(start)[0], _ends(end)[1]
    return _ends(plain)


def _ends(value: str) -> tuple[str | None, str | None]:
    if value in {"", ".."}:
        return None, None
    if match := _DAY.fullmatch(value):
        day = valid_day(*(int(part) for part in match.groups()))
        return (day.isoformat(), day.isoformat()) if day else (None, None)
    if match := _MONTH.fullmatch(value):
        return _month_ends(int(match[1]), int(match[2]))
    if (match := _YEAR.fullmatch(value)) and len(value) == 4 and int(match[1]) > 0:
        first = int(match[1].ljust(4, "0"))
        last = int(match[1].ljust(4, "9"))
        return (f"{first:04}-01-01", f"{last:04}-12-31") if first > 0 else (None, None)
    return None, None


def _month_ends(year: int, month: int) -> tuple[str | None, str | None]:
    if year < 1:
        return None, None
    if 1 <= month <= 12:
        return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{days_in(year, month):02}"
    season = toml("times/words.toml")["season_months"].get(str(month))
    if season is None:
        return None, None
    first, last = season
    end = year if last > first else year + 1
    return f"{year:04}-{first:02}-01", f"{end:04}-{last:02}-{days_in(end, last):02}"


def add_duration(time: Time, term: str) -> Time | None:
    """The end of a term (ISO 8601) counted from the start of ``time``, as precise as that is."""
    match = _TERM.fullmatch(term)
    if match is None or time.edtf is None:
        return None
    start = re.sub("[~?%]", "", time.edtf.split("/")[0])
    years, months, weeks, days, hours = (int(part or 0) for part in match.groups())
    extra = weeks * 7 + days + hours // 24 + (1 if hours % 24 else 0)
    value = _moved(start, years, months, extra)
    if value is None:
        return None
    first, last = bounds(value)
    return Time(edtf=value, from_=first, to=last, basis="inferred")


def _moved(start: str, years: int, months: int, days: int) -> str | None:
    if match := _DAY.fullmatch(start):
        month = int(match[2]) - 1 + months
        year, month = int(match[1]) + years + month // 12, month % 12 + 1
        if not 1 <= year <= 9998:
            return None
        day = date(year, month, min(int(match[3]), days_in(year, month)))
        return (day + timedelta(days=days)).isoformat()
    if match := _MONTH.fullmatch(start):
        year, month = int(match[1]) + years, int(match[2])
        if month > 12:
            return f"{year:04}-{month}" if not months and not days else None
        month += months + days // 30 - 1
        return f"{year + month // 12:04}-{month % 12 + 1:02}"
    if re.fullmatch(r"\d{4}", start) and years and not months and not days:
        return f"{int(start) + years:04}"
    return None


def published_from(text: str) -> Published:
    """A publication date as a caller gives it; a ``DateError`` where it is none."""
    value = text.strip()
    if match := re.match(r"(\d{4}-\d\d-\d\d)[T ]\d\d:?\d\d", value):
        value = match[1]
    plain = value.isascii() and "/" not in value
    first, last = bounds(value) if plain else (None, None)
    if first is None or last is None:
        raise DateError(f"not a date: {text!r} (use YYYY-MM-DD, YYYY-MM or YYYY)")
    return Published(edtf=value, from_=first, to=last, basis="given")
