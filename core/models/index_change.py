from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TransactionField(models.BigIntegerField):
    """The number of a transaction: PostgreSQL's xid8, which never wraps around."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "xid8"

    def from_db_value(self, value: Any, *_args: Any) -> int | None:
        return None if value is None else int(value)


class CurrentTransaction(models.Func):
    """The number of the transaction that the statement runs in."""

    function = "pg_current_xact_id"
    output_field = TransactionField()


class IndexChange(models.Model):
    """Something that search sees has changed. Written in the transaction of the change.

    Read in the order of ``txid, id`` and only below the oldest transaction that still runs, so
    that no row can appear behind a reader's back. A trigger wakes the readers at the commit.
    """

    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.BigIntegerField(_("object number"))
    txid = TransactionField(_("transaction"), db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("change for search")
        verbose_name_plural = _("changes for search")
        indexes = [
            # What a follower has not had yet.
            models.Index("txid", "id", name="indexchange_tail"),
            # What is old enough to go.
            models.Index("at", name="indexchange_prune"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"
