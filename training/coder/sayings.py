"""The branch of sayings, learned alone over the layers that it shares.

    python -m training.coder.sayings DATA MODEL START.pt OUT.pt STEPS

What lies under the branch stays as it is and is computed once. The branch learns from all
sentences of PolNeAR with something of those beside them, a tag a word (its first piece), each by
itself and as a sequence; what is kept is the running mean of the weights.
"""

from __future__ import annotations

import copy
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.coder.below import QUICK, below
from training.coder.examples import Example, attributions
from training.coder.figures import Figures, tagged
from training.coder.learner import Learner
from training.coder.net import HEADS, Net, Sayings, tokenizer
from training.coder.rows import Row, padded, tag_row
from training.coder.teach import batches

from dateline.model.beside import beside

_BATCH, _KEEP, _MEAN = 24, 500, 0.999
_DEEP, _HEADS = 1.5e-4, 1e-3
_NONE = -100
_TAGS = HEADS["attribution"]
# How much the likelihood of the whole sequence counts beside that of each tag.
_WHOLE = 0.5


def rows_of(net: Net, pieces: Tokenizer, examples: Iterable[Example]) -> list[Row]:
    """The sentences of a part of PolNeAR, with what the branch is given of those beside."""
    rows = below(net, [tag_row(pieces, e, "attribution") for e in examples])
    parts = [row.below for row in rows if row.below is not None]
    opens, out = [row.opens for row in rows], []
    for i, row in enumerate(rows):
        more, codes = beside(parts, opens, i)
        vectors = torch.cat([parts[i], *(part.half() for part in more)])
        out.append(replace(row, below=vectors, quoted=[*(row.quoted or []), *codes],
                           marks=_words(pieces, row)))  # fmt: skip
    return out


def _words(pieces: Tokenizer, row: Row) -> list[int]:
    """The tags of first pieces; the others tell nothing."""
    told = zip(row.ids, row.marks or [], strict=True)
    return [
        _NONE if (pieces.id_to_token(number) or "").startswith("##") else mark
        for number, mark in told
    ]


