import os
from pathlib import Path

import pytest

from dateline.errors import DataError, DateError, DocumentError, EmptyError, UsageError
from dateline.sources import Where, gather, load

PAGE = """<!DOCTYPE html><html><head><title>Peacekeepers leave | Daily</title>
<meta property="og:site_name" content="The Daily"><meta name="author" content="Ann Writer">
<meta property="article:published_time" content="2024-06-12T10:00:00Z">
<script>document.write('<p>The script said that the army attacked the town.</p>')</script></head>
<body><nav>Home World Sport</nav><article><h1>Peacekeepers leave</h1>
<p>The defence ministry said on Wednesday that the last peacekeepers had left the region after
four years, and that it would now take over their posts along the road to the border.</p>
<p>The other side has not commented on the departure, which had been announced in April by a
spokesman for the president, who gave no date for the end of the operation.</p>
</article><footer>All rights reserved</footer></body></html>"""
TEXT = "The army said on Monday that it had left the town of Kidal.\n"


def test_folders_are_opened_in_order_and_what_is_missing_is_said(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.html", "notes.md"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/d.txt").write_text(TEXT)
    found = list(gather([str(tmp_path), str(tmp_path / "none.txt"), "-"]))
    names = [w.path.name if w.path else "-" for w in found if isinstance(w, Where)]
    assert names == ["a.txt", "b.txt", "c.html", "d.txt", "-"]
    assert [str(e) for e in found if isinstance(e, UsageError)] == [
        f"{tmp_path}/none.txt: no such file or folder"
    ]


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    (error,) = gather([str(tmp_path)])
    assert isinstance(error, UsageError)


def test_a_page_gives_its_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    given = load(Where(path))
    assert given.title == "Peacekeepers leave"
    assert (given.published, given.published_basis) == ("2024-06-12", "metadata")
    assert (given.publisher, given.author) == ("The Daily", "Ann Writer")
    assert given.text.startswith("Peacekeepers leave")
    assert "has not commented" in given.text
    assert "script said" not in given.text
    assert "All rights" not in given.text


def test_a_page_without_an_article_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body></body></html>")
    with pytest.raises(EmptyError):
        load(Where(path))


def test_a_hostile_page_is_only_text(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>'
    path.write_text(entity + PAGE.removeprefix("<!DOCTYPE html>").replace("region", "&x; region"))
    assert "the secret" not in load(Where(path)).text


def test_a_deeply_nested_page_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body>" + "<div>" * 20_000 + "x" + "</div>" * 20_000)
    with pytest.raises(DocumentError):
        load(Where(path))


def test_a_table_beside_the_files_tells_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "reports.tsv").write_text("file\tpublished\tpublisher\na.txt\t2024-06-12\tUs\n")
    given = load(Where(tmp_path / "a.txt"))
    assert (given.published, given.publisher) == ("2024-06-12", "Us")
    assert load(Where(tmp_path / "a.txt"), "2023-01-01").published == "2023-01-01"


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ("file\tpublished\na.txt\tsoon\n", DateError),
        ("name\na.txt\n", DataError),
        ("file\na.txt\textra\n", DataError),
    ],
)
def test_a_broken_table_is_said(tmp_path: Path, table: str, error: type[Exception]) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "reports.tsv").write_text(table)
    with pytest.raises(error):
        load(Where(tmp_path / "a.txt"))


def test_a_name_that_is_no_unicode_is_told_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"report-\xff.txt")
    path.write_text(TEXT)
    assert load(Where(path)).source == f"{tmp_path}/report-\ufffd.txt"
    assert str(Where(path)).endswith("report-\ufffd.txt")
