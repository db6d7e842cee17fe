"""Precision, recall and F1, counted the same way by every score; and labelled files opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec

from dateline.errors import DataError, UsageError


class Measure(msgspec.Struct, frozen=True):
    """Precision, recall and F1 of one label; ``None`` over nothing."""

    precision: float | None
    recall: float | None
    f1: float | None
    items: int


class Counts:
    """True positives, found and labelled."""

    def __init__(self) -> None:
        self.right = self.found = self.labelled = 0

    def add(self, labelled: Collection[object], found: Collection[object]) -> None:
        """Count what stands in both."""
        self.right += len(set(labelled) & set(found))
        self.found += len(found)
        self.labelled += len(labelled)

    @property
    def measure(self) -> Measure:
        """What was counted."""
        total = self.found + self.labelled
        return Measure(
            precision=self.right / self.found if self.found else None,
            recall=self.right / self.labelled if self.labelled else None,
            f1=2 * self.right / total if total else None,
            items=self.labelled,
        )


def by_label(gold: Sequence[str], found: Sequence[str | None]) -> dict[str, Measure]:
    """One measure a label of ``gold``, in the order of the alphabet."""
    counts = {label: Counts() for label in sorted(set(gold))}
    for number, (right, ours) in enumerate(zip(gold, found, strict=True)):
        counts[right].add({number}, set())
        if ours in counts:
            counts[ours].found += 1
            counts[ours].right += ours == right
    return {label: count.measure for label, count in counts.items()}


def macro_f1(measures: dict[str, Measure]) -> float | None:
    """The mean F1 of the labels."""
    scores = [measure.f1 or 0.0 for measure in measures.values()]
    return sum(scores) / len(scores) if scores else None


def file_text(path: Path) -> str:
    """The text of a labelled file, newlines as they stand."""
    if path.is_dir():
        raise UsageError(f"{path}: a folder; this score takes a file")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}") from error
    if not text.strip():
        raise DataError(f"{path}: empty")
    return text


def tagged(path: Path, separator: str, kinds: Collection[str]) -> list[list[tuple[str, str]]]:
    """Sentences of tokens with their BIO tags, a token a line, blank lines between sentences."""
    sentences: list[list[tuple[str, str]]] = [[]]
    for number, line in enumerate(file_text(path).splitlines(), 1):
        if not line.strip():
            sentences.append([])
            continue
        token, *tags = line.split(separator)
        if not tags:
            raise DataError(f"{path}, line {number}: no tag beside {token!r}")
        place, _, kind = tags[0].strip().partition("-")
        if not (place == "O" and not kind) and not (place in {"B", "I"} and kind in kinds):
            raise DataError(
                f"{path}, line {number}, tag: {tags[0]!r} is not O, or B- or I- with one of "
                f"{', '.join(sorted(kinds))}"
            )
        sentences[-1].append((token.strip(), tags[0].strip()))
    return [sentence for sentence in sentences if sentence]


def spelled(
    sentence: Sequence[tuple[str, str]],
) -> tuple[str, list[tuple[int, int]], set[tuple[int, int, str]]]:
    """A tagged sentence as a text, where its tokens stand, and the spans that are labelled."""
    text = ""
    where: list[tuple[int, int]] = []
    spans: list[tuple[int, int, str]] = []
    inside = ""
    for token, tag in sentence:
        text += " " if text else ""
        where.append((len(text), len(text) + len(token)))
        text += token
        kind = tag[2:]
        if kind and tag[0] == "I" and kind == inside:
            spans[-1] = (spans[-1][0], len(text), kind)
        elif kind:
            spans.append((*where[-1], kind))
        inside = kind
    return text, where, set(spans)
