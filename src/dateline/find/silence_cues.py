"""The cues of silence: by which words a text says that somebody has not spoken."""

from __future__ import annotations

import re
from functools import cache

from dateline.data import toml

_SIDES = (
    "subject", "known", "unanswered", "neither", "from", "fronted", "owner", "object", "sought",
    "quoted", "echoed",
)  # fmt: skip


@cache
def cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each cue with where its party stands."""
    return tuple((side, _compiled(pattern)) for side, pattern in _patterns())


@cache
def any_cue() -> re.Pattern[str]:
    """All cues in one, small: a sentence in which it finds none is not searched for each."""
    return _compiled("|".join(f"(?:{pattern})" for _, pattern in _patterns()), re.NOFLAG)


def _compiled(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(rf"(?:\b|(?=[\"“]))(?:{pattern})", flags)


def _patterns() -> list[tuple[str, str]]:
    """The cues as they are listed, the parts that they name filled in."""
    listed = toml("silences/cues.toml")
    parts: dict[str, str] = {}
    for name, part in listed["parts"].items():
        parts[name] = _filled(part, parts)
    return [(side, _filled(pattern, parts)) for side in _SIDES for pattern in listed["cues"][side]]


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return pattern


@cache
def gate() -> re.Pattern[str]:
    """Words, small, without which a sentence holds no cue: most are not looked at further."""
    return re.compile(rf"\b(?:{_any('cue')})|n['’]t")


@cache
def saying() -> re.Pattern[str]:
    """Words of speaking, of asking and of being out of reach, small; every cue has one of them."""
    return re.compile(rf"\b(?:un|re)?(?:{_any('saying')})")


def _any(name: str) -> str:
    return "|".join(toml("silences/cues.toml")["gates"][name])


@cache
def words(name: str) -> frozenset[str]:
    """A word list of the cues of silence."""
    return frozenset(toml("silences/cues.toml")["words"][name])


@cache
def _deeds() -> re.Pattern[str]:
    deeds = toml("silences/cues.toml")["words"]["deeds"]
    return re.compile("|".join(deeds), re.IGNORECASE)


def is_deed(rest: str) -> bool:
    """Whether what follows a cue shows that no words were meant ("did not respond to fire")."""
    return _deeds().match(rest) is not None
