"""One statement an act: what governs takes in what completes it, doubles go, futures convert."""

from __future__ import annotations

from dataclasses import replace

from dateline.analysis import Analysis, EventMention
from dateline.find.lexicon import phrases
from dateline.text.tokens import Doc, Token
from dateline.types import EventType

_FUTURE: dict[str, EventType] = {
    "RETREAT": "CONCEDE", "CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE",
    "AID": "AGREE",
}  # fmt: skip
_ABSORBING = frozenset({"REQUEST", "THREATEN", "REJECT", "AGREE", "CONCEDE"})
_ASK_MODES = {
    "RETREAT": "yield", "CONCEDE": "yield", "CONSULT": "meet", "AGREE": "meet", "AID": "assist",
    "COOPERATE": "assist", "SUPPORT": "assist", "ASSAULT": "yield", "SANCTION": "yield",
    "COERCE": "yield",
}  # fmt: skip
_THREAT_MODES = {
    "ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations",
    "RETREAT": "relations",
}  # fmt: skip
# What one who yields gives up: no promise of it is made.
_GIVEN_UP = frozenset({"ACCUSE", "PROTEST", "REQUEST"})
_CONTENT = frozenset(
    {"xcomp", "ccomp", "dobj", "prep", "acl", "dative", "nsubjpass", "advcl", "oprd"}
)
_OPEN = frozenset({"relcl", "parataxis"})
_OWN = frozenset({"we", "i"})


def settle(analysis: Analysis, mentions: list[EventMention], floor: float) -> list[EventMention]:
    """The mentions of a sentence that stand, in the order of the text."""
    doc = analysis.tokens
    by_head = {m.head: m for m in mentions}
    gone: set[int] = set()
    # The innermost first, so that what a complement took in goes up with it.
    for head in sorted(by_head, key=lambda i: -sum(1 for _ in doc[i].ancestors)):
        above = _governor(doc[head], by_head)
        if above is not None and _beside(doc[head], doc[above], by_head):
            above = _governor(doc[above], by_head)
        if above is None:
            continue
        governor, mention = by_head[above], by_head[head]
        if governor.score < floor <= mention.score and governor.type != mention.type:
            continue  # what is too unsure to stand takes nothing in
        if _truce_that_held(doc, governor, mention):
            gone.add(above)
            by_head[head] = _joined(mention, governor)
        elif _same_concession(doc, governor, mention) or _same_truce(doc, governor, mention):
            gone.add(head)
            by_head[above] = _joined(governor, mention)
        elif _bare_matter(doc, governor, mention):
            gone.add(head)
        elif _absorbs(governor) and _is_content(doc[head], doc[above]):
            gone |= {head, *_helped(doc, head, by_head)}
            by_head[above] = _taking(governor, mention)
        elif _same_act(doc, governor, mention):
            gone.add(head)
            by_head[above] = _joined(governor, mention)
    settled = [
        _converted(doc, by_head[m.head])
        for m in mentions
        if m.head not in gone and by_head[m.head].score >= floor and not _purpose(doc, m)
    ]
    return _without_escorts(settled)


def _helped(doc: Doc, taken: int, by_head: dict[int, EventMention]) -> set[int]:
    """What an act only asked or offered lets another do (*offered to help them to agree*)."""
    return {i for i in by_head if doc[i].dep_ == "xcomp" and doc[i].head.i == taken}


def _purpose(doc: Doc, mention: EventMention) -> bool:
    """What something is done or made for (*sent police to prevent a march*): it need not happen."""
    verb = doc[mention.head]
    if verb.tag_ != "VB" or verb.dep_ not in {"advcl", "acl"} or mention.modality != "planned":
        return False
    if mention.type == "PROTEST":
        return False  # "gathered to protest" tells of the protest
    if not any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
        return False
    return verb.head.lemma_.lower() not in phrases()["resolve"] | phrases()["future"]


