"""The extent of a place: a box that bounds where the text says a thing was.

A point alone pretends to know more than "north of X" or "in the north of the country" says. The box
of a town or district lies around its point, as wide as its precision says; that of a country or
first-order division holds all its towns (``data/gazetteer/boxes.tsv``); a direction leaves the side
of it that the words say, and a border lies in the boxes of both its sides.
"""

from __future__ import annotations

import math
import re
from functools import cache

import msgspec

from dateline.data import rows, toml
from dateline.resolve.demonyms import country_names
from dateline.resolve.disputed import status
from dateline.resolve.gazetteer import folded, lookup
from dateline.types import Place, RecordEvent

_KM_A_DEGREE = 111.2
_SIDES = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}
_TOWARDS = re.compile(
    r"(?:to\s+the\s+|the\s+)?(?:north|south|east|west)(?:-?(?:east|west))?(?:ern|\s+of)\s+(?=\S)",
    re.IGNORECASE,
)


# What a circle around a point can bound; a sea or a country is wider than any.
_POINTS = frozenset({"exact", "locality", "district"})


class Box(msgspec.Struct, frozen=True):
    """Bounds in degrees WGS 84, in the order of GeoJSON; over the date line west is above east."""

    west: float
    south: float
    east: float
    north: float


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table: a country, or one of its first-order divisions."""

    country: str
    admin1: str | None = None
    geonames: int | None = None
    west: float
    south: float
    east: float
    north: float


def box(place: Place) -> Box | None:
    """The box that bounds a place, ``None`` where nothing can be said of it."""
    if place.kind == "border":
        return _border(place)
    if place.kind == "corridor" and place.lat is None:
        return _corridor(place)
    whole = _whole(place)
    if whole is None and place.precision in _POINTS and None not in (place.lat, place.lon):
        whole = _around(place.lat or 0.0, place.lon or 0.0, radius(place.precision) or 0.0)
    side = _side(place)
    return _half(whole, *side) if whole is not None and side is not None else whole


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where and whose a place is on a day.

    ``sovereign`` is the state by the United Nations, ``None`` where they leave it open; ``held_by``
    who holds a disputed territory then (a state or ``local authorities``), each with the state that
    stands behind it; both rest on ``source``. A place that is in no disputed territory has its
    country for sovereign, and nobody is said to hold it.
    """

    box: Box | None
    sovereign: str | None
    held_by: tuple[tuple[str, str | None], ...] = ()
    territory: str | None = None
    source: str | None = None


def standing(place: Place, day: str | None = None) -> Standing:
    """Where a place is, and whose it is on a day (ISO, such as ``2020-06-01``).

    Looked up are the name that the text uses, the usual name and the division that holds it.
    Without a day nobody is said to hold it.
    """
    names = (place.text, place.name, place.admin1)
    found = next((s for name in names if name and (s := status(name, day)) is not None), None)
    if found is None:
        return Standing(box=box(place), sovereign=place.country)
    held = tuple((h.who, h.backed) for h in found.holders) if day is not None else ()
    return Standing(
        box=box(place), sovereign=found.sovereign, held_by=held, territory=found.name,
        source=found.source,
    )  # fmt: skip


def disputed(event: RecordEvent) -> Standing | None:
    """Whose the place of an event is where that is disputed, on the last day it may have been."""
    if event.place is None:
        return None
    day = event.time.to if event.time is not None else None
    found = standing(event.place, day or event.first_reported)
    return None if found.territory is None else found


def radius(precision: str | None) -> float | None:
    """The area that stands for a place of some precision, in kilometres around its point."""
    found = toml("gazetteer/extent.toml")["radius"].get(precision or "")
    return None if found is None else float(found)


def _whole(place: Place) -> Box | None:
    """The box of a country or division."""
    if place.country is None or place.precision not in {"country", "region"}:
        return None
    if place.kind == "country":
        return _countries().get(place.country)
    same = (e for e in lookup(place.name) if e.kind == "admin1" and e.country == place.country)
    numbers = (place.geonames, *(e.geonames for e in same))
    return next((_divisions()[n] for n in numbers if n is not None and n in _divisions()), None)


