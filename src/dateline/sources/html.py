"""Saved HTML pages: the article's text and what the page says of itself, by trafilatura.

The page is parsed, never run: no script, no style, no address in it is followed.
"""

from __future__ import annotations

import re

from dateline.analysis import Given
from dateline.errors import EmptyError

_LOOKS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.I | re.S
)


def looks_like_html(text: str) -> bool:
    """Whether a text is an HTML page, by its beginning."""
    return bool(_LOOKS.match(text[:2000]))


def from_html(page: str, source: str | None) -> Given:
    """The report of a page: title and extracted text are the text that offsets refer to."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        page,
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
    return Given(
        text=text,
        source=source,
        title=title,
        publisher=_clean(found.sitename),
        author=_clean(found.author),
        published=_clean(found.date),
        published_basis="metadata" if found.date else None,
        language="en",
    )


def _clean(value: object) -> str | None:
    text = " ".join(str(value).split()) if value else ""
    return text or None