def _without_escorts(settled: list[EventMention]) -> list[EventMention]:
    """Police or troops moved where the sentence tells of their fight are a part of the fight."""
    if not any(m.type == "ASSAULT" for m in settled):
        return settled
    return [m for m in settled if not (m.type == "MOBILIZE" and m.mode == "police")]


def _beside(token: Token, above: Token, by_head: dict[int, EventMention]) -> bool:
    """Whether two verbs of one form are joined: the second completes what the first does.

    *Urged them to withdraw and to free the prisoners*; the tolls of one act are one all the same.
    """
    if token.dep_ != "conj" or token.head != above or token.tag_ != above.tag_:
        return False
    if token.tag_ not in {"VB", "VBG"}:
        return False
    return not _same_act(token.doc, by_head[above.i], by_head[token.i])


def _bare_matter(doc: Doc, governor: EventMention, mention: EventMention) -> bool:
    """What is condemned, praised or called a crime, only named: a mention, no second statement."""
    noun = doc[mention.head]
    if governor.type not in {"ACCUSE", "SUPPORT"} or noun.pos_ != "NOUN":
        return False
    if noun.dep_ != "dobj" or noun.head.i != governor.head:
        return False
    return governor.mode != "allege" and not any(c.dep_ == "prep" for c in noun.children)


def _same_concession(doc: Doc, governor: EventMention, mention: EventMention) -> bool:
    """*Declared a ceasefire*: the noun names what the verb does, nothing further is promised."""
    return governor.type == mention.type == "CONCEDE" and doc[mention.head].pos_ == "NOUN"


def _same_truce(doc: Doc, governor: EventMention, mention: EventMention) -> bool:
    """*A ceasefire came into force*: the subject is what the verb tells of."""
    return governor.mode == "ceasefire" and doc[mention.head].dep_ in {"nsubj", "nsubjpass"}


def _truce_that_held(doc: Doc, governor: EventMention, mention: EventMention) -> bool:
    """*The ceasefire held along the front*, its verb taken for a participle."""
    verb = doc[mention.head]
    return mention.mode == "ceasefire" and verb.dep_ == "acl" and doc[governor.head].pos_ == "NOUN"


def _absorbs(governor: EventMention) -> bool:
    return governor.type in _ABSORBING or (
        governor.type == "RETREAT" and governor.mode == "ceasefire"
    )


def _governor(token: Token, by_head: dict[int, EventMention]) -> int | None:
    below = token
    for ancestor in token.ancestors:
        if below.dep_ in _OPEN:
            return None
        if ancestor.i in by_head:
            return int(ancestor.i)
        below = ancestor
    return None


def _is_content(token: Token, governor: Token) -> bool:
    """What is asked, threatened, refused or agreed: its complement, object or "for" phrase."""
    below = token
    while below.head not in (governor, below):
        if below.dep_ == "conj" and below.tag_ == "VBD" and below.head.tag_ == "VB":
            return False  # "let her return and then had her arrested", joined to the return
        below = below.head
    if below.dep_ == "ccomp" and any(t.text == ";" for t in governor.doc[below.i : governor.i]):
        return False  # two clauses side by side
    if below.dep_ == "advcl":
        bound = governor.lemma_.lower() in phrases()["binding"]
        return below.tag_ == "VB" and (bound or governor.lemma_ in {"call"})
    if below.dep_ == "prep" and below.lower_ in {"after", "since", "during", "following", "in",
                                                 "amid", "before"}:  # fmt: skip
        return False
    return below.dep_ in _CONTENT


def _taking(governor: EventMention, content: EventMention) -> EventMention:
    if governor.type in {"REQUEST", "REJECT"}:  # where it is asked, not where it is to be done
        return replace(governor, mode=governor.mode or _ASK_MODES.get(content.type))
    if governor.type == "THREATEN":
        threat = _THREAT_MODES.get(content.type, governor.mode)
        return replace(governor, mode=threat, patients=governor.patients or content.patients)
    places = governor.places or content.places
    if governor.type == "RETREAT":
        return replace(governor, places=places)
    if governor.type == "CONCEDE" and (content.score < 0.3 or content.type in _GIVEN_UP):
        return replace(governor, places=places)
    return _promise(governor, content, places)


