from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer


class Delivery(models.TextChoices):
    """How a kind of notice comes by mail."""

    OFF = "off", _("Not by mail")
    DIGEST = "digest", _("In the digest")
    NOW = "now", _("At once")


class Preference(models.Model):
    """How an officer wants one kind of notice; without a row the kind's defaults hold."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(_("kind"), max_length=40)
    in_inbox = models.BooleanField(_("in the inbox"), default=True)
    delivery = models.CharField(
        _("by mail"), max_length=10, choices=Delivery.choices, default=Delivery.OFF
    )

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [models.UniqueConstraint("officer", "kind", name="preference_once")]

    def __str__(self) -> str:
        return f"{self.officer_id} / {self.kind}"


class DigestTime(models.Model):
    """When an officer's digest comes, in Seoul; without a row every day at eight."""

    class Every(models.TextChoices):
        DAY = "day", _("Every day")
        WEEK = "week", _("Once a week")

    officer = models.OneToOneField(
        Officer, on_delete=models.CASCADE, related_name="digest_time", primary_key=True
    )
    every = models.CharField(_("how often"), max_length=4, choices=Every.choices, default=Every.DAY)
    # Monday is 0.
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"), default=0, validators=[MaxValueValidator(6)]
    )
    hour = models.PositiveSmallIntegerField(
        _("hour"), default=8, validators=[MaxValueValidator(23)]
    )

    class Meta:
        verbose_name = _("time of the digest")
        verbose_name_plural = _("times of the digest")

    def __str__(self) -> str:
        return f"{self.officer_id} / {self.every} {self.hour}"
