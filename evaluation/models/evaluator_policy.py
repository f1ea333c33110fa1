from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.drafted import DraftedApproval, DraftedPolicy

# What belongs to the version and is no threshold.
UNSAID = ("id", "note", "is_delivered")


def reminder_days() -> list[int]:
    """The days before the end of a certificate on which its holder is reminded."""
    return [60, 14]


class EvaluatorPolicy(DraftedPolicy):
    """How evaluators are trained, audited, told of themselves and watched, from a day on.

    A version that is approved, delivered or in use never changes (a trigger refuses it): a change
    is a new version, which two administrators approve.
    """

    verb = "evaluator_policy"

    # Training
    training_items = models.PositiveSmallIntegerField(_("gold items of a training"), default=5)
    refresh_items = models.PositiveSmallIntegerField(_("gold items of a refresh"), default=3)
    tries = models.PositiveSmallIntegerField(_("tries"), default=2)
    most_absolute = models.DecimalField(
        _("largest mean error, either way"), max_digits=4, decimal_places=2, default=Decimal("1.00")
    )
    most_bias = models.DecimalField(
        _("largest mean error, one way"), max_digits=4, decimal_places=2, default=Decimal("0.70")
    )
    valid_months = models.PositiveSmallIntegerField(_("months of a certificate"), default=12)
    refresh_days = models.PositiveSmallIntegerField(
        _("days before its end from which it can be refreshed"), default=60
    )
    remind_days: models.JSONField[list[int], list[int]] = models.JSONField(
        _("days before its end with a reminder"), default=reminder_days
    )
    # Audits
    audit_every = models.PositiveSmallIntegerField(_("one draw in so many is an audit"), default=15)
    audit_window = models.PositiveSmallIntegerField(_("audits looked back on"), default=10)
    audit_misses = models.PositiveSmallIntegerField(_("misses that suspend"), default=3)
    # The evaluator's sheet
    sheet_days = models.PositiveSmallIntegerField(
        _("days that a sheet is its evaluator's alone"), default=7
    )
    # Signals
    pair_min = models.PositiveSmallIntegerField(
        _("fewest evaluations between two people"), default=4
    )
    history_months = models.PositiveSmallIntegerField(
        _("months of evaluations looked at"), default=12
    )
    burst_min = models.PositiveSmallIntegerField(_("fewest evaluations of a burst"), default=4)
    burst_minutes = models.PositiveSmallIntegerField(_("minutes of a burst"), default=30)
    copy_words = models.PositiveSmallIntegerField(
        _("fewest words of a comment that is compared"), default=12
    )
    false_alarms = models.FloatField(_("share of false alarms a quarter"), default=0.05)
    # Useful evaluators of a season
    useful_votes = models.PositiveSmallIntegerField(_("fewest votes of authors"), default=4)
    useful_share = models.FloatField(_("fewest of them useful"), default=0.7)
    useful_places = models.PositiveSmallIntegerField(_("most useful evaluators"), default=10)

    class Meta:
        verbose_name = _("evaluators' policy")
        verbose_name_plural = _("evaluators' policies")

    def clean(self) -> None:
        """Raises ValidationError where the numbers contradict each other."""
        wrong: dict[str, Any] = {}
        for name in ("training_items", "refresh_items", "tries", "valid_months", "audit_window"):
            if getattr(self, name) < 1:
                wrong[name] = _("This is at least one.")
        if not 1 <= self.audit_misses <= self.audit_window:
            wrong["audit_misses"] = _("At least one, and not more than the audits looked back on.")
        for name in ("false_alarms", "useful_share"):
            if not 0 < getattr(self, name) <= 1:
                wrong[name] = _("A share lies between 0 and 1.")
        days = self.remind_days
        if not isinstance(days, list) or not all(isinstance(d, int) and d > 0 for d in days):
            wrong["remind_days"] = _("Write days as numbers: [60, 14].")
        if wrong:
            raise ValidationError(wrong)

    def facts(self) -> dict[str, Any]:
        """The thresholds by name, to be kept with what they decided."""
        names = [f.name for f in self._meta.concrete_fields if f.name not in UNSAID]
        return {name: str(getattr(self, name)) for name in names}


class EvaluatorPolicyApproval(DraftedApproval):
    """An administrator's yes to a policy of evaluators."""

    policy = models.ForeignKey(
        EvaluatorPolicy,
        verbose_name=_("policy"),
        on_delete=models.PROTECT,
        related_name="approvals",
        db_index=False,
    )

    class Meta(DraftedApproval.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint("policy", "officer", name="evaluator_policy_approval_once")
        ]
