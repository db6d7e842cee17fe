"""Rows set for people: short cells in columns, and under them the words that they rest on.

Sentences run over the whole width below their row, so that no terminal cuts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len, chop_cells

# Columns that JSON and CSV have and people need not see, and those set below the row.
_DETAIL = frozenset(
    {"id", "timing", "compliance", "force", "extendable", "start", "end", "statements",
     "rests on"}
)  # fmt: skip
_BELOW = {
    "said by": "said by ",
    "to": "to: ",
    "condition": "on condition: ",
    "matter": "on: ",
    "title": "",
    "source": "",
    "sentence": "",
    "told again": "again: ",
    "because": "because: ",
    "closed by": "closed by: ",
}
# Of these there may be several, each a line of its own.
SEVERAL = frozenset({"because", "told again"})
# What is said of one matter stands under it, and these cells are said once.
_MATTER = ("time", "event", "place", "status")
# What most rows say is not said again.
_USUAL = {"modality": "asserted", "stance": "none", "duty": "do"}
_WIDEST = 40
_NARROWEST = 8
_WORD = 18
_GAP = 2
_SEVERAL = 3
_ID, _SHORT = 12, 8


def lines(rows: Sequence[Mapping[str, str]], width: int) -> Iterator[tuple[str, str]]:
    """The lines of a table, each with what it is: ``head``, ``row`` or ``words``."""
    grouped = "earlier" in rows[0]
    shown = [_seen(row) for row in rows]
    if grouped:
        shown = [{n: v for n, v in cells.items() if n not in _MATTER} for cells in shown]
    names = [n for n in shown[0] if any(row[n] for row in shown)]
    widths = _widths([{n: n for n in names}, *shown], names, width)
    yield from (("head", line) for line in _set({n: n for n in names}, widths))
    before: Mapping[str, str] = {}
    for row, cells in zip(rows, shown, strict=True):
        if grouped and row["id"] != before.get("id"):
            heading = " · ".join(row[n] for n in _MATTER if row.get(n))
            yield from (("head", line) for line in wrapped(heading, width))
        yield from (("row", line) for line in _set(cells, widths))
        yield from (("words", line) for line in _below(row, width))
        before = row


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of so many terminal cells, words kept whole where they fit."""
    done, line = [], ""
    for word in text.split():
        if line and cell_len(line) + 1 + cell_len(word) <= width:
            line = f"{line} {word}"
            continue
        if line:
            done.append(line)
        *full, line = chop_cells(word, width) or [word]  # a word may take no cell
        done += full
    return [*done, line]


def _seen(row: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row that go into columns."""
    hidden = {*_DETAIL, *_BELOW, "document"} if "sentence" in row else {*_DETAIL, *_BELOW}
    if "did" in row:  # actors: the id is what to ask for next
        hidden -= {"id"}
    cells = {n: "" if _USUAL.get(n) == v else v for n, v in row.items() if n not in hidden}
    if "document" in cells:
        cells["document"] = cells["document"][:_ID]
    if cells.get("days"):
        cells["days"] = _counted(int(cells["days"]))
    if cells.get("silent for"):
        cells["silent for"] = f"{cells['silent for']} days"
    if cells.get("earlier"):
        cells["earlier"] = f"+{cells['earlier']}"
    return cells


def _counted(days: int) -> str:
    """Days left until something is due, or over since: "12 left", "3 over"."""
    return "today" if days == 0 else f"{days} left" if days > 0 else f"{-days} over"


def _below(row: Mapping[str, str], width: int) -> Iterator[str]:
    for name, before in _BELOW.items():
        words = row.get(name, "")
        if name == "sentence":
            words = f"{words}{_ids(row)}".strip()
        several = [f"{before}{part}" for part in words.split("\n") if part]
        if len(several) > _SEVERAL:
            several = [*several[:_SEVERAL], f"and {len(several) - _SEVERAL} more"]
        for each in several:
            for line in wrapped(each, max(width - _GAP, _NARROWEST)):
                yield f"{' ' * _GAP}{line}"


def _ids(row: Mapping[str, str]) -> str:
    """What can be asked for next: the document, and the row's own id."""
    if not row.get("document") or "sentence" not in row:
        return ""
    own = f" {row['id'][:_SHORT]}" if row.get("id") else ""
    return f" [{row['document'][:_ID]}{own}]"


def _widths(rows: Sequence[Mapping[str, str]], names: Sequence[str], width: int) -> dict[str, int]:
    """The width of each column: what its cells need, the widest giving way until all fit."""
    widths = {n: min(_WIDEST, max(cell_len(row[n]) for row in rows)) for n in names}
    room = width - _GAP * (len(names) - 1)
    words = {n: max(cell_len(w) for row in rows for w in row[n].split() or [""]) for n in names}
    # First to the longest word of each, then into words.
    for least in ({n: min(w, _WORD) for n, w in words.items()}, dict.fromkeys(names, _NARROWEST)):
        while sum(widths.values()) > room:
            widest = max(names, key=lambda n, least=least: widths[n] - least[n])  # type: ignore[misc]
            if widths[widest] <= least[widest]:
                break
            widths[widest] -= 1
    return widths


def _set(cells: Mapping[str, str], widths: Mapping[str, int]) -> Iterator[str]:
    """One row as lines, each cell wrapped in its column."""
    columns = {n: wrapped(cells[n], w) for n, w in widths.items()}
    for number in range(max(map(len, columns.values()), default=0)):
        parts = []
        for name, width in widths.items():
            cell = columns[name][number] if number < len(columns[name]) else ""
            parts.append(cell + " " * (width - cell_len(cell)))
        yield (" " * _GAP).join(parts).rstrip()
