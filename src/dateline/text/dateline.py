"""The dateline of a report: the place, date and agency that stand before its first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.text.canonical import paragraphs
from dateline.types import Range

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = rf"(?:{_MONTH}\ \d{{1,2}}(?:,\ \d{{4}})?|\d{{1,2}}\ {_MONTH}(?:,?\ \d{{4}})?)"
_DATELINE = re.compile(
    rf"""(?P<place>[A-Z][A-Z'.\- ]+[A-Z](?:,\ [A-Z][A-Za-z.\ ]+?)?      # NEW YORK, N.Y.
           |[A-Z][\w'.-]+(?:\ [A-Z][\w'.-]+)*(?:,\ [A-Z][A-Za-z.]+)?    # or Kyiv, Ukraine
         )
         (?:,?\ \(?(?P<date>{_DATE})\)?)?
         (?:,?\ \(?(?P<agency>[A-Z][A-Za-z. ]+)\)?)??
         \ ?(?:--?|[–—])\ """,
    re.VERBOSE,
)
_SHOUTED = re.compile(r"[A-Z][A-Z'.\- ]+[A-Z]")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where the dateline stands, and its parts."""

    whole: Range
    place: Range
    date: Range | None
    agency: Range | None


def dateline(text: str) -> Dateline | None:
    """The dateline of a `readable` text, looked for in its first few paragraphs."""
    for paragraph in list(paragraphs(text))[:4]:
        match = _DATELINE.match(text, paragraph.start, paragraph.end)
        if match and paragraph.end - match.end() > 30 and _is_one(match):
            return Dateline(
                Range(*match.span()),
                Range(*match.span("place")),
                Range(*match.span("date")) if match["date"] else None,
                Range(*match.span("agency")) if match["agency"] else None,
            )
    return None


def _is_one(match: re.Match[str]) -> bool:
    """A place in capitals, or one that a date or an agency follows."""
    return bool(_SHOUTED.match(match["place"]) or match["date"] or "(" in match[0])
