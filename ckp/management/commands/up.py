"""Runs the whole portal in one terminal."""

from __future__ import annotations

import fcntl
import os
import signal
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

from ckp import web
from ckp.embedded.bond import end_with_parent

MANAGE = [sys.executable, "manage.py"]
PREPARATIONS = [
    ["migrate", "--verbosity=0"],
    ["collectstatic", "--noinput", "--verbosity=0"],
    ["load_mileage_policy", "--verbosity=0"],
]
ANSWER_SECONDS = 60


class Command(BaseCommand):
    """Start embedded services where none are named, then web, worker and beat."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with _alone():
            stops = self._start_services()
            try:
                for command in PREPARATIONS:
                    subprocess.run([*MANAGE, *command], check=True)
                if settings.EMBEDDED:
                    subprocess.run([*MANAGE, "load_demo"], check=True)
                code = self._run_parts()
            except subprocess.CalledProcessError as error:
                raise CommandError(f"{' '.join(error.cmd[1:])} failed; see above.") from error
            finally:
                for stop in reversed(stops):
                    stop()
        sys.exit(code)

    def _start_services(self) -> list[Callable[[], None]]:
        """Put the services' addresses into the environment; returns how to stop them."""
        stops: list[Callable[[], None]] = []
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
        return stops

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
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: runner.terminate())
        threading.Thread(target=self._greet, args=(port, runner), daemon=True).start()
        return runner.wait()

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


def _parts(port: str) -> dict[str, str]:
    """Name and ``python -m`` command of each part."""
    return {
        "web": web.command(
            host=os.environ.get("HOST", "127.0.0.1"),
            port=port,
            workers=os.environ.get("WEB_WORKERS", "2"),
        ),
        "worker": f"celery -A ckp worker --concurrency {os.environ.get('WORKERS', '1')}"
        " --loglevel warning --without-gossip --without-mingle",
        "beat": f"celery -A ckp beat --loglevel warning -s {settings.VAR / 'beat'} --pidfile=",
    }


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
