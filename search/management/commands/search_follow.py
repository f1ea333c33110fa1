"""Keeps the search index of this machine up to date until it is stopped."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from search.index import store
from search.index.follow import Follower


class Command(BaseCommand):
    """Apply every change within a second; make the index first where there is none.

    One works for each machine; a second one waits for the first to end.
    """

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            try:
                with store.sole(store.FOLLOWING):
                    Follower().run(stop)
            except store.Busy:
                stop.wait(1.0)
