"""Who was asked and did something else than answer: "asked who pays, he studied his shoes"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis import Analysis, Sentence
from dateline.find import speech_cues
from dateline.find.arguments import frame
from dateline.find.conditions import infinitive
from dateline.text.tokens import Token

_ASKED = frozenset({"asked", "questioned", "pressed", "quizzed"})
_MATTER = frozenset({"about", "on", "over", "what", "who", "whom", "whose", "which", "why",
                     "how", "when", "where", "whether", "if"})  # fmt: skip
# Deeds that answer without a word, and those by which somebody else is made to speak.
_ANSWERS = frozenset("nod show read write quote count list sign hand smile laugh let".split())
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def evaded(analysis: Analysis, sentence: Sentence) -> Iterator[tuple[Token, Token]]:
    """What was done instead of an answer, and by whom."""
    said = {m.head for m in analysis.speech if sentence.first <= m.head < sentence.last}
    for asked in analysis.tokens[sentence.first : sentence.last]:
        if asked.lower_ not in _ASKED or not _is_question(asked):
            continue
        act, party = _answering(asked)
        if act is None or party is None:
            continue
        acts = (act, *(c for c in act.conjuncts if c.pos_ == "VERB" and c != asked))
        if not any(t.i in said or _speaks(t) for t in acts) and not _is_quoted(act):
            yield act, party


def _is_question(asked: Token) -> bool:
    """Whether somebody was asked about a matter, not to do something."""
    if any(c.dep_ == "aux" and c.i < asked.i for c in asked.children):
        return False
    after = asked.doc[asked.i + 1 : asked.sent.end]
    matter = next((t for t in after if t.lower_ in _MATTER or t.is_punct or infinitive(t)), None)
    return matter is not None and matter.lower_ in _MATTER


def _answering(asked: Token) -> tuple[Token | None, Token | None]:
    """The act that stands where an answer would, and who was asked."""
    above = asked.head
    if own := next((c for c in asked.children if c.dep_ in _SUBJECTS), None):
        # "the mayor, asked who pays, studied his shoes", taken for two acts of his
        joined = next((c for c in asked.children if c.dep_ == "conj" and c.pos_ == "VERB"), None)
        aside = asked.i > 0 and asked.nbor(-1).text == ","
        plain = not any(c.dep_ == "cc" for c in asked.children)
        return (joined, own) if aside and plain and own.i < asked.i else (None, None)
    if asked.dep_ in {"advcl", "prep", "dep", "ccomp"} and above.pos_ in {"VERB", "AUX"}:
        return above, next(iter(frame(above).subjects), None)
    if asked.dep_ in {"acl", "advcl", "amod"} and above.dep_ in _SUBJECTS:
        return above.head, above
    return None, None


def _speaks(act: Token) -> bool:
    lemma = act.lemma_.lower()
    return lemma in speech_cues.verbs() or lemma in _ANSWERS or act.pos_ == "AUX"


def _is_quoted(act: Token) -> bool:
    """Whether words are quoted beside the act, or follow it after a colon."""
    return any(t.is_quote or t.text == ":" for t in act.subtree)
