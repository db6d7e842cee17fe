"""The pipeline's own vectors of words: what hangs on the word alone is worked out once for each.

spaCy's tok2vec makes a vector of how a word is written, and then goes over the text with windows of
three words, layer by layer. The first half is asked only for words that were not met before, the
second is done by few operations of numpy: half of the whole parse before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.pipeline import Tok2Vec
from spacy.tokens import Doc
from thinc.api import Model

Floats = NDArray[np.float32]
Network = Model[Any, Any]
Predict = Callable[[Sequence[Doc]], list[Floats]]
# So many words are kept; then all are forgotten.
_MOST = 16384
# Products of fewer rows are added up in another order, and a vector would hang on its company.
_FEWEST = 8
_WRITTEN = frozenset({"ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"})
_WINDOW = "residual(expand_window>>maxout>>layernorm>>dropout)"


def vectors(pipe: Tok2Vec) -> Predict:
    """What ``pipe.predict`` gives, faster where the network is of spaCy's usual kind."""
    parts: list[Network] = pipe.model.layers
    if len(parts) == 2 and _of_words(parts[0]) and _of_windows(parts[1]):
        return _Vectors(*parts)
    predict: Predict = pipe.predict
    return predict


def _of_words(model: Network) -> bool:
    """Whether it makes a word's vector only of how the word is written."""
    names = [part.name.partition("(")[0] for part in model.layers]
    known = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
    return names == known and set(model.layers[0].attrs["columns"]) <= _WRITTEN


def _of_windows(model: Network) -> bool:
    """Whether it goes over the text with windows of three, and room enough between texts."""
    windows = [part for part in model.walk() if part.name == "expand_window"]
    return (
        model.name == f"with_array({'>>'.join([_WINDOW] * len(windows))})"
        and all(part.attrs["window_size"] == 1 for part in windows)
        and model.attrs["pad"] >= len(windows)
    )


class _Window:
    """A layer: of some products of each three words the greatest, evened, added to the middle."""

    def __init__(self, model: Network) -> None:
        by_name = {part.name: part for part in model.walk()}
        weights, bias, self._scale, self._shift = (
            np.asarray(by_name[part].get_param(name), np.float32)
            for part, name in (
                ("maxout", "W"),
                ("maxout", "b"),
                ("layernorm", "G"),
                ("layernorm", "b"),
            )
        )
        self._count = weights.shape[1]  # outputs x products x inputs
        self._weights: Floats = weights.swapaxes(0, 1).reshape(-1, weights.shape[2]).T
        self._bias: Floats = bias.T.reshape(-1)

    def __call__(self, rows: Floats) -> Floats:
        width = rows.shape[1]
        three = np.zeros((len(rows), 3 * width), np.float32)
        three[1:, :width] = rows[:-1]
        three[:, width : 2 * width] = rows
        three[:-1, 2 * width :] = rows[1:]
        told = three @ self._weights
        told += self._bias
        best = told[:, :width]
        for i in range(1, self._count):
            best = np.maximum(best, told[:, i * width : (i + 1) * width])
        out: Floats = best - best.mean(1, keepdims=True)
        out *= (np.square(out).mean(1, keepdims=True) + np.float32(1e-8)) ** -0.5
        out *= self._scale
        out += self._shift
        out += rows
        return out


class _Vectors:
    def __init__(self, words: Network, windows: Network) -> None:
        self._columns = words.layers[0].attrs["columns"]
        self._halves = words.layers[1:]
        self._room = int(windows.attrs["pad"])
        self._windows = [_Window(part) for part in windows.walk() if part.name == _WINDOW]
        self._known: dict[tuple[int, ...], int] = {}
        self._kept: Floats = np.zeros((0, windows.get_dim("nO")), np.float32)

    def __call__(self, docs: Sequence[Doc]) -> list[Floats]:
        """The vectors of each text, words x width."""
        looks = [[tuple(look) for look in doc.to_array(self._columns).tolist()] for doc in docs]
        self._learn(list(dict.fromkeys(look for text in looks for look in text)))
        ends = np.cumsum([len(text) + self._room for text in looks])
        rows = np.zeros((self._room + ends[-1], self._kept.shape[1]), np.float32)
        places = [slice(end - len(text), end) for end, text in zip(ends, looks, strict=True)]
        for text, place in zip(looks, places, strict=True):
            rows[place] = self._kept[[self._known[look] for look in text]]
        for window in self._windows:
            rows = window(rows)
        return [rows[place] for place in places]

    def _learn(self, looks: list[tuple[int, ...]]) -> None:
        """Keep the vectors of words that were not met before."""
        new = [look for look in looks if look not in self._known]
        if not new:
            return
        if len(self._known) + len(new) > _MOST:
            new, self._known, self._kept = looks, {}, self._kept[:0]
        given = np.zeros((max(len(new), _FEWEST), len(self._columns)), np.uint64)
        given[: len(new)] = new
        made = [given]
        for half in self._halves:
            made = half.predict(made)
        self._known |= {look: number for number, look in enumerate(new, len(self._known))}
        self._kept = np.concatenate([self._kept, made[0][: len(new)]])
