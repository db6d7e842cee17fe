"""Days and years that are none, or of no year that we count in: they have no value."""

from __future__ import annotations

import re
from functools import cache

from dateline.resolve.expressions import Expression, guard
from dateline.resolve.time_words import lists

_BEFORE_CHRIST = re.compile(r"\s?(?:B\.\s?C\.?(?:\s?E\.?)?|BCE?)(?!\w)")
_OTHER_STYLE = re.compile(r",? \(?(?:old|new) style\b|,? \(?[ON]\.\s?S\.", re.IGNORECASE)
_OTHER_DAY = re.compile(r"\b\d+(?:st|nd|rd|th) (?:of )?$", re.IGNORECASE)


def of_no_year(found: Expression, text: str) -> bool:
    """Whether it is of a year that we do not count in, or of a day that is none.

    "In 1200 BC", "the 4th century B.C.", "on the 45th of May", "25 October (Old Style)", "in 1403
    (Persian calendar)", "1 May 0000", "June 00, 2023", "in the year 0".
    """
    before = text[max(0, found.start - 16) : found.start]
    if _BEFORE_CHRIST.match(text, found.end) and not found.parts.keys() & {"weekday", "tod"}:
        return True
    if _OTHER_STYLE.match(text, found.end) or _other_calendar(found, text):
        return True
    match found.form:
        case "bare day":
            return bool(_FAR.match(text, found.end) or _NOUGHT.match(text, found.end))
        case "bare month" | "month":
            if found.parts.keys() - {"month", "year"}:
                return False
            return bool(
                _FAR.match(text, found.end)
                or _NO_DAY_AFTER.match(text, found.end)
                or _NO_DAY_BEFORE.search(before)
                or (found.form == "bare month" and _OTHER_DAY.search(before))
            )
        case "year":
            return bool(_no_day_of_year().search(before) or _BELOW_NOUGHT.search(before))
        case "century":
            return bool(_BELOW_NOUGHT.search(before))
        case "the unit":
            return found.parts.get("bare") == "year" and bool(_NUMBERED.match(text, found.end))
    return False


# A year beyond those that are read, and no count: "31 December 9999", "31 December 9999 the licence
# ends", but not "on 4 May 5000 people".
_GOES_ON = r"(?:and|the|an?|he|she|it|they|we|is|was|were|are|will|in|at|by|to)\b"
_FAR = re.compile(rf",? \d{{4,}}(?=\s*(?:[.,;:)]|\Z|{_GOES_ON}))")
_NOUGHT = re.compile(r",? 0+\b")
# Days that no month has: of two figures only before a year, as else they may be a count.
_NO_DAY_AFTER = re.compile(r" (?:0+|(?:3[2-9]|[4-9]\d)(?:st|nd|rd|th)?,? (?=\d{4}\b))")
_NO_DAY_BEFORE = re.compile(r"\b(?:0+|3[2-9]|[4-9]\d)(?:st|nd|rd|th)? (?:of )?$", re.IGNORECASE)
_BELOW_NOUGHT = re.compile(r"(?:\A|\s)[-−]$")
_NUMBERED = re.compile(r" \d")


@cache
def _no_day_of_year() -> re.Pattern[str]:
    """A month with a day that it has not, before its year: "June 45, "."""
    months = "|".join([*lists()["month_name"], *lists()["month_abbr"]])
    return re.compile(
        rf"\b(?:{months})\.? (?:0+|3[2-9]|[4-9]\d)(?:st|nd|rd|th)?,? $", re.IGNORECASE
    )


_CALENDAR = re.compile(r",? \(?(?:(?:in|of|by) )?(?:the )?(?:solar |lunar )?(\w+) calendar\b")


def _other_calendar(found: Expression, text: str) -> bool:
    """Whether the words after it say whose calendar it is of: "1403 of the Iranian calendar"."""
    said = _CALENDAR.match(text, found.end)
    return said is not None and said[1].lower() in guard("names", "peoples")
