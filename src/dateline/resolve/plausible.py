"""Whether what has the form of a time is one: the guards against what only looks like it."""

from __future__ import annotations

import re

from dateline.resolve.clock import clock_in
from dateline.resolve.expressions import (
    OF_ITS,
    Expression,
    guard,
    owned,
    word_before,
    words,
    words_after,
)
from dateline.resolve.time_words import lists, number_of
from dateline.resolve.year_or_count import before_counted, introduced


def plausible(found: Expression, text: str) -> bool:
    """Whether what has the form of a time is one, by its capitals and the words beside it."""
    if found.form in {"the unit", "near", "duration", "each"} and _HYPHENED.match(text, found.end):
        return False
    glued = text[max(0, found.start - 1) : found.start]
    if glued == "-" and "often" in found.parts:
        return False  # "twice-weekly", "semi-annually"
    if glued.isalnum() or glued in {"$", "€", "£", "#", "_"}:
        return False
    if text[found.end - 1 : found.end + 1].isalnum() and found.end < len(text):
        return False  # "2020s" is no year, "12:30h" no time of day
    if found.form in _FIGURED and _in_figures(found, text):
        return False
    for name in ("month", "weekday"):
        if name in found.parts and not _capital(found, name, text):
            return False
    if _is_name(found, text):
        return False
    if found.form == "clock" and "tod" in found.parts and clock_in(found.parts) is None:
        return False  # "25:61"
    check = _CHECKS.get(found.form)
    return check is None or check(found, text)


_FIGURED = frozenset({"numeric", "iso", "years", "clock"})


def _in_figures(found: Expression, text: str) -> bool:
    """Whether figures go on with more of them: "12/12/12/12", "2020-2021-2022"."""
    before, after = text[max(0, found.start - 2) : found.start], text[found.end : found.end + 2]
    return bool(_MORE_BEFORE.fullmatch(before) or _MORE_AFTER.fullmatch(after))


_MORE_BEFORE = re.compile(r"\d[-/.:]")
_MORE_AFTER = re.compile(r"[-/:]\d")
# A hyphen that joins, and is not a dash without its spaces ("this year-the losses").
_HYPHENED = re.compile(r"-(?!(?:the|an?|and|but|when|which|who|as) )")
_UNITS = frozenset({"unit", "units", "either_unit", "plural", "bare", "daypart"})
_MAY_BE_NAMES = frozenset({"each", "deictic", "reference"})


def _is_name(found: Expression, text: str) -> bool:
    """Whether capitals make it a name: "This Week", "60 Minutes", "LA Weekly", "USA TODAY"."""
    whole = text[found.start : found.end]
    last = re.split(r"[\s-]+", whole)[-1]
    if "weekday_plural" in found.parts:
        return False
    if found.form in _MAY_BE_NAMES and last == whole:
        named = whole[0].isupper() and _NAMED.search(text, max(0, found.start - 24), found.start)
        return bool(named) and not _in_title(found.start, text)
    if last.lower() not in {found.parts.get(key) for key in _UNITS}:
        return False
    titled = last != whole and last[:1].isupper() and not whole.isupper()
    return titled and not _in_title(found.start, text)


_NAMED = re.compile(r"\b[A-Z]\w+ $")
_WORD = re.compile(r"[^\W\d_]{4,}")


def _in_title(at: int, text: str) -> bool:
    """Whether the line is a title that has capitals throughout: "Three Killed Last Week"."""
    line = text[text.rfind("\n", 0, at) + 1 : (text + "\n").find("\n", at)]
    long = _WORD.findall(line)
    return len(line) < _TITLE and sum(word[0].isupper() for word in long) > len(long) * 0.8


# A title has so many characters at most.
_TITLE = 160


def _capital(found: Expression, name: str, text: str) -> bool:
    """Whether it is spelt as a name; a weekday in full or a month with a figure needs not be."""
    whole = text[found.start : found.end]
    at = whole.lower().rfind(found.parts[name])
    if at >= 0 and whole[at].isupper():
        return True
    if name == "weekday":
        return found.parts[name] in lists()["weekday_name"]
    figured = "dom" in found.parts or "year" in found.parts
    return figured and found.parts[name] not in guard("month_after", "needs")


# "The March on Washington" is no month.
_MARCH_ON = re.compile(r" on [A-Z]")


def _bare_month(found: Expression, text: str) -> bool:
    name = found.parts["month"].rstrip(".")
    if len(found.parts) > 1:
        return True
    if _MARCH_ON.match(text, found.end) and word_before(found, text) in {"the", "a"}:
        return False
    if name in lists()["month_abbr"]:
        return found.parts["month"].endswith(".")
    after = words_after(found, text)
    if name in guard("month_after", "needs"):
        if (
            after is not None
            and after[1].lower() == "of"
            and word_before(found, text) in {"the", "a"}
        ):
            return False  # "the March of the Mothers"
        figures = after is not None and after[1] in guard("tense", "figures")
        return figures or word_before(found, text) in guard("month_after", "words")
    return True


