"""What the network does on the held parts, before it is made small."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from training.coder.examples import (
    HELD,
    LABELS,
    MODES,
    ROOTS,
    arguments,
    contexts,
    factuality,
    names,
    news,
    own,
    pairs,
    part,
    sayings,
)  # fmt: skip
from training.coder.measures import Spans, macro_f1, span_f1
from training.coder.net import HEADS, Net
from training.coder.rows import (
    Row,
    collate,
    event_row,
    inside,
    masks,
    none_row,
    pair_row,
    row_of,
    said_row,
    tag_row,
    value_row,
)

_QUAD = {
    kind: number
    for number, kinds in enumerate(
        ("AGREE CONSULT SUPPORT", "YIELD COOPERATE AID", "REQUEST ACCUSE REJECT THREATEN",
         "PROTEST SANCTION MOBILIZE COERCE ASSAULT"), 1)
    for kind in kinds.split()
}  # fmt: skip
Figures = dict[str, float]


@torch.no_grad()
def hidden_of(
    net: Net, rows: list[Row], then: Callable[[Tensor, Tensor, list[Row], list[int]], None]
) -> None:
    """Run rows in batches of like length: hidden states, mask, the rows and their numbers."""
    _run(net, rows, lambda last, _, mask, batch, some: then(last, mask, batch, some))


@torch.no_grad()
def pair_logits(net: Net, rows: list[Row]) -> Tensor:
    """What the branch holds of each pair."""
    out = torch.zeros(len(rows), len(ROOTS))

    def take(_: Tensor, shared: Tensor, mask: Tensor, batch: list[Row], some: list[int]) -> None:
        out[some] = net.branch(shared, mask, masks(batch, "roles"))

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


def measure(net: Net, data: Path, pieces: Tokenizer) -> Figures:
    """All figures on the held parts."""
    return {
        **_pairs(net, data, pieces), **_events(net, data, pieces), **_sayings(net, pieces),
        **_tagged(net, data, pieces), "pearson": _pearson(net, data, pieces),
    }  # fmt: skip


def _pairs(net: Net, data: Path, pieces: Tokenizer) -> Figures:
    gold = [e for e in pairs(data / "events/plv/train.tsv") if part(e.group) < HELD]
    rows = [r for e in gold if (r := pair_row(pieces, e))]
    found = [ROOTS[i] for i in pair_logits(net, rows).argmax(-1).tolist()]
    told = [ROOTS[r.root] for r in rows]
    f1, right = macro_f1(told, found)
    quad, _ = macro_f1([str(_QUAD[k]) for k in told], [str(_QUAD[k]) for k in found])
    both, _ = macro_f1([str(_QUAD[k] > 2) for k in told], [str(_QUAD[k] > 2) for k in found])
    return {"types_macro_f1": f1, "types_accuracy": right, "quad": quad, "cooperation": both}


def _events(net: Net, data: Path, pieces: Tokenizer) -> Figures:
    """Of sentences of news with our labels, and of our own: triggers and what is told of them."""
    ours = [e for e in own(LABELS) if part(e.group) < HELD]
    some = [es for es in news(LABELS, data) if part(es[0].group) < HELD]
    events = [e for es in some for e in es if e.root != "NONE"]
    figures: Figures = {}
    for name, examples in (("own", [e for e in ours if e.root != "NONE"]), ("news", events)):
        rows = [r for e in examples if (r := event_row(pieces, e))]
        known = [r for r in rows if r.root >= 0]
        best = pair_logits(net, known).argmax(-1).tolist()
        figures[f"{name}_pairs"] = _share([r.root == b for r, b in zip(known, best, strict=True)])
        figures |= _acts(net, rows, name)
    whole = [row_of(pieces, es[0]) for es in some]
    figures |= _heard(net, [r for r in whole if r is not None])
    figures |= _about(net, pieces)
    nones = [e for e in ours if e.root == "NONE"]
    wrong: list[bool] = []

    def over(hidden: Tensor, mask: Tensor, __: list[Row], numbers: list[int]) -> None:
        shares = net.tags("triggers", hidden, mask).softmax(-1)
        for k, i in enumerate(numbers):
            here = [j for j, on in enumerate(inside(pieces.encode(nones[i].text).offsets,
                                                    nones[i].act)) if on]  # fmt: skip
            wrong.append(bool(here) and shares[k, here, 0].mean().item() < 0.5)

    hidden_of(net, [none_row(pieces, e) for e in nones], over)
    return figures | {"own_none_wrong": _share(wrong)}


def _share(right: list[bool]) -> float:
    return sum(right) / max(1, len(right))


def _acts(net: Net, rows: list[Row], name: str) -> Figures:
    """Of known acts: heard as an event, with which type, mode (the type known) and modality."""
    right: dict[str, list[bool]] = {"heard": [], "type": [], "mode": [], "modality": []}

    def take(hidden: Tensor, mask: Tensor, batch: list[Row], _: list[int]) -> None:
        shares = net.tags("triggers", hidden, mask).softmax(-1)
        told = net.event(hidden, mask, masks(batch, "act"))
        modes, modality = net.modes(told), net.modality(told).argmax(-1)
        for k, row in enumerate(batch):
            here = [i for i, on in enumerate(row.act or ()) if on]
            mean = shares[k, here].mean(0)
            gold = next((row.marks[i] for i in here if row.marks and row.marks[i] > 0), 0)
            right["heard"].append(mean[0].item() < 0.5)
            right["type"].append(int(mean[1:].argmax()) + 1 == gold)
            if row.modality >= 0:
                right["modality"].append(int(modality[k]) == row.modality)
            if row.mode >= 0:
                kind = MODES[row.mode].partition("/")[0]
                among = [i for i, m in enumerate(MODES) if m.startswith(kind + "/")]
                right["mode"].append(among[int(modes[k, among].argmax())] == row.mode)

    hidden_of(net, rows, take)
    return {f"{name}_{what}": _share(some) for what, some in right.items() if some}


def _heard(net: Net, rows: list[Row]) -> Figures:
    """Triggers in whole sentences: runs of pieces with their types, and sentences with none."""
    golden: list[Spans] = []
    ours: list[Spans] = []

    def take(hidden: Tensor, mask: Tensor, batch: list[Row], _: list[int]) -> None:
        best = net.tags("triggers", hidden, mask).argmax(-1).tolist()
        for row, tags in zip(batch, best, strict=True):
            marks = row.marks or []
            golden.append(_runs(marks))
            ours.append(_runs([t if m >= 0 else 0 for t, m in zip(tags, marks, strict=False)]))

    hidden_of(net, rows, take)
    bare = [({(a, b, "") for a, b, _ in g}, {(a, b, "") for a, b, _ in o})
            for g, o in zip(golden, ours, strict=True)]  # fmt: skip
    return {
        "news_triggers_f1": span_f1(golden, ours),
        "news_triggers_any_type_f1": span_f1([g for g, _ in bare], [o for _, o in bare]),
        "news_sentence_with_event": _share([bool(g) == bool(o) for g, o in bare]),
    }


def _runs(marks: list[int]) -> Spans:
    spans, start = set(), 0
    for i, mark in enumerate([*marks, 0]):
        last = marks[i - 1] if i else 0
        if mark != last:
            if last > 0:
                spans.add((start, i, str(last)))
            start = i
    return spans


def _about(net: Net, pieces: Tokenizer) -> Figures:
    """Contexts of our own sentences."""
    rows = [r for e in contexts(LABELS) if part(e.group) < HELD and (r := event_row(pieces, e))]
    golden: list[Spans] = []
    ours: list[Spans] = []

    def take(hidden: Tensor, mask: Tensor, batch: list[Row], _: list[int]) -> None:
        logits = net.contexts(net.event(hidden, mask, masks(batch, "act")))
        for k, row in enumerate(batch):
            golden.append({(i, i, "") for i in row.contexts or ()})
            ours.append({(i, i, "") for i in (logits[k] > -0.6).nonzero()[:, 0].tolist()})

    hidden_of(net, rows, take)
    both = sum(len(g & o) for g, o in zip(golden, ours, strict=True))
    return {
        "own_contexts_f1": span_f1(golden, ours),
        "own_contexts_precision": both / max(1, sum(map(len, ours))),
    }


def _sayings(net: Net, pieces: Tokenizer) -> Figures:
    rows = [said_row(pieces, e) for e in sayings(LABELS) if part(e.group) < HELD]
    found: dict[str, list[tuple[int, int]]] = {"stance": [], "evidence": []}

    def take(hidden: Tensor, mask: Tensor, batch: list[Row], _: list[int]) -> None:
        told = net.saying(hidden, mask, masks(batch, "cue"), masks(batch, "act"))
        for name, head in (("stance", net.stance), ("evidence", net.evidence)):
            best = head(told).argmax(-1).tolist()
            found[name] += [(getattr(r, name), b) for r, b in zip(batch, best, strict=True)]

    hidden_of(net, rows, take)
    return {
        f"{name}_macro_f1": macro_f1([str(g) for g, _ in both], [str(b) for _, b in both])[0]
        for name, both in found.items()
    }


def _tagged(net: Net, data: Path, pieces: Tokenizer) -> Figures:
    figures: Figures = {}
    named = [e for e in names(data / "language/worldwide_newswire_ner") if part(e.group) < HELD]
    sets = {
        "names": random.Random(1).sample(named, min(1500, len(named))),
        "arguments": list(arguments(data / "events/cameo_sentences/spans_test.txt")),
    }
    for task, examples in sets.items():
        rows = [tag_row(pieces, e, task) for e in examples]
        tags: dict[int, list[int]] = {}

        def take(hidden: Tensor, _: Tensor, __: list[Row], some: list[int], task: str = task,
                 tags: dict[int, list[int]] = tags) -> None:  # fmt: skip
            tags.update(zip(some, net.heads[task](hidden).argmax(-1).tolist(), strict=True))

        hidden_of(net, rows, take)
        figures |= tagged(task, rows, [tags[i] for i in range(len(rows))])
    return figures


def tagged(task: str, rows: list[Row], tags: list[list[int]]) -> Figures:
    """F1 of tags a row against the marks: of whole spans, and by piece for each label."""
    golden = [spans_of(r.marks or [], HEADS[task]) for r in rows]
    ours = [
        spans_of([t if m != -100 else -100 for t, m in zip(told, r.marks or [], strict=False)],
                 HEADS[task])
        for told, r in zip(tags, rows, strict=True)
    ]  # fmt: skip
    figures = {f"{task}_span_f1": span_f1(golden, ours)}
    for kind in dict.fromkeys(label[2:] for label in HEADS[task][1:]):
        if task != "names":
            figures[f"{task}_{kind}_piece_f1"] = span_f1(_each(golden, kind), _each(ours, kind))
            figures[f"{task}_{kind}_span_f1"] = span_f1(_only(golden, kind), _only(ours, kind))
    return figures


def _only(spans: list[Spans], kind: str) -> list[Spans]:
    return [{s for s in some if s[2] == kind} for some in spans]


def _each(spans: list[Spans], kind: str) -> list[Spans]:
    """Every piece of the spans of a kind, as a span of its own."""
    return [{(i, i, k) for a, b, k in some if k == kind for i in range(a, b)} for some in spans]


def _pearson(net: Net, data: Path, pieces: Tokenizer) -> float:
    rows = [value_row(pieces, e) for e in factuality(data / "factuality/uw/dev.jsonl")]
    both: list[tuple[float, float]] = []

    def valued(hidden: Tensor, _: Tensor, batch: list[Row], __: list[int]) -> None:
        values = net.factuality(hidden).squeeze(-1)
        for k, row in enumerate(batch):
            both.extend(
                (mark / 1000, values[k, i].item())
                for i, mark in enumerate(row.marks or []) if mark != -100000
            )  # fmt: skip

    hidden_of(net, rows, valued)
    out: float = torch.corrcoef(torch.tensor(both).T)[0, 1].item()
    return out


def spans_of(marks: list[int], labels: tuple[str, ...]) -> Spans:
    """Spans of pieces from tags; I after another kind begins a span too."""
    spans: Spans = set()
    start, kind = 0, ""
    for i, mark in enumerate([*marks, 0]):
        tag = labels[mark] if mark > 0 else "O"
        if kind and (tag == "O" or tag[0] == "B" or tag[2:] != kind):
            spans.add((start, i, kind))
            kind = ""
        if tag != "O" and not kind:
            start, kind = i, tag[2:]
    return spans
