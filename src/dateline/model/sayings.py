"""The branch of sayings: who says what by which words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from dateline.model.branch import Branch
from dateline.model.encoder import Encoded, Floats, Labels, encoder
from dateline.model.heads import softmax
from dateline.model.shapes import quotation

Stretch = tuple[int, int, bool]


class Sayings:
    """The branch, told what stands between quotation marks."""

    def __init__(self, path: Path, labels: Labels) -> None:
        self._branch, self.tags = Branch(path), labels.heads["attribution"]

    def shares(self, asked: Sequence[tuple[Encoded, Sequence[Stretch]]]) -> list[Floats]:
        """How likely each piece of each sentence bears each tag: pieces x tags, rows sum to one.

        A sentence comes with its quoted stretches (`dateline.text.quoted.quoted_in`); the tags
        are `Labels.heads` of ``attribution``.
        """
        told = [(encoded, quotation(encoded.spans, stretches)) for encoded, stretches in asked]
        return [
            softmax(logits[1 : len(encoded.spans) + 1])
            for (encoded, _), logits in zip(asked, self._branch.run(told), strict=True)
        ]


@cache
def sayings() -> Sayings:
    """The branch of the package, loaded once a process."""
    with as_file(files("dateline.data").joinpath("model/sayings.onnx")) as path:
        return Sayings(path, encoder().labels)
