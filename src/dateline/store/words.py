"""The words of a text as full-text search compares them: without case and accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# So many characters of a word count: PostgreSQL indexes no word of more than 2,046 bytes.
LONGEST = 100
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r'"([^"]*)"|([^"\s]+)')

Run = tuple[str, ...]


def words(text: str) -> list[str]:
    """The words in order: letters and digits, compatibility forms and marks folded away."""
    plain = text.lower() if text.isascii() else "".join(map(folded, text))
    return [word[:LONGEST] for word in _WORD.findall(plain)]


def runs(text: str) -> tuple[Run, ...]:
    """What is looked for: words on their own, and those between quotation marks as a run."""
    found: list[Run] = []
    for quoted, plain in _RUN.findall(text.translate(_STRAIGHT)):
        if quoted:
            found.append(tuple(words(quoted)))
        else:
            found += [(word,) for word in words(plain)]
    return tuple(dict.fromkeys(run for run in found if run))


_STRAIGHT = str.maketrans("“”„«»", '"' * 5)


@lru_cache(maxsize=4096)
def folded(char: str) -> str:
    """A character without case and marks: none, one or several."""
    plain = unicodedata.normalize("NFKD", char.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
