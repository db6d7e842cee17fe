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
    for side in ("subject", "known", "unanswered", "neither", "from"):
        for pattern in toml("silences/cues.toml")[side]:
            found.append((side, re.compile(rf"\b{pattern}\b", re.IGNORECASE)))
    return tuple(found)


@cache
def _deeds() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(toml('silences/cues.toml')['deeds'])})", re.IGNORECASE)


def _is_deed(rest: str) -> bool:
    """Whether what follows a cue shows that no words were meant ("did not respond to fire")."""
    return _deeds().match(rest) is not None


def _can_speak(analysis: Analysis, party: Token) -> bool:
    """Whether somebody is named: an actor, a pronoun, or who a request went to."""
    return _was_asked(party) or party.pos_ == "PRON" or analysis.actor_at(party) is not None


def _was_asked(party: Token) -> bool:
    """Whether a call or request went to the party."""
    nouns = toml("silences/cues.toml")["asked"]
    return party.dep_ == "pobj" and any(t.lemma_.lower() in nouns for t in party.ancestors)


def _is_nobody(party: Token) -> bool:
    """Whether the subject says that none did ("neither side", "neither Kigali nor Kinshasa")."""
    return any(c.lower_ in {"neither", "no"} and c.i < party.i for c in party.children)


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
            if party is None or _is_deed(text[match.end() :]):
                continue
            if side == "known" and not _can_speak(analysis, party):
                continue
            if side == "unanswered" and not _was_asked(party):
                continue
            if side == "neither" and not _is_nobody(party):
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
