"""An actor and whom it meets as a drawing: a circle around it, lines as wide as they meet often."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.web.queries import Link, Tie

WIDTH, HEIGHT = 640, 420
_ACROSS, _UP = 160.0, 150.0
_MOST = 18
_LABEL = 20
_APART = 3.0


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody met: ``anchor`` says to which side of the point its name stands."""

    id: str
    name: str
    label: str
    x: float
    y: float
    size: float
    label_x: float
    label_y: float
    anchor: str
    cooperation: int
    conflict: int


@dataclass(frozen=True, slots=True)
class Line:
    """Two that met: a path, as wide as they met often; ``quad`` gives its colour."""

    path: str
    width: float
    quad: int
    between: bool


@dataclass(frozen=True, slots=True)
class Network:
    """The drawing, its middle at the middle of ``WIDTH`` by ``HEIGHT``; ``left_out`` are more."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    left_out: int


def network(ties: Sequence[Tie], links: Sequence[Link]) -> Network | None:
    """The most met around the actor, those who meet each other side by side."""
    if not ties:
        return None
    shown = _in_order(ties[:_MOST], links)
    nodes = {tie.id: _node(tie, number, len(shown)) for number, tie in enumerate(shown)}
    lines = [
        line
        for link in links
        if link.one in nodes and link.other in nodes
        for line in _bent(nodes[link.one], nodes[link.other], link)
    ]
    for tie in shown:
        lines += _straight(nodes[tie.id], tie)
    return Network(tuple(nodes.values()), tuple(lines), len(ties) - len(shown))


def _in_order(ties: Sequence[Tie], links: Sequence[Link]) -> list[Tie]:
    """Each beside the one, not yet placed, whom it meets most often."""
    met = {frozenset((k.one, k.other)): sum(k.quads) for k in links}
    waiting = list(ties)
    placed = [waiting.pop(0)]
    while waiting:
        last = placed[-1].id
        best = max(waiting, key=lambda t: (met.get(frozenset((last, t.id)), 0), sum(t.quads)))
        waiting.remove(best)
        placed.append(best)
    return placed


def _node(tie: Tie, number: int, total: int) -> Node:
    angle = 2 * math.pi * number / total - math.pi / 2
    across, up = math.cos(angle), math.sin(angle)
    size = min(4.0 + 2.0 * math.log2(sum(tie.quads) + 1), 14.0)
    x, y = WIDTH / 2 + _ACROSS * across, HEIGHT / 2 + _UP * up
    anchor = "middle" if abs(across) < 0.2 else ("start" if across > 0 else "end")
    label = tie.name if len(tie.name) <= _LABEL else f"{tie.name[: _LABEL - 1]}…"
    return Node(
        id=tie.id, name=tie.name, label=label, x=round(x, 1), y=round(y, 1), size=round(size, 1),
        label_x=round(x + across * (size + 6), 1),
        label_y=round(y + up * (size + (12 if anchor == "middle" else 6)) + 4, 1),
        anchor=anchor, cooperation=tie.quads[0] + tie.quads[1],
        conflict=tie.quads[2] + tie.quads[3],
    )  # fmt: skip


def _straight(node: Node, tie: Tie) -> list[Line]:
    """From the middle: cooperation and conflict beside each other where there is both."""
    x, y = WIDTH / 2, HEIGHT / 2
    long = math.hypot(node.x - x, node.y - y)
    side = (-(node.y - y) / long, (node.x - x) / long)
    both = _quads(tie.quads)
    shifts = (0.0,) if len(both) == 1 else (-_APART, _APART)
    return [
        Line(
            f"M{x + s * side[0]:.1f} {y + s * side[1]:.1f}"
            f"L{node.x + s * side[0]:.1f} {node.y + s * side[1]:.1f}",
            _width(count), quad, between=False,
        )
        for (quad, count), s in zip(both, shifts, strict=True)
    ]  # fmt: skip


def _bent(one: Node, other: Node, link: Link) -> list[Line]:
    """Between two on the circle: bent towards the middle."""
    middle = (WIDTH / 2, HEIGHT / 2)
    x = 0.55 * (one.x + other.x) / 2 + 0.45 * middle[0]
    y = 0.55 * (one.y + other.y) / 2 + 0.45 * middle[1]
    quad, _ = max(_quads(link.quads), key=lambda pair: pair[1])
    path = f"M{one.x} {one.y}Q{x:.1f} {y:.1f} {other.x} {other.y}"
    return [Line(path, _width(sum(link.quads)) / 2, quad, between=True)]


def _quads(quads: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Cooperation (drawn as class 2) and conflict (as class 4), those that there are."""
    counts = ((2, quads[0] + quads[1]), (4, quads[2] + quads[3]))
    return [(quad, count) for quad, count in counts if count]


def _width(count: int) -> float:
    return round(min(1.2 + 1.1 * math.log2(count), 7.0), 1)
