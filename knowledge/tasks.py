"""Celery's way into this app."""

from __future__ import annotations

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def announce_file(attachment_id: int) -> None:
    """Have a file read. A broker that is down costs a delay only: the sweep finds the file."""
    try:
        read_file.delay(attachment_id)
    except (OperationalError, ConnectionError):
        logger.warning("The broker is down; the sweep will have file %d read", attachment_id)


@shared_task(
    name="knowledge.flush_readings",
    ignore_result=True,
    acks_late=True,  # rows that exist count for nothing, so it may run again
    time_limit=120,
)
def flush_readings() -> int:
    """Write down who read what since the last time."""
    from knowledge.services.readings import flush_readings as flush

    return flush()


@shared_task(
    name="knowledge.read_file",
    ignore_result=True,
    acks_late=True,  # a file that is being read, or was, is not read again
    time_limit=180,
)
def read_file(attachment_id: int) -> None:
    """Read the text of one file."""
    from knowledge.services.read_file import read_file as read

    read(attachment_id=attachment_id)


@shared_task(name="knowledge.sweep_files", ignore_result=True, time_limit=60)
def sweep_files() -> int:
    """Have files read that a lost message or a killed worker left behind; how many.

    One message each: other work gets its turn between two long documents.
    """
    from knowledge.services.read_file import due_files

    ids = due_files(limit=20)
    for attachment_id in ids:
        announce_file(attachment_id)
    return len(ids)
