"""The portal outlives its database and its cache: real servers go away and come back under load."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ckp import web
from ckp.embedded import postgres, valkey

SECONDS = 20
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_categories", verbosity=0)
from django.conf import settings
from django.test import Client
from tests.cast import office, officer, published
author = officer("author", at=office("BSN"))
reader = officer("reader", at=office("ICN"))
item = published(author)
client = Client()
client.force_login(reader)
print(item.pk, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
READINGS = """
import django
django.setup()
from knowledge.models import Item, Reading
from knowledge.services.readings import flush_readings
flush_readings()
item = Item.objects.get()
print(item.view_count, Reading.objects.count())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class Portal:
    """A web server of its own between a database and a cache that can be stopped."""

    folder: Path
    port: int
    item: str
    session: str
    env: dict[str, str]

    def ask(self, path: str) -> int:
        """Status of a page for the signed-in reader; 0 where no answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request("GET", path, headers={"Cookie": f"sessionid={self.session}"})
            answer = connection.getresponse()
            text = answer.read().decode()
            assert "Traceback" not in text
            return answer.status
        except OSError:
            return 0
        finally:
            connection.close()

    def python(self, text: str) -> str:
        """What a program of the portal prints."""
        done = subprocess.run(
            [sys.executable, "-c", text], env=self.env, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def until(self, path: str, status: int) -> bool:
        """Whether the page answers so within some seconds."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if self.ask(path) == status:
                return True
            time.sleep(0.2)
        return False


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[tuple[Portal, list[valkey.Valkey]]]:
    tmp_path.chmod(0o755)
    for parent in list(tmp_path.parents)[:3]:
        parent.chmod(0o755)
    server, database = postgres.start(tmp_path / "postgres")
    caches = [valkey.start(tmp_path / "valkey")]
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ckp.settings",
        "DATABASE_URL": database,
        "REDIS_URL": caches[0].url,
        "CKP_VAR": str(tmp_path / "var"),
    }
    (tmp_path / "var" / "static").mkdir(parents=True)
    found = Portal(tmp_path, free_port(), "", "", env)
    found.item, found.session = found.python(PREPARE).split()[-2:]
    command = web.command(host="127.0.0.1", port=found.port, workers=1)
    process = subprocess.Popen([sys.executable, "-m", *command.split()], env=env)
    try:
        assert found.until(f"/knowledge/{found.item}/", 200)
        yield found, caches
    finally:
        process.terminate()
        process.wait(20)
        for cache in caches:
            if cache.process.poll() is None:
                cache.stop()
        server.cleanup()


def load(portal: Portal, seen: Counter[int], stop: threading.Event) -> list[threading.Thread]:
    """A few readers who go on reading until ``stop``."""

    def read() -> None:
        while not stop.is_set():
            seen[portal.ask(f"/knowledge/{portal.item}/")] += 1
            time.sleep(0.05)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    return readers


def test_pages_are_read_while_the_cache_is_away(
    portal: tuple[Portal, list[valkey.Valkey]],
) -> None:
    site, caches = portal
    seen: Counter[int] = Counter()
    stop = threading.Event()
    readers = load(site, seen, stop)
    port = int(caches[0].url.rsplit(":", 1)[1].split("/")[0])
    caches[0].stop()
    time.sleep(2)
    seen.clear()
    assert site.until("/knowledge/", 200)
    time.sleep(2)
    assert seen[200] > 0
    assert set(seen) == {200}, seen
    caches.append(valkey.start(site.folder / "valkey", port=port))
    assert site.until("/healthz", 503), "the worker has not been heard of, all else answers"
    stop.set()
    for reader in readers:
        reader.join()
    views, readings = site.python(READINGS).split()[-2:]
    assert (views, readings) == ("1", "1")


def test_a_database_that_goes_away_is_said_and_comes_back_by_itself(
    portal: tuple[Portal, list[valkey.Valkey]],
) -> None:
    site, _caches = portal
    server, _address = postgres.start(site.folder / "postgres")
    seen: Counter[int] = Counter()
    stop = threading.Event()
    readers = load(site, seen, stop)
    # SIGINT ends PostgreSQL at once, with all its connections.
    os.kill(server.get_pid(), signal.SIGINT)
    assert site.until(f"/knowledge/{site.item}/", 503)
    time.sleep(1)
    server.ensure_postgres_running()
    assert site.until(f"/knowledge/{site.item}/", 200)
    stop.set()
    for reader in readers:
        reader.join()
    assert set(seen) <= {200, 503}, seen
