"""What commands over a record share: which record, which day, who decides."""

from __future__ import annotations

import os
from typing import Annotated

import typer

Record = Annotated[
    str | None, typer.Option(help="The record: a file, or postgresql://USER@HOST/NAME.")
]
AsOf = Annotated[str | None, typer.Option(help="As it was known on this day.")]
Who = Annotated[str | None, typer.Option(help="Who decides; else DATELINE_WHO, or who you are.")]
Why = Annotated[str | None, typer.Option(help="Why.")]


def record_path(record: str | None) -> str:
    """The record named, by the option or ``DATELINE_RECORD``, else ``dateline.db`` here."""
    return record or os.environ.get("DATELINE_RECORD") or "dateline.db"


def day(text: str | None, end: int) -> str | None:
    """The first (0) or last (1) day of a date given as an option."""
    from dateline.resolve.edtf import published_from

    if text is None:
        return None
    given = published_from(text)
    return (given.from_, given.to)[end]


def who_of(who: str | None) -> str:
    """The name under which a decision is kept: given, ``DATELINE_WHO``, or the user's."""
    import getpass

    from dateline.errors import UsageError

    try:
        return who or os.environ.get("DATELINE_WHO") or getpass.getuser()
    except (OSError, KeyError) as error:
        raise UsageError("who decides? (--who NAME, or DATELINE_WHO)") from error
