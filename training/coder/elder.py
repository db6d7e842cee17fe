"""The elder: MPNet hears what words tell of, and tells the student what it hears.

    python -m training.coder.elder train DATA MODEL MPNET OUT STEPS
    python -m training.coder.elder label DATA MODEL MPNET OUT COUNT

MODEL is the student's (both cut texts into the same pieces). ``train`` learns the upper half of
MPNet from the sentences labelled with all that they tell, keeps a checkpoint every `KEEP` steps,
goes on from one, and prints figures of those held. ``label`` writes what it holds of so many
sentences of public news, for the student's OUT.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.coder.below import QUICK
from training.coder.examples import HELD, Example, part, unlabelled
from training.coder.learner import Learner
from training.coder.net import COLUMNS, Triggers, tokenizer
from training.coder.rows import Row, collate, none_row, row_of
from training.coder.student import endless
from training.coder.told import marks_found, marks_loss, sentences
from transformers import AutoModel

from dateline.model.encoder import encoder
from dateline.model.heads import heads
from dateline.model.shapes import SHAPES

FIXED, KEEP, MEAN = 6, 100, 0.998
# A sentence is labelled where the package's encoder is less sure than this that it tells nothing;
# of the others this share is.
MAYBE, OTHERS = 0.7, 0.2
RATES = (8e-5, 1e-3)
# The numbers of MiniLM's special pieces in MPNet's alphabet; all others are so much higher there.
SPECIAL, BEYOND = {0: 1, 100: 104, 101: 0, 102: 2, 103: 30526}, 4
_BATCH = 48


class Elder(nn.Module):
    """MPNet's upper layers over what the lower ones make, told the letters' shapes, and a head."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(folder))
        width = self.encoder.config.hidden_size
        self.shapes = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shapes.weight)
        self.triggers = Triggers(width)

    def below(self, ids: Tensor, mask: Tensor) -> Tensor:
        """What the layers that do not learn make of pieces."""
        known = torch.tensor([SPECIAL.get(i, i + BEYOND) for i in range(int(ids.max()) + 1)])
        given: Tensor = self.encoder.embeddings(input_ids=known[ids])
        return self._through(0, FIXED, given, mask)

    def forward(self, below: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        """Logits of all that a piece may tell of."""
        hidden = self._through(FIXED, None, below + self.shapes(kinds), mask).float()
        inside = mask.clone()
        inside[:, 0] = 0
        inside = inside.scatter(1, mask.sum(1, keepdim=True) - 1, 0)
        told: Tensor = self.triggers(hidden * inside.unsqueeze(-1))
        return told

    def _through(self, first: int, last: int | None, hidden: Tensor, mask: Tensor) -> Tensor:
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        places = self.encoder.encoder.compute_position_bias(hidden)
        for layer in self.encoder.encoder.layer[first:last]:
            hidden = layer(hidden, bias, position_bias=places)[0]
        return hidden


@torch.no_grad()
def below(net: Elder, rows: list[Row]) -> list[Row]:
    """The rows with what the layers that do not learn make of them."""
    net.eval()
    found = list(rows)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    for first in range(0, len(order), _BATCH):
        some = order[first : first + _BATCH]
        ids, mask, _ = collate([rows[i] for i in some])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=QUICK):
            hidden = net.below(ids, mask).half()
        for row, i in enumerate(some):
            found[i] = replace(rows[i], below=hidden[row, : len(rows[i].ids)].clone())
    return found


def _states(rows: list[Row]) -> tuple[Tensor, Tensor, Tensor]:
    _, mask, kinds = collate(rows)
    known = [row.below for row in rows if row.below is not None]
    hidden = torch.zeros(*mask.shape, known[0].shape[-1])
    for i, one in enumerate(known):
        hidden[i, : len(one)] = one.float()
    return hidden, mask, kinds


