from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from evaluation.models.evaluator import Evaluator
from evaluation.models.evaluator_policy import EvaluatorPolicy


class EvaluatorSheet(models.Model):
    """How an evaluator's work of one quarter looks in numbers, frozen when the quarter was over.

    The evaluator has it first; others from ``shown_to_others_from`` on.
    """

    evaluator = models.ForeignKey(
        Evaluator, on_delete=models.CASCADE, related_name="sheets", db_index=False
    )
    # As 2026Q3.
    quarter = models.CharField(_("quarter"), max_length=6)
    policy = models.ForeignKey(EvaluatorPolicy, on_delete=models.PROTECT, related_name="+")
    # See evaluation.sheets.Figures.
    figures: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(_("figures"))
    frozen_at = models.DateTimeField(_("frozen"), default=clock.now)
    seen_on = models.DateField(_("first seen"), null=True)
    shown_to_others_from = models.DateField(_("others see it from"))

    class Meta:
        verbose_name = _("evaluator's sheet")
        verbose_name_plural = _("evaluators' sheets")
        constraints = [models.UniqueConstraint("evaluator", "quarter", name="sheet_once")]
        # The list of those in charge.
        indexes = [models.Index("quarter", "evaluator", name="sheet_of_quarter")]

    def __str__(self) -> str:
        return f"{self.evaluator} {self.quarter}"
