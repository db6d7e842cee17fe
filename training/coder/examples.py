"""Labelled data as examples: a text with labelled character spans, one form for every source."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dateline.text.quoted import quoted, quoted_in

Span = tuple[int, int]
LABELS = Path(__file__).parents[1] / "labels"
HELD = 2  # parts of ten (`part`) that are not learned from

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "YIELD", "COOPERATE", "AID", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
NAMES = (
    "Date", "Facility", "Location", "Misc", "Money", "NORP", "Organization", "Person", "Product",
)  # fmt: skip
ROLES = ("Source", "Cue", "Content")
MODES = tuple(
    f"{kind}/{mode}"
    for kind, modes in {
        "CONSULT": "visit third-party multilateral phone",
        "RETREAT": "withdraw release disarm ceasefire access resign",
        "REQUEST": "assist change yield meet",
        "ACCUSE": "disapprove investigate allege",
        "REJECT": "assist change yield meet",
        "THREATEN": "restrict arrest relations expel territory violence",
        "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
        "SANCTION": "convict expel withdraw discontinue",
        "MOBILIZE": "troops weapons police militia",
        "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation"
        " cyber",
        "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives"
        " suicide-attack aerial drone heavy-weapons crowd-control unconventional",
    }.items()
    for mode in modes.split()
)
CONTEXTS = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions",
    "pro_democracy", "pro_autocracy", "economic", "legal", "reparations", "human_rights",
    "rights_freedoms", "repression", "human_security", "gender", "lgbt", "religion_ethnicity",
    "inequality", "diplomatic", "territory", "peacekeeping", "health", "asylum", "migration",
    "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn", "cyber",
    "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
)  # fmt: skip
MODALITIES = (
    "asserted", "planned", "requested", "threatened", "hypothetical", "negated", "ongoing",
)  # fmt: skip
STANCES = (
    "announces", "confirms", "states", "claims", "admits", "denies", "rejects", "accuses",
    "clarifies", "promises", "warns", "estimates", "none",
)  # fmt: skip
EVIDENCE = ("none", "video", "photo", "satellite", "document", "witness", "official", "data")


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what is labelled in it. ``None`` where a source says nothing of a task.

    ``spans`` are by task: lists of (start, end, label). ``root`` is the type of what the source
    (``pair[0]``) did to the target, ``act`` the words that tell of it, ``cue`` those of speech.
    ``labels`` are the type with, after a stroke, the mode, or the stance and the evidence.
    ``quoted`` are stretches between quotation marks, and whether they opened before this text.
    ``opens`` is 0 for a sentence that goes on in a paragraph, 1 for the first of one, 2 for the
    first of a report.
    """

    text: str
    group: str
    pair: tuple[Span | None, Span | None] | None = None
    root: str | None = None
    spans: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    values: list[tuple[int, int, float]] | None = None
    act: Span | None = None
    cue: Span | None = None
    labels: tuple[str, ...] = ()
    contexts: tuple[str, ...] | None = None
    modality: str | None = None
    quoted: tuple[tuple[int, int, bool], ...] = ()
    opens: int = 2


def part(key: str) -> int:
    """A number from 0 to 9 for a document or sentence, the same on every machine."""
    return hashlib.sha256(key.encode()).digest()[0] % 10


