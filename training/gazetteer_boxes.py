"""Bounds of countries and first-order divisions, for `dateline.resolve.extent`.

    python training/gazetteer_boxes.py src/dateline/data/gazetteer/boxes.tsv

The box of a country or division holds all its towns that the gazetteer has (GeoNames, CC BY 4.0),
and a quarter of a degree around them.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from dateline.resolve.gazetteer import lookup, populated

MARGIN = 0.25
HEAD = """\
# Boxes of countries and their first-order divisions (degrees WGS 84), where the gazetteer has towns
# of theirs: the bounds of the towns and a quarter of a degree around. Over the date line west is
# above east. Source: GeoNames (CC BY 4.0), by training/gazetteer_boxes.py.
country	admin1	geonames	west	south	east	north
"""


def bounds(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The smallest box with the points in it, over the date line where that is the shorter way."""
    lats, lons = [lat for lat, _ in points], sorted(lon for _, lon in points)
    gaps = [(b - a, b, a) for a, b in zip(lons, [*lons[1:], lons[0] + 360], strict=True)]
    _, west, east = max(gaps)
    return (
        (west - MARGIN + 180) % 360 - 180, max(-90.0, min(lats) - MARGIN),
        (east + MARGIN + 180) % 360 - 180, min(90.0, max(lats) + MARGIN),
    )  # fmt: skip


def _number(code: str, division: str) -> str:
    """The GeoNames id of a division."""
    found = (e for e in lookup(division) if e.kind == "admin1" and e.country == code)
    entry = next((e for e in found if e.name == division), None)
    return str(entry.geonames) if entry is not None and entry.geonames else ""


def main() -> None:
    """Write the table."""
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for town in populated(1):
        if town.kind in {"city", "capital"} and town.country and town.lat is not None:
            for division in {"", town.admin1 or ""}:
                points[town.country, division].append((town.lat, town.lon or 0.0))
    lines = (
        "\t".join(
            [code, division, _number(code, division), *(f"{value:.2f}" for value in bounds(found))]
        )
        for (code, division), found in sorted(points.items())
    )
    Path(sys.argv[1]).write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
