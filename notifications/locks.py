"""The only locks of this app."""

from __future__ import annotations

from django.db import connection


def hold_mailbox(officer_id: int) -> None:
    """One transaction at a time packs mail for this officer: two would each count the other's out.

    An advisory lock, as there is no row that all packing for an officer changes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('mailbox'), %s)", [officer_id])
