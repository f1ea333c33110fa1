"""The follower is killed and its index damaged at random moments, under writes: nothing is lost.

``CKP_KILL_SECONDS`` says for how long; the suite does it for a few seconds.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from knowledge.models import Item
from knowledge.services.retire import hide_item, show_item
from knowledge.services.touch import tell_search
from search.index import reader, store
from search.index.follow import Follower
from tests.cast import Cast, cast, published
from tests.search.test_follow import indexed, wanted
from tests.searching import Search

SECONDS = float(os.environ.get("CKP_KILL_SECONDS", "4"))
ITEMS = 12
CATCHES_UP = 60.0  # seconds, on a machine that does other things


def follower() -> int:
    """A follower in a process of its own; its number."""
    pid = os.fork()
    if pid:
        return pid
    try:
        # The parent's connection is not ours to close.
        connection.connection = None
        Follower().run(threading.Event())
    finally:
        os._exit(1)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def damage(random: Random) -> None:
    """What a bad disk or a bad administrator does."""
    folder = store.current()
    if folder is None:
        return
    files = [path for path in folder.iterdir() if path.is_file() and path.stat().st_size]
    choice = random.random()
    if choice < 0.4 and files:
        victim = random.choice(files)
        content = victim.read_bytes()
        victim.unlink()
        victim.write_bytes(content[: len(content) // 2] + b"\xff" * 16)
    elif choice < 0.6 and files:
        random.choice(files).unlink()
    elif choice < 0.8:
        (store.root() / store.CURRENT).unlink(missing_ok=True)
    else:
        shutil.rmtree(folder)


def write(people: Cast, items: list[Item], random: Random, number: int) -> None:
    """One change that the index can be asked about."""
    item = Item.objects.get(pk=random.choice(items).pk)
    if item.status == Item.Status.HIDDEN:
        show_item(item=item, by=people.coordinator)
    elif random.random() < 0.3:
        hide_item(item=item, by=people.coordinator, reason="개인정보")
    else:
        Item.objects.filter(pk=item.pk).update(title=f"보세 {number}", score=number % 10)
        tell_search(item.pk)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_whenever_the_follower_dies(search: Search, tmp_path: Path) -> None:
    seed = int(time.time())
    random = Random(seed)
    people = cast()
    items: list[Item] = [published(people.author, title=f"보세 {n}") for n in range(ITEMS)]
    deaths, number = 0, 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        pid = follower()
        death = time.monotonic() + random.uniform(0, 0.6)
        while time.monotonic() < death:
            write(people, items, random, number)
            number += 1
            # Not damage under a living follower: it would be another one's commit that is lost.
        kill(pid)
        deaths += 1
        if random.random() < 0.3:
            damage(random)
    pid = follower()
    try:
        _await_agreement(seed)
    finally:
        kill(pid)
    assert deaths > 3
    assert {row[0] for row in indexed()} == set(
        Item.objects.published().values_list("pk", flat=True)
    )


def _await_agreement(seed: int) -> None:
    """The index comes to say what the database says."""
    deadline = time.monotonic() + CATCHES_UP
    while True:
        try:
            if indexed() == wanted():
                return
        except reader.NotReady:
            pass  # is being made
        assert time.monotonic() < deadline, f"still different with seed {seed}"
        time.sleep(0.1)
