from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
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
        GATHERED = "gathered", _("Waiting for the collected mail")
        PACKED = "packed", _("In a mail on its way")
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
    # What the officer follows and is told for ("author", "tag", ...); empty for what is personal.
    via = models.CharField(_("told for"), max_length=10, blank=True)
    # An officer may want mail of a kind and nothing in the inbox.
    in_inbox = models.BooleanField(_("in the inbox"), default=True)
    created_at = models.DateTimeField(_("written"), default=clock.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mail = models.CharField(_("mail"), max_length=10, choices=Mail.choices, default=Mail.NOT_WANTED)
    # When it may be put into a mail.
    mail_due_at = models.DateTimeField(_("mail due"), null=True, blank=True)
    letter = models.ForeignKey(
        "notifications.Letter",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint("activity", "officer", "kind", name="notice_once"),
        ]
        indexes = [
            # The inbox, grouped by item, newest first.
            models.Index(
                "officer",
                F("id").desc(),
                name="notice_cards",
                condition=Q(in_inbox=True),
                include=["item", "kind", "read_at", "via"],
            ),
            # The number on the badge.
            models.Index(
                "officer",
                name="notice_new",
                condition=Q(read_at__isnull=True, in_inbox=True),
                include=["item", "via"],
            ),
            # What goes into the next mails.
            models.Index(
                "mail_due_at",
                "officer",
                name="notice_mail",
                condition=Q(mail__in=["due", "gathered"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} -> {self.officer_id}"
