from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dateline.export.layout import lines, wrapped

words = st.lists(
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30), max_size=12
)
cells = st.builds(" ".join, words)
rows = st.lists(
    st.fixed_dictionaries({
        "time": cells, "event": cells, "actors": cells, "speaker": cells, "sentence": cells,
        "document": st.just("0123456789abcdef"),
    }),
    min_size=1,
    max_size=4,
)  # fmt: skip


@given(cells, st.integers(8, 60))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    done = wrapped(text, width)
    assert "".join(done).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width for line in done)


def test_a_word_that_takes_no_cell_is_kept() -> None:
    assert wrapped("aid \u1160 came", 40) == ["aid \u1160 came"]
    assert wrapped("\u1160", 40) == ["\u1160"]


@given(rows, st.integers(48, 120))
def test_a_table_fits_the_width_and_says_everything(
    table: list[dict[str, str]], width: int
) -> None:
    set_ = [line for _, line in lines(table, width)]
    assert all(cell_len(line) <= width for line in set_)
    shown = sorted("".join(set_).replace(" ", ""))
    for row in table:
        for character in "".join(row[name] for name in ("event", "sentence")).replace(" ", ""):
            shown.remove(character)


def test_the_sentence_stands_below_its_row_with_its_document() -> None:
    row = {
        "time": "2024",
        "event": "AID",
        "place": "",
        "sentence": "Aid came.",
        "document": "a" * 64,
    }
    assert list(lines([row], 40)) == [
        ("head", "time  event"),
        ("row", "2024  AID"),
        ("words", f"  Aid came. [{'a' * 12}]"),
    ]


def test_what_is_said_of_one_event_stands_together() -> None:
    claim = {
        "id": "1", "time": "2024", "event": "AID", "speaker": "Chad", "earlier": "2",
        "sentence": "Yes.", "document": "",
    }  # fmt: skip
    other = claim | {"speaker": "Niger", "earlier": "", "sentence": "No."}
    assert list(lines([claim, other], 40)) == [
        ("head", "speaker  earlier"),
        ("head", "2024 · AID"),
        ("row", "Chad     +2"),
        ("words", "  Yes."),
        ("row", "Niger"),
        ("words", "  No."),
    ]


def test_days_are_told_in_words() -> None:
    rows = [{"days": days, "sentence": "", "document": ""} for days in ("12", "0", "-3")]
    assert [line for what, line in lines(rows, 40) if what == "row"] == [
        "12 left", "today", "3 over",
    ]  # fmt: skip
