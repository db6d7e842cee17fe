"""The student: MiniLM learns every task at once, and of the teacher what it holds of pairs.

    python -m training.coder.student DATA MODEL OUT STEPS AGAIN

AGAIN more steps follow with other shares; the mean of the weights after both is what is kept.
With START (a file of weights) in the environment, what is there is gone on from.
Seeds are fixed; a checkpoint is kept every `KEEP` steps, and a run that was stopped goes on.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.coder.examples import (
    CONTEXTS,
    MODES,
    ROOTS,
    TYPES,
    Example,
    Span,
    arguments,
    attributions,
    contexts,
    factuality,
    names,
    own,
    pairs,
    part,
    quads,
    told,
)  # fmt: skip
from training.coder.measures import Spans, macro_f1, span_f1
from training.coder.net import HEADS, Net, tokenizer
from training.coder.teach import HELD, batches, padded

from dateline.model.shapes import shapes

LABELS = Path(__file__).parents[1] / "labels"
LEXICON = Path(__file__).parents[2] / "src/dateline/data/ontology"
BATCH, RATE, KEEP, HEAT = 24, 1.2e-4, 200, 2.0
# How often a batch is of a task, and the weight of its loss.
TASKS = {
    "gold": (0.05, 1.0), "soft": (0.33, 1.0), "own": (0.14, 1.0), "quad": (0.02, 0.7),
    "none": (0.02, 1.0), "told": (0.06, 0.7), "contexts": (0.04, 0.7), "arguments": (0.08, 0.7),
    "names": (0.13, 0.7), "attribution": (0.08, 0.7), "factuality": (0.05, 0.5),
}  # fmt: skip
AGAIN = {
    "gold": (0.04, 1.0), "soft": (0.38, 1.0), "own": (0.08, 1.0), "quad": (0.02, 0.7),
    "none": (0.015, 1.0), "told": (0.06, 0.7), "contexts": (0.03, 0.7), "arguments": (0.09, 0.7),
    "names": (0.15, 0.7), "attribution": (0.10, 0.7), "factuality": (0.035, 0.5),
}  # fmt: skip
# The quad class of each root: verbal and material cooperation, verbal and material conflict.
QUADS = {
    1: ("AGREE", "CONSULT", "SUPPORT"), 2: ("YIELD", "COOPERATE", "AID"),
    3: ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    4: ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """An example as pieces; ``marks`` are what its task needs, a number a piece."""

    ids: list[int]
    kinds: list[int]
    marks: tuple[list[int], ...] = ()
    soft: list[float] | None = None
    root: int = -1
    act: list[int] | None = None
    labels: tuple[int, ...] = ()


def _pieces(pieces: Tokenizer, text: str) -> tuple[list[int], list[int], list[Span]]:
    found = pieces.encode(text)
    return found.ids, shapes(text, found.offsets), found.offsets


def _inside(offsets: list[Span], span: Span | None) -> list[int]:
    if span is None:
        return [0] * len(offsets)
    return [int(a < span[1] and b > span[0] and b > a) for a, b in offsets]


def pair_row(pieces: Tokenizer, example: Example, soft: list[float] | None = None) -> Row | None:
    """A pair with its roles as marks; ``None`` where the source or target is cut off."""
    assert example.pair is not None
    ids, kinds, offsets = _pieces(pieces, example.text)
    both = [_inside(offsets, span) for span in example.pair]
    if any(span and not any(mask) for span, mask in zip(example.pair, both, strict=True)):
        return None
    roles = [s + 2 * t for s, t in zip(*both, strict=True)]
    root = ROOTS.index(example.root) if example.root in ROOTS else -1
    return Row(ids, kinds, (roles,), soft, root)


def own_row(pieces: Tokenizer, example: Example) -> Row | None:
    """One of our own sentences: roles, tags of triggers, the act, and the mode.

    Of the pieces outside the act, those of the parties and of words without meaning of their own
    are known to be no trigger; of the others nothing is known.
    """
    row = pair_row(pieces, example)
    if row is None or example.act is None:
        return None
    offsets = pieces.encode(example.text).offsets
    act = _inside(offsets, example.act)
    if not any(act):
        return None
    kind, _, _ = example.labels[0].partition("/")
    label = HEADS["triggers"].index(kind)
    tags = [
        -100 if b <= a
        else label if here
        else 0 if role or _EMPTY.fullmatch(example.text[a:b].lower())
        else -100
        for (a, b), here, role in zip(offsets, act, row.marks[0], strict=True)
    ]  # fmt: skip
    mode = MODES.index(example.labels[0]) if example.labels[0] in MODES else -1
    return Row(row.ids, row.kinds, (row.marks[0], tags), None, row.root, act, (mode,))


_EMPTY = re.compile(
    r"\W|the|an?|of|in|on|at|to|for|and|or|but|with|from|by|as|that|which|who|it|its|his|her|their"
    r"|they|he|she|was|were|is|are|be|been|had|has|have|will|would|could|after|before|while|when"
    r"|into|over|during|monday|tuesday|wednesday|thursday|friday|saturday|sunday|said|\d+"
)


def _stems(folder: Path) -> frozenset[str]:
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
    return Row(ids, kinds, (tags,))


def none_row(pieces: Tokenizer, example: Example) -> Row:
    """A sentence that tells of no event."""
    ids, kinds, offsets = _pieces(pieces, example.text)
    return Row(ids, kinds, ([0 if b > a else -100 for a, b in offsets],))


def context_row(pieces: Tokenizer, example: Example) -> Row:
    """A sentence with the contexts of its act."""
    ids, kinds, offsets = _pieces(pieces, example.text)
    act = _inside(offsets, example.act)
    labels = tuple(CONTEXTS.index(name) for name in example.labels)
    return Row(ids, kinds, (), act=act, labels=labels)


def tag_row(pieces: Tokenizer, example: Example, task: str) -> Row:
    """A sentence with a tag a piece; special pieces have none (-100)."""
    found = pieces.encode(example.text)
    labels = HEADS[task]
    marks = [0 if b > a else -100 for a, b in found.offsets]
    for start, end, kind in example.spans[task]:
        if f"B-{kind}" not in labels:
            continue
        inside = [i for i, (a, b) in enumerate(found.offsets) if a < end and b > start and b > a]
        for i in inside:
            marks[i] = labels.index(("B-" if i == inside[0] else "I-") + kind)
    return Row(found.ids, shapes(example.text, found.offsets), (marks,))


def value_row(pieces: Tokenizer, example: Example) -> Row:
    """A sentence with values times 1000 at the first pieces of tokens; -100000 where none is."""
    found = pieces.encode(example.text)
    marks = [-100000] * len(found.ids)
    for start, _, value in example.values or ():
        at = next((i for i, (a, b) in enumerate(found.offsets) if a <= start < b), None)
        if at is not None:
            marks[at] = round(value * 1000)
    return Row(found.ids, shapes(example.text, found.offsets), (marks,))


def collate(rows: list[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces, mask and shapes."""
    ids = padded([r.ids for r in rows], 0)
    return ids, (ids != 0).long(), padded([r.kinds for r in rows], 0)


