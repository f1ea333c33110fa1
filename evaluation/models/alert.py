from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock


class Alert(models.Model):
    """Numbers of a quarter that a person should look at. It does nothing by itself."""

    class Kind(models.TextChoices):
        FAVOUR = "favour", _("One evaluator favours one author")
        RECIPROCITY = "reciprocity", _("Two people favour each other")
        BURST = "burst", _("Many evaluations within minutes")
        COPY = "copy", _("Two comments are nearly the same")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SEEN = "seen", _("Seen")
        DISMISSED = "dismissed", _("Dismissed")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    # As 2026Q3.
    quarter = models.CharField(_("quarter"), max_length=6)
    # What it is about, so that it is raised once a quarter.
    subject = models.CharField(_("subject"), max_length=80)
    officers = models.ManyToManyField(Officer, verbose_name=_("officers"), related_name="+")
    # Every number of the arithmetic; see evaluation.alerts.
    evidence: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(_("evidence"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    settled_by = models.ForeignKey(
        Officer,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("looked at by"),
    )
    settled_at = models.DateTimeField(_("looked at"), null=True)
    raised_at = models.DateTimeField(_("raised"), default=clock.now)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.UniqueConstraint("kind", "quarter", "subject", name="alert_once"),
            models.CheckConstraint(
                condition=~models.Q(state="dismissed") | ~models.Q(reason=""),
                name="alert_dismissed_with_reason",
            ),
        ]
        # The page of alerts.
        indexes = [models.Index("state", models.F("raised_at").desc(), name="alert_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.quarter} {self.subject}"
