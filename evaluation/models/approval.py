from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluation.models.policy import EvaluationPolicy
from knowledge.models.drafted import DraftedApproval


class PolicyApproval(DraftedApproval):
    """An administrator's yes to a policy, not after its first day. Never changed or taken back."""

    policy = models.ForeignKey(
        EvaluationPolicy,
        verbose_name=_("policy"),
        on_delete=models.PROTECT,
        related_name="approvals",
        db_index=False,
    )

    class Meta(DraftedApproval.Meta):
        abstract = False
        constraints = [models.UniqueConstraint("policy", "officer", name="policy_approval_once")]

    def __str__(self) -> str:
        return f"{self.policy_id} / {self.officer_id}"