def given(rows: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """A batch: vectors, the mask of what is there, codes, tags."""
    parts = [row.below for row in rows if row.below is not None]
    hidden = nn.utils.rnn.pad_sequence([part.float() for part in parts], batch_first=True)
    mask = padded([[1] * len(part) for part in parts], 0)
    marks = padded([row.marks or [] for row in rows], _NONE)
    return hidden, mask, padded([row.quoted or [] for row in rows], 0), marks


def words_of(logits: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
    """The logits and tags of words alone, moved together to the front, filled up with no tag."""
    order = (marks == _NONE).long().argsort(dim=1, stable=True)
    most = int((marks != _NONE).sum(1).max())
    order = order[:, :most]
    return logits.gather(1, order[..., None].expand(-1, -1, logits.shape[-1])), marks.gather(
        1, order
    )


def unlikely(logits: Tensor, marks: Tensor, follows: Tensor) -> Tensor:
    """The negative log likelihood of the sequences of tags, a word (Lafferty et al., 2001)."""
    there = marks != _NONE
    gold = marks.clamp(min=0)
    score = (logits.gather(2, gold[..., None]).squeeze(2) * there).sum(1)
    score = score + (follows[gold[:, :-1], gold[:, 1:]] * there[:, 1:]).sum(1)
    total = logits[:, 0]
    for i in range(1, logits.shape[1]):
        after = (total[:, :, None] + follows).logsumexp(1) + logits[:, i]
        total = torch.where(there[:, i, None], after, total)
    return (total.logsumexp(1) - score).sum() / there.sum()


def loss_of(branch: Sayings, rows: Sequence[Row]) -> Tensor:
    """The loss of a batch."""
    hidden, mask, codes, marks = given(rows)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=QUICK):
        told = branch(hidden, mask, codes)
    logits, words = words_of(told.float()[:, : marks.shape[1]], marks)
    each = nn.functional.cross_entropy(
        logits.flatten(0, 1), words.flatten(), ignore_index=_NONE, label_smoothing=0.03
    )
    return each + _WHOLE * unlikely(logits, words, branch.follows)


def endless(rows: list[Row], chance: random.Random) -> Iterator[list[Row]]:
    """Batches of like length, for ever; half of those in which nobody speaks are left out."""
    while True:
        some = [r for r in rows if any(m > 0 for m in r.marks or ()) or chance.random() < 0.5]
        for batch in batches([len(r.quoted or ()) for r in some], _BATCH, chance):
            yield [some[i] for i in batch]


def learn(branch: Sayings, rows: list[Row], held: list[Row], out: Path, steps: int) -> Sayings:
    """The running mean of the branch's weights after so many steps."""
    torch.manual_seed(1)
    mean = copy.deepcopy(branch).eval()
    learner = Learner(branch, ("layers.",), (_DEEP, _HEADS), steps, _MEAN)
    began, lost = time.process_time(), 0.0
    branch.train()
    for step, batch in zip(range(1, steps + 1), endless(rows, random.Random(1)), strict=False):
        loss = loss_of(branch, batch)
        learner.learn(loss)
        lost = 0.98 * lost + 0.02 * loss.item()
        if step % _KEEP == 0:
            print(step, f"{time.process_time() - began:.0f} s", round(lost, 4), flush=True)
        if step % (4 * _KEEP) == 0:
            mean.load_state_dict(learner.mean())
            torch.save(mean.state_dict(), out.with_suffix(".branch"))
            print(json.dumps({k: round(v, 4) for k, v in measure(mean, held).items()}), flush=True)
    mean.load_state_dict(learner.mean())
    return mean


@torch.no_grad()
def measure(branch: Sayings, rows: list[Row]) -> Figures:
    """F1 by word and exact span inside a sentence, the likeliest sequence taken."""
    branch.eval()
    marks: list[list[int]] = []
    found: list[list[int]] = []
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].quoted or ()))
    for first in range(0, len(order), 48):
        hidden, mask, codes, gold = given([rows[i] for i in order[first : first + 48]])
        logits, words = words_of(branch(hidden, mask, codes)[:, : gold.shape[1]], gold)
        for row, told in zip(logits, words, strict=True):
            size = int((told != _NONE).sum())
            marks.append(told[:size].tolist())
            found.append(likeliest(row[:size].log_softmax(-1), branch.follows))
    return tagged("attribution", [Row([], [], m) for m in marks], found)


def likeliest(logs: Tensor, follows: Tensor) -> list[int]:
    """The best sequence of tags in which I follows only its own kind (Viterbi, 1967)."""
    ways = follows + _MAY
    scores, before = logs[0] + _FIRST, []
    for row in logs[1:]:
        each = scores[:, None] + ways
        before.append(each.argmax(0))
        scores = each.max(0).values + row
    path = [int(scores.argmax())]
    for step in reversed(before):
        path.append(int(step[path[-1]]))
    return path[::-1]


_FIRST = torch.tensor([-1e4 * (tag[0] == "I") for tag in _TAGS])
_MAY = torch.tensor([[-1e4 * (b[0] == "I" and a[2:] != b[2:]) for b in _TAGS] for a in _TAGS])


def main(data: Path, model: Path, start: Path, out: Path, steps: int) -> None:
    """Write the weights with the branch that was learned."""
    net, pieces = Net(model, attention="sdpa"), tokenizer(model)
    net.load_state_dict(torch.load(start))
    polnear = data / "attribution/polnear"
    rows, held = (rows_of(net, pieces, attributions(polnear / part)) for part in ("train", "dev"))
    print(len(rows), json.dumps(measure(net.sayings, held)), flush=True)
    net.sayings = learn(net.sayings, rows, held, out, steps)
    torch.save(net.state_dict(), out)
    print(json.dumps(measure(net.sayings, held), indent=1))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]), int(sys.argv[5]))
