"""The one fold that everything hangs on: a report goes through stages and becomes a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from typing import Protocol, runtime_checkable

from dateline.analysis import Analysis, Given
from dateline.errors import DataError
from dateline.text.canonical import document_id
from dateline.text.lean import load_spacy
from dateline.types import Document, Failure, Published, Reading, Versions


class Stage(Protocol):
    """One step of reading: takes an analysis and returns a new one with more in it.

    ``needs`` and ``gives`` name fields of `Analysis`; `check` refuses a chain in which a stage
    comes before what it needs.
    """

    name: str
    version: str
    needs: frozenset[str]
    gives: frozenset[str]

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with what this stage found."""
        ...


@runtime_checkable
class Together(Stage, Protocol):
    """A stage that is quicker over several reports at once, and finds the same in each."""

    def together(self, analyses: Sequence[Analysis], /) -> list[Analysis]:
        """The analyses, in order, with what this stage found."""
        ...


@cache
def default_stages() -> tuple[Stage, ...]:
    """The stages of a reading, in order, checked."""
    load_spacy()
    from dateline.find.attribution import Attributions
    from dateline.find.commitments import Commitments
    from dateline.find.events import Events
    from dateline.find.names import Names
    from dateline.find.quantities import Quantities
    from dateline.find.silences import Silences
    from dateline.find.statements import Statements
    from dateline.resolve.actors import Actors
    from dateline.resolve.places import Places
    from dateline.resolve.times import Times
    from dateline.text.parse import Parse

    stages: tuple[Stage, ...] = (
        Parse(), Names(), Times(), Places(), Actors(), Events(), Attributions(), Quantities(),
        Silences(), Statements(), Commitments(),
    )  # fmt: skip
    check(stages)
    return stages


def check(stages: Iterable[Stage]) -> None:
    """A ``DataError`` where a stage needs what no stage before it gives."""
    given: set[str] = set()
    for stage in stages:
        if missing := stage.needs - given:
            raise DataError(f"stage {stage.name} needs {', '.join(sorted(missing))} before it")
        given |= stage.gives


def stages_to(gives: str) -> tuple[Stage, ...]:
    """The stages of a reading up to the one that gives a field of `Analysis`."""
    every = default_stages()
    last = next(i for i, stage in enumerate(every) if gives in stage.gives)
    return every[: last + 1]


def analyse(given: Given, stages: Sequence[Stage] | None = None) -> Analysis:
    """What the stages find in a report; one that fails is noted and the others go on."""
    return analyse_several([given], stages)[0]


def analyse_several(
    given: Sequence[Given], stages: Sequence[Stage] | None = None
) -> list[Analysis]:
    """The same of several reports, in order, by fewer runs of the networks."""
    analyses = [Analysis(given=one, document=_document(one)) for one in given]
    for stage in default_stages() if stages is None else stages:
        analyses = _through(stage, analyses)
    return analyses


def _through(stage: Stage, analyses: list[Analysis]) -> list[Analysis]:
    """What a stage makes of analyses; where it fails for all together, of each alone."""
    if isinstance(stage, Together) and len(analyses) > 1:
        with suppress(Exception):
            return stage.together(analyses)
    return [_alone(stage, analysis) for analysis in analyses]


def _alone(stage: Stage, analysis: Analysis) -> Analysis:
    try:
        return stage(analysis)
    except Exception as error:  # what is wrong with one document becomes data on it
        failure = Failure(stage=stage.name, message=f"{type(error).__name__}: {error}")
        return analysis.with_(failures=(*analysis.failures, failure))


def read(given: Given, stages: Sequence[Stage] | None = None) -> Reading:
    """The reading of a report."""
    return read_several([given], stages)[0]


def read_several(given: Sequence[Given], stages: Sequence[Stage] | None = None) -> list[Reading]:
    """The readings of several reports, in order: each as `read` gives it, in less time."""
    return [_reading(analysis) for analysis in analyse_several(given, stages)]


def _reading(analysis: Analysis) -> Reading:
    return Reading(
        document=analysis.document,
        statements=analysis.statements,
        commitments=analysis.commitments,
        silences=analysis.silences,
        failures=analysis.failures,
        versions=versions(),
    )


@cache
def versions() -> Versions:
    """What makes readings here."""
    from dateline.find.own_types import ontology
    from dateline.model.encoder import encoder
    from dateline.resolve.gazetteer import gazetteer_version

    load_spacy()
    from dateline.text.parse import pipeline_name

    name, own = pipeline_name(), ontology()
    parts = [f"{name} {version(name.replace('_', '-'))}", f"encoder {encoder().labels.made}"]
    parts.append("types PLOVER" + (f" and {own.title}" if own is not None else ""))
    return Versions(
        program=version("dateline"),
        model=", ".join(parts),
        gazetteer=gazetteer_version(),
    )


def _document(given: Given) -> Document:
    return Document(
        id=document_id(given.text),
        source=given.source,
        title=given.title,
        publisher=given.publisher,
        author=given.author,
        language=given.language,
        published=Published(),
        place=None,
        characters=len(given.text),
        sentences=0,
        repeats=(),
        text=given.text,
    )
