"""What pictures show was when they were taken: "photographs taken on Friday show shops burning"."""

from __future__ import annotations

from dateline.analysis import Analysis, EventMention, TimeMention
from dateline.find.evidence import evidence_words
from dateline.text.tokens import Token
from dateline.types import Time

_SEEN = frozenset({"VBG", "VBZ", "VBP"})


def shown(analysis: Analysis, event: EventMention) -> Time | None:
    """The day on which a picture was taken, for what it shows going on in its sentence."""
    trigger = analysis.tokens[event.head]
    if trigger.tag_ not in _SEEN or event.modality not in {"asserted", "ongoing"}:
        return None
    sentence = analysis.sentences[event.sentence]
    for at in range(sentence.first, trigger.i):
        mention = analysis.time_at(at)
        time = mention.time if mention is not None else None
        if mention is None or time is None or time.from_ is None or time.to is None:
            continue
        if _of_picture(analysis, mention):
            return Time(edtf=time.edtf, from_=time.from_, to=time.to, basis="inherited")
    return None


def _of_picture(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether a time tells when a picture was taken: "footage, filmed on Wednesday, in which"."""
    taken: Token = analysis.tokens[mention.head]
    while taken.head != taken and taken.tag_ != "VBN":
        taken = taken.head
    noun = taken.head
    return (
        taken.dep_ == "acl"
        and taken.lemma_ in evidence_words("verbs", "taken")
        and any(noun.lemma_.lower() in evidence_words("nouns", k) for k in ("video", "photo"))
    )
