"""A network of one hidden layer and how it learns (Adam), in plain numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Weights = dict[str, Floats]


def fresh(inputs: int, hidden: int, outputs: int, seed: int) -> Weights:
    """Weights to begin with."""
    draw = np.random.default_rng(seed)
    return {
        "w1": (draw.standard_normal((inputs, hidden)) * np.sqrt(2 / inputs)).astype(np.float32),
        "b1": np.zeros(hidden, np.float32),
        "w2": (draw.standard_normal((hidden, outputs)) * np.sqrt(1 / hidden)).astype(np.float32),
        "b2": np.zeros(outputs, np.float32),
    }


def values(weights: Weights, inputs: Floats) -> Floats:
    """What the network says of each row."""
    hidden = np.maximum(inputs @ weights["w1"] + weights["b1"], 0)
    out: Floats = hidden @ weights["w2"] + weights["b2"]
    return out


def gradients(
    weights: Weights, inputs: Floats, wrong: Callable[[Floats], Floats], drop: Floats | None
) -> Weights:
    """How each weight should change; ``wrong`` gives the error of what the network says."""
    hidden = np.maximum(inputs @ weights["w1"] + weights["b1"], 0)
    if drop is not None:
        hidden = hidden * drop
    error = wrong(hidden @ weights["w2"] + weights["b2"])
    back = (error @ weights["w2"].T) * (hidden > 0)
    if drop is not None:
        back = back * drop
    return {
        "w1": inputs.T @ back, "b1": back.sum(0), "w2": hidden.T @ error, "b2": error.sum(0),
    }  # fmt: skip


class Adam:
    """Steps of Kingma and Ba (2015), with the weights drawn to nothing by ``decay``."""

    def __init__(self, weights: Weights, rate: float, decay: float) -> None:
        self.weights, self.rate, self.decay = weights, rate, decay
        self._first = {k: np.zeros_like(v) for k, v in weights.items()}
        self._second = {k: np.zeros_like(v) for k, v in weights.items()}
        self._steps = 0

    def step(self, change: Weights, share: float = 1.0) -> None:
        """One step; ``share`` is the part of the rate to take."""
        self._steps += 1
        for key, gradient in change.items():
            self._first[key] += 0.1 * (gradient - self._first[key])
            self._second[key] += 0.001 * (gradient**2 - self._second[key])
            first = self._first[key] / (1 - 0.9**self._steps)
            second = self._second[key] / (1 - 0.999**self._steps)
            at = self.weights[key]
            at -= self.rate * share * (first / (np.sqrt(second) + 1e-8) + self.decay * at)


def batches(count: int, size: int, draw: np.random.Generator) -> Iterator[NDArray[Any]]:
    """Numbers below ``count`` in new order, in batches."""
    order = draw.permutation(count)
    for first in range(0, count, size):
        yield order[first : first + size]
