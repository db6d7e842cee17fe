"""Events as people joined and parted them, whatever the machine makes of them. Pure.

Decisions count in order of time, each upon what the earlier ones left: ``same`` makes one of all
the groups that hold one of its statements; ``not same`` and ``split`` take its statements out of
every group that also holds one of the others. What a decision does not name stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.record.decisions import Decision, standing
from dateline.record.entry import Entry

Group = list[Entry]
JOINS = frozenset({"same", "not same", "split"})


def regrouped(groups: Iterable[Group], decisions: Iterable[Decision]) -> list[Group]:
    """The groups of statements (each an event) as the standing decisions leave them."""
    made = [d for d in standing(decisions) if d.kind in JOINS]
    if not made:
        return list(groups)
    held = dict(enumerate(groups))
    home = {e.statement.id: number for number, group in held.items() for e in group}
    fresh = len(held)
    for one in made:
        if one.kind == "same":
            _join(held, home, one)
        else:
            fresh = _part(held, home, one, fresh)
    return list(held.values())


def _join(held: dict[int, Group], home: dict[str, int], made: Decision) -> None:
    numbers = sorted({home[i] for i in made.statements if i in home})
    for number in numbers[1:]:
        group = held.pop(number)
        held[numbers[0]] = [*held[numbers[0]], *group]
        home.update((e.statement.id, numbers[0]) for e in group)


def _part(held: dict[int, Group], home: dict[str, int], made: Decision, fresh: int) -> int:
    for number in sorted({home[i] for i in made.statements if i in home}):
        group = held[number]
        if not any(e.statement.id in made.others for e in group):
            continue
        out = [e for e in group if e.statement.id in made.statements]
        held[number] = [e for e in group if e.statement.id not in made.statements]
        held[fresh] = out
        home.update((e.statement.id, fresh) for e in out)
        fresh += 1
    return fresh
