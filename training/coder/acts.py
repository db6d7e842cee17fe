"""The head of what words tell of, learned again over the encoder that the package ships.

    python -m training.coder.acts DATA src/dateline/data/model

What a word tells of is read from its vector and, by a small layer, from it and both its neighbours.
Learned from whole reports of our own, our acts and sentences of news with our labels, those held
left out; the figures printed are of the held ones.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.coder.examples import Example
from training.coder.export import TRIGGERS
from training.coder.net import HEADS, Triggers
from training.coder.rows import Row
from training.coder.told import examples_of, marks_found, marks_loss, row_of

from dateline.model.encoder import Encoder

_EPOCHS, _BATCH, _RATE = 6, 32, 1e-3
# How often a sentence is seen for each time that one of news is.
_OFTEN = {"reports": 2, "acts": 3}


def rows_of(encoder: Encoder, pieces: Tokenizer, examples: Iterable[Example]) -> list[Row]:
    """The sentences with the package's vectors of their pieces, without the special ones."""
    known = [(e, r) for e in examples if (r := row_of(pieces, e)) is not None and r.marks]
    vectors = encoder.encode([e.text for e, _ in known])
    return [
        replace(
            row, ids=row.ids[1:-1], marks=(row.marks or [])[1:-1],
            also=tuple(some[1:-1] for some in row.also) if row.also else None,
            below=torch.from_numpy(one.hidden).half(),
        )
        for (_, row), one in zip(known, vectors, strict=True)
    ]  # fmt: skip


def given(rows: Sequence[Row]) -> Tensor:
    """The vectors of a batch, filled up with zeros."""
    return nn.utils.rnn.pad_sequence([r.below.float() for r in rows if r.below is not None], True)


def learned(rows: Sequence[Row], width: int) -> Triggers:
    """The head that the rows teach; seeds are fixed."""
    torch.manual_seed(1)
    chance = random.Random(1)
    net = Triggers(width)
    optimizer = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=0.05)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    some = [order[i : i + _BATCH] for i in range(0, len(order), _BATCH)]
    for epoch in range(_EPOCHS):
        chance.shuffle(some)
        for step, numbers in enumerate(some):
            left = 1 - (epoch + step / len(some)) / _EPOCHS
            for group in optimizer.param_groups:
                group["lr"] = _RATE * max(left, 0.02)
            batch = [rows[i] for i in numbers]
            loss = marks_loss(net(given(batch)), batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return net.eval()


def main(data: Path, package: Path) -> None:
    """Learn the head, print what it finds in held sentences, and put it into the package."""
    encoder = Encoder(package)
    pieces = Tokenizer.from_file(str(package / "tokenizer.json"))
    pieces.enable_truncation(encoder.labels.longest)
    kept: list[Row] = []
    for name, examples in examples_of(data, held=False).items():
        kept += rows_of(encoder, pieces, examples) * _OFTEN.get(name, 1)
    assert kept[0].below is not None
    net = learned(kept, kept[0].below.shape[-1])
    for name, examples in examples_of(data, held=True).items():
        rows = rows_of(encoder, pieces, examples)
        with torch.no_grad():
            print(name, len(rows), marks_found([net(given([row]))[0] for row in rows], rows))
    path = package / "heads.npz"
    with np.load(path) as stored:
        weights = {name: stored[name] for name in stored.files}
    told = {f"heads.triggers.{name}": value for name, value in net.state_dict().items()}
    weights |= {name: told[inside].numpy() for name, inside in TRIGGERS.items()}
    np.savez(path, **{name: value.astype(np.float16) for name, value in weights.items()})
    labels = json.loads((package / "labels.json").read_text(encoding="utf-8"))
    labels["heads"] = HEADS
    (package / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
