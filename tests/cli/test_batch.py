"""Batches: what is known is not read again, and no report takes the others down with it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children
from pathlib import Path

import msgspec
import pytest

from dateline.cli.batch import Outcome, Task, outcome_of, outcomes
from dateline.errors import RecordError
from dateline.sources import Where
from dateline.store import open_store
from dateline.types import Reading

TEXT = "The army said on Monday that its soldiers had killed 12 rebels near Kidal in Mali.\n"


@pytest.fixture
def reports(tmp_path: Path) -> list[Where]:
    places = ("Kidal", "Gao", "Timbuktu", "Mopti", "Sikasso")
    for number, place in enumerate(places):
        (tmp_path / f"{number}.txt").write_text(TEXT.replace("Kidal", place))
    return [Where(path) for path in sorted(tmp_path.glob("*.txt"))]


def test_what_the_record_holds_is_not_read_again(reports: list[Where], tmp_path: Path) -> None:
    record = tmp_path / "record.db"
    with open_store(record, create=True) as store:
        first = outcome_of(Task(reports[0], "2024-06-12", record))
        assert first.reading is not None
        store.add(msgspec.json.decode(first.reading, type=Reading))
    assert outcome_of(Task(reports[0], "2024-06-12", record)).reading is None
    assert outcome_of(Task(reports[0], "2024-06-13", record)).reading is not None
    assert outcome_of(Task(reports[0], None, record)).reading is None
    assert outcome_of(Task(reports[1], "2024-06-12", record)).reading is not None


def test_a_killed_process_stops_nothing(reports: list[Where]) -> None:
    found: list[Outcome] = []
    for outcome in outcomes([Task(where) for where in reports], 2):
        if not found:
            for process in active_children():
                process.kill()
        found.append(outcome)
    assert [outcome.name for outcome in found] == [str(where) for where in reports]
    assert all(outcome.reading for outcome in found)


def test_an_error_nobody_thought_of_is_an_outcome(
    reports: list[Where], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("dateline.sources.load", broken)
    (outcome,) = outcomes([Task(reports[0])], 1)
    assert outcome.error == "cannot be read: RecursionError: too deep"


def test_a_report_that_ends_its_process_is_said_and_the_others_are_read(
    reports: list[Where], monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = reports[2]

    def pooled(tasks: list[Task], workers: int) -> Iterator[Outcome]:
        for task in tasks:
            if task.where is deadly:
                raise BrokenProcessPool
            yield Outcome(str(task.where), b"{}")

    monkeypatch.setattr("dateline.cli.batch._pooled", pooled)
    found = list(outcomes([Task(where) for where in reports], 2))
    assert [outcome.name for outcome in found] == [str(where) for where in reports]
    assert [outcome.name for outcome in found if outcome.error] == [str(deadly)]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_killed_program_leaves_no_process_behind_and_a_whole_record(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:03}.txt").write_text(TEXT.replace("12", str(number + 2)))
    record = tmp_path / "record.db"
    arguments = ["read", str(tmp_path), "--record", str(record), "--workers", "2"]
    program = subprocess.Popen([sys.executable, "-m", "dateline", *arguments])
    try:
        wait_for(lambda: record.exists() and held(record))
        children = children_of(program.pid)
    finally:
        program.kill()
        program.wait()
    assert len(children) >= 2
    wait_for(lambda: not any(Path(f"/proc/{child}/exe").exists() for child in children))
    before = held(record)
    assert 0 < before < 60
    again = subprocess.run(
        [sys.executable, "-m", "dateline", *arguments], capture_output=True, text=True, check=True
    )
    assert "60 read into" in again.stdout
    assert f", {before} of them known already" in again.stdout


def wait_for(done: Callable[[], object]) -> None:
    end = time.monotonic() + 120
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def children_of(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def held(record: Path) -> int:
    try:
        with open_store(record, create=False) as store:
            return len(list(store.documents()))
    except RecordError:  # still in the making
        return 0


def test_copies_that_say_different_things_settle_in_any_order(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(TEXT)
    (tmp_path / "reports.tsv").write_text(
        "file\tpublished\ttitle\na.txt\t2024-06-12\tB\nb.txt\t2024-06-11\tA\n"
    )
    found = []
    for order in ("ab", "ba"):
        record = tmp_path / f"{order}.db"
        with open_store(record, create=True) as store:
            for name in order * 2:
                outcome = outcome_of(Task(Where(tmp_path / f"{name}.txt"), None, record))
                if outcome.reading is not None:
                    store.add(msgspec.json.decode(outcome.reading, type=Reading))
            assert all(
                outcome_of(Task(Where(tmp_path / f"{name}.txt"), None, record)).reading is None
                for name in order
            )
            found += [(d.title, d.published.edtf) for d, _ in store.documents()]
    assert found == [("A", "2024-06-11")] * 2
