"""Links of mails: they work signed out, for their officer alone, and only when posted."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Audience
from accounts.services.audiences import audience_for
from knowledge.models import Watch
from notifications.services.prefer import choices_of
from notifications.services.send import send_due
from notifications.tokens import mute_token, stop_token
from tests.cast import Cast, cast, published
from tests.notifications.helping import mailbox, told, wants

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    people = cast()
    wants(mailbox(people.author), "commented")
    return people


@pytest.fixture
def browser() -> Client:
    """Signed out, and as strict about forgery as the portal is."""
    return Client(enforce_csrf_checks=True)


def links(people: Cast) -> dict[str, str]:
    """The paths in the mail that a comment brings."""
    told(published(people.author), "item.commented", people.stranger, comment=1)
    assert send_due() == 1
    found = re.findall(r"https?://[^/]+(/notifications/(\w+)/[^/\s]+/)", str(mail.outbox[0].body))
    return {name: path for path, name in found}


def test_one_click_ends_the_mail_and_leaves_the_inbox(people: Cast, browser: Client) -> None:
    wants(people.stranger, "commented")
    path = links(people)["stop"]
    header = mail.outbox[0].message()["List-Unsubscribe"]
    assert header.endswith(f"{path}>")
    page = browser.get(path)
    assert page.status_code == 200
    assert choices_of(people.author)["commented"].delivery == "now", "asking changes nothing"
    answer = browser.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    choice = choices_of(people.author)["commented"]
    assert (choice.delivery, choice.in_inbox) == ("off", True)
    assert choices_of(people.author)["mentioned"].delivery == "now", "of this kind only"
    assert choices_of(people.stranger)["commented"].delivery == "now", "of this officer only"
    told(published(people.author), "item.commented", people.stranger, comment=2)
    assert send_due() == 0


def test_somebody_elses_link_changes_nothing_of_ones_own(people: Cast) -> None:
    wants(people.stranger, "commented")
    browser = Client()
    browser.force_login(people.stranger)
    browser.post(f"/notifications/stop/{stop_token(people.author.pk, ['commented'])}/")
    assert choices_of(people.stranger)["commented"].delivery == "now"
    assert choices_of(people.author)["commented"].delivery == "off"


def test_the_item_is_muted_without_being_named(people: Cast, browser: Client) -> None:
    path = links(people)["mute"]
    page = browser.get(path).content.decode()
    assert "보세운송 신고" not in page
    assert not Watch.objects.exists()
    assert browser.post(path).status_code == 200
    watch = Watch.objects.get()
    assert (watch.officer, watch.level) == (people.author, "muted")


def test_forged_and_strange_words_are_not_found(people: Cast, browser: Client) -> None:
    good = stop_token(people.author.pk, ["commented"])
    item = published(people.author)
    for path in (
        f"/notifications/stop/{good[:-1]}x/",
        f"/notifications/mute/{good}/",
        f"/notifications/stop/{mute_token(people.author.pk, item.pk)}/",
        "/notifications/stop/x/",
        f"/notifications/stop/{stop_token(10**6, ['commented'])}/",
    ):
        assert browser.get(path).status_code == 404, path
        assert browser.post(path).status_code == 404, path
    assert choices_of(people.author)["commented"].delivery == "now"


def test_what_its_officer_may_no_longer_read_is_not_found(people: Cast, browser: Client) -> None:
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    item = published(people.author, audience=busan)
    path = f"/notifications/mute/{mute_token(people.colleague.pk, item.pk)}/"
    assert browser.get(path).status_code == 200
    people.colleague.office = people.incheon
    people.colleague.save()
    assert browser.get(path).status_code == 404


def test_who_has_left_is_not_found(people: Cast, browser: Client) -> None:
    people.author.is_active = False
    people.author.save()
    path = f"/notifications/stop/{stop_token(people.author.pk, ['commented'])}/"
    assert browser.get(path).status_code == 404
