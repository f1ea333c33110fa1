from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluation.models.assignment import Assignment
from evaluation.models.evaluator_policy import EvaluatorPolicy
from evaluation.models.gold import GoldItem


class Audit(models.Model):
    """What makes an assignment an audit: the gold item behind it, and how it went.

    Its round is one that nobody else sees (``Round.is_audit``). It stays open until ``closes_at``
    and until the evaluator has answered, as a real round waits for its other evaluators.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="audit")
    gold = models.ForeignKey(GoldItem, on_delete=models.PROTECT, related_name="audits")
    policy = models.ForeignKey(EvaluatorPolicy, on_delete=models.PROTECT, related_name="+")
    # The real draw that it came with.
    after = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="+")
    closes_at = models.DateTimeField(_("open at least until"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    # Empty where the evaluator did not submit.
    absolute = models.FloatField(_("mean error, either way"), null=True)
    bias = models.FloatField(_("mean error, one way"), null=True)
    is_miss = models.BooleanField(_("missed"), null=True)

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        indexes = [
            # The job that closes what is over.
            models.Index(
                "closes_at", name="audit_open", condition=models.Q(closed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}"
