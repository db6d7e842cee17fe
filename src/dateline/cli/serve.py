"""``dateline serve``: the record as a page and an API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.record import Record, record_path


def mount(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command()(serve)


def serve(
    record: Record = None,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="On which port; 0: any.")] = 8000,
    allow: Annotated[
        list[str] | None, typer.Option(help="Another name under which the server is reached.")
    ] = None,
    auth: Annotated[
        bool, typer.Option("--auth", help="Ask everybody for an account (dateline user add).")
    ] = False,
    people: Annotated[
        Path | None, typer.Option(help="The file of people, where not beside the record.")
    ] = None,
    open: Annotated[
        bool, typer.Option("--open", help="Let other machines read without an account.")
    ] = False,
    name: Annotated[
        str | None, typer.Option(help="Who decides at this machine, where nobody logs in.")
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Take no decisions where nobody logs in.")
    ] = False,
    https: Annotated[
        bool, typer.Option("--https", help="A proxy before this server speaks https.")
    ] = False,
    proxy: Annotated[
        list[str] | None,
        typer.Option(help="Where that proxy asks from, where not from this machine."),
    ] = None,
    rate: Annotated[
        int | None,
        typer.Option(
            min=0, help="Requests a minute of one reader; 0: any (as at one's own machine)."
        ),
    ] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Read reports from addresses of the public internet.")
    ] = False,
    fetch_from: Annotated[
        list[str] | None,
        typer.Option(help="An address of your own network (IP:PORT) that may be asked too."),
    ] = None,
    tiles: Annotated[
        str | None, typer.Option(help="A tile server for the map (https://…/{z}/{x}/{y}.png).")
    ] = None,
    tiles_credit: Annotated[str | None, typer.Option(help="Whose tiles these are.")] = None,
) -> None:
    """Serve the record as a page and an API, by default to this machine alone."""
    from dateline.cli.user import people_file
    from dateline.web.serving import run
    from dateline.web.settings import Settings

    run(
        Settings(
            record=record_path(record), host=host, port=port, hosts=tuple(allow or ()), auth=auth,
            people=people_file(record, people) if auth else None, open=open, name=name,
            read_only=read_only, https=https, proxies=tuple(proxy or ()), rate=rate,
            fetch=fetch, fetch_from=tuple(fetch_from or ()), tiles=tiles, tiles_credit=tiles_credit,
        )
    )  # fmt: skip