def _around(lat: float, lon: float, kilometres: float) -> Box:
    high = kilometres / _KM_A_DEGREE
    wide = min(180.0, high / max(math.cos(math.radians(lat)), 0.01))
    return Box(
        _turned(lon - wide), max(-90.0, round(lat - high, 4)),
        _turned(lon + wide), min(90.0, round(lat + high, 4)),
    )  # fmt: skip


def _turned(lon: float) -> float:
    return round((lon + 180) % 360 - 180, 4)


def _side(place: Place) -> tuple[int, int] | None:
    """Which way from the middle the words say: "north of X", "in the south-east of X"."""
    said = _TOWARDS.match(place.text)
    if said is None:
        return None
    words = said[0].lower()
    x = sum(_SIDES[way][0] for way in ("east", "west") if way in words)
    y = sum(_SIDES[way][1] for way in ("north", "south") if way in words)
    return (x, y) if x or y else None


def _half(whole: Box, x: int, y: int) -> Box:
    """The part of a box that lies to a side of its middle."""
    wide = (whole.east - whole.west) % 360
    middle, level = whole.west + wide / 2, (whole.south + whole.north) / 2
    return Box(
        _turned(middle) if x > 0 else whole.west,
        round(level, 4) if y > 0 else whole.south,
        _turned(middle) if x < 0 else whole.east,
        round(level, 4) if y < 0 else whole.north,
    )


def _border(place: Place) -> Box | None:
    """What the boxes of the countries that the words name have in common."""
    words = f" {folded(place.name)} "
    codes = {code for name, code in country_names().items() if f" {name} " in words}
    found = [b for code in sorted(codes) if (b := _countries().get(code)) is not None]
    if len(found) == 2 and all(b.west <= b.east for b in found):
        one, other = found
        shared = Box(
            max(one.west, other.west), max(one.south, other.south),
            min(one.east, other.east), min(one.north, other.north),
        )  # fmt: skip
        return shared if shared.west < shared.east and shared.south < shared.north else None
    return found[0] if len(found) == 1 else None


# The ends of a road or corridor lie so far from each other at most, in degrees.
_LONGEST = 10.0


def _corridor(place: Place) -> Box | None:
    """What holds both its ends, of places called so the two in the country that lie nearest."""
    names = _ENDS.findall(place.name)
    names = re.split("[-–]", names[0]) if len(names) == 1 else names
    named = [e for e in map(lookup, names) if e]
    if len(named) != 2:
        return None
    ends = [[e for e in one if e.lat is not None and e.lon is not None] for one in named]
    pairs = [
        (math.hypot(a.lat - b.lat, a.lon - b.lon), a.lat, a.lon, b.lat, b.lon)
        for a in ends[0] for b in ends[1]
        if place.country in {a.country, b.country} and a.lat and a.lon and b.lat and b.lon
    ]  # fmt: skip
    apart, *at = min(pairs, default=(_LONGEST, 0.0, 0.0, 0.0, 0.0))
    if apart >= _LONGEST:
        return None
    wide = (radius("locality") or 0.0) / _KM_A_DEGREE
    return Box(
        round(min(at[1], at[3]) - wide, 4), round(min(at[0], at[2]) - wide, 4),
        round(max(at[1], at[3]) + wide, 4), round(max(at[0], at[2]) + wide, 4),
    )  # fmt: skip


_ENDS = re.compile(r"[A-Z][\w'’]*(?:[ -](?:[a-z]{2,3}-)?[A-Z][\w'’]*){0,2}")


@cache
def _countries() -> dict[str, Box]:
    return {r.country: _box(r) for r in _table() if r.admin1 is None}


@cache
def _divisions() -> dict[int, Box]:
    return {r.geonames: _box(r) for r in _table() if r.geonames is not None}


@cache
def _table() -> tuple[Row, ...]:
    return rows("gazetteer/boxes.tsv", Row)


def _box(row: Row) -> Box:
    return Box(row.west, row.south, row.east, row.north)
