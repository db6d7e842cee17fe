"""The network: one encoder over the pieces of a sentence, and heads over what it makes of them."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.coder.examples import (
    CONTEXTS,
    EVIDENCE,
    MODALITIES,
    MODES,
    NAMES,
    ROLES,
    ROOTS,
    STANCES,
    TYPES,
)
from transformers import AutoModel

from dateline.model.beside import CODES
from dateline.model.encoder import TOLD, columns
from dateline.model.shapes import SHAPES

LONGEST = 160
SHARED = 4  # layers of the encoder that the branch of pairs stands on


def tags(labels: Sequence[str]) -> tuple[str, ...]:
    """O, then B and I of each label."""
    return ("O", *(f"{place}-{label}" for label in labels for place in "BI"))


HEADS: dict[str, tuple[str, ...]] = {
    "names": tags(NAMES),
    "arguments": tags(("S", "T")),
    "attribution": tags(ROLES),
    "triggers": ("O", *TYPES),
    "duties": ("O", "DUTY"),
    "silences": ("O", "SILENCE"),
    "grounds": ("O", *EVIDENCE[1:]),
}
COLUMNS = columns(HEADS)  # of the one network that tells what a piece tells of (`TOLD`)


class Triggers(nn.Module):
    """What each piece tells of: from its vector and, by a small layer, from it and both neighbours.

    Gives logits, texts x pieces x columns: of no event and each type, of no duty and a duty, and
    so on (`COLUMNS`). The vectors given are zero where there is no text.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        kinds = COLUMNS[TOLD[-1]].stop
        self.straight = nn.Linear(width, kinds)
        self.inner = nn.Linear(3 * width, 64)
        self.outer = nn.Linear(64, kinds, bias=False)
        self.given, self.drop = nn.Dropout(0.2), nn.Dropout(0.3)

    def forward(self, hidden: Tensor) -> Tensor:
        """Logits, texts x pieces x kinds, of vectors, texts x pieces x width."""
        given = self.given(hidden)
        blank = torch.zeros_like(given[:, :1])
        before, behind = torch.cat([blank, given[:, :-1]], 1), torch.cat([given[:, 1:], blank], 1)
        around = torch.relu(self.inner(torch.cat([before, given, behind], -1)))
        out: Tensor = self.straight(given) + self.outer(self.drop(around))
        return out


