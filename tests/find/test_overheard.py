"""What only the encoder's head hears: duties in no words of the rules, silences in no cue's."""

import pytest

from dateline.analysis import Analysis, Given
from dateline.find.coder import Heard
from dateline.pipeline import analyse, default_stages


def _read(text: str) -> Analysis:
    given = Given(text=text, published="2024-06-12", published_basis="given")
    return analyse(given, default_stages())


def test_a_duty_in_no_words_of_the_rules_binds_who_is_to_do_it() -> None:
    text = "The junta has set itself a year to hand the country back to civilians."
    (duty,) = _read(text).commitments
    assert duty.action.text.startswith("hand the country back")
    assert [actor.text for actor in duty.by] == ["junta"]


@pytest.mark.parametrize(
    "text",
    [
        "If it had a year, the junta would hand the country back to civilians.",
        "The junta may hand the country back to civilians.",
        "The junta hopes to hand the country back to civilians.",
        "The council will decide on Tuesday whether to suspend the member.",
        "“It is not over,” the general will add on Friday.",
        "The army's plan to train recruits pleased the villages.",
    ],
)
def test_what_grammar_leaves_open_binds_nobody(text: str) -> None:
    assert _read(text).commitments == ()


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        (
            "Within 60 days the guerrillas are to gather in eight camps and hand over their arms.",
            {"gather in eight camps", "hand over their arms"},
        ),
        (
            "The rebels promised to pull their men out by Friday and to hand the town to the police.",
            {"pull their men out by Friday", "hand the town to the police"},
        ),
        (
            "The militia is to lift the siege by the same hour, return captured arms and go home.",
            {"lift the siege by the same hour", "return captured arms", "go home"},
        ),
    ],
)
def test_what_is_joined_is_each_a_duty_of_its_own(text: str, actions: set[str]) -> None:
    assert {made.action.text for made in _read(text).commitments} == actions


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("He has invited his opponents to a dialogue, which will open on July 1.", "He"),
        ("Spain has offered 45 officers to the observers.", "Spain"),
        ("Parliament is to vote on the deal on Friday.", "Parliament"),
        ("The opposition said it would decide by Sunday whether to attend.", "opposition"),
    ],
)
def test_who_is_bound_by_a_day_or_an_offer(text: str, by: str) -> None:
    (duty,) = _read(text).commitments
    assert [actor.text for actor in duty.by] == [by]


def test_a_mandate_to_govern_binds_nobody_to_stay() -> None:
    assert (
        _read("Parliament extended the president's mandate from five to seven years.").commitments
        == ()
    )


@pytest.mark.parametrize(
    ("text", "action", "by"),
    [
        (
            "A Bulgarian minesweeper will join the watch in June, the ministry has offered.",
            "join the watch in June",
            ["A Bulgarian minesweeper"],
        ),
        (
            "The doctors will close their clinics for two hours on Monday.",
            "close their clinics for two hours on Monday",
            ["doctors"],
        ),
        (
            "Turkey and Armenia signed a protocol on Saturday. Diplomats will be exchanged within"
            " two months.",
            "Diplomats will be exchanged within two months",
            ["Turkey", "Armenia"],
        ),
        (
            "The regulator had pledged on Monday that nothing would be switched off.",
            "switched off",
            ["The regulator"],
        ),
        (
            "The United Nations will watch over the truce with 1,000 men.",
            "watch over the truce with 1,000 men",
            ["United Nations"],
        ),
    ],
)
def test_what_the_head_is_sure_of_binds_whoever_is_to_do_it(
    text: str, action: str, by: list[str]
) -> None:
    (duty,) = _read(text).commitments
    assert duty.action.text == action
    assert [actor.text for actor in duty.by] == by


@pytest.mark.parametrize(
    "text",
    [
        "The army has begun to leave the town.",
        "We do not force anybody to leave, the ministry said.",
        "Neither side has moved its divisions out of the valley.",
    ],
)
def test_what_is_done_or_not_done_now_binds_nobody(text: str) -> None:
    assert _read(text).commitments == ()


def test_a_silence_in_no_words_of_a_cue_is_of_who_is_asked() -> None:
    text = "The banker, Somchai Rattana, was met by policemen and made no remark to the cameras."
    (silence,) = _read(text).silent
    assert silence.span.text == "remark"


def test_shares_of_what_words_tell_are_of_one_each() -> None:
    analysis = _read("Rwanda has signed up to take the first 200 of them.")
    for what in ("triggers", "duties", "silences", "grounds"):
        heard = Heard(analysis, analysis.sentences[0], what)
        sums = [float(heard.of(token).sum()) for token in analysis.tokens[:-1]]
        assert sums == pytest.approx([1.0] * len(sums), abs=1e-4)
        assert 0.0 <= heard.most() <= 1.0


def test_where_nobody_is_told_who_is_bound_the_duty_stands_without_one() -> None:
    (duty,) = _read("The detainees will be moved to a camp on the coast next week.").commitments
    assert (duty.by, duty.status) == ((), "pending")


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("The army rejects that account and promised to publish its report within a week.",
         "publish its report"),
        ("The rebels have vowed to fight on for full autonomy.", "fight on"),
        ("The envoy is expected to present the government's answers within days.", "present"),
        ("The minister said the soldiers would leave the coast and would stay inland until relief "
         "had arrived.", "stay inland"),
    ],
)  # fmt: skip
def test_a_duty_is_heard_where_the_sentence_is_long(text: str, action: str) -> None:
    assert any(made.action.text.startswith(action) for made in _read(text).commitments)


def test_what_a_draft_says_binds_nobody() -> None:
    assert _read("Under a draft, the guerrillas would gather at 18 points.").commitments == ()
