"""Time expressions as they stand in the text, and what the words beside them make of them.

What an expression means is settled elsewhere (`dateline.resolve.anchor`); here is only its form.
Whether what looks like one is one says `dateline.resolve.plausible`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from dateline.data import toml
from dateline.resolve.time_words import lists


@dataclass(frozen=True, slots=True)
class Expression:
    """A match: its form and the parts that the form has, lower case."""

    start: int
    end: int
    form: str
    parts: dict[str, str]


def words() -> dict[str, Any]:
    """The word file of times: lists, bounds and guards."""
    return toml("times/words.toml")


def month_number(name: str) -> int:
    """January is 1; a ``KeyError`` for what is no month."""
    plain = name.rstrip(".").lower()
    number: int = lists()["month_name"].get(plain) or lists()["month_abbr"][plain]
    return number


_AFTER = re.compile(r"[ \-]([^\W\d_]+)(?: ([^\W\d_]+))?")
_BEFORE = re.compile(r"([^\W\d_]+)[ \-'’(\"]*$")


@cache
def guard(section: str, key: str) -> frozenset[str]:
    """A list of words beside a time that say what it is, or that it is none."""
    return frozenset(words()[section][key])


def word_before(found: Expression, text: str) -> str:
    """The word right before an expression, lower case."""
    match = _BEFORE.search(text, max(0, found.start - 24), found.start)
    return match[1].lower() if match else ""


def words_after(found: Expression, text: str) -> re.Match[str] | None:
    """The word right after an expression, and the one after that."""
    return _AFTER.match(text, found.end)


def refined(found: Expression, text: str) -> Expression:
    """The expression as its surroundings make it: part of a name, a rate, a day that is known."""
    if _names_something(found, text):
        return replace(found, form="no time")
    if found.parts.get("bare") == "year" and _ENDED.match(text, found.end):
        return replace(found, form="duration", parts={"either_unit": "year"})
    if found.form == "age" and "age_unit" in found.parts and _goes_on(found, text):
        unit = {"either_unit": found.parts["age_unit"]}
        return replace(found, form="duration", parts={**found.parts, **unit})
    if found.form == "span" and _lasts(found, text):
        return replace(_length(found), start=found.start + len("last "))
    if found.form == "span" and (
        OF_ITS.match(text, found.end) or owned(found, found.parts.get("near", ""), text)
    ):
        return _length(found)
    one = "one" in found.parts and "and_half" not in found.parts
    if found.form == "duration" and one and _is_rate(found, text):
        return replace(found, form="each")
    if text[found.start : found.end].lower() == "one day" and word_before(found, text) in guard(
        "tense", "some_day"
    ):
        return replace(found, form="reference", parts={"future": "one day"})
    if found.parts.get("deictic") in {"today", "tomorrow"} and _general(found, text):
        return replace(found, form="no time")
    if found.form == "bare day" and (year := _known_year(found, text)) is not None:
        return replace(found, parts={**found.parts, "known": str(year)})
    return found


def _names_something(found: Expression, text: str) -> bool:
    """Whether it is part of a name: "March 23 Movement", "6 October Bridge", "Six-Day War"."""
    after = words_after(found, text)
    if after is None or not after[1][0].isupper() or "year" in found.parts:
        return False
    if found.form == "duration":
        return after[1].lower() in guard("names", "war")
    if found.form == "holiday":
        return True  # "Good Friday Agreement", "Christmas Island"
    return found.form.startswith("bare") and after[1].lower() in guard("names", "after")


_OF_WHOM = re.compile(r"([^\W\d_]+) of $")
_OWNED = re.compile(r"['’]s (?:[^\W\d_]+ )?([^\W\d_]+)")


def _general(found: Expression, text: str) -> bool:
    """Whether it is of these days in general: "today's youth", "the leaders of tomorrow"."""
    before = _OF_WHOM.search(text, max(0, found.start - 24), found.start)
    after = _OWNED.match(text, found.end)
    beside = {word for match in (before, after) if match for word in match[0].lower().split()}
    return not guard("of_today", "words").isdisjoint(beside)


# "The last three years of the war" end with it, and not with the report.
OF_ITS = re.compile(
    r" of (?:(?:the|an?|his|her|its|their|our|this|that|last|next)\b|\d{4}\b"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
)


def owned(found: Expression, which: str, text: str) -> bool:
    """Whether the last of it is somebody's own, and not the report's: "until his last day"."""
    return which == "last" and word_before(found, text) in guard("owners", "words")


def _length(found: Expression) -> Expression:
    """The length alone of what seems to touch the report."""
    parts = {key: part for key, part in found.parts.items() if key != "near"}
    return replace(found, form="duration", parts=parts)


def _lasts(found: Expression, text: str) -> bool:
    """Whether "last" is a verb: "the trial may last four months"."""
    verb = text[found.start : found.start + len("last ")] == "last "
    return verb and word_before(found, text) in guard("tense", "lasts")


# "In the year ended 31 March" is a length, not the calendar's year.
_ENDED = re.compile(r" (?:ended|ending)\b")


def _goes_on(found: Expression, text: str) -> bool:
    """Whether what is so old has been going on so long: "an eight-month-old truce"."""
    after = words_after(found, text)
    return after is not None and after[1].lower() in guard("lasting", "words")


_FIGURE = re.compile(r"[\d%] ?$")


# "270,000 barrels a day from 100,000" is a rate, "a week from Monday" is none.
_FROM_FIGURE = re.compile(r" from (?:about |some |just )?[$€£]?\d")


def _is_rate(found: Expression, text: str) -> bool:
    """Whether "a year" follows what it counts ("50 attacks a year")."""
    before, after = word_before(found, text), words_after(found, text)
    if text[found.start : found.start + 2].lower() not in {"a ", "an"}:
        return False
    length = after is not None and after[1].lower() in guard("length_before", "words")
    if length and not _FROM_FIGURE.match(text, found.end):
        return False
    if not before:
        return _FIGURE.search(text, max(0, found.start - 4), found.start) is not None
    return before not in guard("length_after", "words")


def _known_year(found: Expression, text: str) -> int | None:
    """The year of a day known by what happened on it ("the September 11 attacks")."""
    after = words_after(found, text)
    if after is None:
        return None
    follows = {word.lower() for word in after.groups() if word}
    for named in words()["named_days"]:
        day = re.match(r"\d+", found.parts.get("dom", ""))
        if (
            day is not None
            and int(day[0]) == named["day"]
            and month_number(found.parts["month"]) == named["month"]
            and follows.intersection(named["words"])
        ):
            return int(named["year"])
    return None
