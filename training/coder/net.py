"""The network: one encoder over the pieces of a sentence, and heads over what it makes of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor, nn
from training.coder.examples import NAMES, ROLES, ROOTS
from transformers import AutoModel

LONGEST = 160
SHAPES = 8


def tags(labels: Sequence[str]) -> tuple[str, ...]:
    """O, then B and I of each label."""
    return ("O", *(f"{place}-{label}" for label in labels for place in "BI"))


HEADS: dict[str, tuple[str, ...]] = {
    "names": tags(NAMES),
    "arguments": tags(("S", "T")),
    "attribution": tags(ROLES),
}


def shape(text: str) -> int:
    """What the letters of a piece look like; the encoder's own alphabet has no capitals."""
    if text.isdigit():
        return 5
    if not re.search(r"\w", text):
        return 6
    if text.islower():
        return 1
    if text.isupper():
        return 3 if len(text) > 1 else 4
    return 2 if text[:1].isupper() else 7


def shapes(text: str, encoding: Encoding) -> list[int]:
    """The shape of each piece of a text, special pieces 0."""
    return [shape(text[a:b]) if b > a else 0 for a, b in encoding.offsets]


class Net(nn.Module):
    """Encoder and heads. Hidden states are ``batch x pieces x width``."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(folder), attn_implementation="eager")
        width = self.encoder.config.hidden_size
        self.shaped = getattr(self.encoder.config, "type_vocab_size", 0) > 1
        if self.shaped:
            self._widen(width)
        self.heads = nn.ModuleDict({name: nn.Linear(width, len(t)) for name, t in HEADS.items()})
        self.factuality = nn.Linear(width, 1)
        self.query = nn.Linear(3 * width, width)
        self.mix = nn.Linear(4 * width, width)
        self.roots = nn.Linear(width, len(ROOTS))
        self.drop = nn.Dropout(0.1)

    def _widen(self, width: int) -> None:
        old = self.encoder.embeddings.token_type_embeddings.weight.data
        new = nn.Embedding(SHAPES, width)
        new.weight.data = old[0].repeat(SHAPES, 1) + 0.01 * torch.randn(SHAPES, width)
        self.encoder.embeddings.token_type_embeddings = new
        self.encoder.config.type_vocab_size = SHAPES

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        """The hidden states."""
        more = {"token_type_ids": kinds} if self.shaped else {}
        out: Tensor = self.encoder(input_ids=ids, attention_mask=mask, **more).last_hidden_state
        return out

    def pair(self, hidden: Tensor, inside: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """Logits of the types; ``inside``, ``source``, ``target`` are masks over pieces."""
        s, t, whole = (_mean(hidden, m) for m in (source, target, inside))
        asked = self.query(torch.cat([s, t, whole], -1))
        weights = torch.einsum("bd,bnd->bn", asked, hidden) / hidden.shape[-1] ** 0.5
        weights = weights.masked_fill(inside == 0, -1e4).softmax(-1)
        act = torch.einsum("bn,bnd->bd", weights, hidden)
        mixed = torch.tanh(self.mix(self.drop(torch.cat([act, s, t, whole], -1))))
        out: Tensor = self.roots(self.drop(mixed))
        return out


def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
    weights = mask.float()
    return torch.einsum("bn,bnd->bd", weights, hidden) / weights.sum(-1, keepdim=True).clamp(min=1)


def tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, cutting at `LONGEST` pieces, not padding."""
    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.enable_truncation(LONGEST)
    made.no_padding()
    return made
