"""Pages made to hang or fool their reader."""

import pytest

from dateline.errors import EmptyError, TooLargeError
from dateline.sources.html import MAX_ATTRIBUTES, MAX_ELEMENTS, MAX_SCRIPT, from_html

BODY = (
    "<article><h1>Last troops leave</h1><p>The defence ministry said on Wednesday that the last "
    "troops had left the region after four years, and that it would take over their posts.</p>"
    "<p>The other side has not commented on the departure, which had been announced before.</p>"
)
END = "</article></body></html>"


def page(head: str = "", body: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{BODY}{body}{END}"


@pytest.mark.parametrize(
    "text",
    [
        page(body="<p>hi</p>" * (MAX_ELEMENTS + 1)),
        page(body="<p " + " ".join(f"a{i}=1" for i in range(80_000)) + ">x</p>"),
        page(body="<p " + " ".join(f"a{i}='>'" for i in range(MAX_ATTRIBUTES + 1)) + ">x</p>"),
        page(body="<p " + "/".join(f"a{i}" for i in range(80_000))),
    ],
)
def test_more_than_a_page_has_is_refused_before_it_is_parsed(text: str) -> None:
    with pytest.raises(TooLargeError):
        from_html(text, None)


def test_an_element_may_have_as_many_attributes_as_elements_have() -> None:
    many = "<p " + " ".join(f"a{i}='>\"'" for i in range(MAX_ATTRIBUTES)) + ">And more.</p>"
    assert "last troops" in from_html(page(body=many), None).text


def test_huge_metadata_is_left_out_and_small_is_read() -> None:
    broken = '{"@type":["' * MAX_SCRIPT
    given = from_html(page(head=f'<script type="application/ld+json">{broken}</script>'), None)
    assert "last troops" in given.text
    data = '{"@type":"NewsArticle","datePublished":"2024-06-12","headline":"Last troops leave"}'
    given = from_html(page(head=f'<script type="application/ld+json">{data}</script>'), None)
    assert given.published == "2024-06-12"


@pytest.mark.parametrize("date", ["2024-99-99", "soon", "", "0000-00-00"])
def test_a_date_that_is_none_is_no_date(date: str) -> None:
    head = f'<meta property="article:published_time" content="{date}">'
    given = from_html(page(head=head), None)
    assert (given.published, given.published_basis) == (None, None)


def test_entities_that_stand_for_each_other_do_not_grow() -> None:
    layers = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    text = f'<!DOCTYPE html [<!ENTITY e0 "ha">{layers}]><html><body>{BODY}<p>&e11;</p>{END}'
    assert len(from_html(text, None).text) < len(text)


@pytest.mark.parametrize(
    "text", ["<html></html>", "<html><frameset><frame src='file:///etc/hostname'></html>"]
)
def test_no_article_is_said(text: str) -> None:
    with pytest.raises(EmptyError):
        from_html(text, None)
