"""Pictures of every main page of the demo: ``python -m tests.browser.screenshots``.

Starts the portal with its demo in a temporary folder, signs in as each role, saves the pages in
Korean and English, for a telephone and for a desk, into var/screenshots, and stops the portal. The
picture of the README, docs/home.png, is one of them.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.helping import DESK, PHONE, ROOT

OUT = ROOT / "var" / "screenshots"
README_PICTURE = ROOT / "docs" / "home.png"
START_SECONDS = 180
# That of the demo accounts (ckp/demo/accounts.py); this script is no part of a Django process.
PASSWORD = "ckp-demo"

# Name of the picture and address. "first:X" opens X and follows the first link into the list there.
PAGES: dict[str, list[tuple[str, str]]] = {
    "": [("login", "/accounts/login/"), ("password-reset", "/accounts/password/reset/")],
    "officer": [
        ("home", "/"),
        ("list", "/knowledge/"),
        ("category", "/knowledge/c/clearance/"),
        ("item", "first:/knowledge/?sort=superior"),
        ("history", "/knowledge/{item}/history/"),
        ("mine", "/knowledge/mine/"),
        ("returned", "first:/knowledge/mine/?status=returned"),
        ("new", "/knowledge/new/"),
        ("edit", "/knowledge/{returned}/edit/"),
        ("search", "/search/?q=통관"),
        ("search-nothing", "/search/?q=없는말"),
        ("mileage", "/mileage/"),
        ("notifications", "/notifications/"),
        ("preferences", "/notifications/preferences/"),
        ("profile", "/officers/me/"),
        ("two-step", "/accounts/2fa/"),
        ("not-found", "/nowhere/"),
    ],
    "coordinator": [
        ("home", "/"),
        ("queue", "/evaluation/queue/"),
        ("check", "first:/evaluation/queue/"),
        ("rounds", "/evaluation/rounds/"),
        ("round", "first:/evaluation/rounds/?show=done"),
    ],
    "evaluator": [
        ("home", "/"),
        ("desk", "/evaluation/desk/"),
        ("assignment", "first:/evaluation/desk/"),
    ],
    "leader": [("home", "/")],
    "admin": [
        ("admin", "/admin/"),
        ("admin-officers", "/admin/accounts/officer/"),
        ("admin-activity", "/admin/core/activity/"),
        ("admin-policies", "/admin/mileage/policy/"),
    ],
}
LISTED = "main .item-card h2 a, main .krds-table tbody th a, main .desk-list h3 a"


def main() -> int:
    """Take them all; returns the exit code."""
    chromium = next(
        (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))),
        None,
    )
    if chromium is None:
        sys.stderr.write("There is no Chromium on PATH.\n")
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    with portal() as site, sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        for role, pages in PAGES.items():
            for language in ("ko", "en"):
                take(browser, site, role, language, pages)
        browser.close()
    return 0


def take(
    browser: Browser, site: str, role: str, language: str, pages: list[tuple[str, str]]
) -> None:
    """The pages of one role in one language, at both widths."""
    locale = "ko-KR" if language == "ko" else "en-US"
    context = browser.new_context(locale=locale, viewport=DESK, timezone_id="Asia/Seoul")
    page = context.new_page()
    if role:
        sign_in(page, site, role)
    # The officer's own language is that of the demo; the picture's is chosen as in the header.
    context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    numbers: dict[str, str] = {}
    for name, address in pages:
        go(page, site, name, address.format(**numbers), numbers)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            page.wait_for_timeout(250)
            if (name, role, language, size) == ("home", "officer", "ko", DESK):
                page.screenshot(path=README_PICTURE)
            path = OUT / f"{name}-{role or 'visitor'}-{language}-{size['width']}.png"
            page.screenshot(path=path, full_page=True)
            print(path.relative_to(ROOT))
    context.close()


def go(page: Page, site: str, name: str, address: str, numbers: dict[str, str]) -> None:
    """Open the page, and remember the number in its address under its name."""
    page.goto(site + address.removeprefix("first:"))
    if address.startswith("first:"):
        page.locator(LISTED).first.click()
        page.wait_for_load_state()
        numbers[name] = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.wait_for_load_state("networkidle")


def sign_in(page: Page, site: str, username: str) -> None:
    """Through the form."""
    page.goto(f"{site}/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[data-login] button[type=submit]").click()
    page.wait_for_url(f"{site}/")


@contextmanager
def portal() -> Iterator[str]:
    """The portal with its demo; yields its address. Raises RuntimeError where it does not start."""
    folder = Path(tempfile.mkdtemp(prefix="ckp-pictures-"))
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env={**os.environ, "CKP_VAR": str(folder), "PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def wait(site: str, process: subprocess.Popen[bytes]) -> None:
    """Until all parts answer."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{site}/healthz", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError("The portal did not start.")


if __name__ == "__main__":
    sys.exit(main())