@torch.no_grad()
def told(net: Elder, rows: list[Row]) -> list[Tensor]:
    """What the elder holds of each row's pieces, in logits."""
    net.eval()
    found: dict[int, Tensor] = {}
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    for first in range(0, len(order), _BATCH):
        some = order[first : first + _BATCH]
        batch = [rows[i] for i in some]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=QUICK):
            logits = net(*_states(batch if batch[0].below is not None else below(net, batch)))
        for row, i in enumerate(some):
            found[i] = logits[row, : len(rows[i].ids)].float().clone()
    return [found[i] for i in range(len(rows))]


def train(data: Path, model: Path, mpnet: Path, out: Path, steps: int) -> None:
    """Learn for so many steps; what it gives is the running mean of its weights."""
    torch.manual_seed(7)
    pieces, net = tokenizer(model), Elder(mpnet)
    labelled = {held: sentences(data, held=held) for held in (False, True)}
    rows = [r for some in labelled[False].values() for es in some if (r := row_of(pieces, es[0]))]
    rows = below(net, [r for r in rows if r.marks])
    print(len(rows), flush=True)
    net.encoder.embeddings.requires_grad_(False)
    net.encoder.encoder.layer[:FIXED].requires_grad_(False)
    net.encoder.encoder.relative_attention_bias.requires_grad_(False)
    net.encoder.pooler.requires_grad_(False)
    learner = Learner(net, ("encoder.",), RATES, steps, MEAN, out / "elder.checkpoint")
    batches = endless(rows, random.Random(learner.done))
    began, sums = time.time(), 0.0
    net.train()
    while learner.done < steps:
        batch = next(batches)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=QUICK):
            loss = marks_loss(net(*_states(batch)), batch)
        learner.learn(loss)
        sums = 0.98 * sums + 0.02 * loss.item()
        if learner.done % KEEP == 0:
            learner.keep()
            print(learner.done, f"{time.time() - began:.0f} s", round(sums, 3), flush=True)
        if learner.done % (10 * KEEP) == 0:
            _figures(net, {"held": labelled[True]["reports"][:1500]}, pieces)
            net.train()
    net.load_state_dict(learner.mean())
    torch.save({n: v.half() for n, v in net.state_dict().items()}, out / "elder.pt")
    _figures(net, labelled[True], pieces)


def _figures(net: Elder, labelled: dict[str, list[tuple[Example, ...]]], pieces: Tokenizer) -> None:
    for name, some in labelled.items():
        held = [r for es in some if (r := row_of(pieces, es[0])) is not None and r.marks]
        print(name, marks_found(told(net, held), held), flush=True)


def telling(texts: Sequence[str]) -> Iterator[str]:
    """The texts in which the encoder of the package may hear something, and some of the others."""
    for first in range(0, len(texts), 512):
        some = texts[first : first + 512]
        shares = heads().told(encoder().encode(some))
        for text, share in zip(some, shares, strict=True):
            nothing = [share[:, c.start].min(initial=1.0) for c in COLUMNS.values()]
            if min(nothing) < MAYBE or random.Random(text).random() < OTHERS:
                yield text


def label(data: Path, model: Path, mpnet: Path, out: Path, count: int) -> None:
    """Write what the elder holds of sentences of public news that are not held."""
    pieces, net = tokenizer(model), Elder(mpnet)
    net.load_state_dict({n: v.float() for n, v in torch.load(out / "elder.pt").items()})
    every = [
        text
        for text, group in unlabelled(data)
        if min(part(group), part(text)) >= HELD and 6 <= len(text.split()) <= 60
    ]
    every = list(dict.fromkeys(every))
    random.Random(8).shuffle(every)
    some = list(islice(telling(every), count))
    print(len(every), len(some), flush=True)
    for first in range(0, len(some), 1000):
        path = out / f"heard-{first // 1000:02d}.pt"
        if not path.exists():
            texts = some[first : first + 1000]
            rows = [none_row(pieces, Example(text, "")) for text in texts]
            torch.save((texts, [one.half() for one in told(net, rows)]), path)
            print(path.name, flush=True)


if __name__ == "__main__":
    task, *paths, number = sys.argv[1:]
    {"train": train, "label": label}[task](*map(Path, paths), int(number))
