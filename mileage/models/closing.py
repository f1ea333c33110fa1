from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from mileage.models.policy import Policy
from mileage.models.season import Season


class SeasonClosing(models.Model):
    """A season whose totals and levels are final. Rows never change.

    What is given or taken back afterwards moves points, but no level and no board.
    """

    season = models.OneToOneField(
        Season,
        verbose_name=_("season"),
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="closing",
    )
    policy = models.ForeignKey(
        Policy,
        verbose_name=_("policy"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text=_("The one in force on the season's last day."),
    )
    closed_at = models.DateTimeField(_("closed"), default=clock.now)

    class Meta:
        verbose_name = _("closing of a season")
        verbose_name_plural = _("closings of seasons")

    def __str__(self) -> str:
        return str(self.season_id)


class SeasonLevel(models.Model):
    """The level that an officer held after a season, with what decided it. Rows never change.

    ``level`` counts from 1 in ``policy.levels``; 0 is none.
    """

    season = models.ForeignKey(
        Season, verbose_name=_("season"), on_delete=models.PROTECT, db_index=False
    )
    officer = models.ForeignKey(
        Officer,
        verbose_name=_("officer"),
        on_delete=models.PROTECT,
        related_name="mileage_levels",
        # An officer's levels, season by season.
    )
    policy = models.ForeignKey(
        Policy, verbose_name=_("policy"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    points = models.IntegerField(_("points"))
    before = models.PositiveSmallIntegerField(_("level before"))
    level = models.PositiveSmallIntegerField(_("level"))

    class Meta:
        verbose_name = _("level of a season")
        verbose_name_plural = _("levels of seasons")
        constraints = [models.UniqueConstraint("season", "officer", name="mileage_level_once")]

    def __str__(self) -> str:
        return f"{self.officer_id} / {self.season_id}: {self.level}"

    @property
    def name(self) -> str:
        """The level in the reader's language; empty for none."""
        names = self.policy.level_names
        return names[self.level - 1] if 0 < self.level <= len(names) else ""
