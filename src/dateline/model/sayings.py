"""The branch of sayings: who says what by which words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import accumulate
from pathlib import Path

import numpy as np

from dateline.model.beside import BESIDE, beside
from dateline.model.branch import Branch
from dateline.model.encoder import Encoded, Floats, Labels, encoder
from dateline.model.heads import softmax
from dateline.model.shapes import quotation

Stretch = tuple[int, int, bool]


class Sayings:
    """The branch, told what stands between quotation marks and given something of what is beside.

    ``follows`` is how likely a tag (columns) comes after another (rows), to be added to logarithms
    of shares.
    """

    def __init__(self, path: Path, labels: Labels) -> None:
        self._branch, self.tags = Branch(path), labels.heads["attribution"]
        self.follows: Floats = np.array(labels.follows, np.float32)

    def shares(
        self, asked: Sequence[tuple[Encoded, Sequence[Stretch]]], opens: Sequence[int]
    ) -> list[Floats]:
        """How likely each piece of each sentence bears each tag: pieces x tags, rows sum to one.

        The sentences are those of a text in order, or of texts one after the other, each with its
        quoted stretches (`dateline.text.quoted.quoted_in`); ``opens`` is 1 where one begins a
        paragraph, 2 where it begins a text. The tags are `Labels.heads` of ``attribution``.
        """
        if not asked:
            return []
        vectors = [encoded.shared for encoded, _ in asked]
        told = []
        for i, (encoded, stretches) in enumerate(asked):
            more, codes = beside(vectors, opens, i)
            missing = BESIDE - len(codes)
            room = np.zeros((missing, vectors[i].shape[-1]), np.float32)
            quoted = [0, *quotation(encoded.spans, stretches), 0]
            told.append(
                (np.concatenate([room, *more, vectors[i]]), [-1] * missing + codes + quoted)
            )
        sizes = [len(encoded.spans) for encoded, _ in asked]
        each = zip(sizes, self._branch.run(told), strict=True)
        every = softmax(np.concatenate([logits[1 : size + 1] for size, logits in each]))
        return np.split(every, list(accumulate(sizes[:-1])))


@cache
def sayings() -> Sayings:
    """The branch of the package, loaded once a process."""
    with as_file(files("dateline.data").joinpath("model/sayings.onnx")) as path:
        return Sayings(path, encoder().labels)
