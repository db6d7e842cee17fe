"""Databases that can hold a record: how each is reached, and how its transactions begin.

Both let one writer in at a time, and neither lets a reader wait: SQLite by its write-ahead log
and ``BEGIN IMMEDIATE``, PostgreSQL by a lock of our own that a writing transaction holds.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dateline.errors import RecordError
from dateline.store import is_address

POSTGRES = ("postgresql://", "postgres://", "postgresql+psycopg://")
WRITING = "dateline_writing"
# Any number will do, as long as it is always the same: "dateline" as ASCII, its first eight bytes.
_LOCK = int.from_bytes(b"dateline", "big")
_WAIT = 30
# So many pages of 4 KB are written beside the file before it is brought up, which waits for the
# disk: at each second report by SQLite's own number, at one in some thirty by this.
_PAGES = 16000


def sqlite_engine(path: Path) -> Engine:
    """The engine for a SQLite file."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def postgres_engine(where: str) -> Engine:
    """The engine for a PostgreSQL address; a ``RecordError`` where it makes no sense."""
    if not where.startswith(POSTGRES):
        kind = where.partition("://")[0]
        raise RecordError(f"no such kind of record: {kind} (a file, or postgresql://…)")
    try:
        url = make_url(where).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise RecordError("not an address: postgresql://USER:PASSWORD@HOST:PORT/NAME") from error
    try:
        engine = create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": _WAIT, "application_name": "dateline"},
        )
    except ModuleNotFoundError as error:
        needed = "pip install 'dateline[postgres]'"
        raise RecordError(f"PostgreSQL needs the driver psycopg ({needed})") from error
    event.listen(engine, "begin", _begin_postgres)
    return engine


def name_of(engine: Engine) -> str:
    """How the record is called to people: the file, or the address without its password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=True)


def shown(where: Path | str) -> str:
    """What a record was called in a call, fit to be told: without a password."""
    text = str(where)
    if not is_address(text):
        return text
    return re.sub(r"(?<=://)([^/@:]*):[^/]*@", r"\1:***@", text)


def writing(engine: Engine, *, wait: bool = True) -> Engine:
    """The engine, its transactions meant to write; an error where they would have to ``wait``."""
    return engine.execution_options(**{WRITING: "waiting" if wait else "at once"})


def reading_of(engine: Engine) -> Engine:
    """The engine, its transactions seeing the record as it stood when they began."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def reason(error: BaseException) -> str:
    """What went wrong, as the database says it, in a line."""
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(cause).__name__


def settle(connection: Connection) -> None:
    """See to it that what was committed survives a loss of power, too."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        with suppress(Exception):  # a reader in the way: the log is on the disk all the same
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)")  # type: ignore[union-attr]


def _begin_sqlite(connection: Connection) -> None:
    """Start a real transaction, so that table changes are all or nothing too."""
    writes = connection.get_execution_options().get(WRITING)
    if writes != "at once":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        return
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_WAIT * 1000}")


def _begin_postgres(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITING)
    if writes == "waiting":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    elif writes:
        got = connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({_LOCK})").scalar()
        if not got:
            raise BlockingIOError("somebody writes to the record")


def _configure(connection: Any, _: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL", f"wal_autocheckpoint={_PAGES}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
