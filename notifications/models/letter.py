from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock


class Letter(models.Model):
    """A mail to one officer: what stands in it was decided when it was packed."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("At once, about one item")
        GATHERED = "gathered", _("Collected")

    class State(models.TextChoices):
        DUE = "due", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Nothing left to say")
        FAILED = "failed", _("Refused by the mail server")

    officer = models.ForeignKey(
        Officer, on_delete=models.CASCADE, related_name="letters", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    # The day in Seoul on which it was packed: so many at once go to an officer in a day.
    day = models.DateField(_("day"), default=clock.today)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField(_("due"), default=clock.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("packed"), default=clock.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            # The next mail to send.
            models.Index("due_at", name="letter_due", condition=models.Q(state="due")),
            # How many went at once to an officer on a day.
            models.Index("officer", "day", name="letter_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} -> {self.officer_id}"
