"""Writes what the docs show of the program: outputs in Markdown, the CLI reference, the schema.

    python docs/generate.py            write
    python docs/generate.py --check    say what differs, and fail if anything does

A block ``<!-- run: dateline show … -->`` is followed by the output of that command over the
example reports, read into a record of its own.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WIDTH = "100"
_BLOCK = re.compile(r"(<!-- run: (?P<command>dateline [^\n]*?) -->\n```text\n).*?(```\n)", re.S)


def output(arguments: list[str]) -> str:
    """What the program prints, run in the project's folder."""
    from typer.testing import CliRunner

    from dateline.cli.main import app

    result = CliRunner().invoke(app, arguments, env={"COLUMNS": WIDTH, "TERMINAL_WIDTH": WIDTH})
    if result.exit_code not in {0}:
        raise SystemExit(f"dateline {' '.join(arguments)}: {result.output}")
    return "".join(f"{line.rstrip()}\n" for line in result.stdout.splitlines())


def with_outputs(text: str) -> str:
    """A Markdown text with its blocks filled."""

    def fill(match: re.Match[str]) -> str:
        arguments = shlex.split(match["command"])[1:]
        return f"{match[1]}$ {match['command']}\n{output(arguments)}{match[3]}"

    return _BLOCK.sub(fill, text)


def commands() -> Iterator[list[str]]:
    """Every command of the program, and after a group those that it holds."""
    from typer.main import get_command

    from dateline.cli.main import app

    def below(command: Any, path: list[str]) -> Iterator[list[str]]:
        yield path
        for name, inner in getattr(command, "commands", {}).items():
            yield from below(inner, [*path, name])

    yield from below(get_command(app), [])


def cli_reference() -> str:
    """The reference of the command line, from its own help."""
    parts = ["# Command line\n\nMade from the program's own help by `make docs`.\n"]
    for command in commands():
        name = " ".join(("dateline", *command))
        parts.append(f"## {name}\n\n```text\n{output([*command, '--help'])}```\n")
    return "\n".join(parts)


def generated() -> dict[Path, str]:
    """Every generated file and what it should say."""
    from dateline.cli.schema import schema_text

    files = {
        ROOT / "docs/reference/cli.md": cli_reference(),
        ROOT / "docs/reference/schema/reading.json": schema_text() + "\n",
    }
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        if path not in files and _BLOCK.search(text):
            files[path] = with_outputs(text)
    return files


def main(arguments: list[str]) -> int:
    """Write or check."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATELINE_RECORD"] = str(Path(folder) / "record.db")
        output(["read", "examples", "--record", os.environ["DATELINE_RECORD"]])
        files = generated()
    stale = [
        path
        for path, text in files.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if "--check" in arguments:
            sys.stderr.write(f"out of date: {path.relative_to(ROOT)} (make docs)\n")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
    return int("--check" in arguments and bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
