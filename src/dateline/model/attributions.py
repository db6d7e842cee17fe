"""Who says what, as the encoder sees it: sources, cues and contents of a sentence, by word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, get_args

import numpy as np

from dateline.errors import DataError
from dateline.model.encoder import Encoded, Floats
from dateline.model.heads import best_paths, softmax
from dateline.model.sayings import sayings

Role = Literal["Source", "Cue", "Content"]
ROLES: tuple[Role, ...] = get_args(Role)
# What a share that is nothing counts as, so that a vote can still raise it.
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence and where each of its words begins in it; ``votes`` are added to the log shares.

    ``shares`` is what the branch tells of it (`Sayings.shares`); ``votes`` is words x tags
    (`tags`), or ``None``.
    """

    encoded: Encoded
    starts: Sequence[int]
    shares: Floats
    votes: Floats | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The words ``[first, last)`` of a sentence in a role."""

    first: int
    last: int
    role: Role


def tags() -> tuple[str, ...]:
    """The tags, ``O`` and B and I of each role, in the order of the columns of votes."""
    return sayings().tags


def attributions(sentences: Sequence[Words]) -> list[tuple[list[Told], Floats]]:
    """The likeliest sources, cues and contents of each sentence, in order, none over another.

    With what is told of each comes how likely each word is one of a cue, whatever the votes.

    A word is judged by its first piece; one beyond where the encoder cuts a sentence has no role,
    unless votes give it one.
    """
    if not sentences:
        return []
    shares = [_by_word(one) for one in sentences]
    ends = list(accumulate(len(share) for share in shares[:-1]))
    every = np.concatenate(shares)
    sure = softmax(np.log(every + _LEAST) + np.concatenate(list(map(_votes, sentences))))
    logs = [some for some in np.split(np.log(sure + 1e-9), ends) if len(some)]
    paths = iter(best_paths(logs, tags(), sayings().follows))
    cues = [i for i, name in enumerate(tags()) if name[2:] == "Cue"]
    heard = np.split(every[:, cues].sum(1), ends)
    return [(_told(next(paths)) if len(cue) else [], cue) for cue in heard]


def _votes(words: Words) -> Floats:
    """What is added to the log shares of each word's tags."""
    shape = len(words.starts), len(tags())
    if words.votes is None:
        return np.zeros(shape, np.float32)
    if words.votes.shape != shape:
        raise DataError(f"votes of {words.votes.shape} for words x tags of {shape}")
    return words.votes


def _told(path: list[int]) -> list[Told]:
    names = tags()
    tagged, found, first = [names[i] for i in path], [], 0
    for i, tag in enumerate(tagged):
        if tag[0] == "B":
            first = i
        ends = i + 1 == len(tagged) or tagged[i + 1][0] != "I"
        if tag != "O" and ends:
            role = next(role for role in ROLES if role == tag[2:])
            found.append(Told(first, i + 1, role))
    return found


def _by_word(words: Words) -> Floats:
    """The shares of each word's first piece; ``O`` is sure where there is none."""
    spans = words.encoded.spans
    firsts = [start for start, _ in spans]
    pieces = [bisect_right(firsts, at) - 1 for at in words.starts]
    seen = [
        row
        for row, (piece, at) in enumerate(zip(pieces, words.starts, strict=True))
        if piece >= 0 and spans[piece][1] > at
    ]
    out = np.zeros((len(pieces), len(tags())), np.float32)
    out[:, 0] = 1.0
    out[seen] = words.shares[[pieces[row] for row in seen]]
    return out
