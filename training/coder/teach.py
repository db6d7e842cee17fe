"""The teacher: MPNet, large and slow, told by marks who the source and the target are.

    python -m training.coder.teach train DATA MODEL OUT
    python -m training.coder.teach label OUT PAIRS.jsonl

``train`` learns the types of marked pairs, those of our own sentences too, and keeps a checkpoint
an epoch; ``label`` writes what the teacher holds of each pair, as a line of logits, and goes on
where it stopped.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from training.coder.below import QUICK
from training.coder.examples import (
    HELD,
    LABELS,
    ROOTS,
    Example,
    Span,
    own,
    pairs,
    part,
    stories,
)
from training.coder.measures import macro_f1
from training.coder.net import tokenizer
from transformers import AutoModel

EPOCHS, BATCH, RATE = 4, 16, 4e-5
_AT_ONCE = 48
MEAN = 0.98  # of the weights of the last two epochs, which is kept
RARE = ("PROTEST", "MOBILIZE", "COOPERATE", "SANCTION", "THREATEN", "REQUEST", "CONSULT")


class Teacher(nn.Module):
    """An encoder and the types read from its first piece and the mean of all."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(folder))
        width = self.encoder.config.hidden_size
        self.roots = nn.Sequential(
            nn.Dropout(0.1), nn.Linear(2 * width, width), nn.Tanh(), nn.Dropout(0.1),
            nn.Linear(width, len(ROOTS)),
        )  # fmt: skip

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Logits of the types."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).float()
        mean = (hidden * weights).sum(1) / weights.sum(1)
        out: Tensor = self.roots(torch.cat([hidden[:, 0], mean], -1))
        return out


def marked(text: str, pair: tuple[Span | None, Span | None] | None) -> str:
    """The text with the source in square and the target in curly brackets."""
    if pair is None:
        return text
    marks = [
        (at, mark)
        for span, both in zip(pair, (("[ ", " ]"), ("{ ", " }")), strict=True)
        if span is not None
        for at, mark in zip(span, both, strict=True)
    ]
    for at, mark in sorted(marks, reverse=True):
        text = text[:at] + mark + text[at:]
    return text


def batches(lengths: list[int], size: int, chance: random.Random) -> list[list[int]]:
    """Indices in batches of like length, in random order."""
    order = list(range(len(lengths)))
    chance.shuffle(order)
    pools = [order[i : i + size * 8] for i in range(0, len(order), size * 8)]
    out = []
    for pool in pools:
        pool.sort(key=lengths.__getitem__)
        out += [pool[i : i + size] for i in range(0, len(pool), size)]
    chance.shuffle(out)
    return out


def padded(rows: list[list[int]], fill: int) -> Tensor:
    """Rows of one length."""
    longest = max(map(len, rows))
    return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])


def leads(data: Path, each: int = 25) -> list[Example]:
    """The titles and first sentences of stories of the types that the sentences have few of."""
    taken: Counter[str] = Counter()
    out = []
    for row in stories(data / "events/synthetic_stories/stories.csv.zip"):
        if row["label"] in RARE and taken[row["label"]] < each and part(row["text"]) >= HELD:
            taken[row["label"]] += 1
            out.append(Example(row["text"].split(". ")[0][:300], row["text"], root=row["label"]))
    return out


def train(data: Path, model: Path, out: Path) -> None:
    """Learn, measure on the held parts, keep the weights."""
    torch.manual_seed(1)
    chance = random.Random(1)
    out.mkdir(parents=True, exist_ok=True)
    every = list(pairs(data / "events/plv/train.tsv"))
    held = [e for e in every if part(e.group) < HELD]
    learned = [e for e in every if part(e.group) >= HELD] + leads(data)
    learned += [e for e in own(LABELS) if part(e.group) >= HELD and e.root != "NONE"]
    pieces = tokenizer(model)
    net = Teacher(model)
    fill = net.encoder.config.pad_token_id
    rows = [pieces.encode(marked(e.text, e.pair)).ids for e in learned]
    gold = [ROOTS.index(e.root or "") for e in learned]
    net.encoder.embeddings.requires_grad_(False)
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in net.encoder.parameters() if p.requires_grad], "lr": RATE},
            {"params": heads, "lr": 5e-4},
        ],
        weight_decay=0.01,
    )
    steps = EPOCHS * (len(rows) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, s / (0.1 * steps)) * max(0.02, 1 - s / steps)
    )
    began, mean = time.time(), AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(MEAN))
    for epoch in range(EPOCHS):
        net.train()
        for batch in batches([len(r) for r in rows], BATCH, chance):
            ids = padded([rows[i] for i in batch], fill)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=QUICK):
                logits = net(ids, (ids != fill).long()).float()
            loss = nn.functional.cross_entropy(
                logits, torch.tensor([gold[i] for i in batch]), label_smoothing=0.05
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if epoch >= EPOCHS - 2:
                mean.update_parameters(net)
        kept = mean.module if epoch == EPOCHS - 1 else net
        torch.save(kept.state_dict(), out / "teacher.part")
        (out / "teacher.part").replace(out / "teacher.pt")
        found = [ROOTS[i] for i in _logits(kept, pieces, held, fill).argmax(-1).tolist()]
        f1, right = macro_f1([e.root or "" for e in held], found)
        print(f"epoch {epoch}: held {len(held)} macro-F1 {f1:.3f} accuracy {right:.3f}, "
              f"{time.time() - began:.0f} s", flush=True)  # fmt: skip


@torch.no_grad()
def _logits(net: Teacher, pieces: object, examples: list[Example], fill: int) -> Tensor:
    net.eval()
    rows = [pieces.encode(marked(e.text, e.pair)).ids for e in examples]  # type: ignore[attr-defined]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    out = torch.zeros(len(rows), len(ROOTS))
    for i in range(0, len(order), _AT_ONCE):
        some = order[i : i + _AT_ONCE]
        ids = padded([rows[j] for j in some], fill)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=QUICK):
            out[some] = net(ids, (ids != fill).long()).float()
    return out


def label(out: Path, transfer: Path, model: Path) -> None:
    """Write the teacher's logits for every pair of ``transfer``."""
    net = Teacher(model)
    net.load_state_dict(torch.load(out / "teacher.pt"))
    pieces, fill = tokenizer(model), net.encoder.config.pad_token_id
    path = transfer.with_suffix(".logits.jsonl")
    done = len(path.read_text().splitlines()) if path.exists() else 0
    lines = transfer.read_text(encoding="utf-8").splitlines()
    with path.open("a") as file:
        for start in range(done, len(lines), 512):
            rows = [json.loads(line) for line in lines[start : start + 512]]
            some = [Example(r["text"], "", (tuple(r["source"]), tuple(r["target"]))) for r in rows]
            for logits in _logits(net, pieces, some, fill).tolist():
                file.write(json.dumps([round(x, 2) for x in logits]) + "\n")
            file.flush()
            print(start + len(rows), len(lines), flush=True)


if __name__ == "__main__":
    what, *paths = sys.argv[1:]
    {"train": train, "label": label}[what](*map(Path, paths))
