"""What words tell of (events, duties, silences, grounds): what is learned from, and how well."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.coder.examples import HELD, LABELS, Example, acts, news, part
from training.coder.figures import hidden_of
from training.coder.labelled import reported
from training.coder.net import COLUMNS, Net
from training.coder.rows import Row, none_row, padded, row_of

_NONE = -100
# How much of the loss is of each of `COLUMNS`.
_SHARES = (1.0, 0.8, 1.0, 0.8)
_LOOKED_AT = 800


def sentences(data: Path, *, held: bool) -> dict[str, list[tuple[Example, ...]]]:
    """The sentences with labels, by where they are from: those held, or all others.

    Each is the examples of its events, which know all that it tells; one of none is NONE.
    """
    parts = {
        "reports": ((part(es[0].group), es) for es in reported(LABELS)),
        "news": ((min(part(es[0].group), part(es[0].text)), es) for es in news(LABELS, data)),
        "acts": ((part(e.text), (e,)) for e in acts(LABELS)),
    }
    return {
        name: [es for number, es in some if (number < HELD) == held] for name, some in parts.items()
    }


def marks_loss(logits: Tensor, rows: Sequence[Row]) -> Tensor:
    """Of each of `COLUMNS` that is known of some of the rows."""
    total = logits.sum() * 0.0
    for number, (name, share) in enumerate(zip(COLUMNS, _SHARES, strict=True)):
        marks = padded([_marks(row, number) for row in rows], _NONE)
        if (marks != _NONE).any():
            here = logits[..., COLUMNS[name]]
            total = total + share * nn.functional.cross_entropy(
                here.flatten(0, 1), marks.flatten(), ignore_index=_NONE, label_smoothing=0.02
            )
    return total


def held_loss(logits: Tensor, rows: Sequence[Row]) -> Tensor:
    """How far it is from what the elder holds of the rows' pieces."""
    wanted, here = torch.zeros_like(logits), torch.zeros(logits.shape[:2], dtype=torch.bool)
    for i, row in enumerate(rows):
        if row.held is not None:
            wanted[i, : len(row.held)] = row.held.float()
            here[i, 1 : len(row.held) - 1] = True
    total = logits.sum() * 0.0
    for columns, share in zip(COLUMNS.values(), _SHARES, strict=True):
        given, told = (x[..., columns][here].log_softmax(-1) for x in (logits, wanted))
        kept = nn.functional.kl_div(given, told, reduction="batchmean", log_target=True)
        total = total + share * kept
    return total


def held_rows(pieces: Tokenizer, folder: Path) -> Iterator[Row]:
    """The sentences of which the elder wrote in ``folder`` what it holds."""
    for path in sorted(folder.glob("heard-*.pt")):
        for text, held in zip(*torch.load(path), strict=True):
            row = none_row(pieces, Example(text, ""))
            if len(row.ids) == len(held):
                yield replace(row, marks=None, held=held)


def _marks(row: Row, number: int) -> list[int]:
    known = row.marks if number == 0 else row.also[number - 1] if row.also else None
    return known or [_NONE] * len(row.ids)


def marks_found(logits: Sequence[Tensor], rows: Sequence[Row]) -> dict[str, float]:
    """F1 of the pieces that tell of an event, with its type and without, of a duty, and so on."""
    figures = {}
    for number, name in enumerate(COLUMNS):
        right = both = told = gold = 0
        for shares, row in zip(logits, rows, strict=True):
            marks = torch.tensor(_marks(row, number))
            best = shares[..., COLUMNS[name]].argmax(-1)
            best[marks == _NONE] = 0
            told, gold = told + int((best > 0).sum()), gold + int((marks > 0).sum())
            both += int(((best > 0) & (marks > 0)).sum())
            right += int(((best > 0) & (marks == best)).sum())
        if gold:
            figures[name] = round(2 * right / (told + gold), 3)
            figures[f"{name}, any"] = round(2 * both / (told + gold), 3)
    return figures


def told_figures(
    net: Net, data: Path, pieces: Tokenizer, *, held: bool
) -> dict[str, dict[str, float]]:
    """How well it is heard what words tell, by where the sentences are from.

    Of those held, or of as many of each as `_LOOKED_AT` of those learned from.
    """
    figures = {}
    for name, some in sentences(data, held=held).items():
        looked = some if held else random.Random(1).sample(some, min(_LOOKED_AT, len(some)))
        rows = [r for es in looked if (r := row_of(pieces, es[0])) is not None and r.marks]
        found: dict[int, Tensor] = {}

        def take(hidden: Tensor, mask: Tensor, batch: list[Row], numbers: list[int],
                 found: dict[int, Tensor] = found) -> None:  # fmt: skip
            for logits, row, i in zip(net.told(hidden, mask), batch, numbers, strict=True):
                found[i] = logits[: len(row.ids)]

        hidden_of(net, rows, take)
        figures[name] = marks_found([found[i] for i in range(len(rows))], rows)
    return figures
