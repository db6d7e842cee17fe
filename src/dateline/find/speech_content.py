"""What is said: the token ranges that a verb, a noun or a "according to" of saying governs."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis import Sentence
from dateline.find.arguments import Frame
from dateline.find.speech_cues import VerbCue, verbs
from dateline.text.tokens import Token

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
# So many words at most are who says something between two commas.
_SPEAKER = 8
Ranges = list[tuple[int, int]]
_COMPLEMENT = frozenset({"ccomp", "xcomp", "parataxis"})
_EMPTY = frozenset({"that", "which", "it", "them", "him", "her", "this", "so", "who", "what"})


def verb_content(cue: VerbCue, frame: Frame, sentence: Sentence) -> Ranges:
    """What a verb of saying governs, its clause before its object."""
    verb = frame.verb
    if "as" in cue.takes:
        return []
    clauses = [c for c in verb.children if c.dep_ in _COMPLEMENT and not _is_question(c)]
    if "charge" in cue.takes and (charge := list(_charge(verb, frame, sentence))):
        return charge
    if "cause" in cue.takes:
        return list(_caused(frame, sentence))
    found = [_range(c, verb, sentence) for c in clauses]
    if not found and (clause := _told(frame)) is not None:
        found.append(_range(clause, verb, sentence))
    if not found and _stands_beside(verb):
        found.append((sentence.first, verb.left_edge.i))
    if not found and "addressee" not in cue.takes:
        found += _trailing(verb, sentence) or _set_between(verb, sentence)
    if not found and "about" in cue.takes:
        found += list(_about(verb, sentence))
    if not found and {"object", "cause"} & set(cue.takes):
        found += [
            _range(each, verb, sentence) for each in frame.objects if each.lower_ not in _EMPTY
        ]
    if not found and "clause" in cue.takes:
        found += _as_said(verb, sentence)
    return [r for r in found if r[0] < r[1]]


def _as_said(verb: Token, sentence: Sentence) -> Ranges:
    """The rest of the sentence, in "as the army admitted, ..."."""
    if verb.dep_ != "advcl" or not any(c.lower_ == "as" and c.i < verb.i for c in verb.children):
        return []
    before, after = (sentence.first, verb.left_edge.i), (verb.right_edge.i + 1, sentence.last)
    return [after if verb.i < verb.head.i else before]


def _about(verb: Token, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """What is warned of or admitted to."""
    for prep in verb.children:
        if prep.dep_ == "prep" and prep.lower_ in {"of", "to", "about", "against"}:
            yield from (
                _range(c, verb, sentence) for c in prep.children if c.dep_ in {"pobj", "pcomp"}
            )


def _is_question(clause: Token) -> bool:
    """Whether it is one that nothing is said of ("said whether", "asked if")."""
    return any(c.dep_ == "mark" and c.lower_ in {"whether", "if"} for c in clause.children)


def _charge(verb: Token, frame: Frame, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """What somebody is accused of, wherever the parser hung the "of"."""
    for holder in (verb, *frame.objects):
        for prep in holder.children:
            if prep.dep_ == "prep" and prep.lower_ in {"of", "for", "with"} and prep.i > verb.i:
                if prep.lower_ == "of" and holder is not verb and not _has_clause(prep):
                    continue  # "accused the governor of Darfur"
                for child in prep.children:
                    if child.dep_ in {"pobj", "pcomp"}:
                        yield _range(child, verb, sentence)
                return


def _has_clause(preposition: Token) -> bool:
    return any(c.dep_ == "pcomp" for c in preposition.children)


def _caused(frame: Frame, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """What is put down to somebody; a relative pronoun stands for what it follows."""
    verb = frame.verb
    for child in verb.children:
        if child.lower_ in {"which", "that"} and child.dep_ in {"dobj", "nsubjpass"}:
            yield (sentence.first, min(child.i, verb.left_edge.i))
            return
    for each in frame.objects:
        yield _range(each, verb, sentence)


def caused_by(verb: Token) -> Token | None:
    """Who something is put down to ("which Kyiv blamed on Russia")."""
    for prep in verb.children:
        if prep.dep_ == "prep" and prep.lower_ in {"on", "to"}:
            return next((c for c in prep.children if c.dep_ == "pobj"), None)
    return None


def _told(frame: Frame) -> Token | None:
    """The clause of "told a radio station that ...", hung on the station."""
    for each in frame.objects:
        for child in each.children:
            marked = any(c.lower_ == "that" and c.dep_ == "mark" for c in child.children)
            if child.dep_ in {"relcl", "acl", "ccomp"} and marked:
                return child
    return None


def _stands_beside(verb: Token) -> bool:
    """Whether the clause above is what is said ("Rebels left Goma, the army said")."""
    head = verb.head
    if (
        verb.i < head.i
        or verb.dep_ not in {"parataxis", "ccomp"}
        or head.pos_ not in {"VERB", "AUX"}
    ):
        return False
    if _is_bound(verb):
        return False
    between = verb.doc[head.i : verb.i]
    return head.lemma_.lower() not in verbs() and any(t.text in {",", '"'} for t in between)


def _is_bound(verb: Token) -> bool:
    """Whether it has its own object or link ("while the army denied it")."""
    linked = any(c.dep_ in {"mark", "advmod", "dobj", "obj"} for c in verb.children)
    return linked or any(c.lower_ in _EMPTY for c in verb.lefts)


def _trailing(verb: Token, sentence: Sentence) -> Ranges:
    """What stands before ", the ministry says" at a sentence's end, however it was parsed."""
    if _is_bound(verb):
        return []
    doc = verb.doc
    rest = [t for t in doc[verb.i + 1 : sentence.last] if not t.is_punct]
    if any(t.pos_ in {"VERB", "AUX"} for t in rest) or verb.tag_ not in {
        "VBZ",
        "VBD",
        "VBP",
        "NNS",
    }:
        return []
    for i in range(verb.i - 1, max(sentence.first, verb.i - 12), -1):
        if doc[i].pos_ in {"VERB", "AUX"}:
            return []
        if doc[i].text in {",", '"', "\N{RIGHT DOUBLE QUOTATION MARK}"}:
            return [(sentence.first, i)]
    return []


