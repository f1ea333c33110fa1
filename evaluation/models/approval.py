from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from evaluation.models.policy import EvaluationPolicy


class PolicyApproval(models.Model):
    """An administrator's yes to a policy, not after its first day. Never changed or taken back."""

    policy = models.ForeignKey(
        EvaluationPolicy,
        verbose_name=_("policy"),
        on_delete=models.PROTECT,
        related_name="approvals",
        db_index=False,
    )
    officer = models.ForeignKey(
        Officer,
        verbose_name=_("administrator"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    approved_at = models.DateTimeField(_("approved"), default=clock.now)

    class Meta:
        verbose_name = _("approval of a policy")
        verbose_name_plural = _("approvals of policies")
        constraints = [models.UniqueConstraint("policy", "officer", name="policy_approval_once")]

    def __str__(self) -> str:
        return f"{self.policy_id} / {self.officer_id}"
