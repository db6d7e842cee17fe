"""Silences: a party that a report says has not spoken."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Token

from dateline.analysis import Analysis, Sentence, SilenceMention
from dateline.data import toml
from dateline.find.arguments import frame


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for side in ("subject", "from"):
        for pattern in toml("silences/cues.toml")[side]:
            found.append((side, re.compile(rf"\b{pattern}\b", re.IGNORECASE)))
    return tuple(found)


class Silences:
    """Finds silences in every kept sentence."""

    name = "silences"
    version = "1"
    needs = frozenset({"doc", "sentences", "actors"})
    gives = frozenset({"silent"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its silences."""
        found = (_in(analysis, sentence) for sentence in analysis.sentences)
        return analysis.with_(silent=tuple(m for m in found if m is not None))


def _in(analysis: Analysis, sentence: Sentence) -> SilenceMention | None:
    doc = analysis.tokens
    text = doc[sentence.first : sentence.last].text
    base = doc[sentence.first].idx
    for side, pattern in _cues():
        if match := pattern.search(text):
            inside = doc.char_span(
                base + match.start(), base + match.end(), alignment_mode="expand"
            )
            if inside is None:
                continue
            party = _after(inside[-1]) if side == "from" else _subject(inside)
            if party is None:
                continue
            return SilenceMention(
                first=inside.start,
                last=inside.end,
                head=inside.root.i,
                span=analysis.span(inside.start, inside.end),
                sentence=sentence.index,
                party=party.i,
            )
    return None


def _subject(cue: list[Token]) -> Token | None:
    for token in cue:
        if token.pos_ in {"VERB", "AUX"}:
            found = frame(token)
            for each in (*found.subjects, *(found.objects if found.passive else ())):
                if each.i < cue[0].i:
                    return _asked(each)
    return None


def _asked(subject: Token) -> Token:
    """Who was asked, where the subject is the asking: "calls to the ministry"."""
    if subject.lemma_.lower() in toml("silences/cues.toml")["asked"]:
        for child in subject.subtree:
            if child.dep_ == "pobj" and child.head.lower_ in {"to", "with"}:
                return child
    return subject


def _after(preposition: Token) -> Token | None:
    return next((c for c in preposition.children if c.dep_ == "pobj"), None)
