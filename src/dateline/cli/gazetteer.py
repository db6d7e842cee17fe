"""``dateline gazetteer``: look a name up, or build a fuller gazetteer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.resolve.gazetteer import Entry

app = typer.Typer(
    help="Look names up in the gazetteer, or build a fuller one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="The name of a place, in any spelling.")],
    on: Annotated[
        str | None, typer.Option(help="Who held a disputed territory on this day (2020-06-01).")
    ] = None,
) -> None:
    """List the places that bear a name, the most populous first, and whose a disputed one is.

    "box" bounds the place: west, south, east, north.
    """
    from unicodedata import category

    from dateline.export.tables import printed
    from dateline.resolve.candidates import candidates

    if on is not None and not _is_day(on):
        typer.echo(f"not a day, such as 2020-06-01: {on}", err=True)
        raise typer.Exit(2)
    name = "".join(letter for letter in name if category(letter) != "Cf")  # marks nobody sees
    found = candidates(name)
    rows = [
        {
            "name": entry.name, "country": entry.country, "admin1": entry.admin1,
            "kind": entry.kind, "precision": entry.precision, "lat": entry.lat, "lon": entry.lon,
            "population": entry.population, "geonames": entry.geonames,
            "box": _bounds(entry),
        }
        for entry in found
    ]  # fmt: skip
    told = _disputed(name, on)
    if not rows and not told:
        typer.echo(f"no place of that name: {name}")
        raise typer.Exit(1)
    if rows:
        typer.echo(printed(rows, "table"))
    for line in told:
        typer.echo(line)


def _bounds(entry: Entry) -> str | None:
    from dateline.resolve.extent import box
    from dateline.resolve.places import as_place

    found = box(as_place(entry))
    if found is None:
        return None
    return f"{found.west:.2f},{found.south:.2f},{found.east:.2f},{found.north:.2f}"


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _disputed(name: str, day: str | None) -> list[str]:
    """What is to be said of a disputed territory, nothing of another place."""
    from dateline.resolve.disputed import status

    found = status(name, day)
    if found is None:
        return []
    lines = [f"{found.name}: sovereign by the United Nations: {found.sovereign or 'left open'}"]
    for holder in found.holders:
        backed = f" backed by {holder.backed}" if holder.backed else ""
        lines.append(f"held by {holder.who}{backed} from {holder.first} to {holder.last or 'now'}")
    return [*lines, f"source: {found.source}"]


@app.command()
def build(
    dump: Annotated[Path, typer.Argument(help="A GeoNames dump, such as allCountries.zip.")],
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("places.sqlite"),
) -> None:
    """Build a gazetteer from a GeoNames dump; DATELINE_GAZETTEER=FILE then uses it."""
    from dateline.resolve.gazetteer_build import alpha3, build, from_dump

    held = build(from_dump(dump, alpha3()), to, f"geonames-{dump.stem}")
    typer.echo(f"{held:,} places in {to}; use it with DATELINE_GAZETTEER={to}")
