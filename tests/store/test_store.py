"""One contract, run over every store."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec.structs
import pytest

from dateline.analysis import Given
from dateline.errors import DocumentError, RecordError
from dateline.pipeline import read
from dateline.store import Query, Store, open_store, versions_key
from dateline.store.filters import asked_for
from dateline.types import Reading

Open = Callable[[], Store]
FIRST = read(
    Given(
        "Mali's army said on Monday that its soldiers had killed 12 rebels near Kidal. "
        "France has not commented. The army will withdraw from Kidal by March 2025.",
        published="2024-06-12",
        published_basis="given",
    )
)
SECOND = read(
    Given(
        "Police in Georgia arrested three protesters in Tbilisi on Friday.",
        published="2023-01-09",
        published_basis="given",
    )
)


def everything(store: Store) -> list[object]:
    return [
        list(store.documents()), store.entries(Query()), store.commitments(), store.silences(),
    ]  # fmt: skip


def test_what_is_put_in_comes_out(reopen: Open) -> None:
    with reopen() as store:
        assert store.add(FIRST)
        assert [d for d, _ in store.documents()] == [FIRST.document]
        assert [e.statement for e in store.entries(Query())] == list(FIRST.statements)
        assert [k.commitment for k in store.commitments()] == list(FIRST.commitments)
        assert [u.silence for u in store.silences()] == list(FIRST.silences)
    assert FIRST.statements
    assert FIRST.commitments
    assert FIRST.silences


def test_the_same_again_changes_nothing_and_order_does_not_matter(
    reopen: Open, tmp_path: Path
) -> None:
    with reopen() as store:
        assert [store.add(FIRST), store.add(SECOND), store.add(FIRST)] == [True, True, False]
        held = everything(store)
    with reopen() as store:
        assert everything(store) == held
    with open_store(tmp_path / "other.db", create=True) as other:
        other.add(SECOND)
        other.add(FIRST)
        assert everything(other) == held


def test_a_copy_elsewhere_is_the_same_document(reopen: Open) -> None:
    copy = msgspec.structs.replace(
        FIRST, document=msgspec.structs.replace(FIRST.document, source="copy.txt")
    )
    with reopen() as store:
        assert [store.add(FIRST), store.add(copy)] == [True, False]
        assert store.find(FIRST.document.id) == (FIRST.document, versions_key(FIRST.versions))
        assert store.find("0" * 64) is None


def test_a_reading_by_another_version_takes_the_place_of_the_old_one(reopen: Open) -> None:
    newer = msgspec.structs.replace(
        FIRST, statements=(), versions=msgspec.structs.replace(FIRST.versions, program="9")
    )
    with reopen() as store:
        store.add(FIRST)
        assert store.add(newer)
        assert store.entries(Query()) == []
        assert len(list(store.documents())) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(type="coerce"), [SECOND]),
        (Query(country="mli"), [FIRST]),
        (Query(place="tbil"), [SECOND]),
        (Query(actor="mli.mil"), [FIRST]),
        (Query(as_of="2023-12-31"), [SECOND]),
        (Query(from_="2024-01-01"), [FIRST]),
        (Query(to="2023-12-31", type="COERCE"), [SECOND]),
        (Query(actor="nobody at all"), []),
        (Query(text="KIDAL soldiers"), [FIRST]),
        (Query(text="protest tbil"), [SECOND]),
        (Query(text="bilisi"), []),
        (Query(text="kidal tbilisi"), []),
        (Query(text='it\'s "friday" OR -- *'), []),
    ],
)
def test_filters(reopen: Open, query: Query, found: list[Reading]) -> None:
    with reopen() as store:
        store.add(FIRST)
        store.add(SECOND)
        entries = store.entries(query)
        assert {e.document for e in entries} == {r.document.id for r in found}
        assert entries == [e for e in store.entries(Query()) if asked_for(e, query)]


def test_a_reader_sees_what_is_whole_while_another_writes(reopen: Open) -> None:
    with reopen() as writer, reopen() as reader:
        writer.add(FIRST)
        entries = reader.entries(Query())
        writer.add(SECOND)
        assert {e.document for e in entries} == {FIRST.document.id}
        assert len({e.document for e in reader.entries(Query())}) == 2


def test_a_write_that_fails_leaves_nothing_of_itself(reopen: Open) -> None:
    twice = msgspec.structs.replace(FIRST, statements=(*FIRST.statements, FIRST.statements[0]))
    with reopen() as store:
        store.add(SECOND)
        with pytest.raises(DocumentError):
            store.add(twice)
        assert [d for d, _ in store.documents()] == [SECOND.document]


def test_what_is_no_record_is_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("these are notes, and no database at all" * 40)
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE notes (x)")
    connection.close()
    for path in (text, foreign, tmp_path / "no/such/folder.db", tmp_path):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(RecordError):
            open_store(path, create=True)
        assert (path.read_bytes() if path.is_file() else b"") == before
    with pytest.raises(RecordError):
        open_store(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_a_copy_that_says_less_loses_nothing(reopen: Open) -> None:
    text = FIRST.document.text
    bare = read(Given(text, title="Soldiers kill rebels"))
    with reopen() as store:
        store.add(FIRST)
        assert store.add(bare)
        assert not store.add(bare)
        (document, _) = next(store.documents())
        assert document.published == FIRST.document.published
        assert document.title == "Soldiers kill rebels"
        assert [e.statement for e in store.entries(Query())] == list(FIRST.statements)
    with reopen() as store:
        assert not store.add(FIRST)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(text="kidal"), [FIRST]),
        (Query(text="army wIthdr"), [FIRST]),
        (Query(text="Tbilisi"), [SECOND]),
        (Query(text="three OR protesters"), []),
        (Query(text="fr"), [FIRST, SECOND]),
        (Query(text="bilisi"), []),
        (Query(text='"killed 12 rebels near"'), [FIRST]),
        (Query(text='"rebels killed"'), []),
        (Query(text='"illed 12"'), []),
        (Query(text='"arrested three" tbil'), [SECOND]),
        (Query(text="fr", as_of="2023-12-31"), [SECOND]),
        (Query(text="fr", from_="2024-01-01"), [FIRST]),
        (Query(text="fr", to="2023-01-31"), [SECOND]),
        (Query(text=None), []),
        (Query(text='" ** % _ " \' :'), []),
        (Query(text="𞤀𞤁 ￾ \ud83d"), []),
    ],
)
def test_documents_are_found_by_title_and_text(
    reopen: Open, query: Query, found: list[Reading]
) -> None:
    with reopen() as store:
        store.add(FIRST)
        store.add(SECOND)
        page = store.search(query, 0, 50)
        assert page.items == tuple(r.document.id for r in found)
        assert page.total == len(found)
        assert store.search(query, 0, 50, newest=False).items == page.items[::-1]
        assert store.search(query, 1, 1).items == page.items[1:2]
        assert store.search(query, 9, 1).total == store.search(query, 0, 1).total == len(found)


def test_a_title_that_comes_later_is_found_and_a_document_taken_out_is_not(reopen: Open) -> None:
    named = msgspec.structs.replace(
        FIRST, document=msgspec.structs.replace(FIRST.document, title="Émeute à Gao")
    )
    newer = msgspec.structs.replace(
        named, versions=msgspec.structs.replace(FIRST.versions, program="9")
    )
    with reopen() as store:
        store.add(FIRST)
        assert store.search(Query(text="emeute"), 0, 9).total == 0
        store.add(named)
        assert store.search(Query(text="emeute KIDAL"), 0, 9).items == (FIRST.document.id,)
        store.add(newer)
        assert store.search(Query(text='"a gao"'), 0, 9).items == (FIRST.document.id,)
        assert list(store.faults()) == []


def test_a_word_without_an_end_is_kept_and_found(reopen: Open) -> None:
    text = f"{'ab' * 5000} was left in Kidal. {'ﷺ1 ' * 9000}"
    with reopen() as store:
        store.add(read(Given(text)))
        assert store.search(Query(text="ab" * 5000), 0, 9).total == 1
        assert store.search(Query(text="b"), 0, 9).total == 0
