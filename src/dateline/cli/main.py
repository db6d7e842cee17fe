"""The command line: what it offers, and how its errors are told.

Exit codes: 0 all well; 1 some documents could not be read; 2 the call is wrong.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

app = typer.Typer(
    name="dateline",
    help="Read news reports about conflict and keep the record.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _name in ("read", "show", "why", "review", "decide", "keep", "serve", "schema"):
    import_module(f"dateline.cli.{_name}").mount(app)
_GROUPS = {"decisions": "decide", "score": "score", "gazetteer": "gazetteer", "user": "user"}
for _name, _module in _GROUPS.items():
    app.add_typer(import_module(f"dateline.cli.{_module}").app, name=_name)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"dateline {version('dateline')}")
        raise typer.Exit


@app.callback()
def main(
    _: Annotated[
        bool,
        typer.Option("--version", help="Say the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Read news reports about conflict and keep the record."""


def run() -> None:
    """The program: an error made on purpose is one line and an exit code, never a traceback."""
    from dateline.errors import DatelineError, UsageError

    try:
        sys.exit(app(prog_name="dateline", standalone_mode=False) or 0)
    except TyperException as error:
        _wrong_call(error)
        sys.exit(2)
    except UsageError as error:
        _say(error)
        sys.exit(2)
    except DatelineError as error:
        _say(error)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _wrong_call(error: Any) -> None:
    """Says in a line what is wrong with the options or arguments; the help where there are none."""
    told = str(error.format_message())
    if told.startswith("Usage:"):
        typer.echo(told, err=True)
        return
    context = getattr(error, "ctx", None)
    _say(f"{told.rstrip('.')} (see: {context.command_path if context else 'dateline'} --help)")


def _say(error: Exception | str) -> None:
    from dateline.export.tables import plain

    print(f"dateline: {plain(error)}", file=sys.stderr)  # noqa: T201
