"""How a large record is put together: without the collector of cycles, giving way to answers."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LARGE = 100_000
# Seconds that a thread at work may keep an answer waiting at a turn; Python would take 0.005.
_TURN = 0.0005
_one = threading.Lock()  # a turn's length is the whole program's: who sets it puts it back


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


@contextmanager
def beside_answers() -> Iterator[None]:
    """Work in a thread that gives way to answers: each of their many waits would cost a turn."""
    with _one:
        before = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)
        try:
            with unswept():
                yield
        finally:
            sys.setswitchinterval(before)
