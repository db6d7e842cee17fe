"""Rows as a table for people, as JSON or as CSV. Text from reports is hostile to all three."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

Format = Literal["table", "json", "csv"]
Row = dict[str, object]
# Columns with least and most width, columns that keep to one line, and those that only JSON and CSV
# have.
_WIDE = {
    "sentence": (30, 60), "matter": (24, 50), "action": (20, 40), "event": (14, 26),
    "actors": (12, 24), "recipients": (12, 24), "by": (12, 24), "speaker": (12, 24),
    "status": (9, 20), "place": (9, 18), "said by": (16, 30), "title": (20, 40),
    "source": (12, 40),
}  # fmt: skip
_NARROW = frozenset({"time", "due", "days", "term", "document", "published", "as of", "sources"})
_DETAIL = frozenset({"timing", "compliance", "force", "modality", "to", "extendable"})
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
        return ", ".join(plain(part) for part in value)
    text = _ESCAPES.sub("", str(value))
    kept = "".join(" " if c.isspace() else c for c in text if _visible(c))
    return " ".join(kept.split())


def _visible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _csv(rows: Sequence[Mapping[str, object]]) -> str:
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue().rstrip("\n")


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if value is None or isinstance(value, (int, float)):
        return value
    text = plain(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _table(rows: Sequence[Mapping[str, object]]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return "nothing found"
    shown = [name for name in rows[0] if name not in _DETAIL]
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for name in shown:
        table.add_column(
            name,
            overflow="fold",
            min_width=_WIDE.get(name, (0, 0))[0] or None,
            max_width=_WIDE.get(name, (0, 0))[1] or None,
            no_wrap=name in _NARROW,
        )
    for row in rows:
        table.add_row(*(Text(plain(row[name])) for name in shown))
    out = io.StringIO()
    tty = sys.stdout.isatty()
    width = shutil.get_terminal_size((140, 24)).columns
    console = Console(file=out, width=width, force_terminal=tty, color_system="standard")
    console.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())
