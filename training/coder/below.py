"""What the encoder makes of rows, and what its layers under the branches make, computed once."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor
from training.coder.net import SHARED, Net, through
from training.coder.rows import Row, collate

QUICK = torch.cpu._is_avx512_bf16_supported()  # elsewhere bfloat16 is slower than full precision
_BATCH = 64


def states(net: Net, rows: list[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """The states after all layers and under the branches, and the mask of pieces."""
    if any(row.below is None for row in rows):
        ids, mask, kinds = collate(rows)
        return (*net(ids, mask, kinds), mask)
    known = [row.below for row in rows if row.below is not None]
    shared = torch.zeros(len(rows), max(map(len, known)), known[0].shape[-1])
    mask = torch.zeros(shared.shape[:2], dtype=torch.long)
    for i, one in enumerate(known):
        shared[i, : len(one)], mask[i, : len(one)] = one.float(), 1
    return through(net.encoder.encoder.layer[SHARED:], shared, mask), shared, mask


@torch.no_grad()
def below(net: Net, rows: list[Row]) -> list[Row]:
    """The rows with what the layers under the branches make of them."""
    net.eval()
    encoder, found = net.encoder, list(rows)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    for first in range(0, len(order), _BATCH):
        some = order[first : first + _BATCH]
        ids, mask, kinds = collate([rows[i] for i in some])
        given = encoder.embeddings(input_ids=ids, token_type_ids=kinds)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=QUICK):
            hidden = through(encoder.encoder.layer[:SHARED], given, mask).half()
        for row, i in enumerate(some):
            found[i] = replace(rows[i], below=hidden[row, : len(rows[i].ids)].clone())
    return found
