"""Python's cyclic garbage collector, held back while a rulebook is read or compiled."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collector_paused"]


@contextmanager
def collector_paused() -> Iterator[None]:
    """No collections in the block, in this process.

    Reading makes millions of objects and hardly a cycle, and every so many new ones the collector
    walks through all that are there: with 10,000 rules three quarters of the time. What the block
    made joins the oldest objects unseen: a walk through all of it right after would cost as much as
    unpacking it from the cache.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            if gc.get_freeze_count() == 0:
                gc.freeze()
                gc.unfreeze()
            gc.enable()
