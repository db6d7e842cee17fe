"""Fit: what speaks for a candidate, by itself and beside the candidates of a document's others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from dateline.model.encoder import Floats
from dateline.model.heads import softmax
from dateline.resolve.demonyms import country_names
from dateline.resolve.gazetteer import Entry, folded
from dateline.resolve.groups import Group, type_words
from dateline.resolve.publisher import home_country, home_places

KINDS = ("country", "capital", "admin1", "admin2", "city")
# Distances (kilometres) over which places count as near.
NEAR = (30.0, 120.0, 500.0, 2000.0)
# How close a publisher's home stands to what is named, where toponyms side by side are at 1.
AT_HOME = 0.5
OWN, CONTEXT, ANCHOR = 36, 31, 6
FEATURES = OWN + CONTEXT + ANCHOR


@dataclass(frozen=True)
class Table:
    """The candidates of all groups of a document as rows of arrays."""

    group: NDArray[np.intp]
    entries: tuple[Entry, ...]
    own: Floats
    distance: Floats  # candidates x candidates, kilometres
    holds: Floats  # 1 where the first is a country or division that holds the second
    weight: Floats  # groups x groups: how close they stand in the text
    after: tuple[int | None, ...]
    country: NDArray[np.intp]
    division: NDArray[np.intp]


def beside_home(found: Sequence[Group], publisher: str | None) -> list[Group]:
    """The groups of a document and, last, one of no toponyms: the place its publisher is of."""
    name, entries = home_places(publisher)
    home = Group((), entries, name, None, False, "")
    return [*found, home]


def tabled(found: Sequence[Group], publisher: str | None) -> Table:
    """The candidates of the groups, and how they lie to each other."""
    entries = [e for g in found for e in g.entries]
    group = np.array([n for n, g in enumerate(found) for _ in g.entries], np.intp)
    home = home_country(publisher), home_places(publisher)[0]
    own = np.zeros((len(entries), OWN), np.float32)
    if entries:
        own[:] = [row for one in found for row in _own(one, home)]
    countries = {c: i for i, c in enumerate(dict.fromkeys(e.country for e in entries))}
    divisions = {d: i for i, d in enumerate(dict.fromkeys(_division(e) for e in entries))}
    return Table(
        group=group, entries=tuple(entries), own=own, distance=_distances(entries),
        holds=_holds(entries), weight=_weights(found), after=tuple(g.after for g in found),
        country=np.array([countries[e.country] for e in entries], np.intp),
        division=np.array([divisions[_division(e)] for e in entries], np.intp),
    )  # fmt: skip


def _division(entry: Entry) -> tuple[str | None, str | None]:
    return entry.country, entry.name if entry.kind == "admin1" else entry.admin1


def _own(group: Group, home: tuple[str | None, str]) -> Iterator[list[float]]:
    """What speaks for each candidate of a group by itself."""
    sizes = np.log10([max(entry.population, 1) for entry in group.entries]) / 8
    known = folded(group.name)
    for number, (entry, people) in enumerate(zip(group.entries, sizes.tolist(), strict=True)):
        yield _own_of(group, entry, number, people, float(sizes.max()), known, home)


def _own_of(
    group: Group, entry: Entry, number: int, people: float, top: float, known: str,
    home: tuple[str | None, str],
) -> list[float]:  # fmt: skip
    name = folded(entry.name)
    kind = entry.kind if entry.kind in KINDS else "other"
    said = group.type_word
    same = {
        "admin2": kind == "admin2", "admin1": kind == "admin1",
        "city": kind in {"city", "capital"}, "other": kind == "other",
    }  # fmt: skip
    return [
        1.0,
        people,
        top - people,
        float(number == 0),
        1 / (1 + number),
        float(entry.population < 1000),
        *(float(kind == k) for k in (*KINDS, "other")),
        float(entry.name == group.name),
        float(name == known),
        float(known in name),
        float(group.demonym),
        float(group.demonym and kind == "country"),
        float(known in country_names()),
        float(len(group.entries) == 1),
        np.log1p(len(group.entries)) / 3.5,
        *(float(said == s and same[s]) for s in type_words()),
        *(float(said == s and not same[s]) for s in type_words()),
        float(said == ""),
        float(home[0] is not None and entry.country == home[0]),
        float(home[0] is not None and entry.country != home[0]),
        float(known == home[1]),
        float(known == home[1]) * people,
        float(bool(home[1])),
        np.log1p(len(group.members)) / 3,
        float(group.after is not None),
    ]


def _points(entries: Sequence[Entry]) -> tuple[Floats, Floats]:
    lat = np.array([np.nan if e.lat is None else e.lat for e in entries], np.float32)
    lon = np.array([np.nan if e.lon is None else e.lon for e in entries], np.float32)
    return np.radians(lat), np.radians(lon)


def _distances(entries: Sequence[Entry]) -> Floats:
    """Kilometres between each two, over a round earth; as far as can be without a point."""
    lat, lon = _points(entries)
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    found = 2 * 6371.0 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    out: Floats = np.nan_to_num(found, nan=20000.0).astype(np.float32)
    return out


def _holds(entries: Sequence[Entry]) -> Floats:
    out = np.zeros((len(entries), len(entries)), np.float32)
    for i, whole in enumerate(entries):
        if whole.kind not in {"country", "admin1", "admin2"} or whole.country is None:
            continue
        for j, part in enumerate(entries):
            if part.country != whole.country or part.kind == "country":
                continue
            out[i, j] = (
                whole.kind == "country"
                or (whole.kind == "admin1" and part.admin1 == whole.name)
                or (
                    whole.kind == "admin2"
                    and part.admin2 == whole.name
                    and part.admin1 == whole.admin1
                )
            )
    return out


def _weights(found: Sequence[Group]) -> Floats:
    """How close two groups stand: the nearest of their toponyms, counted in toponyms."""
    out = np.full((len(found), len(found)), AT_HOME, np.float32)
    named = [i for i, group in enumerate(found) if group.members]
    if named:
        members = np.array([member for i in named for member in found[i].members])
        firsts = [0, *accumulate(len(found[i].members) for i in named[:-1])]
        apart = np.abs(members[:, None] - members)
        apart = np.minimum.reduceat(np.minimum.reduceat(apart, firsts, 0), firsts, 1)
        out[np.ix_(named, named)] = np.exp(-(apart - 1) / 3)
    np.fill_diagonal(out, 0)
    return out


def context(table: Table, shares: Floats) -> Floats:
    """How well each candidate fits the others, who are what ``shares`` says."""
    count = len(table.entries)
    out = np.zeros((count, CONTEXT), np.float32)
    if not count:
        return out
    other = (table.group[:, None] != table.group).astype(np.float32)
    close = table.weight[np.ix_(table.group, table.group)]
    same_country = (table.country[:, None] == table.country).astype(np.float32)
    same_division = (table.division[:, None] == table.division).astype(np.float32)
    near = [np.exp(-table.distance / reach) for reach in NEAR]
    at = 0
    for weight in (other, close):
        power = weight * shares  # of each other candidate (columns) for each candidate (rows)
        total = power.sum(1) + 1e-6
        for fit in (same_country, same_division, table.holds.T, table.holds):
            out[:, at] = (power * fit).sum(1) / total
            at += 1
        for fit in near:
            out[:, at] = (power * fit).max(1, initial=0)
            out[:, at + 1] = (power * fit).sum(1) / total
            at += 2
    out[:, at : at + 3] = _containers(table, shares)
    out[:, at + 3 :] = _at_home(table, shares)
    return out


def _at_home(table: Table, shares: Floats) -> Floats:
    """How well each candidate fits what the publisher is likely to be of."""
    out = np.zeros((len(table.entries), 4), np.float32)
    home = np.flatnonzero(table.group == len(table.after) - 1)
    if not len(home):
        return out
    power = shares[home]
    out[:, 0] = (power * (table.country[:, None] == table.country[home])).sum(1)
    out[:, 1] = (power * (table.division[:, None] == table.division[home])).sum(1)
    fit = np.exp(-table.distance[:, home] / 120.0)
    out[:, 2], out[:, 3] = fit.max(1), (power * fit).sum(1)
    return out


def _containers(table: Table, shares: Floats) -> Floats:
    """What holds a candidate by the words after it, what does not, and what it so holds."""
    out = np.zeros((len(table.entries), 3), np.float32)
    for group, holder in enumerate(table.after):
        if holder is None:
            continue
        mine, its = np.flatnonzero(table.group == group), np.flatnonzero(table.group == holder)
        if not len(mine) or not len(its):
            continue
        held = table.holds[np.ix_(its, mine)]
        out[mine, 0] = (held * shares[its, None]).max(0)
        out[mine, 1] = 1 - held.max(0)
        out[its, 2] = np.maximum(out[its, 2], held.max(1))
    return out


def by_size(table: Table) -> Floats:
    """Shares before anything is known of the others: by size and kind."""
    value = 6 * table.own[:, 1] + 3 * table.own[:, 6] + 1.0 * table.own[:, 8]
    return _shared(table, value)


def _shared(table: Table, value: Floats) -> Floats:
    out = np.zeros(len(value), np.float32)
    for group in np.unique(table.group):
        rows = table.group == group
        out[rows] = softmax(value[rows])
    return out


def anchors(table: Table, shares: Floats, count: int) -> list[tuple[int, float]]:
    """For each group the candidate of the others around which most of them lie, and how many do."""
    found: list[tuple[int, float]] = []
    if not len(table.entries):
        return [(-1, 0.0)] * count
    local = np.array([e.kind not in {"country", "continent"} for e in table.entries])
    local &= np.array([e.lat is not None and e.precision != "country" for e in table.entries])
    fit = np.exp(-table.distance / 120.0)
    for group in range(count):
        power = table.weight[group][table.group] * shares * local
        pull = (fit * power).sum(1) * local * shares * (table.group != group)
        best = int(pull.argmax())
        found.append((best, float(pull[best])) if pull[best] > 0 else (-1, 0.0))
    return found


def inputs(table: Table, shares: Floats, count: int) -> tuple[Floats, list[tuple[int, float]]]:
    """The rows of all candidates, then a row a group for "near the others"."""
    fit = context(table, shares)
    around = anchors(table, shares, count)
    real = np.concatenate([table.own, fit], 1)
    near = np.zeros((count, FEATURES), np.float32)
    out = np.concatenate([real, np.zeros((len(real), ANCHOR), np.float32)], 1)
    first = OWN + CONTEXT
    for group, (best, pull) in enumerate(around):
        rows = table.group == group
        near[group, first] = 1.0
        near[group, first + 1] = min(pull, 3.0)
        near[group, first + 2] = float(not rows.any())
        near[group, first + 3] = float(best < 0)
        if rows.any() and best >= 0:
            apart = table.distance[rows][:, best]
            near[group, first + 4] = np.exp(-apart.min() / 120.0)
            out[rows, first + 5] = np.exp(-apart / 120.0) * min(pull, 3.0)
    return np.concatenate([out, near]), around
