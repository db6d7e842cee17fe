"""Times and parties in words for people."""

from __future__ import annotations

import re
from datetime import date

from dateline.types import Time
from dateline.web.queries import Word


def parties(words: tuple[Word, ...]) -> list[Word]:
    """The last word of each party, silences first."""
    last: dict[str, Word] = {}
    for word in words:
        last[word.party or word.name] = word
    return sorted(last.values(), key=lambda w: w.stance != "silent")


def when(time: Time | None) -> str:
    """A time for people, from its EDTF."""
    if time is None or time.edtf is None:
        return "time unknown"
    edtf = time.edtf
    if edtf.startswith("../"):
        return f"by {day(edtf[3:])}"
    if edtf.endswith("/.."):
        return f"from {day(edtf[:-3])}"
    if "/" in edtf:
        first, last = edtf.split("/", 1)
        return _span(day(first), day(last))
    return day(edtf)


def _span(first: str, last: str) -> str:
    """Two days; what both have in common, their year or their month with it, is said once."""
    if first == last:
        return last
    parts, ends = first.split(), last.split()
    if len(parts) == len(ends):
        while len(parts) > 1 and parts[-1] == ends[len(parts) - 1]:
            parts.pop()
    return f"{' '.join(parts)} – {last}"


def day(text: str | None) -> str:
    """An ISO day or month for people; other EDTF as it stands."""
    if text is None:
        return "unknown"
    try:
        if len(text) == 10:
            known = date.fromisoformat(text)
            return f"{known.day} {known:%b %Y}"
        if len(text) == 7:
            return f"{date.fromisoformat(f'{text}-01'):%b %Y}"
    except ValueError:
        return text
    return text


_TERM = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_UNITS = ("year", "month", "week", "day", "hour", "minute")


def term(text: str) -> str:
    """An ISO 8601 duration for people; what is none as it stands."""
    match = _TERM.fullmatch(text)
    parts = [
        f"{number} {unit}{'' if number == '1' else 's'}"
        for number, unit in zip(match.groups() if match else (), _UNITS, strict=False)
        if number
    ]
    return ", ".join(parts) or text
