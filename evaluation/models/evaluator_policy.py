from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


def reminder_days() -> list[int]:
    """The days before the end of a certificate on which its holder is reminded."""
    return [60, 14]


class EvaluatorPolicyQuerySet(models.QuerySet["EvaluatorPolicy"]):
    """Versions."""

    def in_force(self, day: date) -> Self:
        """Those whose first day has come, the one that decides first."""
        return self.filter(effective_from__lte=day).order_by("-effective_from", "-version")


class EvaluatorPolicy(models.Model):
    """How evaluators are trained, audited, told of themselves and watched, from a day on.

    Rows never change (a trigger refuses it): a change is a new version.
    """

    version = models.PositiveIntegerField(_("version"), unique=True)
    effective_from = models.DateField(_("in force from"))
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

    objects = EvaluatorPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluators' policy")
        verbose_name_plural = _("evaluators' policies")

    def __str__(self) -> str:
        return f"{self.version}"

    def facts(self) -> dict[str, Any]:
        """The thresholds by name, to be kept with what they decided."""
        names = [f.name for f in self._meta.concrete_fields if f.name != "id"]
        return {name: str(getattr(self, name)) for name in names}
