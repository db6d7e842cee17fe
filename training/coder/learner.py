"""How a network learns: layers slowly, heads fast, and a running mean of what they were."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn


class Learner:
    """Learns what of a network is not still, for so many steps, from wherever a checkpoint stands.

    ``deep`` are the beginnings of the names of what learns at the first of ``rates``, all else does
    at the second; both rise over the first 6% of the steps and then fall. ``done`` counts steps.
    """

    def __init__(
        self,
        net: nn.Module,
        deep: tuple[str, ...],
        rates: tuple[float, float],
        steps: int,
        mean: float,
        checkpoint: Path | None = None,
    ) -> None:
        self._net, self._mean, self._checkpoint = net, mean, checkpoint
        self._named = [(n, p) for n, p in net.named_parameters() if p.requires_grad]
        slow = [p for n, p in self._named if n.startswith(deep)]
        fast = [p for n, p in self._named if not n.startswith(deep)]
        self._all = slow + fast
        groups = [
            {"params": some, "lr": rate} for some, rate in zip((slow, fast), rates, strict=True)
        ]
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda s: min(1.0, s / (0.06 * steps)) * max(0.01, 1 - s / steps)
        )
        self._kept = {name: value.detach().clone() for name, value in self._named}
        self.done = 0
        if checkpoint is not None and checkpoint.exists():
            state = torch.load(checkpoint)
            net.load_state_dict(state["net"])
            self._optimizer.load_state_dict(state["optimizer"])
            self._schedule.load_state_dict(state["schedule"])
            self._kept, self.done = state["mean"], state["step"]

    def learn(self, loss: Tensor) -> None:
        """One step by the loss of a batch."""
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._all, 1.0)
        self._optimizer.step()
        self._schedule.step()
        self.done += 1
        with torch.no_grad():
            for name, value in self._named:
                self._kept[name].lerp_(value, max(1 - self._mean, 1 / self.done))

    def keep(self) -> None:
        """Write the checkpoint, whole or not at all."""
        if self._checkpoint is None:
            return
        state = {
            "net": self._net.state_dict(), "mean": self._kept, "step": self.done,
            "optimizer": self._optimizer.state_dict(), "schedule": self._schedule.state_dict(),
        }  # fmt: skip
        torch.save(state, self._checkpoint.with_suffix(".part"))
        self._checkpoint.with_suffix(".part").replace(self._checkpoint)

    def mean(self) -> dict[str, Tensor]:
        """All weights of the network, the running mean of those that learn."""
        weights: dict[str, Tensor] = self._net.state_dict()
        return weights | self._kept
