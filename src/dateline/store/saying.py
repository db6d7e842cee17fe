"""Which statements have a word that begins so, of beginnings that many statements have: as bits.

A full-text index gives the statements one by one, which takes long where most of a record has the
words. For each such beginning there is a bit for each statement, 4,096 in a row of the table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from dateline.record.entry import Entry
from dateline.store.lines import parts
from dateline.store.tables import beginnings, saying, statements
from dateline.store.words import words

PART = 4096  # statements of a row
# A beginning is kept that one in so many statements has at least, and so many statements.
_SHARE, _LEAST = 10, 20_000
_SAMPLE = 16  # of so many statements the words of one are counted
Mask = NDArray[np.bool_]
Numbers = NDArray[np.int32]


def choose(connection: Connection) -> None:
    """Choose the beginnings anew; no statement is put in yet."""
    connection.execute(delete(saying))
    connection.execute(delete(beginnings))
    every = connection.execute(select(func.count()).select_from(statements)).scalar_one()
    if every < _LEAST:
        return
    asked = select(statements.c.words).where(statements.c.number % _SAMPLE == 0)
    counts: Counter[str] = Counter()
    for said in connection.execute(asked).scalars():
        counts.update(set((said or "").split()))
    found: Counter[str] = Counter()
    for word, number in counts.items():
        for end in range(1, len(word) + 1):
            found[word[:end]] += number
    least = max(every // _SHARE, _LEAST) // _SAMPLE
    many = sorted(start for start, number in found.items() if number >= max(least, 1))
    if many:
        connection.execute(
            insert(beginnings), [{"number": n, "word": w} for n, w in enumerate(many)]
        )


def put(connection: Connection, entries: Mapping[int, Entry]) -> None:
    """Put statements in, in place of those of their numbers."""
    numbers = _numbers(connection)
    if not numbers:
        return
    having: dict[str, tuple[int, ...]] = {}
    places: dict[int, list[int]] = defaultdict(list)
    bits: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, entry in entries.items():
        part, place = divmod(number, PART)
        places[part].append(place)
        for word in words(entry.statement.sentence.text):
            if word not in having:
                starts = (word[:end] for end in range(1, len(word) + 1))
                having[word] = tuple(numbers[start] for start in starts if start in numbers)
            bits[part] += [(number, place) for number in having[word]]
    for part, some in places.items():
        _keep(connection, part, sorted(numbers.values()), some, bits[part])


def drop(connection: Connection, numbers: Iterable[int]) -> None:
    """Take statements out."""
    every = sorted(_numbers(connection).values())
    places: dict[int, list[int]] = defaultdict(list)
    for number in numbers if every else ():
        part, place = divmod(number, PART)
        places[part].append(place)
    for part, some in places.items():
        _keep(connection, part, every, some, [])


def _keep(
    connection: Connection, part: int, every: list[int], places: list[int],
    bits: list[tuple[int, int]],
) -> None:  # fmt: skip
    """Put the bits of some places of a part in, by the numbers of the beginnings."""
    held = _held(connection, every, part)
    row = {number: n for n, number in enumerate(every)}
    none = bytes(PART // 8)
    table = np.frombuffer(b"".join(held.get(n, none) for n in every), dtype=np.uint8)
    table = table.reshape(len(every), -1).copy()
    for place in places:
        table[:, place // 8] &= ~np.uint8(_bit(place))
    for number, place in bits:
        table[row[number], place // 8] |= _bit(place)
    rows = [(number, table[n].tobytes()) for n, number in enumerate(every)]
    changed = [{"of": n, "bits": b} for n, b in rows if n in held and held[n] != b]
    fresh = [{"word": n, "part": part, "bits": b} for n, b in rows if n not in held]
    if changed:
        mine = (saying.c.word == bindparam("of")) & (saying.c.part == part)
        connection.execute(update(saying).where(mine).values(bits=bindparam("bits")), changed)
    if fresh:
        connection.execute(insert(saying), fresh)


def _bit(place: int) -> int:
    """The bit of a place in its byte, as `numpy.unpackbits` has it."""
    return 128 >> place % 8


def _held(connection: Connection, every: list[int], part: int) -> dict[int, bytes]:
    """The bits of a part, by the numbers of the beginnings."""
    found: dict[int, bytes] = {}
    for some in parts(every):
        asked = select(saying.c.word, saying.c.bits).where(saying.c.word.in_(some))
        rows = connection.execute(asked.where(saying.c.part == part))
        found |= {row.word: row.bits for row in rows}
    return found


def common(connection: Connection, said: Iterable[str]) -> dict[str, int]:
    """Those beginnings of which it is kept which statements have them, with their numbers."""
    numbers = _numbers(connection)
    return {word: numbers[word] for word in said if word in numbers}


def shared(connection: Connection, beginnings: Iterable[int]) -> int:
    """How many statements have words that begin in all of these ways, or had when last followed."""
    wanted = set(beginnings)
    found: dict[int, list[bytes]] = defaultdict(list)
    asked = select(saying.c.part, saying.c.bits).where(saying.c.word.in_(wanted))
    for part, bits in connection.execute(asked):
        found[part].append(bits)
    whole = [held for held in found.values() if len(held) == len(wanted)]
    if not whole:
        return 0
    each = (np.frombuffer(b"".join(some), dtype=np.uint8) for some in zip(*whole, strict=True))
    return int(np.unpackbits(np.bitwise_and.reduce([*each])).sum())


def having(connection: Connection, beginning: int, numbers: Numbers) -> Mask:
    """Which of the statements have a word that begins so."""
    if not len(numbers):
        return np.zeros(0, dtype=bool)
    first, last = int(numbers.min()) // PART, int(numbers.max()) // PART
    flat: Mask = np.zeros((last - first + 1) * PART, dtype=bool)
    asked = select(saying.c.part, saying.c.bits).where(saying.c.word == beginning)
    for part, bits in connection.execute(asked):
        if first <= part <= last:
            start = (part - first) * PART
            flat[start : start + PART] = _unpacked(bits)
    found: Mask = flat[numbers - first * PART]
    return found


def _unpacked(bits: bytes) -> Mask:
    return np.unpackbits(np.frombuffer(bits, dtype=np.uint8)).astype(bool)


def _numbers(connection: Connection) -> dict[str, int]:
    return {word: number for number, word in connection.execute(select(beginnings))}
