"""What browser tests ask of any page."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _axe() -> str:
    return AXE.read_text()


def violations(page: Page, within: str = "html") -> list[str]:
    """What axe-core finds wrong below ``within``: one line a finding, with the elements."""
    # Goes in through the debugger, which the page's content security policy does not concern.
    page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate(
        """async ([within, tags]) => (await axe.run(document.querySelector(within),
            {resultTypes: ["violations"], runOnly: {type: "tag", values: tags}})).violations""",
        [within, RULES],
    )
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: "
        + "; ".join(node["html"][:200] for node in one["nodes"][:5])
        for one in found
    ]


def assert_accessible(page: Page, within: str = "html") -> None:
    """axe-core finds nothing against WCAG 2.2 AA and its own good practices."""
    found = violations(page, within)
    assert not found, "\n".join([page.url, *found])


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Until it is true; fails where it does not become so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "It did not come about."
        time.sleep(0.1)


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{page.url} is {wide} pixels wider than the window."


def assert_fits_and_accessible(page: Page) -> None:
    """Both checks, on a phone and on a desk."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert_fits(page)
        assert_accessible(page)
