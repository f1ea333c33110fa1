from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Reward(models.Model):
    """Something that points can be redeemed for.

    ``stock`` is what is left to give out, or nothing where it never ends: a request takes a piece,
    a refusal, a cancellation or a return brings it back.
    """

    name_ko = models.CharField(_("Korean name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    text_ko = models.CharField(_("Korean description"), max_length=300)
    text_en = models.CharField(_("English description"), max_length=300)
    points = models.PositiveIntegerField(
        _("points"),
        validators=[MinValueValidator(1)],
        help_text=_("A change holds for later requests only."),
    )
    stock = models.PositiveIntegerField(
        _("left in stock"), null=True, blank=True, help_text=_("Empty: there is always one.")
    )
    is_active = models.BooleanField(
        _("in the catalogue"), default=True, help_text=_("Only these can be requested.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("reward")
        verbose_name_plural = _("rewards")
        ordering = ["position", "points", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="mileage_reward_cost")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_ko if _is_korean() else self.name_en

    @property
    def text(self) -> str:
        """The description in the reader's language."""
        return self.text_ko if _is_korean() else self.text_en


def _is_korean() -> bool:
    return (get_language() or "ko").startswith("ko")
