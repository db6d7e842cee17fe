"""Reports taken out of a record: what is left is as if they had never been in it."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from dateline.analysis import Given
from dateline.cli.main import app
from dateline.errors import UsageError
from dateline.pipeline import read
from dateline.store import Query, Store, open_store, views
from dateline.store.copying import backup
from dateline.store.grounds import why
from dateline.store.verified import verified
from dateline.types import Reading

Open = Callable[[], Store]
WIRE = (
    "Rebels shelled the market of Goma on Monday 10 June, killing three people, witnesses said. "
    "The army has not commented. Two shops burned down and the road to the airport was closed, "
    "traders said, while families fled to the north of the city with what they could carry. "
    "The hospital of the town took in eleven wounded and asked for blood in the evening."
)
TEXTS = (
    ("2024-06-10", "First Wire", WIRE),
    ("2024-06-11", "Second Paper", f"{WIRE} The road was open again on Tuesday."),
    ("2024-06-12", "Third Paper",
     "The army of the Democratic Republic of Congo accused rebels of shelling Goma on Monday 10 "
     "June and killing five people. The government will send 200 soldiers to Goma by 1 July."),
    ("2024-06-13", "First Wire",
     "Rebels denied that they had shelled Goma on Monday 10 June. Soldiers arrived in Goma."),
)  # fmt: skip
READINGS = [
    read(Given(text, published=day, published_basis="given", publisher=name))
    for day, name, text in TEXTS
]


def shown(store: Store) -> bytes:
    """All that a record says, on several days."""
    days = (None, "2024-06-11", "2024-07-02")
    told: list[Any] = [
        list(store.documents()), store.copies(), store.entries(Query(text="goma")),
        *(views.events(store, Query(as_of=day), limit=0) for day in days),
        *(views.claims(store, Query(as_of=day), limit=0) for day in days),
        *(views.commitments(store, Query(as_of=day or "2025-01-01"), limit=0) for day in days),
        *(views.silences(store, Query(as_of=day), limit=0) for day in days),
    ]  # fmt: skip
    return msgspec.json.encode(told)


def filled(store: Store, readings: Iterable[Reading]) -> None:
    for reading in readings:
        store.add(reading)


@pytest.mark.parametrize("settled", [False, True])
def test_taking_a_report_out_restores_what_was(where: str, tmp_path: Path, settled: bool) -> None:
    for number, gone in enumerate(READINGS):
        with open_store(tmp_path / f"without{number}.db", create=True) as other:
            filled(other, (r for r in READINGS if r is not gone))
            before = shown(other)
        with open_store(where, create=True) as store:
            filled(store, READINGS)
            if settled:
                store.settle()
            whole = shown(store)
            assert whole != before
            views.remove(store, [gone.document.id], who="A. Analyst", why="not ours")
            assert shown(store) == before
            assert verified(store).faults == ()
            store.add(gone)
            assert shown(store) == whole


def test_decisions_about_a_report_wait_until_it_is_read_again(reopen: Open) -> None:
    with reopen() as store:
        filled(store, READINGS)
        first = READINGS[0].statements[0].id
        views.decide(store, "reject", [first], who="A")
        views.decide(
            store, "same", [READINGS[2].statements[0].id, READINGS[3].statements[0].id], who="A"
        )
        decided = shown(store)
        for gone in (READINGS[0], READINGS[2]):
            views.remove(store, [gone.document.id], who="A")
        assert first not in {e.statement.id for e in store.entries(Query())}
        assert verified(store).faults == ()
        assert len(store.decisions()) == 2
        for back in (READINGS[2], READINGS[0]):
            store.add(back)
        assert shown(store) == decided


def test_who_took_what_out_and_why_stays(reopen: Open, where: str, tmp_path: Path) -> None:
    gone = READINGS[1].document
    with reopen() as store:
        filled(store, READINGS)
        (made,) = views.remove(store, [gone.id[:10]], who=" A. Analyst ", why="a copy")
        assert (made.document, made.who, made.why) == (gone.id, "A. Analyst", "a copy")
        with pytest.raises(UsageError, match=r"was removed by A\. Analyst, .*: a copy \(reading"):
            why(store, gone.id[:12])
        with pytest.raises(UsageError, match="no such document"):
            views.remove(store, [gone.id], who="A")
        with pytest.raises(UsageError, match="needs a name"):
            views.remove(store, [READINGS[0].document.id], who=" ")
        store.add(READINGS[1])
        assert why(store, gone.id[:12]).what == "document"
        views.remove(store, [gone.id], who="B")
        kept = store.removals()
    assert [r.who for r in kept] == ["A. Analyst", "B"]
    backup(where, tmp_path / "backup.db")
    with open_store(tmp_path / "backup.db", create=False) as copy:
        assert copy.removals() == kept


def test_an_id_must_name_one_document(reopen: Open) -> None:
    with reopen() as store:
        filled(store, READINGS)
        with pytest.raises(UsageError, match="no such document"):
            views.remove(store, [READINGS[0].document.id, ""], who="A")
        assert len(list(store.documents())) == len(READINGS)  # nothing, or all


def run(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(
        app, list(arguments), input=input, env={"COLUMNS": "200", "DATELINE_WHO": "A. Analyst"}
    )


def test_the_command_asks_before_it_takes_out(tmp_path: Path) -> None:
    record, id = str(tmp_path / "record.db"), READINGS[0].document.id
    with open_store(record, create=True) as store:
        filled(store, READINGS)
    asked = run("remove", id[:12], "--record", record, input="\n")
    assert asked.exit_code == 0
    assert "2024-06-10" in asked.stdout
    assert "remove? [y/N] nothing removed" in asked.stdout
    nobody = run("remove", id, "--record", record, input="")
    assert isinstance(nobody.exception, UsageError)
    with open_store(record, create=False) as store:
        assert store.find(id) is not None
    done = run("remove", id, "--record", record, "--why", "wrong day", input="y\n")
    assert f"{id} removed" in done.stdout
    second = READINGS[1].document.id
    assert f"{second} removed" in run("remove", second, "--yes", "--record", record).stdout
    listed = run("decisions", "list", "--record", record).stdout
    assert f"{id[:12]} remove 2024-06-10" in listed
    assert "wrong day" in listed
    lines = run("decisions", "list", "--json", "--record", record).stdout.splitlines()
    assert [msgspec.json.decode(line)["kind"] for line in lines] == ["remove", "remove"]
