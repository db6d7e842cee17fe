"""The command line as people use it, bad input first."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import msgspec
import pytest
from typer.testing import CliRunner, Result

from dateline.cli.main import app
from dateline.cli.schema import schema_text
from dateline.types import Reading

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "The army said on Monday that its soldiers had killed 12 rebels near Kidal in Mali. "
    "France has not commented.\n"
)


def dateline(
    *arguments: str | Path, stdin: bytes | None = None
) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, as installed."""
    return subprocess.run(
        [sys.executable, "-m", "dateline", *map(str, arguments)],
        input=stdin.decode("utf-8", "surrogateescape") if stdin is not None else None,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
        env={**os.environ, "COLUMNS": "200"},
    )


def inside(*arguments: str | Path) -> Result:
    """The program in this process: quicker, the same."""
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "examples.db"
    assert inside("read", ROOT / "examples", "--record", path).exit_code == 0
    return path


def test_bad_files_are_said_in_a_line_each_and_the_others_are_read(tmp_path: Path) -> None:
    bad = {
        "binary.txt": b"\x00\x01\x02" * 100,
        "empty.txt": b"",
        "encoding.txt": bytes(range(128, 256)) * 9 + b"\x81\x8d\x8f",
        "french.txt": "Les forces ont quitté la région et le ministère n'a pas parlé. ".encode()
        * 9,
        "huge.txt": b"word " * 10_000_000,
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT)
    record = tmp_path / "record.db"
    done = dateline("read", tmp_path, tmp_path / "missing.txt", "--record", record)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert len(lines) == len(bad) + 1
    for name in (*bad, "missing.txt"):
        assert sum(name in line for line in lines) == 1
    assert "1 read" in done.stdout
    shown = inside("show", "sources", "--record", record, "--format", "json")
    assert [d["source"] for d in msgspec.json.decode(shown.stdout)] == [str(tmp_path / "good.txt")]


def test_a_document_that_fails_is_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert dateline("read", tmp_path / "empty.txt").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read", "{text}", "--published", "soon"], "not a date"),
        (["read", "{text}", "--published", "2024-13-45"], "not a date"),
        (["read", "{text}", "--record", "{folder}/none/record.db"], "cannot open the record"),
        (["read", "{text}", "--record", "{text}"], "cannot open the record"),
        (["read", "{folder}/none.txt"], "no such file"),
        (["show", "events", "--record", "{folder}/none.db"], "no record at"),
        (["show", "events", "--type", "WAR"], "no such type"),
        (["show", "sources", "--place", "Kidal"], "--place does not apply to sources"),
        (["show", "nothing"], "nothing"),
        (["read", "{text}", "--frobnicate"], "frobnicate"),
        (["score", "readings", "{folder}/none"], "none"),
    ],
)
def test_a_wrong_call_is_one_clear_line_and_exit_code_2(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXT)
    done = dateline(*(a.format(text=text, folder=tmp_path) for a in arguments))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("dateline: ")
    assert said in line
    assert text.read_text() == TEXT


