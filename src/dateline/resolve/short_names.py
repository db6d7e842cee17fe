"""Short names that a text itself defines: *the Sri Lanka Army (SLA)*, and *SLA* from then on."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from dateline.resolve.actor_phrases import Who

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
        self._who: dict[str, tuple[Who, str]] = {}

    def tokens(self) -> Iterator[int]:
        """The tokens that are such a short name anywhere in the text, but where it is defined."""
        names, defined = set(self._at.values()), {i + 1 for i in self._at}
        if names:
            yield from (t.i for t in self._doc if t.text in names and t.i not in defined)

    def define(self, last: int, who: Who, text: str, kind: str) -> None:
        """Notes what stands in brackets after the mention that ends before token ``last``."""
        name = self._at.get(last)
        named = kind not in {"pronoun", "people", "description", "person"} and who.id is not None
        if name is not None and named and _abbreviates(name, text):
            self._who.setdefault(name, (who, kind))

    def who(self, text: str) -> Who | None:
        """Who the text has said that it stands for."""
        found = self._who.get(text)
        return None if found is None else found[0]

    def kind(self, text: str) -> str:
        """The kind of mention that it was defined after."""
        return self._who[text][1]


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
