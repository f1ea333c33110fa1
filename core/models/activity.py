from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock


class Activity(models.Model):
    """Who did which verb to what, and when. Written with the fact, never changed.

    It is outbox, audit trail, feed, and the input of mileage, notifications and statistics.
    A database trigger refuses updates and deletes.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    verb = models.CharField(_("verb"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("actor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
        db_index=False,
    )
    object_type = models.CharField(_("object type"), max_length=60)
    object_id = models.BigIntegerField(_("object number"))
    data = models.JSONField(_("details"), default=dict, blank=True)
    occurred_at = models.DateTimeField(_("occurred at"), default=clock.now)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-id"]
        indexes = [
            # An object's history: admin, item page feed.
            models.Index(
                "object_type", "object_id", models.F("id").desc(), name="activity_of_object"
            ),
            # "Who did what" and the feed of an office's officers.
            models.Index("actor", models.F("id").desc(), name="activity_of_actor"),
            # What the officers of an office did lately, of a few verbs.
            models.Index("actor", "verb", models.F("id").desc(), name="activity_feed"),
            # Replay of one verb in order.
            models.Index("verb", "id", name="activity_replay_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type}:{self.object_id}"
