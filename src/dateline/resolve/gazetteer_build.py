"""Making a gazetteer file from rows of places and our own table of regions."""

from __future__ import annotations

import hashlib
import lzma
import sqlite3
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path
from statistics import median
from typing import TypeVar

import msgspec

from dateline.data import rows
from dateline.errors import DataError, UsageError
from dateline.resolve.gazetteer import BLOCK, KINDS, PRECISIONS, folded
from dateline.types import Precision

T = TypeVar("T")
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (block INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE name (first TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
"""
# Where the rows are gathered and put in order, as a dump is too large for memory.
DRAFT = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE row (id INTEGER PRIMARY KEY, sort TEXT, people INTEGER, code TEXT, record TEXT,
 admin1 TEXT, admin2 TEXT, rest TEXT);
CREATE TABLE alias (key TEXT, id INTEGER);
"""
NAMES = 96
# How well known our own places are taken to be, as a town of so many people would be.
_WEIGHTS = {"country": 2_000_000, "region": 2_000_000, "district": 400_000}
_PRECISION: dict[str, Precision] = {"country": "country", "admin1": "region", "admin2": "district"}


@dataclass(frozen=True, slots=True)
class Row:
    """A place to be put in.

    ``admin1`` and ``admin2`` are the codes of the divisions that hold it (``ET.53``), ``code`` is
    its own where it is one.
    """

    name: str
    kind: str
    country: str | None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    admin1: str | None = None
    admin2: str | None = None
    code: str | None = None
    population: int = 0
    precision: Precision = "locality"
    aliases: tuple[str, ...] = field(default=())


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """Names of a country (alpha-3) or division (GeoNames code) by which news calls it."""

    code: str
    names: tuple[str, ...] = ()


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
    fresh, draft = path.with_suffix(".new"), path.with_suffix(".draft")
    try:
        fresh.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)
        draft.touch()
        fresh.touch()
    except OSError as error:
        raise UsageError(f"{path}: cannot be written there ({error.strerror})") from error
    gathered, out = sqlite3.connect(draft), sqlite3.connect(fresh)
    try:
        count = _gather(gathered, chain(own_regions(), map(_called, places)))
        out.executescript("PRAGMA page_size=1024; PRAGMA journal_mode=OFF;" + SCHEMA)
        digest = _pack_places(gathered, out)
        _pack_names(gathered, out)
        out.execute("INSERT INTO meta VALUES ('version', ?)", (f"{version}+{digest[:8]}",))
        out.commit()
        out.execute("VACUUM")
        out.close()
        fresh.replace(path)
    finally:
        gathered.close()
        out.close()
        draft.unlink(missing_ok=True)
        fresh.unlink(missing_ok=True)
    return count


def _called(row: Row) -> Row:
    """The row with the names by which English news calls it, of our own tables."""
    if row.kind == "country":
        names = _country_names().get(row.country or "", ())
    else:
        names = _divisions_called().get(row.code or str(row.geonames), ())
    return replace(row, aliases=(*row.aliases, *names)) if names else row


@cache
def _country_names() -> dict[str, tuple[str, ...]]:
    return {row.code: row.names for row in rows("actors/countries.tsv", Called)}


@cache
def _divisions_called() -> dict[str, tuple[str, ...]]:
    return {row.code: row.names for row in rows("gazetteer/called.tsv", Called)}


def _gather(draft: sqlite3.Connection, places: Iterable[Row]) -> int:
    """Put the rows and their names into the draft, numbered in the order of their names."""
    draft.executescript(DRAFT)
    short = {kind: letter for letter, kind in KINDS.items()}
    number = 0
    for number, row in enumerate(places, 1):
        keys = {key for name in (row.name, *row.aliases) if len(key := folded(name)) > 1}
        record = (row.geonames or "", row.name, _small(row.lat), _small(row.lon), row.country or "")
        rest = (short.get(row.kind, row.kind), PRECISIONS.index(row.precision), row.population)
        draft.execute(
            "INSERT INTO row VALUES (?,?,?,?,?,?,?,?)",
            (
                number, folded(row.name), row.population, row.code, _line(record),
                row.admin1, row.admin2, _line(rest),
            ),
        )  # fmt: skip
        draft.executemany("INSERT INTO alias VALUES (?,?)", [(k, number) for k in sorted(keys)])
    draft.executescript(
        "CREATE TABLE placed AS SELECT id, ROW_NUMBER() OVER (ORDER BY sort, -people, id) - 1"
        " AS number FROM row; CREATE UNIQUE INDEX by_id ON placed (id);"
        "CREATE UNIQUE INDEX by_number ON placed (number);"
    )
    return number


def _line(cells: Iterable[object]) -> str:
    return "\t".join(" ".join(str(cell).split()) for cell in cells)


def _pack_places(draft: sqlite3.Connection, out: sqlite3.Connection) -> str:
    """Write the blocks of records; returns a digest of them."""
    codes: dict[str, int] = dict(
        draft.execute(
            "SELECT r.code, p.number FROM row r JOIN placed p USING (id) WHERE r.code IS NOT NULL"
        )
    )
    lines = (
        f"{record}\t{codes.get(one, '')}\t{codes.get(two, '')}\t{rest}"
        for record, one, two, rest in draft.execute(
            "SELECT r.record, r.admin1, r.admin2, r.rest FROM placed p JOIN row r USING (id)"
            " ORDER BY p.number"
        )
    )
    digest = hashlib.sha256()
    for number, block in enumerate(_batches(lines, BLOCK)):
        text = "\n".join(block).encode()
        digest.update(text)
        out.execute("INSERT INTO place VALUES (?,?)", (number, zlib.compress(text, 9)))
    return digest.hexdigest()


def _pack_names(draft: sqlite3.Connection, out: sqlite3.Connection) -> None:
    """Write the blocks of names, in the order of bytes as SQLite compares them."""
    found = draft.execute(
        "SELECT a.key, group_concat(p.number, ' ') FROM alias a JOIN placed p USING (id)"
        " GROUP BY a.key ORDER BY a.key"
    )
    for block in _batches(found, NAMES):
        text = "\n".join(f"{key}\t{numbers}" for key, numbers in block)
        out.execute("INSERT INTO name VALUES (?,?)", (block[0][0], zlib.compress(text.encode(), 9)))


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while block := list(islice(rest, size)):
        yield block


def _small(value: float | None) -> object:
    return "" if value is None else round(value * 100_000)


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


# A line of a dump has so many bytes at most.
_LONGEST = 2**20
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
            number = 0
            with archive.open(names[0]) as table:
                lines = iter(lambda: table.readline(_LONGEST), b"")
                for number, line in enumerate(lines, 1):
                    if row := _dump_row(line, f"{path}, line {number}", countries):
                        yield row
            if not number:
                raise DataError(f"{path}: {names[0]} is empty")
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise DataError(f"{path}: not a whole GeoNames dump ({error})") from error
    except (zlib.error, lzma.LZMAError) as error:
        raise DataError(f"{path}: damaged ({error})") from error
    except RuntimeError as error:  # a password is asked for
        raise DataError(f"{path}: cannot be opened ({error})") from error


def _dump_row(line: bytes, where: str, countries: dict[str, str]) -> Row | None:
    try:
        cells = line.decode("utf-8").rstrip("\n").split("\t")
    except UnicodeDecodeError as error:
        raise DataError(f"{where}: {error}") from error
    if len(cells) != 19:
        raise DataError(f"{where}: {len(cells)} fields where a dump has 19")
    if not cells[1].strip("\0 "):
        raise DataError(f"{where}: a place without a name")
    people = _number(cells[14] or "0", 0, 10**11, f"{where}, population")
    kind = _DUMP_KINDS.get(cells[7], "city" if cells[6] == "P" else "feature")
    if kind == "feature" and not (cells[3] and people):
        return None
    lat = _number(cells[4], -90, 90, f"{where}, latitude")
    lon = _number(cells[5], -180, 180, f"{where}, longitude")
    if not cells[0].isdecimal():
        raise DataError(f"{where}, geonameid: {cells[0]!r} is no whole number")
    geonames = int(_number(cells[0], 0, 10**12, f"{where}, geonameid"))
    code = f"{cells[8]}.{cells[10]}"
    second = f"{code}.{cells[11]}" if cells[11] else None
    aliases = tuple(dict.fromkeys([cells[2], *cells[3].split(",")]))
    return Row(
        name=cells[1], kind=kind, country=countries.get(cells[8]), lat=lat, lon=lon,
        geonames=geonames, admin1=None if kind in {"country", "admin1"} else code,
        admin2=second if kind in {"city", "feature"} else None,
        code={"admin1": code, "admin2": second}.get(kind),
        population=int(people), precision=_PRECISION.get(kind, "locality"), aliases=aliases,
    )  # fmt: skip


def _number(said: str, least: float, most: float, where: str) -> float:
    try:
        number = float(said)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:  # nor is what is no number
        raise DataError(f"{where}: {said!r} is no number from {least:,} to {most:,}")
    return number


class Alpha(msgspec.Struct, frozen=True, kw_only=True):
    """Two and three letter codes of a country."""

    alpha2: str
    alpha3: str


@cache
def alpha3() -> dict[str, str]:
    """Three letter codes by two letter ones (ISO 3166-1)."""
    return {row.alpha2: row.alpha3 for row in rows("gazetteer/countries.tsv", Alpha)}
