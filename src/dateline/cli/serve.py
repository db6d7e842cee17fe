"""``dateline serve``: the record as a page and an API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def mount(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command()(serve)


def serve(
    record: Annotated[Path | None, typer.Option(help="The record (a file).")] = None,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="On which port; 0: any.")] = 8000,
    allow: Annotated[
        list[str] | None, typer.Option(help="Another name under which the server is reached.")
    ] = None,
    tiles: Annotated[
        str | None, typer.Option(help="A tile server for the map (https://…/{z}/{x}/{y}.png).")
    ] = None,
    tiles_credit: Annotated[str | None, typer.Option(help="Whose tiles these are.")] = None,
) -> None:
    """Serve the record as a page and an API, by default to this machine alone."""
    from dateline.cli.show import record_path
    from dateline.web.serving import run
    from dateline.web.settings import Settings

    run(
        Settings(
            record=record_path(record), host=host, port=port, hosts=tuple(allow or ()),
            tiles=tiles, tiles_credit=tiles_credit,
        )
    )  # fmt: skip
