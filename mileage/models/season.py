from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Season(models.Model):
    """A half-year of Asia/Seoul, from its first day to its last. Rows never change."""

    code = models.CharField(_("code"), max_length=6, unique=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="mileage_season_lasts"
            ),
            ExclusionConstraint(
                name="mileage_seasons_apart",
                expressions=[
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            Value("[]"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        "&&",
                    )
                ],
            ),
        ]

    def __str__(self) -> str:
        return season_name(self.code)


def season_name(code: str) -> str:
    """A season's code (``2026H1``) in words."""
    year, half = code.split("H")
    if half == "1":
        return gettext("First half of %(year)s") % {"year": year}
    return gettext("Second half of %(year)s") % {"year": year}
