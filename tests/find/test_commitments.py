"""Promises and duties: text, day -> who, what, until when, how it stands."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.types import Commitment

DAY = "2024-06-12"


def commitments(text: str, day: str | None = DAY) -> tuple[Commitment, ...]:
    reading = read(Given(text, published=day, published_basis="given" if day else None))
    assert reading.failures == ()
    known = {s.id for s in reading.statements}
    for commitment in reading.commitments:
        assert {*commitment.because, *filter(None, [commitment.basis])} <= known
        action = commitment.action
        assert text[action.start : action.end] == action.text
    return reading.commitments


ROWS = [
    ("France promised to withdraw its troops from Niger by December.", "FRA", "do", "2024-12-31"),
    ("The United States pledged to send 700 soldiers to Kosovo.", "USA", "do", None),
    ("Russia will withdraw its forces from Kherson by 1 July.", "RUS", "do", "2024-07-01"),
    ("The Houthis said they would release 50 prisoners.", "YEM", "do", None),
    ("Israel agreed not to attack Lebanon.", "ISR", "refrain", None),
    ("Under the deal, Ethiopia will allow aid into Tigray within 30 days.", "ETH", "do",
     "2024-07-12"),
    ("Kenya announced that its police would leave Haiti by the end of July.", "KEN", "do",
     "2024-07-31"),
    ("Sudan's army and the Rapid Support Forces signed a seven-day ceasefire on Wednesday.", "SDN",
     "refrain", "2024-06-19"),
    ("The Taliban vowed to free the two journalists.", "AFG", "do", None),
    ("Eritrea promised to pull its soldiers out of Tigray by 15 July.", "ERI", "do", "2024-07-15"),
    ("The United Nations agreed to withdraw its peacekeepers from Mali by 31 December 2024.", "UNO",
     "do", "2024-12-31"),
    ("Armenia vowed to return the prisoners within ten days.", "ARM", "do", "2024-06-22"),
    ("Germany pledged to provide aid to Sudan.", "DEU", "do", None),
    ("The Philippine army agreed to a ceasefire until 30 June.", "PHL", "refrain", "2024-06-30"),
    ("Under the agreement, Serbia must withdraw its police from Kosovo by 1 August.", "SRB", "do",
     "2024-08-01"),
    ("Turkey undertook not to send troops to Libya.", "TUR", "refrain", None),
    ("Pakistan guaranteed to release the pilot next week.", "PAK", "do", "2024-06-23"),
    ("Chad said that it would open the border with Sudan.", "TCD", "do", None),
    ("Georgia committed to release 12 prisoners by the end of 2024.", "GEO", "do", "2024-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "country", "duty", "due"), ROWS)
def test_who_is_bound_to_what(text: str, country: str, duty: str, due: str | None) -> None:
    found = commitments(text)
    assert len(found) == 1
    assert country in {a.country for a in found[0].by}
    assert found[0].duty == duty
    assert (found[0].due.to if found[0].due else None) == due
    assert found[0].status == "pending"


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine urged Russia to withdraw its troops.",
        "France demanded that the rebels leave.",
        "If Russia attacks, NATO would send troops.",
        "The army left the town of Kidal on Monday.",
        "Rebels could attack the town.",
        "Russia has not promised to leave.",
        "The president may release the prisoners.",
        "Iran denied that it had sent weapons.",
        "Eritrea refused to withdraw its soldiers.",
        "The council called on Serbia to leave Kosovo.",
        "Analysts expect Chad to open the border.",
        "Turkey did not agree to a ceasefire.",
        "Rebels threatened to attack Goma.",
        "Would Russia withdraw its troops?",
        "Colombia accused the rebels of breaking the ceasefire.",
    ],
)
def test_what_binds_nobody(text: str) -> None:
    assert commitments(text) == ()


PRESENCE = (
    "Russian peacekeepers were deployed to Karabakh in the autumn of 2020. Under the agreement "
    "between Armenia, Azerbaijan and Russia, the Russian contingent was expected to remain for "
    "five years, with the possibility of extension. {}"
)


def test_a_term_counts_from_the_deployment_and_ends_early() -> None:
    left = "Russian troops withdrew from Karabakh on Monday."
    (found,) = commitments(PRESENCE.format(left))
    assert (found.term, found.extendable) == ("P5Y", True)
    assert found.begins is not None
    assert found.due is not None
    assert (found.begins.edtf, found.due.edtf) == ("2020-23", "2025-23")
    assert (found.timing, found.force, found.status) == ("early", "withdrawn", "ended early")
    assert {a.country for a in found.to} == {"ARM", "AZE"}


def test_without_news_a_presence_is_under_way_and_in_the_end_expired() -> None:
    assert commitments(PRESENCE.format(""))[0].status == "under way"
    assert commitments(PRESENCE.format(""), "2026-03-01")[0].status == "expired"


def test_a_term_without_a_start_has_no_end() -> None:
    expected = "The Russian contingent was expected to remain for five years."
    had = "Armenia had vowed to return the prisoners within ten days."
    for text, day, term in ((expected, None, "P5Y"), (expected, DAY, "P5Y"), (had, DAY, "P10D")):
        (found,) = commitments(text, day)
        assert (found.term, found.due) == (term, None)


def test_an_earlier_announcement_is_kept_by_what_is_told_now() -> None:
    text = (
        "Russian troops left Karabakh on Wednesday. The Kremlin announced in April that Russian "
        "troops would leave Karabakh ahead of schedule."
    )
    (found,) = commitments(text)
    assert (found.status, found.timing) == ("kept", "no deadline")
    assert found.made is not None
    assert found.made.edtf == "2024-04"


def test_a_deadline_that_has_passed_is_overdue() -> None:
    text = "In 2020 Turkey promised to withdraw its troops from Libya by March 2021."
    (found,) = commitments(text)
    assert found.due is not None
    assert (found.due.edtf, found.status) == ("2021-03", "overdue")


@pytest.mark.parametrize(
    "text",
    [
        "The truce of 40 days began after the truce of the truce.",
        "It promised it to it until 31 June.",
        "The deadline of 2019 was set in 2031 for the ceasefire until 1999 by Mali.",
    ],
)
def test_odd_texts_do_no_harm(text: str) -> None:
    commitments(text)


@pytest.mark.parametrize(
    ("text", "by", "due"),
    [
        ("Kenya sent 500 policemen to Haiti. Their mandate runs to March 15.", "Their", "2001-03-15"),
        ("The U.N. Security Council set up the mission this month for one year.", "U.N. Security Council", "2002-01"),
        ("President Putin announced on Friday that the pullout would take no more than ten days.", "President Putin", "2001-01-29"),
    ],
)  # fmt: skip
def test_what_has_a_length_of_its_own_has_an_end(text: str, by: str, due: str) -> None:
    (made,) = read(Given(text, published="2001-01-20", published_basis="given")).commitments
    assert (made.by[0].text, made.duty, made.due and made.due.edtf) == (by, "do", due)


def test_what_is_said_besides_is_the_same_speakers_duty() -> None:
    text = (
        "The Foreign Minister of Norway said that they would not attack and would stay until June."
    )
    made = read(Given(text, published="2001-01-20", published_basis="given")).commitments
    assert [c.duty for c in made] == ["refrain", "do"]


def test_two_truces_of_one_side_years_apart_are_two() -> None:
    text = (
        "In March 2006 ETA declared a truce. It lasted for nine months. In October 2011 "
        "ETA declared an end to its armed activity."
    )
    assert [c.duty for c in read(Given(text, published="2017-04-08")).commitments] == [
        "refrain"
    ] * 2


def test_who_heads_the_list_of_what_was_pledged_pledges() -> None:
    text = "Governments pledged $522 million on Friday. Japan headed the list with $130 million."
    found = read(Given(text, published="1999-12-18")).commitments
    assert [c.by[0].text for c in found] == ["Governments", "Japan"]


@pytest.mark.parametrize(
    "text",
    [
        "The resolution allows the mission to lend troops to the force in Congo.",
        "Their envoy is expected to announce new sanctions there.",
        "Japan headed the list with nine medals.",
        "No pledge of aid has come. If Japan heads the list with $130 million, others will follow.",
        "No pledge of aid has come. Tokyo denied that Japan headed the list with $130 million.",
    ],
)
def test_what_is_allowed_or_expected_binds_nobody(text: str) -> None:
    assert read(Given(text, published="2001-01-20")).commitments == ()


def test_a_truce_runs_from_the_day_on_which_it_takes_effect() -> None:
    (truce,) = commitments(
        "Ecuador's government and the Los Lobos gang have agreed on a truce of 30 days that takes "
        "effect at midnight on Friday."
    )
    assert truce.begins is not None
    assert truce.due is not None
    assert (truce.begins.edtf, truce.term, truce.due.edtf) == ("2024-06-14", "P30D", "2024-07-14")


def test_a_term_under_a_condition_has_no_end_yet() -> None:
    (truce,) = commitments(
        "Ukraine said that it was ready to accept an immediate 30-day ceasefire, provided that Russia "
        "did the same."
    )
    assert (truce.term, truce.due, truce.timing) == ("P30D", None, "no deadline")


def test_two_promises_of_one_kind_about_other_things_are_two() -> None:
    text = (
        "Nigeria promised on Monday to hand over the prisoners. The president spoke for an hour. "
        "Nigeria also promised to hand over the peninsula."
    )
    told = commitments(text)
    assert len(told) == 2


@pytest.mark.parametrize(
    ("told", "amount"),
    [
        ("Denmark halved its pledge on Monday.", 150),
        ("Denmark doubled its pledge on Monday.", 600),
        ("Denmark cut its pledge to 200 soldiers on Monday.", 200),
        ("Denmark cut its pledge on Monday.", None),
    ],
)
def test_a_resized_pledge_has_its_new_amount(told: str, amount: int | None) -> None:
    (promise,) = commitments(f"Denmark promised in May to send 300 soldiers to Mali. {told}")
    held = promise.action.quantity
    assert (promise.force, None if held is None else held.min) == ("amended", amount)