def pairs(path: Path) -> Iterator[Example]:
    """Zero-Shot-PLOVER: sentences with a marked source and target."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            text, source, target = unmarked(row["marked_sentence"])
            if source or target:
                yield Example(text, row["sentence"], (source, target), row["gold_root"])


def held_pairs(data: Path) -> frozenset[str]:
    """What the held pairs say, by letters and digits alone (`plain_text`).

    Half the sentences of Zero-Shot-PLOVER stand among those with quad classes or spans too, cut
    into tokens another way: what says the same is not learned from there either.
    """
    every = pairs(data / "events/plv/train.tsv")
    return frozenset(plain_text(e.text) for e in every if part(e.group) < HELD)


def plain_text(text: str) -> str:
    """The letters and digits of a text, by which two forms of it are known as one."""
    return re.sub(r"[\W_]", "", text.lower())


def unmarked(marked: str) -> tuple[str, Span | None, Span | None]:
    """The plain text of a sentence with ``<s>`` and ``<t>`` marks, and the spans marked."""
    text, spans = plain(marked)
    return text, spans.get("s"), spans.get("t")


def plain(marked: str) -> tuple[str, dict[str, Span]]:
    """The plain text of a sentence with marks of one letter, and what they mark."""
    text = ""
    open_: dict[str, int] = {}
    spans: dict[str, Span] = {}
    for piece in re.split(r"(</?[stec]>)", marked):
        if re.fullmatch(r"<[stec]>", piece):
            open_[piece[1]] = len(text)
        elif re.fullmatch(r"</[stec]>", piece):
            spans.setdefault(piece[2], (open_[piece[2]], len(text)))
        else:
            text += piece
    return text, spans


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def own(folder: Path) -> Iterator[Example]:
    """Our own sentences of one event each; those of type NONE tell of none."""
    for path in [*sorted(folder.glob("modes-*.tsv")), *folder.glob("none.tsv")]:
        for row in _rows(path):
            text, spans = plain(row["sentence"])
            label = row["type"] + (f"/{row['mode']}" if row["mode"] else "")
            both = (spans.get("s"), spans.get("t"))
            yield Example(
                text, text, both, root_of(row["type"]), act=spans.get("e"), labels=(label,)
            )


_TOLD = re.compile(r"\[([^|\]]*)\|([A-Z]+)\]")


def acts(folder: Path) -> Iterator[Example]:
    """Our own sentences with every word that tells of an event; some have none."""
    for line in (folder / "acts.txt").read_text(encoding="utf-8").splitlines():
        text, told, after = "", [], 0
        for match in _TOLD.finditer(line):
            text += line[after : match.start()]
            told.append((len(text), len(text) + len(match[1]), match[2]))
            text, after = text + match[1], match.end()
        text += line[after:]
        if told:
            label, act = told[0][2], told[0][:2]
            yield Example(text, text, spans={"triggers": told}, act=act, labels=(label,))
        else:
            yield Example(text, text, root="NONE", spans={"triggers": []})


def contexts(folder: Path) -> Iterator[Example]:
    """Our own sentences with the contexts of their event."""
    for path in folder.glob("contexts.tsv"):
        for row in _rows(path):
            text, spans = plain(row["sentence"])
            told = tuple(row["contexts"].split("|"))
            yield Example(text, text, act=spans.get("e"), contexts=told)


def sayings(folder: Path) -> Iterator[Example]:
    """Our own sentences with a stance and what it rests on."""
    for row in _rows(folder / "stance.tsv"):
        text, spans = plain(row["sentence"])
        both = (row["stance"], row["evidence"].partition(",")[0])
        yield Example(text, text, act=spans.get("e"), cue=spans.get("c"), labels=both)


_LETTERS = dict(zip("APRTHNO", MODALITIES, strict=True))


def news(folder: Path, data: Path) -> Iterator[tuple[Example, ...]]:
    """Sentences of public news with our own labels, the events of each as examples.

    ``news.tsv`` names a sentence by the hash of its text, so the text is looked up in ``data``. A
    sentence without event gives one example of type NONE.
    """
    labelled: dict[str, list[dict[str, str]]] = {}
    for path in sorted(folder.glob("news*.tsv")):
        for row in _rows(path):
            labelled.setdefault(row["sentence"], []).append(row)
    for text, group in unlabelled(data):
        rows = labelled.pop(sentence_id(text), None)
        if rows is not None:
            yield tuple(_event(text, group, row, rows) for row in rows)


def sentence_id(text: str) -> str:
    """By which `news` finds a sentence again."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _event(text: str, group: str, row: dict[str, str], rows: list[dict[str, str]]) -> Example:
    if row["type"] == "NONE":
        return Example(text, group, root="NONE")
    label = row["type"] + (f"/{row['mode']}" if row["mode"] else "")
    told = [(*span, r["type"]) for r in rows if (span := _offsets(r["act"]))]
    both = (_offsets(row["source"]), _offsets(row["target"]))
    parties = [(*span, kind) for span, kind in zip(both, "ST", strict=True) if span]
    return Example(
        text, group, both, root_of(row["type"]),
        spans={"triggers": told, "arguments": parties}, act=_offsets(row["act"]), labels=(label,),
        contexts=tuple(row["contexts"].split("|")) if row["contexts"] else (),
        modality=_LETTERS[row["modality"]],
    )  # fmt: skip


def _offsets(told: str) -> Span | None:
    start, _, end = told.partition("-")
    return (int(start), int(end)) if end else None


