"""The gazetteer: names to places, one indexed read-only file.

The file is SQLite that holds compressed blocks: ``place`` the records, in the order of their names
so that places of one name lie together; ``name`` the folded names in order, each with the numbers
of its places. Made by `dateline.resolve.gazetteer_build`; another one is named by
``DATELINE_GAZETTEER``.
"""

from __future__ import annotations

import os
import re
import sqlite3
import unicodedata
import zlib
from bisect import bisect_right
from collections.abc import Collection
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import msgspec

from dateline.errors import DataError
from dateline.types import Precision

_APOSTROPHES = re.compile("['`’‘ʼʻʹ′´]")
_OTHER = re.compile(r"[^\w]+|_")
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d",
     "þ": "th", "ə": "a", "ħ": "h"}
)  # fmt: skip


# Places in a block of records; kinds that are written short.
BLOCK = 32
KINDS = {"": "city", "1": "admin1", "2": "admin2"}
PRECISIONS: tuple[Precision, ...] = ("exact", "locality", "district", "region", "country")


class Entry(msgspec.Struct, frozen=True):
    """A place of the gazetteer; degrees WGS 84, ``None`` where unknown.

    ``admin1`` and ``admin2`` name the divisions that hold it.
    """

    id: int
    geonames: int | None
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    admin2: str | None
    kind: str
    precision: Precision
    population: int


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """The key of a name: no case, accents, apostrophes or punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold()).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
    return " ".join(_OTHER.sub(" ", _APOSTROPHES.sub("", plain)).split())


def gazetteer_path() -> Path:
    """The file in use."""
    named = os.environ.get("DATELINE_GAZETTEER")
    return Path(named) if named else _shipped()


@cache
def _shipped() -> Path:
    return Path(str(files("dateline.data"))) / "gazetteer/places.sqlite"


@cache
def _open(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise DataError(f"gazetteer not found: {path}")
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    try:
        connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except sqlite3.DatabaseError as error:
        raise DataError(f"not a gazetteer: {path} ({error})") from error
    return connection


def gazetteer_version() -> str:
    """Which gazetteer is in use: the date of its data and a digest of its content."""
    row = _open(gazetteer_path()).execute("SELECT value FROM meta WHERE key='version'").fetchone()
    return str(row[0]) if row else "unknown"


def held(numbers: Collection[int]) -> frozenset[int]:
    """Those of the GeoNames ids that the gazetteer holds."""
    wanted = {str(number) for number in numbers}
    blocks = _open(gazetteer_path()).execute("SELECT data FROM place")
    found = (line.partition("\t")[0] for (data,) in blocks for line in _unpacked(data))
    return frozenset(int(number) for number in found if number in wanted)


@cache
def populated(least: int) -> tuple[Entry, ...]:
    """The places of at least so many people, the largest first."""
    path = gazetteer_path()
    found = []
    for block, data in _open(path).execute("SELECT block, data FROM place ORDER BY block"):
        for number, line in enumerate(_unpacked(data), block * BLOCK):
            people = line.rpartition("\t")[2]
            if people and int(people) >= least:
                found.append(_entry(path, number))
    return tuple(sorted(found, key=lambda e: (-e.population, e.id)))


@lru_cache(maxsize=32768)
def lookup(name: str) -> tuple[Entry, ...]:
    """The places that bear a name, the most populous first."""
    return _lookup(gazetteer_path(), folded(name))


def _lookup(path: Path, key: str) -> tuple[Entry, ...]:
    block = bisect_right(_firsts(path), key) - 1
    if not key or block < 0:
        return ()
    entries = [_entry(path, int(number)) for number in _names(path, block).get(key, "").split()]
    return tuple(sorted(entries, key=lambda e: -e.population))


@cache
def _firsts(path: Path) -> list[str]:
    """The first key of each block of names, in order."""
    return [first for (first,) in _open(path).execute("SELECT first FROM name ORDER BY first")]


@lru_cache(maxsize=512)
def _names(path: Path, block: int) -> dict[str, str]:
    """The keys of a block with the numbers of their places."""
    first = _firsts(path)[block]
    (data,) = _open(path).execute("SELECT data FROM name WHERE first = ?", (first,)).fetchone()
    pairs = (line.partition("\t") for line in _unpacked(data))
    return {key: numbers for key, _, numbers in pairs}


def _unpacked(data: bytes) -> list[str]:
    return zlib.decompress(data).decode().split("\n")


@lru_cache(maxsize=2048)
def _records(path: Path, block: int) -> list[str]:
    row = _open(path).execute("SELECT data FROM place WHERE block = ?", (block,)).fetchone()
    return _unpacked(row[0])


def _cells(path: Path, number: int) -> list[str]:
    return _records(path, number // BLOCK)[number % BLOCK].split("\t")


def _name(path: Path, number: str) -> str | None:
    return _cells(path, int(number))[1] if number else None


@lru_cache(maxsize=65536)
def _entry(path: Path, number: int) -> Entry:
    cells = _cells(path, number)
    geonames, name, lat, lon, country, admin1, admin2, kind, precision, people = cells
    return Entry(
        id=number,
        geonames=int(geonames) if geonames else None,
        name=name,
        lat=_degrees(lat),
        lon=_degrees(lon),
        country=country or None,
        admin1=_name(path, admin1),
        admin2=_name(path, admin2),
        kind=KINDS.get(kind, kind),
        precision=PRECISIONS[int(precision)],
        population=int(people or 0),
    )


def _degrees(value: str) -> float | None:
    """Degrees are kept as whole hundred-thousandths: a metre, which is closer than any source."""
    return int(value) / 100_000 if value else None