def loss_of(net: Net, task: str, rows: list[Row]) -> Tensor:
    """The loss of a batch of one task."""
    ids, mask, kinds = collate(rows)
    last, shared = net(ids, mask, kinds)
    hidden = net.drop(last)
    if task in ("gold", "soft", "own", "quad"):
        loss = _pair_loss(task, rows, net.branch(shared, mask, padded(_roles(rows), 0)))
        return loss + 0.7 * _own_loss(net, rows, hidden, mask) if task == "own" else loss
    if task == "factuality":
        marks = padded([r.marks[0] for r in rows], -100000)
        here = marks != -100000
        return nn.functional.smooth_l1_loss(
            net.factuality(hidden)[here].squeeze(-1), marks[here].float() / 1000
        )
    if task == "contexts":
        told = torch.zeros(len(rows), len(CONTEXTS))
        for i, row in enumerate(rows):
            told[i, list(row.labels)] = 1.0
        logits = net.contexts(net.event(hidden, mask, padded(_acts(rows), 0)))
        return 8 * nn.functional.binary_cross_entropy_with_logits(logits, told)
    head = "triggers" if task in ("none", "told") else task
    marks = padded([r.marks[0] for r in rows], -100)
    return nn.functional.cross_entropy(net.heads[head](hidden).flatten(0, 1), marks.flatten())


