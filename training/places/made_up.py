"""Documents made up from the gazetteer: names of places that lie together, and nothing else.

The corpora are local papers for the most part, in which a name that nothing else tells of is a
small town near by. In news of the world it is the well known one. Places are drawn by a power of
their population; a drawn place is the right one. Some documents are of places of one country, some
of countries and their capitals as foreign news names them, some of a town and its neighbours in
the paper that is called after the town.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from training.places.ranker import Text

from dateline.data import rows
from dateline.resolve import gazetteer
from dateline.resolve.candidates import toponym
from dateline.resolve.demonyms import Country
from dateline.resolve.fit import beside_home, tabled
from dateline.resolve.gazetteer import Entry, folded, lookup
from dateline.resolve.groups import groups

LEAST = 3000
# How many documents of each kind, and the power of the population by which places are drawn.
COUNTRY, WORLD, LOCAL = 2500, 1500, 1200
POWER, HOME_POWER = 0.7, 0.4
# Local papers in English; the United States have most of them.
PRESS = ("USA",) * 6 + ("CAN", "CAN", "GBR", "AUS", "IRL", "NZL", "ZAF", "IND")
NEIGHBOURS_KM = 70.0
AFTER = {"admin1": ("region", "province", "state"), "admin2": ("district", "county", "governorate")}


@dataclass(frozen=True)
class _Pool:
    entries: list[Entry]
    shares: np.ndarray
    whole: Entry | None

    @property
    def towns(self) -> list[Entry]:
        return [e for e in self.entries if e.kind in {"city", "capital"}]


def _entries() -> Iterator[Entry]:
    path = gazetteer.gazetteer_path()
    for number in range(10**7):
        try:
            entry = gazetteer._entry.__wrapped__(path, number)
        except (TypeError, IndexError):
            return
        if entry.country and entry.lat is not None and entry.population >= LEAST:
            yield entry


def _pools() -> dict[str, _Pool]:
    """The towns and divisions of each country with their chance to be drawn, and the country."""
    held: dict[str, list[Entry]] = {}
    for entry in _entries():
        if entry.kind in {"city", "capital", "admin1", "admin2"} and entry.country:
            held.setdefault(entry.country, []).append(entry)
    out = {}
    for country in rows("actors/countries.tsv", Country):
        found = held.get(country.code, [])
        kind = {"admin1": 0.15, "admin2": 0.03}
        power = np.array([kind.get(e.kind, 1.0) * e.population**POWER for e in found])
        whole = next((e for e in lookup(country.names[0]) if e.kind == "country"), None)
        if found:
            out[country.code] = _Pool(found, power / power.sum(), whole)
    return out


@cache
def texts(seed: int = 1) -> tuple[Text, ...]:
    """The made up documents."""
    draw, pools = np.random.default_rng(seed), _pools()
    return (*_of_countries(pools, draw), *_of_world(pools, draw), *_of_papers(pools, draw))


def _codes(pools: dict[str, _Pool], power: float) -> tuple[list[str], np.ndarray]:
    codes = list(pools)
    shares = np.array([sum(e.population for e in pools[c].entries) ** power for c in codes])
    return codes, shares / shares.sum()


def _of_countries(pools: dict[str, _Pool], draw: np.random.Generator) -> Iterator[Text]:
    codes, shares = _codes(pools, 0.5)
    for _ in range(COUNTRY):
        pool = pools[codes[draw.choice(len(codes), p=shares)]]
        size = min(int(draw.choice([1, 1, 2, 3, 5])), len(pool.entries))
        picked = [pool.entries[i] for i in draw.choice(len(pool.entries), size, p=pool.shares)]
        if draw.random() < 0.4 and pool.whole is not None:
            picked.insert(int(draw.integers(len(picked) + 1)), pool.whole)
        yield _text(picked, draw)


def _of_world(pools: dict[str, _Pool], draw: np.random.Generator) -> Iterator[Text]:
    """Countries, their capitals and great cities, of up to four countries."""
    codes, shares = _codes(pools, 0.4)
    for _ in range(WORLD):
        picked: list[Entry] = []
        for at in draw.choice(len(codes), int(draw.choice([1, 2, 2, 3, 4])), False, shares):
            pool, which = pools[codes[at]], draw.random()
            capital = next((e for e in pool.entries if e.kind == "capital"), None)
            if which < 0.6 and pool.whole is not None:
                picked.append(pool.whole)
            if which > 0.4 and capital is not None:
                picked.append(capital)
            if draw.random() < 0.3:
                great = sorted(pool.entries, key=lambda e: -e.population)[:12]
                picked.append(great[int(draw.integers(len(great)))])
        if picked:
            yield _text(_mixed(picked, draw), draw)


def _of_papers(pools: dict[str, _Pool], draw: np.random.Generator) -> Iterator[Text]:
    """A town, its neighbours and what holds them; where few are named the paper tells which."""
    towns = {code: pools[code].towns for code in PRESS}
    wide = {
        (e.country, e.admin1, e.name): e
        for code in towns
        for e in pools[code].entries
        if e.kind in {"admin1", "admin2"}
    }
    for _ in range(LOCAL):
        found = towns[PRESS[int(draw.integers(len(PRESS)))]]
        power = np.array([e.population**HOME_POWER for e in found])
        home = found[draw.choice(len(found), p=power / power.sum())]
        picked = [home] if draw.random() < 0.85 else []
        near = _neighbours(home, found)
        size = min(int(draw.choice([0, 1, 1, 2, 3])), len(near))
        picked += [near[i] for i in draw.choice(len(near), size, replace=False)] if size else []
        for chance, key in (
            (0.3, (home.country, None, home.admin1)),
            (0.25, (home.country, home.admin1, home.admin2)),
        ):
            if draw.random() < chance and key in wide:
                picked.append(wide[key])
        named = draw.random() < 0.6
        if picked and (named or len(picked) > 2):
            paper = f"{folded(home.name).replace(' ', '')}news.com" if named else None
            yield _text(_mixed(picked, draw), draw, paper)


def _neighbours(home: Entry, towns: list[Entry]) -> list[Entry]:
    lat = np.array([e.lat for e in towns]) - home.lat
    lon = (np.array([e.lon for e in towns]) - home.lon) * np.cos(np.radians(home.lat))
    far = 111.2 * np.hypot(lat, lon)
    return [towns[i] for i in np.flatnonzero((far > 0.1) & (far < NEIGHBOURS_KM))]


def _mixed(picked: list[Entry], draw: np.random.Generator) -> list[Entry]:
    """The places in new order, one of each name."""
    once = list({e.name: e for e in picked}.values())
    return [once[i] for i in draw.permutation(len(once))]


def _text(picked: list[Entry], draw: np.random.Generator, publisher: str | None = None) -> Text:
    """The names one after another, each a toponym, some with the word for what they are."""
    said, named, right = "", [], {}
    for entry in picked:
        before, after = " x ", ""
        if entry.kind in AFTER and draw.random() < 0.7:
            after = f" {draw.choice(AFTER[entry.kind])}"
        elif entry.kind in {"city", "capital"} and draw.random() < 0.3:
            before = f" the {draw.choice(('town', 'city', 'village'))} of "
        start = len(said) + len(before)
        said += before + entry.name + after
        named.append(toponym(said, start, start + len(entry.name)))
        right[folded(entry.name)] = (entry.geonames, (entry.lat or 0.0, entry.lon or 0.0))
    found = groups(named, said)
    gold = [*(right.get(folded(group.name)) for group in found), None]
    every = beside_home(found, publisher)
    return Text(every, tabled(every, publisher), gold, [])
