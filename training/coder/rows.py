"""Examples as rows of pieces: what the tasks of the student are given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from training.coder.examples import (
    CONTEXTS,
    EVIDENCE,
    MODALITIES,
    MODES,
    ROOTS,
    STANCES,
    TYPES,
    Example,
    Span,
)  # fmt: skip
from training.coder.net import HEADS

from dateline.model.encoder import TOLD
from dateline.model.shapes import quotation, shapes


@dataclass(frozen=True, slots=True)
class Row:
    """An example as pieces; ``marks`` are what its task needs, a number a piece.

    ``roles`` mark who acts (1) and who is acted on (2), ``act`` the words that tell of the event
    and ``cue`` those of speech. ``quoted`` is 1 between quotation marks, 2 where they opened before
    the sentence, and ``opens`` is as an example has it. A label of -1 is not known. ``also`` are
    marks of duties, silences and grounds. ``below`` is what the layers under the branches make of
    it, pieces x width, in half precision; ``None`` where that is not computed beforehand. ``held``
    is what the elder holds of each piece, pieces x columns, in logits.
    """

    ids: list[int]
    kinds: list[int]
    marks: list[int] | None = None
    roles: list[int] | None = None
    act: list[int] | None = None
    cue: list[int] | None = None
    soft: list[float] | None = None
    root: int = -1
    quad: int = -1
    mode: int = -1
    modality: int = -1
    stance: int = -1
    evidence: int = -1
    contexts: tuple[int, ...] | None = None
    quoted: list[int] | None = None
    opens: int = 2
    below: Tensor | None = None
    also: tuple[list[int], ...] | None = None
    held: Tensor | None = None


def _pieces(pieces: Tokenizer, text: str) -> tuple[list[int], list[int], list[Span]]:
    found = pieces.encode(text)
    return found.ids, shapes(text, found.offsets), found.offsets


def inside(offsets: Sequence[Span], span: Span | None) -> list[int]:
    """1 at the pieces that touch a span."""
    if span is None:
        return [0] * len(offsets)
    return [int(a < span[1] and b > span[0] and b > a) for a, b in offsets]


def pair_row(pieces: Tokenizer, example: Example, soft: list[float] | None = None) -> Row | None:
    """A pair with its roles; ``None`` where the source or target is cut off."""
    assert example.pair is not None
    ids, kinds, offsets = _pieces(pieces, example.text)
    roles = _roles(offsets, example.pair)
    if roles is None:
        return None
    root = ROOTS.index(example.root) if example.root in ROOTS else -1
    return Row(ids, kinds, roles=roles, soft=soft, root=root)


def _roles(offsets: list[Span], pair: tuple[Span | None, Span | None]) -> list[int] | None:
    both = [inside(offsets, span) for span in pair]
    if any(span and not any(mask) for span, mask in zip(pair, both, strict=True)):
        return None
    return [s + 2 * t for s, t in zip(*both, strict=True)]


def event_row(pieces: Tokenizer, example: Example) -> Row | None:
    """A sentence with an event of it: who acts, the act, and what is known of it.

    Where ``example.spans`` do not say which words tell of events, only the act, the parties and
    words without meaning of their own are known to be triggers or not.
    """
    ids, kinds, offsets = _pieces(pieces, example.text)
    roles = _roles(offsets, example.pair or (None, None))
    act = inside(offsets, example.act)
    if roles is None or not any(act):
        return None
    label = example.labels[0] if example.labels else ""
    told, marks = example.spans.get("triggers"), None
    if told is not None:
        marks = _wholly(offsets, told, "triggers")
    elif label:
        kind = HEADS["triggers"].index(label.partition("/")[0])
        marks = _partly(example.text, offsets, act, roles, kind)
    return Row(
        ids, kinds, marks=marks, roles=roles, act=act,
        root=ROOTS.index(example.root) if example.root in ROOTS and any(roles) else -1,
        mode=MODES.index(label) if label in MODES else -1,
        modality=MODALITIES.index(example.modality) if example.modality else -1,
        contexts=None if example.contexts is None
        else tuple(CONTEXTS.index(name) for name in example.contexts),
        also=_also(offsets, example),
    )  # fmt: skip


def _also(offsets: list[Span], example: Example) -> tuple[list[int], ...] | None:
    """Marks of what a sentence tells of beside events, where all of that is labelled."""
    if TOLD[1] not in example.spans:
        return None
    return tuple(_wholly(offsets, example.spans[name], name) for name in TOLD[1:])


def _partly(
    text: str, offsets: list[Span], act: list[int], roles: list[int], label: int
) -> list[int]:
    return [
        -100 if b <= a
        else label if here
        else 0 if role or _EMPTY.fullmatch(text[a:b].lower())
        else -100
        for (a, b), here, role in zip(offsets, act, roles, strict=True)
    ]  # fmt: skip


def _wholly(offsets: list[Span], told: list[tuple[int, int, str]], task: str) -> list[int]:
    """A kind at the pieces of all that is told, none at all others."""
    marks = [0 if b > a else -100 for a, b in offsets]
    for start, end, kind in told:
        for i, here in enumerate(inside(offsets, (start, end))):
            if here:
                marks[i] = HEADS[task].index(kind)
    return marks


_EMPTY = re.compile(
    r"\W|the|an?|of|in|on|at|to|for|and|or|but|with|from|by|as|that|which|who|it|its|his|her|their"
    r"|they|he|she|was|were|is|are|be|been|had|has|have|will|would|could|after|before|while|when"
    r"|into|over|during|monday|tuesday|wednesday|thursday|friday|saturday|sunday|said|\d+"
)


def stems(folder: Path) -> frozenset[str]:
    """The beginnings of words that the lexicon knows for types that WikiEvents does not have."""
    found = set()
    for name in ("verbs.tsv", "nouns.tsv"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            lemmas, _, kind, *_ = [*line.split("\t"), "", "", ""]
            if kind in TYPES and kind not in {"ASSAULT", "PROTEST"}:
                found.update(lemma[:5] for lemma in lemmas.split("|"))
    return frozenset(found)


def told_row(pieces: Tokenizer, example: Example, known: frozenset[str]) -> Row:
    """A sentence of WikiEvents: triggers, and no trigger where the lexicon knows none either."""
    ids, kinds, offsets = _pieces(pieces, example.text)
    tags = []
    for a, b in offsets:
        word = re.match(r"\w*", example.text[a:].lower())
        kind = next(
            (k for c, d, k in example.spans["triggers"] if a < d and b > c),
            None if word and word[0][:5] in known else "O",
        )
        tags.append(HEADS["triggers"].index(kind) if kind and b > a else -100)
    return Row(ids, kinds, tags)


def none_row(pieces: Tokenizer, example: Example) -> Row:
    """A sentence that tells of no event."""
    ids, kinds, offsets = _pieces(pieces, example.text)
    marks = [0 if b > a else -100 for a, b in offsets]
    return Row(ids, kinds, marks, also=_also(offsets, example))


def row_of(pieces: Tokenizer, example: Example) -> Row | None:
    """A sentence with what is known of its pieces, be it that it tells of no event."""
    return (none_row if example.root == "NONE" else event_row)(pieces, example)


def quad_row(pieces: Tokenizer, text: str, quad: int) -> Row:
    """A sentence with its quad class, 1 to 4."""
    ids, kinds, _ = _pieces(pieces, text)
    return Row(ids, kinds, quad=quad - 1)


def said_row(pieces: Tokenizer, example: Example) -> Row:
    """One saying: its cue, what is told, the stance and what it rests on."""
    ids, kinds, offsets = _pieces(pieces, example.text)
    stance, evidence = example.labels
    return Row(
        ids, kinds, act=inside(offsets, example.act), cue=inside(offsets, example.cue),
        stance=STANCES.index(stance), evidence=EVIDENCE.index(evidence),
    )  # fmt: skip


def tag_row(pieces: Tokenizer, example: Example, task: str) -> Row:
    """A sentence with a tag a piece; special pieces have none (-100)."""
    ids, kinds, offsets = _pieces(pieces, example.text)
    labels = HEADS[task]
    marks = [0 if b > a else -100 for a, b in offsets]
    for start, end, kind in example.spans[task]:
        if f"B-{kind}" not in labels:
            continue
        here = [i for i, on in enumerate(inside(offsets, (start, end))) if on]
        for i in here:
            marks[i] = labels.index(("B-" if i == here[0] else "I-") + kind)
    return Row(ids, kinds, marks, quoted=quotation(offsets, example.quoted),
               opens=example.opens)  # fmt: skip


def value_row(pieces: Tokenizer, example: Example) -> Row:
    """A sentence with values times 1000 at the first pieces of tokens; -100000 where none is."""
    ids, kinds, offsets = _pieces(pieces, example.text)
    marks = [-100000] * len(ids)
    for start, _, value in example.values or ():
        at = next((i for i, (a, b) in enumerate(offsets) if a <= start < b), None)
        if at is not None:
            marks[at] = round(value * 1000)
    return Row(ids, kinds, marks)


def padded(rows: list[list[int]], fill: int) -> Tensor:
    """Rows of one length."""
    longest = max(map(len, rows))
    return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])


def collate(rows: list[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces, mask and shapes."""
    ids = padded([r.ids for r in rows], 0)
    return ids, (ids != 0).long(), padded([r.kinds for r in rows], 0)


def masks(rows: list[Row], name: str) -> Tensor:
    """``roles``, ``act`` or ``cue`` of the rows; zeros where a row has none."""
    return padded([getattr(r, name) or [0] * len(r.ids) for r in rows], 0)
