"""The student: MiniLM learns every task at once, and of the teacher what it holds of pairs.

    python -m training.coder.student DATA MODEL OUT STEPS AGAIN

AGAIN more steps follow with other shares; the mean of the weights after both is what is kept.
Seeds are fixed; a checkpoint is kept every `KEEP` steps, and a run that was stopped goes on.
"""

from __future__ import annotations

import json
import random
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
    ROOTS,
    Example,
    arguments,
    attributions,
    factuality,
    names,
    pairs,
    part,
)  # fmt: skip
from training.coder.measures import Spans, macro_f1, span_f1
from training.coder.net import HEADS, Net, shapes, tokenizer
from training.coder.teach import HELD, batches, padded

BATCH, RATE, KEEP, HEAT = 24, 1.2e-4, 400, 2.0
# How often a batch is of a task, and the weight of its loss.
TASKS = {
    "gold": (0.13, 1.0), "soft": (0.27, 1.0), "arguments": (0.10, 0.7), "names": (0.20, 0.7),
    "attribution": (0.20, 0.7), "factuality": (0.10, 0.5),
}  # fmt: skip
AGAIN = {
    "gold": (0.15, 1.0), "soft": (0.36, 1.0), "arguments": (0.11, 0.7), "names": (0.22, 0.7),
    "attribution": (0.11, 0.7), "factuality": (0.05, 0.5),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """An example as pieces; ``marks`` are what its task needs, of the same length or not."""

    ids: list[int]
    kinds: list[int]
    marks: tuple[list[int], ...]
    soft: list[float] | None = None
    root: int = -1


def pair_row(pieces: Tokenizer, example: Example, soft: list[float] | None = None) -> Row | None:
    """A pair; ``None`` where the source or target is cut off.

    The whole sentence stands for one that is not known.
    """
    assert example.pair is not None
    found = pieces.encode(example.text)
    inside = [int(b > a) for a, b in found.offsets]
    marks = [
        [int(a < span[1] and b > span[0] and b > a) for a, b in found.offsets] if span else inside
        for span in example.pair
    ]
    if not all(map(any, marks)):
        return None
    root = ROOTS.index(example.root) if example.root else -1
    return Row(found.ids, shapes(example.text, found), (inside, *marks), soft, root)


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
    return Row(found.ids, shapes(example.text, found), (marks,))


def value_row(pieces: Tokenizer, example: Example) -> Row:
    """A sentence with values times 1000 at the first pieces of tokens; -100000 where none is."""
    found = pieces.encode(example.text)
    marks = [-100000] * len(found.ids)
    for start, _, value in example.values or ():
        at = next((i for i, (a, b) in enumerate(found.offsets) if a <= start < b), None)
        if at is not None:
            marks[at] = round(value * 1000)
    return Row(found.ids, shapes(example.text, found), (marks,))


def collate(rows: list[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces, mask and shapes."""
    ids = padded([r.ids for r in rows], 0)
    return ids, (ids != 0).long(), padded([r.kinds for r in rows], 0)


def loss_of(net: Net, task: str, rows: list[Row]) -> Tensor:
    """The loss of a batch of one task."""
    hidden = net.drop(net(*collate(rows)))
    if task in ("gold", "soft"):
        logits = net.pair(hidden, *(padded([r.marks[k] for r in rows], 0) for k in range(3)))
        if task == "gold":
            gold = torch.tensor([r.root for r in rows])
            return nn.functional.cross_entropy(logits, gold, label_smoothing=0.05)
        soft = torch.tensor([r.soft for r in rows])
        return (
            nn.functional.kl_div(
                (logits / HEAT).log_softmax(-1), (soft / HEAT).softmax(-1), reduction="batchmean"
            )
            * HEAT**2
        )
    if task == "factuality":
        marks = padded([r.marks[0] for r in rows], -100000)
        here = marks != -100000
        return nn.functional.smooth_l1_loss(
            net.factuality(hidden)[here].squeeze(-1), marks[here].float() / 1000
        )
    marks = padded([r.marks[0] for r in rows], -100)
    return nn.functional.cross_entropy(net.heads[task](hidden).flatten(0, 1), marks.flatten())


def endless(rows: list[Row], chance: random.Random) -> Iterator[list[Row]]:
    """Batches of like length, for ever."""
    while True:
        for batch in batches([len(r.ids) for r in rows], BATCH, chance):
            yield [rows[i] for i in batch]


def marked(example: Example) -> list[tuple[int, int, str]]:
    """The source and the target of a pair as spans."""
    both = zip(example.pair or (), "ST", strict=False)
    return [(*span, kind) for span, kind in both if span]


def learned(data: Path, pieces: Tokenizer, out: Path) -> dict[str, list[Row]]:
    """What is learned from, by task; the held parts left out."""
    gold = [e for e in pairs(data / "events/plv/train.tsv") if part(e.group) >= HELD]
    soft: list[Row | None] = []
    with (out / "transfer.jsonl").open() as lines, (out / "transfer.logits.jsonl").open() as told:
        for line, logits in zip(lines, told, strict=False):
            row = json.loads(line)
            example = Example(row["text"], "", (tuple(row["source"]), tuple(row["target"])))
            soft.append(pair_row(pieces, example, json.loads(logits)))
    spans = list(arguments(data / "events/cameo_sentences/spans_train.txt"))
    spans += [Example(e.text, e.group, spans={"arguments": marked(e)}) for e in gold]
    named = [e for e in names(data / "language/worldwide_newswire_ner") if part(e.group) >= HELD]
    said = list(attributions(data / "attribution/polnear/train"))
    # Sentences in which nobody says anything teach less: half of them are left out.
    said = [e for i, e in enumerate(said) if e.spans["attribution"] or i % 2]
    facts = list(factuality(data / "factuality/uw/train.jsonl"))
    facts += list(islice(factuality(data / "factuality/uds_ih2/train.jsonl"), 2500))
    return {
        "gold": [r for e in gold if (r := pair_row(pieces, e))],
        "soft": [r for r in soft if r],
        "arguments": [tag_row(pieces, e, "arguments") for e in spans],
        "names": [tag_row(pieces, e, "names") for e in named],
        "attribution": [tag_row(pieces, e, "attribution") for e in said],
        "factuality": [value_row(pieces, e) for e in facts],
    }


def train(net: Net, rows: dict[str, list[Row]], out: Path, steps: int, *, again: bool) -> None:
    """Learn for so many steps; goes on from the last checkpoint."""
    tasks, name = (AGAIN, "again") if again else (TASKS, "first")
    torch.manual_seed(1 + again)
    chance = random.Random(1 + again)
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": net.encoder.parameters(), "lr": RATE}, {"params": heads, "lr": 1e-3}],
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
    queues = {task: endless(some, chance) for task, some in rows.items()}
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
    net.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    for i in range(0, len(order), 32):
        some = order[i : i + 32]
        batch = [rows[j] for j in some]
        then(net(*collate(batch)), batch, some)


def measure(net: Net, data: Path, pieces: Tokenizer) -> dict[str, float]:
    """The figures on the held parts, by the network before it is made small."""
    figures: dict[str, float] = {}
    gold = [e for e in pairs(data / "events/plv/train.tsv") if part(e.group) < HELD]
    rows = [r for e in gold if (r := pair_row(pieces, e))]
    found = [""] * len(rows)

    def typed(hidden: Tensor, batch: list[Row], some: list[int]) -> None:
        logits = net.pair(hidden, *(padded([r.marks[k] for r in batch], 0) for k in range(3)))
        for j, best in zip(some, logits.argmax(-1).tolist(), strict=True):
            found[j] = ROOTS[best]

    hidden_of(net, rows, typed)
    figures["types_macro_f1"], figures["types_accuracy"] = macro_f1(
        [ROOTS[r.root] for r in rows], found
    )
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


def main(data: Path, model: Path, out: Path, *steps: str) -> None:
    """Learn twice, going on where that was done; print the figures of each and of the mean."""
    pieces = tokenizer(model)
    torch.manual_seed(1)
    net = Net(model)
    rows = learned(data, pieces, out)
    print({task: len(some) for task, some in rows.items()}, flush=True)
    for name, count in zip(("first", "again"), steps, strict=True):
        if (out / f"{name}.pt").exists():
            net.load_state_dict(torch.load(out / f"{name}.pt"))
        else:
            train(net, rows, out, int(count), again=name == "again")
        print(name, json.dumps(measure(net, data, pieces), indent=1), flush=True)
    net.load_state_dict(mean(torch.load(out / "first.pt"), torch.load(out / "again.pt")))
    torch.save(net.state_dict(), out / "student.pt")
    print("mean", json.dumps(measure(net, data, pieces), indent=1), flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), *sys.argv[4:])
