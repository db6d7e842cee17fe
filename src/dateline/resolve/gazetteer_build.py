"""Making a gazetteer file from rows of places and our own table of regions."""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median

import msgspec

from dateline.data import rows
from dateline.errors import DataError
from dateline.resolve.gazetteer import PRECISIONS, folded
from dateline.types import Precision

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (id INTEGER PRIMARY KEY, geonames INTEGER, name TEXT NOT NULL, lat INTEGER,
 lon INTEGER, country TEXT, admin1 INTEGER, kind TEXT NOT NULL, precision INTEGER NOT NULL,
 population INTEGER NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place))
 WITHOUT ROWID;
"""
# How well known our own places are taken to be, as a town of so many people would be.
_WEIGHTS = {"country": 2_000_000, "region": 2_000_000, "district": 400_000}
_PRECISION: dict[str, Precision] = {"country": "country", "admin1": "region", "admin2": "district"}


@dataclass(frozen=True, slots=True)
class Row:
    """A place to be put in: ``admin1`` is the code of its first-order division (``ET.53``)."""

    name: str
    kind: str
    country: str | None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    admin1: str | None = None
    code: str | None = None
    population: int = 0
    precision: Precision = "locality"
    aliases: tuple[str, ...] = field(default=())


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """A row of our own table."""

    name: str
    aliases: tuple[str, ...] = ()
    lat: float
    lon: float
    country: str | None = None
    kind: str
    precision: Precision


@cache
def own_regions() -> tuple[Row, ...]:
    """Our own table of regions, which a list of towns lacks; it goes into every gazetteer."""
    return tuple(
        Row(
            name=r.name, kind=r.kind, country=r.country, lat=r.lat, lon=r.lon,
            precision=r.precision, aliases=r.aliases,
            population=_WEIGHTS.get(r.precision, 200_000),
        )
        for r in rows("gazetteer/regions.tsv", Region)
    )  # fmt: skip


def build(places: Iterable[Row], path: Path, version: str) -> int:
    """Write the gazetteer and return how many places it holds. An existing file is replaced."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    connection = sqlite3.connect(fresh)
    connection.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF;" + SCHEMA)
    held = [*own_regions(), *places]
    codes = {row.code: number for number, row in enumerate(held, 1) if row.kind == "admin1"}
    digest = hashlib.sha256()
    for number, row in enumerate(held, 1):
        values = (
            number, row.geonames, row.name, _small(row.lat), _small(row.lon), row.country,
            codes.get(row.admin1), row.kind, PRECISIONS.index(row.precision), row.population,
        )  # fmt: skip
        digest.update(repr(values).encode())
        connection.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", values)
        keys = {key for name in (row.name, *row.aliases) if len(key := folded(name)) > 1}
        connection.executemany("INSERT INTO name VALUES (?,?)", [(k, number) for k in sorted(keys)])
    connection.execute(
        "INSERT INTO meta VALUES ('version', ?)", (f"{version}+{digest.hexdigest()[:8]}",)
    )
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    fresh.replace(path)
    return len(held)


def _small(value: float | None) -> int | None:
    return None if value is None else round(value * 100_000)


def middles(members: Iterable[tuple[str, float, float, int]]) -> dict[str, tuple[float, float]]:
    """The middle of each division from its member places (code, lat, lon, population).

    The median of the places, weighted by a thousand people: where its people live, which one far
    town does not move.
    """
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for code, lat, lon, people in members:
        points[code] += [(lat, lon)] * (1 + min(people // 20_000, 20))
    return {
        code: (median(lat for lat, _ in found), median(lon for _, lon in found))
        for code, found in points.items()
    }


_DUMP_KINDS = {"ADM1": "admin1", "ADM2": "admin2", "PCLI": "country", "PCLS": "country"}


def from_dump(path: Path, countries: dict[str, str]) -> Iterator[Row]:
    """The places of a GeoNames dump (``allCountries.zip``): countries, divisions, towns, features.

    ``countries`` maps alpha-2 to alpha-3. A file that is no such dump is a ``DataError``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n]
            if len(names) != 1:
                raise DataError(f"{path}: expected one table inside, found {len(names)}")
            with archive.open(names[0]) as table:
                for number, line in enumerate(table, 1):
                    if row := _dump_row(line, number, path, countries):
                        yield row
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise DataError(f"{path}: not a whole GeoNames dump ({error})") from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise DataError(f"{path}: damaged ({error})") from error


def _dump_row(line: bytes, number: int, path: Path, countries: dict[str, str]) -> Row | None:
    cells = line.decode("utf-8", "replace").rstrip("\n").split("\t")
    if len(cells) != 19:
        raise DataError(f"{path}, line {number}: {len(cells)} fields where a dump has 19")
    people = int(cells[14] or 0) if (cells[14] or "0").isdigit() else 0
    kind = _DUMP_KINDS.get(cells[7], "city" if cells[6] == "P" else "feature")
    if kind == "feature" and not (cells[3] and people):
        return None
    try:
        lat, lon, geonames = float(cells[4]), float(cells[5]), int(cells[0])
    except ValueError as error:
        raise DataError(f"{path}, line {number}: {error}") from error
    code = f"{cells[8]}.{cells[10]}"
    aliases = tuple(dict.fromkeys([cells[2], *cells[3].split(",")]))
    return Row(
        name=cells[1], kind=kind, country=countries.get(cells[8]), lat=lat, lon=lon,
        geonames=geonames, admin1=code, code=code if kind == "admin1" else None,
        population=people, precision=_PRECISION.get(kind, "locality"), aliases=aliases,
    )  # fmt: skip


class Alpha(msgspec.Struct, frozen=True, kw_only=True):
    """Two and three letter codes of a country."""

    alpha2: str
    alpha3: str


@cache
def alpha3() -> dict[str, str]:
    """Three letter codes by two letter ones (ISO 3166-1)."""
    return {row.alpha2: row.alpha3 for row in rows("gazetteer/countries.tsv", Alpha)}
