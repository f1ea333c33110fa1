"""Runs the whole portal in one terminal."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ckp import env, web
from ckp.embedded.bond import end_with_parent
from search.meaning.model import is_installed
from search.tasks import QUEUE

MANAGE = [sys.executable, "manage.py"]
PREPARATIONS = [
    ["migrate", "--verbosity=0"],
    ["collectstatic", "--noinput", "--verbosity=0"],
    ["load_mileage_policy", "--verbosity=0"],
    ["load_rewards", "--verbosity=0"],
]
ANSWER_SECONDS = 60
STOPS = (signal.SIGINT, signal.SIGTERM)


class Command(BaseCommand):
    """Start embedded services where none are named, then web, worker and beat."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with _alone():
            _check_port()
            for name in STOPS:
                signal.signal(name, signal.default_int_handler)
            stops: list[Callable[[], None]] = []
            try:
                self._start_services(stops)
                for command in PREPARATIONS:
                    _prepare(command)
                if settings.EMBEDDED:
                    _prepare(["load_demo"])
                code = self._run_parts()
            except subprocess.CalledProcessError as error:
                raise CommandError(f"{' '.join(error.cmd[1:])} failed; see above.") from error
            except KeyboardInterrupt:
                code = 0
            finally:
                for stop in reversed(stops):
                    stop()
        sys.exit(code)

    def _start_services(self, stops: list[Callable[[], None]]) -> None:
        """Put the services' addresses into the environment, and how to stop them into ``stops``."""
        os.environ["CKP_EMBEDDED"] = "1" if settings.EMBEDDED else "0"
        if "DATABASE_URL" not in os.environ:
            from ckp.embedded import postgres

            server, os.environ["DATABASE_URL"] = postgres.start(settings.VAR / "postgres")
            stops.append(server.cleanup)
        if "REDIS_URL" not in os.environ:
            from ckp.embedded import valkey

            cache = valkey.start(settings.VAR / "valkey")
            os.environ["REDIS_URL"] = cache.url
            stops.append(cache.stop)

    def _run_parts(self) -> int:
        """Run until one part ends or somebody stops us; returns the exit code."""
        port = os.environ.get("PORT", "8000")
        procfile = settings.VAR / "Procfile"
        lines = [f"{name}: exec {sys.executable} -m {run}" for name, run in _parts(port).items()]
        procfile.write_text("\n".join(lines) + "\n")
        # A process of its own: honcho forks, and a fork must not inherit the database's keeper.
        runner = subprocess.Popen(
            [sys.executable, "-m", "honcho", "-d", ".", "-f", str(procfile), "start"],
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        asked = threading.Event()

        def stop(*_: object) -> None:
            asked.set()
            runner.terminate()

        for name in STOPS:
            signal.signal(name, stop)
        threading.Thread(target=self._greet, args=(port, runner), daemon=True).start()
        code = runner.wait()
        return 0 if asked.is_set() else code

    def _greet(self, port: str, runner: subprocess.Popen[bytes]) -> None:
        """Say where the portal is once all its parts answer."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while runner.poll() is None and time.monotonic() < deadline:
            if _answers(port):
                self.stdout.write(f"\nCKP is at http://127.0.0.1:{port}/ (Ctrl-C stops it)")
                if settings.EMBEDDED:
                    from ckp.demo.accounts import ACCOUNTS, PASSWORD

                    names = ", ".join(account.username for account in ACCOUNTS)
                    self.stdout.write(f"Accounts: {names}; password {PASSWORD}")
                self.stdout.flush()
                return
            time.sleep(0.3)


def _check_port() -> None:
    """Say at once, and not after the preparations, that somebody else has the port."""
    address = (os.environ.get("HOST", "127.0.0.1"), env.number("PORT", 8000))
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CommandError(
                f"Port {address[1]} of {address[0]} cannot be used: {error.strerror}."
                " Name another one with PORT."
            ) from error


def _prepare(command: list[str]) -> None:
    """Run a command of the portal. Raises CalledProcessError."""
    subprocess.run([*MANAGE, *command], check=True, preexec_fn=end_with_parent)


def _parts(port: str) -> dict[str, str]:
    """Name and ``python -m`` command of each part."""
    parts = {
        "web": web.command(
            host=os.environ.get("HOST", "127.0.0.1"),
            port=port,
            workers=os.environ.get("WEB_WORKERS", "2"),
        ),
        "worker": f"celery -A ckp worker --concurrency {os.environ.get('WORKERS', '1')}"
        " --loglevel warning --without-gossip --without-mingle",
        "search": "manage search_follow",
        "beat": f"celery -A ckp beat --loglevel warning -s {settings.VAR / 'beat'} --pidfile=",
    }
    if settings.SEARCH_MEANING and is_installed():
        # One process: it works in slices, so there is nobody to watch over it.
        parts["meaning"] = (
            f"celery -A ckp worker --queues {QUEUE} --pool solo --hostname {QUEUE}@%h"
            " --prefetch-multiplier 1 --loglevel warning --without-gossip --without-mingle"
        )
    return parts


def _answers(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the state folder: two portals in one would write into the same files."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(
                f"A portal is already running on {settings.VAR}. Stop it first, or name another"
                " folder with CKP_VAR and another port with PORT."
            ) from error
        yield
