from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from knowledge.models.attachment import Attachment


class FileText(models.Model):
    """What a file says, for search; and why it has no text, where it has none.

    Apart from the attachment, because what lists files must not carry their texts about.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be read")
        READ = "read", _("read")
        UNREADABLE = "unreadable", _("has no text that can be read")

    attachment = models.OneToOneField(
        Attachment, on_delete=models.CASCADE, primary_key=True, related_name="text"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    # A word of knowledge.texts.outcome.Reason.
    reason = models.CharField(_("reason"), max_length=10, blank=True)
    text = models.TextField(_("text"), blank=True)
    # How often a reader has begun. One that finishes leaves the state of waiting.
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    # Whoever reads puts this off; where it has passed, nobody reads.
    due_at = models.DateTimeField(_("to be read from"), default=clock.now)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")
        constraints = [
            models.CheckConstraint(
                name="filetext_unreadable_has_no_text",
                condition=~Q(state="unreadable") | Q(text=""),
            ),
        ]
        indexes = [
            # The sweep of files that wait.
            models.Index("due_at", name="filetext_due", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id}: {self.state}"
