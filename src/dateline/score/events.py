"""How well events are typed, on marked pairs in the form of Zero-Shot-PLOVER.

A tab-separated file with the columns ``marked_sentence`` (the source in ``<s>…</s>``, the target
in ``<t>…</t>``; one of them may be missing), ``gold_root`` (PLOVER's types, CONCEDE and RETREAT as
YIELD) and ``gold_penta`` (quad class, 1 to 4). The sentence goes through reading without its marks;
the pair is looked up as the actor and recipient that reading would have found.
"""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from dateline.analysis import Given
from dateline.errors import DataError
from dateline.find.coder import pair_types, root_of
from dateline.find.ontology import quad_classes
from dateline.pipeline import analyse, stages_to
from dateline.score.measures import Measure, by_label, file_text, macro_f1

_COLUMNS = ("marked_sentence", "gold_root", "gold_penta")
_COOPERATION = {"1": "cooperation", "2": "cooperation", "3": "conflict", "4": "conflict"}


class EventsScore(msgspec.Struct, frozen=True, kw_only=True):
    """Macro-F1 and accuracy of types, quad classes and cooperation; ``types`` is by type."""

    types_macro_f1: float | None
    types_accuracy: float
    quad_macro_f1: float | None
    cooperation_macro_f1: float | None
    types: dict[str, Measure]
    items: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, who did what to whom in it, and the type and quad class of that."""

    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None
    root: str
    quad: str


def score(path: Path) -> EventsScore:
    """The score on every row of the file ``path``."""
    began = time.perf_counter()
    pairs = list(marked_pairs(path))
    found = [_type(pair) for pair in pairs]
    classes = quad_classes()
    quads = [classes[kind] if kind else None for kind in found]
    types = by_label([pair.root for pair in pairs], found)
    return EventsScore(
        types_macro_f1=macro_f1(types),
        types_accuracy=sum(p.root == f for p, f in zip(pairs, found, strict=True)) / len(pairs),
        quad_macro_f1=macro_f1(by_label([p.quad for p in pairs], quads)),
        cooperation_macro_f1=macro_f1(
            by_label(
                [_COOPERATION[p.quad] for p in pairs],
                [_COOPERATION[quad] if quad else None for quad in quads],
            )
        ),
        types=types,
        items=len(pairs),
        seconds=time.perf_counter() - began,
    )


def marked_pairs(path: Path) -> Iterator[Pair]:
    """The rows of a file, checked."""
    text = file_text(path)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise DataError(f"{path}, line 1: no column {', '.join(missing)}")
    classes = quad_classes()
    some = False
    for row in reader:
        some = True
        where = f"{path}, line {reader.line_num}"
        if row["gold_root"] not in classes:
            raise DataError(f"{where}, gold_root: {row['gold_root']!r} is no type")
        if row["gold_penta"] not in _COOPERATION:
            raise DataError(f"{where}, gold_penta: {row['gold_penta']!r} is not 1, 2, 3 or 4")
        plain, source, target = _unmarked(row["marked_sentence"] or "", where)
        yield Pair(plain, source, target, root_of(row["gold_root"]), row["gold_penta"])
    if not some:
        raise DataError(f"{path}: no rows")


def _unmarked(
    marked: str, where: str
) -> tuple[str, tuple[int, int] | None, tuple[int, int] | None]:
    text = ""
    opened: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    for piece in re.split(r"(</?[st]>)", marked):
        if piece in {"<s>", "<t>"}:
            opened[piece[1]] = len(text)
        elif piece in {"</s>", "</t>"} and piece[2] in opened:
            spans.setdefault(piece[2], (opened[piece[2]], len(text)))
        elif piece not in {"</s>", "</t>"}:
            text += piece
    if not spans or any(start >= end for start, end in spans.values()):
        raise DataError(f"{where}, marked_sentence: no <s>…</s> or <t>…</t> with text in it")
    return text, spans.get("s"), spans.get("t")


def _type(pair: Pair) -> str | None:
    shares = pair_types(analyse(Given(pair.text), stages_to("events")), pair.source, pair.target)
    return max(shares, key=lambda kind: shares[kind], default=None)
