"""The heads that have few sentences to learn from, learned again over the encoder as it is."""

from __future__ import annotations

import random
from collections.abc import Callable

import torch
from torch import Tensor, nn
from training.coder.examples import CONTEXTS
from training.coder.figures import hidden_of
from training.coder.net import Net
from training.coder.rows import Row, masks


def refit(net: Net, rows: dict[str, list[Row]], epochs: int = 40) -> None:
    """Learn the heads of modes, modality, contexts, stance and evidence again."""
    torch.manual_seed(3)
    chance = random.Random(3)
    acts = [r for task in ("own", "news", "contexts") for r in rows[task]]
    told = _vectors(net, acts, lambda h, m, b: net.event(h, m, masks(b, "act")))
    for head, name in ((net.modes, "mode"), (net.modality, "modality")):
        some = [i for i, row in enumerate(acts) if getattr(row, name) >= 0]
        gold = torch.tensor([getattr(acts[i], name) for i in some])
        _fit(head, told[some], epochs, chance, gold)
    some = [i for i, row in enumerate(acts) if row.contexts is not None]
    here = torch.zeros(len(some), len(CONTEXTS))
    for k, i in enumerate(some):
        here[k, list(acts[i].contexts or ())] = 1.0
    _fit(net.contexts, told[some], epochs, chance, here)
    said = _vectors(
        net, rows["sayings"], lambda h, m, b: net.saying(h, m, masks(b, "cue"), masks(b, "act"))
    )
    for head, name in ((net.stance, "stance"), (net.evidence, "evidence")):
        gold = torch.tensor([getattr(row, name) for row in rows["sayings"]])
        _fit(head, said, epochs, chance, gold)


def _vectors(
    net: Net, rows: list[Row], of: Callable[[Tensor, Tensor, list[Row]], Tensor]
) -> Tensor:
    found: dict[int, Tensor] = {}

    def take(hidden: Tensor, mask: Tensor, batch: list[Row], some: list[int]) -> None:
        found.update(zip(some, of(hidden, mask, batch), strict=True))

    hidden_of(net, rows, take)
    return torch.stack([found[i] for i in range(len(rows))])


def _fit(head: nn.Module, given: Tensor, epochs: int, chance: random.Random, gold: Tensor) -> None:
    """A linear head over fixed vectors; ``gold`` are classes, or rows of labels that hold."""
    for layer in head.modules():
        if isinstance(layer, nn.Linear):
            layer.reset_parameters()
    optimizer = torch.optim.AdamW(head.parameters(), lr=2e-3, weight_decay=0.05)
    many = gold.dim() > 1
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * (1 - epoch / epochs)
        order = list(range(len(given)))
        chance.shuffle(order)
        for i in range(0, len(order), 32):
            some = order[i : i + 32]
            logits = head(nn.functional.dropout(given[some], 0.2))
            loss = (
                nn.functional.binary_cross_entropy_with_logits(logits, gold[some])
                if many
                else nn.functional.cross_entropy(logits, gold[some], label_smoothing=0.05)
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
