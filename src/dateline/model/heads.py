"""The heads: what is read from the vectors of an encoded sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from dateline.errors import DataError
from dateline.model.encoder import Encoded, Floats, Labels, columns, encoder


class Heads:
    """The weights of ``heads.npz``: a linear layer each, of triggers also one of three pieces."""

    def __init__(self, path: Path, labels: Labels) -> None:
        try:
            with np.load(path, allow_pickle=False) as stored:
                self._weights: dict[str, Floats] = {
                    name: stored[name].astype(np.float32) for name in stored.files
                }
        except (OSError, ValueError) as error:
            raise DataError(f"no heads in {path}: {error}") from error
        self._labels = labels
        self._columns = columns(labels.heads)

    def spans(self, task: str, some: Sequence[Encoded]) -> list[list[tuple[int, int, str, float]]]:
        """The labelled spans (start, end, label, score) that a head finds in each text."""
        if not some:
            return []
        shares = softmax(self._linear(f"heads.{task}", np.concatenate([e.hidden for e in some])))
        ends = list(accumulate(len(one.hidden) for one in some[:-1]))
        names = self._labels.heads[task]
        paths = likeliest(np.log(shares + 1e-9), ends, names)
        told = zip(some, np.split(shares, ends), paths, strict=True)
        return [tagged(one.spans, part, path, names) for one, part, path in told]

    def factuality(self, encoded: Encoded, start: int) -> float | None:
        """From -3 (did not happen) to 3 (did), at the piece at ``start``; ``None`` if cut off."""
        here = encoded.inside(start, start + 1)
        if not here:
            return None
        value = float(self._linear("factuality", encoded.hidden[here[0]])[0])
        return min(max(value, -3.0), 3.0)

    def told(self, some: Sequence[Encoded]) -> tuple[Floats, ...]:
        """How likely each piece of each text tells of no event and of each type, and what else.

        Pieces x columns a text, shares of one in each of `dateline.model.encoder.columns`.
        """
        if not some:
            return ()
        blank = np.zeros((1, some[0].hidden.shape[-1]), np.float32)
        rows = np.concatenate([blank, *(part for one in some for part in (one.hidden, blank))])
        around = np.concatenate([rows[:-2], rows[1:-1], rows[2:]], axis=1)
        inner = np.maximum(self._linear("triggers.inner", around), np.float32(0))
        beyond = np.matmul(inner, self._weights["triggers.outer.weight"].T)
        logits = np.add(self._linear("heads.triggers", rows[1:-1]), beyond)
        shares = np.concatenate([softmax(logits[:, c]) for c in self._columns.values()], axis=1)
        ends = np.cumsum([len(one.hidden) + 1 for one in some])
        return tuple(
            shares[end - len(one.hidden) - 1 : end - 1] for one, end in zip(some, ends, strict=True)
        )

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

    def _linear(self, name: str, values: Floats) -> Floats:
        out: Floats = values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return out


def tagged(
    pieces: Sequence[tuple[int, int]], shares: Floats, path: Sequence[int], names: tuple[str, ...]
) -> list[tuple[int, int, str, float]]:
    """The spans (start, end, label, score) that a BIO tag a piece tells, in order."""
    found: list[tuple[int, int, str, float]] = []
    for row, ((start, end), best) in enumerate(zip(pieces, path, strict=True)):
        tag = names[best]
        if tag[0] == "I":
            first, _, kind, score = found[-1]
            found[-1] = (first, end, kind, min(score, float(shares[row, best])))
        elif tag[0] == "B":
            found.append((start, end, tag[2:], float(shares[row, best])))
    return found


def _event(encoded: Encoded, act: Sequence[int]) -> Floats:
    hidden = encoded.hidden
    out: Floats = np.concatenate([hidden[list(act)].mean(0), _whole(encoded)])
    return out


def _whole(encoded: Encoded) -> Floats:
    out: Floats = encoded.hidden.mean(0)
    return out


def likeliest(logs: Floats, ends: Sequence[int], names: tuple[str, ...]) -> list[list[int]]:
    """The likeliest tags of each text in which I follows only B or I of its own kind.

    ``logs`` are the logarithms of the shares of all texts' pieces, one text after the other, cut
    at ``ends``.
    """
    every: list[int] = logs.argmax(1).tolist()
    bounds = list(pairwise([0, *ends, len(every)]))
    paths = [every[first:last] for first, last in bounds]
    amiss = [i for i, path in enumerate(paths) if not _may_stand(path, names)]
    mended = best_paths([logs[slice(*bounds[i])] for i in amiss], names)
    for i, path in zip(amiss, mended, strict=True):
        paths[i] = path
    return paths


def best_paths(
    texts: Sequence[Floats], names: tuple[str, ...], likely: Floats | None = None
) -> list[list[int]]:
    """The same of texts by themselves, worked out side by side (Viterbi, 1967).

    ``likely`` is how likely a tag (columns) follows another (rows), added to those; ``None``
    where no order is likelier than another. No text is empty.
    """
    if not texts:
        return []
    follows = _follows(names) if likely is None else _follows(names) + likely
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    longest = len(texts[order[0]])
    logs = np.zeros((longest, len(texts), len(names)), np.float32)
    for row, i in enumerate(order):
        logs[: len(texts[i]), row] = texts[i]
    reached = [sum(len(text) > step for text in texts) for step in range(longest)]
    scores = np.where([name[0] == "I" for name in names], -np.inf, logs[0])
    before = np.zeros(logs.shape, np.intp)
    for step in range(1, longest):
        here = slice(reached[step])
        ways = scores[here, :, None] + follows
        before[step, here] = ways.argmax(1)
        scores[here] = ways.max(1) + logs[step, here]
    paths = scores.argmax(1)[None].repeat(longest, 0)
    for step in range(longest - 1, 0, -1):
        some = np.arange(reached[step])
        paths[step - 1, some] = before[step, some, paths[step, some]]
    found = {i: paths[: len(texts[i]), row].tolist() for row, i in enumerate(order)}
    return [found[i] for i in range(len(texts))]


def _may_stand(path: list[int], names: tuple[str, ...]) -> bool:
    """Whether each I follows B or I of its own kind."""
    before = "O"
    for number in path:
        tag = names[number]
        if tag[0] == "I" and before[2:] != tag[2:]:
            return False
        before = tag
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