def _set_between(verb: Token, sentence: Sentence) -> Ranges:
    """What stands around ", security sources said," where the parser hangs it on what follows."""
    first, doc = verb.left_edge.i, verb.doc
    if _is_bound(verb) or verb.dep_ not in {"parataxis", "ccomp"} or verb.head.i < verb.i:
        return []
    if verb.i + 1 >= sentence.last or doc[verb.i + 1].text != ",":
        return []
    while first < verb.i and doc[first].is_punct:
        first += 1
    between = doc[first : verb.i]
    if first - 1 <= sentence.first or doc[first - 1].text != "," or len(between) > _SPEAKER:
        return []
    if not between or any(t.is_punct or t.pos_ in {"VERB", "AUX"} for t in between):
        return []
    told = doc[sentence.first : first]
    return [(sentence.first, first - 1)] if any(t.tag_ in _FINITE for t in told) else []


def noun_content(noun: Token, sentence: Sentence) -> Ranges:
    """What a noun of saying governs: a clause with "that", else what stands after "of"."""
    for child in noun.children:
        marked = any(m.lower_ == "that" and m.dep_ == "mark" for m in child.children)
        if child.dep_ in {"acl", "ccomp", "relcl"} and child.i > noun.i and marked:
            return [_range(child, noun, sentence)]
    if (mark := _that(noun, sentence)) is not None:
        return [(mark.i, min(mark.head.right_edge.i + 1, sentence.last))]
    for prep in noun.subtree:
        by_whom = prep.head.dep_ == "pobj" and prep.head.head.head == noun
        near = prep.head == noun or by_whom
        if prep.dep_ == "prep" and prep.lower_ == "of" and prep.i > noun.i and near:
            inside = [c for c in prep.children if c.dep_ in {"pobj", "pcomp"}]
            return [_range(c, noun, sentence) for c in inside]
    return []


def _that(noun: Token, sentence: Sentence) -> Token | None:
    """The "that" a few words after a noun of saying, whatever the parser hangs its clause on."""
    for token in noun.doc[noun.i + 1 : min(noun.i + 7, sentence.last)]:
        if token.lower_ == "that" and token.dep_ == "mark":
            return token
        if token.pos_ in {"VERB", "AUX"} or token.text in {",", ";"}:
            return None
    return None


def _range(child: Token, cue: Token, sentence: Sentence) -> tuple[int, int]:
    """The subtree of a complement, on its side of the cue, within the sentence."""
    first, last = child.left_edge.i, child.right_edge.i + 1
    if first <= cue.i < last:
        first, last = (cue.i + 1, last) if child.i > cue.i else (first, cue.i)
    for mark in child.children:
        if mark.dep_ == "mark" and mark.lower_ == "that" and first < mark.i < child.i:
            first = mark.i  # "told a station that": the station is not what was told
    return max(first, sentence.first), min(last, _next_saying(child, cue), sentence.last)


def _next_saying(child: Token, cue: Token) -> int:
    """Where the speaker's next word of saying begins ("said they had left *and blamed Manila*").

    The parser may join it to the content, but it is in the tense of the cue and has no subject.
    """
    for joined in child.children:
        if joined.dep_ == "conj" and joined.lemma_.lower() in verbs() and joined.tag_ == cue.tag_:
            has_subject = any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in joined.children)
            before = joined.nbor(-1)
            if not has_subject and before.dep_ == "cc":
                return int(before.i)
    return len(cue.doc)
