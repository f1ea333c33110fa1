from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models.item import Item
from knowledge.models.revision import Revision


class Suggestion(models.Model):
    """An edit that a reader proposes to those who wrote an item.

    What it says never changes, and once decided it stays decided: a trigger refuses the rest.
    ``base`` is the revision that the reader started from; ``revision`` is what the accepted edit
    became.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        ACCEPTED = "accepted", _("Taken over")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    item = models.ForeignKey(
        Item,
        verbose_name=_("item"),
        on_delete=models.CASCADE,
        related_name="suggestions",
        db_index=False,
    )
    base = models.ForeignKey(
        Revision,
        verbose_name=_("made from"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    officer = models.ForeignKey(
        Officer,
        verbose_name=_("suggested by"),
        on_delete=models.PROTECT,
        related_name="suggestions",
        db_index=False,
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=500)
    source = models.TextField(_("text"))
    reason = models.CharField(_("why"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    suggested_at = models.DateTimeField(_("suggested"), default=clock.now)
    decided_by = models.ForeignKey(
        Officer,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    answer = models.TextField(_("reason"), blank=True, help_text=_("Why it was declined."))
    revision = models.OneToOneField(
        Revision,
        verbose_name=_("became revision"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="suggestion",
    )

    class Meta:
        verbose_name = _("suggested edit")
        verbose_name_plural = _("suggested edits")
        constraints = [
            models.UniqueConstraint(
                "item", "officer", condition=Q(state="open"), name="suggestion_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | Q(state="withdrawn", decided_at__isnull=False, decided_by__isnull=True)
                | Q(
                    state__in=["accepted", "declined"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="suggestion_end_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", revision__isnull=False)
                | (~Q(state="accepted") & Q(revision__isnull=True)),
                name="suggestion_became_a_revision",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="suggestion_decline_has_reason",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="suggestion_has_reason"),
            # Whoever decides did not suggest it.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("officer")),
                name="suggestion_decided_by_another",
            ),
        ]
        indexes = [
            # What waits for those who wrote an item, and all that was suggested to it.
            models.Index("item", "state", name="suggestion_of_item"),
            # "Suggested by me", the newest first.
            models.Index("officer", models.F("id").desc(), name="suggestion_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:suggestion", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it waits to be decided."""
        return self.state == self.State.OPEN
