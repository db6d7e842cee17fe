"""The heads: what is read from the vectors of an encoded sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from dateline.errors import DataError
from dateline.model.encoder import Encoded, Floats, Labels, encoder


class Heads:
    """The weights of ``heads.npz``, each a linear layer but for the pairs."""

    def __init__(self, path: Path, labels: Labels) -> None:
        try:
            with np.load(path, allow_pickle=False) as stored:
                self._weights: dict[str, Floats] = {name: stored[name] for name in stored.files}
        except (OSError, ValueError) as error:
            raise DataError(f"no heads in {path}: {error}") from error
        self._labels = labels

    def spans(self, task: str, encoded: Encoded) -> list[tuple[int, int, str, float]]:
        """The labelled spans (start, end, label, score) that a head finds, in order."""
        if not encoded.spans:
            return []
        shares = _softmax(self._linear(f"heads.{task}", encoded.hidden))
        names = self._labels.heads[task]
        found: list[tuple[int, int, str, float]] = []
        inside = ""
        for (start, end), row in zip(encoded.spans, shares, strict=True):
            best = int(row.argmax())
            tag, sure = names[best], float(row[best])
            kind = tag[2:]
            if kind and tag[0] == "I" and kind == inside:
                first, _, _, score = found[-1]
                found[-1] = (first, end, kind, min(score, sure))
            elif kind:
                found.append((start, end, kind, sure))
            inside = kind
        return found

    def factuality(self, encoded: Encoded, start: int) -> float | None:
        """From -3 (did not happen) to 3 (did), at the piece at ``start``; ``None`` if cut off."""
        here = encoded.inside(start, start + 1)
        if not here:
            return None
        value = float(self._linear("factuality", encoded.hidden[here[0]])[0])
        return min(max(value, -3.0), 3.0)

    def types(
        self, encoded: Encoded, source: Sequence[int], target: Sequence[int]
    ) -> dict[str, float]:
        """How likely each type is of what the source did to the target, given as pieces.

        The whole sentence stands for a party of which there is no piece. The scores sum to one and
        are calibrated on sentences that tell of one of the types.
        """
        hidden = encoded.hidden
        whole = hidden.mean(0)
        s, t = (hidden[list(some)].mean(0) if some else whole for some in (source, target))
        asked = self._linear("query", np.concatenate([s, t, whole]))
        weights = _softmax(hidden @ asked / np.sqrt(hidden.shape[-1]).astype(np.float32))
        act = weights @ hidden
        mixed = np.tanh(self._linear("mix", np.concatenate([act, s, t, whole])))
        shares = _softmax(self._linear("roots", mixed) / self._labels.temperature)
        return dict(zip(self._labels.types, map(float, shares), strict=True))

    def _linear(self, name: str, values: Floats) -> Floats:
        out: Floats = values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return out


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(-1, keepdims=True))
    out: Floats = powers / powers.sum(-1, keepdims=True)
    return out


@cache
def heads() -> Heads:
    """The heads of the package, loaded once a process."""
    with as_file(files("dateline.data").joinpath("model/heads.npz")) as path:
        return Heads(path, encoder().labels)
