"""Why, diff, decisions and review, as people use them."""

import re
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from dateline.analysis import Given
from dateline.cli.main import app
from dateline.pipeline import read
from dateline.store import Query, open_store, views
from dateline.types import Reading

REPORTS = (
    (
        "Ukraine said on Monday that Russian troops had withdrawn from Kherson. "
        "Moscow has not commented.",
        "2024-06-12",
    ),
    (
        "Russia confirmed that its troops had withdrawn from Kherson on Monday 10 June.",
        "2024-06-14",
    ),
    ("Police arrested three protesters in Tbilisi on Friday.", "2023-01-09"),
)


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [read(Given(t, published=d, published_basis="given")) for t, d in REPORTS]


@pytest.fixture
def record(tmp_path: Path, readings: list[Reading]) -> Path:
    path = tmp_path / "record.db"
    with open_store(path, create=True) as store:
        for reading in readings:
            store.add(reading)
    return path


def run(*arguments: str | Path, record: Path, stdin: str | None = None) -> Result:
    given = [*map(str, arguments), "--record", str(record)]
    env = {"COLUMNS": "200", "DATELINE_WHO": "A. Analyst"}
    return CliRunner().invoke(app, given, input=stdin, env=env)


def event_of(record: Path, type_: str) -> str:
    with open_store(record, create=False) as store:
        return views.events(store, Query(type=type_)).items[0].id


def test_why_leads_from_a_value_to_words_documents_and_versions(
    record: Path, readings: list[Reading]
) -> None:
    id = event_of(record, "RETREAT")
    told = run("why", id[:8], record=record)
    assert told.exit_code == 0
    assert f"event {id}" in told.stdout
    assert "status: confirmed by both sides" in told.stdout
    assert "“Kherson” in: Ukraine said" in told.stdout
    assert readings[0].document.id[:12] in told.stdout
    assert f"read by {readings[0].versions.program}" in told.stdout
    found = msgspec.json.decode(run("why", id, "--json", record=record).stdout)
    texts = {r.document.id: r.document.text for r in readings}
    words = [w for g in found["grounds"] for w in g["words"]]
    assert words
    for word in words:
        for span in (word["sentence"], word["span"]):
            if span is not None:
                assert texts[word["document"]][span["start"] : span["end"]] == span["text"]
    assert {g["by"] for g in found["grounds"]} == {"machine"}
    assert {g["cell"] for g in found["grounds"]} >= {"status", "type", "actors", "place", "time"}


def test_why_of_what_is_not_there(record: Path) -> None:
    done = run("why", "nothing", record=record)
    assert isinstance(done.exception, Exception)
    assert "nothing in the record is called nothing" in str(done.exception)


def test_diff_tells_what_a_day_changed(record: Path) -> None:
    id = event_of(record, "RETREAT")
    told = run("diff", "2024-06-12", "2024-06-14", record=record).stdout
    assert f"changed: event {id}" in told
    assert "status: claimed by one side → confirmed by both sides" in told
    assert "ended: silence of Moscow" in told
    assert "Russia confirmed" in told
    new = run("diff", "2023-12-31", "2024-06-13", record=record).stdout
    assert f"new: event {id}" in new
    assert "Tbilisi" not in new
    same = run("diff", "2024-06-14", "2024-06-14", "--json", record=record)
    found = msgspec.json.decode(same.stdout)
    assert (found["events"], found["documents"], found["silences"]) == ([], [], [])


def test_a_decision_is_shown_told_apart_and_withdrawn(record: Path) -> None:
    id = event_of(record, "COERCE")
    done = run("decide", "correct", id, "--cell", "place", "--value", "Gori", "--why", "known",
               record=record)  # fmt: skip
    assert done.exit_code == 0, done.exception
    decision = done.stdout.split()[0]
    (row,) = (
        r
        for r in msgspec.json.decode(
            run("show", "events", "--format", "json", record=record).stdout
        )
        if r["id"] == id
    )
    assert (row["place"], row["decided"]) == ("Gori", ["correct place"])
    assert id in run("show", "events", "--place", "gori", "--format", "csv", record=record).stdout
    told = run("why", id, record=record).stdout
    assert f"place: Gori (locality) [a person: {decision}]" in told
    assert "place: Tbilisi (locality) (not taken)" in told
    assert "A. Analyst" in told
    assert run("withdraw", decision, "--why", "wrong", record=record).exit_code == 0
    assert "place: Tbilisi (locality)\n" in run("why", id, record=record).stdout
    listed = run("decisions", "list", record=record).stdout
    assert "correct place" in listed
    assert "withdrawn by A. Analyst" in listed
    assert run("decisions", "export", record=record).stdout == ""


