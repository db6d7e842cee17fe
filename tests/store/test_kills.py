"""A killed program loses nothing that it said was done: a few kills; benchmarks/kills.py has more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_kill_9_loses_nothing(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("server") if kind == "postgres" else None
    record = server.fresh() if server is not None else str(tmp_path / "record.db")
    done = subprocess.run(
        [sys.executable, "benchmarks/kills.py", "--kills", "5", "--reads", "0", "--record", record],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["kills"], found["lost"], found["faults"]) == (5, 0, 0)
    assert found["said_to_be_done"] >= 8
