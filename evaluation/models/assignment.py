from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from evaluation.models.evaluator import Evaluator
from evaluation.models.round import Round


class Assignment(models.Model):
    """An evaluator was drawn for a round and has it until ``lease_until``."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Not begun")
        ACCEPTED = "accepted", _("Begun")
        SUBMITTED = "submitted", _("Evaluated")
        DECLINED = "declined", _("Declined")
        RECUSED = "recused", _("Recused")
        EXPIRED = "expired", _("Expired")
        VOIDED = "voided", _("Void")

    OPEN = (State.OFFERED, State.ACCEPTED)
    LIVE = (State.OFFERED, State.ACCEPTED, State.SUBMITTED)

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="assignments")
    evaluator = models.ForeignKey(
        Evaluator, on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    # A panel member sees the peers' scores, so what they give says nothing of bias or agreement.
    segment = models.CharField(
        _("segment"),
        max_length=6,
        choices=Round.Segment.choices,
        default=Round.Segment.PEERS,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OFFERED
    )
    reason = models.TextField(_("reason"), blank=True)
    offered_at = models.DateTimeField(_("drawn"), default=clock.now)
    lease_until = models.DateTimeField(_("due"))
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    # How the draw came about: it can be repeated with the same pool.
    seed = models.BigIntegerField(_("seed"))
    probability = models.FloatField(_("probability"))
    is_audit = models.BooleanField(_("audit"), default=False)
    # When its evaluator was suspended after the round had been decided.
    flagged_at = models.DateTimeField(_("flagged"), null=True, blank=True)
    # The form as saved to be continued.
    progress: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True
    )
    # Counts saves and submissions: a window that shows an older one does not overwrite it.
    version = models.PositiveIntegerField(_("saves"), default=0)
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [models.UniqueConstraint("round", "evaluator", name="assignment_once")]
        indexes = [
            # An evaluator's desk and free capacity.
            models.Index("evaluator", "state", "lease_until", name="assignment_desk"),
            # Reminders and expiry.
            models.Index(
                "lease_until",
                name="assignment_lease",
                condition=models.Q(state__in=["offered", "accepted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} / {self.evaluator}"

    @property
    def is_wanted(self) -> bool:
        """Whether its round is at the segment that it belongs to."""
        if self.segment == Round.Segment.PANEL:
            return self.round.state == Round.State.PANEL
        return self.round.state in Round.JUDGING

    @property
    def is_open(self) -> bool:
        """Whether the evaluator can still submit."""
        return self.state in self.OPEN
