"""How well mentions of one event are brought together, within and across documents.

The mentions are given, in the forms of ECB+ and MEANTIME; what is scored is which of them are of
one event, by the pair score that merging uses (`dateline.record.likeness`). Documents that have
little to do with each other are not compared; within what is left, clusters are joined as long as
their members are alike on average. The baseline beside it: mentions whose heads have one lemma are
of one event, in all documents given. Topics that the files name are not looked at.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from dateline.record.likeness import Telling, features, likeness, telling
from dateline.record.words import Bag, shared, split, table
from dateline.score.clusters import agreement
from dateline.score.coreference_data import Labelled, Mention, labelled
from dateline.text.parse import language, pipeline_name

if TYPE_CHECKING:
    from dateline.text.tokens import Doc, Token

# Documents less alike (cosine of their words) are not compared.
BLOCK = 0.1
# Of mentions with no word and little meaning in common nothing is asked.
_TRIGGER, _SENTENCE = 0.15, 0.05
THRESHOLD = 0.4
_LINK = 0.1
_DOES = frozenset({"nsubj", "poss", "agent"})
_SUFFERS = frozenset({"dobj", "nsubjpass", "attr", "oprd"})
_SUFFERED_BY = frozenset({"of", "on", "against", "with"})


class CoreferenceScore(msgspec.Struct, frozen=True, kw_only=True):
    """F1 of three measures and their mean, and the mean of two baselines; 0 to 1.

    ``baseline_conll``: one lemma, one event. ``baseline_blocks_conll``: the same within blocks of
    documents that our comparison of documents makes. ``items`` counts mentions.
    """

    muc: float
    b3: float
    ceafe: float
    conll: float
    baseline_muc: float
    baseline_b3: float
    baseline_ceafe: float
    baseline_conll: float
    baseline_blocks_conll: float
    chains: int
    documents: int
    items: int
    seconds: float


@dataclass(frozen=True)
class Compared:
    """Mentions with what is compared of them, and the lemma of each head."""

    mentions: tuple[Mention, ...]
    tellings: tuple[Telling, ...]
    lemmas: tuple[str, ...]

    @cached_property
    def alike(self) -> dict[tuple[str, str], float]:
        """How alike two documents are, of those that are compared."""
        profiles = {t.document: t.profile for t in self.tellings}
        names = sorted(profiles)
        found = {(name, name): 1.0 for name in names}
        for i, one in enumerate(names):
            for other in names[i + 1 :]:
                value = shared(profiles[one], profiles[other])
                if value >= BLOCK:
                    found[one, other] = value
        return found

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """The mentions that are compared, by number, with how alike their documents are."""
        by_document: dict[str, list[int]] = {}
        for i, one in enumerate(self.tellings):
            by_document.setdefault(one.document, []).append(i)
        for (first, second), value in self.alike.items():
            for i in by_document[first]:
                for j in by_document[second]:
                    if (first != second or i < j) and self._near(i, j):
                        yield i, j, value

    def _near(self, i: int, j: int) -> bool:
        a, b = self.tellings[i].said, self.tellings[j].said
        return float(a.trigger @ b.trigger) >= _TRIGGER or (
            shared(a.sentence, b.sentence) >= _SENTENCE
        )


def score(path: Path) -> CoreferenceScore:
    """The score over all mentions of the labelled documents at ``path``."""
    began = time.perf_counter()
    data = labelled(path)
    compared = prepared(data)
    gold = {m.id: m.chain for m in compared.mentions}
    found = agreement(gold, clustered(compared))
    lemma = agreement(gold, _by_lemma(compared, blocks=False))
    blocks = agreement(gold, _by_lemma(compared, blocks=True))
    return CoreferenceScore(
        muc=found.muc,
        b3=found.b3,
        ceafe=found.ceafe,
        conll=found.conll,
        baseline_muc=lemma.muc,
        baseline_b3=lemma.b3,
        baseline_ceafe=lemma.ceafe,
        baseline_conll=lemma.conll,
        baseline_blocks_conll=blocks.conll,
        chains=len(set(gold.values())),
        documents=len({m.document for m in compared.mentions}),
        items=len(gold),
        seconds=time.perf_counter() - began,
    )


def prepared(data: Labelled) -> Compared:
    """The mentions with the words that are compared, from a parse of their sentences."""
    words = table()
    profiles: dict[str, Bag] = {}
    parses: dict[tuple[str, int], Doc] = {}
    tellings: list[Telling] = []
    lemmas: list[str] = []
    mentions = tuple(sorted(data.mentions, key=lambda m: (m.document, m.sentence, m.tokens, m.id)))
    for one in mentions:
        sentences = data.sentences[one.document]
        if one.document not in profiles:
            profiles[one.document] = words.profile(
                word for sentence in sentences for token in sentence for word in split(token)
            )
        where = (one.document, one.sentence)
        if where not in parses:
            parses[where] = _parse(sentences[one.sentence])
        doc = parses[where]
        head = _head(doc, one.tokens)
        doers, done_to = _sides(head)
        lemmas.append(head.lemma_.casefold())
        tellings.append(
            telling(
                one.document,
                one.sentence,
                split(head.text) or [head.text.casefold()],
                doers,
                done_to,
                [word for token in sentences[one.sentence] for word in split(token)],
                profiles[one.document],
            )
        )
    return Compared(mentions, tuple(tellings), tuple(lemmas))


def scored(compared: Compared) -> dict[tuple[int, int], float]:
    """The score of every pair that is compared."""
    keys: list[tuple[int, int]] = []
    rows: list[tuple[float, ...]] = []
    for i, j, value in compared.pairs():
        keys.append((i, j))
        rows.append(features(compared.tellings[i], compared.tellings[j], value))
    return dict(zip(keys, map(float, likeness()(rows)), strict=True))


def clustered(
    compared: Compared, scores: dict[tuple[int, int], float] | None = None
) -> dict[str, int]:
    """The cluster of each mention: those joined whose pairs score above the threshold on average.

    Average-link agglomeration, the likeliest first; of equals those that come first. Each part
    that hangs together by pairs of some likelihood is solved for itself.
    """
    scores = scored(compared) if scores is None else scores
    size = len(compared.mentions)
    parent = list(range(size))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for (i, j), value in scores.items():
        if value >= _LINK:
            first, second = sorted((root(i), root(j)))
            parent[second] = first
    parts: dict[int, list[int]] = {}
    for i in range(size):
        parts.setdefault(root(i), []).append(i)
    inside: dict[int, list[tuple[int, int, float]]] = {}
    for (i, j), value in scores.items():
        if root(i) == root(j):
            inside.setdefault(root(i), []).append((i, j, value))
    found: dict[str, int] = {}
    for first, members in parts.items():
        for group in _joined(members, inside.get(first, []), THRESHOLD):
            found |= {compared.mentions[i].id: group[0] for i in group}
    return found


def _joined(
    members: Sequence[int], scores: Sequence[tuple[int, int, float]], least: float
) -> list[list[int]]:
    place = {i: row for row, i in enumerate(members)}
    table_ = np.zeros((len(members), len(members)))
    for i, j, value in scores:
        table_[place[i], place[j]] = table_[place[j], place[i]] = value
    np.fill_diagonal(table_, -1)
    groups = [[i] for i in members]
    while len(members) > 1:
        one, other = sorted(divmod(int(table_.argmax()), len(members)))
        if table_[one, other] < least:
            break
        sizes = len(groups[one]), len(groups[other])
        row = (table_[one] * sizes[0] + table_[other] * sizes[1]) / sum(sizes)
        row[table_[one] < 0] = row[table_[other] < 0] = -1
        table_[one] = table_[:, one] = row
        table_[other] = table_[:, other] = -1
        groups[one] += groups[other]
        groups[other] = []
    return [sorted(group) for group in groups if group]


def _by_lemma(compared: Compared, *, blocks: bool) -> dict[str, str]:
    """The baseline; with ``blocks``, only in documents that are compared with each other."""
    home = _blocks(compared) if blocks else {}
    return {
        m.id: f"{home.get(m.document, '')} {lemma}"
        for m, lemma in zip(compared.mentions, compared.lemmas, strict=True)
    }


def _blocks(compared: Compared) -> dict[str, str]:
    """The block of each document, joined by average similarity as mentions are."""
    names = sorted({t.document for t in compared.tellings})
    place = {name: i for i, name in enumerate(names)}
    pairs = [(place[a], place[b], value) for (a, b), value in compared.alike.items() if a != b]
    groups = _joined(range(len(names)), pairs, 2 * BLOCK)
    return {names[i]: names[group[0]] for group in groups for i in group}


def _parse(tokens: Sequence[str]) -> Doc:
    from spacy.tokens import Doc as Parsed

    from dateline.text.tokens import Doc

    nlp = language(pipeline_name())
    return Doc(nlp(Parsed(nlp.vocab, words=list(tokens))))


def _head(doc: Doc, tokens: Sequence[int]) -> Token:
    """The token of a mention that hangs on none of the others."""
    inside = set(tokens)
    return next((doc[i] for i in tokens if doc[i].head.i not in inside), doc[tokens[0]])


def _sides(head: Token) -> tuple[list[str], list[str]]:
    """The words for who does it, and for whom it is done to or what it is about."""
    does = [child for child in head.children if child.dep_ in _DOES]
    suffers = [
        child
        for child in head.children
        if child.dep_ in _SUFFERS or (child.dep_ == "prep" and child.lower_ in _SUFFERED_BY)
    ]
    if not does and head.dep_ in {"conj", "xcomp"}:
        does = [child for child in head.head.children if child.dep_ == "nsubj"]
    done_to = [word for child in suffers for t in child.subtree for word in split(t.text)]
    if head.dep_ in {"amod", "acl", "relcl", "compound"}:
        done_to += split(head.head.text)
    return [word for child in does for t in child.subtree for word in split(t.text)], done_to
