"""Silences: a party that a report says has not spoken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dateline.analysis import Analysis, Sentence, SilenceMention
from dateline.find import speech_cues
from dateline.find.arguments import frame
from dateline.find.bound import is_somebody
from dateline.find.coder import Heard, setting
from dateline.find.evasions import evaded
from dateline.find.silence_cues import any_cue, cues, gate, is_deed, saying, words
from dateline.text.tokens import Span, Token

# Verbs that end a silence: it is none then.
_ENDING = frozenset({"break", "end", "interrupt"})
_OPEN = frozenset({"VERB", "NOUN", "ADJ", "ADV"})
_AT = frozenset({"to", "with", "at", "from", "in"})
_ASIDE = frozenset({"VBN", "VBG", "VBD"})
_LINES = frozenset(
    {"phone", "telephone", "line", "hotline", "number", "switchboard", "mobile", "fax"}
)
_NOBODY = frozenset({"nobody", "noone", "none", "one"})
# No party, though a pronoun: "not everything is quiet".
_ANYTHING = frozenset({"everything", "anything", "something", "nothing", "all", "much", "little"})
_SPEAKING = frozenset({"say", "tell", "reply", "answer", "respond"})


def _can_speak(analysis: Analysis, party: Token) -> bool:
    """Whether somebody is named: an actor, a pronoun, or who a request went to."""
    return (
        _was_asked(party)
        or party.pos_ in {"PRON", "PROPN"}
        or any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in party.children)
        or party.lemma_.lower() in words("speakers")
        or analysis.actor_at(party) is not None
        or is_somebody(party)
    )


def _was_asked(party: Token) -> bool:
    """Whether a call or request went to the party."""
    if party.dep_ == "dobj" and party.head.lemma_ in words("asking"):
        return True
    if party.dep_ == "poss" and party.head.lemma_.lower() in _LINES:
        return True
    if party.dep_ == "nsubj" and party.head.dep_ == "relcl":
        return party.head.head.lemma_.lower() in _LINES
    return party.dep_ == "pobj" and any(t.lemma_.lower() in words("asked") for t in party.ancestors)


def _is_nobody(party: Token) -> bool:
    """Whether the subject says that none did ("neither side", "neither Kigali nor Kinshasa")."""
    return any(c.lower_ in {"neither", "none"} and c.i < party.i for c in party.subtree)


class Silences:
    """Finds silences in every kept sentence."""

    name = "silences"
    version = "1"
    needs = frozenset({"doc", "sentences", "actors"})
    gives = frozenset({"silent"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its silences."""
        found = (m for sentence in analysis.sentences for m in _in(analysis, sentence))
        return analysis.with_(silent=tuple(found))


def _in(analysis: Analysis, sentence: Sentence) -> Iterator[SilenceMention]:
    """The silences of a sentence, one a party: "neither A nor B", "X declined and Y was silent"."""
    told = _by_cues(analysis, sentence)
    told += _evaded(analysis, sentence, told)
    yield from sorted((*told, *_overheard(analysis, sentence, told)), key=lambda m: m.party)


def _evaded(
    analysis: Analysis, sentence: Sentence, told: list[SilenceMention]
) -> list[SilenceMention]:
    """Silences of those who were asked and did something else."""
    known = {m.party for m in told}
    some = ((act, party) for act, party in evaded(analysis, sentence) if party.i not in known)
    return [
        _silence(analysis, sentence, act, party)
        for act, party in some
        if _can_speak(analysis, party)
    ]


def _silence(analysis: Analysis, sentence: Sentence, word: Token, party: Token) -> SilenceMention:
    """A silence that one word tells of."""
    return SilenceMention(
        first=word.i, last=word.i + 1, head=word.i, span=analysis.span(word.i, word.i + 1),
        sentence=sentence.index, party=party.i,
    )  # fmt: skip


def _overheard(
    analysis: Analysis, sentence: Sentence, told: list[SilenceMention]
) -> Iterator[SilenceMention]:
    """Silences that no cue tells of and the encoder's head is sure of."""
    for token in Heard(analysis, sentence, "silences").sure(setting("silence")):
        if token.pos_ not in _OPEN or is_deed(
            analysis.text[token.idx + len(token) : sentence.span.end]
        ):
            continue
        party = _spoken_of(token)
        if party is None or not (_is_known(analysis, party) or _says(token, party)):
            continue
        if not any(m.party == party.i or m.first <= token.i < m.last for m in told):
            yield _silence(analysis, sentence, token, party)
            return


