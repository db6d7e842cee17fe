"""The heads: what is read from the vectors of an encoded sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.errors import DataError
from dateline.model.encoder import Encoded, Floats, Labels, encoder


class Heads:
    """The weights of ``heads.npz``, each a linear layer."""

    def __init__(self, path: Path, labels: Labels) -> None:
        try:
            with np.load(path, allow_pickle=False) as stored:
                self._weights: dict[str, Floats] = {name: stored[name] for name in stored.files}
        except (OSError, ValueError) as error:
            raise DataError(f"no heads in {path}: {error}") from error
        self._labels = labels

    def spans(self, task: str, encoded: Encoded) -> list[tuple[int, int, str, float]]:
        """The labelled spans (start, end, label, score) that a head finds, in order."""
        shares = softmax(self._linear(f"heads.{task}", encoded.hidden))
        return tagged(encoded.spans, shares, self._labels.heads[task])

    def factuality(self, encoded: Encoded, start: int) -> float | None:
        """From -3 (did not happen) to 3 (did), at the piece at ``start``; ``None`` if cut off."""
        here = encoded.inside(start, start + 1)
        if not here:
            return None
        value = float(self._linear("factuality", encoded.hidden[here[0]])[0])
        return min(max(value, -3.0), 3.0)

    def triggers(self, encoded: Encoded, some: Sequence[int] | None = None) -> Floats:
        """How likely each piece (or some of them) tells of no event, and of each type.

        Pieces x (1 + types); the columns are `Labels.heads` of ``triggers``.
        """
        hidden = encoded.hidden if some is None else encoded.hidden[list(some)]
        return softmax(self._linear("heads.triggers", hidden))

    def modes(self, encoded: Encoded, act: Sequence[int], kind: str) -> dict[str, float]:
        """How likely each mode of a type is of what the pieces ``act`` tell, if it has modes."""
        mine = [i for i, name in enumerate(self._labels.modes) if name.startswith(f"{kind}/")]
        if not mine:
            return {}
        shares = softmax(self._linear("modes", _event(encoded, act))[mine])
        return {
            self._labels.modes[i].partition("/")[2]: float(share)
            for i, share in zip(mine, shares, strict=True)
        }

    def modality(self, encoded: Encoded, act: Sequence[int]) -> dict[str, float]:
        """How likely what the pieces ``act`` tell happened, is planned, was denied, and so on."""
        return self._told("modality", self._labels.modality, _event(encoded, act))

    def stance(self, encoded: Encoded, cue: Sequence[int], act: Sequence[int]) -> dict[str, float]:
        """How likely each stance is of who says by the pieces ``cue`` what ``act`` tells."""
        return self._told("stance", self._labels.stances, _saying(encoded, cue, act))

    def evidence(
        self, encoded: Encoded, cue: Sequence[int], act: Sequence[int]
    ) -> dict[str, float]:
        """How likely each kind of evidence is named for it, ``none`` among them."""
        return self._told("evidence", self._labels.evidence, _saying(encoded, cue, act))

    def contexts(self, encoded: Encoded, act: Sequence[int]) -> dict[str, float]:
        """How likely each context is of what the pieces ``act`` tell; several may hold."""
        logits = self._linear("contexts", _event(encoded, act))
        shares = 1.0 / (1.0 + np.exp(-logits))
        return dict(zip(self._labels.contexts, map(float, shares), strict=True))

    def _told(self, name: str, labels: tuple[str, ...], given: Floats) -> dict[str, float]:
        if not labels:
            return {}
        return dict(zip(labels, map(float, softmax(self._linear(name, given))), strict=True))

    def _linear(self, name: str, values: Floats) -> Floats:
        out: Floats = values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return out


def tagged(
    pieces: Sequence[tuple[int, int]], shares: Floats, names: tuple[str, ...]
) -> list[tuple[int, int, str, float]]:
    """The spans (start, end, label, score) that shares of BIO tags a piece tell, in order."""
    found: list[tuple[int, int, str, float]] = []
    if not pieces:
        return found
    for (start, end), row, best in zip(pieces, shares, best_tags(shares, names), strict=True):
        tag = names[best]
        if tag[0] == "I":
            first, _, kind, score = found[-1]
            found[-1] = (first, end, kind, min(score, float(row[best])))
        elif tag[0] == "B":
            found.append((start, end, tag[2:], float(row[best])))
    return found


def _event(encoded: Encoded, act: Sequence[int]) -> Floats:
    hidden = encoded.hidden
    out: Floats = np.concatenate([hidden[list(act)].mean(0), _whole(encoded)])
    return out


def _saying(encoded: Encoded, cue: Sequence[int], act: Sequence[int]) -> Floats:
    """The cue, what is told, and the sentence; nothing stands for what the sentence has not."""
    hidden = encoded.hidden
    both = [hidden[list(some)].mean(0) if some else np.zeros_like(hidden[0]) for some in (cue, act)]
    out: Floats = np.concatenate([*both, _whole(encoded)])
    return out


def _whole(encoded: Encoded) -> Floats:
    out: Floats = encoded.hidden.mean(0)
    return out


def best_tags(shares: Floats, names: tuple[str, ...]) -> list[int]:
    """The likeliest tags in which I follows only B or I of its own kind, by shares of one."""
    return best_path(np.log(shares + 1e-9), names)


def best_path(logs: Floats, names: tuple[str, ...]) -> list[int]:
    """The same by the logarithms of the shares (Viterbi, 1967)."""
    follows = _follows(names)
    likeliest: list[int] = logs.argmax(1).tolist()
    if _may_stand(likeliest, names):
        return likeliest
    scores = np.where([name[0] == "I" for name in names], -np.inf, logs[0])
    before: list[NDArray[np.intp]] = []
    for row in logs[1:]:
        ways = scores[:, None] + follows
        before.append(ways.argmax(0))
        scores = ways.max(0) + row
    path = [int(scores.argmax())]
    for step in reversed(before):
        path.append(int(step[path[-1]]))
    return path[::-1]


def _may_stand(path: list[int], names: tuple[str, ...]) -> bool:
    """Whether each I follows B or I of its own kind."""
    before = "O"
    for number in path:
        if names[number][0] == "I" and before[2:] != names[number][2:]:
            return False
        before = names[number]
    return True


@cache
def _follows(names: tuple[str, ...]) -> Floats:
    """0 where the second tag may follow the first, minus infinity where not."""
    out: Floats = np.zeros((len(names), len(names)), np.float32)
    for j, name in enumerate(names):
        if name[0] == "I":
            for i, other in enumerate(names):
                if other[2:] != name[2:]:
                    out[i, j] = -np.inf
    return out


def softmax(values: Floats) -> Floats:
    """Logits as shares of one, along the last axis."""
    powers = np.exp(values - values.max(-1, keepdims=True))
    out: Floats = powers / powers.sum(-1, keepdims=True)
    return out


@cache
def heads() -> Heads:
    """The heads of the package, loaded once a process."""
    with as_file(files("dateline.data").joinpath("model/heads.npz")) as path:
        return Heads(path, encoder().labels)
