"""The head of triggers, learned again over the encoder that the package ships.

    python -m training.coder.acts DATA src/dateline/data/model

What a word tells of is read from its vector and, by a small layer, from it and both its neighbours.
Learned from sentences of news and our own (`news`, `own`, `acts`), those held left out; the figures
printed are of the held ones.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.coder.examples import Example, acts, news, own, part
from training.coder.export import TRIGGERS
from training.coder.figures import LABELS
from training.coder.net import Triggers
from training.coder.rows import event_row, none_row
from training.coder.teach import HELD

from dateline.model.encoder import Encoder

_EPOCHS, _BATCH, _RATE = 6, 32, 1e-3
# How often sentences written for their words are seen for each time that those of news are.
_OFTEN = 3
_NONE = -100
Item = tuple[Tensor, Tensor]


def items(encoder: Encoder, pieces: Tokenizer, examples: Sequence[Example]) -> Iterator[Item]:
    """The vectors of each sentence and what is known of each of its pieces."""
    for example, one in zip(examples, encoder.encode([e.text for e in examples]), strict=True):
        row = (none_row if example.root == "NONE" else event_row)(pieces, example)
        if row is not None and row.marks is not None:
            yield torch.from_numpy(one.hidden), torch.tensor(row.marks[1:-1])


def batch(some: Sequence[Item]) -> Item:
    """Items filled up to the longest; what only fills up is known of nothing."""
    hidden = nn.utils.rnn.pad_sequence([h for h, _ in some], batch_first=True)
    return hidden, nn.utils.rnn.pad_sequence(
        [marks for _, marks in some], batch_first=True, padding_value=_NONE
    )


def learned(rows: Sequence[Item]) -> Triggers:
    """The head that the rows teach; seeds are fixed."""
    torch.manual_seed(1)
    chance = random.Random(1)
    net = Triggers(rows[0][0].shape[-1])
    optimizer = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=0.05)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][1]))
    some = [order[i : i + _BATCH] for i in range(0, len(order), _BATCH)]
    for epoch in range(_EPOCHS):
        chance.shuffle(some)
        for step, numbers in enumerate(some):
            left = 1 - (epoch + step / len(some)) / _EPOCHS
            for group in optimizer.param_groups:
                group["lr"] = _RATE * max(left, 0.02)
            hidden, marks = batch([rows[i] for i in numbers])
            loss = nn.functional.cross_entropy(
                net(hidden).flatten(0, 1), marks.flatten(), ignore_index=_NONE, label_smoothing=0.03
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return net.eval()


@torch.no_grad()
def found(net: Triggers, rows: Sequence[Item]) -> tuple[float, float]:
    """F1 of the pieces that tell of an event, with the type and without."""
    right = told = both = gold = 0
    for hidden, marks in rows:
        shares = net(hidden[None])[0].softmax(-1)
        sure, kinds = shares[:, 0] < 0.5, shares[:, 1:].argmax(-1) + 1
        known = marks != _NONE
        told += int((sure & known).sum())
        gold += int((marks > 0).sum())
        both += int((sure & (marks > 0)).sum())
        right += int((sure & (marks > 0) & (kinds == marks)).sum())
    return 2 * right / (told + gold), 2 * both / (told + gold)


def main(data: Path, package: Path) -> None:
    """Learn the head, print what it finds in held sentences, and put it into ``heads.npz``."""
    encoder = Encoder(package)
    pieces = Tokenizer.from_file(str(package / "tokenizer.json"))
    pieces.enable_truncation(encoder.labels.longest)
    sets = {
        "news": [group[0] for group in news(LABELS, data)],
        "own": list(own(LABELS)),
        "acts": list(acts(LABELS)),
    }
    kept: list[Item] = []
    held: dict[str, list[Item]] = {}
    for name, examples in sets.items():
        taken = [e for e in examples if part(e.text) >= HELD]
        kept += [*items(encoder, pieces, taken)] * (_OFTEN if name == "acts" else 1)
        held[name] = list(items(encoder, pieces, [e for e in examples if part(e.text) < HELD]))
    net = learned(kept)
    for name, rows in held.items():
        with_type, without = found(net, rows)
        print(f"{name}: {len(rows)} held sentences, F1 {with_type:.3f}, without type {without:.3f}")
    path = package / "heads.npz"
    with np.load(path) as stored:
        weights = {name: stored[name] for name in stored.files}
    told = {f"heads.triggers.{name}": value for name, value in net.state_dict().items()}
    weights |= {name: told[inside].numpy() for name, inside in TRIGGERS.items()}
    np.savez(path, **{name: value.astype(np.float16) for name, value in weights.items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
