"""Chromium before a live server with the real style sheets and scripts.

Fixtures: ``page`` and ``context`` of pytest-playwright, ``new_context(**options)`` for a second
browser, ``sign_in(page, username)``, ``live_server``. Helpers: tests/browser/helping.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, WebError
from pytest_django.live_server_helper import LiveServer

from accounts.models import Officer
from tests.browser.helping import DESK, ROOT

SignIn = Callable[[Page, str], None]
NewContext = Callable[..., BrowserContext]

CHROMIUM = next(
    (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None
)
NODE = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv" / "bin"))
MISSING = [
    name
    for name, there in (
        ("Chromium", CHROMIUM),
        ("Node.js", NODE),
        ("node_modules", (ROOT / "node_modules").exists()),
    )
    if not there
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip aloud where a browser test cannot run."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.django_db(transaction=True))
        if MISSING:
            item.add_marker(pytest.mark.skip(reason=f"There is no {', '.join(MISSING)}."))
    if here and MISSING:
        warnings.warn(
            f"{len(here)} browser tests are skipped: there is no {', '.join(MISSING)}.",
            stacklevel=1,
        )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which finds no host but this machine."""
    # Playwright keeps an event loop in this thread to the end of the run, and Django takes that
    # for asynchronous code. It is not: the tests and the ORM calls in them are plain functions.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            *(["--no-sandbox"] if os.getuid() == 0 else []),
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk in Seoul. Pass ``locale="en-US"`` to ``new_context`` for English pages."""
    return {
        **browser_context_args,
        "locale": "ko-KR",
        "timezone_id": "Asia/Seoul",
        "viewport": DESK,
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Style sheets and scripts, built once a run."""
    folder = tmp_path_factory.mktemp("assets")
    assert NODE is not None
    subprocess.run(
        [NODE, str(ROOT / "static" / "build.mjs"), "--out", str(folder)],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(autouse=True)
def _served(assets: Path, tmp_path: Path) -> Iterator[None]:
    with override_settings(STATICFILES_DIRS=[assets], MEDIA_ROOT=tmp_path / "media"):
        yield


class RequestCounter:
    """How many requests the live server is at work on.

    A page that closes may send its last words; the database is emptied only after them.
    """

    QUIET_SECONDS = 0.2
    MOST_SECONDS = 5.0

    def __init__(self) -> None:
        self.open = 0
        self.last = time.monotonic()
        self.lock = threading.Lock()

    def _count(self, step: int) -> None:
        with self.lock:
            self.open += step
            self.last = time.monotonic()

    def begin(self, **_: Any) -> None:
        """Signal receiver."""
        self._count(1)

    def end(self, **_: Any) -> None:
        """Signal receiver."""
        self._count(-1)

    def wait(self) -> None:
        """Until there has been none for a moment."""
        deadline = time.monotonic() + self.MOST_SECONDS
        while time.monotonic() < deadline:
            if self.open <= 0 and time.monotonic() - self.last > self.QUIET_SECONDS:
                return
            time.sleep(0.02)


@pytest.fixture
def requests(live_server: LiveServer) -> Iterator[RequestCounter]:
    """Counts while a test runs."""
    counter = RequestCounter()
    request_started.connect(counter.begin)
    request_finished.connect(counter.end)
    yield counter
    request_started.disconnect(counter.begin)
    request_finished.disconnect(counter.end)


@pytest.fixture
def faults() -> list[str]:
    """What went wrong inside the pages of a test; a test that expects a fault clears it."""
    return []


@pytest.fixture
def new_context(
    browser: Browser,
    browser_context_args: dict[str, Any],
    faults: list[str],
    requests: RequestCounter,
) -> Iterator[NewContext]:
    """Makes browsers whose script errors and policy violations fail the test."""
    made: list[BrowserContext] = []

    def heard(message: ConsoleMessage) -> None:
        # An answer of 4xx is said there too, and is for the test itself to judge.
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(f"console: {message.text}")

    def broke(error: WebError) -> None:
        faults.append(f"script: {error.error}")

    def create(**options: Any) -> BrowserContext:
        context = browser.new_context(**(browser_context_args | options))
        context.on("console", heard)
        context.on("weberror", broke)
        made.append(context)
        return context

    yield create
    for context in made:
        context.close()
    requests.wait()
    assert faults == []


@pytest.fixture
def sign_in(live_server: LiveServer) -> SignIn:
    """Signs the page's browser in as an existing officer, without the sign-in form."""

    def put_session(page: Page, username: str) -> None:
        client = Client()
        client.force_login(Officer.objects.get(username=username))
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )

    return put_session


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The address of the live server, without a slash at the end."""
    return str(live_server.url)
