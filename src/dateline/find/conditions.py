"""What a row of the lexicon asks of the frame that it is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from dateline.analysis import Analysis
from dateline.find import speech_cues
from dateline.find.arguments import Frame
from dateline.find.guards import BODIES
from dateline.find.lexicon import classes, phrases, word
from dateline.text.tokens import Token

_ARMED = frozenset({"MIL", "REB", "PRM", "UAF", "SPY"})
_PERSONS = frozenset({"person", "office"})
_UNNAMED = frozenset({"people", "description", "pronoun"})
_IN_OFFICE = frozenset({"GOV", "LEG", "ELI", "MIL", "REB", "PTY", "OPP", "JUD"})
_SECTORS = {
    "state": frozenset({"GOV"}), "police": frozenset({"COP"}),
    "security": frozenset({"COP", "MIL", "SPY"}),
}  # fmt: skip


def fits(needs: str, found: Frame, analysis: Analysis) -> bool:
    """Whether every condition (joined by ``+``) holds of the frame."""
    return all(need.denied != _holds(need, found, analysis) for need in _conditions(needs))


class _Need(NamedTuple):
    """A condition: of which slot, asked for words (``=``) or a class (``:``)."""

    denied: bool
    text: str
    slot: str
    mark: str
    kind: str
    wanted: frozenset[str]


@cache
def _conditions(needs: str) -> tuple[_Need, ...]:
    """The conditions of a row, taken apart once."""
    found = []
    for each in () if needs == "-" else needs.split("+"):
        text = each.removeprefix("!")
        slot, mark, kind = text.partition("=" if "=" in text else ":")
        found.append(_Need(text != each, text, slot, mark, kind, frozenset(kind.split("|"))))
    return tuple(found)


def _holds(asked: _Need, found: Frame, analysis: Analysis) -> bool:
    need, what = asked.text, asked.slot
    if what == "prt":
        return bool(asked.wanted & found.particles)
    if what == "prep":
        return bool(asked.wanted & found.preps.keys())
    if asked.mark:
        return _of_slot(asked, _slot(what, found), analysis)
    if need == "passive":
        return found.passive
    if need in {"xcomp", "ccomp"}:
        return bool(_complements(found, need))
    if need == "wished":
        return any(_wished(c) for c in _complements(found, "ccomp"))
    if need == "must":
        return _owed(found, analysis)
    if need == "said":
        return said(found.verb)
    if need == "detailed":
        return _detailed(found, analysis)
    if need == "told":
        return any(c.dep_ in {"acl", "relcl"} and infinitive(c) for c in found.verb.children)
    if need == "counted":
        return _counted(found.verb)
    return _of_slot(asked, _slot(what, found), analysis)


def _of_slot(asked: _Need, tokens: list[Token], analysis: Analysis) -> bool:
    if asked.mark == "=":
        return any(word(t) in asked.wanted or t.lower_ in asked.wanted for t in tokens)
    return is_kind(tokens, asked.kind, analysis)


def said(verb: Token) -> bool:
    """Whether somebody is told to say what the clause says."""
    while verb.dep_ in {"xcomp", "conj"} and verb.head.pos_ in {"VERB", "AUX"}:
        verb = verb.head
    return verb.dep_ == "ccomp" and verb.head.lemma_.lower() in speech_cues.verbs()


def _wished(clause: Token) -> bool:
    """Whether a clause tells of what is to be, not of what is (*that he go*, *that they must*)."""
    aux = [c for c in clause.children if c.dep_ in {"aux", "auxpass"}]
    first = min([*aux, clause], key=lambda t: t.i)
    if first.tag_ == "MD":
        return first.lower_ in {"must", "should"}
    return first.tag_ == "VB" or (
        first.tag_ == "VBP"
        and first.lower_ == first.lemma_.lower()
        and any(c.dep_ in {"nsubj", "nsubjpass"} and c.tag_ in {"NN", "NNP"}
                and not any(o.dep_ == "conj" for o in c.children) for c in clause.children)
    )  # fmt: skip


def _owed(found: Frame, analysis: Analysis) -> bool:
    """Whether somebody says that the subject must do it.

    In the narrator's own voice only of those who can be asked as parties, and not as what an
    agreement lays down (*under its terms the parties must*); "should" only where it is said.
    """
    verb = found.verb
    aux = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if aux.isdisjoint({"must", "should"}):
        return False
    if any(c.lower_ in {"under", "whether", "if"} for c in verb.children):
        return False
    if "should" in aux:
        return bool(verb.dep_ == "ccomp")
    said = verb.dep_ in {"ccomp", "parataxis"} or any(t.is_quote for t in verb.sent)
    return said or any(_answerable(t, analysis) for t in found.subjects)


def _answerable(token: Token, analysis: Analysis) -> bool:
    mention = analysis.actor_at(token)
    if mention is None:
        return token.lemma_.lower() in classes()["parties"]
    return mention.kind in {"government", "force", "group", "office"}


def _detailed(found: Frame, analysis: Analysis) -> bool:
    """Whether a noun's own phrase says where, when or to how many it happened."""
    noun = found.verb
    return any(
        analysis.place_at(t) is not None
        or analysis.time_at(t) is not None
        or (t.dep_ == "nummod" and t.head != noun)
        for t in noun.subtree
        if t.i > noun.i and not _clause_below(t, noun)
    )


