"""Labelled event coreference in the forms of ECB+ and MEANTIME, as texts with marked mentions.

ECB+: ``action_mentions.jsonl`` and ``docs_tokens.jsonl`` (plain or ``.gz``) in one folder, one
mention or document a line. MEANTIME: XML of the annotation tool CAT, a document a file; an event's
mentions are joined by ``REFERS_TO``, and events of several documents by ``instance_id``. ECB+ in
its own XML (``CROSS_DOC_COREF`` with a ``note``, ``INTRA_DOC_COREF``) is read too.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import msgspec

from dateline.errors import DataError

_MENTIONS, _DOCUMENTS = "action_mentions.jsonl", "docs_tokens.jsonl"
T = TypeVar("T", bound=msgspec.Struct)
_MOST = 200_000_000  # bytes of one file, unpacked


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that tell of an event: their numbers in a sentence of a document.

    Mentions with one ``chain`` tell of one event.
    """

    id: str
    document: str
    sentence: int
    tokens: tuple[int, ...]
    chain: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """Documents as sentences of tokens, what the files say they are about, and the mentions."""

    sentences: dict[str, tuple[tuple[str, ...], ...]]
    topics: dict[str, str]
    mentions: tuple[Mention, ...]


def labelled(path: Path) -> Labelled:
    """The labelled documents of a folder, of all below it, or of one file of XML."""
    parts: list[Labelled] = []
    if path.is_dir():
        folders = {p.parent for p in path.rglob(f"{_MENTIONS}*")}
        parts += [_lines(folder) for folder in sorted(folders)]
        parts += [_xml(file) for file in sorted(path.rglob("*.xml"))]
    else:
        parts.append(_xml(path))
    if not any(part.mentions for part in parts):
        raise DataError(f"{path}: no {_MENTIONS} with {_DOCUMENTS}, and no XML with event mentions")
    sentences: dict[str, tuple[tuple[str, ...], ...]] = {}
    topics: dict[str, str] = {}
    for part in parts:
        if double := sentences.keys() & part.sentences.keys():
            raise DataError(f"{path}: document {min(double)} is there twice")
        sentences |= part.sentences
        topics |= part.topics
    return Labelled(sentences, topics, tuple(m for part in parts for m in part.mentions))


class _MentionLine(msgspec.Struct, frozen=True):
    mention_id: str
    conll_doc_key: str
    coref_chain: str
    sent_id: int
    tokens_number: tuple[int, ...]


class _DocumentLine(msgspec.Struct, frozen=True):
    conll_doc_key: str
    sents: tuple[tuple[str, ...], ...]


def _lines(folder: Path) -> Labelled:
    sentences: dict[str, tuple[tuple[str, ...], ...]] = {}
    for where, line in _raw_lines(folder, _DOCUMENTS):
        document = _decoded(where, line, _DocumentLine)
        if document.conll_doc_key in sentences:
            raise DataError(f"{where}, conll_doc_key: {document.conll_doc_key!r} is there twice")
        sentences[document.conll_doc_key] = document.sents
    mentions: dict[str, Mention] = {}
    for where, line in _raw_lines(folder, _MENTIONS):
        one = _decoded(where, line, _MentionLine)
        held = sentences.get(one.conll_doc_key)
        if held is None:
            raise DataError(f"{where}, conll_doc_key: no document {one.conll_doc_key!r}")
        if not 0 <= one.sent_id < len(held):
            raise DataError(f"{where}, sent_id: {one.sent_id} is no sentence of the document")
        size = len(held[one.sent_id])
        if not one.tokens_number or not all(0 <= n < size for n in one.tokens_number):
            raise DataError(f"{where}, tokens_number: not tokens of a sentence of {size}")
        if one.mention_id in mentions:
            raise DataError(f"{where}, mention_id: {one.mention_id!r} is there twice")
        mentions[one.mention_id] = Mention(
            one.mention_id, one.conll_doc_key, one.sent_id, one.tokens_number, one.coref_chain
        )
    topics = {key: key.partition("/")[0] for key in sentences}
    return Labelled(sentences, topics, tuple(mentions.values()))


