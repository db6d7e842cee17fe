"""Labelled data as examples: a text with labelled character spans, one form for every source."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Span = tuple[int, int]

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "YIELD", "COOPERATE", "AID", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
NAMES = (
    "Date", "Facility", "Location", "Misc", "Money", "NORP", "Organization", "Person", "Product",
)  # fmt: skip
ROLES = ("Source", "Cue", "Content")


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what is labelled in it. ``None`` where a source says nothing of a task.

    ``spans`` are by task: lists of (start, end, label). ``root`` is the type of what the source
    (``pair[0]``) did to the target, ``soft`` a teacher's distribution over `ROOTS`.
    """

    text: str
    group: str
    pair: tuple[Span | None, Span | None] | None = None
    root: str | None = None
    spans: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    values: list[tuple[int, int, float]] | None = None


def part(key: str) -> int:
    """A number from 0 to 9 for a document or sentence, the same on every machine."""
    return hashlib.sha256(key.encode()).digest()[0] % 10


def pairs(path: Path) -> Iterator[Example]:
    """Zero-Shot-PLOVER: sentences with a marked source and target."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            text, source, target = unmarked(row["marked_sentence"])
            if source or target:
                yield Example(text, row["sentence"], (source, target), row["gold_root"])


def unmarked(marked: str) -> tuple[str, Span | None, Span | None]:
    """The plain text of a sentence with ``<s>`` and ``<t>`` marks, and the spans marked."""
    text, open_, spans = "", {}, {}
    for piece in re.split(r"(</?[st]>)", marked):
        if re.fullmatch(r"<[st]>", piece):
            open_[piece[1]] = len(text)
        elif re.fullmatch(r"</[st]>", piece):
            spans.setdefault(piece[2], (open_[piece[2]], len(text)))
        else:
            text += piece
    return text, spans.get("s"), spans.get("t")


def joined(tokens: list[str]) -> tuple[str, list[Span]]:
    """Tokens joined by spaces, and where each stands."""
    text, spans = "", []
    for token in tokens:
        text += " " if text else ""
        spans.append((len(text), len(text) + len(token)))
        text += token
    return text, spans


def bio(tokens: list[str], tags: list[str]) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of tokens, and its labelled spans from BIO tags."""
    text, where = joined(tokens)
    found: list[tuple[int, int, str]] = []
    last = "O"
    for (start, end), tag in zip(where, tags, strict=True):
        kind = tag[2:]
        if tag.startswith("I-") and last[2:] == kind and found:
            found[-1] = (found[-1][0], end, kind)
        elif tag != "O":
            found.append((start, end, kind))
        last = tag
    return text, found


def _blocks(path: Path, separator: str) -> Iterator[tuple[list[str], list[str]]]:
    tokens: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if tokens:
                yield tokens, tags
            tokens, tags = [], []
            continue
        token, tag, *_ = [*line.split(separator), "O"]
        tokens.append(token)
        tags.append(tag if re.fullmatch(r"O|[BI]-.+", tag) else "O")


def arguments(path: Path) -> Iterator[Example]:
    """Sentences with the BIO of S and T."""
    for tokens, tags in _blocks(path, " "):
        text, found = bio(tokens, tags)
        yield Example(text, text, spans={"arguments": found})


def names(folder: Path) -> Iterator[Example]:
    """Newswire with nine classes of names; a document is a file."""
    for path in sorted(folder.glob("*.tsv")):
        for tokens, tags in _blocks(path, "\t"):
            if len(tokens) > 1:
                text, found = bio(tokens, tags)
                yield Example(text, path.name, spans={"names": found})


def factuality(path: Path) -> Iterator[Example]:
    """JSON lines of marked tokens with a value from -3 to 3."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, where = joined(row["text"].split())
        values = [
            (where[t["span1"][0]][0], where[t["span1"][1] - 1][1], float(t["label"]))
            for t in row["targets"]
            if t["span1"][1] <= len(where)
        ]
        if values:
            yield Example(text, text, values=values)


_ANNOTATION = re.compile(r"^T\d+\t(\S+) ?([^\t\n]*)", re.MULTILINE)


_SENTENCE = re.compile(r"\S.*?(?:[.?!][”\"’')]*(?=\s+[“\"‘'(]*[A-Z])|$)")


def sentences(text: str) -> Iterator[Span]:
    """Where the sentences of a text stand, by its marks; good enough to learn from."""
    for block in re.finditer(r"\S[^\n]*", text):
        for match in _SENTENCE.finditer(block[0]):
            yield block.start() + match.start(), block.start() + match.end()


def attributions(folder: Path) -> Iterator[Example]:
    """PolNeAR by sentence: spans of source, cue and content, cut at the sentence's ends."""
    for annotation in sorted((folder / "attributions").glob("*.ann")):
        report = folder / "text" / (annotation.stem.rsplit("_", 1)[0] + ".txt")
        if not report.is_file():
            continue
        text = report.read_text(encoding="utf-8")
        spans = [
            (int(a), int(b), match[1])
            for match in _ANNOTATION.finditer(annotation.read_text(encoding="utf-8"))
            if match[1] in ROLES
            for a, b in re.findall(r"(\d+) (\d+)", match[2])
        ]
        for first, last in sentences(text):
            inside = [
                (max(a, first) - first, min(b, last) - first, role)
                for a, b, role in spans
                if a < last and b > first
            ]
            yield Example(text[first:last], report.name, spans={"attribution": inside})


def stories(path: Path) -> Iterator[dict[str, str]]:
    """The synthetic stories, as rows."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as file:
                yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8"))
