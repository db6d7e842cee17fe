"""One small encoder over sentences, run by ONNX Runtime on one core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import accumulate, pairwise, starmap
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.errors import DataError
from dateline.model.batches import batches
from dateline.model.shapes import shapes

Floats = NDArray[np.float32]
# ONNX Runtime's sum and norm in one is four times as slow on a CPU as the two.
_SLOW = ["SkipLayerNormFusion"]


# What the head of triggers tells of each piece: a share of one in each of these.
TOLD = ("triggers", "duties", "silences", "grounds")


def columns(heads: Mapping[str, Sequence[str]]) -> dict[str, slice]:
    """Where each of `TOLD` stands in a row of the head of triggers, by what heads tell apart."""
    ends = accumulate((len(heads[name]) for name in TOLD), initial=0)
    return dict(zip(TOLD, starmap(slice, pairwise(ends)), strict=True))


class Labels(msgspec.Struct, frozen=True):
    """What the heads tell apart, and how long a sentence the encoder takes, in pieces.

    ``modes`` are written with their type (``ASSAULT/drone``). ``temperature`` divides the logits
    of pairs before they become shares, ``made`` names the training that the weights are from.
    ``follows`` is how likely one tag of sayings follows another (`dateline.model.sayings`).
    """

    types: tuple[str, ...]
    modes: tuple[str, ...]
    longest: int
    temperature: float
    heads: dict[str, tuple[str, ...]]
    made: str
    follows: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as pieces: ``spans`` (start, end) of each in it, and ``hidden``, a vector a piece.

    Longer texts are cut: what lies after the last piece has none. ``shared`` are the vectors that
    the branch of pairs goes on from, with one more before the first piece and after the last.
    """

    spans: tuple[tuple[int, int], ...]
    hidden: Floats
    shared: Floats

    def inside(self, start: int, end: int) -> list[int]:
        """The numbers of the pieces that touch ``[start, end)``."""
        return [i for i, (a, b) in enumerate(self.spans) if a < end and b > start]


def session(path: Path) -> onnxruntime.InferenceSession:
    """A network of the package, run by one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # every batch has a shape of its own: less to keep, faster
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW
    )


class Encoder:
    """The encoder of a folder that holds ``encoder.onnx``, ``tokenizer.json``, ``labels.json``."""

    def __init__(self, folder: Path) -> None:
        try:
            self.labels = msgspec.json.decode((folder / "labels.json").read_bytes(), type=Labels)
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = session(folder / "encoder.onnx")
        except Exception as error:  # the libraries raise plain exceptions of their own
            raise DataError(f"no encoder in {folder}: {error}") from error
        self._tokenizer.enable_truncation(self.labels.longest)

    def encode(self, texts: Sequence[str]) -> tuple[Encoded, ...]:
        """The texts encoded, in batches of like length; special pieces are left out."""
        found = self._tokenizer.encode_batch(list(texts))
        out: dict[int, Encoded] = {}
        for some in batches([len(one.ids) for one in found]):
            longest = len(found[some[-1]].ids)
            ids = np.zeros((len(some), longest), np.int64)
            mask, kinds = np.zeros_like(ids), np.zeros_like(ids)
            for row, i in enumerate(some):
                size = len(found[i].ids)
                ids[row, :size], mask[row, :size] = found[i].ids, 1
                kinds[row, :size] = shapes(texts[i], found[i].offsets)
            hidden, shared = self._session.run(None, {"ids": ids, "mask": mask, "kinds": kinds})
            for row, i in enumerate(some):
                spans = tuple(found[i].offsets[1:-1])
                size = len(spans)
                out[i] = Encoded(spans, hidden[row, 1 : size + 1], shared[row, : size + 2])
        return tuple(out[i] for i in range(len(found)))


@cache
def encoder() -> Encoder:
    """The encoder of the package, loaded once a process."""
    with as_file(files("dateline.data").joinpath("model")) as folder:
        return Encoder(folder)
