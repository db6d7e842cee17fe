"""Saved HTML pages: the article's text and what the page says of itself, by trafilatura.

The page is parsed, never run: no script, no style, no address in it is followed.
"""

from __future__ import annotations

import re

from dateline.analysis import Given
from dateline.errors import DateError, EmptyError, TooLargeError
from dateline.resolve.edtf import published_from
from dateline.sources.text import MAX_CHARACTERS

# A page of news has some thousand elements; extraction takes time by the square of their number,
# parsing by that of the attributes of one element, and metadata by that of a script's length.
MAX_ELEMENTS = 20_000
MAX_ATTRIBUTES = 200
MAX_SCRIPT = 50_000
_ELEMENT = re.compile(r"<[a-z]", re.I)
_ATTRIBUTE = r"""[\s/]+[^\s"'<>/=][^\s>/=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?"""
_CROWDED = re.compile(rf"<[a-z][^\s/>]*+(?>(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}})", re.I)
_LOOKS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.I | re.S
)


def looks_like_html(text: str) -> bool:
    """Whether a text is an HTML page, by its beginning."""
    return bool(_LOOKS.match(text[:2000]))


def from_html(page: str, source: str | None) -> Given:
    """The report of a page: title and extracted text are the text that offsets refer to."""
    from trafilatura import bare_extraction, load_html

    _check_size(page)
    tree = load_html(page)
    if tree is None:
        raise EmptyError("empty: no article found in the page")
    for script in tree.iter("script"):
        if len(script.text or "") > MAX_SCRIPT:
            script.text = None
    found = bare_extraction(
        tree,
        include_comments=False,
        include_tables=False,
        include_links=False,
        include_images=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or not (found.text or "").strip():
        raise EmptyError("empty: no article found in the page")
    title = _clean(found.title)
    body = str(found.text).strip()
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    if len(text) > MAX_CHARACTERS:
        raise TooLargeError(f"too large: {len(text):,} characters (at most {MAX_CHARACTERS:,})")
    published = _date(found.date)
    return Given(
        text=text,
        source=source,
        title=title,
        publisher=_clean(found.sitename),
        author=_clean(found.author),
        published=published,
        published_basis="metadata" if published else None,
        language="en",
    )


def _check_size(page: str) -> None:
    count = sum(1 for _ in _ELEMENT.finditer(page))
    if count > MAX_ELEMENTS:
        raise TooLargeError(f"too large: {count:,} elements (at most {MAX_ELEMENTS:,})")
    if _CROWDED.search(page):
        raise TooLargeError(f"too large: an element of more than {MAX_ATTRIBUTES} attributes")


def _date(value: object) -> str | None:
    """The date of a page, where it is one."""
    text = _clean(value)
    try:
        return text if text is not None and published_from(text) else None
    except DateError:
        return None


def _clean(value: object) -> str | None:
    text = " ".join(str(value).split()) if value else ""
    return text or None
