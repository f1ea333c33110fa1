from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.models import Activity
from knowledge.models import Item
from mileage.events import Event, Reason
from mileage.models.rule import Rule


class Entry(models.Model):
    """One thing that happened to an officer's points, or did not, and why. Rows never change.

    Its legs sum to zero. A zero entry has no legs and a reason. Triggers of the database hold
    all of this at the end of each transaction; ``leg_count`` lets them refuse later legs.
    """

    key = models.CharField(_("key"), max_length=100)
    event = models.CharField(_("event"), max_length=20, choices=Event.choices)
    activity = models.ForeignKey(
        Activity,
        verbose_name=_("activity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mileage_entries",
        # A replay keeps the order in which activities were taken.
    )
    officer = models.ForeignKey(
        Officer,
        verbose_name=_("officer"),
        on_delete=models.PROTECT,
        related_name="mileage_entries",
        db_index=False,
    )
    actor = models.ForeignKey(
        Officer,
        verbose_name=_("actor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    # No constraint in the database: the ledger outlives a draft that its author deletes.
    item = models.ForeignKey(
        Item,
        verbose_name=_("item"),
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        # Entries that a withdrawn item still holds.
    )
    occurred_at = models.DateTimeField(_("occurred at"))
    posted_at = models.DateTimeField(_("posted at"), default=clock.now)
    rule = models.ForeignKey(
        Rule,
        verbose_name=_("rule"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="entries",
        # Whether a policy has been used.
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_short = models.BooleanField(
        _("below zero"), default=False, help_text=_("It left less than nothing.")
    )
    leg_count = models.PositiveSmallIntegerField(_("number of legs"))
    reverses = models.OneToOneField(
        "self",
        verbose_name=_("takes back"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reversal",
    )
    vests = models.OneToOneField(
        "self",
        verbose_name=_("ends the hold of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="vesting",
    )

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-id"]
        indexes = [
            # An officer's statement.
            models.Index("officer", models.F("id").desc(), name="mileage_entry_statement"),
            # Whose account is frozen: asked at each posting.
            models.Index(
                "officer", name="mileage_entry_frost", condition=Q(event__in=["freeze", "thaw"])
            ),
        ]
        constraints = [
            # Posting again finds the old entry; and nothing looks for parts of keys.
            models.UniqueConstraint(fields=["key"], name="mileage_entry_key"),
            models.CheckConstraint(
                condition=Q(leg_count__gte=2) | (Q(leg_count=0) & ~Q(reason="")),
                name="mileage_zero_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(leg_count__gt=0),
                name="mileage_reversal_moves",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(vests__isnull=True),
                name="mileage_entry_one_origin",
            ),
            # An item is paid for once, by one activity, however often it is published.
            ExclusionConstraint(
                name="mileage_publish_once",
                expressions=[
                    ("item", RangeOperators.EQUAL),
                    ("activity", RangeOperators.NOT_EQUAL),
                ],
                condition=Q(event="publish") & ~Q(reason="duplicate"),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_zero(self) -> bool:
        """Whether it moved nothing."""
        return self.leg_count == 0