def _clause_below(token: Token, noun: Token) -> bool:
    """Whether a relative clause stands between them: what it says has a verb of its own."""
    while token not in (noun, token.head):
        if token.dep_ in {"relcl", "acl"}:
            return True
        token = token.head
    return False


def _counted(noun: Token) -> bool:
    """Whether it is the matter of a count that something is said of (*a series of attacks*)."""
    of = noun.head
    return (
        noun.dep_ == "pobj"
        and of.lower_ == "of"
        and of.head.lemma_.lower() in classes()["series"]
        and of.head.dep_ in {"nsubj", "nsubjpass", "ROOT", "attr", "appos"}
    )


def _complements(found: Frame, kind: str) -> list[Token]:
    """Clauses that complete the verb; the parser hangs some on the object as ``acl``."""
    own = [c for c in found.verb.children if c.dep_ == kind]
    if kind == "xcomp":
        own += [c for c in found.verb.children if c.dep_ == "ccomp" and _unmarked(c)]
        own += [c for c in found.verb.children if c.dep_ == "advcl" and bound_by(found.verb, c)]
        own += [c for o in found.objects for c in o.children if c.dep_ == "acl" and infinitive(c)]
    return own


def bound_by(verb: Token, clause: Token) -> bool:
    """Whether an infinitive tells what is promised, though read as a purpose.

    *Promised in May to leave*: such verbs are never told without what they bind to.
    """
    bare = not any(c.dep_ in {"dobj", "xcomp", "ccomp"} for c in verb.children)
    return bare and verb.lemma_.lower() in phrases()["binding"] and infinitive(clause)


def infinitive(token: Token) -> bool:
    """Whether a verb stands with its own "to"."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def _unmarked(clause: Token) -> bool:
    """Whether a clause has no tense of its own (*let her return*, *helped them to flee*)."""
    return infinitive(clause) or (
        clause.tag_ == "VB" and not any(c.dep_ in {"aux", "mark"} for c in clause.children)
    )


def _slot(what: str, found: Frame) -> list[Token]:
    if what == "subj":
        return _with_topic(found.subjects, found.verb)
    if what == "obj":
        return _with_topic(found.objects, found.verb)
    if what == "xcomp":
        return _complements(found, "xcomp")
    if what == "adv":
        return [c for c in found.verb.children if c.dep_ in {"advmod", "acomp", "oprd", "prep",
                                                             "prt", "npadvmod"}]  # fmt: skip
    if what == "adj":
        return [c for c in found.verb.subtree if c.dep_ in {"acomp", "oprd", "ccomp", "amod"}]
    if what == "is":
        return [c for c in found.verb.children if c.dep_ in {"attr", "acomp"}]
    if what == "near":
        return list(found.verb.sent)
    if what == "pred":
        return [
            c
            for c in found.verb.children
            if c.dep_ in {"oprd", "ccomp", "acomp", "xcomp"}
            or (c.dep_ == "advcl" and c.pos_ == "ADJ")
        ]
    if what == "mod":
        return _modifiers(found.verb)
    if what == "head":
        return [found.verb.head]
    if what == "objmod":
        return [m for o in found.objects for m in _modifiers(o)]
    return [t for prep in what.split("/") for t in found.preps.get(prep, ())]


def _with_topic(tokens: tuple[Token, ...], verb: Token) -> list[Token]:
    """The tokens, and of the noun before "which" the one that it completes.

    *A treaty on forces in Europe, which thirty states signed*: the clause hangs on "Europe".
    """
    found = list(tokens)
    for token in tokens:
        if verb.dep_ == "relcl" and token == verb.head and token.dep_ == "pobj":
            above = token.head.head
            while above.dep_ in {"pobj", "prep"}:
                above = above.head
            found += [above] if above.pos_ == "NOUN" else []
    return found


def _modifiers(noun: Token) -> list[Token]:
    return [
        c
        for c in noun.subtree
        if c.dep_ in {"amod", "compound", "nmod", "poss"} and c.i < noun.i and noun.i - c.i < 5
    ]


def is_kind(tokens: Iterable[Token], kind: str, analysis: Analysis) -> bool:
    """Whether a token is of the class: any, an actor, plural, or one of the lexicon's."""
    tokens = tuple(tokens)
    if kind == "any":
        return bool(tokens)
    if kind == "undated":
        return any(not _dated(t, analysis) for t in tokens)  # "blamed Iran on Thursday"
    if kind == "none":
        return not tokens
    if kind == "plural":
        return len(tokens) > 1 or any(
            t.tag_ in {"NNS", "NNPS"} or t.lower_ in {"they", "both"} for t in tokens
        )
    words = classes().get(kind, frozenset())
    if any(word(t) in words or t.lower_ in words for t in tokens):
        return True
    if (told := _told_by().get(kind)) is not None:
        return any(told(t, analysis) for t in tokens)
    if kind in {"forces", "armed"}:
        return any(_armed(t, analysis, kind) for t in tokens)
    if kind in _SECTORS:
        return any(_of_sector(t, analysis, _SECTORS[kind]) for t in tokens)
    return False


