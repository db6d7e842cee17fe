"""spaCy loaded without its command line."""

import subprocess
import sys

CODE = """
import sys
from dateline.text.lean import load_spacy
load_spacy()
import spacy
print("spacy.cli" in sys.modules, hasattr(spacy, "load"))
import spacy.cli
print(callable(spacy.cli.info), callable(spacy.cli.download))
load_spacy()
print(spacy is sys.modules["spacy"])
"""


def test_commands_are_loaded_only_when_asked_for() -> None:
    told = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True
    ).stdout
    assert told.split() == ["False", "True", "True", "True", "True"]
