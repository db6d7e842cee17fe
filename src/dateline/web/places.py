"""Where events were, for a map at a zoom: near places as one, areas for what is vague."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from dateline.errors import UsageError
from dateline.resolve.extent import radius
from dateline.resolve.gazetteer import populated
from dateline.web.asked import Asked
from dateline.web.queries import Spot

_CELL = 64
_TILE = 256
_LIMIT = 85.05
_CLOSEST = 13  # as close as the page goes: what is one mark there is looked at by its name
_LABELS = 40
_LEAST = 15_000
Quads = tuple[int, int, int, int]
Box = tuple[float, float, float, float]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Events at a place, or at several that lie together at this zoom.

    The point, ``precision`` and ``radius_km``, the area that a vague place stands for, are those of
    the place with most events; ``box`` (south, west, north, east) holds the places of several;
    ``address`` leads to what is there.
    """

    lat: float
    lon: float
    count: int
    quads: Quads
    name: str
    precision: str | None
    radius_km: float | None
    box: Box | None
    address: str | None


class CountryMark(msgspec.Struct, frozen=True, kw_only=True):
    """Events of which no more is known than the country."""

    code: str
    name: str
    lat: float
    lon: float
    count: int
    quads: Quads
    address: str


class MapView(msgspec.Struct, frozen=True, kw_only=True):
    """What a map shows."""

    marks: tuple[Mark, ...]
    countries: tuple[CountryMark, ...]
    box: Box | None


class Label(msgspec.Struct, frozen=True):
    """A place of the gazetteer to name on the map."""

    name: str
    lat: float
    lon: float
    population: int


def map_view(spots: Sequence[Spot], asked: Asked, zoom: int, box: Box | None) -> MapView:
    """The spots at a zoom (0 to 18), those within ``box`` where one is given."""
    countries = [s for s in spots if s.place.precision == "country" and s.place.country]
    finer = [s for s in spots if not (s.place.precision == "country" and s.place.country)]
    inside = [s for s in finer if box is None or _within(s, box)]
    return MapView(
        marks=tuple(_mark(group, asked, zoom) for group in _near(inside, zoom)),
        countries=_countries(countries, asked),
        box=_box(spots),
    )


def labels(zoom: int, box: Box) -> tuple[Label, ...]:
    """The largest places of the gazetteer within a box, some forty."""
    south, west, north, east = box
    if zoom < 5:
        return ()
    found = []
    for place in _large():
        if south <= place.lat <= north and west <= place.lon <= east:
            found.append(place)
            if len(found) == _LABELS:
                break
    return tuple(found)


def box_of(text: str | None) -> Box | None:
    """``south,west,north,east`` in degrees; a ``UsageError`` where it is none."""
    if not text:
        return None
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError as error:
        raise UsageError(f"not a box (south,west,north,east): {text}") from error
    if not all(map(math.isfinite, (south, west, north, east))) or south > north or west > east:
        raise UsageError(f"not a box (south,west,north,east): {text}")
    return south, west, north, east


@cache
def _large() -> tuple[Label, ...]:
    return tuple(
        Label(e.name, e.lat, e.lon, e.population)
        for e in populated(_LEAST)
        if e.lat is not None and e.lon is not None and e.precision in {"exact", "locality"}
    )


def _near(spots: Iterable[Spot], zoom: int) -> list[list[Spot]]:
    """The spots in groups: each within a mark's width of the largest of its group."""
    groups: list[list[Spot]] = []
    cells: dict[tuple[int, int], list[tuple[float, float, list[Spot]]]] = {}
    for spot in sorted(spots, key=lambda s: (-s.count, s.place.name)):
        x, y = _pixels(spot, zoom)
        column, row = int(x // _CELL), int(y // _CELL)
        around = (
            found
            for near in range(column - 1, column + 2)
            for level in range(row - 1, row + 2)
            for found in cells.get((near, level), ())
        )
        home = next((g for px, py, g in around if math.hypot(px - x, py - y) < _CELL), None)
        if home is None:
            home = []
            groups.append(home)
            cells.setdefault((column, row), []).append((x, y, home))
        home.append(spot)
    return groups


def _mark(group: list[Spot], asked: Asked, zoom: int) -> Mark:
    count = sum(s.count for s in group)
    quads = _sum(s.quads for s in group)
    if len(group) == 1:
        place = group[0].place
        event = group[0].event
        return Mark(
            lat=place.lat or 0.0, lon=place.lon or 0.0, count=count, quads=quads, name=place.name,
            precision=place.precision, radius_km=radius(place.precision), box=None,
            address=f"/events/{event}" if event else asked.address("/", place=place.name),
        )  # fmt: skip
    names = list(dict.fromkeys(s.place.name for s in group))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    box = _box(group)
    same = box is not None and box[0] == box[2] and box[1] == box[3]
    named = same or len(names) == 1 or zoom >= _CLOSEST
    return Mark(
        lat=group[0].place.lat or 0.0,
        lon=group[0].place.lon or 0.0,
        count=count,
        quads=quads,
        name=", ".join(names[:3]) + more,
        precision=group[0].place.precision,
        radius_km=radius(group[0].place.precision),
        box=box,
        address=asked.address("/", place=names[0]) if named else None,
    )


def _countries(spots: Iterable[Spot], asked: Asked) -> tuple[CountryMark, ...]:
    groups: dict[str, list[Spot]] = {}
    for spot in spots:
        groups.setdefault(spot.place.country or "", []).append(spot)
    return tuple(
        CountryMark(
            code=code,
            name=group[0].place.name,
            lat=group[0].place.lat or 0.0,
            lon=group[0].place.lon or 0.0,
            count=sum(s.count for s in group),
            quads=_sum(s.quads for s in group),
            address=asked.address("/", place=group[0].place.name),
        )
        for code, group in groups.items()
    )


def _sum(quads: Iterable[Quads]) -> Quads:
    a, b, c, d = (sum(column) for column in zip(*quads, strict=True))
    return a, b, c, d


def _box(spots: Sequence[Spot]) -> Box | None:
    if not spots:
        return None
    lats = [s.place.lat or 0.0 for s in spots]
    lons = [s.place.lon or 0.0 for s in spots]
    return min(lats), min(lons), max(lats), max(lons)


def _within(spot: Spot, box: Box) -> bool:
    south, west, north, east = box
    lat, lon = spot.place.lat or 0.0, spot.place.lon or 0.0
    # A map may be turned beyond the date line: longitudes then go on counting.
    return south <= lat <= north and any(west <= lon + turn <= east for turn in (0, -360, 360))


def _pixels(spot: Spot, zoom: int) -> tuple[float, float]:
    """Web Mercator: pixels from the north-west corner of the world."""
    size = _TILE * 2**zoom
    lat = math.radians(max(min(spot.place.lat or 0.0, _LIMIT), -_LIMIT))
    return (
        ((spot.place.lon or 0.0) + 180) / 360 * size,
        (1 - math.asinh(math.tan(lat)) / math.pi) / 2 * size,
    )
