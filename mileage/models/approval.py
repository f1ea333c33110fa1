from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.drafted import DraftedApproval
from mileage.models.policy import Policy


class Approval(DraftedApproval):
    """An administrator's yes to a policy, before its first day. Never changed or taken back."""

    policy = models.ForeignKey(
        Policy, verbose_name=_("policy"), on_delete=models.PROTECT, related_name="approvals"
    )

    class Meta(DraftedApproval.Meta):
        abstract = False
        constraints = [models.UniqueConstraint("policy", "officer", name="mileage_approval_once")]

    def __str__(self) -> str:
        return f"{self.policy_id} / {self.officer_id}"
