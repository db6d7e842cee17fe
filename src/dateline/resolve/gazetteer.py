"""The gazetteer: names to places, one indexed read-only file.

The file is SQLite: ``place`` holds a row a place, ``name`` its folded names as a covering index.
Made by `dateline.resolve.gazetteer_build`; another one is named by ``DATELINE_GAZETTEER``.
"""

from __future__ import annotations

import os
import re
import sqlite3
import unicodedata
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


PRECISIONS: tuple[Precision, ...] = ("exact", "locality", "district", "region", "country")


class Entry(msgspec.Struct, frozen=True):
    """A place of the gazetteer; degrees WGS 84, ``None`` where unknown."""

    id: int
    geonames: int | None
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    kind: str
    precision: Precision
    population: int


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """The key of a name: no case, accents, apostrophes or punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
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
    wanted = frozenset(numbers)
    found = _open(gazetteer_path()).execute("SELECT geonames FROM place")
    return frozenset(number for (number,) in found if number in wanted)


@lru_cache(maxsize=32768)
def lookup(name: str) -> tuple[Entry, ...]:
    """The places that bear a name, the most populous first."""
    return _lookup(gazetteer_path(), folded(name))


def _lookup(path: Path, key: str) -> tuple[Entry, ...]:
    if not key:
        return ()
    found = _open(path).execute(
        "SELECT p.id, p.geonames, p.name, p.lat, p.lon, p.country, a.name, p.kind, p.precision,"
        " p.population FROM name n JOIN place p ON p.id = n.place"
        " LEFT JOIN place a ON a.id = p.admin1 WHERE n.key = ? ORDER BY p.population DESC",
        (key,),
    )
    return tuple(
        Entry(
            i, g, name, _degrees(lat), _degrees(lon), country, admin1, kind, PRECISIONS[p], people
        )
        for i, g, name, lat, lon, country, admin1, kind, p, people in found
    )


def _degrees(value: int | None) -> float | None:
    """Degrees are kept as whole hundred-thousandths: a metre, which is closer than any source."""
    return None if value is None else value / 100_000