def _roles(rows: list[Row]) -> list[list[int]]:
    return [r.marks[0] if r.marks else [0] * len(r.ids) for r in rows]


def _acts(rows: list[Row]) -> list[list[int]]:
    return [r.act or [0] * len(r.ids) for r in rows]


def _pair_loss(task: str, rows: list[Row], logits: Tensor) -> Tensor:
    if task == "soft":
        soft = torch.tensor([r.soft for r in rows])
        return HEAT**2 * nn.functional.kl_div(
            (logits / HEAT).log_softmax(-1), (soft / HEAT).softmax(-1), reduction="batchmean"
        )
    if task == "quad":
        shares = logits.softmax(-1)
        each = torch.stack(
            [shares[:, [ROOTS.index(k) for k in kinds]].sum(-1) for kinds in QUADS.values()], -1
        )
        return nn.functional.nll_loss(
            (each + 1e-6).log(), torch.tensor([r.labels[0] - 1 for r in rows])
        )
    gold = torch.tensor([r.root for r in rows])
    return nn.functional.cross_entropy(logits, gold, label_smoothing=0.1)


def _own_loss(net: Net, rows: list[Row], hidden: Tensor, mask: Tensor) -> Tensor:
    tags = padded([r.marks[1] for r in rows], -100)
    loss = nn.functional.cross_entropy(net.heads["triggers"](hidden).flatten(0, 1), tags.flatten())
    some = [i for i, r in enumerate(rows) if r.labels[0] >= 0]
    if not some:
        return loss
    gold = [rows[i].labels[0] for i in some]
    logits = net.modes(net.event(hidden, mask, padded(_acts(rows), 0)))[some]
    logits = logits.masked_fill(torch.tensor([_other_modes(mode) for mode in gold]), -1e4)
    return loss + 0.5 * nn.functional.cross_entropy(logits, torch.tensor(gold))


def _other_modes(mode: int) -> list[bool]:
    """Which modes are of other types than a mode's."""
    kind = MODES[mode].partition("/")[0] + "/"
    return [not other.startswith(kind) for other in MODES]


def endless(rows: list[Row], chance: random.Random) -> Iterator[list[Row]]:
    """Batches of like length, for ever."""
    while True:
        for batch in batches([len(r.ids) for r in rows], BATCH, chance):
            yield [rows[i] for i in batch]


def marked(example: Example) -> list[tuple[int, int, str]]:
    """The source and the target of a pair as spans."""
    both = zip(example.pair or (), "ST", strict=False)
    return [(*span, kind) for span, kind in both if span]


