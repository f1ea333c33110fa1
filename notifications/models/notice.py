from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.models import Activity
from knowledge.models import Item


class Notice(models.Model):
    """One officer is told of one activity. Read in the inbox, perhaps also sent by mail."""

    class Mail(models.TextChoices):
        NOT_WANTED = "not_wanted", _("Not wanted")
        DUE = "due", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    officer = models.ForeignKey(
        Officer, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=40)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # What the sentence and the link need besides the item: see notifications/wording.py.
    data: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("written"), default=clock.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mail = models.CharField(_("mail"), max_length=10, choices=Mail.choices, default=Mail.NOT_WANTED)
    mail_due_at = models.DateTimeField(_("mail due"), null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint("activity", "officer", "kind", name="notice_once"),
        ]
        indexes = [
            # The inbox, newest first.
            models.Index("officer", models.F("id").desc(), name="notice_inbox"),
            # The number on the badge.
            models.Index("officer", name="notice_unread", condition=models.Q(read_at__isnull=True)),
            # The next mail to send.
            models.Index("mail_due_at", name="notice_mail", condition=models.Q(mail="due")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} -> {self.officer_id}"
