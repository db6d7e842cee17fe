"""What may stand in a labelled cell; what may not is a `DataError` that names line and field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import get_args

from dateline.errors import DataError
from dateline.types import CommitmentStatus, Compliance, Force, Timing

# A label may tell how a promise stands by its status or by what that is inferred from.
STANDINGS = frozenset(
    word for words in (CommitmentStatus, Timing, Compliance, Force) for word in get_args(words)
)
_WHO = re.compile(r"(?:[A-Z]{3}|\?)(?:\.[A-Z]{3}(?:\.[\w.-]+)?)?|(?:ORG|PER)\.[\w.-]*|text:.+")
_TERM = re.compile(r"P(?=\d|T\d)(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?")


def one_of(value: str | None, allowed: Collection[str], where: str) -> None:
    """Each of the words, parted by ``|``, is one that is known."""
    for word in value.split("|") if value is not None else ():
        if word not in allowed:
            raise DataError(f"{where}: {word!r} is none of {', '.join(sorted(allowed))}")


def actors(values: Iterable[str | None], where: str) -> None:
    """Each says who somebody is as golden readings do: ``RUS.MIL|ORG.|text:several men``."""
    for value in values:
        for option in value.split("|") if value is not None else ():
            if _WHO.fullmatch(option) is None:
                raise DataError(f"{where}: {option!r} is nobody's id, nor text:WORDS")


def a_day(value: str | None, where: str) -> None:
    """A day of the calendar: ``2024-06-12``."""
    try:
        right = value is None or date.fromisoformat(value).isoformat() == value
    except ValueError:
        right = False
    if not right:
        raise DataError(f"{where}: {value!r} is no day (YYYY-MM-DD)")


def a_term(value: str | None, where: str) -> None:
    """Lengths of time as ISO 8601 writes them, parted by ``|``: ``P5Y``, ``PT72H``."""
    for term in value.split("|") if value is not None else ():
        if _TERM.fullmatch(term) is None:
            raise DataError(f"{where}: {term!r} is no length of time (P5Y, P60D, PT72H)")
