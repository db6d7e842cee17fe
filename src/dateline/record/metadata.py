"""What is known about a document from several copies of it: nothing known is lost again.

The choice does not depend on the order in which the copies came, but for a date that a caller
states anew, which is a correction.
"""

from __future__ import annotations

from msgspec.structs import replace

from dateline.types import Document, Published

About = tuple[str | None, str | None, str | None, Published]
_OUTSIDE = {"given": 2, "metadata": 1}


def fuller(held: Document, new: Document) -> Document:
    """The newly read document with the metadata known of either.

    Both have the same text. ``published`` is the caller's over the source's, the source's over
    what the text says; of two by sources the earlier, of two by callers the new. Other fields are
    the known one, of two the first in the alphabet. The place where it was found first stays.
    """
    return replace(
        new,
        source=held.source,
        title=_known(held.title, new.title),
        publisher=_known(held.publisher, new.publisher),
        author=_known(held.author, new.author),
        published=_better(held.published, new.published),
    )


def about(document: Document) -> About:
    """What copies of a document can say differently about it."""
    return document.title, document.publisher, document.author, document.published


def _known(one: str | None, other: str | None) -> str | None:
    return min((value for value in (one, other) if value), default=None)


def _better(held: Published, new: Published) -> Published:
    ranks = _OUTSIDE.get(held.basis, 0), _OUTSIDE.get(new.basis, 0)
    if ranks[0] > ranks[1]:
        return held
    if ranks == (1, 1):
        return min(held, new, key=lambda p: (p.from_ or "", p.to or "", p.edtf or ""))
    return new
