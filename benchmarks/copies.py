"""How well near copies are found, and what a signature costs.

    python benchmarks/copies.py [--each 20]

The texts are the example and development reports. Of each, copies are made in four ways: one word
of ten changed (replaced, left out or put in); the same with an agency's boilerplate around it; the
same with a paragraph more; a tenth of the words changed and one paragraph of four left out. Pairs
that are no copies: all pairs of copies of different reports, and reports that share their longest
paragraph with another one, as a quoted statement or background is shared.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from dateline.record.copies import Signature, near, signature

ROOT = Path(__file__).resolve().parents[1]
SETS = ("examples", "tests/golden/dev", "tests/golden/dev2", "tests/golden/dev3")
BOILERPLATE = (
    "This story was first published by our partners and is carried here by agreement. Sign up for "
    "our morning letter to have the news of the day in your inbox before breakfast.",
    "Reporting by our correspondents in the region; editing by the foreign desk. Our standards: "
    "the principles by which we work. All rights reserved. May not be copied without permission.",
)
Way = Callable[[str, random.Random], str]


def texts() -> list[str]:
    """The reports."""
    found = [p for name in SETS for p in sorted((ROOT / name).glob("*.txt"))]
    return [path.read_text(encoding="utf-8") for path in found]


def changed(text: str, chance: random.Random, share: float = 0.1) -> str:
    """The text with a share of its words replaced, left out or preceded by another."""
    words, pool = text.split(" "), [w for w in text.split() if w.isalpha()]
    for i in chance.sample(range(len(words)), round(share * len(words))):
        how = chance.random()
        new = chance.choice(pool)[::-1]
        words[i] = new if how < 0.6 else "" if how < 0.8 else f"{new} {words[i]}"
    return " ".join(words)


def carried(text: str, chance: random.Random) -> str:
    """Changed, with boilerplate before and after it."""
    return f"{BOILERPLATE[0]}\n\n{changed(text, chance)}\n\n{BOILERPLATE[1]}"


def updated(text: str, chance: random.Random) -> str:
    """Changed, with a new paragraph on top."""
    words = [w for w in text.split() if w.isalpha()]
    return f"{' '.join(chance.choice(words) for _ in range(40))}.\n\n{changed(text, chance)}"


def cut(text: str, chance: random.Random) -> str:
    """Changed, a paragraph of four left out."""
    parts = text.split("\n\n")
    kept = chance.sample(range(len(parts)), max(1, len(parts) - max(1, len(parts) // 4)))
    return changed("\n\n".join(parts[i] for i in sorted(kept)), chance)


def sharing(text: str, other: str) -> str:
    """The text with the longest paragraph of another in it."""
    return f"{text}\n\n{max(other.split(chr(10) * 2), key=len)}"


def found(one: Signature, other: Signature) -> bool:
    """Whether the two would be met by a shared band, and taken for copies."""
    return not set(one.bands).isdisjoint(other.bands) and near(one, other)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=20, help="copies of each report in each way")
    asked = parser.parse_args()
    reports, chance = texts(), random.Random(1)
    started = time.perf_counter()
    originals = [signature(text) for text in reports]
    cost = (time.perf_counter() - started) / len(reports)
    ways: dict[str, Way] = {
        "one word of ten changed": changed, "and boilerplate around it": carried,
        "and a new paragraph": updated, "and a paragraph of four left out": cut,
    }  # fmt: skip
    right = pairs = 0
    made: list[list[Signature]] = [[one] for one in originals]
    print(f"{len(reports)} reports, {cost * 1000:.2f} ms a signature")
    for name, way in ways.items():
        met = 0
        for i, text in enumerate(reports):
            some = [signature(way(text, chance)) for _ in range(asked.each)]
            met += sum(found(originals[i], one) for one in some)
            made[i].append(some[0])
        right, pairs = right + met, pairs + asked.each * len(reports)
        print(f"{name}: recall {met / (asked.each * len(reports)):.4f}")
    wrong = sum(found(a, b) for one, other in combinations(made, 2) for a in one for b in other)
    apart = len(made) * (len(made) - 1) // 2 * 25
    shared = 0
    for i, text in enumerate(reports):
        for j in chance.sample([k for k in range(len(reports)) if k != i], 10):
            shared += found(signature(sharing(text, reports[j])), originals[j])
    print(f"copies of different reports taken for copies: {wrong} of {apart}")
    print(f"reports with a paragraph of another taken for copies: {shared} of {10 * len(reports)}")
    print(f"recall {right / pairs:.4f}, precision {right / (right + wrong + shared):.4f}")


if __name__ == "__main__":
    main()
