"""Documents made up from the gazetteer: names of places that lie together, and nothing else.

The corpora are local papers for the most part, in which a name that nothing else tells of is a
small town near by. In news of the world it is the well known one. Places are drawn by a power of
their population; a drawn place is the right one.
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
from dateline.resolve.fit import tabled
from dateline.resolve.gazetteer import Entry, folded, lookup
from dateline.resolve.groups import groups

COUNT, POWER, LEAST = 2500, 0.7, 3000
AFTER = {"admin1": ("region", "province", "state"), "admin2": ("district", "county", "governorate")}


@dataclass(frozen=True)
class _Pool:
    entries: list[Entry]
    shares: np.ndarray


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
    """The towns and first-order divisions of each country with their chance to be drawn."""
    held: dict[str, list[Entry]] = {}
    for entry in _entries():
        if entry.kind in {"city", "capital", "admin1", "admin2"} and entry.country:
            held.setdefault(entry.country, []).append(entry)
    out = {}
    for code, found in held.items():
        kind = {"admin1": 0.15, "admin2": 0.03}
        power = np.array([kind.get(e.kind, 1.0) * e.population**POWER for e in found])
        out[code] = _Pool(found, power / power.sum())
    return out


@cache
def texts(seed: int = 1) -> tuple[Text, ...]:
    """The made up documents."""
    draw, pools = np.random.default_rng(seed), _pools()
    called = {c.code: c for c in rows("actors/countries.tsv", Country)}
    codes = [code for code in pools if code in called]
    power = np.array([sum(e.population for e in pools[c].entries) ** 0.5 for c in codes])
    out = []
    for _ in range(COUNT):
        code = codes[draw.choice(len(codes), p=power / power.sum())]
        pool = pools[code]
        size = min(int(draw.choice([1, 1, 2, 3, 5])), len(pool.entries))
        picked = [pool.entries[i] for i in draw.choice(len(pool.entries), size, p=pool.shares)]
        whole = [e for e in lookup(called[code].names[0]) if e.kind == "country"][:1]
        if draw.random() < 0.4:
            picked.insert(int(draw.integers(len(picked) + 1)), *whole) if whole else None
        out.append(_text(picked, draw))
    return tuple(out)


def _text(picked: list[Entry], draw: np.random.Generator) -> Text:
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
    gold = [right.get(folded(group.name)) for group in found]
    return Text(found, tabled(found, None), gold, [])
