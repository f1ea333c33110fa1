from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.drafted import DraftedApproval, DraftedPolicy


class ReportPolicy(DraftedPolicy):
    """How the reporting centre works from a day on.

    A version that is approved or delivered never changes (a trigger refuses it): a change is a new
    version, which two administrators approve.
    """

    verb = "report_policy"

    per_day = models.PositiveSmallIntegerField(
        _("most reports of an officer a day"), validators=[MinValueValidator(1)]
    )
    window = models.PositiveSmallIntegerField(
        _("how many decided reports count for a pause"), validators=[MinValueValidator(1)]
    )
    most_dismissed = models.FloatField(
        _("largest share of dismissed ones among them"),
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text=_("Whoever has more of them dismissed pauses."),
    )
    pause_days = models.PositiveSmallIntegerField(_("days of a pause"))
    triage_days = models.PositiveSmallIntegerField(_("days until a report is decided"))
    repair_days = models.PositiveSmallIntegerField(_("days for a repair"))
    verify_days = models.PositiveSmallIntegerField(_("days until a repair is looked at"))

    class Meta:
        verbose_name = _("policy of reports")
        verbose_name_plural = _("policies of reports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(per_day__gte=1)
                & models.Q(window__gte=1)
                & models.Q(most_dismissed__gte=0, most_dismissed__lte=1),
                name="report_policy_makes_sense",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('policy of reports')} {self.version}"


class ReportPolicyApproval(DraftedApproval):
    """An administrator's yes to a policy of reports."""

    policy = models.ForeignKey(
        ReportPolicy,
        verbose_name=_("policy"),
        on_delete=models.PROTECT,
        related_name="approvals",
        db_index=False,
    )

    class Meta(DraftedApproval.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint("policy", "officer", name="report_policy_approval_once")
        ]