# "Post-1959 politics" are after 1959.
_ERA = re.compile(r"\b(?:post|pre)-$", re.IGNORECASE)


# A number that no word before it makes a year is one only within these.
_YEARS = (1500, 2100)


def _short_year(found: Expression, text: str) -> bool:
    """Whether "'98" is a year: of two figures, and no number that begins a quotation."""
    after = words_after(found, text)
    counts = after is not None and (
        after[1] in guard("year_after", "counted") or after[1] in {"to", "or", "per", "percent"}
    )
    return len(found.parts["short"]) == 2 and not counts


def _fiscal(found: Expression, _: str) -> bool:
    """Whether "FY23" has a year of two figures or of four."""
    return len(found.parts.get("short", "98")) == 2


def _bare_year(found: Expression, text: str) -> bool:
    if "short" in found.parts:
        return _short_year(found, text)
    if found.end - found.start > 4:
        return True
    if text[found.end : found.end + 1] in {"%", "°", ":"} or text[found.end : found.end + 2] in {
        ".1", ".2", ".5",
    }:  # fmt: skip
        return False
    if text[max(0, found.start - 1) : found.start] in {".", "-", "/"}:
        return bool(_ERA.search(text, max(0, found.start - 5), found.start))
    after = words_after(found, text)
    if before_counted(found, text):
        return introduced(found, text)
    if after is not None and after[1] in guard("names", "eras"):
        return False
    if word_before(found, text) in guard("year_after", "words"):
        return True
    if after is not None and after[1] in guard("year_before", "words"):
        return True
    if not _YEARS[0] <= int(found.parts["year"]) <= _YEARS[1]:
        return False
    before = text[max(0, found.start - 2) : found.start].strip()
    starts = not before or before[-1] in ".!?\"'\n"
    return before[-1:] in {"(", ",", ";"} or (starts and after is not None)


def _duration(found: Expression, text: str) -> bool:
    """No age, no money ("$5 a day"), no "second" that is an ordinal."""
    if _fraction(found, text) or _spoken_of(found, text):
        return False
    if text[max(0, found.start - 8) : found.start] == "as many " or (
        "some" in found.parts and word_before(found, text) == "as"
    ):
        return False  # "for the third time in as many weeks"
    after = words_after(found, text)
    if after is not None and after[1].lower() in guard("ages", "words"):
        return False
    return text[max(0, found.start - 1) : found.start] not in {".", "/"}


def _fraction(found: Expression, text: str) -> bool:
    """Whether quarters are of something: "three-quarters", "a quarter of voters"."""
    unit = next((found.parts[key] for key in _UNITS & found.parts.keys()), "")
    if not unit.startswith("quarter"):
        return False
    if "either_unit" in found.parts and "-" in text[found.start : found.end]:
        return True
    of = _OF_SOME.match(text, found.end) is not None
    if "one" in found.parts:
        return of or "approx" in found.parts
    return of and number_of(found.parts.get("count")) == 3


_OF_SOME = re.compile(r" of (?!\d{4})")


def _spoken_of(found: Expression, text: str) -> bool:
    """Whether "days" are a time spoken of, no length: "on days when", "a matter of days"."""
    return "plural" in found.parts and (
        text.startswith(" when ", found.end)
        or text.endswith("matter of ", max(0, found.start - 12), found.start)
    )


def _weekday(found: Expression, text: str) -> bool:
    """Not "on a Friday", which is any; an abbreviated day has its full stop, else it is a sun."""
    if word_before(found, text) == "a" and not re.match(r"[ -]\w", text[found.end : found.end + 2]):
        return False
    return found.parts["weekday"] not in lists()["weekday_abbr"]


def _bare_half(found: Expression, text: str) -> bool:
    """Whether a half is of a year: not the "first half of the match"."""
    if found.parts["half"] not in _HALVES:
        return False
    near = text[max(0, found.start - _MATCH) : found.end + _MATCH].lower()
    if not guard("match", "words").isdisjoint(re.findall(r"[a-z-]+", near)):
        return False
    after = words_after(found, text)
    return after is None or after[1].lower() != "of"


# So far from a half its words may tell that it is one of a match.
_MATCH = 300
_HALVES = frozenset({"first", "second"})


def _bare_season(found: Expression, text: str) -> bool:
    """Whether a season without its article is a time: "until spring", not "to spring up"."""
    whole = text[found.start : found.end].lower()
    if _FALL_OF.match(text, found.end - len("fall")):
        return False
    if whole != found.parts["season"]:
        return True
    return word_before(found, text) in guard("season_after", "words")


