"""A record verified, copied and brought back, whatever holds it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from dateline.errors import RecordError
from dateline.store import Query, Store, open_store, sql, views
from dateline.store import verified as looked
from dateline.store.copying import backup, restore
from dateline.store.tables import events, statements, told
from dateline.store.verified import verified
from dateline.types import Reading

Made = Callable[[int], Reading]
Open = Callable[[], Store]


def filled(store: Store, made: Made) -> None:
    for number in range(3):
        store.add(made(number))
    id = made(1).statements[0].id
    done = views.decide(store, "correct", [id], cell="modality", value="planned", who="A")
    views.withdraw(store, done.id, who="B", why="no")
    views.correct(store, [id], "actors", "Mali=MLI.MIL", who="A")


def everything(store: Store) -> list[object]:
    return [
        list(store.documents()), store.entries(Query()), store.commitments(), store.silences(),
        store.decisions(), store.copies(), store.entries(Query(text="unit 2")),
    ]  # fmt: skip


def test_a_whole_record_has_no_faults(reopen: Open, made: Made) -> None:
    with reopen() as store:
        filled(store, made)
        found = verified(store)
    assert found.faults == ()
    assert (found.documents, found.statements, found.decisions) == (3, 6, 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE statements SET place = 'Gao'", "the column place says something else"),
        ("UPDATE actors SET name = 'Niger'", "names others than it does"),
        ("DELETE FROM actors", "names others than it does"),
        (
            "UPDATE documents SET data = CAST(replace(CAST(data AS TEXT), 'Kidal', 'Tedal') AS BLOB)",
            "the text at",
        ),
        (
            "UPDATE decisions SET data = CAST(replace(CAST(data AS TEXT), '\"A\"', '\"C\"') AS BLOB)",
            "its id is not that",
        ),
        ("DELETE FROM statements WHERE number = 1", "there is no statement"),
    ],
)
def test_what_somebody_changed_by_hand_is_found(
    tmp_path: Path, made: Made, change: str, said: str
) -> None:
    with open_store(tmp_path / "record.db", create=True) as store:
        assert isinstance(store, sql.SqlStore)
        filled(store, made)
        with store.engine.connect() as connection:
            connection.rollback()
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys=OFF")
            driver.execute(change)
            driver.execute("PRAGMA foreign_keys=ON")
        messages = [fault.message for fault in verified(store).faults]
    assert any(said in message for message in messages), messages


def test_a_backup_holds_all_and_comes_back(
    where: str, reopen: Open, made: Made, tmp_path: Path
) -> None:
    file, again = tmp_path / "backup.db", tmp_path / "again.db"
    with reopen() as store:
        filled(store, made)
        held = everything(store)
        assert backup(where, file) == 3
        store.add(made(9))  # others write on
    assert [p.name for p in tmp_path.glob("*backup*")] == ["backup.db"]
    with pytest.raises(RecordError, match="there is a file already"):
        backup(where, file)
    assert restore(file, again) == 3
    with open_store(again, create=False) as store:
        assert everything(store) == held
        assert verified(store).faults == ()
        assert store.add(made(9))


def test_a_file_moves_to_a_server(tmp_path: Path, made: Made, server: object) -> None:
    file = tmp_path / "record.db"
    with open_store(file, create=True) as store:
        filled(store, made)
        held = everything(store)
    address = server.fresh()  # type: ignore[attr-defined]
    assert restore(file, address) == 3
    with open_store(address, create=False) as store:
        assert everything(store) == held
        assert store.add(made(9))
        assert verified(store).faults == ()
    with pytest.raises(RecordError, match="something in the record already"):
        restore(file, address)


def test_what_cannot_be_copied_is_said(tmp_path: Path, made: Made) -> None:
    with open_store(tmp_path / "record.db", create=True) as store:
        store.add(made(1))
    with pytest.raises(RecordError, match="cannot write"):
        backup(tmp_path / "record.db", tmp_path / "none" / "backup.db")
    with pytest.raises(RecordError, match="no record at"):
        backup(tmp_path / "other.db", tmp_path / "backup.db")
    with pytest.raises(RecordError, match="no record at"):
        restore(tmp_path / "other.db", tmp_path / "backup.db")
    assert [p.name for p in tmp_path.iterdir()] == ["record.db"]


def test_what_is_no_reading_any_more_is_said_in_a_line(tmp_path: Path, made: Made) -> None:
    with open_store(tmp_path / "record.db", create=True) as store:
        assert isinstance(store, sql.SqlStore)
        store.add(made(1))
        with store.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE statements SET data = CAST('{' AS BLOB)")
        with pytest.raises(RecordError, match="cannot read the record"):
            verified(store)
        with pytest.raises(RecordError, match="cannot read the record"):
            store.entries(Query())


def test_processes_find_what_one_finds(
    tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path / "record.db", create=True) as store:
        assert isinstance(store, sql.SqlStore)
        filled(store, made)
        first, second = (made(n).statements[0].id for n in (0, 2))
        views.correct(store, [first], "type", "AID", who="A")
        views.decide(store, "same", [first, second], who="A")
        views.decide(store, "reject", [made(1).statements[1].id], who="A")
        whole = verified(store)
        assert whole.faults == ()
        monkeypatch.setattr(looked, "_ALONE", 0)
        monkeypatch.setattr(looked, "cores", lambda: 2)
        said: list[str] = []
        assert verified(store, said.append) == whole
        assert said[-1].startswith("100%")
        with store.engine.begin() as connection:
            connection.execute(update(told).where(told.c.number == 3).values(home="elsewhere"))
            connection.execute(update(statements).where(statements.c.number == 2).values(place="X"))
            one = select(events).limit(1)
            strange = {**connection.execute(one).mappings().one(), "number": 99, "id": "f" * 16}
            connection.execute(insert(events), strange)
        several = verified(store)
        assert {f.what for f in several.faults} >= {"event", "statement", "record"}
        assert "is kept, and merging anew has none such" in {f.message for f in several.faults}
        monkeypatch.undo()
        assert set(verified(store).faults) == set(several.faults)
