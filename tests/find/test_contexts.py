"""Contexts by the words of a clause."""

import csv
from pathlib import Path

import pytest

from dateline.find.contexts import contexts

LABELS = Path(__file__).resolve().parents[2] / "training/labels/contexts.tsv"


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("The junta closed two hospitals in Goma.", {"health", "pro_autocracy"}),
        ("Hackers broke into the servers of the tax office.", {"cyber"}),
        ("Blue helmets left the buffer zone.", {"peacekeeping", "territory"}),
        ("They met on Tuesday.", set()),
        ("The spymaster's gasworks and the oilcloth", set()),  # parts of words are no words
    ],
)
def test_words_tell_contexts(clause: str, told: set[str]) -> None:
    assert set(contexts(clause)) == told


def test_every_context_of_the_labels_is_found_somewhere() -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wanted = {name for row in rows for name in row["contexts"].split("|")}
    found = {
        name
        for row in rows
        for name in contexts(row["sentence"].replace("<e>", "").replace("</e>", ""))
        if name in row["contexts"].split("|")
    }
    assert len(wanted) == 37
    assert found == wanted
