"""Full-text search: which stretches are shown of a document, and where its words are."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from dateline.store.words import runs, words
from dateline.web.excerpts import MOST, WIDE, Sought, marks, parted, stretches

Client = TestClient[Litestar]
TEXT = (
    "It was calm. The army left Kidal on Monday, Gen. Smith said.\n"
    "Rebels took the town. Émeutes in Gao! The army took Gao; Kidal was quiet."
)


def shown(text: str, words: str, **more: object) -> list[str]:
    return [text[a:b] for a, b in stretches(text, Sought(runs(words)), **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("calm", ["It was calm."]),
        ("KID", ["The army left Kidal on Monday, Gen.", "The army took Gao; Kidal was quiet."]),
        ("emeute", ["Émeutes in Gao!"]),
        ('"army took"', ["The army took Gao; Kidal was quiet."]),
        ("idal", ["It was calm."]),  # in the title alone: the beginning
        ("monday rebels", ["The army left Kidal on Monday, Gen.", "Rebels took the town."]),
    ],
)
def test_the_sentences_that_hold_the_words_are_shown(words: str, found: list[str]) -> None:
    assert shown(TEXT, words) == found


def test_what_brings_all_words_comes_before_what_comes_first() -> None:
    text = "Mali here. Mali there. Mali again. Mali left Kidal. Mali once more."
    assert "Mali left Kidal." in shown(text, "mali kidal")
    assert len(shown(text, "mali kidal")) == MOST


def test_a_known_sentence_is_shown_whole_and_a_long_one_about_the_words() -> None:
    known = (TEXT.index("The army left"), TEXT.index("\n"))
    assert shown(TEXT, "kidal", sentences=[known])[0].endswith("Gen. Smith said.")
    long = f"{'before ' * 100}Kidal {'after ' * 100}"
    (part,) = shown(long, "kidal")
    assert "Kidal" in part
    assert len(part) <= WIDE
    assert part.split()[0] == "before"
    assert shown("", "kidal") == shown(" \n", "kidal") == []


def test_marks_are_where_the_words_are_in_the_text_as_given() -> None:
    text = "ﬁnal Émeute, ÉMEUTES; e\u0301meute. Straße, STRASSEN"
    found = [text[a:b] for a, b in marks(text, Sought(runs("emeute fin strasse")))]
    assert found == ["ﬁnal", "Émeute", "ÉMEUTES", "e\u0301meute", "Straße", "STRASSEN"]
    for asked in ("emeute", "nothing", ""):
        pieces = parted(text, marks(text, Sought(runs(asked))))
        assert "".join(piece for piece, _ in pieces) == text


def test_reports_are_found_and_lead_to_the_place(client: Client) -> None:
    found = client.get("/api/v1/search?words=mission+flag").json()
    assert found["total"] == 1
    (hit,) = found["items"]
    assert [hit["title"][a:b] for a, b in hit["marks"]] == ["mission", "flag"]
    document = client.get(f"/api/v1/documents/{hit['document']}").json()
    text = document["document"]["text"]
    for excerpt in hit["excerpts"]:
        assert text[excerpt["start"] : excerpt["end"]] == excerpt["text"]
        assert excerpt["marks"]
    page = client.get("/search?words=mission+flag").text
    address = re.search(r'href="(/documents/[^"#]+mark=[^"#]+)#mark"', page)
    assert address is not None
    pointed = re.findall(
        r'<mark class="[^"]*asked"[^>]*>([^<]*)</mark>', client.get(html.unescape(address[1])).text
    )
    assert html.unescape("".join(pointed)) == hit["excerpts"][0]["text"]


def test_a_sentence_that_tells_of_an_event_leads_there(client: Client) -> None:
    hits = client.get("/api/v1/search?words=withdraw").json()["items"]
    told = [e for hit in hits for e in hit["excerpts"] if e["event"]]
    assert told
    assert client.get(f"/events/{told[0]['event']}").status_code == 200


def test_days_order_and_pages_hold_for_search(client: Client) -> None:
    every = client.get("/api/v1/search?words=the").json()
    days = [hit["said"] for hit in every["items"]]
    assert days == sorted(days, reverse=True)
    assert every["total"] == len(days) > 3
    oldest = client.get("/api/v1/search?words=the&order=oldest&size=2&page=2").json()
    assert [hit["said"] for hit in oldest["items"]] == days[::-1][2:4]
    assert oldest["total"] == every["total"]
    then = client.get("/api/v1/search?words=the&as_of=2023-12-31").json()
    assert {hit["said"] for hit in then["items"]} == {day for day in days if day <= "2023-12-31"}
    between = client.get("/api/v1/search?words=the&from=2023-06&to=2023-12").json()
    assert {hit["said"] for hit in between["items"]} == {"2023-09-29", "2023-12-11"}


@pytest.mark.parametrize(
    "words", ["%22", "%22%22", "*", "-", "NEAR(a+b)", "a%00b", "%25+_", "'; --"]
)
def test_no_words_make_the_search_fail(client: Client, words: str) -> None:
    assert client.get(f"/search?words={words}").status_code == 200
    assert client.get(f"/export/search.csv?words={words}").status_code == 200


def test_where_no_word_stands_in_it_a_text_is_shown_from_its_first_letter() -> None:
    assert stretches("\nAid came.", Sought(runs("flood"))) == [(1, 10)]


@given(st.text(max_size=400), st.text(max_size=30))
def test_what_is_shown_is_of_the_text_and_what_is_marked_was_looked_for(
    text: str, asked: str
) -> None:
    sought = Sought(runs(asked))
    found = stretches(text, sought)
    assert len(found) <= MOST
    assert found == sorted(found)
    assert all(0 <= start < end <= len(text) for start, end in found)
    first = tuple(run[0] for run in sought.runs)
    for start, end in marks(text, sought):
        assert any(word.startswith(first) for word in words(text[start:end]))
    held = words(text)
    if found and sought.runs and all(len(run) == 1 for run in sought.runs):
        some = any(word.startswith(first) for word in held)
        assert some == bool(marks(text, sought))
