"""An actor and whom it meets, as a drawing and as links."""

from __future__ import annotations

import re

from litestar import Litestar
from litestar.testing import TestClient

from dateline.web.network import HEIGHT, WIDTH, network
from dateline.web.queries import Link, Tie

Client = TestClient[Litestar]


def tie(name: str, *quads: int) -> Tie:
    return Tie(id=name, name=name, quads=(quads[0], quads[1], quads[2], quads[3]))


def test_nobody_met_is_no_drawing() -> None:
    assert network([], []) is None


def test_those_who_meet_each_other_stand_side_by_side() -> None:
    ties = [tie("A", 9, 0, 0, 0), tie("B", 5, 0, 0, 0), tie("C", 3, 0, 0, 1), tie("D", 1, 0, 0, 0)]
    drawn = network(ties, [Link(one="A", other="D", quads=(0, 0, 0, 2))])
    assert drawn is not None
    assert [n.id for n in drawn.nodes] == ["A", "D", "B", "C"]
    assert sum(line.between for line in drawn.lines) == 1
    assert sum(not line.between for line in drawn.lines) == 5  # C both ways
    widths = {line.width for line in drawn.lines if not line.between}
    assert max(widths) == drawn.lines[1].width  # the line to A, met most often
    assert all(0 < n.x < WIDTH and 0 < n.y < HEIGHT for n in drawn.nodes)


def test_of_many_the_most_met_are_drawn() -> None:
    drawn = network([tie(f"P{n:02}", 50 - n, 0, 0, 0) for n in range(40)], [])
    assert drawn is not None
    assert len(drawn.nodes) == 18
    assert drawn.left_out == 22


def test_an_actor_page_draws_it_and_says_it_in_numbers(client: Client) -> None:
    page = client.get("/actors/RUS.GOV?as_of=2024-06-12").text
    drawing = page[page.index('<svg class="network"') : page.index("</svg>")]
    assert 'href="/actors/AZE.GOV?as_of=2024-06-12"' in drawing
    assert "in cooperation" in drawing
    full = client.get("/api/v1/actors/RUS.GOV?as_of=2024-06-12").json()
    assert len(re.findall("<a ", drawing)) == len(full["ties"])
    assert full["totals"][0] == len(full["did"]) > 0
    for key in ("did", "suffered"):
        for row in full[key]:
            side = row["event"]["actors" if key == "did" else "recipients"]
            assert "RUS.GOV" in {a["id"] for a in side}
