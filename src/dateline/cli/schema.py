"""``dateline schema``: the JSON Schema of a reading, from the program's own types."""

from __future__ import annotations

import typer


def schema_text() -> str:
    """The JSON Schema of a reading, set with two spaces."""
    import msgspec

    from dateline.types import Reading

    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(Reading)), indent=2).decode()


def mount(app: typer.Typer) -> None:
    """Put the command into the program."""

    @app.command()
    def schema() -> None:
        """Print the JSON Schema of what ``dateline read --json`` prints."""
        typer.echo(schema_text())
