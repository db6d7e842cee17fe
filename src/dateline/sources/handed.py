"""Reports handed over as they are: pasted into a form, sent to the API, or fetched."""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.analysis import Given
from dateline.errors import EmptyError, TooLargeError
from dateline.resolve.edtf import published_from
from dateline.sources.fetch import Fetched
from dateline.sources.html import from_html, looks_like_html
from dateline.sources.language import check_english
from dateline.sources.text import MAX_BYTES, MAX_CHARACTERS, decoded

# The encodings of the web that a text of Latin or Cyrillic letters comes in; Python knows others,
# some of which take their time.
_ENCODING = re.compile(
    r"utf-?(8|16(-?[bl]e)?)|(iso-?8859-?|latin-?)\d{1,2}|(windows-?|cp)125\d|us-ascii|koi8-[ru]",
    re.I,
)


def handed(
    text: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Given:
    """The report of a text, or of the source of a page; what is said about it beside it counts.

    A ``DateError`` for a date that is none; a ``DocumentError`` where there is nothing to read.
    """
    if published is not None:
        published_from(published)
    text = text.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u200b"):
        raise EmptyError("empty: nothing to read")
    page = looks_like_html(text)
    most = MAX_BYTES if page else MAX_CHARACTERS
    if len(text) > most:
        raise TooLargeError(f"too large: {len(text):,} characters (at most {most:,})")
    found = from_html(text, source) if page else Given(text=text, source=source, language="en")
    check_english(found.text)
    found = replace(found, publisher=publisher or found.publisher, title=title or found.title)
    if published is not None:
        found = replace(found, published=published, published_basis="given")
    return found


def text_of(page: Fetched) -> str:
    """The text of what was fetched: by the encoding that its server names, else as of a file."""
    if page.charset is not None and _ENCODING.fullmatch(page.charset):
        try:
            return page.data.decode(page.charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(page.data, MAX_BYTES)
