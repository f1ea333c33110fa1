"""Reading the text of a file for search: once, by whoever comes first."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from core import clock
from knowledge.locks import lock_items
from knowledge.models import Attachment, FileText
from knowledge.services.touch import tell_search, touch
from knowledge.texts.outcome import WITH_TEXT, Outcome, Reason
from knowledge.texts.reading import ReaderDied, read

logger = logging.getLogger(__name__)

WAITING, READ, UNREADABLE = FileText.State.WAITING, FileText.State.READ, FileText.State.UNREADABLE
# A reader, or the worker that waits for it, may die for reasons of its own once.
MOST_TRIES = 2
# Longer than any reading takes (limits.WALL_SECONDS): after that its worker is dead.
LEASE = timedelta(minutes=5)
PAUSE = timedelta(seconds=30)


def read_file(*, attachment_id: int) -> bool:
    """Read a file that waits and is due; says whether it was.

    A conditional update is the claim, so that two workers never read the same file. Killed
    workers leave the file waiting, and the sweep has it read again when the lease is over; who
    kills its reader twice is not tried a third time. Must not run inside a transaction.
    """
    if not _claim(attachment_id):
        return False
    rows = Attachment.objects.select_related("text").defer("text__text")
    attachment = rows.filter(pk=attachment_id).first()
    if attachment is None:
        return False
    try:
        outcome = _outcome(attachment)
    except ReaderDied as died:
        logger.warning("Reading attachment %d: %s (%s)", attachment_id, died.reason, died)
        if attachment.text.tries < MOST_TRIES:
            _waiting(attachment_id).update(due_at=clock.now() + PAUSE)
            return True
        outcome = Outcome(died.reason)
    _keep(attachment_id, attachment.item_id, outcome)
    return True


def due_files(*, limit: int) -> list[int]:
    """Attachments that wait and that nobody reads, the oldest first."""
    rows = FileText.objects.filter(state=WAITING, due_at__lte=clock.now())
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:limit])


@transaction.atomic
def wait_again(*, attachment_ids: Iterable[int]) -> int:
    """Have files read anew, whatever became of them before; how many.

    What was read of them before can be found until then.
    """
    ids = sorted(set(attachment_ids))
    missing = Attachment.objects.filter(pk__in=ids, text=None)
    FileText.objects.bulk_create([FileText(attachment=row) for row in missing])
    return FileText.objects.filter(pk__in=ids).update(state=WAITING, tries=0, due_at=clock.now())


def _waiting(attachment_id: int) -> QuerySet[FileText]:
    return FileText.objects.filter(pk=attachment_id, state=WAITING)


def _claim(attachment_id: int) -> bool:
    now = clock.now()
    due = _waiting(attachment_id).filter(due_at__lte=now)
    if due.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1, due_at=now + LEASE):
        return True
    worn = due.filter(tries__gte=MOST_TRIES).values_list("attachment__item_id", flat=True).first()
    if worn is not None:
        logger.warning("Attachment %d has killed its worker twice", attachment_id)
        _keep(attachment_id, worn, Outcome(Reason.BREAKS))
    return False


def _outcome(attachment: Attachment) -> Outcome:
    try:
        with attachment.file.open("rb") as file:
            return read(file, attachment.content_type, size=attachment.size)
    except FileNotFoundError:
        logger.error("The file of attachment %d is missing", attachment.pk)
        return Outcome(Reason.MISSING)


@transaction.atomic
def _keep(attachment_id: int, item_id: int, outcome: Outcome) -> None:
    # First the item, as everybody does who changes its files.
    lock_items([item_id])
    state = READ if outcome.reason in WITH_TEXT else UNREADABLE
    kept = _waiting(attachment_id).update(state=state, reason=outcome.reason, text=outcome.text)
    if kept:
        touch(item_id)
        tell_search(item_id)
