"""What words tell of (events, duties, silences, grounds): what is learned from, and how well."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.coder.examples import Example, acts, news, part
from training.coder.figures import LABELS
from training.coder.labelled import reported
from training.coder.net import COLUMNS, TOLD
from training.coder.rows import Row, event_row, none_row, padded
from training.coder.teach import HELD

_NONE = -100
# How much of the loss is of each of `TOLD`.
_SHARES = (1.0, 0.5, 0.2, 0.2)


def row_of(pieces: Tokenizer, example: Example) -> Row | None:
    """A sentence with what is known of its pieces."""
    return (none_row if example.root == "NONE" else event_row)(pieces, example)


def examples_of(data: Path, *, held: bool) -> dict[str, list[Example]]:
    """The sentences with labels, by where they are from; those held, or all others."""
    return {
        "reports": [es[0] for es in reported(LABELS) if (part(es[0].group) < HELD) == held],
        "news": [
            es[0] for es in news(LABELS, data)
            if (min(part(es[0].group), part(es[0].text)) < HELD) == held
        ],
        "acts": [e for e in acts(LABELS) if (part(e.text) < HELD) == held],
    }  # fmt: skip


def marks_loss(logits: Tensor, rows: Sequence[Row]) -> Tensor:
    """Of each of `TOLD` that is known of some of the rows."""
    total = logits.sum() * 0.0
    for number, (name, share) in enumerate(zip(TOLD, _SHARES, strict=True)):
        marks = padded([_marks(row, number) for row in rows], _NONE)
        if (marks != _NONE).any():
            here = logits[..., slice(*COLUMNS[name])]
            total = total + share * nn.functional.cross_entropy(
                here.flatten(0, 1), marks.flatten(), ignore_index=_NONE, label_smoothing=0.02
            )
    return total


def _marks(row: Row, number: int) -> list[int]:
    known = row.marks if number == 0 else row.also[number - 1] if row.also else None
    return known or [_NONE] * len(row.ids)


def marks_found(logits: Sequence[Tensor], rows: Sequence[Row]) -> dict[str, float]:
    """F1 of the pieces that tell of an event, with its type and without, of a duty, and so on."""
    figures = {}
    for number, name in enumerate(TOLD):
        right = both = told = gold = 0
        for shares, row in zip(logits, rows, strict=True):
            marks = torch.tensor(_marks(row, number))
            best = shares[..., slice(*COLUMNS[name])].argmax(-1)
            best[marks == _NONE] = 0
            told, gold = told + int((best > 0).sum()), gold + int((marks > 0).sum())
            both += int(((best > 0) & (marks > 0)).sum())
            right += int(((best > 0) & (marks == best)).sum())
        if gold:
            figures[name] = round(2 * right / (told + gold), 3)
            figures[f"{name}, any"] = round(2 * both / (told + gold), 3)
    return figures
