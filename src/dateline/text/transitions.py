"""The pipeline's own parser, a step of all texts at a time.

spaCy's loop takes the interpreter's lock for each feature that a state lacks, half of its time;
called from outside with the lock held it need not. A step costs the less, the more texts there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc

Predict = Callable[[Sequence[Doc]], list[Any]]
# Products of fewer rows are added up in another order, and a parse would hang on its company.
FEWEST = 32


def transitions(pipe: DependencyParser) -> Predict:
    """What ``pipe.predict`` gives, faster where it looks one step ahead, as spaCy's usually do."""
    attrs = pipe.model.attrs
    if pipe.cfg["beam_width"] == 1 and attrs["has_upper"] and not attrs["unseen_classes"]:
        return partial(_stepped, pipe)
    predict: Predict = pipe.predict
    return predict


def _stepped(pipe: DependencyParser, docs: Sequence[Doc]) -> list[Any]:
    states: list[Any] = pipe.moves.init_batch(docs)
    left = [state for state in states if not state.is_final()]
    if not left:
        return states
    step, last = pipe.model.predict(docs), pipe.model.layers[-1]
    weights, bias = last.get_param("W").T, last.get_param("b")
    while left:
        told = step.state2vec(step.get_token_ids(left), False)[0]
        room = np.zeros((max(FEWEST - len(told), 0), told.shape[1]), np.float32)
        scores = np.concatenate([told, room]) @ weights + bias
        left = pipe.transition_states(left, scores[: len(left)])
    step.clear_memory()
    return states
