"""Our labelled reports that are held, as golden readings.

    python -m training.coder.golden OUT [COUNT [TENTH]]
    dateline score readings OUT

Writes the text and the golden reading of each into OUT: the first COUNT by their hash, of all or
of one of the tenths held. The labels know which words tell of events and commitments, of what type,
and what shows an event, so all other cells are free; silences are left out, as they are found by
who they are of.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Collection, Iterator
from itertools import groupby, islice
from pathlib import Path

from training.coder.examples import HELD, LABELS, Span, part
from training.coder.labelled import Said, labelled

from dateline.score.golden import COMMITMENT_CELLS, EVENT_CELLS


def reports(folder: Path, tenths: Collection[int] = range(HELD)) -> list[list[Said]]:
    """The sentences of each held report, in an order that has nothing to do with their writers."""
    every = (list(some) for _, some in groupby(labelled(folder), lambda said: said.group))
    held = [said for said in every if part(said[0].group) in tenths]
    return sorted(held, key=lambda said: hashlib.sha256(said[0].group.encode()).digest())


def text_of(report: list[Said]) -> tuple[str, list[int]]:
    """The text of a report, and where its sentences begin; a headline stands by itself."""
    text, starts = "", []
    for number, said in enumerate(report):
        text += "" if not number else "\n\n" if said.opens or number == 1 else " "
        starts.append(len(text))
        text += said.text
    return text, starts


def golden(report: list[Said], text: str, starts: list[int]) -> Iterator[str]:
    """The golden reading, line by line."""
    yield f"published = {_quoted(report[0].group[2:].partition('|')[0].strip())}"
    for said, start in zip(report, starts, strict=True):
        for event in said.events:
            if (where := _once(text, event.trigger, start)) is not None:
                yield from ("[[events]]", f"in = {where}", f"free = {json.dumps(EVENT_CELLS)}")
                yield f"trigger = {_quoted(said.text[slice(*event.trigger)])}"
                yield f"type = {_quoted(event.label.partition('/')[0])}"
                kinds = {kind for _, kind, shown in said.evidence if shown == event.trigger}
                yield f"evidence = {json.dumps(sorted(kinds))}"
        for act, _ in said.commitments:
            if (where := _once(text, act, start)) is not None:
                yield from ("[[commitments]]", f"in = {where}", "by = []")
                yield f"free = {json.dumps(COMMITMENT_CELLS)}"


def _once(text: str, span: Span, start: int) -> str | None:
    """The fewest words around a span of a sentence, which begins at ``start``, that stand once."""
    first, last = start + span[0], start + span[1]
    line = text.rfind("\n", 0, first) + 1, len(text) if (end := text.find("\n", last)) < 0 else end
    while text.count(text[first:last]) > 1:
        if (first, last) == line:
            return None
        first = max(line[0], text.rfind(" ", line[0], max(first - 1, line[0])) + 1)
        after = text.find(" ", last + 1, line[1])
        last = line[1] if after < 0 else after
    return _quoted(text[first:last])


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def main(labels: Path, out: Path, count: int | None, tenths: Collection[int]) -> None:
    """Write the files."""
    out.mkdir(parents=True, exist_ok=True)
    for number, report in enumerate(islice(reports(labels, tenths), count)):
        text, starts = text_of(report)
        (out / f"{number:03}.txt").write_text(text, encoding="utf-8")
        lines = "\n".join(golden(report, text, starts))
        (out / f"{number:03}.toml").write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    _, folder, *rest = sys.argv
    tenth = [int(rest[1])] if len(rest) > 1 else range(HELD)
    main(LABELS, Path(folder), int(rest[0]) if rest else None, tenth)
