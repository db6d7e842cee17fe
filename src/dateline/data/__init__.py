"""Knowledge as data: tables and rule files with their sources named, loaded into frozen rows.

A table is a TSV file: comment lines start with ``#`` (its source and licence among them), the
first other line names the columns, an empty cell is ``None`` (or an empty tuple for a column of
several values), and several values in a cell are parted by ``|``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from dateline.errors import DataError

Row = TypeVar("Row", bound=msgspec.Struct)


def rows(name: str, kind: type[Row]) -> tuple[Row, ...]:
    """The rows of the table ``name`` (``actors/organisations.tsv``) as values of ``kind``."""
    return parse_rows(read_text(name), kind, name)


def parse_rows(text: str, kind: type[Row], name: str) -> tuple[Row, ...]:
    """The rows of a table given as text; a row that does not fit ``kind`` is a ``DataError``."""
    several = {key for key, hint in get_type_hints(kind).items() if get_origin(hint) is tuple}
    optional = {key for key, hint in get_type_hints(kind).items() if type(None) in get_args(hint)}
    columns: list[str] = []
    found: list[Row] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not columns:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise DataError(f"{name}, line {number}: {len(cells)} cells, {len(columns)} columns")
        values: dict[str, Any] = {}
        for column, cell in zip(columns, cells, strict=False):
            if column in several:
                values[column] = [part.strip() for part in cell.split("|") if part.strip()]
            elif (cell or column not in optional) and cell:
                values[column] = cell
        try:
            found.append(msgspec.convert(values, kind, strict=False))
        except msgspec.ValidationError as error:
            raise DataError(f"{name}, line {number}: {error}") from error
    return tuple(found)


@cache
def toml(name: str) -> dict[str, Any]:
    """The rule file ``name`` (``rules/status.toml``) as it stands."""
    try:
        return tomllib.loads(read_text(name))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: {error}") from error


def read_text(name: str) -> str:
    """The text of a data file of the package."""
    try:
        return files(__package__).joinpath(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{name}: {error}") from error
