"""The weights of the package as the student has them, to go on from: eight bits made whole again.

    python -m training.coder.restore src/dateline/data/model MODEL OUT.pt

Reads what `training.coder.eight` writes. What the package lacks (the heads that it does not ship,
the vectors of pieces that its alphabet leaves out) stays as MODEL has it or as it begins.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor
from training.coder.export import TRIGGERS
from training.coder.net import Net

Weights = dict[str, Tensor]
# What stands between a product and where its inputs were scaled.
_ON_THE_WAY = frozenset({"QuantizeLinear", "Slice", "Reshape"})


class Written:
    """A graph as it was written: its products, norms and tables, each in order."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(str(path)).graph
        self._constants = {c.name: c for c in graph.initializer}
        self.nodes = list(graph.node)
        self._makers = {name: node for node in self.nodes for name in node.output}

    def constant(self, name: str) -> Tensor:
        """A value that stands in the file, in floating point."""
        return torch.tensor(numpy_helper.to_array(self._constants[name]).astype(np.float32))

    def products(self) -> list[tuple[Tensor, Tensor | None]]:
        """The weights (outputs x inputs) and biases of the linear layers."""
        return [self._product(n) for n in self.nodes if n.op_type == "MatMulIntegerToFloat"]

    def _product(self, node: onnx.NodeProto) -> tuple[Tensor, Tensor | None]:
        weight = self.constant(node.input[1]).T * self.constant(node.input[3])[:, None]
        scaled = self._makers[node.input[0]]
        while scaled.op_type in _ON_THE_WAY:
            scaled = self._makers[scaled.input[0]]
        if scaled.op_type == "Mul" and scaled.input[1] in self._constants:
            weight = weight * self.constant(scaled.input[1])
        if len(node.input) > 6:
            return weight, self.constant(node.input[6])
        return weight, None

    def of(self, kind: str) -> list[list[Tensor]]:
        """The constants given to each operation of a kind, where it has any."""
        found = (
            [self.constant(name) for name in node.input if name in self._constants]
            for node in self.nodes if node.op_type == kind
        )  # fmt: skip
        return [some for some in found if some]

    def table(self, numbers: str) -> Tensor:
        """The rows that are added by the numbers of an input."""
        turned = next(
            n.output[0] for n in self.nodes if numbers in n.input and n.op_type == "Transpose"
        )
        flat = next(n.output[0] for n in self.nodes if n.input[0] == turned)
        return next(
            self.constant(n.input[0]) for n in self.nodes
            if n.op_type == "Gather" and n.input[1] == flat
        )  # fmt: skip

    def after(self) -> list[Tensor]:
        """The biases that are added behind the products after the activations."""
        return [
            self.constant(n.input[1]) for n in self.nodes
            if n.op_type == "Add" and n.input[1] in self._constants
            and self._makers[n.input[0]].op_type == "Mul"
        ]  # fmt: skip