def transferred(pieces: Tokenizer, out: Path) -> Iterator[Row]:
    """The pairs that the teacher has labelled."""
    for name in ("transfer", "more"):
        told = (out / f"{name}.logits.jsonl").read_text().splitlines()
        lines = (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for line, logits in zip(lines, told, strict=False):
            row = json.loads(line)
            example = Example(row["text"], "", (tuple(row["source"]), tuple(row["target"])))
            if (made := pair_row(pieces, example, json.loads(logits))) is not None:
                yield made


def learned(data: Path, pieces: Tokenizer, out: Path) -> dict[str, list[Row]]:
    """What is learned from, by task; the held parts left out."""
    gold = [e for e in pairs(data / "events/plv/train.tsv") if part(e.group) >= HELD]
    ours = [e for e in own(LABELS) if part(e.group) >= HELD]
    spans = list(arguments(data / "events/cameo_sentences/spans_train.txt"))
    spans += [Example(e.text, e.group, spans={"arguments": marked(e)}) for e in gold]
    named = [e for e in names(data / "language/worldwide_newswire_ner") if part(e.group) >= HELD]
    said = list(attributions(data / "attribution/polnear/train"))
    # Sentences in which nobody says anything teach less: half of them are left out.
    said = [e for i, e in enumerate(said) if e.spans["attribution"] or i % 2]
    facts = list(factuality(data / "factuality/uw/train.jsonl"))
    facts += list(islice(factuality(data / "factuality/uds_ih2/train.jsonl"), 2500))
    known = _stems(LEXICON)
    return {
        "gold": [r for e in gold if (r := pair_row(pieces, e))],
        "soft": list(transferred(pieces, out)),
        "own": [r for e in ours if e.root != "NONE" and (r := own_row(pieces, e))],
        "quad": [
            Row(*_pieces(pieces, text)[:2], labels=(quad,))
            for text, quad in quads(data / "events/cameo_sentences/quad_train.tsv") if quad
        ],
        "none": [none_row(pieces, e) for e in ours if e.root == "NONE"],
        "told": [
            told_row(pieces, e, known)
            for e in told(data / "events/wikievents/train_rams_format.jsonl")
        ],
        "contexts": [context_row(pieces, e) for e in contexts(LABELS) if part(e.group) >= HELD],
        "arguments": [tag_row(pieces, e, "arguments") for e in spans],
        "names": [tag_row(pieces, e, "names") for e in named],
        "attribution": [tag_row(pieces, e, "attribution") for e in said],
        "factuality": [value_row(pieces, e) for e in facts],
    }  # fmt: skip


def train(net: Net, rows: dict[str, list[Row]], out: Path, steps: int, *, again: bool) -> None:
    """Learn for so many steps; goes on from the last checkpoint."""
    tasks, name = (AGAIN, "again") if again else (TASKS, "first")
    tasks = {task: told for task, told in tasks.items() if rows[task]}
    torch.manual_seed(1 + again)
    chance = random.Random(1 + again)
    layers = ("encoder.", "branch.layers.")
    deep = [p for n, p in net.named_parameters() if n.startswith(layers)]
    heads = [p for n, p in net.named_parameters() if not n.startswith(layers)]
    optimizer = torch.optim.AdamW(
        [{"params": deep, "lr": RATE}, {"params": heads, "lr": 1e-3}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, s / (0.06 * steps)) * max(0.01, 1 - s / steps)
    )
    checkpoint, first = out / f"{name}.checkpoint", 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["step"]
    queues = {task: endless(rows[task], chance) for task in tasks}
    began, sums = time.time(), dict.fromkeys(tasks, 0.0)
    net.train()
    for step in range(first, steps):
        task = chance.choices(list(tasks), [share for share, _ in tasks.values()])[0]
        loss = tasks[task][1] * loss_of(net, task, next(queues[task]))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        sums[task] = 0.95 * sums[task] + 0.05 * loss.item()
        if (step + 1) % KEEP == 0:
            state = {"net": net.state_dict(), "optimizer": optimizer.state_dict(),
                     "schedule": schedule.state_dict(), "step": step + 1}  # fmt: skip
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
            print(step + 1, f"{time.time() - began:.0f} s",
                  {t: round(s, 3) for t, s in sums.items()}, flush=True)  # fmt: skip
    torch.save(net.state_dict(), out / f"{name}.pt")


@torch.no_grad()
def hidden_of(
    net: Net, rows: list[Row], then: Callable[[Tensor, list[Row], list[int]], None]
) -> None:
    """Run rows in batches of like length and give hidden states with rows and their numbers."""
    _run(net, rows, lambda last, _, __, batch, some: then(last, batch, some))


@torch.no_grad()
def pair_logits(net: Net, rows: list[Row]) -> Tensor:
    """What the branch holds of each pair."""
    out = torch.zeros(len(rows), len(ROOTS))

    def take(_: Tensor, shared: Tensor, mask: Tensor, batch: list[Row], some: list[int]) -> None:
        out[some] = net.branch(shared, mask, padded(_roles(batch), 0))

    _run(net, rows, take)
    return out


def _run(
    net: Net, rows: list[Row], then: Callable[[Tensor, Tensor, Tensor, list[Row], list[int]], None]
) -> None:
    net.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    for i in range(0, len(order), 32):
        some = order[i : i + 32]
        batch = [rows[j] for j in some]
        ids, mask, kinds = collate(batch)
        then(*net(ids, mask, kinds), mask, batch, some)


def measure(net: Net, data: Path, pieces: Tokenizer) -> dict[str, float]:
    """The figures on the held parts, by the network before it is made small."""
    figures: dict[str, float] = {}
    gold = [e for e in pairs(data / "events/plv/train.tsv") if part(e.group) < HELD]
    rows = [r for e in gold if (r := pair_row(pieces, e))]
    found = [ROOTS[i] for i in pair_logits(net, rows).argmax(-1).tolist()]
    figures["types_macro_f1"], figures["types_accuracy"] = macro_f1(
        [ROOTS[r.root] for r in rows], found
    )
    quad = {kind: number for number, kinds in QUADS.items() for kind in kinds}
    figures["quad_accuracy"] = sum(
        quad[ROOTS[r.root]] == quad[f] for r, f in zip(rows, found, strict=True)
    ) / len(rows)
    figures |= own_figures(net, pieces)
    named = [e for e in names(data / "language/worldwide_newswire_ner") if part(e.group) < HELD]
    sets = {
        "names": random.Random(1).sample(named, min(1500, len(named))),
        "arguments": list(arguments(data / "events/cameo_sentences/spans_test.txt")),
        "attribution": list(islice(attributions(data / "attribution/polnear/dev"), 1500)),
    }
    for task, examples in sets.items():
        rows = [tag_row(pieces, e, task) for e in examples]
        tags: list[list[int]] = [[] for _ in rows]

        def tagged(hidden: Tensor, batch: list[Row], some: list[int], task: str = task,
                   tags: list[list[int]] = tags) -> None:  # fmt: skip
            best = net.heads[task](hidden).argmax(-1).tolist()
            for j, row, one in zip(some, batch, best, strict=True):
                tags[j] = one[: len(row.ids)]

        hidden_of(net, rows, tagged)
        golden = [spans_of(r.marks[0], HEADS[task]) for r in rows]
        ours = [
            spans_of([t if g != -100 else -100 for t, g in zip(tag, r.marks[0], strict=True)],
                     HEADS[task]) for tag, r in zip(tags, rows, strict=True)
        ]  # fmt: skip
        figures[f"{task}_span_f1"] = span_f1(golden, ours)
        for kind in dict.fromkeys(label[2:] for label in HEADS[task][1:]):
            if task != "names":
                figures[f"{task}_{kind}_piece_f1"] = span_f1(_each(golden, kind), _each(ours, kind))
    figures["pearson"] = _pearson(net, data, pieces)
    return figures


def own_figures(net: Net, pieces: Tokenizer) -> dict[str, float]:
    """Types, triggers and modes of the held tenths of our own sentences, and contexts."""
    held = [e for e in own(LABELS) if part(e.group) < HELD]
    rows = [r for e in held if e.root != "NONE" and (r := own_row(pieces, e))]
    figures: dict[str, float] = {}
    best = pair_logits(net, rows).argmax(-1).tolist()
    figures["own_types_accuracy"] = sum(r.root == b for r, b in zip(rows, best, strict=True)) / max(
        1, len(rows)
    )
    right = {"triggers": 0, "type": 0, "modes": 0, "with mode": 0}

    def take(hidden: Tensor, batch: list[Row], _: list[int]) -> None:
        shares = net.heads["triggers"](hidden).softmax(-1)
        mask = padded([[1] * len(r.ids) for r in batch], 0)
        logits = net.modes(net.event(hidden, mask, padded(_acts(batch), 0)))
        for k, row in enumerate(batch):
            here = [i for i, on in enumerate(row.act or ()) if on]
            mean = shares[k, here].mean(0)
            gold = next(t for t in row.marks[1] if t > 0)
            right["triggers"] += int(mean[0].item() < 0.5)
            right["type"] += int(mean[1:].argmax().item() + 1 == gold)
            if row.labels[0] >= 0:
                kind = MODES[row.labels[0]].partition("/")[0]
                among = [i for i, m in enumerate(MODES) if m.startswith(kind + "/")]
                found = among[int(logits[k, among].argmax())]
                right["modes"] += int(found == row.labels[0])
                right["with mode"] += 1

    hidden_of(net, rows, take)
    figures["own_triggers_recall"] = right["triggers"] / max(1, len(rows))
    figures["own_triggers_type"] = right["type"] / max(1, len(rows))
    figures["own_modes_accuracy"] = right["modes"] / max(1, right["with mode"])
    nones = [e for e in held if e.root == "NONE"]
    wrong = 0

    def over(hidden: Tensor, _: list[Row], some: list[int]) -> None:
        nonlocal wrong
        shares = net.heads["triggers"](hidden).softmax(-1)
        for k, i in enumerate(some):
            on = _inside(pieces.encode(nones[i].text).offsets, nones[i].act)
            here = [j for j, mark in enumerate(on) if mark]
            wrong += int(bool(here) and shares[k, here, 0].mean().item() < 0.5)

    hidden_of(net, [none_row(pieces, e) for e in nones], over)
    figures["own_none_wrong"] = wrong / max(1, len(nones))
    told = [e for e in contexts(LABELS) if part(e.group) < HELD]
    golden: list[Spans] = []
    ours: list[Spans] = []

    def around(hidden: Tensor, batch: list[Row], _: list[int]) -> None:
        mask = padded([[1] * len(r.ids) for r in batch], 0)
        logits = net.contexts(net.event(hidden, mask, padded(_acts(batch), 0)))
        for k, row in enumerate(batch):
            golden.append({(i, i, CONTEXTS[i]) for i in row.labels})
            ours.append({(i, i, CONTEXTS[i]) for i in (logits[k] > 0).nonzero()[:, 0].tolist()})

    hidden_of(net, [context_row(pieces, e) for e in told], around)
    figures["own_contexts_f1"] = span_f1(golden, ours)
    return figures


def _each(spans: list[Spans], kind: str) -> list[Spans]:
    """Every piece of the spans of a kind, as a span of its own."""
    return [{(i, i, k) for a, b, k in some if k == kind for i in range(a, b)} for some in spans]


def _pearson(net: Net, data: Path, pieces: Tokenizer) -> float:
    rows = [value_row(pieces, e) for e in factuality(data / "factuality/uw/dev.jsonl")]
    both: list[tuple[float, float]] = []

    def valued(hidden: Tensor, batch: list[Row], _: list[int]) -> None:
        values = net.factuality(hidden).squeeze(-1)
        for k, row in enumerate(batch):
            both.extend(
                (mark / 1000, values[k, i].item())
                for i, mark in enumerate(row.marks[0]) if mark != -100000
            )  # fmt: skip

    hidden_of(net, rows, valued)
    out: float = torch.corrcoef(torch.tensor(both).T)[0, 1].item()
    return out


def spans_of(marks: list[int], labels: tuple[str, ...]) -> set[tuple[int, int, str]]:
    """Spans of pieces from tags; I after another kind begins a span too."""
    spans: set[tuple[int, int, str]] = set()
    start, kind = 0, ""
    for i, mark in enumerate([*marks, 0]):
        tag = labels[mark] if mark > 0 else "O"
        if kind and (tag == "O" or tag[0] == "B" or tag[2:] != kind):
            spans.add((start, i, kind))
            kind = ""
        if tag != "O" and not kind:
            start, kind = i, tag[2:]
    return spans


def mean(first: dict[str, Tensor], again: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean of two sets of weights."""
    return {
        name: (value + again[name]) / 2 if value.is_floating_point() else value
        for name, value in first.items()
    }


def refit(net: Net, rows: dict[str, list[Row]], epochs: int = 40) -> None:
    """Learn the heads of triggers, modes and contexts again, over the encoder as it is.

    The mean of two encoders suits no head of either as well as one of its own, and these heads
    have few sentences to learn from.
    """
    torch.manual_seed(3)
    chance = random.Random(3)
    pieces: list[tuple[Tensor, Tensor]] = []
    acts: dict[str, list[tuple[Tensor, Row]]] = {"own": [], "contexts": []}

    def keep(task: str) -> Callable[[Tensor, list[Row], list[int]], None]:
        def take(hidden: Tensor, batch: list[Row], _: list[int]) -> None:
            tags = padded([r.marks[-1] if task != "contexts" else [] for r in batch], -100)
            mask = padded([[1] * len(r.ids) for r in batch], 0)
            if task != "contexts":
                known = tags != -100
                some = hidden[known], tags[known]
                pieces.extend([some] * (4 if task in ("own", "none") else 1))
            if task in acts:
                told = net.event(hidden, mask, padded(_acts(batch), 0))
                acts[task] += list(zip(told, batch, strict=True))

        return take

    for task in ("own", "none", "told", "contexts"):
        hidden_of(net, rows[task], keep(task))
    _fit(net.heads["triggers"], torch.cat([p for p, _ in pieces]), epochs // 4, chance,
         torch.cat([t for _, t in pieces]))  # fmt: skip
    modes = [(told, row.labels[0]) for told, row in acts["own"] if row.labels[0] >= 0]
    _fit(net.modes, torch.stack([told for told, _ in modes]), epochs, chance,
         torch.tensor([mode for _, mode in modes]))  # fmt: skip
    gold = torch.zeros(len(acts["contexts"]), len(CONTEXTS))
    for i, (_, row) in enumerate(acts["contexts"]):
        gold[i, list(row.labels)] = 1.0
    _fit(net.contexts, torch.stack([told for told, _ in acts["contexts"]]), epochs, chance, gold)


def _fit(head: nn.Module, given: Tensor, epochs: int, chance: random.Random, gold: Tensor) -> None:
    """A linear head over fixed vectors; ``gold`` are classes, or rows of labels that hold."""
    for layer in head.modules():
        if isinstance(layer, nn.Linear):
            layer.reset_parameters()
    optimizer = torch.optim.AdamW(head.parameters(), lr=3e-3, weight_decay=0.05)
    many = gold.dim() > 1
    weight = ((1 - gold.mean(0)) / gold.mean(0).clamp(min=1e-3)).sqrt() if many else None
    size = 256 if len(given) > 5000 else 32
    for _ in range(epochs):
        order = list(range(len(given)))
        chance.shuffle(order)
        for i in range(0, len(order), size):
            some = order[i : i + size]
            logits = head(nn.functional.dropout(given[some], 0.1))
            loss = (
                nn.functional.binary_cross_entropy_with_logits(
                    logits, gold[some], pos_weight=weight
                )
                if many
                else nn.functional.cross_entropy(logits, gold[some], label_smoothing=0.02)
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def main(data: Path, model: Path, out: Path, *steps: str) -> None:
    """Learn twice, going on where that was done; print the figures of each and of the mean."""
    pieces = tokenizer(model)
    torch.manual_seed(1)
    net = Net(model)
    if start := os.environ.get("START"):
        kept = {k: v for k, v in torch.load(start).items() if k in net.state_dict()}
        net.load_state_dict(net.state_dict() | kept)
    rows = learned(data, pieces, out)
    print({task: len(some) for task, some in rows.items()}, flush=True)
    for name, count in zip(("first", "again"), steps, strict=False):
        if (out / f"{name}.pt").exists():
            net.load_state_dict(torch.load(out / f"{name}.pt"))
        else:
            train(net, rows, out, int(count), again=name == "again")
        print(name, json.dumps(measure(net, data, pieces), indent=1), flush=True)
    if len(steps) < 2:
        return
    net.load_state_dict(mean(torch.load(out / "first.pt"), torch.load(out / "again.pt")))
    print("mean", json.dumps(measure(net, data, pieces), indent=1), flush=True)
    refit(net, rows)
    torch.save(net.state_dict(), out / "student.pt")
    print("heads again", json.dumps(measure(net, data, pieces), indent=1), flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), *sys.argv[4:])
