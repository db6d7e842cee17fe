"""A record copied as a whole: into a file to keep, and from there into any record.

A SQLite file is copied by SQLite's own means, page by page; a PostgreSQL record row by row, out of
one transaction that sees it as it stood. In both cases others may go on writing. The copy is a
record like any other.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Integer, Table, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from dateline.errors import RecordError
from dateline.store import is_address
from dateline.store.engines import reason, writing
from dateline.store.sql import SqlStore
from dateline.store.tables import documents, metadata

_SOME = 1000


def backup(where: Path | str, to: Path) -> int:
    """Copy the record into a new file, whole or not at all; how many documents it holds."""
    if to.exists():
        raise RecordError(f"there is a file already: {to}")
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        with SqlStore.open(where, create=False) as record:
            if record.is_file:
                _pages(Path(where), part)
            else:
                with SqlStore.open(part, create=True) as copy:
                    _rows(record, copy)
        _as_one_file(part)
        with SqlStore.open(part, create=False) as copy:
            held = _held(copy)
        _as_one_file(part)
        part.rename(to)
    except (OSError, sqlite3.Error) as error:
        raise RecordError(f"cannot write {to}: {reason(error)}") from error
    finally:
        for path in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)
    return held


def restore(file: Path, where: Path | str) -> int:
    """Copy the record in a file into a new record; how many documents it holds."""
    if not file.is_file():
        raise RecordError(f"no record at {file}")
    if not is_address(str(where)):
        return backup(file, Path(where))
    with TemporaryDirectory() as folder:  # an older one is brought up to date, the file is not
        now = Path(folder) / "record.db"
        backup(file, now)
        with SqlStore.open(now, create=False) as held, SqlStore.open(where, create=True) as record:
            if _held(record) or record.decisions() or record.removals():
                raise RecordError(f"there is something in the record already: {record.name}")
            _rows(held, record)
            return _held(record)


def _held(record: SqlStore) -> int:
    """How many documents a record holds."""
    with record.reading() as connection:
        return connection.execute(select(func.count()).select_from(documents)).scalar_one()


def _pages(path: Path, to: Path) -> None:
    source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        copy = sqlite3.connect(to)
        try:
            source.backup(copy, pages=4096)
        finally:
            copy.close()
    finally:
        source.close()


def _as_one_file(path: Path) -> None:
    """Take what the write-ahead log holds into the file, and leave no log beside it."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()


def _rows(record: SqlStore, copy: SqlStore) -> None:
    try:
        with record.reading() as source, writing(copy.engine).begin() as target:
            for table in metadata.sorted_tables:
                found = source.execution_options(yield_per=_SOME).execute(select(table))
                for rows in found.mappings().partitions(_SOME):
                    target.execute(insert(table), [dict(row) for row in rows])
                _count_on(target, table)
    except SQLAlchemyError as error:
        raise RecordError(f"cannot copy {record.name}: {reason(error)}") from error


def _count_on(target: Connection, table: Table) -> None:
    """Let a counted column go on after the last number put in."""
    column = table.autoincrement_column
    if target.dialect.name != "postgresql" or column is None:
        return
    if not isinstance(column.type, Integer):
        return
    last = target.execute(select(func.max(column))).scalar()
    if last is not None:
        of = func.pg_get_serial_sequence(table.name, column.name)
        target.execute(select(func.setval(of, last)))
