"""The branch of pairs: what one party of a sentence did to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from dateline.model.branch import Branch
from dateline.model.encoder import Encoded, Labels, encoder
from dateline.model.heads import softmax


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence, and the pieces of the source and of the target; none where not known."""

    encoded: Encoded
    source: Sequence[int]
    target: Sequence[int]

    @property
    def roles(self) -> list[int]:
        """A number a piece: 1 at the source, 2 at the target, 3 at both."""
        found = [0] * len(self.encoded.spans)
        for number, pieces in ((1, self.source), (2, self.target)):
            for i in pieces:
                found[i] += number
        return found


class Pairs:
    """The branch, told who is the source and who the target."""

    def __init__(self, path: Path, labels: Labels) -> None:
        self._branch, self._labels = Branch(path), labels

    def types(self, asked: Sequence[Asked]) -> list[dict[str, float]]:
        """How likely each type is of what each source did to its target.

        The scores of a pair sum to one and are calibrated on sentences that tell of one of the
        types.
        """
        found = self._branch.run([(one.encoded.shared, [0, *one.roles, 0]) for one in asked])
        return [
            dict(zip(self._labels.types, map(float, shares), strict=True))
            for shares in (softmax(logits / self._labels.temperature) for logits in found)
        ]


@cache
def pairs() -> Pairs:
    """The branch of the package, loaded once a process."""
    with as_file(files("dateline.data").joinpath("model/pairs.onnx")) as path:
        return Pairs(path, encoder().labels)
