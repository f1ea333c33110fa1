"""Runs the whole portal in one terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

MANAGE = [sys.executable, "manage.py"]


class Command(BaseCommand):
    """Start embedded services where none are named, then web, worker and beat."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        stops = self._start_services()
        try:
            for command in (["migrate", "--verbosity=0"], ["collectstatic", "--noinput", "-v0"]):
                subprocess.run([*MANAGE, *command], check=True)
            if settings.EMBEDDED:
                subprocess.run([*MANAGE, "load_demo"], check=True)
            code = self._run_parts()
        finally:
            for stop in reversed(stops):
                stop()
        sys.exit(code)

    def _start_services(self) -> list[Any]:
        """Put the services' addresses into the environment; returns how to stop them."""
        stops: list[Any] = []
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
        parts = {
            "web": f"granian --interface wsgi --host 127.0.0.1 --port {port} --workers 2"
            " --no-ws --log-level warning ckp.wsgi:application",
            "worker": "celery -A ckp worker --concurrency 1 --loglevel warning --without-gossip"
            " --without-mingle",
            "beat": f"celery -A ckp beat --loglevel warning -s {settings.VAR / 'beat'} --pidfile=",
        }
        procfile = settings.VAR / "Procfile"
        lines = [f"{name}: exec {sys.executable} -m {command}" for name, command in parts.items()]
        procfile.write_text("\n".join(lines) + "\n")
        self.stdout.write(f"CKP answers at http://127.0.0.1:{port}/ (Ctrl-C stops it)")
        if settings.EMBEDDED:
            from ckp.management.commands.load_demo import ACCOUNTS, PASSWORD

            self.stdout.write(f"Accounts: {', '.join(ACCOUNTS)}; password {PASSWORD}")
        self.stdout.flush()
        # A process of its own: honcho forks, and a fork must not inherit the database's keeper.
        runner = subprocess.Popen(
            [sys.executable, "-m", "honcho", "-d", ".", "-f", str(procfile), "start"],
            start_new_session=True,
        )
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: runner.terminate())
        return runner.wait()
