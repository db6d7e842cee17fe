"""Time expressions as they stand in the text: patterns over it, each a small frozen value.

What an expression means is settled elsewhere (`dateline.resolve.times`); here is only its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dateline.data import toml


@dataclass(frozen=True, slots=True)
class Expression:
    """A match: its form and the parts that the form has."""

    start: int
    end: int
    form: str
    parts: dict[str, str]


def words() -> dict[str, dict[str, int]]:
    """The word lists of times."""
    return toml("times/words.toml")


def units() -> dict[str, str]:
    """The units of durations with their ISO 8601 letters."""
    return toml("times/words.toml")["units"]  # type: ignore[no-any-return]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lists = words()
    month = "(?:" + "|".join(sorted(lists["months"], key=len, reverse=True)) + r")\b\.?"
    number = (
        r"(?:\d{1,3}(?:\.5)?|" + "|".join(sorted(lists["numbers"], key=len, reverse=True)) + ")"
    )
    season = "(?:" + "|".join(lists["seasons"]) + ")"
    weekday = "(?:" + "|".join(lists["weekdays"]) + ")"
    unit = "(?:" + "|".join(lists["units"]) + ")"
    part = r"(?P<part>(?:the )?(?:early|mid|late|beginning of|start of|middle of|end of)[ -])"
    year = r"(?P<year>(?:1[5-9]|20)\d\d)"
    day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
    vague = "(?:several|few|couple of|many|some)"
    forms = (
        ("iso", r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
        ("day", rf"{day}(?:-(?P<last>[0-3]?\d))? (?:of )?(?P<month>{month}),? {year}"),
        ("day", rf"(?P<month>{month}) {day}(?:-(?P<last>[0-3]?\d))?,? {year}"),
        ("month", rf"{part}?(?P<month>{month}),? (?:of )?{year}"),
        ("bare day", rf"{day}(?:-(?P<last>[0-3]?\d))? (?:of )?(?P<month>{month})(?! \d{{4}})"),
        ("bare day", rf"(?P<month>{month}) {day}(?:-(?P<last>[0-3]?\d))?(?![\d,]\d|:)"),
        ("season", rf"{part}?(?:the )?(?P<season>{season})(?: of)? {year}"),
        ("near season", rf"(?P<which>this|last|next) (?P<season>{season})"),
        ("decade", r"(?:the )?(?:(?P<half>early|mid|late)[ -])?(?P<decade>(?:1[5-9]|20)\d)0'?s"),
        ("century", r"the (?P<century>\d\d)(?:st|nd|rd|th) century"),
        ("years", rf"{year}[-–](?P<other>(?:(?:1[5-9]|20)\d\d|\d\d))(?!-)"),
        ("year", rf"{part}?{year}"),
        ("set", rf"every (?:other )?(?:{weekday}|{unit}|{month}|{season})|\b(?:daily|weekly|monthly"
                r"|annually|yearly)\b|each (?:day|week|month|year)"),
        ("within", r"(?P<which>earlier|later) (?:in )?(?:this|the) (?P<unit>week|month|year|day)"),
        ("weekday", rf"(?:(?P<which>last|next|this|the previous|the following|early|late) )?"
                    rf"(?P<weekday>{weekday})(?: (?:morning|afternoon|evening|night))?"),
        ("near", r"(?P<which>this|last|next|the previous|the following|the same|the past|that)"
                 r" (?P<unit>day|week|weekend|month|year|decade|morning|afternoon|evening|night)"),
        ("today", r"(?P<word>today|tonight|yesterday|tomorrow)(?: (?:morning|evening|night))?"),
        ("ago", rf"(?P<number>{number}|a {vague}|{vague})(?: and a half)? (?P<unit>{unit})s?"
                r" (?P<which>ago|earlier|later|before|after that)"),
        ("recent", rf"(?:over |during |in )?the (?:past|last) (?P<number>{number}|{vague})?"
                   rf" ?(?P<unit>{unit})s"),
        ("duration", rf"(?P<number>{number}|a {vague}|{vague})(?: more| additional| full|"
                     rf" consecutive| calendar)?[ -](?P<unit>{unit})s?(?:'|-long)?"
                     r"(?! (?:old|ago|earlier|later|before))"),
        ("bare month", rf"{part}?(?:(?P<which>last|next|this) )?(?P<month>{month})"),
    )  # fmt: skip
    return tuple(
        (form, re.compile(rf"\b{pattern}(?!\w)", re.IGNORECASE)) for form, pattern in forms
    )


def expressions(text: str) -> Iterator[Expression]:
    """The expressions of a text in order, none overlapping, the earlier form winning."""
    taken = bytearray(len(text))
    found: list[Expression] = []
    for form, pattern in _patterns():
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]) or not _plausible(form, match, text):
                continue
            taken[start:end] = b"\x01" * (end - start)
            parts = {key: value.lower() for key, value in match.groupdict().items() if value}
            found.append(Expression(start, end, form, parts))
    yield from sorted(found, key=lambda expression: expression.start)


_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|from|during|before|after|to|through|around|between|and"
    r"|the|early|late|mid|end|circa|year|throughout|into|for|on)\b|[(,/]) ?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r" (?:[a-z]+ )?(?:people|troops|soldiers|peacekeepers|civilians|men|tonnes|tons|personnel"
    r"|prisoners|fighters|families|members|refugees|homes|km|kilomet|dollars|euros|deaths)"
)


def _plausible(form: str, match: re.Match[str], text: str) -> bool:
    word = match.group()
    if form in {"bare month", "month"} and match["month"].lower() in {"may", "march", "mar", "sep"}:
        return match["month"][0].isupper() and not _modal_may(match, text)
    if form == "bare month":
        return match["month"][0].isupper()
    if form == "year":
        if _COUNTED.match(text, match.end()) or text[match.end() : match.end() + 1] in {"%", "°"}:
            return False
        if text[max(0, match.start() - 1) : match.start()] in {"$", "€", "£", ".", "-", "#"}:
            return False
        return (
            bool(_BEFORE_YEAR.search(text, 0, match.start()))
            or word[0].isdigit() is False
            or (bool(re.match(r" [a-z]", text[match.end() : match.end() + 2])))
        )
    if form == "duration":
        return text[max(0, match.start() - 1) : match.start()] not in {"$", "-", "."}
    if form == "weekday":
        return match["weekday"][0].isupper()
    return True


def _modal_may(match: re.Match[str], text: str) -> bool:
    """Whether "May" or "March" is no month: it begins a sentence and no number or verb follows."""
    before = text[: match.start()].rstrip()
    starts = not before or before[-1] in ".!?\"'\n"
    return starts and not re.match(r" (?:\d|saw|was|brought)", text[match.end() : match.end() + 9])
