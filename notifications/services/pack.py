"""Packing notices into mails: one item a mail, so many a day, the rest and digests collected.

Packing is a transaction of the database alone: a worker killed in it leaves the notices as they
were. Two workers packing for one officer take turns, else both would count too few.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from core import clock
from notifications.locks import hold_mailbox
from notifications.models import DigestTime, Letter, Notice
from notifications.queries import Topic, topic_of
from notifications.rhythm import next_daily

# A collected mail lists so many; who has more is told how many more wait in the inbox.
OFFICERS = 200


def pack_due(most: int = OFFICERS) -> int:
    """Pack what may go out now, for so many officers; returns for how many."""
    waiting = Notice.objects.filter(
        mail__in=[Notice.Mail.DUE, Notice.Mail.GATHERED], mail_due_at__lte=clock.now()
    )
    officers = waiting.order_by("officer").values_list("officer_id", flat=True).distinct()[:most]
    for officer_id in officers:
        pack_for(officer_id)
    return len(officers)


@transaction.atomic
def pack_for(officer_id: int) -> None:
    """Pack one officer's mail. Safe to repeat, by any number of workers."""
    hold_mailbox(officer_id)
    now = clock.now()
    waiting = Notice.objects.filter(officer_id=officer_id, mail_due_at__lte=now)
    gathered = list(waiting.filter(mail=Notice.Mail.GATHERED).values_list("pk", flat=True))
    if gathered:
        _pack(officer_id, Letter.Kind.GATHERED, gathered)
    groups: dict[Topic, list[int]] = {}
    for notice in waiting.filter(mail=Notice.Mail.DUE).order_by("pk"):
        groups.setdefault(topic_of(notice), []).append(notice.pk)
    rest: list[int] = []
    left = max(0, settings.MAILS_A_DAY - _sent_today(officer_id))
    for number, notice_ids in enumerate(groups.values()):
        if number < left:
            _pack(officer_id, Letter.Kind.SINGLE, notice_ids)
        else:
            rest += notice_ids
    if rest:
        time = DigestTime.objects.filter(officer_id=officer_id).first() or DigestTime()
        Notice.objects.filter(pk__in=rest).update(
            mail=Notice.Mail.GATHERED, mail_due_at=next_daily(time, now)
        )


def _sent_today(officer_id: int) -> int:
    """How many mails at once the officer got today in Seoul, or will get."""
    today = Letter.objects.filter(officer_id=officer_id, day=clock.today())
    return today.filter(kind=Letter.Kind.SINGLE).exclude(state=Letter.State.DROPPED).count()


def _pack(officer_id: int, kind: Letter.Kind, notice_ids: list[int]) -> None:
    letter = Letter.objects.create(officer_id=officer_id, kind=kind)
    Notice.objects.filter(pk__in=notice_ids).update(mail=Notice.Mail.PACKED, letter=letter)
