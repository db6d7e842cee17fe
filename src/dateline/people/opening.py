"""Opening the file that people are kept in: made, or brought up to date, where needed."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect
from sqlalchemy.exc import SQLAlchemyError

from dateline.errors import RecordError

HEAD = "0001"


def opened(path: Path, *, create: bool) -> Engine:
    """The database at ``path``; a ``RecordError`` where it cannot be opened, or is another's.

    A new file is for its owner alone.
    """
    if not path.is_file():
        if not create:
            raise RecordError(f"nobody has an account: no file {path} (dateline user add NAME)")
        try:
            path.touch(mode=0o600)
        except OSError as error:
            raise RecordError(f"cannot make {path}: {error.strerror}") from error
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        _prepare(engine, path)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        engine.dispose()
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise RecordError(f"cannot open {path}: {reason}") from error
    except RecordError:
        engine.dispose()
        raise
    return engine


def _configure(connection: Any, _: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare(engine: Engine, path: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    with engine.begin() as connection:
        tables = set(inspect(connection).get_table_names())
        if tables and not {"alembic_version", "accounts"} <= tables:
            raise RecordError(f"not a file of Dateline's people: {path}")
        if tables:
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
            if version.scalar() == HEAD:
                return
        config = Config()
        config.set_main_option("script_location", "dateline.people:migrations")
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise RecordError(f"{path}: made by a newer program ({error})") from error