@cache
def _told_by() -> dict[str, Callable[[Token, Analysis], bool]]:
    """The kinds that what is known of a word tells, beside the words of a class."""
    return {
        "actor": is_actor, "named": _known, "person": _person, "official": _person,
        "officeholder": _holds_office, "people": _people, "victims": _people,
        "territory": _placed, "calendar": _dated,
    }  # fmt: skip


_KINDS = frozenset({"any", "undated", "none", "plural", "actor", "named", "officeholder",
                    "official", "armed", "calendar"})  # fmt: skip


def is_class(kind: str) -> bool:
    """Whether a condition may ask for this class of words."""
    return kind in _KINDS or kind in _SECTORS or kind in classes()


def _of_sector(token: Token, analysis: Analysis, sectors: frozenset[str]) -> bool:
    mention = analysis.actor_at(token)
    return mention is not None and mention.actor.sector in sectors


def is_actor(token: Token, analysis: Analysis) -> bool:
    """Whether the token names or points to somebody."""
    return (
        analysis.actor_at(token) is not None
        or token.lower_ in {"he", "she", "they", "we", "i"}
        or token.ent_type_ in {"PERSON", "NORP", "GPE", "ORG"}
        or token.lemma_.lower() in classes()["person"]
    )


def _armed(token: Token, analysis: Analysis, kind: str) -> bool:
    mention = analysis.actor_at(token)
    if mention is not None and mention.actor.sector in _ARMED:
        return True
    if kind == "forces":
        return False
    return (
        token.lemma_.lower() in classes()["forces"]
        or (mention is not None and mention.kind == "government")
        or token.lower_ in {"they", "it"}
    )


def _placed(token: Token, analysis: Analysis) -> bool:
    return analysis.place_at(token) is not None or token.ent_type_ in {"GPE", "LOC", "FAC"}


def _dated(token: Token, analysis: Analysis) -> bool:
    return token.ent_type_ in {"DATE", "TIME"} or analysis.time_at(token) is not None


def _people(token: Token, analysis: Analysis) -> bool:
    """Whether it names a people, or those of a nation (*Gambians*)."""
    mention = analysis.actor_at(token)
    if mention is not None:
        return mention.kind == "people"
    return bool(token.ent_type_ == "NORP" and token.tag_ == "NNPS")


def _known(token: Token, analysis: Analysis) -> bool:
    """Whether it names a party: a government, force, group, body or somebody known."""
    mention = analysis.actor_at(token)
    return mention is not None and mention.kind not in _UNNAMED


def _holds_office(token: Token, analysis: Analysis) -> bool:
    """Whether it is somebody who speaks for a state, a body of states, an army or a party."""
    mention = analysis.actor_at(token)
    if mention is None:
        return token.lemma_.lower() in classes()["official"]
    if mention.kind not in _PERSONS | {"pronoun", "description"}:
        return False
    return mention.actor.sector in _IN_OFFICE or mention.actor.country in BODIES


def _person(token: Token, analysis: Analysis) -> bool:
    mention = analysis.actor_at(token)
    if mention is not None:
        return mention.kind in _PERSONS
    return bool(token.ent_type_ == "PERSON")
