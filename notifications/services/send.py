"""Sending notices by mail.

A notice is claimed by a conditional UPDATE that puts its next attempt off; whoever changes the
row sends. A worker killed between claim and sending costs a delay; one killed between sending
and saying so costs a second copy, which is the lesser evil for mail.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from knowledge.blind import hidden_writers
from knowledge.models import Item
from notifications.models import Notice
from notifications.wording import sentence

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(minutes=2)
MOST_ATTEMPTS = 10  # two minutes doubled ten times is more than a day
BATCH = 200


def send_due() -> int:
    """Send what is due, oldest first; returns how many mails left."""
    due = Notice.objects.filter(mail=Notice.Mail.DUE, mail_due_at__lte=timezone.now())
    ids = list(due.order_by("mail_due_at").values_list("pk", flat=True)[:BATCH])
    return sum(send_one(notice_id) for notice_id in ids)


def send_one(notice_id: int) -> bool:
    """Claim and send one notice; False if another worker has it, nobody may read it, or the
    server is away (it is tried again, later each time)."""
    notice = _claim(notice_id)
    if notice is None:
        return False
    if not _may_still_learn(notice):
        Notice.objects.filter(pk=notice_id).update(mail=Notice.Mail.NOT_WANTED)
        return False
    try:
        message_of(notice).send()
    except (OSError, SMTPException) as error:
        _give_up_or_wait(notice, error)
        return False
    Notice.objects.filter(pk=notice_id).update(mail=Notice.Mail.SENT)
    return True


def message_of(notice: Notice) -> EmailMultiAlternatives:
    """The mail, in the receiver's language."""
    officer = notice.officer
    with override(officer.language):
        actor = notice.activity.actor
        hides = notice.item_id in hidden_writers(officer)
        text = sentence(
            notice.kind,
            actor="" if hides or actor is None else str(actor),
            item=str(notice.item or ""),
            data=notice.data,
        )
        context = {
            "officer": officer,
            "sentence": text,
            "url": settings.SITE_URL + reverse("notifications:open", args=[notice.pk]),
            "preferences_url": settings.SITE_URL + reverse("notifications:preferences"),
        }
        message = EmailMultiAlternatives(
            subject=_("[CKP] %(sentence)s") % {"sentence": text[:120]},
            body=render_to_string("notifications/mail.txt", context),
            to=[officer.email],
        )
        message.attach_alternative(
            render_to_string("notifications/mail.html", context), "text/html"
        )
    return message


def _claim(notice_id: int) -> Notice | None:
    rows = Notice.objects.filter(
        pk=notice_id, mail=Notice.Mail.DUE, mail_due_at__lte=timezone.now()
    )
    attempts = rows.values_list("mail_attempts", flat=True).first()
    if attempts is None:
        return None
    again = timezone.now() + FIRST_RETRY * 2**attempts
    if not rows.filter(mail_attempts=attempts).update(
        mail_attempts=F("mail_attempts") + 1, mail_due_at=again
    ):
        return None
    return Notice.objects.select_related("officer__office", "item", "activity__actor").get(
        pk=notice_id
    )


def _may_still_learn(notice: Notice) -> bool:
    if not notice.officer.is_active or not notice.officer.email:
        return False
    return (
        notice.item_id is None
        or Item.objects.visible_to(notice.officer).filter(pk=notice.item_id).exists()
    )


def _give_up_or_wait(notice: Notice, error: Exception) -> None:
    if notice.mail_attempts < MOST_ATTEMPTS:
        logger.warning("Mail server: %s; notice %s waits", error, notice.pk)
        return
    logger.error("Mail of notice %s failed for good: %s", notice.pk, error)
    Notice.objects.filter(pk=notice.pk).update(mail=Notice.Mail.FAILED)
