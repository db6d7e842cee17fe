"""The language of a report: cheap, and sure enough to refuse what is not English.

Function words tell languages of one script apart; other scripts are told by their letters. The
lists and limits are in ``data/languages/words.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache

from dateline.data import toml
from dateline.errors import LanguageError

_WORD = re.compile(r"[^\W\d_]{2,}")
_FILES = "languages/words.toml"
_WORDED = {"latin": ((0x41, 0x24F), (0x1E00, 0x1EFF)), "cyrillic": ((0x400, 0x52F),),
           "arabic": ((0x600, 0x77F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))}  # fmt: skip


def check_english(text: str) -> None:
    """A ``LanguageError`` where a text is plainly not English, named where it is known.

    A text of a few words passes unless they are those of another language.
    """
    limits = toml(_FILES)["limits"]
    piece = text[: limits["letters"]]
    script = _script(piece, limits["script_share"])
    if script not in _WORDED:
        raise LanguageError(_refusal(script))
    words = [word.casefold() for word in _WORD.findall(piece)]
    shares = _shares(words, script)
    best = max(shares, key=lambda name: shares[name])
    if script != "latin":
        raise LanguageError(_refusal(best if shares[best] else ""))
    english = shares["English"]
    different = len(_known("latin")[best] & set(words))
    if (
        shares[best] >= max(limits["other_share"], limits["other_lead"] * english)
        and different >= limits["other_words"]
    ):
        raise LanguageError(_refusal(best))
    if len(words) >= limits["words_sure"] and english < limits["english_share"]:
        raise LanguageError(_refusal(""))


def _refusal(language: str) -> str:
    return f"not English but {language}, as it seems" if language else "not English, as it seems"


def _shares(words: list[str], script: str) -> dict[str, float]:
    """The share of the words that are function words of each language of a script."""
    counts = Counter(words)
    total = max(1, len(words))
    return {
        name: sum(counts[word] for word in known) / total for name, known in _known(script).items()
    }


@cache
def _known(script: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in toml(_FILES)[script].items()}


def _script(text: str, share: float) -> str:
    """The script or language that most letters belong to; empty where that is not known."""
    starts, table = _scripts()
    counts: Counter[str] = Counter()
    for char, times in Counter(text).items():
        if char.isalpha():
            found = bisect_right(starts, ord(char)) - 1
            name, last = table[found] if found >= 0 else ("", -1)
            counts[name if ord(char) <= last else ""] += times
    if not counts:
        return "latin"
    if counts["Japanese"] > 0.1 * counts["Chinese"] and counts["Chinese"]:
        counts["Japanese"] += counts.pop("Chinese")
    name, most = counts.most_common(1)[0]
    return name if most >= share * counts.total() else ""


@cache
def _scripts() -> tuple[list[int], list[tuple[str, int]]]:
    """The ranges of code points in order: their starts, and name and last of each."""
    ranges = [(first, last, name) for name, spans in _WORDED.items() for first, last in spans]
    for name, span in toml(_FILES)["scripts"].items():
        first, _, last = span.partition("-")
        ranges.append((int(first, 16), int(last, 16), name))
    ranges.sort()
    return [first for first, _, _ in ranges], [(name, last) for _, last, name in ranges]
