"""Celery's way into this app."""

from __future__ import annotations

import os

from celery import shared_task

# The queue of what may wait for hours; its worker must never keep points or notices waiting.
QUEUE = "meaning"
# One slice; beat asks for the next. A stop of the portal waits no longer than this.
SLICE_SECONDS = 12.0
# The least urgent that an ordinary process can be.
NICENESS = 19


@shared_task(
    name="search.embed",
    ignore_result=True,
    acks_late=True,  # what is done says so itself, so it may run again
)
def embed() -> int:
    """Work out the meaning of some items; returns of how many."""
    from search.services.embed import embed_some

    os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    return embed_some(seconds=SLICE_SECONDS).items


@shared_task(
    name="search.flush_searches",
    ignore_result=True,
    time_limit=120,
)
def flush_searches() -> int:
    """Write down what was searched for since the last time."""
    from search.services.log_searches import flush_searches as flush

    return flush()


@shared_task(
    name="search.prune_searches",
    ignore_result=True,
    acks_late=True,  # what is gone is gone, so it may run again
    time_limit=600,
)
def prune_searches() -> int:
    """Delete what of the log of searches is too old."""
    from search.services.log_searches import prune_searches as prune

    return prune()
