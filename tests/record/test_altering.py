"""What later reports tell of promises, truces and mandates, and what they leave alone."""

from functools import cache

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.record.altering import linked
from dateline.record.entry import Entry, Kept, entries
from dateline.record.neighbours import Neighbours
from dateline.types import Commitment, Reading

TRUCE = ("The army and the Northern Front rebels signed a truce of 30 days in Kaduna on Friday.",
         "2024-06-08")  # fmt: skip
GHANA = ("Ghana will send 300 soldiers to Mali by June 1, the ministry said.", "2024-03-05")
SUDAN = ("Sudan's army declared a 72-hour truce on Monday.", "2024-06-24")
LONGER = ("Sudan's army said on Thursday it had extended the truce by 72 hours.", "2024-06-28")
UN = ("The UN Security Council extended the mandate of UNIFIL until 31 August 2024.", "2023-08-31")
FRANCE = ("France will withdraw its troops from Niger by December 31, it said.", "2023-09-24")
NORWAY = ("Norway pledged on Monday to give 50 trucks to Ukraine.", "2024-03-02")
ECOWAS = ("Ecowas gave Niger's junta until Sunday to release President Bazoum.", "2023-07-31")
Told = tuple[str, str]

# What was promised, what was told later, and the end, force and word of the first then.
CHANGED = [
    (TRUCE, ("The army and the Northern Front rebels agreed on Thursday to extend their truce by 60 "
             "days.", "2024-06-28"), "2024-09-05", "extended", "extended"),
    (TRUCE, ("The Northern Front rebels called off their truce with the army on Tuesday, a "
             "spokesman said.", "2024-06-19"), "2024-07-07", "withdrawn", "withdrawn"),
    (TRUCE, ("The truce between the army and the Northern Front rebels in Kaduna collapsed on "
             "Tuesday.", "2024-06-19"), "2024-07-07", "expired", "expired"),
    (GHANA, ("Ghana has cancelled its plan to send 300 soldiers to Mali, the ministry said.",
             "2024-04-08"), "2024-06-01", "withdrawn", "withdrawn"),
    (SUDAN, LONGER, "2024-06-30", "extended", "extended"),
    (SUDAN, ("Sudan's army declared the truce over on Wednesday.", "2024-06-27"), "2024-06-27",
     "withdrawn", "withdrawn"),
    (UN, ("The Security Council on Wednesday renewed the mandate of UNIFIL for another year.",
          "2024-08-28"), "2025-08-31", "extended", "under way"),
    (FRANCE, ("France has brought forward its withdrawal from Niger to November 15, the ministry "
              "said.", "2023-10-12"), "2023-11-15", "amended", "pending"),
    (NORWAY, ("Norway has halved its pledge of 50 trucks for Ukraine, the ministry said on Friday.",
              "2024-03-12"), None, "amended", "pending"),
    (ECOWAS, ("Ecowas extended its deadline for Niger's junta to release President Bazoum by a "
              "week.", "2023-08-05"), "2023-08-13", "extended", "extended"),
]  # fmt: skip
APART = [
    (TRUCE, ("The army and the Southern Union rebels agreed on Thursday to extend their truce by 60 "
             "days.", "2024-06-28")),
    (TRUCE, ("The truce between the army and the Northern Front rebels is dead, analyst John Smith "
             "said.", "2024-06-20")),
    (TRUCE, ("The United Nations on Monday proposed to extend the truce between the army and the "
             "Northern Front rebels by 30 days.", "2024-06-20")),
    (GHANA, ("Ghana has cancelled its plan to send 300 soldiers to Niger, the ministry said.",
             "2024-04-08")),
    (GHANA, ("Ghana has cancelled its plan to send 200 soldiers to Mali, the ministry said.",
             "2024-04-08")),
    (GHANA, ("Ghana has cancelled its plan to send 300 soldiers to Mali, the ministry said.",
             "2024-02-08")),
    (SUDAN, ("Sudan's army said on Thursday it had extended the truce by 72 hours.", "2024-08-15")),
    (("Azerbaijan and Armenia signed a ceasefire on Monday.", "2016-04-05"),
     ("Azerbaijan and Armenia agreed on Thursday to extend their ceasefire by 30 days.",
      "2020-10-22")),
]  # fmt: skip


@cache
def report(text: str, day: str) -> Reading:
    return read(Given(text, published=day, published_basis="given"))