def root_of(kind: str) -> str:
    """A type as labelled pairs name it: CONCEDE and RETREAT are one, YIELD."""
    return "YIELD" if kind in {"CONCEDE", "RETREAT"} else kind


def unlabelled(data: Path) -> Iterator[tuple[str, str]]:
    """Sentences of news as they are written, each with its document."""
    for text in reports(data):
        group = sentence_id(text)
        for start, end in sentences(text):
            yield " ".join(text[start:end].split()), group
    for example in names(data / "language/worldwide_newswire_ner"):
        yield " ".join(untokenized(example.text.split(" ")).split()), example.group
    for example in attributions(data / "attribution/polnear/train"):
        yield " ".join(example.text.split()), example.group
    with (data / "events/india_police/sents.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield " ".join(row["sent_text"].split()), f"india {row['doc_id']}"


def quads(path: Path) -> Iterator[tuple[str, int]]:
    """Sentences with their quad class, 1 to 4, or 0 for none."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text, quad = line.rsplit("\t", 1)
        yield text, int(quad)


# WikiEvents' types as PLOVER's; those that are several or none of them are left out.
_MAPPED = {
    "Conflict.Attack": "ASSAULT", "Life.Die": "", "Life.Injure": "", "Conflict.Demonstrate":
    "PROTEST", "Justice.ArrestJailDetain": "COERCE", "Justice.ChargeIndict": "ACCUSE",
    "Justice.InvestigateCrime": "ACCUSE", "Justice.Convict": "SANCTION", "Justice.Sentence":
    "SANCTION", "Justice.ReleaseParole": "RETREAT", "Contact.RequestCommand": "REQUEST",
    "Contact.ThreatenCoerce": "", "Contact.Contact": "", "Transaction.Donation": "AID",
}  # fmt: skip
_UNTOLD = ("ArtifactExistence.", "Justice.", "Movement.", "Personnel.", "Control.", "Transaction.")


def told(path: Path) -> Iterator[Example]:
    """WikiEvents by sentence: triggers of the types that are one of PLOVER's.

    A trigger whose type is several of them, or may be one, has the label "" (nothing is known).
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        first = 0
        for tokens in row["sentences"]:
            text, where = joined(tokens)
            spans = []
            for start, end, ((kind, _), *_) in row["evt_triggers"]:
                if first <= start and end < first + len(tokens):
                    name = _MAPPED.get(kind, "" if kind.startswith(_UNTOLD) else None)
                    if name is not None:
                        spans.append((where[start - first][0], where[end - first][1], name))
            first += len(tokens)
            if len(tokens) > 4:
                yield Example(text, row["doc_key"], spans={"triggers": spans})


def joined(tokens: list[str]) -> tuple[str, list[Span]]:
    """Tokens joined by spaces, and where each stands."""
    text, spans = "", []
    for token in tokens:
        text += " " if text else ""
        spans.append((len(text), len(text) + len(token)))
        text += token
    return text, spans


def bio(tokens: list[str], tags: list[str]) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of tokens, and its labelled spans from BIO tags."""
    text, where = joined(tokens)
    found: list[tuple[int, int, str]] = []
    last = "O"
    for (start, end), tag in zip(where, tags, strict=True):
        kind = tag[2:]
        if tag.startswith("I-") and last[2:] == kind and found:
            found[-1] = (found[-1][0], end, kind)
        elif tag != "O":
            found.append((start, end, kind))
        last = tag
    return text, found


def _blocks(path: Path, separator: str) -> Iterator[tuple[list[str], list[str]]]:
    tokens: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if tokens:
                yield tokens, tags
            tokens, tags = [], []
            continue
        token, tag, *_ = [*line.split(separator), "O"]
        tokens.append(token)
        tags.append(tag if re.fullmatch(r"O|[BI]-.+", tag) else "O")


def arguments(path: Path) -> Iterator[Example]:
    """Sentences with the BIO of S and T."""
    for tokens, tags in _blocks(path, " "):
        text, found = bio(tokens, tags)
        yield Example(text, text, spans={"arguments": found})


def names(folder: Path) -> Iterator[Example]:
    """Newswire with nine classes of names; a document is a file."""
    for path in sorted(folder.glob("*.tsv")):
        for tokens, tags in _blocks(path, "\t"):
            if len(tokens) > 1:
                text, found = bio(tokens, tags)
                yield Example(text, path.name, spans={"names": found})


def factuality(path: Path) -> Iterator[Example]:
    """JSON lines of marked tokens with a value from -3 to 3."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, where = joined(row["text"].split())
        values = [
            (where[t["span1"][0]][0], where[t["span1"][1] - 1][1], float(t["label"]))
            for t in row["targets"]
            if t["span1"][1] <= len(where)
        ]
        if values:
            yield Example(text, text, values=values)


_ANNOTATION = re.compile(r"^T\d+\t(\S+) ?([^\t\n]*)", re.MULTILINE)


_SENTENCE = re.compile(r"\S.*?(?:[.?!][”\"’')]*(?=\s+[“\"‘'(]*[A-Z])|$)")


# What ends in a stop without ending its sentence: titles before names, initials.
_SHORT = re.compile(
    r"(?:^|[\s“\"‘'(])(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Maj|Capt|Cmdr|Adm"
    r"|Sgt|Brig|Pres|Hon|Rev|Fr|Msgr|No|Nos|vs|Ft|Mt|[A-Z]|U\.S|U\.N|D\.C|[A-Z](?:\.[A-Z])+)\.$"
)


def sentences(text: str) -> Iterator[Span]:
    """Where the sentences of a text stand, by its marks; good enough to learn from.

    "U.S." before a capital is mostly no end either ("the U.S. Senate").
    """
    for block in re.finditer(r"\S[^\n]*", text):
        first = None
        for match in _SENTENCE.finditer(block[0]):
            first = match.start() if first is None else first
            if match.end() < len(block[0].rstrip()) and _SHORT.search(block[0][: match.end()]):
                continue
            yield block.start() + first, block.start() + match.end()
            first = None


def attributions(folder: Path) -> Iterator[Example]:
    """PolNeAR by sentence: spans of source, cue and content, cut at the sentence's ends."""
    for annotation in sorted((folder / "attributions").glob("*.ann")):
        report = folder / "text" / (annotation.stem.rsplit("_", 1)[0] + ".txt")
        if not report.is_file():
            continue
        text = report.read_text(encoding="utf-8")
        spans = [
            (int(a), int(b), match[1])
            for match in _ANNOTATION.finditer(annotation.read_text(encoding="utf-8"))
            if match[1] in ROLES
            for a, b in re.findall(r"(\d+) (\d+)", match[2])
        ]
        marks, before = quoted(text), 0
        for first, last in sentences(text):
            opens, before = int("\n" in text[before:first]) if before else 2, last
            inside = [
                (max(a, first) - first, min(b, last) - first, role)
                for a, b, role in spans
                if a < last and b > first
            ]
            yield Example(
                text[first:last], report.name, spans={"attribution": inside},
                quoted=tuple(quoted_in(marks, first, last)), opens=opens,
            )  # fmt: skip


def stories(path: Path) -> Iterator[dict[str, str]]:
    """The synthetic stories, as rows."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as file:
                yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8"))


_TAG = re.compile(r"<[^>]*>")


def reports(data: Path) -> Iterator[str]:
    """The plain texts of reports that are labelled for arguments, places, times or classes."""
    for name in ("rams/dev.jsonl", "wikievents/train_rams_format.jsonl"):
        for line in (data / "events" / name).read_text(encoding="utf-8").splitlines():
            yield "\n".join(untokenized(tokens) for tokens in json.loads(line)["sentences"])
    for name in ("TR-News.xml", "lgl.xml"):
        text = (data / "places" / name).read_text(encoding="utf-8")
        for match in re.finditer(r"<text>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</text>", text, re.DOTALL):
            yield match[1]
    for path in sorted((data / "time/tempeval3").rglob("*.tml")):
        told = re.search(r"<TEXT>(.*?)</TEXT>", path.read_text(encoding="utf-8"), re.DOTALL)
        yield _TAG.sub("", told[1]) if told else ""
    with (data / "events/cameo_sentences/quad_train.tsv").open(encoding="utf-8") as file:
        for line in file:
            yield line.split("\t")[0]


def untokenized(tokens: list[str]) -> str:
    """Tokens as a sentence is written."""
    text = re.sub(r" ([.,;:!?%)’]|['’](?:s|re|ve|ll|d|m|t)\b|n['’]t\b)", r"\1", " ".join(tokens))
    return re.sub(r"([(“$]) ", r"\1", re.sub(r" ?([-–]) ", r"\1", text)).replace(" ”", "”")
