"""What the branches of the encoder have in common: layers of their own over its fourth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dateline.errors import DataError
from dateline.model.batches import batches
from dateline.model.encoder import Floats, session


class Branch:
    """A network that goes on from `Encoded.shared` and is told a number a piece."""

    def __init__(self, path: Path) -> None:
        try:
            self._session = session(path)
        except Exception as error:  # the library raises plain exceptions of its own
            raise DataError(f"no branch of the encoder in {path}: {error}") from error
        self._told = self._session.get_inputs()[2].name

    def run(self, asked: Sequence[tuple[Floats, Sequence[int]]]) -> list[Floats]:
        """What the network gives for each text: its vectors, pieces x width, and a number for each.

        A number below nought says that there is nothing, and only room is kept. Texts are read in
        batches of like length; an output may be filled up beyond its text.
        """
        found: dict[int, Floats] = {}
        for batch in batches([len(vectors) for vectors, _ in asked]):
            some = [asked[i] for i in batch]
            longest = len(some[-1][0])
            hidden = np.zeros((len(some), longest, some[0][0].shape[-1]), np.float32)
            mask = np.zeros((len(some), longest), np.int64)
            told = np.zeros_like(mask)
            for row, (vectors, numbers) in enumerate(some):
                size = len(vectors)
                hidden[row, :size], told[row, :size] = vectors, numbers
                mask[row, :size] = told[row, :size] >= 0
            told = np.maximum(told, 0)
            (out,) = self._session.run(None, {"hidden": hidden, "mask": mask, self._told: told})
            found.update(zip(batch, out, strict=True))
        return [found[i] for i in range(len(asked))]
