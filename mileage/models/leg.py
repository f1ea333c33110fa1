from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mileage.models.account import Account
from mileage.models.entry import Entry


class Leg(models.Model):
    """Points that an entry puts into an account, or takes out (below zero). Rows never change."""

    entry = models.ForeignKey(
        Entry,
        verbose_name=_("entry"),
        on_delete=models.PROTECT,
        related_name="legs",
        db_index=False,
    )
    account = models.ForeignKey(
        Account,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="legs",
        # The proof sums an account's legs; the vesting job reads those of the held ones.
    )
    amount = models.IntegerField(_("points"))

    class Meta:
        verbose_name = _("leg")
        verbose_name_plural = _("legs")
        constraints = [
            models.UniqueConstraint("entry", "account", name="mileage_leg_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="mileage_leg_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d}"
