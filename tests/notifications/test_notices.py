"""Who is told of what, once, and never of what they may not read."""

from __future__ import annotations

import threading

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client, override_settings

from accounts import roles
from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from accounts.services.roles import grant_role
from core.models import Activity
from core.services.record import record
from knowledge.models import Item
from knowledge.models.marks import Watch
from notifications.models import Notice
from notifications.services.notify import notify
from notifications.services.prefer import choose_mail
from notifications.services.send import send_due
from notifications.unread import unread_count
from tests.cast import office, officer, published

pytestmark = pytest.mark.django_db(transaction=True)


def told(item: Item, verb: str, by: Officer, **data: object) -> dict[str, str]:
    """Record an activity of the item and deliver it; returns user name -> kind of notice."""
    with transaction.atomic():
        activity = record(
            verb=verb, obj=item, actor=by, key=f"{verb}:{Activity.objects.count()}", data=data
        )
    notify(activity)
    rows = Notice.objects.filter(activity=activity).select_related("officer")
    return {row.officer.username: row.kind for row in rows}


def mailbox(person: Officer) -> Officer:
    person.email = f"{person.username}@example.invalid"
    person.save()
    return person


def test_coordinators_of_the_office_and_above_hear_of_a_submission() -> None:
    busan = office("BSN")
    author = officer("author", at=office("YGD", parent=busan))
    item = published(author)
    Item.objects.filter(pk=item.pk).update(status="submitted")
    for name, place in [("here", busan), ("elsewhere", office("ICN"))]:
        person = officer(name, at=place)
        grant_role(officer=person, role=roles.COORDINATOR, office=place)
    assert told(item, "item.submitted", author) == {"here": "to_check"}


def test_a_comment_reaches_writer_watchers_and_the_one_answered_but_not_the_commenter() -> None:
    house = office("BSN")
    author, watcher, muted, asker, talker = (
        officer(name, at=house) for name in ("author", "watcher", "muted", "asker", "talker")
    )
    item = published(author)
    Watch.objects.create(item=item, officer=watcher)
    Watch.objects.create(item=item, officer=muted, level=Watch.Level.MUTED)
    assert told(item, "item.commented", talker, parent_author=asker.pk, comment=1) == {
        "author": "commented",
        "watcher": "commented",
        "asker": "replied",
    }
    assert told(item, "item.commented", author, comment=2) == {"watcher": "commented"}


def test_nobody_is_told_of_what_they_may_not_read() -> None:
    busan = office("BSN")
    author = officer("author", at=busan)
    item = published(author, audience=audience_for(kind=Audience.Kind.OFFICE, office=busan))
    outsider = officer("outsider", at=office("ICN"))
    Watch.objects.create(item=item, officer=outsider)
    assert told(item, "item.commented", author, comment=1) == {}


def test_telling_twice_changes_nothing() -> None:
    house = office("BSN")
    author, talker = officer("author", at=house), officer("talker", at=house)
    item = published(author)
    told(item, "item.commented", talker, comment=1)
    notify(Activity.objects.get(verb="item.commented"))
    assert Notice.objects.count() == 1


def test_the_badge_counts_what_is_unread(client: Client) -> None:
    house = office("BSN")
    author, talker = officer("author", at=house), officer("talker", at=house)
    item = published(author)
    assert unread_count(author) == 0
    told(item, "item.commented", talker, comment=1)
    assert unread_count(author) == 1
    client.force_login(author)
    notice = Notice.objects.get()
    answer = client.get(f"/notifications/{notice.pk}/")
    assert answer["Location"].endswith("#comment-1")
    assert unread_count(author) == 0


def test_a_notice_is_the_receivers_only(client: Client) -> None:
    house = office("BSN")
    author, talker = officer("author", at=house), officer("talker", at=house)
    told(published(author), "item.commented", talker, comment=1)
    client.force_login(talker)
    assert client.get(f"/notifications/{Notice.objects.get().pk}/").status_code == 404
    assert "commented" not in str(client.get("/notifications/").context["lines"])


def test_a_notice_goes_when_the_right_goes(client: Client) -> None:
    busan = office("BSN")
    author, watcher = officer("author", at=busan), mailbox(officer("watcher", at=busan))
    choose_mail(officer=watcher, kinds=["commented"])
    item = published(author, audience=audience_for(kind=Audience.Kind.OFFICE, office=busan))
    Watch.objects.create(item=item, officer=watcher)
    told(item, "item.commented", author, comment=1)
    watcher.office = office("ICN")
    watcher.save()
    assert send_due() == 0
    assert mail.outbox == []
    client.force_login(watcher)
    assert client.get("/notifications/").context["lines"] == []


def test_mail_is_sent_once_however_many_workers_look(client: Client) -> None:
    house = office("BSN")
    author, talker = mailbox(officer("author", at=house)), officer("talker", at=house)
    choose_mail(officer=author, kinds=["commented"])
    told(published(author), "item.commented", talker, comment=1)
    gate = threading.Barrier(2)

    def work() -> None:
        gate.wait()
        send_due()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mail.outbox) == 1
    assert "보세운송 신고" in mail.outbox[0].body
    assert Notice.objects.get().mail == "sent"


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=1,
)
def test_mail_waits_while_the_server_is_down_and_is_given_up_after_a_day() -> None:
    house = office("BSN")
    author, talker = mailbox(officer("author", at=house)), officer("talker", at=house)
    choose_mail(officer=author, kinds=["commented"])
    told(published(author), "item.commented", talker, comment=1)
    assert send_due() == 0
    notice = Notice.objects.get()
    assert (notice.mail, notice.mail_attempts) == ("due", 1)
    assert send_due() == 0, "not before its time"
    Notice.objects.update(mail_attempts=9, mail_due_at=notice.created_at)
    assert send_due() == 0
    assert Notice.objects.get().mail == "failed"


def test_what_comes_by_mail_is_chosen(client: Client) -> None:
    person = officer("reader", at=office("BSN"))
    client.force_login(person)
    client.post("/notifications/preferences/", {"mail": ["commented", "no such kind"]})
    kinds = client.get("/notifications/preferences/").context["kinds"]
    assert [kind["code"] for kind in kinds if kind["mail"]] == ["commented"]
