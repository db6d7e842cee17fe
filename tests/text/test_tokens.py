"""Our tokens say what spaCy's say."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from dateline.text.parse import language, pipeline_name
from dateline.text.tokens import Doc

ROOT = Path(__file__).resolve().parents[2]
REPORTS = sorted([*ROOT.glob("examples/*.txt"), *ROOT.glob("tests/golden/dev/*.txt")])
ODD = (
    "",
    " ",
    "Rebels  left.\n\n\n(He said:  \N{RIGHT DOUBLE QUOTATION MARK}http://example.org) 3",
)
ASKED = (
    "i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "whitespace_", "is_space",
    "is_punct", "is_alpha", "is_digit", "is_title", "is_lower", "is_quote", "like_num", "like_url",
    "head", "children", "lefts", "rights", "subtree", "ancestors", "left_edge", "right_edge",
    "conjuncts", "sent", "__len__", "__str__",
)  # fmt: skip
ASKED_OF_SPANS = ("start", "end", "text", "root", "sent", "start_char", "end_char", "__len__")
TEXTS = [*ODD, *(path.read_text(encoding="utf-8") for path in REPORTS)]


def told(thing: Any) -> Any:
    """What can be compared: tokens by number, spans by both ends."""
    if callable(thing):
        return told(thing())
    if isinstance(thing, str | int) or thing is None:
        return thing
    if hasattr(thing, "idx"):
        return thing.i
    if hasattr(thing, "start"):
        return thing.start, thing.end
    return [told(one) for one in thing]


def asked(thing: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: told(getattr(thing, name)) for name in names}


@pytest.mark.parametrize("text", TEXTS)
def test_tokens(text: str) -> None:
    theirs = language(pipeline_name())(text)
    ours = Doc(theirs)
    assert (len(ours), ours.text) == (len(theirs), theirs.text)
    for our, their in zip(ours, theirs, strict=True):
        assert asked(our, ASKED) == asked(their, ASKED)
        assert our.is_sent_start is bool(their.is_sent_start)
    assert told(ours.sents) == told(theirs.sents)


@pytest.mark.parametrize("text", TEXTS)
def test_spans(text: str) -> None:
    theirs = language(pipeline_name())(text)
    ours = Doc(theirs)
    for first, size in itertools.product(range(len(theirs)), (1, 2, 3, 5, 8)):
        some = slice(first, first + size)
        assert asked(ours[some], ASKED_OF_SPANS) == asked(theirs[some], ASKED_OF_SPANS)
        assert told(list(ours[some])) == told(list(theirs[some]))
        assert told(ours[some][-1]) == told(theirs[some][-1])
        assert told(ours[some][1:]) == told(theirs[some][1:])
    for at in (slice(3), slice(-3, None), slice(5, 2), slice(2, 10**6)):
        assert told(ours[at]) == told(theirs[at])


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("mode", ["strict", "expand"])
def test_characters(text: str, mode: Any) -> None:
    theirs = language(pipeline_name())(text)
    ours = Doc(theirs)
    for start, size in itertools.product(range(0, len(text) + 1, 3), (1, 2, 7, 20)):
        found = ours.char_span(start, start + size, alignment_mode=mode)
        assert told(found) == told(theirs.char_span(start, start + size, alignment_mode=mode))


def test_names_and_neighbours() -> None:
    doc = Doc(language(pipeline_name())("Ali Bongo left Libreville ."))
    doc.set_ents([doc[3:4]])
    name = doc.char_span(0, 9, "PERSON")
    assert name is not None
    doc.set_ents([name])
    assert [token.ent_type_ for token in doc] == ["PERSON", "PERSON", "", "", ""]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Ali Bongo", "PERSON")]
    assert doc[1].nbor() is doc[2]
    assert doc[1].nbor(-1) is doc[0]
    for at, by in ((0, -1), (4, 1)):
        with pytest.raises(IndexError):
            doc[at].nbor(by)
    assert doc[2].is_ancestor(doc[0])
    assert not doc[0].is_ancestor(doc[2])
    assert sorted([doc[2], doc[0]]) == [doc[0], doc[2]]
