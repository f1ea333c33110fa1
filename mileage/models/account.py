from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from mileage.models.season import Season


class Account(models.Model):
    """Where points are: with an officer, held for one, or in one of the service's own pots.

    Every season has its own accounts. Rows never change.
    """

    class Kind(models.TextChoices):
        OFFICER = "officer", _("Officer")
        PENDING = "pending", _("Held for an officer")
        ISSUANCE = "issuance", _("Issued")
        REDEEMED = "redeemed", _("Redeemed")
        EXPIRED = "expired", _("Expired")
        ADJUST = "adjust", _("Adjustments")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    officer = models.ForeignKey(
        Officer,
        verbose_name=_("officer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mileage_accounts",
        # Balances of an officer; finding accounts to post to.
    )
    season = models.ForeignKey(
        Season, verbose_name=_("season"), on_delete=models.PROTECT, db_index=False
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["season", "kind", "officer"],
                nulls_distinct=False,
                name="mileage_account_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["officer", "pending"], officer__isnull=False)
                | (~Q(kind__in=["officer", "pending"]) & Q(officer__isnull=True)),
                name="mileage_account_owner",
            ),
        ]

    def __str__(self) -> str:
        owner = f" {self.officer}" if self.officer else ""
        return f"{self.get_kind_display()}{owner}, {self.season}"
