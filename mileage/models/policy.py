from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

APPROVERS = 2


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Policies."""

    def valid(self) -> Self:
        """Those that decide from their day on: delivered with the portal, or approved by two."""
        return self.alias(approvers=Count("approvals")).filter(
            Q(is_delivered=True) | Q(approvers__gte=APPROVERS)
        )

    def in_force(self, day: date) -> Policy | None:
        """The one that decides what happens on ``day`` (Asia/Seoul)."""
        return (
            self.valid().filter(effective_from__lte=day).order_by("-effective_from", "-pk").first()
        )


class Policy(models.Model):
    """A set of rules that decides from a day on, until the next one. Rows never change.

    It is a draft until two administrators have approved it, which they can do only before its
    first day: nothing is recomputed backwards. ``levels`` lists what the levels of a season are
    called and where each begins: [[Korean name, English name, points], ...], rising.
    """

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    effective_from = models.DateField(_("first day"), help_text=_("A day in Asia/Seoul."))
    note = models.TextField(_("note"), blank=True, help_text=_("What is new, and why."))
    levels = models.JSONField(
        _("levels"),
        default=list,
        blank=True,
        help_text=_("Korean name, English name and first points of each level, rising."),
    )
    close_days = models.PositiveSmallIntegerField(
        _("days until a season closes"),
        default=14,
        help_text=_("After its last day; then its levels and boards are final."),
    )
    expire_after = models.PositiveSmallIntegerField(
        _("seasons until points expire"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Points of a season that are unused when the season so many after it closes go."
            " Empty: never."
        ),
    )
    is_delivered = models.BooleanField(_("comes with the portal"), default=False, editable=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["-effective_from", "-pk"]
        constraints = [models.UniqueConstraint("code", "version", name="mileage_policy_version")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def level_names(self) -> list[str]:
        """The names of the levels in the reader's language."""
        place = 0 if (get_language() or "ko").startswith("ko") else 1
        return [level[place] for level in self.levels]

    @property
    def level_steps(self) -> list[int]:
        """The points at which each level begins."""
        return [level[2] for level in self.levels]

    def clean(self) -> None:
        """Raises ValidationError where the levels are not a rising list of triples."""
        from django.core.exceptions import ValidationError

        try:
            steps = [int(points) for _ko, _en, points in self.levels]
        except (TypeError, ValueError) as error:
            raise ValidationError({"levels": _well_formed()}) from error
        if steps != sorted(set(steps)):
            raise ValidationError({"levels": _well_formed()})


def _well_formed() -> Any:
    return _('Write the levels as [["Korean name", "English name", 30], ...], points rising.')
