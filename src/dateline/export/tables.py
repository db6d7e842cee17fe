"""Rows as a table for people, as JSON or as CSV. Text from reports is hostile to all three."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

Format = Literal["table", "json", "csv"]
Row = dict[str, object]
# Sentences are not joined by commas.
_STOPS = (".", "!", "?", "”", '"')
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")


def printed(rows: Sequence[Mapping[str, object]], form: Format) -> str:
    """The rows in the form asked for, without a line end at the end."""
    if form == "json":
        return msgspec.json.encode(rows).decode()
    if form == "csv":
        return _csv(rows)
    return _table(rows)


def plain(value: object) -> str:
    """A value as one line that no terminal acts on: control characters and directions gone."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        parts = [plain(part) for part in value]
        return (" " if any(part.endswith(_STOPS) for part in parts) else ", ").join(parts)
    text = _ESCAPES.sub("", str(value))
    kept = "".join(" " if c.isspace() else c for c in text if _visible(c))
    return " ".join(kept.split())


def _lines(value: object) -> str:
    """Several sentences, each a line of its own."""
    parts = value if isinstance(value, (list, tuple)) else (value,)
    return "\n".join(plain(part) for part in parts)


def _visible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _csv(rows: Sequence[Mapping[str, object]]) -> str:
    return "".join(csv_lines(rows)).rstrip("\n")


def csv_lines(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The lines of a CSV, each with its end; the first row's names are its header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, row in enumerate(rows):
        if number == 0:
            writer.writerow(row)
        writer.writerow([_cell(value) for value in row.values()])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if value is None or isinstance(value, (int, float)):
        return value
    text = plain(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _table(rows: Sequence[Mapping[str, object]]) -> str:
    import typer

    from dateline.export.layout import SEVERAL, lines

    if not rows:
        return "nothing found"
    width = shutil.get_terminal_size((100, 24)).columns
    styled = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    cells = [{n: _lines(v) if n in SEVERAL else plain(v) for n, v in row.items()} for row in rows]
    set_ = lines(cells, width)
    if not styled:
        return "\n".join(line for _, line in set_)
    return "\n".join(
        typer.style(line, bold=what == "head", dim=what == "words") for what, line in set_
    )
