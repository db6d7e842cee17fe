"""The cues of silence: by which words a text says that somebody has not spoken."""

from __future__ import annotations

import re
from functools import cache

from dateline.data import toml

_SIDES = (
    "subject", "known", "unanswered", "neither", "from", "fronted", "owner", "object", "sought",
    "quoted", "echoed",
)  # fmt: skip


@cache
def cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each cue with where its party stands."""
    return tuple((side, _compiled(pattern)) for side, pattern in _patterns())


@cache
def any_cue() -> re.Pattern[str]:
    """All cues in one, small: a sentence in which it finds none is not searched for each."""
    return _compiled("|".join(f"(?:{pattern})" for _, pattern in _patterns()), re.NOFLAG)


def _compiled(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(rf"(?:\b|(?=[\"“]))(?:{pattern})", flags)


def _patterns() -> list[tuple[str, str]]:
    """The cues as they are listed, the parts that they name filled in."""
    listed = toml("silences/cues.toml")
    parts: dict[str, str] = {}
    for name, part in listed["parts"].items():
        parts[name] = _filled(part, parts)
    return [(side, _filled(pattern, parts)) for side in _SIDES for pattern in listed["cues"][side]]


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return pattern


@cache
def gate() -> re.Pattern[str]:
    """Words, small, without which a sentence holds no cue: most are not looked at further."""
    first = "no|not|never|nothing|neither|yet|still|silen|quiet|declin|refus|un|mum|tight|without"
    more = "|ignor|reject|withheld|avoid|abstain|refrain|fail|neglect|hung|left|turned|n't|n’t"
    more += "|dodg|duck|side-?step|evad|deflect|parr|shrug|wav|brush|stonewall|clam|held|hold"
    more += "|(?:kept|keep)s? (?:it|his|her|their|silen|quiet|mum|to)|await|waiting|waited"
    more += "|attempts? to|efforts? to|loss for|lost for|tongue-tied|speechless|shrug|weighing"
    more += "|cold shoulder|brush-off|engaged|busy|dead|switched|turned off|disconnect|out of order"
    more += "|let|mute|lips|refer|sent|directed|pass(?:ed|es)?|walked|drove|stalked"
    more += "|reserv|fobb|fend|out of the|slow to|time before|a wall"
    return re.compile(rf"\b(?:{first}{more})|n['’]t")


@cache
def saying() -> re.Pattern[str]:
    """Words of speaking, of asking and of being out of reach, small; every cue has one of them."""
    said = "comment|respon|repl|answer|react|sai|say|spok|spe[ac]|confirm|den[iy]|statement|silen"
    said += "|quiet|mum|tight|question|expla|detail|reach|contact|availab|phone|call|request"
    said += "|mention|acknowledg|address|announc|disclos|elaborat|clarif|admit|discuss|reveal"
    said += "|name|figure|reason|claim|counsel|tongue|peace|interview|talk|publish"
    said += "|forthcom|heard|word|nor|drawn|account|message|letter|locat|reference|toll"
    said += "|stonewall|clam|hung|return|information|weigh|get|quot|press|report|shrug|number"
    said += (
        "|hotline|switchboard|mobile|fax|knock|debate|row|dispute|light|shoulder|treatment|brush"
    )
    said += "|mute|lips|voice|wall|mouth|asked"
    said += "|told|judg|line|telephone|lost|loss|disclaim|inquir|who|uttered|opinion"
    return re.compile(rf"\b(?:un|re)?(?:{said})")


@cache
def words(name: str) -> frozenset[str]:
    """A word list of the cues of silence."""
    return frozenset(toml("silences/cues.toml")["words"][name])


@cache
def _deeds() -> re.Pattern[str]:
    deeds = toml("silences/cues.toml")["words"]["deeds"]
    return re.compile("|".join(deeds), re.IGNORECASE)


def is_deed(rest: str) -> bool:
    """Whether what follows a cue shows that no words were meant ("did not respond to fire")."""
    return _deeds().match(rest) is not None
