"""What one is told, how and when, as chosen on one page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.kinds import KINDS
from notifications.models import DigestTime, Notice
from notifications.services.prefer import choices_of
from tests.cast import Cast, cast, published
from tests.notifications.helping import mailbox, told, wants

pytestmark = pytest.mark.django_db

PATH = reverse("notifications:preferences")


@pytest.fixture
def people() -> Cast:
    return cast()


def form(**changes: Any) -> dict[str, Any]:
    """The form as it stands before anything is chosen, with changes."""
    whole = {f"mail-{kind}": wording.delivery.value for kind, wording in KINDS.items()}
    return {**whole, "inbox": list(KINDS), "every": "day", "weekday": "0", "hour": "8", **changes}


def test_each_kind_is_chosen_and_duties_stay(people: Cast, client: Client) -> None:
    client.force_login(people.author)
    mentioned = {"mail-mentioned": "digest", "mail-commented": "off", "mail-nonsense": "now"}
    answer = client.post(PATH, form(**mentioned, inbox=["mentioned", "nonsense"]))
    assert answer.status_code == 302
    chosen = choices_of(people.author)
    assert chosen["mentioned"].delivery == "digest"
    assert (chosen["commented"].in_inbox, chosen["commented"].delivery) == (False, "off")
    assert chosen["assigned"].in_inbox, "what waits for somebody is always told"
    assert choices_of(people.stranger)["commented"].in_inbox
    item = published(people.author)
    assert told(item, "item.commented", people.stranger, comment=1) == {}


def test_mail_without_the_inbox(people: Cast, client: Client) -> None:
    wants(mailbox(people.author), "commented", "now", in_inbox=False)
    told(published(people.author), "item.commented", people.stranger, comment=1)
    assert Notice.objects.get().mail == "due"
    client.force_login(people.author)
    assert client.get("/notifications/").context["cards"] == []
    assert client.get(f"/notifications/{Notice.objects.get().pk}/").status_code == 302


def test_time_and_language(people: Cast, client: Client) -> None:
    client.force_login(people.author)
    client.post(PATH, form(every="week", weekday="4", hour="17", language="en"))
    time = DigestTime.objects.get(officer=people.author)
    assert (time.every, time.weekday, time.hour) == ("week", 4, 17)
    people.author.refresh_from_db()
    assert people.author.language == "en"
    page = client.get(PATH)
    assert page.context["time"] == time


def test_the_page_shows_what_can_concern_the_officer(people: Cast, client: Client) -> None:
    shown = {}
    for person in (people.author, people.coordinator, people.evaluator, people.admin):
        client.force_login(person)
        sections = client.get(PATH).context["sections"]
        shown[person.username] = {kind["code"] for part in sections for kind in part["kinds"]}
    assert shown["author"].isdisjoint({"to_check", "assigned", "proof_failed", "suspended"})
    assert "to_check" in shown["coordinator"]
    assert "assigned" in shown["evaluator"]
    assert "proof_failed" in shown["admin"]
    assert "mentioned" in set.intersection(*shown.values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"hour": "24"},
        {"hour": ""},
        {"weekday": "-1"},
        {"every": "year"},
        {"language": "xx"},
        {"mail-commented": "loud"},
    ],
)
def test_what_the_page_does_not_offer_is_refused(
    wrong: dict[str, str], people: Cast, client: Client
) -> None:
    client.force_login(people.author)
    answer = client.post(PATH, form(**wrong), follow=True)
    assert 'class="alert danger"' in answer.content.decode()
