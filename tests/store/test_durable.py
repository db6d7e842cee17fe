"""What a record survives: other writers, a full disk, a lost connection, a newer program."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, inspect

from dateline.errors import RecordError
from dateline.store import Query, Store, open_store, rows, sql
from dateline.types import Reading

from .conftest import migrate

Made = Callable[[int], Reading]
Open = Callable[[], Store]


def test_two_writers_lose_nothing_of_each_other(reopen: Open, made: Made) -> None:
    with reopen():
        pass
    wrong: list[BaseException] = []

    def write(numbers: range) -> None:
        try:
            with reopen() as store:
                for number in numbers:
                    store.add(made(number))
        except BaseException as error:
            wrong.append(error)

    writers = [threading.Thread(target=write, args=(range(start, start + 12),)) for start in (0, 6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert wrong == []
    with reopen() as store:
        assert sorted(d.id for d, _ in store.documents()) == sorted(
            made(number).document.id for number in range(18)
        )
        assert len(store.entries(Query())) == 36


def test_two_who_make_a_record_at_once_make_one(reopen: Open, made: Made) -> None:
    wrong: list[BaseException] = []

    def make() -> None:
        try:
            with reopen() as store:
                store.add(made(1))
        except BaseException as error:
            wrong.append(error)

    makers = [threading.Thread(target=make) for _ in range(3)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert wrong == []
    with reopen() as store:
        assert len(list(store.documents())) == 1


def test_a_snapshot_stays_as_it_was_while_others_write(reopen: Open, made: Made) -> None:
    with reopen() as writer, reopen() as reader:
        writer.add(made(1))
        with reader.snapshot() as now:
            before = now.entries(Query())
            writer.add(made(2))
            assert now.entries(Query()) == before
            assert len(list(now.documents())) == 1
        assert len(list(reader.documents())) == 2
        first = reader.version()
        writer.add(made(3))
        assert reader.version() != first


def test_a_lost_connection_is_said_and_the_work_goes_on(
    server: Any, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = server.fresh()
    with open_store(address, create=True) as store:
        store.add(made(1))
        server.cut()  # between two calls: nobody notices
        assert len(store.entries(Query())) == 2
        put = rows.put

        def cut(*given: Any) -> None:
            put(*given)
            server.cut()

        monkeypatch.setattr("dateline.store.sql.put", cut)
        with pytest.raises(RecordError, match="cannot write to the record") as said:
            store.add(made(2))
        assert len(str(said.value).splitlines()) == 1
        assert "secret" not in str(said.value)
        monkeypatch.setattr("dateline.store.sql.put", put)
        assert [d.id for d, _ in store.documents()] == [made(1).document.id]
        assert store.add(made(2))


@pytest.mark.parametrize(
    "address",
    ["postgresql://someone:secret@127.0.0.1:1/none", "mysql://someone:secret@host/none",
     "postgresql://:::"],
)  # fmt: skip
def test_a_server_that_is_not_there_is_a_line_without_the_password(address: str) -> None:
    with pytest.raises(RecordError) as said:
        open_store(address, create=True)
    assert len(str(said.value).splitlines()) == 1
    assert "secret" not in str(said.value)


def test_a_database_of_others_is_left_alone(server: Any) -> None:
    from sqlalchemy.engine import make_url

    address = server.fresh()
    with pytest.raises(RecordError, match="no record at"):
        open_store(address, create=False)
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (x int)")
    engine.dispose()
    with pytest.raises(RecordError, match="not a record of Dateline"):
        open_store(address, create=True)


def refused(store: Store, reading: Reading) -> str | None:
    """Why a reading cannot be kept."""
    try:
        store.add(reading)
    except RecordError as error:
        return str(error)
    return None


def test_a_full_disk_is_said_and_the_work_goes_on(tmp_path: Path, made: Made) -> None:
    path = tmp_path / "record.db"
    with open_store(path, create=True) as store:
        assert isinstance(store, sql.SqlStore)
        store.add(made(0))
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        store._engine.dispose()

        def full(connection: Any, _: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}")

        event.listen(store._engine, "connect", full)
        number, said = 0, None
        while said is None and number < 2000:
            number += 1
            said = refused(store, made(number))
        assert "cannot write to the record" in (said or "")
        assert "full" in (said or "")
        kept = [d.id for d, _ in store.documents()]
        assert made(number).document.id not in kept
        assert len(kept) == number
        event.remove(store._engine, "connect", full)
        store._engine.dispose()
        assert store.add(made(number))


def test_a_record_of_a_newer_program_is_not_touched(where: str, reopen: Open, made: Made) -> None:
    with reopen() as store:
        store.add(made(1))
        assert isinstance(store, sql.SqlStore)
        with store._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RecordError, match="made by a newer program"):
        reopen()


def test_the_newest_form_is_the_last_migration() -> None:
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "dateline.store:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == sql.HEAD


def test_a_record_of_the_first_form_is_brought_up_to_date(where: str, made: Made) -> None:
    """Made as the first program made it: its tables, its columns, no decisions."""
    with open_store(where, create=True) as store:
        assert isinstance(store, sql.SqlStore)
        for number in range(3):
            store.add(made(number))
        held = list(store.documents()), store.entries(Query()), store.commitments()
        migrate(store, "0001", command.downgrade)
        with store._engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
    assert tables == {
        "alembic_version", "documents", "statements", "actors", "commitments", "silences",
    }  # fmt: skip
    with open_store(where, create=False) as store:
        assert (list(store.documents()), store.entries(Query()), store.commitments()) == held
        assert [e.document for e in store.entries(Query(text="unit 2 left"))] == [
            made(2).document.id
        ] * 2
        assert store.decisions() == []
        assert store.add(made(4))
        assert not store.add(made(1))
