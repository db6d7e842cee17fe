"""The world as the map draws it: land, lakes, borders and disputed borders, from Natural Earth.

Shapefiles in, one compact JSON a scale out. Points are whole hundredths of a degree, each line
as its first point and then differences: ``[x, y, dx, dy, ...]``.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from itertools import pairwise

Read = Callable[[str], bytes]
Line = list[tuple[int, int]]
UNIT = 100


def world(read: Read, about: dict[str, str]) -> dict[str, bytes]:
    """A file a scale (``50m``, ``110m``) in the folder ``about["folder"]``."""
    files = {}
    for scale in about["scales"].split():
        base = about["base"]

        def layer(name: str, scale: str = scale, base: str = base) -> tuple[bytes, bytes]:
            path = f"{base}/{name.format(scale=scale)}"
            return read(f"{path}.shp"), read(f"{path}.dbf")

        made = {
            "land": _lines(layer("physical/ne_{scale}_land")[0]),
            "lakes": _lines(layer("physical/ne_{scale}_lakes")[0]),
            **_borders(*layer("cultural/ne_{scale}_admin_0_boundary_lines_land")),
            "names": _names(layer("cultural/ne_{scale}_admin_0_countries")[1]),
        }
        text = json.dumps(made, separators=(",", ":"), ensure_ascii=False)
        files[f"{about['folder']}/world-{scale}.json"] = text.encode()
    return files


def _borders(shapes: bytes, table: bytes) -> dict[str, list[list[int]]]:
    """Borders by what they are: agreed, or disputed, a line of control, indefinite or claimed."""
    found: dict[str, list[list[int]]] = {"borders": [], "disputed": []}
    for parts, row in zip(_shapes(shapes), _rows(table), strict=True):
        said = (row.get("FEATURECLA") or row.get("featurecla") or "").casefold()
        kind = "borders" if said.startswith("international") else "disputed"
        found[kind] += [_packed(part) for part in parts if len(part) > 1]
    return found


def _names(table: bytes) -> list[list[object]]:
    """Countries with the point for their name, and from which zoom on it is of use."""
    return [
        [r["NAME"], round(float(r["LABEL_X"]), 2), round(float(r["LABEL_Y"]), 2),
         float(r["MIN_LABEL"])]
        for r in _rows(table)
    ]  # fmt: skip


def _lines(shapes: bytes) -> list[list[int]]:
    return [_packed(part) for parts in _shapes(shapes) for part in parts if len(part) > 2]


def _packed(line: Line) -> list[int]:
    out: list[int] = []
    x = y = 0
    for px, py in line:
        out += (px - x, py - y)
        x, y = px, py
    return out


def _shapes(data: bytes) -> Iterator[list[Line]]:
    """The parts of each record of a shapefile of lines or polygons."""
    at = 100
    while at < len(data):
        (words,) = struct.unpack(">i", data[at + 4 : at + 8])
        body = data[at + 8 : at + 8 + 2 * words]
        at += 8 + 2 * words
        (kind,) = struct.unpack("<i", body[:4])
        if kind == 0:
            yield []
            continue
        parts, points = struct.unpack("<ii", body[36:44])
        starts = [*struct.unpack(f"<{parts}i", body[44 : 44 + 4 * parts]), points]
        base = 44 + 4 * parts
        xy = struct.unpack(f"<{2 * points}d", body[base : base + 16 * points])
        whole = [(round(xy[2 * i] * UNIT), round(xy[2 * i + 1] * UNIT)) for i in range(points)]
        yield [_thinned(whole[a:b]) for a, b in pairwise(starts)]


def _thinned(line: Line) -> Line:
    """The line without points that rounding made equal."""
    return [p for i, p in enumerate(line) if i == 0 or p != line[i - 1]]


def _rows(table: bytes) -> Iterator[dict[str, str]]:
    count, head, length = struct.unpack("<IHH", table[4:12])
    fields, at = [], 32
    while table[at] != 13:
        fields.append((table[at : at + 11].split(b"\0")[0].decode(), table[at + 16]))
        at += 32
    for number in range(count):
        at = head + number * length + 1
        row = {}
        for name, width in fields:
            row[name] = table[at : at + width].decode("utf-8", "replace").strip().strip("\0")
            at += width
        yield row
