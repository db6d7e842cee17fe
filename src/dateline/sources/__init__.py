"""How reports come in: text files, saved pages, folders of them, standard input.

A folder may hold a table ``reports.tsv`` with what is known of its files: columns ``file``,
``published``, ``title``, ``publisher``, ``author``, ``source``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import msgspec

from dateline.analysis import Given
from dateline.data import parse_rows
from dateline.errors import DocumentError, EmptyError, TooLargeError, UsageError
from dateline.resolve.edtf import published_from
from dateline.sources.html import from_html, looks_like_html
from dateline.sources.language import check_english
from dateline.sources.text import MAX_BYTES, MAX_CHARACTERS, decoded

SIDECAR = "reports.tsv"
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_READ = frozenset({".txt", ".text", *_PAGES})


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder's table says of one of its files."""

    file: str
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A report to be read: a file, or standard input where ``path`` is ``None``."""

    path: Path | None

    def __str__(self) -> str:
        return "standard input" if self.path is None else printable_name(self.path)


def gather(paths: Iterable[str]) -> Iterator[Where | UsageError]:
    """The reports that the paths name, folders in order; a path that is not there is said."""
    for name in paths:
        if name == "-":
            yield Where(None)
            continue
        path = Path(name)
        if path.is_dir():
            found = [p for p in sorted(path.rglob("*")) if p.suffix.lower() in _READ]
            yield from (Where(p) for p in found if p.is_file())
            if not found:
                yield UsageError(f"{name}: no reports in this folder ({', '.join(sorted(_READ))})")
        elif path.exists():
            yield Where(path)
        else:
            yield UsageError(f"{name}: no such file or folder")


def load(where: Where, published: str | None = None) -> Given:
    """The report at ``where``; ``published`` given by the caller wins over what the page says."""
    data = _bytes(where.path)
    name = None if where.path is None else printable_name(where.path)
    named_page = where.path is not None and where.path.suffix.lower() in _PAGES
    page = named_page or looks_like_html(data[:2000].decode("latin-1"))
    text = decoded(data, MAX_BYTES if page else MAX_CHARACTERS)
    if page or looks_like_html(text):
        given = from_html(text, name)
    else:
        given = Given(text=text, source=name, language="en")
    check_english(given.text)
    given = _with_known(given, where.path)
    if published is not None:
        given = replace(given, published=published, published_basis="given")
    return given


def printable_name(path: Path) -> str:
    """The name of a file, what is no Unicode in it replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def _bytes(path: Path | None) -> bytes:
    try:
        if path is None:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            size = path.stat().st_size
            if size > MAX_BYTES:
                raise TooLargeError(f"too large: {size:,} bytes (at most {MAX_BYTES:,})")
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror}") from error
    if not data:
        raise EmptyError("empty: nothing to read")
    return data


def _with_known(given: Given, path: Path | None) -> Given:
    known = _table(path.parent).get(path.name) if path is not None else None
    if known is None:
        return given
    if known.published is not None:
        published_from(known.published)
    return replace(
        given,
        source=known.source or given.source,
        title=known.title or given.title,
        publisher=known.publisher or given.publisher,
        author=known.author or given.author,
        published=known.published or given.published,
        published_basis="metadata" if known.published else given.published_basis,
    )


@lru_cache(maxsize=64)
def _table(folder: Path) -> dict[str, Known]:
    path = folder / SIDECAR
    if not path.is_file():
        return {}
    return {row.file: row for row in parse_rows(decoded(path.read_bytes()), Known, str(path))}
