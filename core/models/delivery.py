from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.activity import Activity


class Outbox(models.Model):
    """An activity that some handler has not had yet. Deleted when all have."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, primary_key=True)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("undelivered activity")
        verbose_name_plural = _("undelivered activities")
        # The sweep takes the longest due first.
        indexes = [models.Index("due_at", name="outbox_sweep")]

    def __str__(self) -> str:
        return str(self.activity_id)


class Delivery(models.Model):
    """One handler has had one activity: committed together with the handler's effects."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, db_index=False)
    handler = models.CharField(_("handler"), max_length=60)
    delivered_at = models.DateTimeField(_("delivered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint("activity", "handler", name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} -> {self.handler}"