def layers(file: Written, before: str, count: int, known: Weights) -> Weights:
    """The layers of a graph; ``known`` are weights to which they are near."""
    found: Weights = {}
    products, biases = file.products(), file.after()
    norms = file.of("LayerNormalization")[-2 * count :]
    for number in range(count):
        name = f"{before}.{number}."
        *three, out, wide, last = products[6 * number : 6 * number + 6]
        size = len(out[0])
        scale = _scale(three[2][0], known[name + "attention.self.value.weight"])
        factors = (torch.full((size,), (size // 12) ** 0.5), torch.ones(size), 1 / scale)
        asked = ("query", "key", "value")
        for part, (weight, bias), factor in zip(asked, three, factors, strict=True):
            assert bias is not None
            found[f"{name}attention.self.{part}.weight"] = weight * factor[:, None]
            found[f"{name}attention.self.{part}.bias"] = bias * factor
        for part, (weight, bias) in (
            ("attention.output.dense", (out[0] * scale, out[1])),
            ("intermediate.dense", wide),
            ("output.dense", (last[0], biases[number])),
        ):
            assert bias is not None
            found |= {f"{name}{part}.weight": weight, f"{name}{part}.bias": bias}
        both = norms[2 * number : 2 * number + 2]
        for part, (weight, bias) in zip(("attention.output", "output"), both, strict=True):
            found |= {
                f"{name}{part}.LayerNorm.weight": weight,
                f"{name}{part}.LayerNorm.bias": bias,
            }
    return found


def _scale(given: Tensor, known: Tensor) -> Tensor:
    """By how much each row of values was multiplied, as it comes nearest to what is known.

    The next product was divided by it, so what both give together does not hang on this.
    """
    scale = (given * known).sum(1) / (known * known).sum(1).clamp(min=1e-12)
    return torch.where(scale > 0.1, scale, scale.abs().median())


def encoder(package: Path, model: Path, known: Weights) -> Weights:
    """The shared layers and the embeddings."""
    file = Written(package / "encoder.onnx")
    kept = json.loads((package / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    every = json.loads((model / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    given = "encoder.embeddings."
    words = known[given + "word_embeddings.weight"].clone()
    eight, scale = (some[0] for some in file.of("Gather")[:2])
    order = [every[piece] for piece, _ in sorted(kept.items(), key=lambda one: one[1])]
    words[order] = eight * scale[:, None]
    places = known[given + "position_embeddings.weight"].clone()
    told = next(some[0] for some in file.of("Slice") if some[0].dim() == 2)
    places[: len(told)] = told
    weight, bias = file.of("LayerNormalization")[0]
    return layers(file, "encoder.encoder.layer", 6, known) | {
        given + "word_embeddings.weight": words,
        given + "position_embeddings.weight": places,
        given + "token_type_embeddings.weight": file.table("kinds"),
        given + "LayerNorm.weight": weight,
        given + "LayerNorm.bias": bias,
    }


def branches(package: Path, known: Weights) -> Weights:
    """The branches of pairs and of sayings."""
    labels = json.loads((package / "labels.json").read_text(encoding="utf-8"))
    pairs, sayings = Written(package / "pairs.onnx"), Written(package / "sayings.onnx")
    mix = pairs.products()[-1]
    assert mix[1] is not None
    types, types_bias = pairs.of("Gemm")[0]
    tags, tags_bias = sayings.of("Gemm")[0]
    found = layers(pairs, "branch.layers", 2, known) | layers(sayings, "sayings.layers", 2, known)
    return found | {
        "branch.roles.weight": pairs.table("roles"),
        "branch.mix.weight": mix[0], "branch.mix.bias": mix[1],
        "branch.types.weight": types, "branch.types.bias": types_bias,
        "sayings.quoted.weight": _filled(sayings.table("quoted"), known["sayings.quoted.weight"]),
        "sayings.follows": torch.tensor(labels["follows"]),
        "sayings.tags.weight": tags, "sayings.tags.bias": tags_bias,
    }  # fmt: skip


def _filled(told: Tensor, known: Tensor) -> Tensor:
    """A table with the rows that are told, the others as they were."""
    return torch.cat([told, known[len(told) :]])


def heads(package: Path) -> Weights:
    """The heads by the student's names."""
    with np.load(package / "heads.npz", allow_pickle=False) as stored:
        found = {name: torch.tensor(stored[name].astype(np.float32)) for name in stored.files}
    for name, inside in TRIGGERS.items():
        if name in found:
            found[inside] = found.pop(name)
    return found


def main(package: Path, model: Path, out: Path) -> None:
    """Write the weights."""
    weights = Net(model).state_dict()
    found = encoder(package, model, weights) | branches(package, weights) | heads(package)
    for name, value in found.items():
        if value.numel() == weights[name].numel():  # a head of other columns begins anew
            weights[name] = value.reshape(weights[name].shape)
    torch.save(weights, out)
    print("not in the package:", sorted(weights.keys() - found.keys()))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
