"""How fast reports are read, how much memory that takes, and how long the first one takes.

To JSON, with the start of the program and without (what the reports after the first fifth took),
and into a record, where they are merged and followed too.

    python benchmarks/reading.py [--reports 1000] [--words 400] [--workers 2]

The reports are made from the sentences of the example and development reports, shuffled with a
fixed seed, so that no two are alike and none is repeated inside.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def sentences() -> list[str]:
    """The sentences that reports are made from."""
    found: list[str] = []
    for path in sorted([*ROOT.glob("examples/*.txt"), *ROOT.glob("tests/golden/dev/*.txt")]):
        for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
            found += re.split(r"(?<=[.?!])\s+(?=[A-Z])", " ".join(paragraph.split()))
    return [s for s in dict.fromkeys(found) if s.endswith((".", '."'))]


def write_reports(folder: Path, reports: int, words: int) -> None:
    """Write so many reports of about so many words."""
    pool, chance = sentences(), random.Random(1)
    for number in range(reports):
        text, length = [], 0
        for sentence in chance.sample(pool, len(pool)):
            text.append(sentence)
            length += len(sentence.split())
            if length >= words:
                break
        body = "\n\n".join(" ".join(text[i : i + 3]) for i in range(0, len(text), 3))
        (folder / f"{number:05}.txt").write_text(f"Report {number} on the week\n\n{body}\n")


def peak_of(pids: list[int]) -> int:
    """Resident memory of the processes together, in bytes."""
    total = 0
    for pid in pids:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        total += sum(int(m) * 1024 for m in re.findall(r"VmRSS:\s+(\d+)", status))
    return total


def children(pid: int) -> list[int]:
    """A process and all below it."""
    found, queue = [pid], [pid]
    while queue:
        try:
            below = Path(f"/proc/{queue[0]}/task/{queue[0]}/children").read_text().split()
        except OSError:
            below = []
        queue = queue[1:] + [int(b) for b in below]
        found += [int(b) for b in below]
    return found


def timed(arguments: list[str]) -> tuple[float, list[int]]:
    """Seconds that the program took, and its resident memory sampled every second."""
    start = time.perf_counter()
    samples: list[int] = []
    with subprocess.Popen(
        [sys.executable, "-m", "dateline", *arguments], stdout=subprocess.DEVNULL
    ) as process:
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.25):
                samples.append(peak_of(children(process.pid)))

        watcher = threading.Thread(target=watch)
        watcher.start()
        process.wait()
        done.set()
        watcher.join()
    return time.perf_counter() - start, samples


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    os.environ["PYTHONWARNINGS"] = "ignore"
    with tempfile.TemporaryDirectory() as name:
        every, some = Path(name, "every"), Path(name, "some")
        for folder, reports in ((every, asked.reports), (some, asked.reports // 5)):
            folder.mkdir()
            write_reports(folder, reports, asked.words)
        first, workers = str(every / "00000.txt"), ["--workers", str(asked.workers)]
        cold = [timed(["read", first, "--json"]) for _ in range(3)]
        print(f"one report, cold start: {min(s for s, _ in cold):.2f} s,", end=" ")
        print(f"{max(m for _, ms in cold for m in ms) / 1e6:.0f} MB")
        more = asked.reports - asked.reports // 5
        whole, part = (timed(["read", str(f), "--json", *workers])[0] for f in (every, some))
        print(
            f"{asked.reports} reports to JSON: {whole:.1f} s, {asked.reports / whole:.1f} a second,"
        )
        print(f"{more / (whole - part):.1f} a second after the first {asked.reports // 5}")
        record = str(Path(name, "record.db"))
        seconds, memory = timed(["read", str(every), "--record", record, *workers])
        print(f"{asked.reports} reports of {asked.words} words, {asked.workers} workers,", end=" ")
        print(f"into a record: {seconds:.1f} s, {asked.reports / seconds:.1f} a second")
        quarters = [memory[i * len(memory) // 4 : (i + 1) * len(memory) // 4] for i in range(4)]
        peaks = ", ".join(f"{max(q) / 1e6:.0f}" for q in quarters if q)
        print(f"memory of all processes by quarter of the run, MB: {peaks}")


if __name__ == "__main__":
    main()
