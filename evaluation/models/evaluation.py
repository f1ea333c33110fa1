from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from evaluation.models.assignment import Assignment


class Evaluation(models.Model):
    """What an evaluator said. Never changed: a correction before the decision is a new row,
    and the last row of an assignment counts."""

    class Confidence(models.IntegerChoices):
        UNSURE = 1, _("Unsure")
        FAIR = 2, _("Fairly sure")
        SURE = 3, _("Sure")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="evaluations")
    # Criterion code to score, 0 to 10 in halves, as text of a decimal.
    scores: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(_("scores"))
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=3)
    confidence = models.PositiveSmallIntegerField(
        _("confidence"), choices=Confidence.choices, default=Confidence.FAIR
    )
    comment = models.TextField(_("comment"))
    on_time = models.BooleanField(_("on time"), default=True)
    submitted_at = models.DateTimeField(_("submitted"), default=clock.now)

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total__gte=0, total__lte=10), name="evaluation_total_in_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.total}"
