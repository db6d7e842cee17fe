"""The weights of the package as the student has them, to go on from: eight bits made whole again.

    python -m training.coder.restore src/dateline/data/model MODEL OUT.pt

For packages made before the layers were joined into larger operators; what the package lacks
(the heads that it does not ship) stays as it begins.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor
from training.coder.net import Net

_PARTS = (
    "attention.self.query", "attention.self.key", "attention.self.value",
    "attention.output.dense", "intermediate.dense", "output.dense",
)  # fmt: skip


def stored(path: Path, before: str, layers: list[str]) -> dict[str, Tensor]:
    """The weights of an ONNX file by the names that the network has for them."""
    arrays = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(path)).graph.initializer}

    def whole(name: str) -> NDArray[np.float32]:
        zero = arrays[f"{name}_zero_point"].astype(np.float32)
        out: NDArray[np.float32] = (arrays[f"{name}_quantized"].astype(np.float32) - zero) * arrays[
            f"{name}_scale"
        ]
        return out

    found: dict[str, NDArray[np.float32]] = {}
    for name, value in arrays.items():
        told = before + name.removeprefix("net.")
        if name.endswith("_Transposed_quantized"):
            found[told.removesuffix("_Transposed_quantized")] = whole(
                name.removesuffix("_quantized")
            ).T
        elif name.endswith(".weight_quantized"):
            found[told.removesuffix("_quantized")] = whole(name.removesuffix("_quantized"))
        elif not name.startswith("onnx::") and not name.endswith(("_scale", "_zero_point")):
            found[told] = value
    products = sorted(
        {n.removesuffix("_quantized") for n in arrays if n.startswith("onnx::MatMul")
         and n.endswith("_quantized")},
        key=lambda n: int(n.rpartition("_")[2]),
    )  # fmt: skip
    names = [f"{layer}.{part}.weight" for layer in layers for part in _PARTS]
    for product, name in zip(products, names, strict=True):
        found[name] = whole(product).T
    return {name: torch.tensor(value.copy()) for name, value in found.items()}


def main(package: Path, model: Path, out: Path) -> None:
    """Write the weights."""
    net = Net(model)
    weights = net.state_dict()
    found = stored(
        package / "encoder.onnx", "", [f"encoder.encoder.layer.{i}" for i in range(6)]
    ) | stored(package / "pairs.onnx", "branch.", ["branch.layers.0", "branch.layers.1"])
    with np.load(package / "heads.npz", allow_pickle=False) as heads:
        found |= {name: torch.tensor(heads[name]) for name in heads.files}
    weights |= {k: v for k, v in found.items() if k in weights and weights[k].shape == v.shape}
    torch.save(weights, out)
    print("not in the package:", sorted(weights.keys() - found.keys()))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
