"""Every address of the portal, asked by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from accounts import roles
from accounts.models import Audience, Office, Officer
from accounts.services.audiences import audience_for
from accounts.services.roles import grant_role
from core import clock
from core.heartbeat import beat
from core.services.deliver import deliver_all
from evaluation.models import Assignment
from knowledge.models import Attachment, Category, Item
from knowledge.services.comments import add_comment
from mileage.models import Adjustment, Reward
from mileage.services.post import post
from mileage.services.propose_adjustment import Line, propose_adjustment
from mileage.services.redeem import redeem
from mileage.services.seasons import season_at
from mileage.services.tell_reuse import tell_reuse
from notifications.models import Notice
from notifications.tokens import mute_token, stop_token
from search.index import store
from tests.cast import draft, officer, published, submitted
from tests.evaluation.golding import furnish
from tests.evaluation.judging import Scene, scene
from tests.permissions.table import ACCOUNT_PAGES, CAST, KEYED, TABLE, Row
from tests.reports.reporting import accepted, reported
from tests.suggesting import suggested

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> tuple[Scene, dict[str, Officer]]:
    scenery = scene(evaluators=3)
    incheon = scenery.evaluators[0].officer.office
    admin = officer("boss", at=scenery.headquarters)
    grant_role(officer=admin, role=roles.ADMIN)
    cast = {
        "reader": officer("reader", at=incheon),
        "colleague": officer("colleague", at=scenery.busan),
        "author": scenery.author,
        "coordinator": scenery.coordinator,
        "evaluator": scenery.evaluators[0].officer,
        "admin": admin,
    }
    return scenery, cast


@pytest.fixture
def numbers(people: tuple[Scene, dict[str, Officer]]) -> dict[str, Any]:
    """What the addresses of the table are filled with."""
    scenery, cast = people
    author = scenery.author
    item, round = scenery.publish()
    busan = audience_for(kind=Audience.Kind.OFFICE, office=scenery.busan)
    secret = published(author, audience=busan)
    comment = add_comment(item=item, by=author, source="My own comment.")
    add_comment(item=item, by=cast["reader"], source="A question.")
    deliver_all()
    old = accepted(published(author), cast["reader"], scenery.coordinator)
    new = reported(published(author), cast["reader"])
    mine = Assignment.objects.get(round=round, evaluator=scenery.evaluators[0])
    return {
        "author": author.pk,
        "item": item.pk,
        "secret": secret.pk,
        "public": published(author, audience=audience_for(kind=Audience.Kind.PUBLIC)).pk,
        "draft": draft(author).pk,
        "suggestion": suggested(item, cast["reader"]).pk,
        "waste": draft(author).pk,
        "other": published(author).pk,
        "submission": submitted(author).pk,
        "file": _file(item, author).pk,
        "secret_file": _file(secret, author).pk,
        "comment": comment.pk,
        "round": round.pk,
        "assignment": mine.pk,
        **furnish(scenery),
        "category": Category.objects.get(slug="clearance").pk,
        "stop": stop_token(author.pk, ["commented"]),
        "mute": mute_token(author.pk, item.pk),
        "reuse": tell_reuse(item=item, by=cast["reader"], story="It helped with a refund.").pk,
        "adjustment": _adjustment(scenery.headquarters, author).pk,
        "report": old.pk,
        "new_report": new.pk,
        **_rewards(author, cast["reader"]),
        "notice": Notice.objects.filter(officer=author).latest("pk").pk,
    }


def _adjustment(headquarters: Office, officer_of_lines: Officer) -> Adjustment:
    other = officer("other-boss", at=headquarters)
    grant_role(officer=other, role=roles.ADMIN)
    line = Line(officer_of_lines, season_at(clock.now()), 5)
    return propose_adjustment(by=other, reason="x", lines=[line])


def _rewards(near: Officer, far: Officer) -> dict[str, int]:
    """Rewards in the catalogue and out of it, and requests from two offices."""
    names = {"name_ko": "책", "name_en": "Book", "text_ko": "책", "text_en": "A book"}
    reward, old = (Reward.objects.create(points=8, is_active=on, **names) for on in (True, False))
    asked = []
    for who in (near, far):
        post(key=f"k{who.pk}", event="evaluation", officer=who, occurred_at=clock.now())
        asked.append(redeem(reward=reward, by=who, points=8, token=uuid4()))
    numbers = {"reward": reward.pk, "old_reward": old.pk}
    return numbers | {"redemption": asked[0].pk, "far_redemption": asked[1].pk}


def _file(item: Item, author: Officer) -> Attachment:
    return Attachment.objects.create(
        item=item,
        uploaded_by=author,
        file=ContentFile(b"%PDF-1.4", name="a"),
        name="a.pdf",
        content_type="application/pdf",
        size=8,
        sha256=f"{item.pk:064}",
    )


def _in_turn(row: Row) -> list[str]:
    """Those who may do it come last: what they do would change what others get. A comment is
    taken away once, and those after it find nothing."""
    if row.name == "knowledge:comment_remove":
        return list(CAST)
    return sorted(CAST, key=lambda name: row.expected[name] != 404)


def ask(client: Client, row: Row, numbers: dict[str, Any]) -> int:
    path = row.path.format(**numbers)
    if row.post is None:
        return client.get(path).status_code
    data = {name: value.format(**numbers) for name, value in row.post.items()}
    call = partial(client.post, data=data)
    return call(path).status_code


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.name} {row.path}")
def test_everybody_gets_what_the_table_says(
    row: Row,
    people: tuple[Scene, dict[str, Officer]],
    numbers: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    if row.name == "healthz":
        beat()
        request.getfixturevalue("search").follow()
        store.say_alive()
    got = {}
    for name in _in_turn(row):
        client = Client()
        if name != "visitor":
            client.force_login(people[1][name])
        got[name] = ask(client, row, numbers)
    assert {name: got[name] for name in CAST} == row.expected


@pytest.mark.parametrize(("name", "status"), sorted(ACCOUNT_PAGES.items()))
def test_visitors_of_account_pages(name: str, status: int, client: Client) -> None:
    assert client.get(reverse(name)).status_code == status


def test_no_address_is_missing_from_the_table() -> None:
    listed = {row.name for row in TABLE} | set(ACCOUNT_PAGES) | KEYED
    names = {name for name in _names(get_resolver()) if not name.startswith("admin:")}
    assert names == listed


def test_the_admin_is_for_administrators(people: tuple[Scene, dict[str, Officer]]) -> None:
    pages = [
        reverse(f"admin:{name.removeprefix('admin:')}")
        for name in _names(get_resolver())
        if name.startswith("admin:") and name.endswith(("_changelist", "_add", "_import", "index"))
    ]
    assert len(pages) > 30
    for name, person in people[1].items():
        client = Client()
        client.force_login(person)
        statuses = {client.get(page).status_code for page in pages}
        assert statuses <= ({200, 403, 405} if name == "admin" else {302}), (name, statuses)


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}"
