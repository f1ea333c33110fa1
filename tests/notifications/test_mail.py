"""Mail: so many a day, the rest collected; sent once; nothing that may no longer be told."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import Message
from smtplib import SMTPRecipientsRefused
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import clock
from knowledge.models import Item, Watch
from knowledge.services.marks import set_watch
from notifications.models import DigestTime, Letter, Notice
from notifications.rhythm import next_daily, next_digest
from notifications.services import pack, send
from notifications.services.prefer import choose_digest_time
from notifications.services.send import send_due
from tests.cast import Cast, cast, published
from tests.core.test_delivery import database_url
from tests.knowledge.views.blindness import judges, renamed
from tests.notifications.helping import mailbox, told, wants
from tests.threads import at_once

pytestmark = pytest.mark.django_db

SEOUL = ZoneInfo("Asia/Seoul")
NOON = datetime(2026, 11, 24, 12, tzinfo=SEOUL)


@pytest.fixture
def people() -> Cast:
    """The author has an address and wants comments at once."""
    people = cast()
    wants(mailbox(people.author), "commented")
    return people


def commented(item: Item, by: Officer) -> None:
    told(item, "item.commented", by, comment=1)


def items(author: Officer, number: int) -> list[Item]:
    return [published(author, title=f"지식 {n}") for n in range(1, number + 1)]


def cast_parts(whole: Message) -> list[Message]:
    parts: Any = whole.get_payload()
    return list(parts)


def body(message: Any) -> str:
    return str(message.body)


def test_the_fifth_of_a_day_waits_and_goes_with_the_rest(people: Cast) -> None:
    with clock.at(NOON):
        for item in items(people.author, 7):
            commented(item, people.stranger)
            send_due()
    assert len(mail.outbox) == 4
    with clock.at(NOON + timedelta(hours=19)):
        assert send_due() == 0, "not before eight in the morning"
    with clock.at(NOON + timedelta(hours=20)):
        assert send_due() == 1
    rest = body(mail.outbox[-1])
    assert [f"지식 {n}" in rest for n in (4, 5, 6, 7)] == [False, True, True, True]
    assert "3" in mail.outbox[-1].subject


def test_the_day_is_that_of_seoul(people: Cast) -> None:
    before = datetime(2026, 11, 24, 23, 59, 59, tzinfo=SEOUL)
    knowledge = items(people.author, 8)
    for moment, part in [(before, knowledge[:4]), (before + timedelta(seconds=1), knowledge[4:])]:
        with clock.at(moment.astimezone(ZoneInfo("UTC"))):
            for item in part:
                commented(item, people.stranger)
            send_due()
    assert len(mail.outbox) == 8


def test_what_happens_to_one_item_at_once_is_one_mail(people: Cast) -> None:
    (item,) = items(people.author, 1)
    for _ in range(3):
        commented(item, people.stranger)
    assert send_due() == 1
    assert body(mail.outbox[0]).count("- ") >= 3


def test_a_digest_comes_at_its_hour_daily_or_weekly() -> None:
    midnight = DigestTime(hour=0)
    eve = datetime(2026, 11, 24, 23, 59, 59, tzinfo=SEOUL)
    assert next_digest(midnight, eve) == eve + timedelta(seconds=1)
    assert next_digest(midnight, eve + timedelta(seconds=1)) == datetime(2026, 11, 26, tzinfo=SEOUL)
    in_utc = eve.astimezone(ZoneInfo("UTC"))
    assert next_digest(midnight, in_utc) == eve + timedelta(seconds=1)
    monday = DigestTime(every="week", weekday=0, hour=9)
    assert next_digest(monday, NOON) == datetime(2026, 11, 30, 9, tzinfo=SEOUL)
    early = datetime(2026, 11, 30, 8, 59, tzinfo=SEOUL)
    assert next_digest(monday, early) == early + timedelta(minutes=1)
    assert next_digest(monday, early + timedelta(minutes=1)) == datetime(
        2026, 12, 7, 9, tzinfo=SEOUL
    )
    assert next_daily(monday, NOON) == datetime(2026, 11, 25, 9, tzinfo=SEOUL)


def test_a_digest_holds_what_is_unread_from_before_its_hour(people: Cast) -> None:
    wants(people.author, "commented", "digest")
    choose_digest_time(officer=people.author, every="day", weekday=0, hour=0)
    first, read, late = items(people.author, 3)
    midnight = datetime(2026, 11, 25, tzinfo=SEOUL)
    with clock.at(midnight - timedelta(seconds=1)):
        commented(first, people.stranger)
        commented(read, people.stranger)
        Notice.objects.filter(item=read).update(read_at=clock.now())
        assert send_due() == 0
    with clock.at(midnight):
        commented(late, people.stranger)
        assert send_due() == 1
    assert "지식 1" in body(mail.outbox[0])
    assert "지식 2" not in body(mail.outbox[0])
    assert "지식 3" not in body(mail.outbox[0])
    with clock.at(midnight + timedelta(days=1)):
        assert send_due() == 1


def test_a_right_that_is_lost_meanwhile_is_respected(people: Cast) -> None:
    watcher = mailbox(people.colleague)
    wants(watcher, "discussed")
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    item = published(people.author, audience=busan)
    Watch.objects.create(item=item, officer=watcher)
    commented(item, people.author)
    assert Notice.objects.get(officer=watcher).mail == "due"
    watcher.office = people.incheon
    watcher.save()
    assert send_due() == 0
    assert mail.outbox == []
    assert (Letter.objects.get().state, Notice.objects.get().mail) == ("dropped", "not_wanted")


@pytest.mark.parametrize("change", ["mute", "stop", "leave"])
def test_so_is_a_change_of_mind(change: str, people: Cast) -> None:
    (item,) = items(people.author, 1)
    commented(item, people.stranger)
    if change == "mute":
        set_watch(item=item, by=people.author, level="muted")
    elif change == "stop":
        wants(people.author, "commented", "off")
    else:
        people.author.is_active = False
        people.author.save()
    assert send_due() == 0
    assert mail.outbox == []


def test_mail_names_no_writer_to_who_judges_the_item(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "홍길동")
    evaluator = mailbox(people.evaluator)
    item = published(people.author)
    told(item, "item.commented", people.author, comment=1, mentions=[evaluator.pk])
    judges(monkeypatch, evaluator, item)
    assert send_due() == 1
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert "홍길동" not in message.subject + str(message.message())
    assert "홍길동" not in body(message) + str(message.alternatives)


def test_the_words_are_the_officers_and_the_headers_are_there(people: Cast) -> None:
    mailbox(people.author, "en")
    (item,) = items(people.author, 1)
    commented(item, people.stranger)
    assert send_due() == 1
    (message,) = mail.outbox
    assert message.subject == "[CKP] Stranger commented on “지식 1”."
    whole: Message = message.message()
    assert whole.get_content_type() == "multipart/alternative"
    plain, html = cast_parts(whole)
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert whole["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert whole["List-Unsubscribe"].startswith("<http")
    assert "/notifications/stop/" in body(message)
    assert "/notifications/mute/" in body(message)
    assert "&" not in body(message).replace("&item", ""), "plain text is not escaped"


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail_and_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have counted before either has packed, if nothing keeps them from it."""
    people = cast()
    counted = pack._sent_today

    def slowly(officer_id: int) -> int:
        number = counted(officer_id)
        time.sleep(0.5)
        return number

    monkeypatch.setattr(pack, "_sent_today", slowly)
    wants(mailbox(people.author), "commented")
    for item in items(people.author, 6):
        commented(item, people.stranger)
    at_once(send_due, send_due)
    assert len(mail.outbox) == 4
    assert list(Letter.objects.values_list("state", flat=True)) == ["sent"] * 4
    assert Notice.objects.filter(mail="gathered").count() == 2


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=1,
)
def test_mail_waits_while_the_server_is_away_however_long(people: Cast) -> None:
    for item in items(people.author, 2):
        commented(item, people.stranger)
    assert send_due() == 0
    attempts = list(Letter.objects.order_by("pk").values_list("attempts", flat=True))
    assert attempts == [1, 0], "the second is not tried while nobody answers"
    assert Letter.objects.exclude(last_error="").count() == 1
    later = clock.now() + timedelta(days=3)
    Letter.objects.update(attempts=30)
    with clock.at(later):
        assert send_due() == 0
        assert set(Letter.objects.values_list("state", flat=True)) == {"due"}
    with clock.at(later + timedelta(hours=2)), override_settings(EMAIL_BACKEND=LOCMEM):
        assert send_due() == 2


LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


def test_a_mail_that_is_refused_is_given_up_and_the_others_go(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = items(people.author, 2)
    usual = EmailBackend.send_messages

    def refuse(self: EmailBackend, messages: Any) -> int:
        if "지식 1" in messages[0].subject:
            raise SMTPRecipientsRefused({"x": (550, b"no such box")})
        return int(usual(self, messages))

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    for item in (first, second):
        commented(item, people.stranger)
    moment = clock.now()
    for _ in range(send.MOST_REFUSALS + 2):
        with clock.at(moment):
            send_due()
        moment += timedelta(hours=2)
    assert len(mail.outbox) == 1
    assert Letter.objects.get(state="failed").attempts == send.MOST_REFUSALS
    assert Notice.objects.get(item=first).mail == "failed"


class Killed(BaseException):
    """The worker is gone."""


@contextmanager
def killed(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[None]:
    """The worker dies when it comes to this function of the sender."""

    def die(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(send, name, die)
        with pytest.raises(Killed):
            send_due()
        yield


def test_killed_before_sending_it_is_sent_later(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = items(people.author, 1)
    commented(item, people.stranger)
    with killed(monkeypatch, "message_of"):
        assert mail.outbox == []
    assert send_due() == 0, "claimed for two minutes"
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert send_due() == 1


def test_killed_after_sending_it_comes_twice_with_one_id(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SMTP knows no better; by the Message-ID mail programs show one."""
    (item,) = items(people.author, 1)
    commented(item, people.stranger)
    with killed(monkeypatch, "_settle"):
        assert len(mail.outbox) == 1
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert send_due() == 1
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second
    with clock.at(clock.now() + timedelta(minutes=9)):
        assert send_due() == 0


KILLED = """
import os, sys, django
os.environ["DATABASE_URL"] = sys.argv[3]
django.setup()
from django.db import connections
from notifications.services.pack import pack_due
statements = 0
def count(execute, sql, params, many, context):
    global statements
    if statements == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    statements += 1
    return execute(sql, params, many, context)
with connections["default"].execute_wrapper(count):
    pack_due()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_packing_loses_and_doubles_nothing() -> None:
    people = cast()
    wants(mailbox(people.author), "commented")
    survived = False
    for statement in range(0, 40, 3):
        Letter.objects.all().delete()
        Notice.objects.all().delete()
        for item in items(people.author, 2):
            commented(item, people.stranger)
        worker = subprocess.run(
            [sys.executable, "-c", KILLED, "", str(statement), database_url()],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "ckp.settings"},
            capture_output=True,
            timeout=60,
        )
        assert worker.returncode in (0, -9), worker.stderr.decode()
        mail.outbox.clear()
        assert send_due() == 2
        assert len(mail.outbox) == 2
        if survived := worker.returncode == 0:
            break
    assert survived, "more statements than the test kills"
