"""Commitments and silences decided about, in every store and at the command line."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import Connection
from typer.testing import CliRunner, Result

from dateline.analysis import Given
from dateline.cli.main import app
from dateline.errors import UsageError
from dateline.pipeline import read
from dateline.store import Query, Store, following, open_store, views
from dateline.store.answers import CommitmentRow, SilenceRow
from dateline.store.grounds import why
from dateline.store.lessons import lessons
from dateline.store.sql import SqlStore
from dateline.store.verified import verified
from dateline.types import Reading

Open = Callable[[], Store]
TEXTS = (
    ("2024-05-01",
     "Mali's army said on Wednesday that it will leave Kidal by 1 July 2024. "
     "Rebels attacked Gao on Tuesday. Niger has not commented on the attack."),
    ("2024-06-12", "Malian troops left Kidal on Monday 10 June, residents said."),
)  # fmt: skip
READINGS = [read(Given(t, published=day, published_basis="given")) for day, t in TEXTS]
LEFT = READINGS[1].statements[0].id


def filled(store: Store, readings: list[Reading] | None = None) -> None:
    for reading in readings or READINGS:
        store.add(reading)


def promise(store: Store, as_of: str = "2024-08-01") -> CommitmentRow:
    return next(
        r
        for r in views.commitments(store, Query(as_of=as_of)).items
        if r.commitment.action.type == "RETREAT"
    )


def silence(store: Store, as_of: str | None = None) -> SilenceRow:
    return views.silences(store, Query(as_of=as_of)).items[0]


def test_decisions_on_commitments_and_silences_are_kept(reopen: Open) -> None:
    with reopen() as store:
        filled(store)
        one, quiet = promise(store), silence(store)
        assert (one.commitment.status, quiet.ended) == ("kept early", None)
        made = [
            *views.correct(store, [one.id[:8]], "because", "-", who="A", why="another unit"),
            *views.correct(store, [quiet.id], "ended", LEFT[:10], who="A"),
        ]
    with reopen() as store:
        assert [d.id for d in store.decisions()] == [d.id for d in made]
        again, heard = promise(store), silence(store)
        assert (again.commitment.status, again.decided) == ("overdue", ("correct because",))
        assert heard.ended is not None
        assert heard.ended.statement.id == LEFT
        assert silence(store, "2024-05-02").ended is None
        assert verified(store).faults == ()
        for each in made:
            views.withdraw(store, each.id, who="B")
        assert (promise(store), silence(store)) == (one, quiet)
        views.decide(store, "reject", [one.id], who="A")
        views.decide(store, "reject", [quiet.id], who="A")
        assert views.silences(store).total == 0
        assert one.id not in {r.id for r in views.commitments(store).items}
        assert verified(store).faults == ()


def test_what_a_decision_leaves_as_it_was_is_not_followed_anew(
    reopen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew: list[str] = []
    come = following.come

    def noted(on: Connection, id: str, *, own: bool = False) -> None:
        anew.append(id)
        come(on, id, own=own)

    monkeypatch.setattr(following, "come", noted)
    with reopen() as store:
        assert isinstance(store, SqlStore)
        filled(store)
        assert store.follow()
        one = promise(store)
        anew.clear()
        for id in (one.id, LEFT):
            views.decide(store, "accept", [id], who="A")
            assert not anew
        assert promise(store).commitment == one.commitment
        assert promise(store).decided == ("accept",)
        views.decide(store, "reject", [LEFT], who="A")
        assert anew
        assert store.followed()  # at once
        assert promise(store).commitment.status != one.commitment.status


def test_they_hold_when_a_newer_program_reads(reopen: Open) -> None:
    with reopen() as store:
        filled(store)
        views.correct(store, [promise(store).id], "term", "P9D", who="A")
        views.decide(store, "accept", [silence(store).id], who="A")
        held = silence(store)
        newer = replace(
            READINGS[0], commitments=(), silences=(),
            versions=replace(READINGS[0].versions, program="9"),
        )  # fmt: skip
        store.add(newer)
        assert promise(store).commitment.term == "P9D"
        assert silence(store) == held
        assert verified(store).faults == ()


def test_ids_are_of_one_sort(reopen: Open) -> None:
    with reopen() as store:
        filled(store)
        with pytest.raises(UsageError, match="not of two"):
            views.decide(store, "accept", [promise(store).id, silence(store).id], who="A")
        with pytest.raises(UsageError, match="no such statement or event"):
            views.correct(store, [promise(store).id], "because", "nothing", who="A")
        with pytest.raises(UsageError, match="of events and statements alone"):
            views.decide(store, "same", [promise(store).id], who="A")


def test_why_and_lessons_lead_to_them(reopen: Open) -> None:
    with reopen() as store:
        filled(store)
        one, quiet = promise(store), silence(store)
        (made,) = views.correct(store, [one.id], "due", "2024-06-01", who="A")
        said = views.decide(store, "reject", [quiet.id], who="A", why="it did")
        found = {(g.cell, g.value): g for g in why(store, one.id).grounds}
        assert (found["due", "2024-06-01"].by, found["due", "2024-06-01"].held) == ("person", True)
        assert not found["due", "2024-07-01"].held
        assert found["status", "kept late"].held
        gone = why(store, quiet.id)
        assert (gone.what, [g.held for g in gone.grounds]) == (
            "silence", [False] * len(gone.grounds),
        )  # fmt: skip
        assert gone.decisions == (said,)
        assert why(store, made.id).documents == why(store, one.id).documents
        taught = list(lessons(store))
        assert [(x.task, x.cell) for x in taught] == [("cell", "due"), ("silence", None)]
        for each in taught:
            words = each.one.sentence.text[each.one.trigger.start : each.one.trigger.end]
            assert words == each.one.trigger.text
        assert taught[1].label is False
        assert msgspec.json.encode(taught)


def run(*arguments: str, input: str | None = None) -> Result:
    env = {"COLUMNS": "200", "DATELINE_WHO": "A. Analyst"}
    return CliRunner().invoke(app, list(arguments), input=input, env=env)


def test_at_the_command_line(tmp_path: Path) -> None:
    record = str(tmp_path / "record.db")
    with open_store(record, create=True) as store:
        filled(store)
    rows = msgspec.json.decode(
        run("show", "commitments", "--format", "json", "--record", record).stdout
    )
    id = next(r["id"] for r in rows if "leave Kidal" in r["action"])
    done = run(
        "decide", "correct", id, "--cell", "compliance",
        "--value", "partly kept since 2024-07-02", "--record", record,
    )  # fmt: skip
    assert done.exit_code == 0, done.exception
    shown = run("show", "commitments", "--as-of", "2024-07-03", "--record", record).stdout
    assert "correct compliance" in shown
    told = run("why", id, "--record", record).stdout
    assert "compliance: partly kept [a person:" in told
    review = ("review", "--record", record, "--only")
    one = run(*review, "commitments", input="c due 2024-06-05\nsame 1\na as said\ns\n").stdout
    assert "kept: correct due" in one
    assert "same: of events alone" in one
    assert "kept: accept" in one
    assert "2 decisions by A. Analyst" in one
    two = run(*review, "silences", input="r it has spoken\n").stdout
    assert "silence of Niger" in two
    assert "nothing is left" in two
    assert run("show", "silences", "--record", record).stdout == "nothing found\n"
    nothing = run(*review, "silences", "--type", "RETREAT", input="")
    assert "neither type nor status" in str(nothing.exception)


def test_the_review_goes_through_events_commitments_and_silences(tmp_path: Path) -> None:
    record = str(tmp_path / "record.db")
    with open_store(record, create=True) as store:
        filled(store)
    skipped = run("review", "--record", record, input="s\n" * 20).stdout
    assert "nothing is left to look at" in skipped
    heads = [line for line in skipped.splitlines() if line[:1].isalpha()]
    assert any(line.startswith("commitment") for line in heads)
    assert any(line.startswith("silence of Niger") for line in heads)
    assert any(line.startswith("ASSAULT") for line in heads)