def _promise(
    governor: EventMention, content: EventMention, places: tuple[int, ...]
) -> EventMention:
    kind: EventType = governor.type
    if content.type in {"RETREAT", "CONCEDE"}:
        kind = "CONCEDE"
    elif content.type in {"ASSAULT", "COERCE"} and _own_threat(governor, content):
        kind = "THREATEN"
    taken = kind == "THREATEN" or content.type in {"AID", "CONSULT", "COOPERATE", "SUPPORT"}
    word = governor.rule.split(":")[0]
    promised = kind == "CONCEDE" and word not in phrases()["allow"]
    promised = promised or word in {"promise", "pledge", "vow"}
    return replace(
        governor,
        type=kind,
        mode=_THREAT_MODES.get(content.type) if kind == "THREATEN" else None,
        modality="promised" if promised and governor.modality == "asserted" else governor.modality,
        patients=governor.patients or (content.patients if taken else ()),
        places=places,
        times=governor.times or content.times,
    )


def _own_threat(governor: EventMention, content: EventMention) -> bool:
    """Whether who promises force promises it of himself: who lets another strike does not."""
    return governor.type != "CONCEDE" and content.modality != "negated"


def _same_act(doc: Doc, governor: EventMention, mention: EventMention) -> bool:
    """A noun with a verb of its type tells of one act; so do the tolls of one (*killed and hurt*).

    A verb below another tells of an act of its own (*struck the block, killing five*).
    """
    if governor.type != mention.type:
        return False
    above, below = doc[governor.head], doc[mention.head]
    if below.pos_ not in {"VERB", "AUX"} or above.pos_ not in {"VERB", "AUX"}:
        return below.pos_ not in {"VERB", "AUX"} and not _carried_beside(below, above)
    tolls = phrases()["casualties"]
    return below.dep_ == "conj" and above.lemma_ in tolls and below.lemma_ in tolls


def _carried_beside(noun: Token, governor: Token) -> bool:
    """Whether a noun's own light verb stands beside the governor (*hit a town and made raids*)."""
    verb = noun.head
    return (
        noun.dep_ == "dobj"
        and verb != governor
        and verb.dep_ == "conj"
        and verb.lemma_ in phrases()["light"]
    )


def _joined(kept: EventMention, other: EventMention) -> EventMention:
    instrument = other.head in kept.agents
    agents = tuple(a for a in kept.agents if a != other.head)
    return replace(
        kept,
        mode=kept.mode or other.mode,
        agents=tuple(dict.fromkeys((*other.agents, *agents)))
        if instrument or not agents
        else agents,
        patients=tuple(p for p in kept.patients if p != other.head) or other.patients,
        places=tuple(dict.fromkeys((*kept.places, *other.places))),
        times=tuple(dict.fromkeys((*kept.times, *other.times))),
        score=max(kept.score, other.score),
    )


def _converted(doc: Doc, mention: EventMention) -> EventMention:
    """Future acts take the type that the ontology gives them."""
    if mention.modality not in {"planned", "promised"}:
        return mention
    if kind := _FUTURE.get(mention.type):
        return replace(mention, type=kind, mode=None)
    if mention.type in {"ASSAULT", "COERCE"} and _own_doing(doc, mention):
        return replace(mention, type="THREATEN", mode=_THREAT_MODES[mention.type])
    return mention


def _own_doing(doc: Doc, mention: EventMention) -> bool:
    """Whether its doer says that it will come: "we will", or "X said that it would"."""
    agents = [doc[a] for a in mention.agents]
    if any(a.lower_ in _OWN for a in agents):
        return True
    head = doc[mention.head]
    return head.dep_ == "ccomp" and any(
        a.lower_ in {"it", "they", "he", "she"} and a.head == head for a in agents
    )
