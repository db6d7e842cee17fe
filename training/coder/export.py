"""From the student's weights to what the package ships: int8 ONNX, heads, tokenizer, labels.

    python -m training.coder.export DATA MODEL OUT src/dateline/data/model [encoder|pairs]

The temperature of the types is fitted on the held parts, where the reliability is measured too.
With ``encoder`` the branches of the package stay as they are: their weights and the layers
under them have not learned since. With ``pairs`` all but the branch of pairs stays.
"""

from __future__ import annotations

import hashlib
import json
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from training.coder.alphabet import alphabet, numbered
from training.coder.eight import Ranges, watched, write_branch, write_encoder, write_sayings
from training.coder.examples import (
    HELD,
    LABELS,
    MODES,
    ROOTS,
    Example,
    attributions,
    names,
    own,
    pairs,
    part,
)
from training.coder.figures import pair_logits
from training.coder.net import HEADS, LONGEST, Net, tokenizer
from training.coder.rows import Row, collate, masks, pair_row
from training.coder.sayings import given, rows_of

from dateline.model.encoder import Encoder

# The weights that reading asks beside those of the networks.
READ = ("heads.", "factuality.", "modes.")
# Those of the head of triggers: their names in the package, and the student's.
TRIGGERS = {
    "heads.triggers.weight": "heads.triggers.straight.weight",
    "heads.triggers.bias": "heads.triggers.straight.bias",
    "triggers.inner.weight": "heads.triggers.inner.weight",
    "triggers.inner.bias": "heads.triggers.inner.bias",
    "triggers.outer.weight": "heads.triggers.outer.weight",
}
# Added to what the tags of targets score: as every piece counts alike in learning, the head tags
# fewer than there are (ConfliBERT's sentences: precision 0.78, recall 0.71; with this 0.76 each).
TARGETS = 0.4


def export(
    net: Net,
    seen: Ranges,
    data: Path,
    model: Path,
    out: Path,
    made_at: str,
    temperature: float | None,
) -> None:
    """Write the files of the package; without a temperature those of its branches stay."""
    out.mkdir(parents=True, exist_ok=True)
    made = json.loads((model / "tokenizer.json").read_text(encoding="utf-8"))
    pieces = alphabet(model, data)
    words = net.encoder.embeddings.word_embeddings.weight.detach()[[n for _, n in pieces]]
    write_encoder(net, seen, words, out / "encoder.onnx")
    heads = net.encoder.config.num_attention_heads
    follows = [[round(v, 3) for v in row] for row in net.sayings.follows.tolist()]
    if temperature is None:
        kept = json.loads((out / "labels.json").read_text(encoding="utf-8"))
        temperature, follows = kept["temperature"], kept["follows"]
    else:
        write_branch(net.branch, heads, seen, out / "pairs.onnx")
        write_sayings(net.sayings, heads, seen, out / "sayings.onnx")
    named = {inside: name for name, inside in TRIGGERS.items()}
    weights = {
        named.get(name, name): value.numpy().astype(np.float16)
        for name, value in net.state_dict().items()
        if name.startswith(READ)
    }
    weights["heads.arguments.bias"] += [TARGETS * (t[-1] == "T") for t in HEADS["arguments"]]
    np.savez(out / "heads.npz", **weights)
    made["padding"], made["truncation"] = None, None
    (out / "tokenizer.json").write_text(
        json.dumps(numbered(made, pieces), ensure_ascii=False, separators=(",", ":")),
        encoding="utf-8",
    )
    labels = {
        "types": ROOTS, "modes": MODES, "longest": LONGEST,
        "temperature": round(temperature, 3), "heads": HEADS, "made": made_at,
        "follows": follows,
    }  # fmt: skip
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def export_pairs(net: Net, seen: Ranges, out: Path, temperature: float) -> None:
    """Write the branch of pairs and its temperature into a package that has all else."""
    write_branch(net.branch, net.encoder.config.num_attention_heads, seen, out / "pairs.onnx")
    labels = json.loads((out / "labels.json").read_text(encoding="utf-8"))
    labels["temperature"] = round(temperature, 3)
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


@torch.no_grad()
def ranges(net: Net, data: Path, model: Path) -> Ranges:
    """How far the inputs of every linear layer go on sentences that were learned from."""
    pieces = tokenizer(model)
    labelled = [*pairs(data / "events/plv/train.tsv"), *own(LABELS)]
    named = [
        Example(e.text, e.group, (None, None))
        for e in names(data / "language/worldwide_newswire_ner")
    ]
    some = [*labelled[::2], *named[:: len(named) // 400]]
    taken = (example for example in some if part(example.group) >= HELD)
    by_length: dict[int, list[Row]] = {}
    for row in filter(None, (pair_row(pieces, example) for example in taken)):
        by_length.setdefault(len(row.ids), []).append(row)  # nothing is filled up, so all is text
    net.eval()
    with watched(net.encoder, net.branch, net.sayings) as seen:
        for rows in by_length.values():
            ids, mask, kinds = collate(rows)
            shared = net(ids, mask, kinds)[1]
            net.branch(shared, mask, masks(rows, "roles"))
        for row in rows_of(
            net, pieces, islice(attributions(data / "attribution/polnear/train"), 800)
        ):
            net.sayings(*given([row])[:3])
    return seen


@torch.no_grad()
def difference(net: Net, data: Path, model: Path, package: Path) -> float:
    """How far the vectors of the package lie beside the network's own, on held pairs.

    Sentences with a piece that the package's alphabet lacks are left out.
    """
    shipped, found = Encoder(package), []
    held = [e for e in pairs(data / "events/plv/train.tsv") if part(e.group) < HELD]
    pieces = tokenizer(model)
    for example, encoded in zip(held, shipped.encode([e.text for e in held]), strict=True):
        row = pair_row(pieces, Example(example.text, "", (None, None)))
        exact = net(*collate([row]))[0][0, 1:-1].numpy()
        if exact.shape == encoded.hidden.shape:
            found.append(np.abs(encoded.hidden - exact).mean() / exact.std())
    return float(np.mean(found))


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


def main(data: Path, model: Path, out: Path, package: Path, only: str = "") -> None:
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
    seen = ranges(net, data, model)
    if only == "pairs":
        export_pairs(net, seen, package, temperature)
    else:
        kept = None if only == "encoder" else temperature
        export(net, seen, data, model, package, made_at, kept)
    moved = difference(net, data, model, package)
    print(f"eight bits move the vectors by {moved:.3f} of their spread")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]), *sys.argv[5:])
