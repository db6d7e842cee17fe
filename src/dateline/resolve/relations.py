"""Places told by another place: "30 km east of X", "north of X", "near X", "the border with X".

Such a place is not X: it is set where the words say, no more closely than they say it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

import msgspec.structs

from dateline.data import toml
from dateline.text.tokens import Doc
from dateline.types import Place, Precision

_KM_A_DEGREE = 111.2
_BEFORE = 70
# How much longer a nautical mile is than a mile on land.
_NAUTICAL = 1.852 / 1.609
# What needs a distance to say where something is: "from X" alone is where one comes from.
_FAR_ONLY = frozenset({"from", "off"})
_NAME = r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,2}"
_WAYS = r"(?:road|highway|motorway|route|railway|corridor|axis)"
_TWO = (
    re.compile(
        rf"\b(?:(?:(?:{_WAYS}|halfway|midway)\s+)?between|linking|connecting|{_WAYS}\s+from)\s+"
        r"(?:the\s+(?:towns|cities|villages)\s+of\s+)?$",
        re.IGNORECASE,
    ),
    re.compile(rf"\s+(?:and|with|to)\s+{_NAME}"),
)
_HALF = frozenset({"halfway", "midway"})
_HYPHENED = re.compile(rf"\s?[-–]\s?{_NAME}\s+{_WAYS}\b")
_WIDER: dict[Precision, Precision] = {"exact": "locality", "locality": "district"}


@dataclass(frozen=True, slots=True)
class Related:
    """The place that the words say, and their tokens ``[first, last)`` with their head."""

    place: Place
    first: int
    last: int
    head: int


def related(doc: Doc, text: str, first: int, last: int, place: Place) -> Related | None:
    """What the words before and after a toponym make of its place, if anything."""
    found = _pattern().search(text[max(0, place.start - _BEFORE) : place.start])
    if found is not None and (found["number"] or (found["near"] or "").lower() not in _FAR_ONLY):
        start = max(0, place.start - _BEFORE) + found.start("said")
        span = doc.char_span(start, place.end, alignment_mode="expand")
        if span is not None:
            moved = _told(text, start, place, found)
            return Related(moved, span.start, last, doc[first:last].root.i)
    return _between(doc, text, first, last, place) or _border(doc, text, first, last, place)


def _between(doc: Doc, text: str, first: int, last: int, place: Place) -> Related | None:
    """Somewhere between two towns ("the road between X and Y"): at neither, so without a point."""
    if place.precision in {"country", None}:
        return None
    before = _TWO[0].search(text[max(0, place.start - _BEFORE) : place.start])
    after = _TWO[1].match(text, place.end) if before is not None else None
    start = max(0, place.start - _BEFORE) + before.start() if before is not None else place.start
    after = after or _HYPHENED.match(text, place.end)
    span = doc.char_span(start, after.end(), alignment_mode="expand") if after else None
    if after is None or span is None:
        return None
    said = text[start : after.end()]
    moved = msgspec.structs.replace(
        place, start=start, end=after.end(), text=said, name=" ".join(said.split()),
        geonames=None, lat=None, lon=None, admin1=None, kind="corridor", precision="region",
        candidates=(),
    )  # fmt: skip
    nouns = (t.i for t in (span[0], span[-1]) if t.pos_ == "NOUN" and t.lower_ not in _HALF)
    return Related(moved, span.start, max(last, span.end), next(nouns, doc[first:last].root.i))


def _told(text: str, start: int, place: Place, found: re.Match[str]) -> Place:
    """The place at a distance and direction, or round about."""
    number, way = found["number"], found["way"]
    if place.precision in {"region", "country"} or place.lat is None or place.lon is None:
        wide = "region" if place.precision == "country" and way else place.precision
        return _worded(text, start, place, wide)
    words = " ".join(text[start : place.end].split())
    wider = _WIDER.get(place.precision or "locality", "district")
    if number is None:
        return _worded(text, start, place, wider)
    if way is None:
        return _worded(text, start, place, "district")
    far = float(number.replace(",", "")) * _numbers("units")[found["unit"].lower()]
    far *= _NAUTICAL if found["nautical"] else 1.0
    lat, lon = moved(place.lat, place.lon, far, _numbers("bearings")[way.lower()])
    return msgspec.structs.replace(
        place, start=start, text=text[start : place.end], name=words, geonames=None, kind=None,
        lat=round(lat, 3), lon=round(lon, 3), precision="district" if far > 3 else "locality",
    )  # fmt: skip


def _worded(text: str, start: int, place: Place, precision: Precision | None) -> Place:
    """The place with the words that tell it ("north of X"), no closer than they say."""
    return msgspec.structs.replace(
        place, start=start, text=text[start : place.end], precision=precision
    )


def moved(lat: float, lon: float, kilometres: float, bearing: float) -> tuple[float, float]:
    """The point so far away in a direction (degrees from north), over a flat neighbourhood."""
    north = kilometres * math.cos(math.radians(bearing)) / _KM_A_DEGREE
    around = _KM_A_DEGREE * max(math.cos(math.radians(lat)), 0.01)
    east = kilometres * math.sin(math.radians(bearing)) / around
    return max(-90.0, min(90.0, lat + north)), (lon + east + 180) % 360 - 180


def _border(doc: Doc, text: str, first: int, last: int, place: Place) -> Related | None:
    """The border of a country or region: a line, which the middle of the country is far from."""
    if place.precision not in {"country", "region"}:
        return None
    at = _line(doc, first, last)
    start, stop = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    if at is not None:
        start, stop = min(start, doc[at].idx), max(stop, doc[at].idx + len(doc[at]))
    for number, pattern in enumerate(_two_sided()):
        found = pattern.search(text, max(0, place.start - _BEFORE), place.end + _BEFORE)
        if found is not None and found.start() <= place.start < found.end():
            start, stop = found.span()
            line = doc.char_span(start, stop, alignment_mode="expand")
            at = None if line is None else line.start if number == 0 else line.end - 1
    if at is None:
        return None
    words = " ".join(text[start:stop].split())
    line_of = msgspec.structs.replace(
        place, start=start, end=stop, text=text[start:stop], name=words,
        geonames=None, lat=None, lon=None, country=None, admin1=None, kind="border",
        precision="region", candidates=(),
    )  # fmt: skip
    span = doc.char_span(start, stop, alignment_mode="expand")
    return None if span is None else Related(line_of, min(span.start, first), span.end, at)


def _line(doc: Doc, first: int, last: int) -> int | None:
    """The word for a border beside a name: "the border with X", "the X border"."""
    lines = _list("borders")
    if first >= 2 and doc[first - 2].lower_ in lines and doc[first - 1].lower_ in {"with", "of"}:
        return first - 2
    if first >= 3 and doc[first - 3].lower_ in lines and doc[first - 1].lower_ == "the":
        return first - 3
    return last if last < len(doc) and doc[last].lower_ in lines else None


@cache
def _two_sided() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Borders told by both sides: "the border between X and Y", "the X-Y border"."""
    lines = "|".join(sorted(_list("borders"), key=len, reverse=True))
    name = r"(?:the\s+)?[A-Z][\w'’]*(?:\s+[A-Z][\w'’]*){0,2}"
    return (
        re.compile(rf"\b(?:{lines})\s+between\s+{name}\s+and\s+{name}"),
        re.compile(rf"\b[A-Z][\w'’]*(?:\s+[A-Z][\w'’]*){{0,2}}[-–][A-Z]\w*\s+(?:{lines})\b"),
    )


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(sorted(_numbers("units"), key=len, reverse=True))
    ways = "|".join(sorted(_numbers("bearings"), key=len, reverse=True))
    near = "|".join(sorted(_list("near"), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<said>(?:(?P<number>\d[\d,]*(?:\.\d+)?)[\s-]+(?P<nautical>nautical\s+)?(?P<unit>{units})\s*(?:\([^)]*\)\s*)?)?"
        rf"(?:(?:to\s+the\s+)?(?P<way>{ways})\s+of|(?:away\s+)?(?P<near>{near}))\s+"
        r"(?:the\s+(?:capital|town|city|village)\s+of\s+)?)$",
        re.IGNORECASE,
    )


@cache
def _numbers(name: str) -> dict[str, float]:
    pairs = (pair.split(":") for pair in toml("gazetteer/words.toml")["relations"][name].split())
    return {word: float(value) for word, value in pairs}


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(toml("gazetteer/words.toml")["relations"][name].split())