class Branch(nn.Module):
    """What one did to the other: two layers of its own, told who is who.

    It takes the hidden states after the fourth layer, adds a vector to the pieces of the source
    and of the target, and reads the type from the first piece, the source and the target. Where
    one of them is not known, the whole sentence stands for it.
    """

    def __init__(self, layers: nn.ModuleList, width: int) -> None:
        super().__init__()
        self.layers = copy.deepcopy(layers)
        self.roles = nn.Embedding(4, width)
        nn.init.normal_(self.roles.weight, std=0.05)
        self.mix = nn.Linear(3 * width, width)
        self.types = nn.Linear(width, len(ROOTS))
        self.drop = nn.Dropout(0.15)

    def forward(self, hidden: Tensor, mask: Tensor, roles: Tensor) -> Tensor:
        """Logits of the types; ``roles`` is 1 at the source, 2 at the target, 3 at both."""
        out = through(self.layers, hidden + self.roles(roles), mask)
        source = _mean(out, _some(mask * (roles % 2), mask))
        target = _mean(out, _some(mask * (roles // 2), mask))
        mixed = torch.tanh(self.mix(self.drop(torch.cat([out[:, 0], source, target], -1))))
        told: Tensor = self.types(self.drop(mixed))
        return told


class Sayings(nn.Module):
    """Who says what by which words: two layers of its own, told what stands in quotation marks.

    It takes the hidden states after the fourth layer, as the branch of pairs does, and behind them
    some of those of the sentences beside (`dateline.model.beside`). ``follows`` is how likely a
    tag follows another, from the one (rows) to the other.
    """

    def __init__(self, layers: nn.ModuleList, width: int) -> None:
        super().__init__()
        self.layers = copy.deepcopy(layers)
        self.quoted = nn.Embedding(CODES, width)
        nn.init.normal_(self.quoted.weight, std=0.05)
        self.tags = nn.Linear(width, len(HEADS["attribution"]))
        self.follows = nn.Parameter(torch.zeros(self.tags.out_features, self.tags.out_features))
        self.drop = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, mask: Tensor, quoted: Tensor) -> Tensor:
        """Logits of the tags, texts x pieces x tags."""
        out = through(self.layers, hidden + self.quoted(quoted), mask)
        told: Tensor = self.tags(self.drop(out))
        return told


def through(layers: nn.ModuleList, hidden: Tensor, mask: Tensor) -> Tensor:
    """The hidden states after some layers; ``mask`` is 1 where there is a piece."""
    bias = (1.0 - mask[:, None, None, :].float()) * -1e4
    for layer in layers:
        given = layer(hidden, bias)
        hidden = given[0] if isinstance(given, tuple) else given
    return hidden


class Net(nn.Module):
    """Encoder and heads. Hidden states are ``batch x pieces x width``.

    ``attention`` is how torch computes it: "sdpa" learns quicker, "eager" can be exported.
    """

    def __init__(self, folder: Path, attention: str = "eager") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(folder), attn_implementation=attention)
        width = self.encoder.config.hidden_size
        self._widen(width)
        self.branch = Branch(self.encoder.encoder.layer[SHARED:], width)
        self.sayings = Sayings(self.encoder.encoder.layer[SHARED:], width)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(width, len(HEADS[name])) for name in ("names", "arguments")}
            | {"triggers": Triggers(width)}
        )
        self.factuality = nn.Linear(width, 1)
        self.modes = nn.Linear(2 * width, len(MODES))
        self.modality = nn.Linear(2 * width, len(MODALITIES))
        self.contexts = nn.Linear(2 * width, len(CONTEXTS))
        self.stance = nn.Linear(3 * width, len(STANCES))
        self.evidence = nn.Linear(3 * width, len(EVIDENCE))
        self.drop = nn.Dropout(0.1)

    def _widen(self, width: int) -> None:
        old = self.encoder.embeddings.token_type_embeddings.weight.data
        new = nn.Embedding(SHAPES, width)
        new.weight.data = old[0].repeat(SHAPES, 1) + 0.01 * torch.randn(SHAPES, width)
        self.encoder.embeddings.token_type_embeddings = new
        self.encoder.config.type_vocab_size = SHAPES

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor]:
        """The hidden states after all layers and after those that the branch stands on."""
        out = self.encoder(
            input_ids=ids, attention_mask=mask, token_type_ids=kinds, output_hidden_states=True
        )
        return out.last_hidden_state, out.hidden_states[SHARED]

    def tags(self, head: str, hidden: Tensor, mask: Tensor) -> Tensor:
        """Logits of a head's tags, a row a piece."""
        if head in TOLD:
            return self.told(hidden, mask)[..., COLUMNS[head]]
        told: Tensor = self.heads[head](hidden)
        return told

    def told(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Logits of all that a piece may tell of, in the columns of `COLUMNS`."""
        told: Tensor = self.heads["triggers"](hidden * _text(mask).unsqueeze(-1))
        return told

    def event(self, hidden: Tensor, inside: Tensor, act: Tensor) -> Tensor:
        """What modes, modality and contexts are read from; both are masks over pieces."""
        return torch.cat([_mean(hidden, act), _mean(hidden, inside)], -1)

    def saying(self, hidden: Tensor, inside: Tensor, cue: Tensor, act: Tensor) -> Tensor:
        """What stance and evidence are read from: the cue, what is told, and the sentence."""
        return torch.cat([_mean(hidden, cue), _mean(hidden, act), _mean(hidden, inside)], -1)


def _text(mask: Tensor) -> Tensor:
    """The mask without the special pieces, the first and the last of each text."""
    inside = mask.clone()
    inside[:, 0] = 0
    return inside.scatter(1, mask.sum(1, keepdim=True) - 1, 0)


def _some(mask: Tensor, otherwise: Tensor) -> Tensor:
    return torch.where(mask.any(-1, keepdim=True), mask, otherwise)


def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
    weights = mask.float()
    return torch.einsum("bn,bnd->bd", weights, hidden) / weights.sum(-1, keepdim=True).clamp(min=1)


def tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, cutting at `LONGEST` pieces, not padding."""
    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.enable_truncation(LONGEST)
    made.no_padding()
    return made
