from hypothesis import given
from hypothesis import strategies as st

from dateline.text.canonical import readable
from dateline.text.repeats import blanked, repeats

STORY = (
    "The last convoy left the valley at dawn. Officials saw it cross the border.\n\n"
    "Nobody was hurt in the withdrawal."
)


def test_a_report_given_twice_is_kept_once() -> None:
    text = f"Convoy leaves the disputed valley\n\n{STORY}\n\n{STORY}"
    again = repeats(text)
    assert len(again) == 1
    assert text[again[0].start : again[0].end] == STORY
    assert text[again[0].of.start : again[0].of.end] == STORY


def test_a_sentence_said_again_in_another_paragraph_is_a_repeat() -> None:
    text = "The last convoy left at dawn. It was long.\n\nNew words. The last convoy left at dawn."
    (again,) = repeats(text)
    assert text[again.start : again.end] == "The last convoy left at dawn."


def test_short_pieces_are_no_repeats() -> None:
    assert repeats("He said no.\n\nHe said no.") == ()


@given(st.lists(st.sampled_from(["One two three four five.", "Six. ", "Seven eight nine ten.\n"])))
def test_blanking_keeps_offsets_and_what_is_not_repeated(pieces: list[str]) -> None:
    text = readable("".join(pieces))
    again = repeats(text)
    plain = blanked(text, again)
    assert len(plain) == len(text)
    gone = {i for repeat in again for i in range(repeat.start, repeat.end)}
    assert all(plain[i] == text[i] for i in range(len(text)) if i not in gone)