def test_decisions_are_exported_to_learn_from(record: Path, tmp_path: Path) -> None:
    arrest, left = event_of(record, "COERCE"), event_of(record, "RETREAT")
    run("decide", "reject", arrest, "--why", "a drill", record=record)
    run("decide", "correct", left, "--cell", "modality", "--value", "planned", record=record)
    with open_store(record, create=False) as store:
        (told,) = views.events(store, Query(type="RETREAT")).items
    assert len(told.event.statements) == 2
    first, second = told.event.statements
    run("decide", "split", first, "--from", second, record=record)
    to = tmp_path / "lessons.jsonl"
    assert "examples in" in run("decisions", "export", "--to", to, record=record).stdout
    lessons = [msgspec.json.decode(line) for line in to.read_bytes().splitlines()]
    assert [(x["task"], x["label"]) for x in lessons] == [
        ("statement", False), ("cell", "planned"), ("cell", "planned"), ("coreference", False),
    ]  # fmt: skip
    for lesson in lessons:
        side = lesson["one"]
        trigger = side["trigger"]
        assert side["sentence"]["text"][trigger["start"] : trigger["end"]] == trigger["text"]
    assert lessons[0]["why"] == "a drill"
    assert lessons[1]["read"] == "asserted"


def test_review_goes_through_what_is_doubtful_by_lines(record: Path) -> None:
    lines = "?\nc place\nc place Gori\nw\na as read\nr not so\nq\n"
    done = run("review", "--only", "events", record=record, stdin=lines)
    assert done.exit_code == 0, done.exception
    assert "doubtful:" in done.stdout
    assert "c CELL VALUE" in done.stdout
    assert "kept: correct place" in done.stdout
    assert "decisions by A. Analyst" in done.stdout
    with open_store(record, create=False) as store:
        kinds = [d.kind for d in store.decisions()]
        assert kinds.count("accept") == kinds.count("reject") == 1
        left = views.events(store).items
    again = run("review", "--only", "events", record=record, stdin="")
    assert again.exit_code == 0
    assert "0 decisions" in again.stdout
    assert len(left) >= 1


def test_review_undoes_splits_and_joins(record: Path) -> None:
    id = event_of(record, "RETREAT")
    done = run("review", "--type", "RETREAT", record=record, stdin="split 2 : another day\n")
    assert done.exit_code == 0, done.exception
    with open_store(record, create=False) as store:
        assert views.events(store, Query(type="RETREAT")).total == 2
    joined = run("review", "--type", "RETREAT", record=record, stdin="s\nu\nsame 1\nu\nq\n")
    assert joined.exit_code == 0, joined.exception
    assert "nothing decided yet" in joined.stdout, joined.stdout
    with open_store(record, create=False) as store:
        assert [d.kind for d in store.decisions()] == ["split", "same"], joined.stdout
        assert views.event(store, id) is not None


def test_what_was_decided_and_undone_is_shown_again(record: Path) -> None:
    done = run("review", "--only", "events", record=record, stdin="a\nu\ns\nq\n")
    assert done.exit_code == 0, done.exception
    heads = re.findall(r"^[A-Z]+ .*\) ([0-9a-f]{16})$", done.stdout, re.MULTILINE)
    assert heads[2] == heads[0] != heads[1], done.stdout
    assert "0 decisions" in done.stdout


def test_an_event_that_people_undid_is_told_of(record: Path) -> None:
    id = event_of(record, "RETREAT")
    made = run("decide", "reject", id, record=record).stdout.split()[0]
    done = run("why", id, record=record)
    assert f"event {id} is none any more: reject, decision {made}" in str(done.exception)
    assert run("withdraw", made[:6], record=record).stdout == f"{made} withdrawn\n"
    assert run("why", id, record=record).exit_code == 0


def test_what_sources_contradict_each_other_on_is_said(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with open_store(path, create=True) as store:
        for number, count in enumerate(("12", "40")):
            text = f"Rebels killed {count} soldiers in Kidal on Monday 10 June 2024.\n"
            day = f"2024-06-1{number + 1}"
            store.add(read(Given(text, published=day, published_basis="given")))
        (one,) = views.events(store, Query(type="ASSAULT")).items
    assert "where the sources differ" in run("why", one.id, record=path).stdout
    shown = run("review", "--only", "events", record=path, stdin="q\n").stdout
    assert "conflict:" in shown
