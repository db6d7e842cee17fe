"""Weights between those before a phase and those after it, with the small heads learned again.

    python -m training.coder.between DATA MODEL OUT BEFORE.pt AFTER.pt SHARE [mean]

Writes ``OUT/student.pt``; with ``mean`` the small heads are between both too. What both phases
know is kept better by a mean than by either.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from training.coder.figures import measure
from training.coder.net import Net, tokenizer
from training.coder.refit import refit
from training.coder.student import learned


def main(
    data: Path, model: Path, out: Path, before: Path, after: Path, share: float, *, again: bool
) -> None:
    """Write the weights, ``share`` of the way from those before to those after.

    ``again``: the small heads are learned again over them.
    """
    first, last = torch.load(before), torch.load(after)
    net, pieces = Net(model, attention="sdpa"), tokenizer(model)
    net.load_state_dict(
        {
            name: torch.lerp(first[name], value, share) if value.is_floating_point() else value
            for name, value in last.items()
        }
    )
    if again:
        refit(net, learned(data, pieces, out))
    torch.save(net.state_dict(), out / "student.pt")
    print(json.dumps(measure(net, data, pieces), indent=1))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:6]), float(sys.argv[6]), again="mean" not in sys.argv[7:])
