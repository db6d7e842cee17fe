"""Short names that a text itself defines: *the Sri Lanka Army (SLA)*, and *SLA* from then on.

So is *the North* short for North Korea in a text that has named it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.resolve.actor_phrases import Who
from dateline.text.tokens import Doc, Token

_LONGEST = 10


class ShortNames:
    """What the capitals in brackets after a name stand for, as far as the text has been read."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        texts = [token.text for token in doc]
        self._at = {
            i - 1: texts[i]
            for i in range(1, len(texts) - 1)
            if texts[i - 1] == "(" and texts[i + 1] == ")" and _short(texts[i])
        }
        self._sides = [i for i, text in enumerate(texts) if text in _SIDES]
        self._who: dict[str, tuple[Who, str]] = {}

    def tokens(self) -> Iterator[int]:
        """The tokens that are such a short name anywhere in the text, but where it is defined."""
        names, defined = set(self._at.values()), {i + 1 for i in self._at}
        if names:
            yield from (t.i for t in self._doc if t.text in names and t.i not in defined)
        yield from (i for i in self._sides if _alone(self._doc[i]))

    def define(self, last: int, who: Who, text: str, kind: str) -> None:
        """Notes what stands in brackets after the mention that ends before token ``last``."""
        name = self._at.get(last)
        named = kind not in {"pronoun", "people", "description", "person"} and who.id is not None
        side = text.split(" ", maxsplit=1)
        if kind == "government" and len(side) == 2 and side[0] in _SIDES and who.id is not None:
            self._who.setdefault(side[0], (who, kind))
        if name is not None and named and _abbreviates(name, text):
            self._who.setdefault(name, (who, kind))

    def who(self, text: str) -> Who | None:
        """Who the text has said that it stands for."""
        found = self._who.get(text)
        return None if found is None else found[0]

    def kind(self, text: str) -> str:
        """The kind of mention that it was defined after."""
        return self._who[text][1]


_SIDES = frozenset({"North", "South", "East", "West"})
_ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "poss", "agent"})


def _alone(token: Token) -> bool:
    """Whether "the North" stands by itself as what acts or is acted on."""
    the = token.i > 0 and token.nbor(-1).lower_ == "the"
    return the and token.dep_ in _ACTING and token.right_edge == token


def _short(inner: str) -> bool:
    return (
        2 <= len(inner) <= _LONGEST and inner[0].isupper() and sum(c.isupper() for c in inner) >= 2
    )


def _abbreviates(short: str, full: str) -> bool:
    """Whether the letters of one come in this order in the other, the first at a word's start."""
    rest = iter(full.casefold())
    letters = [c for c in short.casefold() if c.isalnum()]
    starts = {word[0].casefold() for word in full.replace("-", " ").split() if word}
    return letters[0] in starts and all(c in rest for c in letters)
