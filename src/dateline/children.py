"""Processes that work for this one: how each begins, and that it ends with it."""

from __future__ import annotations

import os
import signal
import threading
from multiprocessing import parent_process


def started() -> None:
    """Leave an interrupt to the process that started this one, and end when that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def cores() -> int:
    """How many processors there are for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end_with_parent() -> None:
    # A killed parent tells its processes nothing: they would wait for work for ever.
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
