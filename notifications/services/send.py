"""Sending packed mails: claim, send, say so.

A mail is claimed by a conditional UPDATE that puts its next attempt off; whoever changes the row
sends. A worker killed before sending costs a delay. One killed after the server took the mail and
before the row says so costs a second copy: SMTP knows no better, and losing it would be worse. Both
copies have the same Message-ID, by which mail programs show one.

A server that is away is asked again, however long it takes; a mail that it refuses is given up
after some attempts, and an administrator sees it.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from core import clock
from notifications.mail import message_of
from notifications.models import Letter, Notice
from notifications.services.pack import pack_due
from notifications.telling import tellable

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(minutes=2)
LAST_RETRY = timedelta(hours=1)
MOST_REFUSALS = 10
BATCH = 200
# Beat asks again every half minute: a worker does not keep at it longer.
SECONDS = 25.0
REFUSED = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)


class ServerAway(Exception):
    """The mail server does not answer; the rest of the mails need not be tried now."""


def send_due() -> int:
    """Pack and send what is due, oldest first, for at most half a minute; how many left."""
    began = time.monotonic()
    connection = get_connection()
    sent = 0
    try:
        while time.monotonic() - began < SECONDS:
            packed = pack_due()
            due = Letter.objects.filter(state=Letter.State.DUE, due_at__lte=clock.now())
            ids = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH])
            if not packed and not ids:
                break
            for letter_id in ids:
                sent += send_letter(letter_id, connection)
                if time.monotonic() - began > SECONDS:
                    break
    except ServerAway as error:
        logger.warning("Mail server: %s; the mails wait", error)
    finally:
        connection.close()
    return sent


def send_letter(letter_id: int, connection: BaseEmailBackend) -> bool:
    """Claim and send one mail; False if another worker has it, nobody may read it any more, or it
    was refused (it is tried again, later each time). Raises ServerAway."""
    letter = _claim(letter_id)
    if letter is None:
        return False
    notices = tellable(letter)
    if not notices:
        _settle(letter, Letter.State.DROPPED, [])
        return False
    try:
        connection.open()
        connection.send_messages([message_of(letter, notices)])
    except REFUSED as error:
        _refused(letter, error)
        return False
    except OSError as error:  # SMTPException is one
        connection.close()
        Letter.objects.filter(pk=letter.pk).update(last_error=str(error)[:300])
        raise ServerAway(error) from error
    _settle(letter, Letter.State.SENT, notices)
    return True


def _claim(letter_id: int) -> Letter | None:
    now = clock.now()
    rows = Letter.objects.filter(pk=letter_id, state=Letter.State.DUE, due_at__lte=now)
    attempts = rows.values_list("attempts", flat=True).first()
    if attempts is None:
        return None
    again = now + min(FIRST_RETRY * 2 ** min(attempts, 10), LAST_RETRY)
    if not rows.filter(attempts=attempts).update(attempts=F("attempts") + 1, due_at=again):
        return None
    return Letter.objects.select_related("officer__office").get(pk=letter_id)


@transaction.atomic
def _settle(letter: Letter, state: Letter.State, sent: list[Notice]) -> None:
    """Say what became of a mail and of each notice that was packed into it."""
    Letter.objects.filter(pk=letter.pk).update(
        state=state, sent_at=clock.now() if sent else None, last_error=""
    )
    rows = Notice.objects.filter(letter=letter)
    told = [notice.pk for notice in sent]
    rows.filter(pk__in=told).update(mail=Notice.Mail.SENT)
    rows.exclude(pk__in=told).update(mail=Notice.Mail.NOT_WANTED)


@transaction.atomic
def _refused(letter: Letter, error: Exception) -> None:
    logger.warning("Mail %s was refused: %s", letter.pk, error)
    is_over = letter.attempts >= MOST_REFUSALS
    state = Letter.State.FAILED if is_over else Letter.State.DUE
    Letter.objects.filter(pk=letter.pk).update(state=state, last_error=str(error)[:300])
    if is_over:
        Notice.objects.filter(letter=letter).update(mail=Notice.Mail.FAILED)
