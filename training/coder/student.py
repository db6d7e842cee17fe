"""The student: MiniLM learns every task at once.

    python -m training.coder.student DATA MODEL OUT PHASE:STEPS [PHASE:STEPS ...]

PHASE is one of `PHASES`, which say how often a batch is of which task. Each phase goes on from the
weights of the one before; with START (a file of weights) in the environment, the first goes on
from those. Where OUT holds pairs that the teacher has labelled, or words that the elder has heard,
they are learned from as well.
Seeds are fixed; a checkpoint is kept every `KEEP` steps, and a run that was stopped goes on. A
phase gives the running mean of its weights. Sayings are learned apart (`training.coder.sayings`).
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.coder.below import QUICK, below, states
from training.coder.examples import (
    HELD,
    LABELS,
    MODES,
    ROOTS,
    Example,
    arguments,
    contexts,
    factuality,
    held_pairs,
    names,
    own,
    pairs,
    part,
    plain_text,
    quads,
    sayings,
    told,
)  # fmt: skip
from training.coder.figures import measure, pair_logits
from training.coder.learner import Learner
from training.coder.net import SHARED, Net, tokenizer
from training.coder.refit import refit
from training.coder.rows import (
    Row,
    event_row,
    masks,
    none_row,
    padded,
    pair_row,
    quad_row,
    row_of,
    said_row,
    stems,
    tag_row,
    told_row,
    value_row,
)
from training.coder.teach import batches
from training.coder.told import held_loss, held_rows, marks_loss, sentences, told_figures

LEXICON = Path(__file__).parents[2] / "src/dateline/data/ontology"
BATCH, KEEP, HEAT = 24, 100, 2.0
# The running mean of the weights that a phase gives, and how many pairs without labels are kept.
MEAN, PAIRS = 0.998, 9000
# How often a batch is of a task, by phase, and the weight of a task's loss.
PHASES = {
    "first": {
        "soft": 0.20, "names": 0.18, "arguments": 0.08, "factuality": 0.06,
        "own": 0.06, "gold": 0.04, "told": 0.04, "quad": 0.01, "none": 0.01,
    },
    "again": {
        "news": 0.32, "names": 0.08, "own": 0.055, "gold": 0.05, "none": 0.06, "arguments": 0.06,
        "factuality": 0.04, "told": 0.01, "quad": 0.005,
    },
    "told": {
        "reports": 0.36, "heard": 0.38, "names": 0.12, "arguments": 0.08, "news": 0.03,
        "factuality": 0.04, "acts": 0.02, "own": 0.02, "none": 0.02,
    },
    "pairs": {"soft": 0.62, "gold": 0.22, "own": 0.10, "quad": 0.06},
    "upper": {
        "news": 0.28, "acts": 0.13, "soft": 0.12, "names": 0.11, "arguments": 0.10, "gold": 0.09,
        "own": 0.06, "none": 0.05, "factuality": 0.04, "told": 0.01, "quad": 0.01,
    },
}  # fmt: skip
# How many layers stay as they are in a phase, and how fast those above and the heads learn. Where
# all under the branches stays, what it makes of the rows is computed once.
FIXED = {"first": 2, "again": 2, "upper": SHARED, "told": SHARED, "pairs": SHARED}
RATES = {
    "first": (1e-4, 1e-3),
    "again": (1e-4, 1e-3),
    "upper": (7e-5, 3e-4),
    "told": (4e-4, 1e-3),
    "pairs": (1.5e-4, 5e-4),
}
# What stays as it is in a phase: the branch of pairs, or all but that.
STILL = {"told": ("branch.",), "pairs": ("encoder.", "heads.", "factuality.", "mod", "sayings.")}
WEIGHTS = {
    "quad": 0.7, "told": 0.7, "arguments": 0.7, "names": 0.7, "factuality": 0.5,
}  # fmt: skip
# The quad class of each root: verbal and material cooperation, verbal and material conflict.
QUADS = {
    1: ("AGREE", "CONSULT", "SUPPORT"), 2: ("YIELD", "COOPERATE", "AID"),
    3: ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    4: ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}  # fmt: skip


def loss_of(net: Net, task: str, rows: list[Row]) -> Tensor:
    """The loss of a batch of one task."""
    last, shared, mask = states(net, rows)
    hidden = net.drop(last).float()
    branch, told = (any(p.requires_grad for p in of.parameters()) for of in (net.branch, net.modes))
    if task == "heard":
        return held_loss(net.told(hidden, mask), rows)
    if task in ("acts", "reports", "own", "news") and not branch:
        return _event_loss(net, rows, hidden, mask)
    if task in ("gold", "soft", "own", "news", "reports", "quad"):
        loss = _pair_loss(task, rows, net.branch(shared, mask, masks(rows, "roles")).float())
        both = told and task in ("own", "news", "reports")
        return loss + _event_loss(net, rows, hidden, mask) if both else loss
    fill = -100000 if task == "factuality" else -100
    marks = padded([r.marks or [] for r in rows], fill)
    if task == "factuality":
        here = marks != fill
        values = net.factuality(hidden)[here].squeeze(-1)
        return nn.functional.smooth_l1_loss(values, marks[here].float() / 1000)
    head = "triggers" if task in ("none", "told") else task
    return _cross_entropy(net.tags(head, hidden, mask), marks)


def _cross_entropy(logits: Tensor, marks: Tensor) -> Tensor:
    return nn.functional.cross_entropy(logits.flatten(0, 1), marks.flatten())


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
        return nn.functional.nll_loss((each + 1e-6).log(), torch.tensor([r.quad for r in rows]))
    gold = torch.tensor([r.root for r in rows])
    if not (gold >= 0).any():
        return logits.sum() * 0.0
    return nn.functional.cross_entropy(logits, gold, label_smoothing=0.1, ignore_index=-1)


def _event_loss(net: Net, rows: list[Row], hidden: Tensor, mask: Tensor) -> Tensor:
    """What the rows know of their acts: triggers, mode, modality."""
    loss = torch.zeros(())
    if all(r.marks for r in rows):
        loss = loss + 2.0 * marks_loss(net.told(hidden, mask), rows)
    told = net.event(hidden, mask, masks(rows, "act"))
    some = [i for i, r in enumerate(rows) if r.mode >= 0]
    if some:
        gold = [rows[i].mode for i in some]
        other = torch.tensor([_other_modes(mode) for mode in gold])
        logits = net.modes(told)[some].masked_fill(other, -1e4)
        loss = loss + 0.2 * nn.functional.cross_entropy(logits, torch.tensor(gold))
    some = [i for i, r in enumerate(rows) if r.modality >= 0]
    if some:
        gold = torch.tensor([rows[i].modality for i in some])
        loss = loss + 0.15 * nn.functional.cross_entropy(net.modality(told)[some], gold)
    return loss


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


def renamed(examples: list[Example]) -> Iterator[Example]:
    """The sentences with other names of the same classes: a name is not known by its words."""
    chance = random.Random(5)
    pool: dict[str, list[str]] = {}
    for example in examples:
        for start, end, kind in example.spans["names"]:
            pool.setdefault(kind, []).append(example.text[start:end])
    for example in examples:
        text, last, spans = "", 0, []
        for start, end, kind in sorted(example.spans["names"]):
            name = chance.choice(pool[kind]) if chance.random() < 0.6 else example.text[start:end]
            text += example.text[last:start]
            spans.append((len(text), len(text) + len(name), kind))
            text, last = text + name, end
        if spans:
            yield Example(text + example.text[last:], example.group, spans={"names": spans})


def transferred(pieces: Tokenizer, out: Path, held: Collection[str]) -> Iterator[Row]:
    """The pairs that the teacher has labelled, or that `keep` will, but for those ``held``."""
    for name in ("transfer", "more", "ours"):
        if not (out / f"{name}.jsonl").exists():
            continue
        lines = (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        labelled = out / f"{name}.logits.jsonl"
        told = labelled.read_text().splitlines() if labelled.exists() else ["null"] * len(lines)
        for line, logits in zip(lines, told, strict=False):
            row = json.loads(line)
            if plain_text(row["text"]) in held:
                continue
            example = Example(row["text"], "", (tuple(row["source"]), tuple(row["target"])))
            if (made := pair_row(pieces, example, json.loads(logits))) is not None:
                yield made


def keep(net: Net, rows: list[Row]) -> list[Row]:
    """Pairs that nobody labelled with what the network holds of them, so that it does not forget.

    Used where the phases go on from learned weights and no teacher is at hand.
    """
    new = [i for i, row in enumerate(rows) if row.soft is None]
    if len(new) > PAIRS:
        new = random.Random(4).sample(new, PAIRS)
        kept = {*new} | {i for i, row in enumerate(rows) if row.soft is not None}
        rows = [row for i, row in enumerate(rows) if i in kept]
        new = [i for i, row in enumerate(rows) if row.soft is None]
    found = dict(zip(new, pair_logits(net, [rows[i] for i in new]).tolist(), strict=True))
    return [replace(row, soft=found.get(i, row.soft)) for i, row in enumerate(rows)]


def learned(data: Path, pieces: Tokenizer, out: Path) -> dict[str, list[Row]]:
    """What is learned from, by task; the held parts left out."""
    gold = [e for e in pairs(data / "events/plv/train.tsv") if part(e.group) >= HELD]
    ours = [e for e in own(LABELS) if part(e.group) >= HELD]
    labelled = sentences(data, held=False)
    some, whole = labelled["news"], labelled["reports"]
    events = [e for es in some for e in es if e.root != "NONE"]
    nones = [e for e in ours if e.root == "NONE"] * 3
    nones += [es[0] for es in some if es[0].root == "NONE"]
    spans = list(arguments(data / "events/cameo_sentences/spans_train.txt"))
    spans += [Example(e.text, e.group, spans={"arguments": marked(e)}) for e in gold]
    spans *= 8  # our own labels name all who act in a sentence, these the one pair of its event
    spans += [es[0] for es in some if len(es) == 1 and es[0].spans.get("arguments")]
    spans += [es[0] for es in whole if len(es) == 1 and es[0].spans.get("arguments")]
    named = [e for e in names(data / "language/worldwide_newswire_ner") if part(e.group) >= HELD]
    facts = list(factuality(data / "factuality/uw/train.jsonl"))
    facts += list(islice(factuality(data / "factuality/uds_ih2/train.jsonl"), 2500))
    known, held = stems(LEXICON), held_pairs(data)
    return {
        "gold": [r for e in gold if (r := pair_row(pieces, e))],
        "soft": list(transferred(pieces, out, held)),
        "own": [r for e in ours if e.root != "NONE" and (r := event_row(pieces, e))],
        "news": [r for e in events if (r := event_row(pieces, e))],
        "reports": [r for es in whole for e in es if (r := row_of(pieces, e))],
        "heard": list(held_rows(pieces, out)),
        "acts": [r for es in labelled["acts"] if (r := row_of(pieces, es[0]))],
        "none": [none_row(pieces, e) for e in nones],
        "quad": [
            quad_row(pieces, text, quad)
            for text, quad in quads(data / "events/cameo_sentences/quad_train.tsv")
            if quad and plain_text(text) not in held
        ],
        "told": [
            told_row(pieces, e, known)
            for e in told(data / "events/wikievents/train_rams_format.jsonl")
        ],
        "contexts": [
            r for e in contexts(LABELS) if part(e.group) >= HELD and (r := event_row(pieces, e))
        ],
        "sayings": [said_row(pieces, e) for e in sayings(LABELS) if part(e.group) >= HELD],
        "arguments": [tag_row(pieces, e, "arguments") for e in spans],
        "names": [tag_row(pieces, e, "names") for e in [*named, *renamed(named)]],
        "factuality": [value_row(pieces, e) for e in facts],
    }  # fmt: skip


def train(net: Net, rows: dict[str, list[Row]], out: Path, phase: str, steps: int) -> None:
    """Learn for so many steps; goes on from the last checkpoint."""
    tasks = {task: share for task, share in PHASES[phase].items() if rows[task]}
    seed = list(PHASES).index(phase) + 1
    torch.manual_seed(seed)
    chance = random.Random(seed)
    for still in (net.encoder.embeddings, net.sayings):
        still.requires_grad_(False)
    for name, value in net.named_parameters():
        if name.startswith(STILL.get(phase, ())):
            value.requires_grad_(False)
    net.encoder.encoder.layer[: FIXED[phase]].requires_grad_(False)
    if phase == "pairs":
        rows = {
            task: [r for r in some if r.root >= 0 or r.soft or r.quad >= 0]
            for task, some in rows.items()
        }
    if FIXED[phase] == SHARED:
        rows = {task: below(net, some) for task, some in rows.items() if task in tasks}
    learner = Learner(
        net, ("encoder.", "branch.layers."), RATES[phase], steps, MEAN, out / f"{phase}.checkpoint"
    )
    queues = {task: endless(rows[task], chance) for task in tasks}
    began, sums = time.time(), dict.fromkeys(tasks, 0.0)
    net.train()
    while learner.done < steps:
        task = chance.choices(list(tasks), list(tasks.values()))[0]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=QUICK):
            loss = WEIGHTS.get(task, 1.0) * loss_of(net, task, next(queues[task]))
        learner.learn(loss)
        sums[task] = 0.95 * sums[task] + 0.05 * loss.item()
        if learner.done % KEEP == 0:
            learner.keep()
            print(learner.done, f"{time.time() - began:.0f} s",
                  {t: round(s, 3) for t, s in sums.items()}, flush=True)  # fmt: skip
    net.load_state_dict(learner.mean())
    torch.save(net.state_dict(), out / f"{phase}.pt")


def begun(net: Net, known: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights to begin with; a branch that is new begins as the encoder's last layers."""
    weights = net.state_dict()
    weights |= {k: v for k, v in known.items() if k in weights and v.shape == weights[k].shape}
    for name in weights.keys() - known.keys():
        branch, _, rest = name.partition(".layers.")
        if branch in ("branch", "sayings"):
            number, _, rest = rest.partition(".")
            weights[name] = weights[f"encoder.encoder.layer.{SHARED + int(number)}.{rest}"]
    return weights


def main(data: Path, model: Path, out: Path, *phases: str) -> None:
    """Learn, phase by phase, going on where that was done; print the figures of each."""
    out.mkdir(parents=True, exist_ok=True)
    pieces = tokenizer(model)
    torch.manual_seed(1)
    net = Net(model, attention="sdpa")
    if start := os.environ.get("START"):
        net.load_state_dict(begun(net, torch.load(start)))
    rows = learned(data, pieces, out)
    rows["soft"] = keep(net, rows["soft"])
    print({task: len(some) for task, some in rows.items()}, flush=True)
    for phase, _, steps in (asked.partition(":") for asked in phases):
        if (out / f"{phase}.pt").exists():
            net.load_state_dict(torch.load(out / f"{phase}.pt"))
        else:
            train(net, rows, out, phase, int(steps))
        print(phase, json.dumps(measure(net, data, pieces), indent=1), flush=True)
        for held in (True, False):
            print("held" if held else "learned", told_figures(net, data, pieces, held=held))
    refit(net, rows)
    torch.save(net.state_dict(), out / "student.pt")
    print("heads again", json.dumps(measure(net, data, pieces), indent=1), flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), *sys.argv[4:])
