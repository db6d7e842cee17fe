"""Types of a user's own: kinds of PLOVER's types, told by examples, in a YAML file.

::

    name: border
    version: "1"
    types:
      - name: crossing-closed
        of: COERCE
        examples:
          - Kyrgyzstan <e>closed</e> the crossing at Dostuk on Monday.
          - The gate at Torkham was <e>shut</e> by Afghan guards.
        not:
          - Police <e>closed</e> the newspaper's office.

An event of the type ``of`` whose words resemble the examples enough gets the name as its mode. What
is enough is taken from the examples: how near each is to the others. ``not`` are events of the same
type that are none; one that is nearer to them is left alone. ``DATELINE_ONTOLOGY`` names the file.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from dateline.errors import UsageError
from dateline.find.ontology import kinds
from dateline.model.encoder import Encoded, Floats, encoder
from dateline.types import EventType

FEWEST = 4
_NEAREST = 3
_MARK = re.compile(r"<e>(.+?)</e>")
_SLUG = re.compile(r"[a-z][a-z0-9-]*")


class OwnType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of a type of PLOVER; ``<e>…</e>`` in an example marks the words that tell of it."""

    name: str
    of: EventType
    examples: tuple[str, ...]
    none: tuple[str, ...] = msgspec.field(name="not", default=())


class Ontology(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The types of one file."""

    name: str
    version: str
    types: tuple[OwnType, ...]

    @property
    def title(self) -> str:
        """How readings name it among their versions."""
        return f"{self.name} {self.version} ({', '.join(t.name for t in self.types)})"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type with its examples as vectors (examples x width), and how near is near enough."""

    name: str
    of: str
    near: Floats
    none: Floats
    enough: float


def ontology() -> Ontology | None:
    """The file in use, if one is named."""
    named = os.environ.get("DATELINE_ONTOLOGY")
    return _read(Path(named)) if named else None


@cache
def _read(path: Path) -> Ontology:
    try:
        found = msgspec.yaml.decode(path.read_bytes(), type=Ontology)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {' '.join(str(error).split())}") from error
    for number, kind in enumerate(found.types):
        where = f"{path}: $.types[{number}]"
        if not _SLUG.fullmatch(kind.name):
            raise UsageError(f"{where}.name: {kind.name!r} is not lower-case words with hyphens")
        if kind.name in {k.name for k in found.types[:number]} or (kind.of, kind.name) in kinds():
            raise UsageError(f"{where}.name: {kind.name!r} is a mode of {kind.of} already")
        if len(kind.examples) < FEWEST:
            raise UsageError(f"{where}.examples: at least {FEWEST} are needed")
        for field, texts in (("examples", kind.examples), ("not", kind.none)):
            for i, text in enumerate(texts):
                if len(_MARK.findall(text)) != 1:
                    raise UsageError(f"{where}.{field}[{i}]: one <e>…</e> is needed in {text!r}")
    return found


def own_type(encoded: Encoded, act: list[int], kind: str) -> str | None:
    """The type of the user's own that an event of the type ``kind`` is of, if any.

    ``act`` are the pieces of the words that tell of it.
    """
    one = ontology()
    if one is None:
        return None
    vector = _vector(encoded, act)
    best: tuple[float, str] | None = None
    for own in _kinds(one):
        if own.of != kind:
            continue
        likeness = _likeness(vector, own.near)
        if likeness < own.enough or likeness <= _likeness(vector, own.none):
            continue
        best = max(best or (-1.0, ""), (likeness - own.enough, own.name))
    return best[1] if best else None


@cache
def _kinds(one: Ontology) -> tuple[_Kind, ...]:
    return tuple(_kind(own) for own in one.types)


def _kind(own: OwnType) -> _Kind:
    near, none = _vectors(own.examples), _vectors(own.none)
    others = [_likeness(vector, np.delete(near, i, axis=0)) for i, vector in enumerate(near)]
    return _Kind(own.name, own.of, near, none, float(np.quantile(others, 0.25)))


def _vectors(texts: tuple[str, ...]) -> Floats:
    plain = [_MARK.sub(r"\1", text) for text in texts]
    marks = [match.span(1) for text in texts if (match := _MARK.search(text))]
    found = [
        _vector(encoded, encoded.inside(start - 3, end - 3))
        for encoded, (start, end) in zip(encoder().encode(plain), marks, strict=True)
    ]
    out: Floats = np.array(found, np.float32)
    return out


def _vector(encoded: Encoded, act: list[int]) -> Floats:
    """The words of the act beside the whole sentence, each of length one."""
    parts = [encoded.hidden[act or slice(None)].mean(0), encoded.hidden.mean(0)]
    out: Floats = np.concatenate([part / (np.linalg.norm(part) + 1e-9) for part in parts])
    return out / np.float32(np.sqrt(2))


def _likeness(vector: Floats, examples: Floats) -> float:
    """The mean cosine with the nearest examples; -1 where there are none."""
    if not len(examples):
        return -1.0
    return float(np.sort(examples @ vector)[-_NEAREST:].mean())
