"""A portal of its own for tests that break things: real servers, a real web server, browsers.

Nothing of it is shared with the other tests, and all of it ends with ``stop()``.
"""

from __future__ import annotations

import http.cookiejar
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from ckp import web
from ckp.embedded import postgres, valkey

ANSWER_SECONDS = 30
PASSWORD = "harbour-crane-42"
# What Django's debugging page and a server that gave up would show.
TRACES = ("Traceback (most recent call last)", "You're seeing this error because", "exc_info")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, after redirects; a connection that broke is status 0."""

    path: str
    status: int
    text: str = ""
    retry_after: str = ""
    seconds: float = 0.0

    @property
    def is_clear(self) -> bool:
        """Whether this is a page for people and not the inside of the program."""
        return "<h1" in self.text and not any(trace in self.text for trace in TRACES)


class Browser:
    """Keeps cookies and follows redirects, as people's browsers do. For one thread at a time."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.cookies),
        )

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask(path, None)

    def post(self, path: str, **form: str) -> Answer:
        """Send a form, with the token of the last page."""
        token = next((c.value for c in self.cookies if c.name == "csrftoken"), "") or ""
        body = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token})
        return self._ask(path, body.encode())

    def sign_in(self, username: str, password: str = PASSWORD) -> Answer:
        """Fill in the form of the sign-in page."""
        self.get("/accounts/login/")
        return self.post("/accounts/login/", login=username, password=password)

    @property
    def is_signed_in(self) -> bool:
        """Whether the portal knows this browser."""
        answer = self.get("/officers/me/")
        return answer.status == 200 and 'name="password"' not in answer.text

    def _ask(self, path: str, body: bytes | None) -> Answer:
        began = time.monotonic()
        try:
            answer = self.opener.open(self.url + path, body, timeout=ANSWER_SECONDS)
        except urllib.error.HTTPError as error:
            answer = error
        except OSError as error:
            return Answer(path, 0, repr(error), seconds=time.monotonic() - began)
        with answer:
            text = answer.read().decode()
            retry_after = answer.headers.get("Retry-After", "")
            return Answer(path, answer.status, text, retry_after, time.monotonic() - began)


class Portal:
    """Database, queue and web server in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "web.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        (folder / "var" / "static").mkdir(parents=True)
        self.database, address = postgres.start(folder / "postgres")
        self.queue = valkey.start(folder / "valkey")
        self.queue_port = int(urllib.parse.urlsplit(self.queue.url).port or 0)
        self.environment = {
            **os.environ,
            "CKP_VAR": str(folder / "var"),
            "CKP_EMBEDDED": "1",
            "CKP_TEST_SERVICES": "1",
            "DJANGO_SETTINGS_MODULE": "ckp.settings",
            "DATABASE_URL": address,
            "REDIS_URL": self.queue.url,
            "LANGUAGE_CODE": "en",
        }
        self.web: subprocess.Popen[bytes] | None = None

    def run(self, program: str) -> str:
        """What a Python program prints that runs beside the portal, as an operator's would."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django\ndjango.setup()\n{program}"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start_web(self) -> None:
        """Start the web server and wait until it answers."""
        command = web.command(host="127.0.0.1", port=self.port, workers=1)
        with self.log.open("ab") as log:
            self.web = subprocess.Popen(
                [sys.executable, "-m", *command.split()],
                env=self.environment,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + ANSWER_SECONDS
        while self.web.poll() is None and time.monotonic() < deadline:
            if self.browser().get("/accounts/login/").status == 200:
                return
            time.sleep(0.2)
        raise RuntimeError(self.log.read_text())

    def browser(self) -> Browser:
        """A browser that nobody has used yet."""
        return Browser(self.url)

    def stop_queue(self) -> None:
        """Take Valkey away."""
        self.queue.stop()

    def start_queue(self) -> None:
        """Bring Valkey back, with its data, where it was."""
        self.queue = valkey.start(self.folder / "valkey", self.queue_port)

    def stop_database(self) -> None:
        """Take PostgreSQL away; what is connected is cut off."""
        self.database.cleanup()

    def start_database(self) -> None:
        """Bring PostgreSQL back, with its data, where it was."""
        self.database, address = postgres.start(self.folder / "postgres")
        assert address == self.environment["DATABASE_URL"]

    def stop(self) -> None:
        """End all of it."""
        if self.web is not None:
            self.web.terminate()
            self.web.wait(20)
        if self.queue.process.poll() is None:
            self.queue.stop()
        self.database.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def own_folder() -> Path:
    """A temporary folder that PostgreSQL's own user may enter.

    pytest's are not: every run of pytest closes them again, also beside a server that uses them.
    """
    folder = Path(tempfile.mkdtemp(prefix="ckp-portal-"))
    folder.chmod(0o755)
    return folder


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