# "The fall of the government" is no autumn.
_FALL_OF = re.compile(r"[fF]all of (?!(?:this|last|that|the same|the following) year)")


def _ago(found: Expression, text: str) -> bool:
    """Whether "three weeks before" counts by itself: before what follows, it is a length."""
    if found.parts["ago"] not in {"before", "afterwards", "back"}:
        return True
    return "plural" not in found.parts and not re.match(
        r" [\w'\"]", text[found.end : found.end + 2]
    )


def _bare_dom(found: Expression, text: str) -> bool:
    """Whether "the 18th" is a day: on it something happens, and it counts nothing else."""
    if "weekday" in found.parts:
        return True
    return word_before(found, text) in {"on", "until", "by", "since"} and not _followed(found, text)


def _followed(found: Expression, text: str) -> bool:
    """Whether the phrase goes on with a word other than a small one."""
    after = words_after(found, text)
    return after is not None and after[1].lower() not in guard("small", "words")


def _weeks_from(found: Expression, text: str) -> bool:
    """Whether weeks are counted from a day: "closed for a week from Monday" is how long."""
    return word_before(found, text) not in guard("length_after", "words") - {"is", "be", "was"}


def _beside(found: Expression, text: str) -> bool:
    """Whether "the day after" counts by itself, and not from what follows it."""
    return not re.match(r" [\w'\"]", text[found.end : found.end + 2])


def _reference(found: Expression, text: str) -> bool:
    """The past is a time only where something was in it: "the past tense" is none.

    "As recently as 1990" is told by what follows.
    """
    if found.parts.get("reference") == "recently" and word_before(found, text) == "as":
        return False
    if found.parts.get("future") == "future" and _OF_WHOM.match(text, found.end):
        return False  # "the future of the region" is what becomes of it
    if found.parts.get("reference") == "now" and _AND_THEN.match(text, found.end):
        return False
    return "past" not in found.parts or word_before(found, text) in {"in", "from", "of"}


# "Every now and then" is no present.
_AND_THEN = re.compile(r" and (?:then|again)\b")


_OF_WHOM = re.compile(r" of \w")
_OF_THE = re.compile(r" of (?:the|an?)\b")


def _holiday(found: Expression, text: str) -> bool:
    """Whether the day is spelt as a name, and is no other people's ("Lunar New Year")."""
    at = text.lower().find(found.parts["holiday"].split()[0], found.start)
    if at < 0 or not (text[at].isupper() or found.parts["holiday"] == "may day"):
        return False
    other = word_before(found, text) in guard("names", "peoples")
    return not (other and found.parts["holiday"] == "new year")


def _near(found: Expression, text: str) -> bool:
    """Whether "the last week" is the report's: not "the last week of the war", "his last day"."""
    if owned(found, found.parts["which"], text):
        return False
    return not (OF_ITS.match(text, found.end) and found.parts["which"].startswith("the "))


def _daypart(found: Expression, text: str) -> bool:
    """Whether "last night" is before the report: not "on his last night"."""
    return not owned(found, found.parts["which"], text)


def _the_unit(found: Expression, text: str) -> bool:
    """Whether "the year" stands by itself: not "the year of the elections"."""
    return "bare" not in found.parts or _OF_THE.match(text, found.end) is None


def _bare_day(found: Expression, text: str) -> bool:
    """Whether the number after the month is its day: not that of "on 12 May 10 soldiers died"."""
    month_first = text[found.start : found.start + 1].isalpha() and "dom" in found.parts
    if not month_first or found.parts.keys() - {"month", "dom"}:
        return True
    return not _DAY_OF.search(text, max(0, found.start - 6), found.start)


_DAY_OF = re.compile(r"(?:\A|\s)(?:[12]?\d|3[01])(?:st|nd|rd|th)? $")


def _figures(found: Expression, text: str) -> bool:
    """Whether two figures are the day known by them, and no other day, fraction or street."""
    known = text[found.start : found.end] in words()["figures"]
    return known and text[found.end : found.end + 1] != "/"


_CHECKS = {
    "figures": _figures,
    "holiday": _holiday,
    "near": _near,
    "daypart": _daypart,
    "the unit": _the_unit,
    "bare dom": _bare_dom,
    "bare half": _bare_half,
    "bare season": _bare_season,
    "beside": _beside,
    "reference": _reference,
    "bare day": _bare_day,
    "bare month": _bare_month,
    "year": _bare_year,
    "duration": _duration,
    "weekday": _weekday,
    "ago": _ago,
    "weeks from": _weeks_from,
    "fiscal": _fiscal,
}
