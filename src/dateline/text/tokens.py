"""The parsed text as plain objects, which are asked three to eight times as fast as spaCy's own.

spaCy makes a token anew each time one is asked for, and each of its words out of bytes; the rules
ask tens of thousands of times a report. Here every token is made once, and what is asked of it
lies ready. Names and meanings are spaCy's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, overload

import numpy as np
from spacy.attrs import DEP, HEAD, LEMMA, ORTH, POS, SENT_START, SPACY, TAG

if TYPE_CHECKING:
    from spacy.tokens import Doc as Parsed
    from spacy.vocab import Vocab

_ASKED = (ORTH, LEMMA, POS, TAG, DEP, HEAD, SENT_START, SPACY)
# So many spellings are kept; then all are forgotten.
_MOST = 65536


class _Spelling(NamedTuple):
    """What hangs on how a token is written alone."""

    text: str
    lower_: str
    is_space: bool
    is_punct: bool
    is_alpha: bool
    is_digit: bool
    is_title: bool
    is_lower: bool
    is_quote: bool
    like_num: bool
    like_url: bool


class Token:
    """A word, number, mark or blank, its place in the text, and how it hangs together with others.

    ``head`` is the token itself at the top of a sentence; ``children`` are in the text's order.
    """

    __slots__ = (
        "_below", "children", "dep_", "doc", "ent_type_", "head", "i", "idx", "is_alpha",
        "is_digit", "is_lower", "is_punct", "is_quote", "is_sent_start", "is_space", "is_title",
        "lemma_", "like_num", "like_url", "lower_", "pos_", "tag_", "text", "whitespace_",
    )  # fmt: skip

    def __init__(
        self, doc: Doc, i: int, idx: int, spelling: _Spelling, told: Sequence[str]
    ) -> None:
        self.doc, self.i, self.idx = doc, i, idx
        self.text, self.lower_ = spelling.text, spelling.lower_
        self.is_space, self.is_punct = spelling.is_space, spelling.is_punct
        self.is_alpha, self.is_digit = spelling.is_alpha, spelling.is_digit
        self.is_title, self.is_lower = spelling.is_title, spelling.is_lower
        self.is_quote = spelling.is_quote
        self.like_num, self.like_url = spelling.like_num, spelling.like_url
        self.lemma_, self.pos_, self.tag_, self.dep_ = told
        self.ent_type_ = self.whitespace_ = ""
        self.is_sent_start = False
        self.head = self
        self.children: tuple[Token, ...] = ()
        self._below: tuple[Token, ...] | None = None

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: Token) -> bool:
        return self.i < other.i

    @property
    def lefts(self) -> tuple[Token, ...]:
        """The children before it."""
        return tuple(child for child in self.children if child.i < self.i)

    @property
    def rights(self) -> tuple[Token, ...]:
        """The children after it."""
        return tuple(child for child in self.children if child.i > self.i)

    @property
    def subtree(self) -> tuple[Token, ...]:
        """The token and all below it: each after what hangs on it from the left."""
        if self._below is None:
            found: list[Token] = []
            left, opened = [self], set[int]()
            while left:
                token = left.pop()
                if not token.children or token.i in opened:
                    found.append(token)
                else:
                    opened.add(token.i)
                    left += [*token.rights[::-1], token, *token.lefts[::-1]]
            self._below = tuple(found)
        return self._below

    @property
    def ancestors(self) -> Iterator[Token]:
        """The heads above it, the nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def left_edge(self) -> Token:
        """The first token of its subtree."""
        return self.doc.tokens[min(token.i for token in self.subtree)]

    @property
    def right_edge(self) -> Token:
        """The last token of its subtree."""
        return self.doc.tokens[max(token.i for token in self.subtree)]

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """What it is joined with, without itself."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for token in found:
            found += [child for child in token.rights if child.dep_ == "conj"]
        return tuple(token for token in found if token is not self)

    @property
    def sent(self) -> Span:
        """Its sentence."""
        return self.doc.sentence(self.i)

    def is_ancestor(self, other: Token) -> bool:
        """Whether it stands above another."""
        return any(token is self for token in other.ancestors)

    def depth(self) -> int:
        """How many heads are above it; a mark or blank counts as lower than any word."""
        if (self.is_punct or self.is_space) and not self.children:
            return len(self.doc)
        return sum(1 for _ in self.ancestors)

    def nbor(self, by: int = 1) -> Token:
        """The token so many after it; an ``IndexError`` where there is none."""
        if self.i + by < 0:
            raise IndexError(self.i + by)
        return self.doc[self.i + by]


class Span:
    """Tokens ``[start, end)`` of a text."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[self.start : self.end][at]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """Its words as they stand in the text."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def start_char(self) -> int:
        """Where it begins in the text."""
        return self.doc[self.start].idx

    @property
    def end_char(self) -> int:
        """Where it ends in the text."""
        last = self.doc[self.end - 1]
        return last.idx + len(last.text)

    @property
    def root(self) -> Token:
        """The token of it that stands highest, the first of several; a mark or blank only alone."""
        tokens = self.doc.tokens[self.start : self.end]
        for token in tokens:
            if token.head is token:
                return token
        tops = [token for token in tokens if not self.start <= token.head.i < self.end]
        return tops[0] if len(tops) == 1 else min(tops, key=Token.depth)

    @property
    def sent(self) -> Span:
        """The sentence that it begins in."""
        return self.doc.sentence(self.start)


