from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mileage.models.account import Account
from mileage.models.entry import Entry


class Balance(models.Model):
    """The sum of an account's legs, kept at hand.

    The nightly proof compares both; ``rebuild_balances`` restores it.
    """

    account = models.OneToOneField(
        Account,
        verbose_name=_("account"),
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="balance",
    )
    amount = models.BigIntegerField(_("points"), default=0)
    last_entry = models.ForeignKey(
        Entry,
        verbose_name=_("last entry"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")

    def __str__(self) -> str:
        return str(self.amount)