def _says(word: Token, party: Token) -> bool:
    """Whether a verb of saying is told of it: a thing does not speak."""
    spoken = word.dep_ != "relcl" and word.lemma_.lower() in speech_cues.verbs()
    return spoken and party.head == word and party.dep_ == "nsubj"


def _spoken_of(word: Token) -> Token | None:
    """Of whom a word is told: whose it is, else the subject of it or of what governs it."""
    for token in (word, *islice(word.ancestors, 3)):
        if owner := next((c for c in token.children if c.dep_ == "poss"), None):
            return owner
        if token.pos_ in {"VERB", "AUX"}:
            found = frame(token)
            if some := (*found.subjects, *(found.objects if found.passive else ())):
                return _asked(some[0])
    return None


def _by_cues(analysis: Analysis, sentence: Sentence) -> list[SilenceMention]:
    doc = analysis.tokens
    text = analysis.text[sentence.span.start : sentence.span.end]
    low = text.lower()  # a search that takes no heed of capitals is three times as slow
    if any(needed.search(low) is None for needed in (gate(), saying(), any_cue())):
        return []
    base = doc[sentence.first].idx
    taken: list[SilenceMention] = []
    for side, pattern in cues():
        for match in pattern.finditer(text):
            inside = doc.char_span(
                base + match.start(), base + match.end(), alignment_mode="expand"
            )
            if inside is None or is_deed(text[match.end() :]):
                continue
            party = _party(analysis, side, inside)
            if party is None or (side == "echoed" and not taken):
                continue
            beside = _together(analysis, party, inside)
            taken += [
                SilenceMention(
                    first=inside.start,
                    last=inside.end,
                    head=inside.root.i,
                    span=analysis.span(inside.start, inside.end),
                    sentence=sentence.index,
                    party=each.i,
                )
                for each in (party, *beside)
                if not any(_again(m, inside, each) for m in taken)
            ]
    return taken


def _together(analysis: Analysis, party: Token, cue: Span) -> list[Token]:
    """Who else is silent by the same words: "neither A nor B", "Cairo and Amman have not said"."""
    before = [c for c in party.conjuncts if c.i < cue.start]
    if _is_nobody(party):
        return before
    ands = any(c.dep_ == "cc" and c.lower_ == "and" for t in (party, *before) for c in t.children)
    return [c for c in before if ands and c.i > party.i and _is_known(analysis, c)]


def _again(known: SilenceMention, cue: Span, party: Token) -> bool:
    """Whether a cue lies in another's words, or tells of the same party again."""
    return bool(known.party == party.i or (cue.start < known.last and known.first < cue.end))


def _party(analysis: Analysis, side: str, cue: Span) -> Token | None:
    """Who is silent, by where the cue says that the party stands."""
    if side == "from":
        return _after(cue[-1])
    if side == "object":
        return _sought(analysis, cue)
    if side == "quoted":
        return _quoting(cue)
    if side in _FOUND:
        party = _FOUND[side](cue)
        fit = _can_speak if side == "echoed" else _is_known
        return party if party is not None and fit(analysis, party) else None
    subject = _subject(cue) or (_asking(cue) if side == "unanswered" else None)
    if subject is None:
        return None
    party = _asked(subject)
    nobody = _is_nobody(subject) or (subject.lemma_.lower() in _NOBODY and party != subject)
    fits = {
        "subject": _can_speak(analysis, party),
        "known": _is_known(analysis, party),
        "unanswered": _was_asked(party),
        "neither": nobody and _can_speak(analysis, party),
    }
    return party if fits[side] else None


def _is_known(analysis: Analysis, party: Token) -> bool:
    """Whether it is somebody, and no thing or place: things fall silent or out of reach too."""
    if party.lemma_.lower() in words("speakers"):
        return True
    if party.lower_ in _ANYTHING:
        return False
    mention = analysis.actor_at(party)
    if mention is not None and mention.actor.sector in {"CVL", "REF"}:
        return False
    return _was_asked(party) or party.pos_ == "PRON" or mention is not None


def _subject(cue: Span) -> Token | None:
    for token in cue:
        if token.pos_ in {"VERB", "AUX"}:
            found = frame(_outer(token))
            for each in (*found.subjects, *(found.objects if found.passive else ())):
                if each.i < cue[0].i:
                    return each
            if aside := _set_aside(token):
                return aside
    return None


