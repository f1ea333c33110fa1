from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mileage.events import PAID_CHOICES
from mileage.models.policy import Policy


class Rule(models.Model):
    """What one event is worth under one policy. Rows never change.

    Caps are points, counted on the day and in the season in which the event happened.
    """

    class Share(models.TextChoices):
        SPLIT = "split", _("Writers divide the amount")
        EACH = "each", _("Every writer gets the amount")

    policy = models.ForeignKey(
        Policy,
        verbose_name=_("policy"),
        on_delete=models.PROTECT,
        related_name="rules",
        db_index=False,
    )
    event = models.CharField(_("event"), max_length=20, choices=PAID_CHOICES)
    amount = models.PositiveIntegerField(_("points"), validators=[MinValueValidator(1)])
    cap_day = models.PositiveIntegerField(_("most a day (points)"), null=True, blank=True)
    cap_season = models.PositiveIntegerField(_("most a season (points)"), null=True, blank=True)
    hold_days = models.PositiveSmallIntegerField(
        _("days held"), default=0, help_text=_("Days until the points can be used.")
    )
    share = models.CharField(
        _("several writers"), max_length=10, choices=Share.choices, default=Share.SPLIT
    )
    exempt = models.BooleanField(
        _("outside levels and boards"),
        default=False,
        help_text=_("For prizes and the like: points that do not compare contributions."),
    )
    text_ko = models.CharField(_("Korean wording"), max_length=300)
    text_en = models.CharField(_("English wording"), max_length=300)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [
            # One event falls under one rule.
            models.UniqueConstraint("policy", "event", name="mileage_rule_of_event"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="mileage_rule_pays"),
        ]

    def __str__(self) -> str:
        return f"{self.policy}: {self.get_event_display()}"

    @property
    def text(self) -> str:
        """The wording in the reader's language."""
        return self.text_ko if (get_language() or "ko").startswith("ko") else self.text_en