def _raw_lines(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    path = next((p for p in (folder / name, folder / f"{name}.gz") if p.is_file()), None)
    if path is None:
        raise DataError(f"{folder}: no {name} beside the other file")
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            held = stream.read(_MOST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path}: {error}") from error
    if len(held) > _MOST:
        raise DataError(f"{path}: more than {_MOST // 10**6} MB")
    for number, line in enumerate(held.splitlines(), 1):
        if line.strip():
            yield f"{path}, line {number}", line


def _decoded(where: str, line: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{where}: {error}") from error


def _xml(path: Path) -> Labelled:
    """One document; where it stands tells its topic."""
    try:
        root = ElementTree.fromstring(path.read_bytes())  # noqa: S314
    except (OSError, ElementTree.ParseError, ValueError) as error:
        raise DataError(f"{path}: {error}") from error
    if root.tag != "Document":
        raise DataError(f"{path}: <{root.tag}> is no <Document>")
    key = root.get("doc_name") or root.get("doc_id") or path.stem
    document = f"{path.parent.name}/{key}"
    rows: list[list[str]] = []
    where: dict[str, tuple[int, int]] = {}
    told: dict[str, int] = {}
    for token in root.iter("token"):
        number = told.setdefault(token.get("sentence") or "", len(told))
        if number == len(rows):
            rows.append([])
        where[_asked(path, token, "t_id")] = (number, len(rows[number]))
        rows[number].append((token.text or "").strip() or "_")
    marked = {
        m: spots for m, spots in _marked(path, root, where).items() if spots
    }  # fmt: skip
    chains = _chains(path, root, document)
    mentions = tuple(
        Mention(
            f"{document}/{m}",
            document,
            spots[0][0],
            tuple(n for row, n in spots if row == spots[0][0]),
            chains.get(m, f"{document}/{m}"),
        )
        for m, spots in marked.items()
    )
    return Labelled({document: tuple(map(tuple, rows))}, {document: path.parent.name}, mentions)


def _marked(
    path: Path, root: ElementTree.Element, where: dict[str, tuple[int, int]]
) -> dict[str, list[tuple[int, int]]]:
    """The event mentions with where their tokens stand."""
    found: dict[str, list[tuple[int, int]]] = {}
    for element in root.iterfind("Markables/*"):
        event = element.tag == "EVENT_MENTION" or element.tag.startswith(("ACTION_", "NEG_ACTION_"))
        anchors = [_asked(path, a, "t_id") for a in element.iter("token_anchor")]
        if not event or not anchors:
            continue
        if missing := [a for a in anchors if a not in where]:
            raise DataError(f"{path}, {element.tag}: token_anchor {missing[0]!r} is no token")
        found[_asked(path, element, "m_id")] = sorted(where[a] for a in anchors)
    return found


def _chains(path: Path, root: ElementTree.Element, document: str) -> dict[str, str]:
    """The event that each mention tells of; by the name that all documents know it by, if any."""
    shared = {
        e.get("m_id"): e.get("instance_id") for e in root.iterfind("Markables/*")
        if e.get("instance_id")
    }  # fmt: skip
    found: dict[str, str] = {}
    for link in root.iterfind("Relations/*"):
        if link.tag not in {"REFERS_TO", "CROSS_DOC_COREF", "INTRA_DOC_COREF"}:
            continue
        target = link.find("target")
        event = target.get("m_id") if target is not None else None
        chain = link.get("note") if link.tag == "CROSS_DOC_COREF" else shared.get(event)
        for source in link.iter("source"):
            found[_asked(path, source, "m_id")] = chain or f"{document}/{link.get('r_id')}"
    return found


def _asked(path: Path, element: ElementTree.Element, name: str) -> str:
    value = element.get(name)
    if not value:
        raise DataError(f"{path}, <{element.tag}>: no {name}")
    return value
