"""``dateline score``: how well this program does on labelled data."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from dateline.errors import DatelineError

app = typer.Typer(no_args_is_help=True, help="Score the program on labelled data.")

_Path = Annotated[Path, typer.Argument(help="The labelled data: a folder or a file.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one flat JSON object.")]
_Verbose = Annotated[
    bool, typer.Option("--verbose", help="List what was missed, spurious and wrong.")
]
_SplitName = Annotated[str | None, typer.Option(help="Only what is of this split: dev, test.")]


@app.command()
def readings(path: _Path, json: _Json = False, verbose: _Verbose = False) -> None:
    """Whole readings, against golden readings (a folder of TOML with its texts)."""
    _show("readings", path, json=json, verbose=verbose)


@app.command()
def events(path: _Path, json: _Json = False) -> None:
    """Types of events, against marked pairs (a TSV in the form of Zero-Shot-PLOVER)."""
    _show("events", path, json=json)


@app.command()
def arguments(path: _Path, json: _Json = False) -> None:
    """Who acts and who is acted on, against sentences tagged with S and T."""
    _show("arguments", path, json=json)


@app.command()
def names(path: _Path, json: _Json = False) -> None:
    """Names, against a folder of tagged newswire."""
    _show("names", path, json=json)


@app.command()
def factuality(path: _Path, json: _Json = False) -> None:
    """Whether it happened, against JSON lines in the form of UW factuality."""
    _show("factuality", path, json=json)


@app.command()
def times(path: _Path, json: _Json = False) -> None:
    """Time expressions, against a folder of TimeML files."""
    _show("times", path, json=json)


@app.command()
def places(path: _Path, json: _Json = False) -> None:
    """Places, against a corpus in the XML of LGL, TR-News or GeoWebNews."""
    _show("places", path, json=json)


@app.command()
def attribution(path: _Path, json: _Json = False) -> None:
    """Attributions, against folders of PolNeAR."""
    _show("attribution", path, json=json)


@app.command()
def stance(
    path: _Path,
    json: _Json = False,
    verbose: _Verbose = False,
    split: _SplitName = None,
) -> None:
    """Stance and evidence, against labelled sentences of our own (a TSV)."""
    _show("stance", path, json=json, verbose=verbose, split=split)


@app.command()
def actors(
    path: _Path,
    json: _Json = False,
    verbose: _Verbose = False,
    split: _SplitName = None,
) -> None:
    """Whom names, offices, pronouns and descriptions stand for, against marked passages (a TSV)."""
    _show("actors", path, json=json, verbose=verbose, split=split)


@app.command()
def coreference(path: _Path, json: _Json = False) -> None:
    """Mentions of one event, against folders in the form of ECB+ or MEANTIME."""
    _show("coreference", path, json=json)


@app.command()
def commitments(
    path: _Path,
    json: _Json = False,
    verbose: _Verbose = False,
    split: _SplitName = None,
) -> None:
    """Commitments and silences, against passages of our own (JSON lines)."""
    _show("commitments", path, json=json, verbose=verbose, split=split)


def _show(
    task: str, path: Path, *, json: bool, verbose: bool = False, split: str | None = None
) -> None:
    """Score ``path`` and print the figures; a call that is wrong ends with exit code 2."""
    try:
        if not path.exists():
            _refuse(f"{path}: no such file or folder")
        scorer = import_module(f"dateline.score.{task}")
        of = {} if split is None else {"split": _split(split)}
        found = _explain(task, path, **of) if verbose else scorer.score(path, **of)
        figures = msgspec.to_builtins(found)
    except ModuleNotFoundError as error:
        if error.name != f"dateline.score.{task}":
            raise
        _refuse(f"this version cannot score {task}")
    except DatelineError as error:
        _refuse(str(error))
    if json:
        typer.echo(msgspec.json.encode(figures).decode())
        return
    table = Table("figure", "value", title=f"{task}: {path}")
    for name, value in figures.items():
        if isinstance(value, dict):
            for label, measure in value.items():
                shown = _measure(measure) if isinstance(measure, dict) else _cell(measure)
                table.add_row(f"{name}: {label}", shown)
        else:
            table.add_row(name, _cell(value))
    Console().print(table)


def _explain(task: str, path: Path, **of: str) -> Any:
    """The score, what makes it up listed on standard error."""
    scorer = import_module(f"dateline.score.{task}")
    began = time.perf_counter()
    compared = scorer.comparisons(path, **of)
    for one in compared:
        for line in scorer.explain(one):
            typer.echo(line, err=True)
    return scorer.tally(compared, time.perf_counter() - began)


def _split(name: str) -> str:
    if name not in {"dev", "test"}:
        _refuse(f"no such split: {name} (dev or test)")
    return name


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _measure(measure: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_cell(value)}" for name, value in measure.items())


def _refuse(message: str) -> None:
    typer.echo(f"dateline: {message}", err=True)
    raise typer.Exit(2)
