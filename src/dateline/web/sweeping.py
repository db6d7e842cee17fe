"""Python's collector of cycles, kept from going through a large record again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_LARGE = 100_000


@contextmanager
def unswept() -> Iterator[None]:
    """Put a record together without the collector; a large one stays out of its rounds for good.

    It has no cycles: what is no longer held is freed all the same.
    """
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _LARGE:
            gc.freeze()
        gc.enable()
