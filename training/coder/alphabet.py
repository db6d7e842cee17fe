"""Which pieces the package's encoder keeps: what it never met is not worth its bytes."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from training.coder.examples import attributions, stories, unlabelled

_OTHER = frozenset("€₤")


def alphabet(model: Path, data: Path) -> list[tuple[str, int]]:
    """The pieces kept with their numbers in the model's own alphabet, in that order.

    Left out are pieces of no use (``[unused1]``), those with letters that are not Latin, and
    those of several letters that no text learned from has. A word that had such a piece is made
    of smaller ones.
    """
    made = json.loads((model / "tokenizer.json").read_text(encoding="utf-8"))
    every: dict[str, int] = made["model"]["vocab"]
    special = {token["content"] for token in made["added_tokens"]}
    met = _met(model, data)
    return [
        (piece, number)
        for piece, number in sorted(every.items(), key=lambda one: one[1])
        if piece in special
        or (
            not piece.startswith("[unused")
            and _latin(piece)
            and (number in met or len(piece.removeprefix("##")) == 1)
        )
    ]


def numbered(made: dict[str, Any], kept: list[tuple[str, int]]) -> dict[str, Any]:
    """The tokenizer's file with the pieces kept, numbered anew wherever it names a number."""
    numbers = {piece: number for number, (piece, _) in enumerate(kept)}
    made["model"]["vocab"] = numbers
    for token in made["added_tokens"]:
        token["id"] = numbers[token["content"]]
    for token in made["post_processor"]["special_tokens"].values():
        token["ids"] = [numbers[piece] for piece in token["tokens"]]
    return made


def _met(model: Path, data: Path) -> set[int]:
    pieces = Tokenizer.from_file(str(model / "tokenizer.json"))
    pieces.no_truncation()
    pieces.no_padding()
    texts = chain(
        (text for text, _ in unlabelled(data)),
        (row["text"] for row in stories(data / "events/synthetic_stories/stories.csv.zip")),
        (e.text for e in attributions(data / "attribution/polnear/dev")),
    )
    return {number for text in texts for number in pieces.encode(text).ids}


def _latin(piece: str) -> bool:
    return all(
        ord(letter) < 0x250 or 0x2000 <= ord(letter) < 0x2070 or letter in _OTHER
        for letter in piece.removeprefix("##")
    )
