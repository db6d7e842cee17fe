"""Whole reports of our own with all that they tell labelled, by sentence.

    python -m training.coder.labelled FILE ...

checks files of the form (``training/labels/reports/README.md``) and prints what they hold; each
fault is printed with its line, and the status is 1.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from training.coder.examples import EVIDENCE, MODALITIES, MODES, TYPES, Example, Span, root_of

_MARKS = {"-": (2, 5), "!": (1, 2), "?": (1, 2), "^": (2, 3)}
_AGAIN = re.compile(r"(.*)#([1-9])")


@dataclass(frozen=True, slots=True)
class Told:
    """An event that a sentence tells."""

    trigger: Span
    label: str
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    modality: str = "asserted"


@dataclass(slots=True)
class Said:
    """A sentence of the report ``group`` and what is labelled in it; ``opens`` as in examples."""

    text: str
    group: str
    opens: int
    events: list[Told] = field(default_factory=list)
    commitments: list[tuple[Span, Span | None]] = field(default_factory=list)
    silences: list[tuple[Span, Span | None]] = field(default_factory=list)
    evidence: list[tuple[Span, str, Span | None]] = field(default_factory=list)


class FormError(ValueError):
    """A line that is not of the form."""


def sentences(lines: Iterable[str], faults: list[str] | None = None) -> Iterator[Said]:
    """The labelled sentences of a file; a wrong line is added to ``faults``, or an error."""
    now: Said | None = None
    group, opens = "", 2
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip()
        try:
            if line.startswith("# "):
                date.fromisoformat(line[2:].partition("|")[0].strip())
                group, opens = line, 2
            elif line[:2] in {"- ", "! ", "? ", "^ "}:
                if now is None:
                    raise FormError("a mark without a sentence")
                _mark(now, line)
                continue
            if now is not None:
                yield now
            now = None
            if not line:
                opens = max(opens, 1)
            elif not line.startswith("# "):
                if not group:
                    raise FormError("a sentence before the first report")
                now, opens = Said(line, group, opens), 0
        except ValueError as error:
            if faults is None:
                raise
            faults.append(f"line {number}: {error}")
    if now is not None:
        yield now


def _mark(said: Said, line: str) -> None:
    cells = [cell.strip() for cell in line[2:].split("|")]
    least, most = _MARKS[line[0]]
    if not least <= len(cells) <= most:
        raise FormError(f"{least} to {most} cells are wanted, not {len(cells)}: {line}")
    cells += [""] * (most - len(cells))
    first = _one(said.text, cells[0])
    if line[0] == "-":
        kind, _, mode = cells[1].partition("/")
        if kind not in TYPES or (mode and cells[1] not in MODES):
            raise FormError(f"no such type or mode: {cells[1]}")
        if cells[4] and cells[4] not in MODALITIES:
            raise FormError(f"no such modality: {cells[4]}")
        both = (_some(said.text, cells[2]), _some(said.text, cells[3]))
        said.events.append(Told(first, cells[1], *both, cells[4] or "asserted"))
    elif line[0] == "^":
        if cells[1] not in EVIDENCE[1:]:
            raise FormError(f"no such evidence: {cells[1]}")
        shows = _one(said.text, cells[2]) if cells[2] else None
        said.evidence.append((first, cells[1], shows))
    else:
        party = _one(said.text, cells[1]) if cells[1] else None
        (said.commitments if line[0] == "!" else said.silences).append((first, party))


def _some(text: str, cell: str) -> tuple[Span, ...]:
    return tuple(_one(text, words.strip()) for words in cell.split(" & ") if words.strip())


def _one(text: str, words: str) -> Span:
    """Where words stand in a text; ``words#2`` is where they stand the second time."""
    again = _AGAIN.fullmatch(words)
    words, which = (again[1], int(again[2])) if again else (words, 1)
    inside = rf"(?<!\w){re.escape(words)}(?!\w)"
    found = [match.span() for match in re.finditer(inside, text)]
    if not words or not found:
        raise FormError(f"{words!r} does not stand in: {text}")
    if again is None and len(found) > 1:
        raise FormError(f"{words!r} stands there {len(found)} times, say which (#2): {text}")
    if which > len(found):
        raise FormError(f"{words!r} does not stand there {which} times: {text}")
    return found[which - 1]


def reported(folder: Path) -> Iterator[tuple[Example, ...]]:
    """The labelled sentences of ``reports``, the events of each as examples, or one of NONE."""
    for said in labelled(folder):
        yield tuple(_examples(said))


def labelled(folder: Path) -> Iterator[Said]:
    """The labelled sentences of ``reports``, in the order of the files."""
    for path in sorted((folder / "reports").glob("*.txt")):
        yield from sentences(path.read_text(encoding="utf-8").splitlines())


def _examples(said: Said) -> Iterator[Example]:
    spans: dict[str, list[tuple[int, int, str]]] = {
        "triggers": [(*e.trigger, e.label.partition("/")[0]) for e in said.events],
        "duties": [(*words, "DUTY") for words, _ in said.commitments],
        "silences": [(*words, "SILENCE") for words, _ in said.silences],
        "grounds": [(*words, kind) for words, kind, _ in said.evidence],
    }
    if not said.events:
        yield Example(said.text, said.group, root="NONE", spans=spans, opens=said.opens)
    for event in said.events:
        both = tuple(
            some[0] if len(some) == 1 else None for some in (event.actors, event.recipients)
        )
        parties = [(*span, "S") for span in event.actors] + [
            (*span, "T") for span in event.recipients
        ]
        yield Example(
            said.text, said.group, (both[0], both[1]), root_of(event.label.partition("/")[0]),
            spans=spans | {"arguments": sorted(parties)}, act=event.trigger, labels=(event.label,),
            modality=event.modality, opens=said.opens,
        )  # fmt: skip


def main(paths: list[Path]) -> int:
    """Check files and print what they hold."""
    held: Counter[str] = Counter()
    wrong = 0
    for path in paths:
        faults: list[str] = []
        for said in sentences(path.read_text(encoding="utf-8").splitlines(), faults):
            held["sentences"] += 1
            held["without a mark"] += not (said.events or said.commitments or said.silences)
            held["commitments"] += len(said.commitments)
            held["silences"] += len(said.silences)
            held["evidence"] += len(said.evidence)
            held["events"] += len(said.events)
            held.update(event.label.partition("/")[0] for event in said.events)
            held["reports"] += said.opens == 2
        for fault in faults:
            print(f"{path.name}: {fault}")
        wrong += len(faults)
    print(", ".join(f"{count} {name}" for name, count in held.items()))
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
