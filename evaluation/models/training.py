from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from evaluation.models.evaluator import Evaluator
from evaluation.models.evaluator_policy import EvaluatorPolicy
from evaluation.models.gold import GoldItem


class Training(models.Model):
    """One try of an evaluator at gold items, for a certificate or to keep it."""

    class Purpose(models.TextChoices):
        CERTIFY = "certify", _("Training")
        REFRESH = "refresh", _("Yearly refresh")

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Not passed")

    evaluator = models.ForeignKey(
        Evaluator, on_delete=models.CASCADE, related_name="trainings", db_index=False
    )
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices)
    policy = models.ForeignKey(EvaluatorPolicy, on_delete=models.PROTECT, related_name="+")
    # Tries are counted within a course; a new course begins where the count begins anew.
    course = models.PositiveSmallIntegerField(_("course"))
    attempt = models.PositiveSmallIntegerField(_("try"))
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.OPEN)
    # Means of the errors of all scores, once all are given.
    absolute = models.FloatField(_("mean error, either way"), null=True)
    bias = models.FloatField(_("mean error, one way"), null=True)
    started_at = models.DateTimeField(_("begun"), default=clock.now)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        constraints = [
            models.UniqueConstraint("evaluator", "course", "attempt", name="training_try_once"),
            models.UniqueConstraint(
                fields=["evaluator"],
                condition=models.Q(state="open"),
                name="training_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at__isnull=True)
                | (~models.Q(state="open") & models.Q(ended_at__isnull=False)),
                name="training_end_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} {self.course}.{self.attempt}"


class TrainingAnswer(models.Model):
    """What a trainee gave one gold item; empty until submitted, and then never changed."""

    training = models.ForeignKey(
        Training, on_delete=models.CASCADE, related_name="answers", db_index=False
    )
    gold = models.ForeignKey(GoldItem, on_delete=models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField(_("position"))
    scores: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        _("scores"), default=dict, blank=True
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True)

    class Meta:
        verbose_name = _("answer of a training")
        verbose_name_plural = _("answers of trainings")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("training", "position", name="training_answer_place"),
            models.UniqueConstraint("training", "gold", name="training_gold_once"),
        ]

    def __str__(self) -> str:
        return f"{self.training} / {self.position}"
