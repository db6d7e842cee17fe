"""The branch of pairs: what one party of a sentence did to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from dateline.errors import DataError
from dateline.model.batches import batches
from dateline.model.encoder import Encoded, Labels, encoder, session
from dateline.model.heads import softmax


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence, and the pieces of the source and of the target; none where not known."""

    encoded: Encoded
    source: Sequence[int]
    target: Sequence[int]


class Pairs:
    """Two layers over the encoder's fourth that are told who is the source, who the target."""

    def __init__(self, path: Path, labels: Labels) -> None:
        try:
            self._session = session(path)
        except Exception as error:  # the library raises plain exceptions of its own
            raise DataError(f"no branch of pairs in {path}: {error}") from error
        self._labels = labels

    def types(self, asked: Sequence[Asked]) -> list[dict[str, float]]:
        """How likely each type is of what each source did to its target.

        The scores of a pair sum to one and are calibrated on sentences that tell of one of the
        types.
        """
        found: dict[int, dict[str, float]] = {}
        for batch in batches([len(one.encoded.shared) for one in asked]):
            some = [asked[i] for i in batch]
            longest = len(some[-1].encoded.shared)
            hidden = np.zeros((len(some), longest, some[0].encoded.shared.shape[-1]), np.float32)
            mask = np.zeros((len(some), longest), np.int64)
            roles = np.zeros_like(mask)
            for row, one in enumerate(some):
                size = len(one.encoded.shared)
                hidden[row, :size], mask[row, :size] = one.encoded.shared, 1
                roles[row, [i + 1 for i in one.source]] += 1
                roles[row, [i + 1 for i in one.target]] += 2
            (logits,) = self._session.run(None, {"hidden": hidden, "mask": mask, "roles": roles})
            shares = softmax(logits / self._labels.temperature)
            for i, row_of in zip(batch, shares, strict=True):
                found[i] = dict(zip(self._labels.types, map(float, row_of), strict=True))
        return [found[i] for i in range(len(asked))]


@cache
def pairs() -> Pairs:
    """The branch of the package, loaded once a process."""
    with as_file(files("dateline.data").joinpath("model/pairs.onnx")) as path:
        return Pairs(path, encoder().labels)
