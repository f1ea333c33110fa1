from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Asked(models.Model):
    """A search that an officer made, for what they see of their own and for sums over all.

    ``key`` is what the page of hits knows it by. A query that was typed on to a longer one is one
    row (``services.log_searches``). ``rank`` is the place of the first hit that was opened, from
    1. Who asked is shown to nobody else.
    """

    key = models.UUIDField(unique=True, editable=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    text = models.CharField(_("query"), max_length=400)
    folded = models.CharField(max_length=400, editable=False)
    hits = models.PositiveIntegerField(_("hits"))
    is_narrowed = models.BooleanField(_("with filters"), default=False)
    rank = models.PositiveSmallIntegerField(_("opened hit"), null=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("search that was made")
        verbose_name_plural = _("searches that were made")
        indexes = [
            # The last searches of an officer, while somebody types.
            models.Index(fields=["officer", "-at"], name="search_asked_officer"),
            # Reports of a time, and what has become too old.
            models.Index(fields=["at"], name="search_asked_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(rank=None) | Q(rank__gte=1), name="rank_from_one"),
        ]
