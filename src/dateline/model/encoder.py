"""One small encoder over sentences, run by ONNX Runtime on one core."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.errors import DataError

Floats = NDArray[np.float32]
_BATCH = 4


class Labels(msgspec.Struct, frozen=True):
    """What the heads tell apart, and how long a sentence the encoder takes, in pieces."""

    types: tuple[str, ...]
    longest: int
    temperature: float
    heads: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as pieces: ``spans`` (start, end) of each in it, and ``hidden``, a vector a piece.

    Longer texts are cut: what lies after the last piece has none.
    """

    spans: tuple[tuple[int, int], ...]
    hidden: Floats

    def inside(self, start: int, end: int) -> list[int]:
        """The numbers of the pieces that touch ``[start, end)``."""
        return [i for i, (a, b) in enumerate(self.spans) if a < end and b > start]


class Encoder:
    """The encoder of a folder that holds ``encoder.onnx``, ``tokenizer.json``, ``labels.json``."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self.labels = msgspec.json.decode((folder / "labels.json").read_bytes(), type=Labels)
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the libraries raise plain exceptions of their own
            raise DataError(f"no encoder in {folder}: {error}") from error
        self._tokenizer.enable_truncation(self.labels.longest)

    def encode(self, texts: Sequence[str]) -> tuple[Encoded, ...]:
        """The texts encoded, in batches of like length; special pieces are left out."""
        found = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(found)), key=lambda i: len(found[i].ids))
        out: dict[int, Encoded] = {}
        for first in range(0, len(order), _BATCH):
            some = order[first : first + _BATCH]
            longest = len(found[some[-1]].ids)
            ids = np.zeros((len(some), longest), np.int64)
            mask, kinds = np.zeros_like(ids), np.zeros_like(ids)
            for row, i in enumerate(some):
                size = len(found[i].ids)
                ids[row, :size], mask[row, :size] = found[i].ids, 1
                kinds[row, :size] = list(_shapes(texts[i], found[i].offsets))
            (hidden,) = self._session.run(None, {"ids": ids, "mask": mask, "kinds": kinds})
            for row, i in enumerate(some):
                spans = tuple(found[i].offsets[1:-1])
                out[i] = Encoded(spans, hidden[row, 1 : len(spans) + 1])
        return tuple(out[i] for i in range(len(found)))


@cache
def encoder() -> Encoder:
    """The encoder of the package, loaded once a process."""
    with as_file(files("dateline.data").joinpath("model")) as folder:
        return Encoder(folder)


def _shapes(text: str, offsets: Sequence[tuple[int, int]]) -> Iterator[int]:
    return (_shape(text[a:b]) if b > a else 0 for a, b in offsets)


@cache
def _shape(piece: str) -> int:
    """What the letters of a piece look like: the encoder's own alphabet has no capitals."""
    if piece.isdigit():
        return 5
    if not re.search(r"\w", piece):
        return 6
    if piece.islower():
        return 1
    if piece.isupper():
        return 3 if len(piece) > 1 else 4
    return 2 if piece[:1].isupper() else 7
