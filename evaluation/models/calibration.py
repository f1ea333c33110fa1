"""Corrections for harsh and lenient evaluators, and the scores that come of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from evaluation.models.evaluator import Evaluator
from evaluation.models.round import Round


class CalibrationSnapshot(models.Model):
    """The parameters of the additive model at a moment; frozen for the scores that use it.

    ``formulas/shrinkage.py`` says what they mean.
    """

    cutoff = models.DateTimeField(_("up to"), unique=True)
    n = models.PositiveIntegerField(_("evaluations"))
    mu = models.FloatField()
    alpha_f = models.FloatField()
    alpha_b = models.FloatField()
    sigma2 = models.FloatField()
    largest_share = models.FloatField(_("share of the largest component"))

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")

    def __str__(self) -> str:
        return f"{self.cutoff:%Y-%m-%d}"


class EvaluatorBias(models.Model):
    """How much more (or less) than others an evaluator gives, in points, with its standard error:
    the estimate, of which no more than ``shrinkage.correction`` is taken off."""

    snapshot = models.ForeignKey(
        CalibrationSnapshot, on_delete=models.CASCADE, related_name="biases"
    )
    evaluator = models.ForeignKey(Evaluator, on_delete=models.CASCADE, related_name="biases")
    b = models.FloatField()
    se = models.FloatField()
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("snapshot", "evaluator", name="bias_once")]

    def __str__(self) -> str:
        return f"{self.evaluator_id}: {self.b:+.2f}"


class ItemScore(models.Model):
    """A score of a round as computed at a time. Append-only: a decision never changes later."""

    class Step(models.TextChoices):
        MORE = "more", _("More evaluators")
        PANEL = "panel", _("To the panel")
        SUPERIOR = "superior", _("Superior")
        STANDARD = "standard", _("Standard")
        IMPROVE = "improve", _("To be improved")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="scores")
    snapshot = models.ForeignKey(
        CalibrationSnapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    n = models.PositiveSmallIntegerField(_("evaluations"))
    raw = models.DecimalField(_("mean"), max_digits=9, decimal_places=7)
    q = models.DecimalField(_("corrected"), max_digits=9, decimal_places=7)
    se = models.FloatField(_("standard error"))
    p = models.FloatField(_("probability of superior"))
    # What came of it: a verdict, or how the round went on.
    decision = models.CharField(_("decision"), max_length=10, choices=Step.choices, blank=True)
    computed_at = models.DateTimeField(_("computed"), default=clock.now)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")

    def __str__(self) -> str:
        return f"{self.round}: {self.q}"
