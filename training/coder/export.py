"""From the student's weights to what the package ships: int8 ONNX, heads, tokenizer, labels.

    python -m training.coder.export DATA MODEL OUT src/dateline/data/model

The temperature of the types is fitted on the held parts, where the reliability is measured too.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from training.coder.examples import (
    CONTEXTS,
    EVIDENCE,
    MODALITIES,
    MODES,
    ROOTS,
    STANCES,
    pairs,
    part,
)
from training.coder.figures import pair_logits
from training.coder.net import HEADS, LONGEST, Net, tokenizer
from training.coder.rows import pair_row
from training.coder.teach import HELD


class _Bare(nn.Module):
    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor]:
        out: tuple[Tensor, Tensor] = self.net(ids, mask, kinds)
        return out


def export(net: Net, model: Path, out: Path, temperature: float, made_at: str) -> None:
    """Write the files of the package."""
    out.mkdir(parents=True, exist_ok=True)
    net.eval()
    sample = torch.ones(2, 7, dtype=torch.int64)
    _small(
        _Bare(net), (sample, sample, sample), out / "encoder.onnx",
        ["ids", "mask", "kinds"], ["last", "shared"],
    )  # fmt: skip
    width = net.encoder.config.hidden_size
    _small(
        net.branch, (torch.randn(2, 7, width), sample, sample), out / "pairs.onnx",
        ["hidden", "mask", "roles"], ["types"],
    )  # fmt: skip
    weights = {
        name: value.numpy().astype(np.float32)
        for name, value in net.state_dict().items()
        if not name.startswith(("encoder.", "branch."))
    }
    np.savez(out / "heads.npz", **weights)
    made = json.loads((model / "tokenizer.json").read_text(encoding="utf-8"))
    made["padding"], made["truncation"] = None, None
    (out / "tokenizer.json").write_text(
        json.dumps(made, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    labels = {
        "types": ROOTS, "modes": MODES, "longest": LONGEST,
        "temperature": round(temperature, 3), "heads": HEADS, "made": made_at,
        "modality": MODALITIES, "stances": STANCES, "evidence": EVIDENCE, "contexts": CONTEXTS,
    }  # fmt: skip
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def _small(
    net: nn.Module, sample: tuple[Tensor, ...], path: Path, given: list[str], told: list[str]
) -> None:
    """Write a network as ONNX with weights of eight bits."""
    axes = {name: {0: "batch", 1: "pieces"} for name in (*given, *told)}
    with tempfile.TemporaryDirectory() as folder:
        whole = str(Path(folder) / "whole.onnx")
        torch.onnx.export(
            net, sample, whole, input_names=given, output_names=told,
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            whole, str(path), weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip


def held_logits(net: Net, data: Path, model: Path) -> tuple[Tensor, Tensor]:
    """Logits and gold types of the held pairs."""
    pieces = tokenizer(model)
    examples = [e for e in pairs(data / "events/plv/train.tsv") if part(e.group) < HELD]
    rows = [r for e in examples if (r := pair_row(pieces, e))]
    return pair_logits(net, rows), torch.tensor([r.root for r in rows])


def fitted(logits: Tensor, gold: Tensor) -> float:
    """The temperature with the least log loss."""
    grid = [0.4 + 0.05 * i for i in range(60)]
    return min(grid, key=lambda t: nn.functional.cross_entropy(logits / t, gold).item())


def reliability(logits: Tensor, gold: Tensor, temperature: float) -> float:
    """Expected calibration error over ten bins of confidence."""
    sure, best = (logits / temperature).softmax(-1).max(-1)
    right = (best == gold).float()
    error = 0.0
    for low in range(10):
        here = (sure > low / 10) & (sure <= (low + 1) / 10)
        if here.any():
            error += here.float().mean().item() * abs(
                sure[here].mean().item() - right[here].mean().item()
            )
    return error


def main(data: Path, model: Path, out: Path, package: Path) -> None:
    """Export, and print what was measured. ``out`` may be a file of weights."""
    net = Net(model)
    weights = out if out.is_file() else out / "student.pt"
    net.load_state_dict(torch.load(weights))
    made_at = hashlib.sha256(weights.read_bytes()).hexdigest()[:12]
    logits, gold = held_logits(net, data, model)
    temperature = fitted(logits, gold)
    print(
        f"held pairs {len(gold)}, temperature {temperature:.2f}, calibration error "
        f"{reliability(logits, gold, 1.0):.3f} before and "
        f"{reliability(logits, gold, temperature):.3f} after"
    )
    export(net, model, package, temperature, made_at)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
