from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class EvaluationPolicy(models.Model):
    """How one kind of knowledge is checked and judged from a day on.

    Rows never change (a trigger refuses it): a change is a new version.
    """

    class FormCheck(models.TextChoices):
        BEFORE = "before", _("Before publication")
        AFTER = "after", _("After publication")

    kind = models.CharField(_("kind"), max_length=12)
    version = models.PositiveIntegerField(_("version"))
    effective_from = models.DateField(_("in force from"))
    form_check = models.CharField(_("form check"), max_length=6, choices=FormCheck.choices)
    form_check_days = models.PositiveSmallIntegerField(
        _("working days for the form check"), default=3
    )
    k_min = models.PositiveSmallIntegerField(_("fewest evaluations"), default=3)
    k_step = models.PositiveSmallIntegerField(_("more at a time"), default=2)
    k_max = models.PositiveSmallIntegerField(_("most evaluations"), default=7)
    threshold = models.DecimalField(
        _("superior above"), max_digits=4, decimal_places=2, default=Decimal("7.00")
    )
    improve_below = models.DecimalField(
        _("to be improved below"), max_digits=4, decimal_places=2, default=Decimal("4.00")
    )
    lease_days = models.PositiveSmallIntegerField(_("working days to evaluate"), default=5)
    provisional_days = models.PositiveSmallIntegerField(
        _("working days until a provisional decision"), default=10
    )
    provisional_min = models.PositiveSmallIntegerField(
        _("evaluations for a provisional decision"), default=2
    )
    pair_days = models.PositiveSmallIntegerField(_("days between judging each other"), default=90)
    pair_share = models.FloatField(_("most of an author's draws for one evaluator"), default=0.34)
    season_cap = models.PositiveSmallIntegerField(_("evaluations a season"), default=60)
    editor_share = models.FloatField(_("share of the text that makes an editor"), default=0.10)
    panel_size = models.PositiveSmallIntegerField(_("members of a panel"), default=3)
    appeal_days = models.PositiveSmallIntegerField(_("days to appeal"), default=15)
    appeals_most = models.PositiveSmallIntegerField(_("most appeals, one after another"), default=2)
    lapse_share = models.FloatField(_("changed share that ends a decision"), default=0.20)

    class Meta:
        verbose_name = _("evaluation policy")
        verbose_name_plural = _("evaluation policies")
        constraints = [models.UniqueConstraint("kind", "version", name="policy_version_once")]
        # Which policy was in force on a day.
        indexes = [models.Index("kind", models.F("effective_from").desc(), name="policy_in_force")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Criterion(models.Model):
    """One thing that evaluators score. ``anchors``: what a score means, as
    ``[{"score": 7, "ko": ..., "en": ...}, ...]``."""

    policy = models.ForeignKey(EvaluationPolicy, on_delete=models.PROTECT, related_name="criteria")
    code = models.SlugField(_("code"), max_length=30)
    label_ko = models.CharField(_("Korean name"), max_length=80)
    label_en = models.CharField(_("English name"), max_length=80)
    weight = models.PositiveSmallIntegerField(_("weight"))
    position = models.PositiveSmallIntegerField(_("position"))
    anchors: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        _("anchor texts")
    )

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position"]
        constraints = [models.UniqueConstraint("policy", "code", name="criterion_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.label_ko if _is_korean() else self.label_en

    @property
    def anchor_texts(self) -> list[tuple[int, str]]:
        """(score, what it means) in the reader's language, lowest first."""
        language = "ko" if _is_korean() else "en"
        return [(anchor["score"], anchor[language]) for anchor in self.anchors]


def _is_korean() -> bool:
    return (get_language() or "ko").startswith("ko")