def test_json_is_one_reading_a_line_that_fits_the_schema(tmp_path: Path) -> None:
    done = dateline("read", ROOT / "examples", "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert len(lines) == len(list((ROOT / "examples").glob("*.txt")))
    schema = msgspec.json.decode(schema_text())
    validator = jsonschema.Draft202012Validator(schema)
    for line in lines:
        value = msgspec.json.decode(line)
        validator.validate(value)
        assert value["failures"] == []
        assert msgspec.json.encode(msgspec.json.decode(line, type=Reading)).decode() == line


def test_standard_input_and_dates(tmp_path: Path) -> None:
    done = dateline("read", "-", "--json", "--published", "2024-06-12", stdin=TEXT.encode())
    reading = msgspec.json.decode(done.stdout, type=Reading)
    assert reading.document.published.edtf == "2024-06-12"
    assert reading.document.source is None
    assert reading.document.text == TEXT
    times = [s.time for s in reading.statements]
    assert [t.to for t in times if t is not None] == ["2024-06-10"]


def test_a_summary_calls_the_bound_by_their_name_and_counts_in_words() -> None:
    done = inside("read", ROOT / "examples/2024-06-12-karabakh-withdrawal-complete.txt")
    assert "commitment: Russia's peacekeepers: a mandate of five years" in done.stdout
    assert done.stdout.rstrip().endswith("2 commitments, 1 silence")


def test_many_reports_are_read_by_several_processes_in_order(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(TEXT.replace("12 rebels", f"{number + 2} rebels"))
    one = dateline("read", tmp_path, "--json", "--workers", "1")
    two = dateline("read", tmp_path, "--json", "--workers", "2")
    assert two.stdout == one.stdout
    assert len(one.stdout.splitlines()) == 6


def test_reading_again_changes_nothing(tmp_path: Path, record: Path) -> None:
    before = [inside("show", v, "--record", record, "--format", "json").stdout for v in VIEWS]
    again = inside("read", ROOT / "examples", "--record", record)
    assert "8 of them known already" in again.stdout
    assert [
        inside("show", v, "--record", record, "--format", "json").stdout for v in VIEWS
    ] == before


VIEWS = ("timeline", "events", "claims", "commitments", "silences", "actors", "sources")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_in_every_form(record: Path, view: str) -> None:
    shown = {f: inside("show", view, "--record", record, "--format", f) for f in FORMS}
    assert {s.exit_code for s in shown.values()} == {0}
    rows = msgspec.json.decode(shown["json"].stdout)
    assert rows
    table = list(csv.DictReader(io.StringIO(shown["csv"].stdout)))
    assert len(table) == len(rows)
    assert list(table[0]) == list(rows[0])
    if view not in {"actors", "sources"}:
        assert all(row["document"] for row in rows)
        assert all(row["sentence"] for row in rows)


FORMS = ("table", "json", "csv")


def rows(record: Path, *arguments: str) -> list[dict[str, str]]:
    shown = inside("show", *arguments, "--record", record, "--format", "json")
    found: list[dict[str, str]] = msgspec.json.decode(shown.stdout)
    return found


def test_the_story_can_be_followed(record: Path) -> None:
    withdrawn = rows(record, "events", "--type", "RETREAT", "--actor", "RUS", "--from", "2024-06")
    assert any("AZE.MIL.defence-ministry" in str(row["said by"]) for row in withdrawn)
    silent = rows(record, "silences", "--country", "RUS")
    assert any(row["since"] == "2024-06-12" for row in silent)
    ended = [
        r for r in rows(record, "commitments", "--country", "RUS") if r["status"] == "ended early"
    ]
    assert ended
    assert all(r["due"] for r in ended)


def test_claims_stand_side_by_side(record: Path) -> None:
    found = rows(record, "claims", "--country", "AZE", "--stance", "silent")
    assert {row["stance"] for row in found} > {"silent"}
    said = [(row["id"], row["speaker"]) for row in found]
    assert len(set(said)) == len(said)  # each speaker's last word on a matter
    order = [row["id"] for row in found]
    assert order == sorted(order, key=order.index)  # a matter's rows stand together
    refused = inside("show", "claims", "--stance", "sure", "--record", record)
    assert "no such stance: sure" in str(refused.exception)


def test_a_commitment_says_why_it_stands_as_it_does(record: Path) -> None:
    (kept,) = rows(record, "commitments", "--status", "kept", "--as-of", "2020-12-31")
    assert kept["because"]
    open_ = rows(record, "commitments", "--as-of", "2020-11-14")
    days = [row["days"] for row in open_ if row["days"] is not None]
    assert days == sorted(days)
    refused = inside("show", "commitments", "--status", "broke", "--record", record)
    assert "no such status: broke" in str(refused.exception)


def test_silences_are_open_or_closed(record: Path) -> None:
    closed = rows(record, "silences", "--status", "closed")
    assert closed
    assert all(row["closed"] and row["closed by"] for row in closed)
    assert [r for r in rows(record, "silences") if r not in closed] == rows(
        record, "silences", "--status", "open"
    )


def test_what_is_asked_does_not_change_how_an_event_stands(record: Path) -> None:
    status = {row["id"]: row["status"] for row in rows(record, "events")}
    for asked in ("AZE", "RUS"):
        found = rows(record, "events", "--country", asked)
        assert found
        assert all(status[row["id"]] == row["status"] for row in found)


def test_times_asked_for_touch_what_is_shown(record: Path) -> None:
    due = [row["due"] for row in rows(record, "commitments", "--from", "2025", "--to", "2025")]
    assert due
    assert all(d.startswith("2025") for d in due)
    silent = rows(record, "silences", "--from", "2024-06", "--to", "2024-06")
    assert [row["since"] for row in silent] == ["2024-06-12"]
    assert len(rows(record, "sources", "--to", "2020-11-19")) == 1


def test_rows_lead_to_their_words(record: Path) -> None:
    texts = {}
    done = dateline("read", ROOT / "examples", "--json")
    for line in done.stdout.splitlines():
        document = msgspec.json.decode(line, type=Reading).document
        texts[document.id] = document.text
    for view in ("timeline", "events", "claims", "commitments", "silences"):
        for row in rows(record, view):
            start, end = int(row["start"]), int(row["end"])
            assert texts[row["document"]][start:end] == row["sentence"]


def test_as_of_a_day_shows_what_was_known(record: Path) -> None:
    published = [row["published"] for row in rows(record, "sources", "--as-of", "2020-11-15")]
    assert published == ["2020-11-10"]
    assert len(rows(record, "timeline", "--limit", "3")) == 3


def test_hostile_text_does_nothing_to_terminal_or_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "=HYPERLINK(1) rebels \x1b[31mattacked\x1b[0m the [bold]town[/bold] of Kidal \u202ein Mali "
        "on Monday and killed 12 soldiers, the army said in a statement that it sent to us.\n"
    )
    record = tmp_path / "record.db"
    assert inside("read", path, "--record", record).exit_code == 0
    for form in ("table", "csv"):
        shown = inside("show", "events", "--record", record, "--format", form).stdout
        assert "12 soldiers" in " ".join(shown.split()) or form == "table"
        assert not {"\x1b", "\u202e"} & set(shown)
    cells = [c for r in csv.reader(io.StringIO(shown)) for c in r]
    assert not any(c.startswith("=") for c in cells)


def test_version_help_and_module() -> None:
    assert inside("--version").stdout.startswith("dateline ")
    for command in ("read", "show", "schema", "score", "gazetteer"):
        assert inside(command, "--help").exit_code == 0


def test_gazetteer_find() -> None:
    found = inside("gazetteer", "find", "Stepanakert")
    assert "AZE" in found.stdout
    assert inside("gazetteer", "find", "Nowhere-at-all").exit_code == 1
    assert "-11.69,9.99,3.39,22.93" in inside("gazetteer", "find", "Mali").stdout


def test_a_bad_dump_is_said(tmp_path: Path) -> None:
    dump = tmp_path / "dump.zip"
    dump.write_bytes(b"PK\x03\x04 broken")
    done = dateline("gazetteer", "build", dump, "--to", tmp_path / "places.sqlite")
    assert done.returncode in {1, 2}
    assert "not a whole GeoNames dump" in done.stderr
    assert not (tmp_path / "places.sqlite").exists()
