"""The commands over a server say what they say over a file."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient
from typer.testing import CliRunner, Result

from dateline.cli.main import app
from dateline.errors import RecordError
from dateline.web.app import create_app
from dateline.web.settings import Settings

TEXTS = (
    "Ukraine said on Monday that Russian troops had withdrawn from Kherson. "
    "Moscow has not commented.\n",
    "Russia confirmed that its troops had withdrawn from Kherson on Monday 10 June 2024.\n",
)
VIEWS = ("timeline", "events", "claims", "commitments", "silences", "actors", "sources")


def run(*arguments: str | Path) -> Result:
    env = {"COLUMNS": "200", "DATELINE_WHO": "A. Analyst"}
    return CliRunner().invoke(app, [*map(str, arguments)], env=env)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text)
    return folder


def test_a_file_and_a_server_answer_alike(reports: Path, server: Any, tmp_path: Path) -> None:
    file, address = str(tmp_path / "record.db"), server.fresh()
    answers = []
    for record in (file, address):
        done = run("read", reports, "--published", "2024-06-12", "--record", record)
        assert done.exit_code == 0, done.exception
        assert "2 read into" in done.stdout
        assert "secret" not in done.stdout
        shown = [run("show", v, "--format", "json", "--record", record).stdout for v in VIEWS]
        id = msgspec.json.decode(shown[1])[0]["id"]
        answers.append(
            [
                *shown,
                run("show", "events", "--text", "troops kherson", "--record", record).stdout,
                run("why", id, "--json", "--record", record).stdout,
                run("diff", "2024-06-11", "2024-06-12", "--record", record).stdout,
                run("verify", "--record", record).stdout,
            ]
        )
        assert "no faults" in answers[-1][-1]
    assert answers[0] == answers[1]
    again = run("read", reports, "--published", "2024-06-12", "--record", address)
    assert "2 of them known already" in again.stdout


def test_a_server_is_served(reports: Path, server: Any) -> None:
    address = server.fresh()
    assert run("read", reports, "--record", address).exit_code == 0
    with TestClient(create_app(Settings(record=address)), base_url="http://127.0.0.1") as client:
        assert client.get("/").status_code == 200
        first = client.get("/api/v1/events")
        assert first.status_code == 200
        assert first.json()["total"] >= 1
        id = first.json()["items"][0]["event"]["id"]
        assert run("decide", "reject", id, "--record", address).exit_code == 0
        assert client.get("/api/v1/events").json()["total"] == first.json()["total"] - 1


def test_a_record_that_is_lost_while_reports_are_read_is_said_once(
    reports: Path, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = server.fresh()
    from dateline.store import rows

    put, calls = rows.put, iter(range(9))

    def cut(*given: Any) -> None:
        put(*given)
        if next(calls) == 1:
            server.cut()

    monkeypatch.setattr("dateline.store.sql.put", cut)
    lost = run("read", reports, "--record", address)
    assert isinstance(lost.exception, RecordError)
    assert "1 of 2 are kept; the same command goes on from there" in str(lost.exception)
    assert "1 of them known already" in run("read", reports, "--record", address).stdout
