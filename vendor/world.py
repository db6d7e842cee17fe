"""The world as the map draws it: countries, lakes, borders and disputed borders, of Natural Earth.

Shapefiles in, one compact JSON a scale out, and a drawing for pages without JavaScript. Points are
whole hundredths of a degree, each line as its first point and then differences:
``[x, y, dx, dy, ...]``.
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
            "countries": _countries(*layer("cultural/ne_{scale}_admin_0_countries")),
            "lakes": _lines(layer("physical/ne_{scale}_lakes")[0]),
            **_borders(*layer("cultural/ne_{scale}_admin_0_boundary_lines_land")),
            "names": _names(layer("cultural/ne_{scale}_admin_0_countries")[1]),
        }
        text = json.dumps(made, separators=(",", ":"), ensure_ascii=False)
        if scale == about["drawn"]:
            files[f"{about['folder']}/world.svg"] = _drawn(made).encode()
        else:
            files[f"{about['folder']}/world-{scale}.json"] = text.encode()
    return files


def _countries(shapes: bytes, table: bytes) -> list[list[object]]:
    """Each country's code and its rings; the code is ``null`` where ISO has none."""
    found: list[list[object]] = []
    for parts, row in zip(_shapes(shapes), _rows(table), strict=True):
        code = row["ISO_A3_EH"]
        rings = [_packed(part) for part in parts if len(part) > 2]
        found.append([code if code.isalpha() else None, rings])
    return found


def _drawn(made: dict[str, list]) -> str:
    """The world as a drawing: a unit is a degree, north is up (y is minus the latitude)."""
    land = "".join(_path(ring) + "z" for _, rings in made["countries"] for ring in rings)
    water = "".join(_path(line) + "z" for line in made["lakes"])
    borders, disputed = ("".join(map(_path, made[k])) for k in ("borders", "disputed"))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -90 360 180">'
        f'<path d="{land}" fill="#8a938e" fill-opacity=".25"/>'
        f'<path d="{water}" fill="#5f8494" fill-opacity=".3"/>'
        f'<path d="{borders}" fill="none" stroke="#8a938e" stroke-width=".12"/>'
        f'<path d="{disputed}" fill="none" stroke="#a0623a" stroke-width=".16" '
        'stroke-dasharray=".5 .35"/></svg>\n'
    )


def _path(line: list[int]) -> str:
    """A packed line as the data of a path, rounded to tenths of a degree."""
    x, y, points = 0, 0, []
    for dx, dy in zip(line[::2], line[1::2], strict=True):
        x, y = x + dx, y + dy
        point = (round(x / UNIT, 1), round(-y / UNIT, 1))
        if not points or points[-1] != point:
            points.append(point)
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in points)


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
