"""Canonical text: what makes two copies of a report the same, and what the parser reads.

`readable` never changes a length, so that offsets stay those of the text as given; `canonical`
is free to, and only its hash is used.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterator

from dateline.errors import DataError
from dateline.types import Range

_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\t\v\f\x85", " "),
        **dict.fromkeys("‐‑", "-"),
        "\r": " ",
        "\ufeff": " ",
        **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},  # full-width letters and figures
    }
)
# What nobody sees beside a word: not in one, where it may only say that a line may break there.
_LOOSE = re.compile("(?<!\\w)[\u200b\u200e\u200f\u2060]|[\u200b\u200e\u200f\u2060](?!\\w)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TERMINAL = re.compile(r"""[.!?:;…]["')\]]*\s*$""")
_BLOCK = re.compile(r"\n[ \t]*\n")


def canonical(text: str) -> str:
    """The text with Unicode, quotes, invisible characters and white space made uniform."""
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).translate(_SAME_LENGTH)
    return " ".join(plain.split())


def document_id(text: str) -> str:
    """SHA-256 of the canonical text: the same report has the same id wherever it came from."""
    try:
        return hashlib.sha256(canonical(text).encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise DataError("no text: half a character stands in it (a lone surrogate)") from error


def readable(text: str) -> str:
    """The text with quotes and spaces made uniform and wrapped lines joined, length unchanged."""
    plain = _LOOSE.sub(" ", text.translate(_SAME_LENGTH))
    return "".join(_joined(block) for block in _split_keeping(plain))


def paragraphs(text: str) -> Iterator[Range]:
    """The paragraphs of a `readable` text: its lines that hold more than white space."""
    start = 0
    for line in text.split("\n"):
        lead = len(line) - len(line.lstrip())
        body = line.strip()
        if body:
            yield Range(start + lead, start + lead + len(body))
        start += len(line) + 1


def _split_keeping(text: str) -> Iterator[str]:
    at = 0
    for gap in _BLOCK.finditer(text):
        yield text[at : gap.start()]
        yield gap.group()
        at = gap.end()
    yield text[at:]


def _joined(block: str) -> str:
    """A block with the newlines inside a wrapped paragraph turned into spaces.

    A line ends its paragraph where it closes a sentence, or where it is much shorter than the
    longest of its block, as headlines are.
    """
    lines = block.split("\n")
    if len(lines) < 2 or not block.strip():
        return block
    longest = max(len(line.rstrip()) for line in lines)
    joined = lines[0]
    for line, after in itertools.pairwise(lines):
        ends = bool(_TERMINAL.search(line)) or len(line.rstrip()) < 0.6 * longest
        joined += ("\n" if ends or not after.strip() else " ") + after
    return joined
