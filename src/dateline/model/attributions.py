"""Who says what, as the encoder sees it: sources, cues and contents of a sentence, by word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
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
    """The words ``[first, last)`` of a sentence in a role; ``score`` is their mean share of it."""

    first: int
    last: int
    role: Role
    score: float


def tags() -> tuple[str, ...]:
    """The tags, ``O`` and B and I of each role, in the order of the columns of votes."""
    return sayings().tags


def attributions(sentences: Sequence[Words]) -> list[tuple[list[Told], Floats]]:
    """The likeliest sources, cues and contents of each sentence, in order, none over another.

    With what is told of each comes how likely each word is one of a cue, whatever the votes.

    A word is judged by its first piece; one beyond where the encoder cuts a sentence has no role,
    unless votes give it one.
    """
    shares = [_by_word(one) for one in sentences]
    sure = [_sure(one, share) for one, share in zip(sentences, shares, strict=True)]
    logs = [np.log(some + 1e-9) for some in sure if len(some)]
    paths = iter(best_paths(logs, tags(), sayings().follows))
    cues = [i for i, name in enumerate(tags()) if name[2:] == "Cue"]
    return [
        (_told(some, next(paths)) if len(some) else [], share[:, cues].sum(1))
        for some, share in zip(sure, shares, strict=True)
    ]


def _sure(words: Words, shares: Floats) -> Floats:
    """The shares of each word's tags with the votes for them, rows sum to one."""
    logs = np.log(shares + _LEAST)
    if words.votes is not None:
        if words.votes.shape != logs.shape:
            raise DataError(f"votes of {words.votes.shape} for words x tags of {logs.shape}")
        logs = logs + words.votes
    return softmax(logs)


def _told(sure: Floats, path: list[int]) -> list[Told]:
    names = tags()
    tagged, found, first = [names[i] for i in path], [], 0
    for i, tag in enumerate(tagged):
        if tag[0] == "B":
            first = i
        ends = i + 1 == len(tagged) or tagged[i + 1][0] != "I"
        if tag != "O" and ends:
            role = next(role for role in ROLES if role == tag[2:])
            columns = [j for j, name in enumerate(names) if name[2:] == role]
            score = float(sure[first : i + 1, columns].sum(1).mean())
            found.append(Told(first, i + 1, role, score))
    return found


def _by_word(words: Words) -> Floats:
    """The shares of each word's first piece; ``O`` is sure where there is none."""
    firsts = [start for start, _ in words.encoded.spans]
    out = np.zeros((len(words.starts), len(tags())), np.float32)
    for row, at in enumerate(words.starts):
        piece = bisect_right(firsts, at) - 1
        if piece >= 0 and words.encoded.spans[piece][1] > at:
            out[row] = words.shares[piece]
        else:
            out[row, 0] = 1.0
    return out
