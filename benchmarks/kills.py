"""Kills a program that writes to a record, at random points, and looks at what is left.

    python benchmarks/kills.py --kills 100           a writer, and ``dateline read`` itself
    python benchmarks/kills.py --kills 5 --reads 0   the writer alone: what the tests run

The writer puts readings of the example reports into a record, each time as if by a newer program,
so that every one takes the place of an older one, merges and decides about some; it says what is
done when it is done. After each ``kill -9`` the record has to hold all that was said to be done,
and to verify. ``dateline read`` is killed with its processes, goes on in the record that is left,
and in the end has to leave the same record as one that nobody killed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from dateline.store import Query, Store, open_store, views
from dateline.store.verified import verified
from dateline.types import Reading

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve()
DECIDES_EACH = 4


def main() -> int:
    """Kill and look; exit code 1 where anything is lost."""
    given = argparse.ArgumentParser()
    given.add_argument("--kills", type=int, default=100)
    given.add_argument("--reads", type=int, default=10, help="of them of dateline read")
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--record", help="a new record; else a file of its own")
    given.add_argument("--write", nargs=3, metavar=("RECORD", "READINGS", "ROUND"))
    asked = given.parse_args()
    if asked.write:
        write(*asked.write)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        record = asked.record or str(here / "record.db")
        chance = random.Random(asked.seed)
        found = stress(here, record, asked.kills - asked.reads, asked.reads, chance)
    print(json.dumps(found))
    return 1 if found["lost"] or found["faults"] or not found["same_as_unkilled"] else 0


def stress(
    folder: Path, record: str, kills: int, reads: int, chance: random.Random
) -> dict[str, object]:
    """The figures: kills, what was said to be done, what was lost, faults, and how it ended."""
    began = time.perf_counter()
    readings = folder / "readings.jsonl"
    done = dateline("read", "examples", "--json")
    readings.write_bytes(done)
    found = written(record, readings, kills, chance)
    killed, same = read(folder, reads, chance) if reads else (0, True)
    return {
        **found, "read_kills": killed, "same_as_unkilled": same,
        "seconds": round(time.perf_counter() - began, 1),
    }  # fmt: skip


def written(record: str, readings: Path, kills: int, chance: random.Random) -> dict[str, object]:
    """Kill the writer again and again; each time all that it said has to be there."""
    started = time.perf_counter()
    said = finished(record, readings, "0")
    span = time.perf_counter() - started
    said_to_be_done, lost, faults, struck, turn = len(said), 0, 0, 0, 0
    kept, decided = told(said)
    while struck < kills:
        turn += 1
        lines, ended = killed(record, readings, str(turn), chance.uniform(0, span))
        struck += not ended
        said_to_be_done += len(lines)
        more, made = told(lines)
        kept |= more
        decided |= made
        with open_store(record, create=False) as store:
            lost += len(kept - {d.id for d, _ in store.documents()})
            lost += len(decided - {d.id for d in store.decisions()})
            lost += len(stale(store, more, turn))
            faults += len(verified(store).faults)
    return {
        "kills": struck, "said_to_be_done": said_to_be_done, "lost": lost, "faults": faults,
    }  # fmt: skip


def stale(store: Store, said: set[str], turn: int) -> set[str]:
    """The documents said to be kept in this turn whose reading is an older one."""
    read_by = {key: store.find(key) for key in said}
    return {key for key, at in read_by.items() if at is None or f"kill {turn} |" not in at[1]}


def told(lines: list[str]) -> tuple[set[str], set[str]]:
    """The documents and the decisions that lines say are kept."""
    pairs = [line.split() for line in lines]
    return {p[1] for p in pairs if p[0] == "kept"}, {p[1] for p in pairs if p[0] == "decided"}


def writer(record: str, readings: Path, turn: str) -> subprocess.Popen[str]:
    """The writer, in a group of processes of its own."""
    return subprocess.Popen(
        [sys.executable, HERE, "--write", record, readings, turn],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def finished(record: str, readings: Path, turn: str) -> list[str]:
    """What a writer says that nobody kills."""
    with writer(record, readings, turn) as process:
        out, _ = process.communicate()
    if process.returncode:
        raise SystemExit("the writer failed without being killed")
    return out.splitlines()


def killed(record: str, readings: Path, turn: str, after: float) -> tuple[list[str], bool]:
    """What a writer said before it was killed, and whether it had ended by itself."""
    with writer(record, readings, turn) as process:
        try:
            out, _ = process.communicate(timeout=after)
            ended = True
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, _ = process.communicate()
            ended = False
    whole = out.rpartition("\n")[0] if out and not out.endswith("\n") else out
    return whole.splitlines(), ended


def write(record: str, readings: str, turn: str) -> None:
    """Put the readings in as if by a newer program, merge, decide, and say what is done."""
    known = [
        msgspec.json.decode(line, type=Reading) for line in Path(readings).read_bytes().splitlines()
    ]
    random.Random(turn).shuffle(known)
    with open_store(record, create=True) as store:
        for number, reading in enumerate(known):
            versions = msgspec.structs.replace(reading.versions, program=f"kill {turn}")
            store.add(msgspec.structs.replace(reading, versions=versions))
            print("kept", reading.document.id, flush=True)
            if number % DECIDES_EACH == 0:
                store.settle()
            if number % DECIDES_EACH == 0 and (rows := views.events(store, limit=0).items):
                one = rows[(number + int(turn)) % len(rows)]
                made = views.decide(store, "accept", [one.id], who=f"kill {turn}")
                print("decided", made.id, flush=True)


def read(folder: Path, reads: int, chance: random.Random) -> tuple[int, bool]:
    """Kill ``dateline read`` as it reads, let it go on at last, and compare with one left alone."""
    reports = folder / "reports"
    reports.mkdir()
    texts = sorted((ROOT / "examples").glob("*.txt"))
    for number in range(40):
        text = texts[number % len(texts)].read_text(encoding="utf-8")
        (reports / f"{number:03}.txt").write_text(f"{text}\n\nReport {number}.\n", encoding="utf-8")
    alone, record = folder / "alone.db", folder / "read.db"
    call = ("read", str(reports), "--published", "2024-06-12", "--workers", "2", "--record")
    started = time.perf_counter()
    dateline(*call, str(alone))
    span = time.perf_counter() - started
    struck, seen = 0, set[str]()
    while struck < reads:
        process = subprocess.Popen(
            [sys.executable, "-m", "dateline", *call, str(record)],
            stdout=subprocess.DEVNULL, start_new_session=True, cwd=ROOT,
        )  # fmt: skip
        try:
            process.wait(timeout=chance.uniform(0, span / 2))
        except subprocess.TimeoutExpired:
            seen |= documents(record)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            struck += 1
        if seen - documents(record):
            return struck, False
    dateline(*call, str(record))
    with open_store(alone, create=False) as one, open_store(record, create=False) as other:
        same = everything(one) == everything(other) and not verified(other).faults
    return struck, same


def documents(record: Path) -> set[str]:
    """The documents that a reader sees in the record now."""
    if not record.is_file():
        return set()
    with open_store(record, create=True) as store:
        return {d.id for d, _ in store.documents()}


def everything(store: Store) -> list[object]:
    """All that a record holds, but where each document was found first."""
    return [list(store.documents()), store.entries(Query()), store.commitments(), store.silences()]


def dateline(*arguments: str) -> bytes:
    """What the program prints."""
    call = [sys.executable, "-m", "dateline", *arguments]
    return subprocess.run(call, capture_output=True, check=True, cwd=ROOT).stdout


if __name__ == "__main__":
    sys.exit(main())
