"""Pages against the floor: requests a second in turns, so that both meet the same noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Officer
from ckp.bench.figures import Figure
from ckp.bench.load import Asked, Load, run
from knowledge.models import Category, Item

ROUNDS = 5
SECONDS = 2.0
WARM_ITEMS = 200
# More than are saved in all rounds, so that each save changes its text.
SAVED_ITEMS = 6_000
CSRF = "b" * 32


@dataclass(frozen=True, slots=True)
class Page:
    """Something to ask for. ``against`` is the floor that it is compared with."""

    name: str
    paths: Sequence[str]
    against: str = "floor"
    expected: int = 200
    bodies: Sequence[str] = ()
    note: str = ""
    # Sent by the author of the items, not by their reader.
    by_author: bool = False


def pages_of(reader: Officer, author: Officer) -> list[Page]:
    """The floors first, then what is compared with them."""
    readable = Item.objects.visible_to(reader).published().order_by("-published_at")
    ids = list(readable.values_list("pk", flat=True)[:50_000])
    known = ids[:WARM_ITEMS]
    categories = list(Category.objects.values_list("pk", "slug"))
    return [
        Page("floor", [f"/bench/read/{pk}/" for pk, _ in categories]),
        Page("item_page", _items(known), note=f"{len(known)} items, each opened often"),
        Page("item_page_cold", _items(ids), note=f"{len(ids)} items, few opened twice"),
        Page("list_page", ["/knowledge/", *(f"/knowledge/c/{slug}/" for _, slug in categories)]),
        Page("list_page_deep", [f"/knowledge/?page={n}" for n in range(2, 400, 7)]),
        Page("home_page", ["/"]),
        Page("search_page", [f"/search/?q={word}" for word in ("%ED%86%B5%EA%B4%80", "FTA")]),
        Page("floor_save", ["/bench/save/"], "floor_save", 302, [f"item={pk}" for pk in known]),
        Page(
            "comment_post",
            # Other items than those that are read: a comment makes its page anew.
            [f"/knowledge/{pk}/comments/" for pk in ids[WARM_ITEMS : 10 * WARM_ITEMS]],
            "floor_save",
            302,
            ["source=Thank+you%2C+this+helped+me+at+the+desk."],
        ),
        _item_save(author, ids[10 * WARM_ITEMS : 10 * WARM_ITEMS + SAVED_ITEMS]),
    ]


def _item_save(author: Officer, ids: list[int]) -> Page:
    """The form of each item, sent with one more paragraph: a new revision of its text."""
    rows = Item.objects.written_by(author).filter(pk__in=ids)
    items = list(rows.select_related("current_revision"))
    return Page(
        "item_save",
        [f"/knowledge/{item.pk}/edit/" for item in items],
        "floor_save",
        302,
        [_changed_form(item) for item in items],
        by_author=True,
    )


def _changed_form(item: Item) -> str:
    revision = item.current_revision
    assert revision is not None
    return urlencode(
        {
            "title": item.title,
            "summary": item.summary,
            "source": f"{revision.source}\n\n{uuid4()}",
            "category": item.category_id,
            "tags": item.tag_names.replace("\n", ", "),
            "readers": "all",
            "language": item.language,
            "base": revision.pk,
        }
    )


def measure(port: int, reader: Officer, author: Officer) -> list[Figure]:
    """Each page's median of requests a second over some rounds, and its ratio to its floor."""
    client, writer = signed_in(reader), signed_in(author)
    pages = pages_of(reader, author)
    asked = {page.name: _asked(page, port, writer if page.by_author else client) for page in pages}
    for page in pages:
        _warm(page, client)
        run(asked[page.name], 0.5)
    loads: dict[str, list[Load]] = {page.name: [] for page in pages}
    for _ in range(ROUNDS):
        for page in pages:
            loads[page.name].append(run(asked[page.name], SECONDS))
    return [_figure(page, loads, client) for page in pages]


def _warm(page: Page, client: Client) -> None:
    """Open what is read often once, so that a round measures readers and not the first of them."""
    if not page.bodies and len(page.paths) <= 2 * WARM_ITEMS:
        for path in page.paths:
            client.get(path)


def _figure(page: Page, loads: dict[str, list[Load]], client: Client) -> Figure:
    """The ratio is the median of the ratios of the single rounds."""
    mine, floor = loads[page.name], loads[page.against]
    pairs = zip(mine, floor, strict=True)
    every = joined(mine)
    return Figure(
        name=page.name,
        value=round(median(load.per_second for load in mine), 1),
        unit="requests/s",
        ratio_to_floor=round(median(a.per_second / b.per_second for a, b in pairs), 3),
        queries=None if page.bodies else queries(client, page.paths[0]),
        note=f"p95 {every.quantile_ms(0.95):.0f} ms" + (f"; {page.note}" if page.note else ""),
    )


def joined(loads: list[Load]) -> Load:
    """Several rounds as one."""
    whole = Load()
    for load in loads:
        whole.seconds += load.seconds
    return whole


def queries(client: Client, path: str) -> int:
    """SQL queries of a page that has been opened before."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(captured)


def _items(ids: list[int]) -> list[str]:
    return [f"/knowledge/{pk}/" for pk in ids]


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(officer)
    return client


def headers_of(client: Client) -> dict[str, str]:
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Accept-Language": "ko",
    }


def _asked(page: Page, port: int, client: Client) -> Asked:
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if page.bodies else {}
    return Asked(port, page.paths, headers_of(client) | kind, page.expected, page.bodies)
