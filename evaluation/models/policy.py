from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knowledge.models.drafted import APPROVERS

# What the anchor texts of a criterion are written for.
ANCHOR_SCORES = (0, 3, 5, 7, 10)
# What the weights of the criteria sum to.
WHOLE = 100


class PolicyQuerySet(models.QuerySet["EvaluationPolicy"]):
    """Policies."""

    def valid(self) -> Self:
        """Those that decide from their day on: delivered with the portal, or approved by two."""
        return self.alias(approvers=Count("approvals")).filter(
            Q(is_delivered=True) | Q(approvers__gte=APPROVERS)
        )

    def in_force(self, kind: str, day: date) -> EvaluationPolicy | None:
        """The one by which rounds of a kind are opened on ``day`` (Asia/Seoul)."""
        rows = self.valid().filter(kind=kind, effective_from__lte=day)
        return rows.order_by("-effective_from", "-version").first()


class EvaluationPolicy(models.Model):
    """How one kind of knowledge is checked and judged from a day on.

    It is a draft, which administrators edit, until the first of them approves it; then neither it
    nor its criteria change any more (triggers refuse it), and with the second yes it decides from
    its first day on. Rounds keep the policy under which they were opened.
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
    note = models.TextField(_("note"), blank=True, help_text=_("What is new, and why."))
    is_delivered = models.BooleanField(_("comes with the portal"), default=False, editable=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation policy")
        verbose_name_plural = _("evaluation policies")
        constraints = [models.UniqueConstraint("kind", "version", name="policy_version_once")]
        # Which policy was in force on a day.
        indexes = [models.Index("kind", models.F("effective_from").desc(), name="policy_in_force")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be edited: nobody has approved it (a query)."""
        return not (self.is_delivered or self.approvals.exists())

    def approved_by(self) -> set[int]:
        """Ids of the officers who have approved it (a query)."""
        return set(self.approvals.values_list("officer_id", flat=True))

    def fingerprint(self) -> str:
        """Tells whether the policy and its criteria still say what somebody has read (a query)."""
        said: dict[str, Any] = {
            field.name: str(getattr(self, field.name))
            for field in self._meta.concrete_fields
            if field.name not in ("id", "is_delivered")
        }
        said["criteria"] = [
            [c.code, c.position, c.label_ko, c.label_en, c.weight, c.anchors]
            for c in self.criteria.order_by("position", "pk")
        ]
        text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def clean(self) -> None:
        """Raises ValidationError where the numbers contradict each other."""
        wrong: dict[str, Any] = {}
        if self.k_min < 1:
            wrong["k_min"] = _("At least one evaluation is needed.")
        if self.k_max < self.k_min:
            wrong["k_max"] = _("The most evaluations are at least the fewest.")
        if self.k_step < 1:
            wrong["k_step"] = _("At least one more is drawn at a time.")
        if not 0 < self.threshold < 10:
            wrong["threshold"] = _("The score must lie between 0 and 10.")
        if not 0 <= self.improve_below < self.threshold:
            wrong["improve_below"] = _("This score must lie below that for superior.")
        if self.lease_days < 1:
            wrong["lease_days"] = _("An evaluator needs at least one working day.")
        if not 1 <= self.provisional_min <= self.k_min:
            wrong["provisional_min"] = _("At least one, and not more than the fewest evaluations.")
        if not 0 < self.pair_share <= 1:
            wrong["pair_share"] = _("A share lies between 0 and 1.")
        for name in ("editor_share", "lapse_share"):
            if not 0 < getattr(self, name) <= 1:
                wrong[name] = _("A share lies between 0 and 1.")
        if self.panel_size < 1:
            wrong["panel_size"] = _("A panel has at least one member.")
        if self.season_cap < 1:
            wrong["season_cap"] = _("At least one evaluation a season.")
        if wrong:
            raise ValidationError(wrong)


class Criterion(models.Model):
    """One thing that evaluators score. ``anchors``: what a score means, as
    ``[{"score": 7, "ko": ..., "en": ...}, ...]``."""

    # With a draft go its criteria; those of other policies the database keeps.
    policy = models.ForeignKey(EvaluationPolicy, on_delete=models.CASCADE, related_name="criteria")
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
