"""``dateline gazetteer``: look a name up, or build a fuller gazetteer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Look names up in the gazetteer, or build a fuller one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="The name of a place, in any spelling.")],
) -> None:
    """List the places that bear a name, the most populous first."""
    from dateline.export.tables import printed
    from dateline.resolve.gazetteer import lookup

    found = lookup(name)
    rows = [
        {
            "name": entry.name, "country": entry.country, "admin1": entry.admin1,
            "kind": entry.kind, "precision": entry.precision, "lat": entry.lat, "lon": entry.lon,
            "population": entry.population, "geonames": entry.geonames,
        }
        for entry in found
    ]  # fmt: skip
    typer.echo(printed(rows, "table") if rows else f"no place of that name: {name}")
    if not rows:
        raise typer.Exit(1)


@app.command()
def build(
    dump: Annotated[Path, typer.Argument(help="A GeoNames dump, such as allCountries.zip.")],
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("places.sqlite"),
) -> None:
    """Build a gazetteer from a GeoNames dump; DATELINE_GAZETTEER=FILE then uses it."""
    from dateline.resolve.gazetteer_build import alpha3, build, from_dump

    held = build(from_dump(dump, alpha3()), to, f"geonames-{dump.stem}")
    typer.echo(f"{held:,} places in {to}; use it with DATELINE_GAZETTEER={to}")