def _outer(verb: Token) -> Token:
    """The verb whose form a joined one goes on with: "had said that he left and had not spoken"."""
    within = verb.head if verb.dep_ == "conj" else verb
    above = within.head
    joins = within != verb and within.dep_ == "ccomp" and not _perfect(within)
    return above if joins and _perfect(verb) and _perfect(above) else verb


def _perfect(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def _asking(cue: Span) -> Token | None:
    """The call or request that a cue without a verb tells of, the nearest before it."""
    before = cue.doc[cue.sent.start : cue.start]
    return next((t for t in reversed(before) if t.lemma_.lower() in words("asked")), None)


def _set_aside(verb: Token) -> Token | None:
    """The subject that the parser gave to what stands between: "X, asked for comment, said no"."""
    if any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        return None
    for below in verb.children:
        if below.dep_ == "advcl" and below.i < verb.i and below.tag_ in _ASIDE:
            return next(
                (c for c in below.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < below.i),
                None,
            )
    return None


def _asked(subject: Token) -> Token:
    """Who was asked, where the subject is the asking: "calls to the ministry", "nobody at it"."""
    who = subject.lemma_.lower()
    if who in words("asked") | _LINES and (owner := _line_of(subject)) is not None:
        return owner
    if who in _NOBODY or who in words("asked") or who in words("seekers"):
        for child in subject.subtree:
            if child.dep_ == "dobj" and child.head.lemma_ in words("asking"):
                return child
            if who in words("seekers"):
                continue
            if child.dep_ == "pobj" and child.head.lower_ in _AT and _direct(child, subject):
                return child
    return subject


def _line_of(subject: Token) -> Token | None:
    """Whose telephone or number it is: "the governor's telephone", "the number that they give"."""
    if owner := next((c for c in subject.children if c.dep_ == "poss"), None):
        return owner if subject.lemma_.lower() in _LINES else None
    clauses = (c for c in subject.children if c.dep_ == "relcl")
    given = (c for clause in clauses for c in clause.children if c.dep_ == "nsubj")
    return next((c for c in given if c.tag_ not in {"WDT", "WP"}), None)


def _direct(noun: Token, subject: Token) -> bool:
    """Whether a phrase says where the subject belongs, or whom a request went to."""
    asked = subject.lemma_.lower() in words("asked")
    if asked:
        return noun.head.lower_ in {"to", "with"} or subject.lemma_ in _LINES
    return noun.head.lower_ in {"at", "from", "in"} and noun.head.head == subject


def _after(preposition: Token) -> Token | None:
    return next((c for c in preposition.children if c.dep_ == "pobj"), None)


def _sought(analysis: Analysis, cue: Span) -> Token | None:
    """Whom those who ask for words could not reach; rescuers do not reach a village either."""
    verb = cue[-1]
    party = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if party is None:
        return None
    asked = any(t.lemma_.lower() in {"comment", "statement"} for t in verb.subtree)
    for seeker in frame(verb).subjects:
        mention = analysis.actor_at(seeker)
        press = mention is not None and mention.actor.sector == "JRN"
        asked = asked or press or seeker.lemma_.lower() in words("seekers")
    return party if asked and _can_speak(analysis, party) else None


def _fronted(cue: Span) -> Token | None:
    """Whom the phrase with "from" before the cue names: "from the Houthis there was no word"."""
    for token in cue.doc[cue.sent.start : cue.start]:
        if token.lower_ == "from" and token.dep_ == "prep" and token.head.i >= cue.start:
            return _after(token)
    return None


def _owner(cue: Span) -> Token | None:
    """Whose silence it is, or whose answer silence is; one that was broken is none."""
    noun = next((t for t in cue if t.pos_ in {"NOUN", "PROPN"}), None)
    if noun is None or noun.head.lemma_.lower() in _ENDING:
        return None
    return next((c for c in noun.children if c.dep_ == "poss"), None)


def _reached(cue: Span) -> Token | None:
    """Whom it was tried to reach: what the phrase right after the cue is about."""
    for token in cue.doc[cue.end : min(cue.end + 8, cue.sent.end)]:
        if token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"compound", "poss", "nmod"}:
            return token
    return None


_FOUND = {"fronted": _fronted, "owner": _owner, "sought": _reached, "echoed": _reached}


def _quoting(cue: Span) -> Token | None:
    """Who says "no comment"."""
    for token in cue.sent:
        if token.pos_ == "VERB" and token.lemma_.lower() in _SPEAKING:
            for each in frame(token).subjects:
                return each
    return None
