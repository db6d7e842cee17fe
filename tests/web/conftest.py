"""A record of the example reports, and the application over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from dateline.pipeline import read
from dateline.sources import gather, load
from dateline.sources.handed import handed
from dateline.store import open_store
from dateline.web.app import create_app
from dateline.web.settings import Settings

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
Client = TestClient[Litestar]


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "examples.db"
    with open_store(path, create=True) as store:
        for where in gather([str(EXAMPLES)]):
            assert not isinstance(where, Exception)
            store.add(read(load(where)))
    return path


@pytest.fixture
def record(examples: Path, tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    shutil.copy(examples, path)
    return path


@pytest.fixture
def client(record: Path) -> Iterator[Client]:
    settings = Settings(record=record, hosts=("testserver.local",))
    with TestClient(create_app(settings)) as client:
        yield client


REPORTS = (
    ("2024-10-08", "The army of Mali said on Monday that it had left the town of Kidal. "
     "Rebels attacked a convoy near Gao on Sunday, killing 12 soldiers."),
    ("2024-10-09", "Malian soldiers withdrew from the town of Kidal on Monday, residents said. "
     "Protesters marched in Bamako on Tuesday."),
)  # fmt: skip


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of two short reports."""
    path = tmp_path_factory.mktemp("few") / "few.db"
    with open_store(path, create=True) as store:
        for published, text in REPORTS:
            store.add(read(handed(text, published=published, publisher="The Desk")))
    return path


@pytest.fixture
def small(few: Path, tmp_path: Path) -> Path:
    """A copy of the record of two short reports, to be changed."""
    path = tmp_path / "small.db"
    shutil.copy(few, path)
    return path
