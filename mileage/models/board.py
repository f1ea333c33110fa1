from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Officer
from mileage.models.season import Season


class SeasonTotal(models.Model):
    """An officer's points of a season, counted anew every hour until the season closes.

    ``points`` decide the level. ``shown`` is what boards show to others: without points for
    reports, by which a reporter could be recognised. Rules outside levels and boards are in
    neither.
    """

    season = models.ForeignKey(
        Season, verbose_name=_("season"), on_delete=models.PROTECT, db_index=False
    )
    officer = models.ForeignKey(
        Officer,
        verbose_name=_("officer"),
        on_delete=models.PROTECT,
        related_name="mileage_totals",
        # An officer's seasons.
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    points = models.IntegerField(_("points"))
    shown = models.IntegerField(_("points on boards"))

    class Meta:
        verbose_name = _("total of a season")
        verbose_name_plural = _("totals of seasons")
        constraints = [models.UniqueConstraint("season", "officer", name="mileage_total_once")]
        indexes = [
            # The board of officers.
            models.Index("season", F("shown").desc(), name="mileage_total_board"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} / {self.season_id}: {self.points}"


class OfficeTotal(models.Model):
    """The points on boards of an office and all below it in a season, and its active staff."""

    season = models.ForeignKey(
        Season, verbose_name=_("season"), on_delete=models.PROTECT, db_index=False
    )
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    points = models.IntegerField(_("points"))
    heads = models.PositiveIntegerField(_("staff"))

    class Meta:
        verbose_name = _("total of an office")
        verbose_name_plural = _("totals of offices")
        constraints = [
            models.UniqueConstraint("season", "office", name="mileage_office_total_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} / {self.season_id}: {self.points}"

    @property
    def per_head(self) -> float:
        """Points for each of the active staff."""
        return self.points / self.heads if self.heads else 0.0


class BoardChoice(models.Model):
    """Whether an officer wants to be named on boards. Without a row they are."""

    officer = models.OneToOneField(
        Officer,
        verbose_name=_("officer"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="mileage_board_choice",
    )
    is_named = models.BooleanField(_("named on boards"), default=True)

    class Meta:
        verbose_name = _("choice about boards")
        verbose_name_plural = _("choices about boards")

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.is_named}"
