"""Networks as they are run: ONNX graphs of few operations, their products in eight bits.

Exported as they stand and quantised by ranges found while running, the encoder's vectors lay 6% of
their spread beside those in full precision, and a sentence's vectors moved with what was read
beside it: a few channels and pieces stand far out and make every step coarse. Here a product's
inputs are scaled by channel (Xiao et al., SmoothQuant, 2023), by ranges seen on training
sentences, and those after the activation by piece. Nothing depends on the rest of a batch, and no
sum is cut off on processors that add in sixteen bits, so every machine reads the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from training.coder.examples import ROOTS
from training.coder.net import LONGEST, SHARED, Branch, Net, Sayings

from dateline.model.beside import BESIDE

Array = NDArray[np.generic]
Ranges = dict[nn.Module, Tensor]
Shape = Sequence[str | int]
Kind = tuple[int, Shape]  # the type of an input, and its shape
# How much of a channel's range moves from the inputs to the weights, and how far beyond what was
# seen an input may go.
_MOVED, _BEYOND = 0.85, 1.2
# The middle of the steps; of those after the activation, which gives no less than -0.17.
_MIDDLE, _LOW, _LEAST = 128, 20, 0.17
# The end of an axis, however long.
_END = 2**31
_MICROSOFT = "com.microsoft"


@contextmanager
def watched(*modules: nn.Module) -> Iterator[Ranges]:
    """While open, how far each channel of the inputs of every linear layer goes."""
    seen: Ranges = {}

    def see(layer: nn.Module, given: tuple[Tensor, ...]) -> None:
        most = given[0].detach().abs().flatten(0, -2).amax(0)
        seen[layer] = torch.maximum(seen[layer], most) if layer in seen else most

    linear = [m for module in modules for m in module.modules() if isinstance(m, nn.Linear)]
    hooks = [layer.register_forward_pre_hook(see) for layer in linear]
    try:
        yield seen
    finally:
        for hook in hooks:
            hook.remove()


class Graph:
    """An ONNX graph in the making; what adds to it returns the name of what that gives."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[TensorProto] = []

    def constant(self, value: Array) -> str:
        """A value that stands in the file."""
        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def add(self, kind: str, *given: str, domain: str = "", **settings: object) -> str:
        """The one result of an operation."""
        return self.several(kind, 1, *given, domain=domain, **settings)[0]

    def several(
        self, kind: str, count: int, *given: str, domain: str = "", **settings: object
    ) -> list[str]:
        """The results of an operation."""
        names = [f"n{len(self._nodes)}_{i}" for i in range(count)]
        self._nodes.append(helper.make_node(kind, given, names, domain=domain, **settings))
        return names

    def ints(self, *values: int) -> str:
        """A shape or axes."""
        return self.constant(np.array(values, np.int64))

    def floats(self, values: Tensor | float) -> str:
        """Numbers of 32 bits."""
        return self.constant(np.asarray(torch.as_tensor(values).detach(), np.float32))

    def write(self, path: Path, given: dict[str, Kind], told: dict[str, tuple[str, Shape]]) -> None:
        """The file: ``given`` are the inputs, ``told`` the results and their shapes by name."""
        for name, (result, _) in told.items():
            self._nodes.append(helper.make_node("Identity", [result], [name]))
        graph = helper.make_graph(
            self._nodes,
            path.stem,
            [helper.make_tensor_value_info(n, kind, shape) for n, (kind, shape) in given.items()],
            [
                helper.make_tensor_value_info(n, TensorProto.FLOAT, shape)
                for n, (_, shape) in told.items()
            ],
            self._constants,
        )
        sets = [helper.make_opsetid("", 17), helper.make_opsetid(_MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=sets, ir_version=8)
        onnx.checker.check_model(model)
        onnx.save(model, str(path))


def finer(seen: Tensor, *weights: Tensor) -> Tensor:
    """What each channel of a product's inputs is multiplied by before it is rounded."""
    heaviest = torch.stack([w.detach().abs().amax(0) for w in weights]).amax(0)
    moved = seen.clamp(min=1e-3) ** _MOVED / heaviest.clamp(min=1e-4) ** (1 - _MOVED)
    return 127 / (_BEYOND * moved * (seen / moved).max())


def product(
    graph: Graph, steps: str, middle: int, weight: Tensor, bias: Tensor | None = None
) -> str:
    """``steps`` (unsigned, of eight bits) times the weights (outputs x inputs), and the bias."""
    scale = _heaviest(weight.detach()).clamp(min=1e-12) / 127
    eight = torch.round(weight.detach() / scale).T.numpy().astype(np.int8)
    return graph.add(
        "MatMulIntegerToFloat", steps, graph.constant(eight), graph.floats(1.0),
        graph.floats(scale[:, 0]), graph.constant(np.array(middle, np.uint8)), "",
        *([] if bias is None else [graph.floats(bias)]), domain=_MICROSOFT,
    )  # fmt: skip


def _heaviest(weight: Tensor) -> Tensor:
    """The most that a weight of each output comes to, or two neighbours that pull the same way.

    Processors without products of four bytes (AVX2) add the products of each two neighbours in
    sixteen bits: 255 times both must not go beyond 32,767, or the sum is cut off.
    """
    two = weight.unflatten(1, (-1, 2))
    up, down = two.clamp(min=0).sum(-1), (-two).clamp(min=0).sum(-1)
    return torch.cat([weight.abs(), up, down], 1).amax(1, keepdim=True)


def rounded(graph: Graph, values: str) -> str:
    """Numbers between -128 and 127 in eight bits."""
    middle = graph.constant(np.array(_MIDDLE, np.uint8))
    return graph.add("QuantizeLinear", values, graph.floats(1.0), middle)


def linear(graph: Graph, values: str, layer: nn.Linear, ranges: Ranges) -> str:
    """A linear layer; ``values`` are pieces x inputs."""
    fine = finer(ranges[layer], layer.weight)
    steps = rounded(graph, graph.add("Mul", values, graph.floats(fine)))
    return product(graph, steps, _MIDDLE, layer.weight / fine, layer.bias)


def norm(graph: Graph, values: str, layer: nn.LayerNorm) -> str:
    """A layer of norms."""
    return graph.add(
        "LayerNormalization", values, graph.floats(layer.weight), graph.floats(layer.bias),
        axis=-1, epsilon=layer.eps,
    )  # fmt: skip


class Layers:
    """Layers of BERT over texts of one batch, as rows x width: all first pieces, then all second.

    Products over a head's share of a row then take it where it stands; nothing is moved before.
    ``mask`` (texts x pieces) is 1 where there is a piece.
    """

    def __init__(self, graph: Graph, mask: str, heads: int, ranges: Ranges) -> None:
        self._graph, self._heads, self._ranges = graph, heads, ranges
        self._shape = graph.add("Shape", _turned(graph, mask))
        self._lows: dict[int, str] = {}
        missing = graph.add("Sub", graph.floats(1.0), graph.add("Cast", mask, to=TensorProto.FLOAT))
        unseen = graph.add("Mul", missing, graph.floats(-1e4))
        self._unseen = graph.add("Unsqueeze", unseen, graph.ints(1, 2))

    def __call__(self, rows: str, layer: nn.Module, first: int = 0) -> str:
        """One layer; of each text the pieces before ``first`` are looked at and not told."""
        graph, attention = self._graph, layer.attention
        seen = self._attended(rows, attention, first)
        rows = self._from(rows, layer.output.dense.out_features, first)
        rows = norm(graph, graph.add("Add", rows, seen), attention.output.LayerNorm)
        wide = linear(graph, rows, layer.intermediate.dense, self._ranges)
        wide = graph.add("Gelu", wide, domain=_MICROSOFT)
        thought = self._after(wide, layer.output.dense, first)
        return norm(graph, graph.add("Add", rows, thought), layer.output.LayerNorm)

    def rows(self, whole: str, width: int) -> str:
        """Texts x pieces x width as rows."""
        turned = self._graph.add("Transpose", whole, perm=[1, 0, 2])
        return self._graph.add("Reshape", turned, _flat(self._graph, width))

    def whole(self, rows: str, width: int, first: int = 0) -> str:
        """The rows as texts x pieces x width; those of the pieces from ``first`` on."""
        return self._graph.add("Transpose", self.pieces(rows, width, first=first), perm=[1, 0, 2])

    def pieces(self, rows: str, *last: int, first: int = 0) -> str:
        """The rows as pieces x texts x ``last``; those of the pieces from ``first`` on."""
        graph = self._graph
        shape = graph.add("Sub", self._shape, graph.ints(first, 0)) if first else self._shape
        return graph.add("Reshape", rows, graph.add("Concat", shape, graph.ints(*last), axis=0))

    def _from(self, rows: str, width: int, first: int) -> str:
        """The rows of the pieces from ``first`` on."""
        if not first:
            return rows
        graph, pieces = self._graph, self.pieces(rows, width)
        left = graph.add("Slice", pieces, graph.ints(first), graph.ints(_END), graph.ints(0))
        return graph.add("Reshape", left, _flat(graph, width))

    def _attended(self, rows: str, attention: nn.Module, first: int) -> str:
        graph, asked, out = self._graph, attention.self, attention.output.dense
        three = (asked.query, asked.key, asked.value)
        fine = finer(self._ranges[asked.query], *(part.weight for part in three))
        # Values come out scaled as the last product wants them, queries as their products do.
        after = finer(self._ranges[out], out.weight)
        width = out.weight.shape[0]
        size = width // self._heads
        scales = (torch.full((width,), 1 / math.sqrt(size)), torch.ones(width), after)
        steps = rounded(graph, graph.add("Mul", rows, graph.floats(fine)))
        query, key, value = (
            self.pieces(
                product(
                    graph,
                    self._from(steps, width, begins),
                    _MIDDLE,
                    part.weight * scale[:, None] / fine,
                    part.bias * scale,
                ),
                self._heads,
                size,
                first=begins,
            )
            for part, scale, begins in zip(three, scales, (first, 0, 0), strict=True)
        )
        turned = {"transBatchA": 1, "transBatchB": 1, "transB": 1}
        fit = graph.add("FusedMatMul", query, key, domain=_MICROSOFT, **turned)
        shares = graph.add("Softmax", graph.add("Add", fit, self._unseen), axis=-1)
        seen = graph.add("FusedMatMul", shares, value, domain=_MICROSOFT, transBatchB=1)
        seen = graph.add("Transpose", seen, perm=[2, 0, 1, 3])
        steps = rounded(graph, graph.add("Reshape", seen, _flat(graph, width)))
        return product(graph, steps, _MIDDLE, out.weight / after, out.bias)

    def _after(self, wide: str, layer: nn.Linear, first: int) -> str:
        """The linear layer after the activation: each row has steps of its own."""
        graph = self._graph
        most = graph.add("ReduceMax", wide, axes=[1], keepdims=0)
        step = graph.add(
            "Max", graph.add("Mul", most, graph.floats(1 / (255 - _LOW))),
            graph.floats(_LEAST / _LOW),
        )  # fmt: skip
        if first not in self._lows:
            low = helper.make_tensor("low", TensorProto.UINT8, [1], [_LOW])
            count = graph.add("Shape", step)
            self._lows[first] = graph.add("ConstantOfShape", count, value=low)
        steps = graph.add("QuantizeLinear", wide, step, self._lows[first], axis=0)
        told = product(graph, steps, _LOW, layer.weight)
        told = graph.add("Mul", told, graph.add("Unsqueeze", step, graph.ints(1)))
        return graph.add("Add", told, graph.floats(layer.bias))


def write_encoder(net: Net, ranges: Ranges, words: Tensor, path: Path) -> None:
    """The encoder: ``ids``, ``mask``, ``kinds`` in; ``last`` and ``shared`` out.

    ``words`` are the vectors of the pieces that the package's alphabet has, in its order.
    """
    graph, given = Graph(), net.encoder.embeddings
    layers = Layers(graph, "mask", net.encoder.config.num_attention_heads, ranges)
    width = net.encoder.config.hidden_size
    rows = _added(graph, _words(graph, words), "kinds", given.token_type_embeddings)
    pieces = graph.add("Slice", graph.add("Shape", "ids"), graph.ints(1), graph.ints(2))
    places = graph.floats(given.position_embeddings.weight[:LONGEST])
    places = graph.add("Slice", places, graph.ints(0), pieces, graph.ints(0))
    places = graph.add("Unsqueeze", places, graph.ints(1))
    rows = graph.add(
        "Reshape", graph.add("Add", layers.pieces(rows, width), places), _flat(graph, width)
    )
    rows = shared = norm(graph, rows, given.LayerNorm)
    for number, layer in enumerate(net.encoder.encoder.layer):
        shared = rows if number == SHARED else shared
        rows = layers(rows, layer)
    shape = (*_TEXTS[1], width)
    told = {
        "last": (layers.whole(rows, width), shape),
        "shared": (layers.whole(shared, width), shape),
    }
    graph.write(path, dict.fromkeys(("ids", "mask", "kinds"), _TEXTS), told)


def write_branch(branch: Branch, heads: int, ranges: Ranges, path: Path) -> None:
    """The branch of pairs: ``hidden``, ``mask``, ``roles`` in; ``types`` out."""
    graph, width = Graph(), branch.roles.weight.shape[1]
    layers = Layers(graph, "mask", heads, ranges)
    rows = _added(graph, layers.rows("hidden", width), "roles", branch.roles)
    for layer in branch.layers:
        rows = layers(rows, layer)
    out, mask = layers.whole(rows, width), graph.add("Cast", "mask", to=TensorProto.FLOAT)
    first = graph.add("Gather", out, graph.constant(np.array(0, np.int64)), axis=1)
    ends = [_of_role(graph, out, mask, holds) for holds in ((0, 1, 0, 1), (0, 0, 1, 1))]
    mixed = linear(graph, graph.add("Concat", first, *ends, axis=1), branch.mix, ranges)
    types = graph.add(
        "Gemm",
        graph.add("Tanh", mixed),
        graph.floats(branch.types.weight),
        graph.floats(branch.types.bias),
        transB=1,
    )
    hidden = (TensorProto.FLOAT, ("texts", "pieces", width))
    given = {"hidden": hidden, "mask": _TEXTS, "roles": _TEXTS}
    graph.write(path, given, {"types": (types, ("texts", len(ROOTS)))})


def write_sayings(branch: Sayings, heads: int, ranges: Ranges, path: Path) -> None:
    """The branch of sayings: ``hidden``, ``mask``, ``quoted`` in; ``tags`` out.

    The first pieces of each text are those beside (`BESIDE`): looked at, and not tagged.
    """
    graph, width = Graph(), branch.quoted.weight.shape[1]
    layers = Layers(graph, "mask", heads, ranges)
    rows = _added(graph, layers.rows("hidden", width), "quoted", branch.quoted)
    *below, last = branch.layers
    for layer in below:
        rows = layers(rows, layer)
    rows = layers(rows, last, BESIDE)
    weight, bias = graph.floats(branch.tags.weight), graph.floats(branch.tags.bias)
    tags = graph.add("Gemm", rows, weight, bias, transB=1)
    count = branch.tags.out_features
    hidden = (TensorProto.FLOAT, ("texts", "pieces", width))
    given = {"hidden": hidden, "mask": _TEXTS, "quoted": _TEXTS}
    graph.write(
        path,
        given,
        {"tags": (layers.whole(tags, count, BESIDE), ("texts", "told", count))},
    )


_TEXTS = (TensorProto.INT64, ("texts", "pieces"))


def _flat(graph: Graph, width: int) -> str:
    return graph.ints(-1, width)


def _turned(graph: Graph, numbers: str) -> str:
    """Texts x pieces as pieces x texts."""
    return graph.add("Transpose", numbers, perm=[1, 0])


def _words(graph: Graph, words: Tensor) -> str:
    """The words' vectors, kept in eight bits with a scale for each word."""
    scale = words.abs().amax(1).clamp(min=1e-12) / 127
    eight = torch.round(words / scale[:, None]).numpy().astype(np.int8)
    ids = graph.add("Reshape", _turned(graph, "ids"), graph.ints(-1))
    steps = graph.add("Gather", graph.constant(eight), ids)
    scales = graph.add("Gather", graph.floats(scale), ids)
    return graph.add("DequantizeLinear", steps, scales, axis=0)


def _added(graph: Graph, rows: str, numbers: str, table: nn.Embedding) -> str:
    """The rows, and to each the row of a table."""
    flat = graph.add("Reshape", _turned(graph, numbers), graph.ints(-1))
    return graph.add("Add", rows, graph.add("Gather", graph.floats(table.weight), flat))


def _of_role(graph: Graph, out: str, mask: str, holds: tuple[int, ...]) -> str:
    """The mean of the pieces whose role ``holds``; of all pieces where none does."""
    given = graph.add("Gather", graph.floats(torch.tensor(holds)), "roles")
    count = graph.add("ReduceSum", given, graph.ints(1), keepdims=1)
    some = graph.add("Greater", count, graph.floats(0.0))
    weights = graph.add("Where", some, given, mask)
    count = graph.add("ReduceSum", weights, graph.ints(1), keepdims=1)
    total = graph.add("MatMul", graph.add("Unsqueeze", weights, graph.ints(1)), out)
    return graph.add("Div", graph.add("Squeeze", total, graph.ints(1)), count)