class Doc:
    """A parsed text."""

    __slots__ = ("_places", "_starts", "ents", "text", "tokens")

    def __init__(self, parsed: Parsed) -> None:
        self.text = str(parsed.text)
        self.tokens = _tokens(self, parsed)
        self._places = [token.idx for token in self.tokens]
        self._starts = [token.i for token in self.tokens if not token.i or token.is_sent_start]
        self.ents: tuple[Span, ...] = ()

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.tokens))
            return Span(self, start, max(start, end))
        return self.tokens[at]

    @property
    def sents(self) -> list[Span]:
        """The sentences as the parser has them."""
        return [self.sentence(i) for i in self._starts]

    def sentence(self, i: int) -> Span:
        """The sentence that holds token ``i``."""
        after = bisect_right(self._starts, i)
        end = self._starts[after] if after < len(self._starts) else len(self.tokens)
        return Span(self, self._starts[after - 1], end)

    def char_span(
        self,
        start: int,
        end: int,
        label: str = "",
        alignment_mode: Literal["strict", "expand"] = "strict",
    ) -> Span | None:
        """The tokens that characters ``[start, end)`` touch, or are exactly, if there are any."""
        first, last = self._at(start), self._at(end - 1)
        if first is None or last is None:
            return None
        if alignment_mode == "strict" and (start, end) != (first.idx, last.idx + len(last.text)):
            return None
        # The blank after a token is not part of it.
        blank = start == first.idx + len(first.text)
        return Span(self, first.i + blank, last.i + 1, label)

    def _at(self, character: int) -> Token | None:
        """The token that holds a character, or that the blank there comes after."""
        after = bisect_right(self._places, character)
        token = self.tokens[after - 1] if after else None
        if token is None or character >= token.idx + len(token.text) + len(token.whitespace_):
            return None
        return token

    def set_ents(self, spans: Sequence[Span]) -> None:
        """Tell the tokens of each span its label, all others none."""
        for token in self.tokens:
            token.ent_type_ = ""
        for span in spans:
            for token in span:
                token.ent_type_ = span.label_
        self.ents = tuple(spans)


def _tokens(doc: Doc, parsed: Parsed) -> list[Token]:
    """The tokens of a text that spaCy parsed, each told its head and children."""
    spellings, strings = _words(parsed.vocab)
    rows: list[list[int]] = parsed.to_array(list(_ASKED)).astype(np.int64).tolist()
    found: list[Token] = []
    idx = 0
    for i, (orth, *told, _, starts, blank) in enumerate(rows):
        token = Token(doc, i, idx, spellings[orth], [strings[one] for one in told])
        token.is_sent_start = starts == 1
        token.whitespace_ = " " if blank else ""
        idx += len(token.text) + blank
        found.append(token)
    below: list[list[Token]] = [[] for _ in found]
    for token, row in zip(found, rows, strict=True):
        if row[5]:
            token.head = found[token.i + row[5]]
            below[token.head.i].append(token)
    for token, children in zip(found, below, strict=True):
        token.children = tuple(children)
    return found


T = TypeVar("T")


class _Kept(dict[int, T]):
    """What is made of numbers, each once; all is forgotten where they are too many."""

    def __init__(self, made: Callable[[int], T]) -> None:
        self._made = made

    def __missing__(self, number: int) -> T:
        if len(self) > _MOST:
            self.clear()
        found = self[number] = self._made(number % 2**64)
        return found


@cache
def _words(vocab: Vocab) -> tuple[_Kept[_Spelling], _Kept[str]]:
    """What hangs on the spellings of a pipeline, and its strings, by their numbers."""
    names = ("orth_", *_Spelling._fields[1:])

    def spelling(number: int) -> _Spelling:
        word: Any = vocab[number]
        return _Spelling(*(getattr(word, name) for name in names))

    return _Kept(spelling), _Kept(lambda number: str(vocab.strings[number]))