def record(*told: Told, day: str | None = None) -> list[tuple[str, Commitment]]:
    """The commitments of reports as they stand together on a day (else: of the last report)."""
    readings = [report(text, out) for text, out in told]
    every: list[Entry] = [e for r in readings for e in entries(r)]
    near = Neighbours(every)
    held = [Kept(r.document.id, c) for r in readings for c in r.commitments]
    published = {r.document.id: r.document.published for r in readings}
    found = linked(held, published, lambda kept: near.watched(kept).by)
    day = day or max(out for _, out in told)
    return [(kept.document, near.watched(kept).on(day)) for kept in found]


def of(told: Told, found: list[tuple[str, Commitment]]) -> Commitment:
    """The commitment that a report tells first."""
    id = report(*told).document.id
    return next(one for document, one in found if document == id)


@pytest.mark.parametrize(("first", "later", "due", "force", "status"), CHANGED)
def test_a_later_report_changes_what_was_promised(
    first: Told, later: Told, due: str | None, force: str, status: str
) -> None:
    found = record(first, later)
    one, change = of(first, found), of(later, found)
    assert (one.due.edtf if one.due else None, one.force, one.status) == (due, force, status)
    told = {s.id for s in report(*later).statements}
    assert told & set(one.because)
    if one.due != report(*first).commitments[0].due and one.due is not None:
        assert one.due.start is None  # its words stand in another report
    assert one.sentences == report(*first).commitments[0].sentences
    lasting = force in {"extended", "amended", "suspended"}
    assert (change.force == "replaced") is lasting
    assert change.status == ("unknown" if lasting else status)


@pytest.mark.parametrize(("first", "later"), APART)
def test_what_tells_of_another_or_of_none_changes_nothing(first: Told, later: Told) -> None:
    day = max(first[1], later[1])
    assert of(first, record(first, later)) == of(first, record(first, day=day))


def test_the_same_change_told_twice_is_one_and_another_is_counted() -> None:
    again = ("Sudan's army, which extended the truce by 72 hours on Thursday, spoke on it.",
             "2024-06-29")  # fmt: skip
    more = ("Sudan's army extended the truce by another 72 hours on Sunday.", "2024-06-30")
    twice = of(SUDAN, record(SUDAN, LONGER, again))
    assert twice.due is not None
    assert twice.due.edtf == "2024-06-30"
    thrice = of(SUDAN, record(SUDAN, LONGER, again, more))
    assert thrice.due is not None
    assert thrice.due.edtf == "2024-07-03"


def test_a_promise_made_anew_is_another_and_may_be_called_off_again() -> None:
    off = ("Ghana has cancelled its plan to send 300 soldiers to Mali, the ministry said.",
           "2024-04-08")  # fmt: skip
    anew = ("Ghana will send 300 soldiers to Mali by August 1, the ministry said.", "2024-05-10")
    found = record(GHANA, off, anew)
    assert [of(told, found).status for told in (GHANA, anew)] == ["withdrawn", "pending"]
    again = ("Ghana has scrapped its plan to send 300 soldiers to Mali, the ministry said.",
             "2024-06-09")  # fmt: skip
    assert of(anew, record(GHANA, off, anew, again)).status == "withdrawn"


def test_what_was_kept_before_is_called_off_no_more() -> None:
    sent = ("Ghana sent 300 soldiers to Mali on Monday, the ministry said.", "2024-04-02")
    off = ("Ghana has cancelled its plan to send 300 soldiers to Mali, the ministry said.",
           "2024-04-08")  # fmt: skip
    assert of(GHANA, record(GHANA, sent, off)).status == "kept early"


def test_force_after_a_truce_was_called_off_does_not_break_it() -> None:
    over = ("The Northern Front rebels called off their truce with the army on Tuesday.",
            "2024-06-19")  # fmt: skip
    raid = ("The army attacked the Northern Front rebels in Kaduna on Friday, killing ten.",
            "2024-06-21")  # fmt: skip
    assert of(TRUCE, record(TRUCE, over, raid)).compliance == "unknown"


@pytest.mark.parametrize(
    ("later", "compliance"),
    [
        ("Israel withdrew from Lebanon on Monday but stayed at five posts.", "partly kept"),
        ("Israel withdrew from Lebanon on Monday but tensions remain in the north.", "kept"),
    ],
)
def test_who_left_but_stayed_at_some_posts_has_kept_his_word_in_part(
    later: str, compliance: str
) -> None:
    promise = (
        "Israel will withdraw its troops from Lebanon by February 18, it said.",
        "2025-01-27",
    )
    assert of(promise, record(promise, (later, "2025-02-18"))).compliance == compliance
